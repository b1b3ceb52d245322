/** What feedback on some questions does to their paraphrases, and to every other question. `today` is what the planner does without it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Intent } from '../../src/core/intent.ts';
import type { FeedbackKind, FeedbackRecord } from '../../src/feedback/record.ts';
import { weigh } from '../../src/feedback/weigh.ts';
import { askedOf } from '../../src/line/plans.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import { checker, hear, index, knowledge, offers } from '../plan/contract/hold.ts';

interface Entry {
  readonly said: readonly { readonly q: string; readonly kind: FeedbackKind; readonly program: string; readonly instead?: readonly string[] }[];
  readonly ask: string;
  readonly want: string;
  readonly today: 'right' | 'wrong' | 'unsure' | 'nothing';
}

interface Question {
  readonly q?: string;
  readonly request?: string;
  readonly want?: readonly string[];
  readonly refuse?: boolean;
}

/** Of the paraphrases that are not answered rightly without feedback; raise it when more are, never lower it. */
const LIFTED = 43;
const NOT_RIGHT_TODAY = 86;
/** Of all, those that are right by themselves or with feedback; the same holds for it. */
const RIGHT_IN_THE_END = 69;

const suite = lines<Entry>('suite.jsonl');

function lines<T>(path: string): T[] {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const heard = new Map<string, Promise<Intent>>();

function hearOnce(question: string): Promise<Intent> {
  const known = heard.get(question) ?? hear(question);
  heard.set(question, known);
  return known;
}

async function recordsOf(said: Entry['said']): Promise<FeedbackRecord[]> {
  return Promise.all(
    said.map(async ({ q, ...opinion }, at) => ({ id: String(at), at: '2026-11-29T10:00:00.000Z', ...askedOf(await hearOnce(q), index), ...opinion })),
  );
}

/** The program of the library that a question gets, a variant by its program; else why there is none. */
async function answer(question: string, records: readonly FeedbackRecord[] = []): Promise<string> {
  const intent = await hearOnce(question);
  const learned = weigh(records, askedOf(intent, index), (first, second) => index.alike(first, second));
  const beside = { offers, fill: { seconds: 10 }, ...(learned === undefined ? {} : { learned }) };
  const planned = planEmbedded(intent, knowledge.programs, index, checker, false, beside);
  if (planned.kind !== 'plan') return planned.kind;
  const { origin } = planned.plan.program;
  const name = 'name' in origin ? origin.name : origin.kind;
  return knowledge.programs.find((program) => program.name === name)?.variantOf ?? name;
}

function verdictOf(got: string, want: string): Entry['today'] {
  if (got === want) return 'right';
  return got === 'unsure' || got === 'nothing' ? got : 'wrong';
}

it('lifts paraphrases of what feedback was given on, and loses none of those that were right', async () => {
  const count = { lifted: 0, notRight: 0, kept: 0, lost: 0 };
  const drifted: string[] = [];
  for (const { said, ask, want, today } of suite) {
    const before = verdictOf(await answer(ask), want);
    if (before !== today) drifted.push(`${ask}: ${before}, written down as ${today}`);
    const after = verdictOf(await answer(ask, await recordsOf(said)), want);
    if (before === 'right') count[after === 'right' ? 'kept' : 'lost']++;
    else {
      count.notRight++;
      if (after === 'right') count.lifted++;
    }
  }
  console.log(`feedback: ${count.lifted} of ${count.notRight} paraphrases lifted; of ${count.kept + count.lost} that were right, ${count.lost} lost`);
  expect(drifted).toEqual([]);
  expect(count.lost).toBe(0);
  expect(count.notRight).toBe(NOT_RIGHT_TODAY);
  expect(count.lifted).toBeGreaterThanOrEqual(LIFTED);
  expect(count.kept + count.lifted).toBeGreaterThanOrEqual(RIGHT_IN_THE_END);
});

it('settles the very question it was given on', async () => {
  const bySaid = new Map(suite.map((entry) => [JSON.stringify(entry.said), entry]));
  const unsettled: string[] = [];
  for (const { said, want } of bySaid.values()) {
    const got = await answer(said[0]?.q ?? '', await recordsOf(said));
    if (got !== want) unsettled.push(`${said[0]?.q}: ${got} instead of ${want}`);
  }
  console.log(`feedback: ${bySaid.size - unsettled.length} of ${bySaid.size} questions get the program that was meant the next time\n${unsettled.join('\n')}`);
  expect(unsettled.length / bySaid.size).toBeLessThanOrEqual(0.05);
});

it.each(['../plan/questions.jsonl', '../../eval/tuned.jsonl'])('loses no right answer of %s with all of that feedback at once', async (path) => {
  const everything = await recordsOf([...new Map(suite.map(({ said }) => [JSON.stringify(said), said])).values()].flat());
  const lost: string[] = [];
  let right = 0;
  let gained = 0;
  for (const { q, request, want, refuse } of lines<Question>(path)) {
    const question = q ?? request ?? '';
    const before = await answer(question);
    const after = await answer(question, everything);
    // Where no program is written down as the right one, the one that answers it today is.
    const isRight = (got: string): boolean =>
      want === undefined ? (refuse === true ? !isProgram(got) : got === before && isProgram(got)) : want.length === 0 ? !isProgram(got) : want.includes(got);
    if (isRight(before)) right++;
    if (isRight(before) && !isRight(after)) lost.push(`${question}: ${before}, with feedback ${after}`);
    if (!isRight(before) && isRight(after)) gained++;
  }
  console.log(`feedback: ${path}: ${right} right, ${lost.length} of them lost and ${gained} gained with ${everything.length} opinions`);
  expect(lost).toEqual([]);
});

function isProgram(got: string): boolean {
  return got !== 'unsure' && got !== 'nothing' && got !== 'unattachable';
}
