/** One question, one workload, three tracers at once: bpftrace, a program in C and an installed tool say the same, and it is true. */
import { describe, it, vi } from 'vitest';
import type { Program } from '../../src/core/program.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { type AnswerRecord, answerRecords, type Show } from '../../src/rehearse/judge.ts';
import { realHost } from '../../src/system/real.ts';
import { findTools } from '../../src/toolbox/find.ts';
import { showValue } from '../../src/views/values.ts';
import { builtCLibrary, builtKnowledge } from '../fixtures/knowledge.ts';
import { type Asked, type Fact, QUESTIONS, type Way } from './differential-questions.ts';
import { machineHere } from './pipeline.ts';
import { askTogether, type Told } from './together.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));
vi.mock('../../src/knowledge/c/load.ts', () => ({ loadCLibrary: () => builtCLibrary() }));

const WAYS: readonly Way[] = ['bpftrace', 'c', 'tool'];
/** Longer than any case: each is stopped when its workload has ended. */
const SECONDS = 30;
const host = realHost();
const machine = await machineHere(host);
const tools = findTools(host);
const names = valueNames(host);
const show: Show = (value, column) => showValue(value, column, names);

describe('one question, answered in three ways', () => {
  it.for(QUESTIONS)('$question', async (asked, { skip, expect }) => {
    const cannot = (why: string): void => {
      console.log(`skipped ${asked.question}: ${why}`);
      skip(why);
    };
    if ('cannot' in machine) return cannot(machine.cannot);
    if (!tools.some(({ name }) => name === asked.by.tool)) return cannot(`${asked.by.tool} is not installed`);
    const requests = WAYS.map((as) => ({ question: asked.question, seconds: SECONDS, planner: 'embedded' as const, as }));
    let faults = ['not tried'];
    // Once more where others did the same meanwhile: truth is about the workload alone.
    for (let round = 0; round < 2 && faults.length > 0; round++) {
      const told = await askTogether(requests, { host }, asked.workload);
      if ('cannot' in told) return cannot(told.cannot);
      expect(Object.fromEntries(WAYS.map((way, i) => [way, nameOf(told[i]?.program)]))).toEqual(asked.by);
      faults = faultsOf(asked, told);
    }
    expect(faults.length, `${asked.question}, with ${asked.workload.join(' ')}:\n${faults.join('\n')}`).toBe(0);
  });
});

function nameOf(program: Program | undefined): string | undefined {
  return program !== undefined && 'name' in program.origin ? program.origin.name : undefined;
}

/** What is wrong with the three answers, each held against the truth and against the others. */
function faultsOf({ truth }: Asked, told: readonly Told[]): string[] {
  const lost = told.flatMap(({ events }, i) => events.flatMap((event) => (event.type === 'lost' ? [`${WAYS[i]}: ${event.count} events were lost`] : [])));
  const answers = told.map(recordsOf);
  return [...lost, ...truth.flatMap((fact) => faultOf(fact, answers))];
}

function faultOf(fact: Fact, answers: readonly (readonly AnswerRecord[])[]): string[] {
  const amounts = WAYS.map((way, i) => amountOf(answers[i] ?? [], fact, way));
  const [least, most] = typeof fact.times === 'number' ? [fact.times, fact.times] : fact.times;
  const largest = Math.max(...amounts);
  const isTrue = amounts.every((amount) => amount >= least && amount <= most);
  const isSame = largest - Math.min(...amounts) <= largest * (fact.apart?.share ?? 0);
  const told = `${fact.what}: ${WAYS.map((way, i) => `${way} ${amounts[i]}`).join(', ')}; true is ${least === most ? least : `${least} to ${most}`}`;
  console.log(told);
  if (isTrue && isSame) return [];
  const seen = answers.map(
    (records, i) =>
      `\n  ${WAYS[i]}:\n    ${records
        .slice(0, 40)
        .map(({ text }) => text)
        .join('\n    ')}`,
  );
  return [`${told}${seen.join('')}`];
}

function amountOf(records: readonly AnswerRecord[], { marks, called }: Fact, way: Way): number {
  const patterns = (called?.[way] ?? marks).map((mark) => new RegExp(mark));
  return records.filter(({ text }) => patterns.every((pattern) => pattern.test(text))).reduce((sum, { amount }) => sum + amount, 0);
}

/** A tool's answer is what it printed: its histograms, or the rows of its table, where those count by what they count; what cannot be typed, by its lines. */
function recordsOf({ program, events }: Told): readonly AnswerRecord[] {
  if (program.language !== 'tool') return answerRecords(events, program, show);
  const last = events.findLast((event) => event.type === 'histogram' || event.type === 'map');
  if (last?.type === 'histogram' || last?.type === 'map') return answerRecords(events, { ...program, answer: last.map }, show);
  const rows = events.filter((event) => event.type === 'row');
  if (rows.length === 0) return events.flatMap((event) => (event.type === 'text' && event.banner !== true ? [{ text: event.text, amount: 1 }] : []));
  return answerRecords(events, { ...program, answer: 'rows' }, show).map((record, i) => {
    const row = rows[i];
    const output = program.outputs.find((one) => one.shape === 'rows' && one.statement === row?.statement);
    const counts = output?.shape === 'rows' ? output.columns.findIndex(({ kind }) => kind === 'count') : -1;
    const counted = row?.values[counts];
    return counted === undefined ? record : { ...record, amount: Number(counted) };
  });
}
