/** What became of a case, and of a suite. Plain data, as the report has it. */

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
  readonly attempts: number;
  readonly modelCalls: number;
  readonly tokens: number;
  /** Of the whole case. */
  readonly seconds: number;
}

/** How many of how many. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

export interface Score {
  readonly cases: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Passed, of those that were judged. */
  readonly passed: Share;
  /** The same by what they were judged by: refusals among them are those that were right. */
  readonly by: Readonly<Record<JudgedBy, Share>>;
  /** Silent, of those judged by behaviour. */
  readonly silent: Share;
  /** Answered though they should have been refused, of all judged. */
  readonly falsePositives: Share;
  readonly planMilliseconds?: Spread;
  readonly firstEventSeconds?: Spread;
  readonly attempts: number;
  readonly modelCalls: number;
  readonly tokens: number;
}

export interface Spread {
  readonly median: number;
  readonly max: number;
}

export function isJudged({ verdict }: CaseResult): boolean {
  return verdict !== 'not-judged' && verdict !== 'error';
}

/** The score of a suite, or of a part of one. */
export function scoreOf(results: readonly CaseResult[]): Score {
  const judged = results.filter(isJudged);
  const [plans, firsts] = [spread(results.map((one) => one.planMilliseconds)), spread(results.map((one) => one.firstEventSeconds))];
  const share = (all: readonly CaseResult[], verdict: Verdict = 'passed'): Share => ({
    part: all.filter((one) => one.verdict === verdict).length,
    of: all.length,
  });
  const sum = (field: 'attempts' | 'modelCalls' | 'tokens'): number => results.reduce((total, one) => total + one[field], 0);
  const judgedBy = (by: JudgedBy): readonly CaseResult[] => judged.filter((one) => one.by === by);
  return {
    cases: results.length,
    verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, share(results, verdict).part])) as Record<Verdict, number>,
    passed: share(judged),
    by: { behaviour: share(judgedBy('behaviour')), program: share(judgedBy('program')), refusal: share(judgedBy('refusal')) },
    silent: share(judgedBy('behaviour'), 'silent'),
    falsePositives: share(judged, 'should-have-refused'),
    ...(plans === undefined ? {} : { planMilliseconds: plans }),
    ...(firsts === undefined ? {} : { firstEventSeconds: firsts }),
    attempts: sum('attempts'),
    modelCalls: sum('modelCalls'),
    tokens: sum('tokens'),
  };
}

/** The score of each language, class or kind that the cases have. */
export function scoresBy(results: readonly CaseResult[], field: 'lang' | 'class' | 'kind'): ReadonlyMap<string, Score> {
  const names = [...new Set(results.flatMap((one) => one[field] ?? []))].sort();
  return new Map(names.map((name) => [name, scoreOf(results.filter((one) => one[field] === name))]));
}

function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [median, max] = [known[Math.floor(known.length / 2)], known.at(-1)];
  return median === undefined || max === undefined ? undefined : { median, max };
}
