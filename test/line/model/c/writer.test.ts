/** A model that writes C, with the machine's own clang and vmlinux.h: nothing is loaded. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Machine } from '../../../../src/check/machine.ts';
import { toolchainOf } from '../../../../src/compiler/toolchain.ts';
import { DEFAULT_BUDGET } from '../../../../src/core/budget.ts';
import type { Request } from '../../../../src/core/request.ts';
import { buildCLibrary } from '../../../../src/knowledge/build.ts';
import type { CLibrary } from '../../../../src/knowledge/c/library.ts';
import { LibraryIndex } from '../../../../src/knowledge/match.ts';
import type { AskEvent, Surroundings } from '../../../../src/line/events.ts';
import { type Made, Writer } from '../../../../src/line/model/writer.ts';
import { NO_SETTINGS } from '../../../../src/models/settings.ts';
import type { Host } from '../../../../src/system/host.ts';
import { realHost } from '../../../../src/system/real.ts';
import { recordedHost } from '../../../../src/system/recorded.ts';
import { machine as recorded } from '../../../check/linux-6.18.ts';
import { builtKnowledge } from '../../../fixtures/knowledge.ts';
import { call, type Line, type Scripted, scripted } from '../../../models/scripted.ts';

function built(): CLibrary {
  const { programs, index } = buildCLibrary();
  return { programs, index: new LibraryIndex(programs, index) };
}
vi.mock('../../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));
vi.mock('../../../../src/knowledge/c/load.ts', () => ({ loadCLibrary: () => built() }));

/** Nobody here may load anything. */
const machine: Machine = { ...recorded, facts: { ...recorded.facts, privilege: 'none' } };
const host = realHost();
const { missing } = toolchainOf(host);
const why = missing.length > 0 ? `not here: ${missing.join(', ')}` : host.exists('/sys/kernel/btf/vmlinux') ? undefined : 'this kernel has no BTF';
if (why !== undefined) console.log(`what a model writes in C is not compiled: ${why}`);

const state = mkdtempSync(join(tmpdir(), 'gt-model-c-'));
const drafts = join(state, 'gpttrace', 'drafts');
beforeEach(() => vi.stubEnv('XDG_STATE_HOME', state));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(drafts, { recursive: true, force: true });
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

const HEAD = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n\nchar LICENSE[] SEC("license") = "GPL";\n';
const ROWS = `${HEAD}
struct event {
  __u32 pid;
  char comm[16];
  __u64 delay_us;
};
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 64 * 1024);
  __type(value, struct event);
} events SEC(".maps");
const volatile __u32 target_pid = 0;

SEC("tracepoint/sched/sched_process_exec")
int exec(void *ctx)
{
  struct event *event;

  if (target_pid != 0 && target_pid != bpf_get_current_pid_tgid() >> 32)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->delay_us = 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}
`;
const QUESTION = 'which gizmos does the frobnicator quux, for 3 seconds';
const submits = (source: string, more: Record<string, unknown> = {}): Line => ({
  calls: [call('submit_program', { source, title: 'Gizmos', tells: 'which gizmos there are.', columns: ['gizmo', 'process', 'delay (us)'], ...more })],
});

interface Told {
  readonly made: Made;
  readonly events: readonly AskEvent[];
  readonly model: Scripted;
  readonly sentBack: readonly string[];
}

async function write(lines: readonly Line[], request: Partial<Request> = {}, attempts = 5, on: Host = host): Promise<Told> {
  const model = scripted(lines);
  const never = new AbortController().signal;
  const around: Surroundings = { host: on, stop: never, kill: never, decide: () => Promise.reject(new Error('nobody decides here')) };
  const opened = { model, budget: { ...DEFAULT_BUDGET, attempts }, settings: NO_SETTINGS };
  const asked: Request = { question: QUESTION, as: 'c', ...request };
  const writer = await Writer.open(opened, asked, machine, around, { kind: 'nothing', nearest: [], why: 'unknown', language: 'en' });
  const writing = writer.write();
  const events: AskEvent[] = [];
  for (;;) {
    const next = await writing.next();
    if (next.done === true) {
      const sentBack = events.flatMap((event) => (event.type === 'model' && event.stage === 'sent-back' ? [event.by] : []));
      return { made: next.value, events, model, sentBack };
    }
    events.push(next.value);
  }
}

describe.skipIf(why !== undefined)('a program in C that a model writes', () => {
  it('becomes a plan with its object, what it delivers called as the model calls it', async () => {
    const { made, sentBack } = await write([submits(ROWS, { cannot_show: ['Quuxes of the past.'] })]);
    expect(sentBack).toEqual([]);
    expect(made).toMatchObject({
      kind: 'plan',
      plan: {
        tells: 'which gizmos there are',
        confidence: 0.8,
        safety: { classes: ['observe'] },
        notes: ['scripted says: “Quuxes of the past.”'],
        written: { model: 'scripted', mended: 0, proven: ['checked', 'compiled', 'held'] },
        program: {
          language: 'c',
          source: ROWS,
          title: 'Gizmos',
          origin: { kind: 'model', name: 'scripted' },
          attachPoints: ['tracepoint:sched:sched_process_exec'],
          answer: 'rows',
          seconds: 3,
          outputs: [
            {
              shape: 'rows',
              columns: [
                { name: 'gizmo', kind: 'pid' },
                { name: 'process', kind: 'process' },
                { name: 'delay', unit: 'us' },
              ],
            },
          ],
        },
      },
    });
    expect(
      Buffer.from(made.kind === 'plan' ? (made.plan.program.binary ?? '') : '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('ELF');
  });

  it('does not compile: what clang says goes back, and the next one is taken', async () => {
    const { made, sentBack, model } = await write([submits(ROWS.replace('target_pid != 0', 'target != 0')), submits(ROWS)]);
    expect(sentBack).toEqual(['syntax']);
    expect(JSON.stringify(model.asked[1]?.turns)).toContain("use of undeclared identifier 'target'");
    expect(made.kind).toBe('plan');
  });

  it('calls a struct as the kernel calls one of its own: it gets another name, and the model is not asked', async () => {
    const { made, model } = await write([submits(ROWS.replaceAll('struct event', 'struct file'))]);
    expect(model.asked).toHaveLength(1);
    expect(made).toMatchObject({ kind: 'plan', plan: { written: { mended: 1 } } });
    expect(made.kind === 'plan' ? made.plan.program.source : '').toContain('struct own_file {');
  });

  it.each([
    ['acts', ROWS.replace('event->delay_us = 0;', 'event->delay_us = 0;\n  bpf_send_signal(9);'), 'policy', 'it sends a signal'],
    ['decides what becomes of packets', ROWS.replace('tracepoint/sched/sched_process_exec', 'xdp'), 'policy', 'it can drop or redirect packets'],
    ['attaches to what is not there', ROWS.replace('sched_process_exec', 'sched_process_exek'), 'check', 'sched:sched_process_exek'],
    ['attaches nowhere', ROWS.replace('tracepoint/sched/sched_process_exec', 'uprobe'), 'check', 'nothing attaches a program of the section'],
    [
      'tells nothing',
      ROWS.replace('events SEC', 'pending SEC')
        .replaceAll('&events', '&pending')
        .replace('RINGBUF', 'HASH')
        .replace('__type(value, struct event);', '__type(key, __u32);\n  __type(value, struct event);')
        .replace(/event = bpf_ringbuf_reserve[\s\S]*bpf_ringbuf_submit\(event, 0\);/, 'bpf_map_lookup_elem(&pending, &(__u32){0});')
        .replace('  struct event *event;\n', ''),
      'contract',
      'the program delivers nothing',
    ],
  ])('that %s goes back, and never comes to a run', async (_, source, by, says) => {
    const { made, sentBack, model } = await write([submits(source), submits(ROWS)]);
    expect(sentBack).toEqual([by]);
    expect(JSON.stringify(model.asked[1]?.turns)).toContain(says);
    expect(made).toMatchObject({ kind: 'plan', plan: { program: { source: ROWS } } });
  });

  it('is narrowed to the process that is asked about, and goes back where it is not', async () => {
    const wide = ROWS.replaceAll('target_pid', 'wanted');
    const { made, sentBack } = await write([submits(wide), submits(ROWS)], { pid: 4242 });
    expect(sentBack).toEqual(['contract']);
    expect(made).toMatchObject({ kind: 'plan', plan: { narrowed: true, program: { pid: 4242 } } });
  });

  it('comes to nothing: the best of them is kept as C, and said what is to be done with it', async () => {
    const { made } = await write([submits(ROWS.replace('target_pid != 0', 'target != 0'))], {}, 1);
    expect(made).toMatchObject({
      kind: 'gave-up',
      event: { code: 'model-gave-up-attempts', hints: [expect.any(String), expect.stringMatching(/^gpttrace check .*\.bpf\.c /), expect.any(String)] },
    });
    const [file = ''] = readdirSync(drafts);
    expect(file).toMatch(/-gizmos\.bpf\.c$/);
    expect(statSync(join(drafts, file)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(drafts, file), 'utf8')).toMatch(
      /^\/\/ which gizmos.*\n\/\/ Gizmos; written by scripted, never run\.\n\/\/ wrong with it: .*target/,
    );
  });

  it('that acts is not kept', async () => {
    const { made } = await write([submits(ROWS.replace('event->delay_us = 0;', 'bpf_send_signal(9);'))], {}, 1);
    expect(made.kind).toBe('gave-up');
    expect(() => readdirSync(drafts)).toThrow(/ENOENT/);
  });

  it('is shown programs of the library that are in C', async () => {
    const { model } = await write([{ calls: [call('find_examples', { words: 'files that are opened' })] }, submits(ROWS)], {
      question: 'which files are opened by whom and which gizmos',
    });
    expect(model.asked[0]?.turns[0]).toMatchObject({ role: 'user', text: expect.stringMatching(/program that works: [\s\S]*#include "vmlinux.h"/) });
    expect(JSON.stringify(model.asked[1]?.turns.at(-1))).toContain('vmlinux.h');
  });
});

describe('a machine without a compiler', () => {
  it('asks no model for C', async () => {
    const bare = recordedHost({ release: '6.18.0', files: {} });
    await expect(write([submits(ROWS)], {}, 5, bare)).rejects.toMatchObject({ code: 'no-compiler' });
  });
});
