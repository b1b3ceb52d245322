/** What depends on the number that is chosen for each judgement: `{n}` in texts, sums over n in amounts. */
import type { Expectation } from '../rehearse/suite.ts';
import type { Amount, WrittenExpectation } from './lesson.ts';

const SUM = /^(?:(\d+(?:\.\d+)?)\s*\*?\s*)?n(?:\s*([+-])\s*(\d+(?:\.\d+)?))?$/;
const PLACE = /\{([^{}]*n[^{}]*)\}/g;

/** A sum over n; undefined for what is none. */
export function sumOf(text: string, n: number): number | undefined {
  const found = SUM.exec(text.trim());
  if (found === null) return undefined;
  const [, times = '1', sign, plus = '0'] = found;
  return Number(times) * n + (sign === '-' ? -1 : 1) * Number(plus);
}

/** A text with its `{n}`, `{2n}`, `{n+5}` as numbers; other braces are left as they are. */
export function withNumber(text: string, n: number): string {
  return text.replaceAll(PLACE, (whole, sum: string) => String(sumOf(sum, n) ?? whole));
}

function amountOf(amount: Amount, n: number): number {
  return typeof amount === 'number' ? amount : (sumOf(amount, n) ?? Number.NaN);
}

/** What an answer must say where the workload did what it did n times. */
export function expectationFor({ evidence, hist, sees, hides, stacks, program }: WrittenExpectation, n: number): Expectation {
  const filled = (patterns: readonly string[]): readonly string[] => patterns.map((pattern) => withNumber(pattern, n));
  return {
    sees: filled(sees),
    hides: filled(hides),
    stacks: filled(stacks),
    program: filled(program),
    evidence: evidence.map(({ match, min, max, values }) => ({
      match: withNumber(match, n),
      ...(min === undefined ? {} : { min: amountOf(min, n) }),
      ...(max === undefined ? {} : { max: amountOf(max, n) }),
      ...(values === undefined ? {} : { values }),
    })),
    hist: hist.map(({ match, min }) => ({ ...(match === undefined ? {} : { match: withNumber(match, n) }), min: amountOf(min, n) })),
  };
}
