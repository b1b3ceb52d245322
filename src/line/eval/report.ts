/** What a run of suites amounts to, as a report in JSON has it. */
import type { KernelFacts } from '../../core/facts.ts';
import { type CaseResult, isJudged, VERDICTS, type Verdict } from '../../rehearse/result.ts';
import { type Score, type Share, scoreOf, scoresBy } from '../../rehearse/score.ts';

export { isJudged, type Score, type Share, VERDICTS, type Verdict };

export interface EvalReport {
  readonly format: 1;
  readonly machine: { readonly release: string; readonly arch: string; readonly bpftrace?: string };
  /** The language model that planned, or may have. */
  readonly model?: string;
  readonly suites: readonly string[];
  /** Whether programs were run, or judged by their text alone. */
  readonly ran: boolean;
  /** Whether every case that was chosen is in it. */
  readonly complete: boolean;
  readonly seconds: number;
  readonly score: Score;
  readonly by: Readonly<Record<'lang' | 'class' | 'kind', Readonly<Record<string, Score>>>>;
  readonly cases: readonly CaseResult[];
}

/** Of each case as many records as are worth keeping, and of each as much. */
const MOST_RECORDS = 200;
const MOST_TEXT = 1000;

export function reportOf(results: readonly CaseResult[], facts: KernelFacts, run: Pick<EvalReport, 'model' | 'ran' | 'complete' | 'seconds'>): EvalReport {
  const scores = (field: 'lang' | 'class' | 'kind'): Readonly<Record<string, Score>> => Object.fromEntries(scoresBy(results, field));
  return {
    format: 1,
    machine: { release: facts.release, arch: facts.arch, ...(facts.bpftrace === undefined ? {} : { bpftrace: facts.bpftrace.version }) },
    suites: [...new Set(results.map(({ suite }) => suite))],
    ...run,
    score: scoreOf(results),
    by: { lang: scores('lang'), class: scores('class'), kind: scores('kind') },
    cases: results.map((one) => ({ ...one, records: one.records.slice(0, MOST_RECORDS).map((record) => record.slice(0, MOST_TEXT)) })),
  };
}
