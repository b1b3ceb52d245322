/** What became of a case. Plain data, as the report has it. */

/** The ways a case can end, the good one first. */
export const VERDICTS = ['passed', 'no-program', 'does-not-check', 'does-not-attach', 'silent', 'wrong', 'should-have-refused', 'not-judged', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** By what a case was judged: what the program did, its text alone, or that there is none. */
export type JudgedBy = 'behaviour' | 'program' | 'refusal';

export interface CaseResult {
  readonly id: string;
  readonly suite: string;
  readonly lang: string;
  readonly class?: string;
  readonly kind?: string;
  readonly request: string;
  readonly verdict: Verdict;
  /** Missing where it was not judged. */
  readonly by?: JudgedBy;
  /** Why it was not passed, or not judged by its behaviour. */
  readonly reasons: readonly string[];
  /** What was planned. */
  readonly program?: { readonly name: string; readonly title: string; readonly source: string };
  /** What it was judged by. */
  readonly records: readonly string[];
  readonly planMilliseconds?: number;
  /** From the moment every probe was attached. */
  readonly firstEventSeconds?: number;
  /** Which of several tries it was, from 1. */
  readonly try?: number;
  readonly attempts: number;
  readonly modelCalls: number;
  /** In and out. */
  readonly tokens: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** US dollars; missing where a model was called whose price nobody knows. */
  readonly dollars?: number;
  /** Of a model: what became of each program that it submitted, in order. */
  readonly submissions?: readonly Submission[];
  /** Of the whole case. */
  readonly seconds: number;
}

/** A program that a model submitted. */
export interface Submission {
  readonly source: string;
  /** What the checker said of it as it came: its errors. */
  readonly errors: readonly string[];
  /** What was mended of it without asking the model. */
  readonly mends: readonly string[];
  /** Why it went back to the model, or would have; missing where it passed everything that is asked before a program runs. */
  readonly sentBack?: { readonly by: string; readonly faults: readonly string[] };
}

export function isJudged({ verdict }: CaseResult): boolean {
  return verdict !== 'not-judged' && verdict !== 'error';
}
