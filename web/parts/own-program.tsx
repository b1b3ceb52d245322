/** A program of one's own instead of a question, in bpftrace's language or in C. */
import { signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Program } from '../../src/core/program.ts';
import { call } from '../client.ts';
import type { WhyProps } from '../debug/why.tsx';
import { chosen, takeOptions } from '../options.ts';
import { attempt, busy, onlyShows, start } from '../state.ts';
import { words } from '../words.ts';
import { AskOptions } from './ask-options.tsx';
import { lazily } from './lazily.tsx';
import { ProgramEditor } from './program.tsx';

const Why = lazily<WhyProps>(async () => (await import('../debug/why.tsx')).Why);

const LANGUAGES = ['bpftrace', 'c'] as const;

const BEGINNINGS: Readonly<Record<(typeof LANGUAGES)[number], string>> = {
  bpftrace: 'tracepoint:syscalls:sys_enter_openat\n{\n  @opens[comm] = count();\n}\n',
  c: `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, char[16]);
  __type(value, __u64);
} opens SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat")
int count_opens(void *ctx)
{
  char comm[16] = {};
  __u64 one = 1, *count;

  bpf_get_current_comm(comm, sizeof(comm));
  count = bpf_map_lookup_elem(&opens, comm);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&opens, comm, &one, BPF_ANY);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
`,
};

const language = signal<(typeof LANGUAGES)[number]>('bpftrace');

/** What was typed in each, while the page is open: who looks at the other, or comes back from a plan, loses nothing. */
const typed = signal(BEGINNINGS);

export function OwnProgram() {
  const w = words.value;
  /** How often the editor was given another text than what was typed. */
  const put = useSignal(0);
  const asksWhy = useSignal(false);
  const source = typed.value[language.value];
  const within = language.value === 'bpftrace' ? chosen.bpftrace.value.within : undefined;
  const change = (text: string): void => {
    typed.value = { ...typed.value, [language.value]: text };
  };
  const format = async (): Promise<void> => {
    const { text } = await call('POST /api/format', { body: { source } });
    // What cannot be read whole stays as it is: the editor marks where.
    if (text === null || text === source) return;
    change(text);
    put.value += 1;
  };
  const program = useMemo(
    (): Program => ({ language: language.value, source, title: '', origin: { kind: 'edited' }, attachPoints: [], outputs: [] }),
    // What was typed stays where it is held against another machine.
    [language.value, put.value, within],
  );
  return (
    <section class="card" aria-labelledby="write">
      <h1 id="write">{w.write}</h1>
      <p class="dim">{w.writeHelp}</p>
      <div class="tools">
        {LANGUAGES.map((one) => (
          <button key={one} type="button" class="quiet" aria-pressed={language.value === one} onClick={() => (language.value = one)}>
            {w.means[one]}
          </button>
        ))}
        {language.value === 'bpftrace' ? (
          <button type="button" class="quiet right" onClick={() => attempt(format)}>
            {w.format}
          </button>
        ) : null}
      </div>
      <ProgramEditor key={put.value} program={program} readOnly={false} within={within} onChange={change} />
      {onlyShows.value ? null : <AskOptions key={language.value} of={language.value} />}
      {onlyShows.value ? (
        <p class="dim">{w.readOnly}</p>
      ) : (
        <div class="actions">
          <button
            type="button"
            class="primary"
            disabled={busy.value}
            onClick={() => start({ ...takeOptions(language.value), source, language: language.value })}
          >
            {w.askButton}
          </button>
          <button type="button" aria-expanded={asksWhy.value} onClick={() => (asksWhy.value = !asksWhy.value)}>
            {w.whySilent}
          </button>
        </div>
      )}
      {asksWhy.value && !onlyShows.value ? (
        <Why
          key={language.value}
          source={source}
          language={language.value}
          onClose={() => (asksWhy.value = false)}
          onRepaired={(text) => {
            change(text);
            put.value += 1;
          }}
        />
      ) : null}
    </section>
  );
}
