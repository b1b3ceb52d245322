/** Whatever a kernel offers, what is composed from it is a program that the checker lets pass. */
import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../../src/check/check.ts';
import type { Condition, EventName, Intent, Measure } from '../../../src/core/intent.ts';
import { offersOf } from '../../../src/line/offers.ts';
import { composeEvent } from '../../../src/plan/compose/compose.ts';
import { recordedMachine } from '../../fixtures/machines.ts';
import { intentOf } from './intent.ts';

const FAILED_UNDER: readonly Condition[] = [
  { what: 'outcome', failed: true },
  { what: 'path', path: '/etc', match: 'prefix' },
];

function faults(event: EventName, intent: Intent, machine: Machine): string[] {
  const program = composeEvent(event, intent, offersOf(machine));
  if (program === undefined) return [`${JSON.stringify(event)}: nothing for ${intent.measure?.value}`];
  const { columns, answer, keys, by, source } = program;
  const own =
    answer === 'rows' && columns.length === 0 ? ['a row without columns'] : keys.filter((key) => by[key] === undefined).map((key) => `no way to key by ${key}`);
  const errors = check(source, machine).diagnostics.filter(({ severity }) => severity === 'error');
  return [...own, ...errors.map(({ message }) => message)].map((fault) => `${program.name} (${program.measure}): ${fault}`);
}

/** Measures that every event has, and those it may have. */
const ALWAYS: readonly Measure[] = ['each', 'count', 'stacks'];
const PERHAPS: readonly Measure[] = ['distribution', 'sum', 'latency'];

const tracepointsOf = (machine: Machine): EventName[] =>
  (machine.tracepoints.list() ?? [])
    .map((id) => id.split(':'))
    .filter(([category]) => category !== 'syscalls')
    .map(([category = '', name = '']) => ({ kind: 'tracepoint', category, name }));
const syscallsOf = (machine: Machine): string[] =>
  (machine.tracepoints.list() ?? []).filter((id) => id.startsWith('syscalls:sys_enter_')).map((id) => id.slice('syscalls:sys_enter_'.length));
const NEVER_RETURN: ReadonlySet<string> = new Set(['exit', 'exit_group', 'rt_sigreturn', 'uprobe', 'uretprobe']);

describe.each([
  ['5.10', '0.17'],
  ['6.18', '0.17'],
  ['7.3', '0.27'],
])('Linux %s with bpftrace %s', (kernel, bpftrace) => {
  const machine = recordedMachine(kernel, bpftrace);

  it('every tracepoint is told, counted and followed to its callers', () => {
    const events = tracepointsOf(machine);
    expect(events.length).toBeGreaterThan(600);
    expect(events.flatMap((event) => ALWAYS.flatMap((measure) => faults(event, intentOf('', measure), machine)))).toEqual([]);
    expect(events.flatMap((event) => faults(event, intentOf('', 'each', { filter: { value: { pid: 1 }, words: '' } }), machine))).toEqual([]);
  });

  it('tracepoints with an amount or an end are summed up', () => {
    const offers = offersOf(machine);
    for (const measure of PERHAPS) {
      const able = tracepointsOf(machine).filter((event) => composeEvent(event, intentOf('', measure), offers) !== undefined);
      expect(able.length).toBeGreaterThan(50);
      expect(able.flatMap((event) => faults(event, intentOf('', measure), machine))).toEqual([]);
    }
  });

  it('every system call is told, counted and timed', () => {
    const names = syscallsOf(machine);
    expect(names.length).toBeGreaterThan(300);
    for (const measure of ['each', 'count', 'latency', 'average', 'distribution', 'stacks'] as const) {
      const able = measure === 'each' || measure === 'count' || measure === 'stacks' ? names : names.filter((name) => !NEVER_RETURN.has(name));
      expect(able.flatMap((name) => faults({ kind: 'syscall', name }, intentOf('', measure), machine))).toEqual([]);
      const intent = intentOf('', measure, { conditions: FAILED_UNDER.map((value) => ({ value, words: '' })) });
      expect(able.flatMap((name) => faults({ kind: 'syscall', name }, intent, machine))).toEqual([]);
    }
  });
});

describe.each([
  ['5.10', '0.17', 'kprobe'],
  ['6.1', '0.23', 'kfunc'],
  ['7.2', '0.27', 'kfunc'],
])('functions of Linux %s with bpftrace %s', (kernel, bpftrace, provider) => {
  const machine = recordedMachine(kernel, bpftrace);
  const all = machine.functions?.list() ?? [];
  const some = all.filter((name, index) => index % Math.floor(all.length / 60) === 0 && machine.functions?.traceable(name, 'kprobe') === 'yes').slice(0, 40);

  it.each(['each', 'count', 'latency', 'average', 'stacks'] as const)('%s', (measure) => {
    expect(some).toHaveLength(40);
    const questions = ['', 'what it returned'];
    const found = some.flatMap((name) => questions.flatMap((question) => faults({ kind: 'function', name }, intentOf(question, measure), machine)));
    expect(found).toEqual([]);
  });

  it(`is attached by ${provider}`, () => {
    const program = composeEvent({ kind: 'function', name: 'vfs_unlink' }, intentOf('', 'each'), offersOf(machine));
    expect(program?.source).toContain(`${provider}:vfs_unlink`);
    expect(program?.onFunctions).toBe(true);
    expect(program?.columns.map(({ name }) => name)).toContain('file');
  });
});
