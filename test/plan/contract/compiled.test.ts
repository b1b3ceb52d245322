import { describe, expect, it } from 'vitest';
import type { Column, Output } from '../../../src/core/program.ts';
import { type CompiledReading, holdCompiled } from '../../../src/plan/contract/compiled.ts';
import { classesOf, hear } from './hold.ts';

const column = (name: string, kind: Column['kind'] = 'plain'): Column => ({ name, kind, type: 'integer' });
const ROWS: Output = { shape: 'rows', statement: 0, columns: [column('pid', 'pid'), column('comm', 'process')] };
const COUNTS: Output = { shape: 'values', map: 'execs', keys: [column('comm', 'process')], value: column('execs', 'count') };
const SPREAD: Output = { shape: 'histogram', map: 'latency_us', keys: [], value: column('latency_us') };
const STACKS: Output = { shape: 'values', map: 'samples', keys: [column('stack', 'stack')], value: column('samples', 'count') };
const EXEC = 'tracepoint:sched:sched_process_exec';

const READING: CompiledReading = { source: '', attachPoints: [EXEC], outputs: [COUNTS], takesPid: false };

async function held(question: string, reading: Partial<CompiledReading>): Promise<string[]> {
  const intent = await hear(question);
  return holdCompiled({ ...READING, ...reading }, intent, classesOf(intent)).map(({ code, severity }) =>
    severity === 'error' ? code : `${code} (${severity})`,
  );
}

describe('a compiled program held against what was asked', () => {
  it.each<[string, string, Partial<CompiledReading>]>([
    ['asked-event', 'count new programs by process name', { attachPoints: ['tracepoint:irq:softirq_entry'] }],
    ['asked-event', 'how often is tracepoint sched:sched_process_exec hit, by process', { attachPoints: ['tracepoint:sched:sched_switch'] }],
    ['asked-measure', 'show a histogram of the sizes of reads', { attachPoints: ['tracepoint:syscalls:sys_exit_read'] }],
    ['asked-key', 'count new programs by user', {}],
    ['asked-filter', 'count new programs of pid 4242', { outputs: [COUNTS] }],
    ['asked-filter (warning)', 'count new programs of nginx', { outputs: [COUNTS] }],
    ['tells-nothing', 'count new programs by process name', { outputs: [] }],
  ])('%s: %s', async (code, question, reading) => {
    expect(await held(question, reading)).toContain(code);
  });

  it.each<[string, Partial<CompiledReading>]>([
    ['which programs are started, by process', {}],
    ['show each new program', { outputs: [ROWS] }],
    [
      'how long do reads take, as a histogram',
      { attachPoints: ['tracepoint:syscalls:sys_enter_read', 'tracepoint:syscalls:sys_exit_read'], outputs: [SPREAD] },
    ],
    ['where does the kernel spend its time, as stacks', { attachPoints: ['perf_event'], outputs: [STACKS] }],
    ['count new programs of pid 4242', { takesPid: true }],
    ['count new programs of nginx', { source: 'const volatile char target_comm[16] = "nginx";' }],
    // Nobody knows what is seen there.
    ['count new programs by process name', { attachPoints: ['lsm/bprm_check_security'] }],
    ['count new programs by process name', { attachPoints: [] }],
  ])('answers: %s %o', async (question, reading) => {
    expect(await held(question, reading)).toEqual([]);
  });
});
