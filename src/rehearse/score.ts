/** What a run of suites amounts to. Plain data, as the report has it. */
import { type CaseResult, isJudged, type JudgedBy, VERDICTS, type Verdict } from './result.ts';

/** How many of how many. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

export interface Score {
  readonly cases: number;
  /** As `cases`, unless each was tried several times. */
  readonly tries: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Passed, of those that were judged. */
  readonly passed: Share;
  /** The same by what they were judged by: refusals among them are those that were right. */
  readonly by: Readonly<Record<JudgedBy, Share>>;
  /** Silent, of those judged by behaviour. */
  readonly silent: Share;
  /** Answered though they should have been refused, of all judged. */
  readonly falsePositives: Share;
  /** How likely one of k tries passes, for 1 and for as many as there were. Only of cases that were judged so often. */
  readonly passAt: readonly PassAt[];
  readonly planMilliseconds?: Spread;
  readonly firstEventSeconds?: Spread;
  readonly attempts: number;
  readonly modelCalls: number;
  readonly tokens: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; missing where some of it nobody knows. */
  readonly dollars?: number;
  /** All that was spent, on what failed too, for each try that passed. Missing where none did. */
  readonly perPassed?: { readonly calls: number; readonly tokens: number; readonly dollars?: number; readonly seconds: number };
  /** Of the first submissions that the checker found wrong as they came, those that passed with no further call. Missing where no model submitted anything. */
  readonly mended?: Share;
  /** And of those that were mended so: right in the end. */
  readonly mendedRight?: Share;
}

export interface PassAt {
  readonly k: number;
  /** 0 to 1. */
  readonly share: number;
  readonly cases: number;
}

export interface Spread {
  readonly median: number;
  readonly max: number;
}

/** The score of a suite, or of a part of one. */
export function scoreOf(results: readonly CaseResult[]): Score {
  const judged = results.filter(isJudged);
  const [plans, firsts] = [spread(results.map((one) => one.planMilliseconds)), spread(results.map((one) => one.firstEventSeconds))];
  const judgedBy = (by: JudgedBy): readonly CaseResult[] => judged.filter((one) => one.by === by);
  const passed = shareOf(judged);
  const spent = spentOn(results);
  return {
    cases: byCase(results).size,
    tries: results.length,
    verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, shareOf(results, verdict).part])) as Record<Verdict, number>,
    passed,
    by: { behaviour: shareOf(judgedBy('behaviour')), program: shareOf(judgedBy('program')), refusal: shareOf(judgedBy('refusal')) },
    silent: shareOf(judgedBy('behaviour'), 'silent'),
    falsePositives: shareOf(judged, 'should-have-refused'),
    passAt: passAt(judged),
    ...(plans === undefined ? {} : { planMilliseconds: plans }),
    ...(firsts === undefined ? {} : { firstEventSeconds: firsts }),
    ...spent,
    ...(passed.part === 0
      ? {}
      : {
          perPassed: {
            calls: spent.modelCalls / passed.part,
            tokens: spent.tokens / passed.part,
            ...(spent.dollars === undefined ? {} : { dollars: spent.dollars / passed.part }),
            seconds: results.reduce((total, { seconds }) => total + seconds, 0) / passed.part,
          },
        }),
    ...mendedOf(results),
  };
}

/** The score of each language, class or kind that the cases have. */
export function scoresBy(results: readonly CaseResult[], field: 'lang' | 'class' | 'kind'): ReadonlyMap<string, Score> {
  const names = [...new Set(results.flatMap((one) => one[field] ?? []))].sort();
  return new Map(names.map((name) => [name, scoreOf(results.filter((one) => one[field] === name))]));
}

/** That one of k passes, of n tries of which c passed, without bias (Chen et al. 2021, arXiv:2107.03374): 1 - C(n-c, k) / C(n, k). */
export function passAtK(n: number, c: number, k: number): number {
  let allFail = 1;
  for (let i = n - c + 1; i <= n; i++) allFail *= 1 - k / i;
  return n - c < k ? 1 : 1 - allFail;
}

function passAt(judged: readonly CaseResult[]): PassAt[] {
  const cases = [...byCase(judged).values()].map((tries) => ({ n: tries.length, c: shareOf(tries).part }));
  const most = Math.max(1, ...cases.map(({ n }) => n));
  return [...new Set([1, most])].flatMap((k) => {
    const enough = cases.filter(({ n }) => n >= k);
    if (enough.length === 0) return [];
    return { k, share: enough.reduce((sum, { n, c }) => sum + passAtK(n, c, k), 0) / enough.length, cases: enough.length };
  });
}

function byCase(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const cases = new Map<string, CaseResult[]>();
  for (const one of results) {
    const key = `${one.suite}\n${one.id}`;
    cases.set(key, [...(cases.get(key) ?? []), one]);
  }
  return cases;
}

function spentOn(results: readonly CaseResult[]): Pick<Score, 'attempts' | 'modelCalls' | 'tokens' | 'inputTokens' | 'outputTokens' | 'dollars'> {
  const sum = (field: 'attempts' | 'modelCalls' | 'tokens' | 'inputTokens' | 'outputTokens' | 'dollars'): number =>
    results.reduce((total, one) => total + (one[field] ?? 0), 0);
  const known = results.every(({ modelCalls, dollars }) => modelCalls === 0 || dollars !== undefined);
  return {
    attempts: sum('attempts'),
    modelCalls: sum('modelCalls'),
    tokens: sum('tokens'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    ...(known ? { dollars: sum('dollars') } : {}),
  };
}

/** Of what comes before a run: what failed when it ran was content until then. */
function mendedOf(results: readonly CaseResult[]): Pick<Score, 'mended' | 'mendedRight'> {
  const first = results.flatMap((result) => result.submissions?.slice(0, 1).map((submission) => ({ result, submission })) ?? []);
  if (first.length === 0) return {};
  const failing = first.filter(({ submission: { errors, sentBack } }) => errors.length > 0 || /^(?:syntax|check|load)$/.test(sentBack?.by ?? ''));
  const mended = failing.filter(({ submission: { sentBack } }) => sentBack === undefined || /^(?:run|silent)$/.test(sentBack.by));
  const judged = mended.map(({ result }) => result).filter(isJudged);
  // Another submission took the place of one that failed when it ran: then this one was not right.
  const right = judged.filter(({ verdict, submissions }) => verdict === 'passed' && submissions?.length === 1);
  return { mended: { part: mended.length, of: failing.length }, mendedRight: { part: right.length, of: judged.length } };
}

function shareOf(all: readonly CaseResult[], verdict: Verdict = 'passed'): Share {
  return { part: all.filter((one) => one.verdict === verdict).length, of: all.length };
}

function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [median, max] = [known[Math.floor(known.length / 2)], known.at(-1)];
  return median === undefined || max === undefined ? undefined : { median, max };
}
