/** `gpttrace mcp` with the official client, over both transports, on the real kernel. */
import { randomUUID } from 'node:crypto';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, expect, it } from 'vitest';
import { toolchainOf } from '../../src/compiler/toolchain.ts';
import { realHost } from '../../src/system/real.ts';
import { call } from '../mcp/harness.ts';
import {
  expectMessage,
  freePort,
  gpttrace,
  gpttraceCommand,
  gpttraceEnds,
  markedProcesses,
  type Run,
  scratchFile,
  until,
  whyNot,
  workload,
} from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs');
const noCompiler = toolchainOf(realHost()).missing.join(', ');
if (noCompiler !== '') console.log(`skipped: clients with programs in C need ${noCompiler}`);
const TOKEN = 'a-token-of-the-live-test-0123456789abcdef';

/** Of a test that fails nothing stays behind either. */
const started: Run[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.killAll();
});

/** Starts a trace of a workload, reads it on, stops it: the sentence of its answer. */
async function investigate(client: Client): Promise<string> {
  const question = 'which files are opened';
  expect(await call(client, 'ask', { question })).toMatchObject({ outcome: 'plan', plan: { allowed: 'runs', safety: ['observe'] } });
  const { run, phase } = await call(client, 'run_start', { question, seconds: 30 });
  expect(phase).toBe('running');
  let next = 0;
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    const { events = [], next: on = next } = await call(client, 'run_read', { run, cursor: next, most: 500, wait_seconds: 1 });
    next = on;
    seen.push(...events.map(({ event }) => JSON.stringify(event)));
  };
  while (!seen.some((event) => event.includes('"attached"'))) await read();
  await workload('open', '40');
  while (seen.filter((event) => event.includes('needle.txt')).length < 40) await read();
  const stopped = await call(client, 'run_stop', { run });
  expect(stopped).toMatchObject({ phase: 'ended', exit: 0, ended: true, answer: { ended: 'interrupted', lost: 0 } });
  expect(await call(client, 'explain', { run })).toMatchObject({ of: 'run', lines: expect.arrayContaining([expect.objectContaining({ kind: 'probe' })]) });
  return (stopped.answer as { readonly sentence: string }).sentence;
}

it.skipIf(cannot)('a client on standard input plans, runs, reads, stops and explains; what it leaves when it goes is nothing', async () => {
  const mark = randomUUID();
  const [command = '', ...args] = gpttraceCommand('mcp');
  const env = { PATH: process.env.PATH ?? '', XDG_STATE_HOME: scratchFile('state'), XDG_CONFIG_HOME: scratchFile('config'), BPFTRACE_LIVE_TEST: mark };
  const transport = new StdioClientTransport({ command, args, env, stderr: 'pipe' });
  let told = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const client = new Client({ name: 'live', version: '1' });
  await client.connect(transport);
  expect(await investigate(client)).toMatch(/needle\.txt|event/);
  expect(await call(client, 'sessions_list')).toMatchObject({ total: 1, sessions: [{ state: 'ended', question: 'which files are opened' }] });
  const shown = await client.readResource({ uri: 'gpttrace://sessions/last' });
  expect(JSON.stringify(shown.contents)).toMatch(/untrusted.*which files are opened.*interrupted/);

  // The data of users: only with the code that stands where the client does not read.
  const source = 'tracepoint:syscalls:sys_enter_write /comm == "nobody-of-this-name"/ { printf("%r\\n", buf(args->buf, 16)); }';
  const { run, phase } = await call(client, 'run_start', { source, seconds: 30 });
  expect(phase).toBe('deciding');
  await until('the code is told', () => /code: \S+/.test(told));
  const code = /code: (\S+)/.exec(told)?.[1];
  expect(await call(client, 'run_approve', { run, code })).toMatchObject({ phase: 'running' });
  await until('it traces', () => markedProcesses(mark).some(({ command: line }) => /bpftrace .*-f json/.test(line)));
  await client.close();
  await until('nothing is left', () => markedProcesses(mark).length === 0);

  // What was agreed to for one client is not for the next.
  const next = new Client({ name: 'live', version: '1' });
  await next.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
  expect((await call(next, 'sessions_list')).total).toBe(2);
  expect((await call(next, 'sessions_show', { session: 'last' })).failed).toContain('[not-for-clients]');
  expect((await call(next, 'explain', { session: 'last' })).failed).toContain('[not-for-clients]');
  await next.close();
});

it.skipIf(cannot)('clients over HTTP do the same, and the end of the server ends what they started', async () => {
  const port = await freePort();
  const server = gpttrace(['mcp', '--http', String(port), '--max-seconds', '20'], { env: { GPTTRACE_MCP_TOKEN: TOKEN } });
  started.push(server);
  await until('it serves', () => server.stderr.includes('serving at'));
  expect(server.stderr).not.toContain(TOKEN);
  const taken = await gpttraceEnds(['mcp', '--http', String(port)]);
  expect(taken.status).toBe(7);
  expectMessage(taken.stderr, new RegExp(`port ${port} is in use already`));

  const client = new Client({ name: 'live', version: '1' });
  const requestInit = { headers: { Authorization: `Bearer ${TOKEN}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`), { requestInit }));
  expect(await investigate(client)).toMatch(/needle\.txt|event/);
  expect((await call(client, 'run_start', { question: 'which processes open files' })).phase).toBe('running');
  await until('it traces', () => server.tracer() !== undefined);
  server.signal('SIGTERM');
  const { status, stdout } = await server.end();
  expect([status, stdout]).toEqual([143, '']);
  await client.close();
});

const IN_C = `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 16); __type(key, __u32); __type(value, __u64); } counts SEC(".maps");
SEC("tracepoint/sched/sched_process_exec")
int handle(void *ctx)
{
  __u32 key = 0;
  __u64 one = 1, *count = bpf_map_lookup_elem(&counts, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
  return 0;
}
`;

it.skipIf(cannot !== undefined || noCompiler !== '')(
  'a client hands over C: it is checked, explained, run, and its maps are in the answer; what acts is refused',
  async () => {
    const [command = '', ...args] = gpttraceCommand('mcp');
    const env = { PATH: process.env.PATH ?? '', XDG_STATE_HOME: scratchFile('state'), XDG_CONFIG_HOME: scratchFile('config') };
    const client = new Client({ name: 'live', version: '1' });
    await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
    expect(await call(client, 'check', { source: IN_C })).toMatchObject({ errors: 0, safety: ['observe'], unchecked: [] });
    expect(await call(client, 'explain', { source: IN_C })).toMatchObject({ of: 'program', maps: [expect.objectContaining({ name: 'counts' })] });
    const unproven = IN_C.replace('  if (count)\n', '  if (one)\n');
    expect(await call(client, 'check', { source: unproven })).toMatchObject({ diagnostics: [expect.objectContaining({ code: 'verifier-null-check' })] });
    const acting = IN_C.replace('  return 0;', '  bpf_send_signal(9);\n  return 0;');
    expect(await call(client, 'run_start', { source: acting })).toMatchObject({ phase: 'ended', exit: 6, problem: { code: 'unsafe' } });
    const { run, phase } = await call(client, 'run_start', { source: IN_C, seconds: 30 });
    expect(phase).toBe('running');
    let next = 0;
    for (let isAttached = false; !isAttached; ) {
      const read = await call(client, 'run_read', { run, cursor: next, wait_seconds: 1 });
      next = read.next ?? next;
      isAttached = read.events?.some(({ event }) => event.type === 'attached') === true;
    }
    await workload('open', '1');
    expect(await call(client, 'run_stop', { run })).toMatchObject({
      exit: 0,
      answer: { ended: 'interrupted', datasets: [{ rows: [[0, expect.any(Number)]] }] },
    });
    await client.close();
  },
);

it.each([
  ['a token that can be guessed', ['--http'], { GPTTRACE_MCP_TOKEN: 'secret' }, 2, /GPTTRACE_MCP_TOKEN has to be at least 32 letters/],
  ['a port that is none', ['--http', '70000'], {}, 2, /expected a port from 1 to 65535/],
  ['a time without an end', ['--max-seconds', '0'], {}, 2, /expected more than 0 seconds/],
])('%s is refused', async (_what, flags, env, status, said) => {
  const ended = await gpttraceEnds(['mcp', ...flags], { env });
  expect(ended.stderr).toMatch(said);
  expect([ended.status, ended.stdout]).toEqual([status, '']);
});

it('a client that says nothing and goes has no server left', async () => {
  expect(await gpttraceEnds(['mcp'], { input: 'hello\n' })).toMatchObject({ status: 0, stdout: expect.stringContaining('that is no JSON') });
});
