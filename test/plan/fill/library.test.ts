/** Every program of the library with every condition, measure, key and window: what is asked for is refused, or makes a program that this kernel takes. */
import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../../src/bpftrace/outputs.ts';
import { adapt, check } from '../../../src/check/check.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';
import { fill } from '../../../src/plan/fill/fill.ts';
import { recordedMachine, tracersOf } from '../../fixtures/machines.ts';
import { CONDITIONS, intentOf, MEASURES, numbers, type Wish } from './wish.ts';

const KERNEL = '6.18';
const [oldest = ''] = tracersOf(KERNEL);
const machine = recordedMachine(KERNEL, oldest);

function errors(source: string): string[] {
  const found = check(adapt(source, machine).source, machine, true).diagnostics;
  return found.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

const runnable = readLibrary().filter(({ source }) => errors(source).length === 0);

const GENERIC = ['process', 'pid', 'tid', 'user', 'cpu', 'container', 'stack', 'user stack', 'file', 'port', 'address'];

describe.each(runnable)(`$name on Linux ${KERNEL}`, (program) => {
  const names = [...new Set([...GENERIC, ...Object.keys(program.by), ...program.columns.map(({ name }) => name)])];
  const takes = (wish: Wish): void => {
    const filled = fill(program, intentOf(wish), false, { numbers, seconds: 10 });
    const about = `${JSON.stringify(wish)}\n${filled.source}`;
    expect(errors(filled.source), about).toEqual([]);
    // What its columns are called fits what it prints.
    const outputs = outputList(describeOutputs(check(filled.source, machine, true).parsed.script, filled.source, () => undefined));
    const answer = outputs.find((output) => (output.shape === 'rows' ? filled.answer === 'rows' : output.map === filled.answer));
    expect(answer?.shape === 'rows' ? answer.columns.length : answer?.keys.length, about).toBe(
      answer?.shape === 'rows' ? filled.columns.length : filled.keys.length,
    );
    const changed = filled.source.includes('interval') && filled.source.split('\ninterval')[0]?.trimEnd() !== program.source.trimEnd();
    const { conditions = [] } = wish;
    // Nothing is dropped in silence.
    if (conditions.length > 0 && !changed) {
      const isMet = conditions.every(({ what }) => what === 'outcome' || what === 'syscall');
      expect(filled.refused.length > 0 || isMet, about).toBe(true);
    }
  };

  it.each(CONDITIONS)('only %j', (condition) => takes({ conditions: [condition] }));
  it('several conditions at once', () => takes({ conditions: CONDITIONS, filter: { comm: 'sh' } }));
  it.each(MEASURES)('measured by %s', (measure) => {
    takes({ measure });
    takes({ measure, conditions: [{ what: 'user', user: 'root' }], every: 1, times: 3 });
  });
  it.each(names)('by %s', (key) => {
    takes({ keys: [key] });
    takes({ keys: [key, 'process'], measure: 'count' });
  });
  it('at intervals, the largest first', () => {
    takes({ every: 2, top: 5 });
    takes({ every: 0.5, seconds: 60, times: 7 });
    takes({ times: 3 });
    takes({ times: 1, measure: 'each' });
  });
});
