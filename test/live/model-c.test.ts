/** A question that a language model answers in C: a model server on this machine says what is written down; compiling, verifying, attaching and running are real. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import { realHost } from '../../src/system/real.ts';
import { startModelServer } from '../models/server.ts';
import type { ModelServer, Says } from '../models/server-types.ts';
import { gpttraceEnds, type Json, jsonLines, only, scratch, whyNot } from './helpers.ts';

const { missing } = toolchainOf(realHost());
const cannot = whyNot('root', 'tracefs') ?? (missing.length > 0 ? `not here: ${missing.join(', ')}` : undefined);
if (cannot !== undefined) console.log(`a model that writes C is not tried: ${cannot}`);

const HEAD = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n\nchar LICENSE[] SEC("license") = "GPL";\n';
/** There is nothing to attach it to. */
const NOWHERE = `${HEAD}
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} calls SEC(".maps");

SEC("usdt//bin/sh:gizmos:quux")
int enter(void *ctx)
{
  __u32 first = 0;
  __u64 *sum = bpf_map_lookup_elem(&calls, &first);

  if (sum)
    __sync_fetch_and_add(sum, 1);
  return 0;
}
`;
/** The verifier refuses it: nothing says that \`sum\` is not NULL. */
const UNCHECKED = `${HEAD}
struct caller {
  char comm[16];
};
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct caller);
  __type(value, __u64);
} calls SEC(".maps");

SEC("tracepoint/raw_syscalls/sys_enter")
int enter(void *ctx)
{
  struct caller caller = {};
  __u64 none = 0, *sum;

  bpf_get_current_comm(caller.comm, sizeof(caller.comm));
  bpf_map_update_elem(&calls, &caller, &none, BPF_NOEXIST);
  sum = bpf_map_lookup_elem(&calls, &caller);
  __sync_fetch_and_add(sum, 1);
  return 0;
}
`;

/** Nothing on this machine does that while the test runs. */
const SILENT = NOWHERE.replace('BPF_MAP_TYPE_ARRAY', 'BPF_MAP_TYPE_HASH').replace('usdt//bin/sh:gizmos:quux', 'tracepoint/syscalls/sys_enter_swapoff');

let server: ModelServer | undefined;
afterEach(() => server?.close());

const submits = (source: string): Says => ({
  calls: [
    { name: 'submit_program', input: { source, title: 'Gizmos by process', tells: 'how many gizmos each process quuxes', columns: ['process', 'gizmos'] } },
  ],
});

/** What comes of a question that the model answers with these, one after the other. */
async function asked(...says: readonly Says[]): Promise<{ readonly status: number | null; readonly stdout: string; readonly server: ModelServer }> {
  const seen = await startModelServer((_, count) => says[Math.min(count, says.length) - 1] ?? { misbehave: 'empty' });
  server = seen;
  const env = { OLLAMA_HOST: seen.url, XDG_STATE_HOME: join(scratch, 'state'), XDG_CONFIG_HOME: join(scratch, 'config') };
  const ask = ['which gizmos does the frobnicator quux', '--engine', 'libbpf', '--model', 'ollama/test', '-d', '1', '--yes', '--json'];
  const { status, stdout } = await gpttraceEnds(ask, { env });
  return { status, stdout, server: seen };
}

function stagesIn(lines: readonly Json[]): unknown[] {
  const stages = lines.filter(({ type }) => type === 'model').map(({ stage, by }) => (stage === 'sent-back' ? `${stage} ${by}` : stage));
  return stages.filter((stage) => !/asking|thinking|writing|spent/.test(String(stage)));
}

describe.skipIf(cannot)('a program in C that a model writes', () => {
  it('goes back where what it attaches to is not there, is mended by the words of the verifier, and answers', async () => {
    const { status, stdout } = await asked(submits(NOWHERE), submits(UNCHECKED));
    const lines = jsonLines(stdout);
    expect(status, stdout).toBe(0);
    expect(stagesIn(lines)).toEqual(['drafted', 'sent-back check', 'drafted', 'mended']);
    const plan = lines.findLast(({ type }) => type === 'plan');
    expect(plan).toMatchObject({ language: 'c', origin: { kind: 'model', name: 'ollama/test' } });
    expect(String(plan?.source)).toContain('if (!sum) return 0;');
    expect(only<{ entries: readonly Json[] }>(lines, 'map').entries[0]).toHaveProperty('gizmos');
  });

  it('that saw nothing goes back with how often its probes fired, and stays where the model stands by it', async () => {
    const { status, stdout, server: seen } = await asked(submits(SILENT), { calls: [{ name: 'keep_program', input: { said: 'No gizmo was quuxed.' } }] });
    expect(status, stdout).toBe(9);
    expect(stagesIn(jsonLines(stdout))).toEqual(['drafted', 'sent-back silent']);
    expect(seen.requests[1]?.body).toContain('sys_enter_swapoff: 0 times');
  });
});
