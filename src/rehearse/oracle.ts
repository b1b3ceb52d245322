/** Holds what a tracer printed against what the workload did. */
import type { Answer, EvalRecord } from './records.ts';
import { type Case, type Evidence, withPids } from './suite.ts';

/** Why an answer is wrong, each with the records it was judged by. Empty where it is right. */
export function faultsOf({ expect }: Pick<Case, 'expect'>, { records, frames }: Answer, pids: readonly number[]): string[] {
  const regex = (pattern: string): RegExp => new RegExp(withPids(pattern, pids));
  const matching = (pattern: string): readonly EvalRecord[] => {
    const compiled = regex(pattern);
    return records.filter((record) => matches(record, compiled));
  };
  const faults: string[] = [];
  for (const pattern of expect.sees) {
    if (matching(pattern).length === 0) faults.push(`no record matches /${pattern}/:${list(records)}`);
  }
  for (const pattern of expect.hides) {
    const found = matching(pattern);
    if (found.length > 0) faults.push(`/${pattern}/ should match no record:${list(found)}`);
  }
  for (const evidence of expect.evidence) {
    const found = matching(evidence.match);
    const amounts = amountsOf(found, evidence.values ?? false);
    if (![...amounts.values()].some((amount) => isWithin(amount, evidence)))
      faults.push(`/${evidence.match}/ amounts to ${told(amounts)}, not ${range(evidence)}; matched:${list(found)}`);
  }
  for (const { match, min } of expect.hist) {
    const compiled = match === undefined ? undefined : regex(match);
    const buckets = records.filter(
      ({ kind, histogram = [] }) => kind === 'bucket' && (compiled === undefined || histogram.some((name) => compiled.test(name))),
    );
    const samples = buckets.reduce((sum, { amount = 0 }) => sum + amount, 0);
    if (samples < min)
      faults.push(`${match === undefined ? 'the histograms hold' : `histograms of /${match}/ hold`} ${samples} samples, not ${min}:${list(records)}`);
  }
  for (const pattern of expect.stacks) {
    const compiled = regex(pattern);
    if (!frames.some((frame) => compiled.test(frame))) faults.push(`no frame of a stack matches /${pattern}/:${listTexts(frames)}`);
  }
  return faults;
}

/** Why a program's text is wrong. `code` is its source without comments. */
export function programFaults({ expect }: Pick<Case, 'expect'>, code: string): string[] {
  return expect.program
    .filter((pattern) => !new RegExp(withPids(pattern, [])).test(code))
    .map((pattern) => `the program holds nothing that matches /${pattern}/`);
}

function matches({ text, plain }: EvalRecord, pattern: RegExp): boolean {
  return pattern.test(text) || (plain !== undefined && pattern.test(plain));
}

/** What the records may be read as, by the name of the reading. Each is there where there are records that can be read so. */
export function amountsOf(records: readonly EvalRecord[], values: boolean): ReadonlyMap<string, number> {
  const amounts = new Map<string, number>();
  const lines = records.filter(({ kind }) => kind === 'line');
  const sums = records.filter(({ amount, total }) => amount !== undefined || total !== undefined);
  if (lines.length > 0 || sums.length === 0) amounts.set('lines', lines.length);
  if (sums.length > 0) {
    const hasTotals = sums.some(({ total }) => total !== undefined);
    for (const of of hasTotals ? (['value', 'total'] as const) : (['value'] as const)) {
      const name = of === 'total' ? 'totals' : 'sum';
      amounts.set(
        name,
        sums.reduce((sum, record) => sum + worth(record, of), 0),
      );
      amounts.set(`${name} of the greatest`, sumOfGreatest(sums, of));
    }
  }
  if (values) {
    const width = lines.reduce((most, { numbers = [] }) => Math.max(most, numbers.length), 0);
    for (let position = 0; position < width; position++) {
      const found = lines.flatMap(({ numbers = [] }) => numbers[position] ?? []);
      if (found.length > 0)
        amounts.set(
          `number ${position + 1}`,
          found.reduce((sum, number) => sum + number, 0),
        );
    }
  }
  return amounts;
}

function worth({ amount = 0, total }: EvalRecord, of: 'value' | 'total'): number {
  return of === 'total' ? (total ?? amount) : amount;
}

/** Of a map that is printed over and over and never cleared. */
function sumOfGreatest(records: readonly EvalRecord[], of: 'value' | 'total'): number {
  const greatest = new Map<string, number>();
  for (const record of records) {
    const { key = '' } = record;
    greatest.set(key, Math.max(greatest.get(key) ?? Number.NEGATIVE_INFINITY, worth(record, of)));
  }
  return [...greatest.values()].reduce((sum, amount) => sum + amount, 0);
}

function isWithin(amount: number, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Evidence): boolean {
  return amount >= min && amount <= max;
}

function range({ min, max }: Evidence): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

function told(amounts: ReadonlyMap<string, number>): string {
  return [...amounts].map(([name, amount]) => `${amount} (${name})`).join(', ');
}

const MOST_LISTED = 12;
/** Characters of a record: lines that were never ended are one. */
const MOST_TEXT = 300;

function list(records: readonly EvalRecord[]): string {
  return listTexts(records.map(({ text }) => text));
}

function listTexts(texts: readonly string[]): string {
  const rest = texts.length - MOST_LISTED;
  if (texts.length === 0) return ' none';
  return (
    texts
      .slice(0, MOST_LISTED)
      .map((text) => `\n  ${clipped(text.replaceAll('\n', ' < '))}`)
      .join('') + (rest > 0 ? `\n  and ${rest} more` : '')
  );
}

function clipped(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
