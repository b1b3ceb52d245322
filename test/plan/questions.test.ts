/** Questions people would type, each with the programs that answer it: `tune` may be looked at while working on the planner, `held` is only counted. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adapt, check } from '../../src/check/check.ts';
import type { KernelFacts } from '../../src/core/facts.ts';
import type { Intent } from '../../src/core/intent.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { type Checker, planEmbedded } from '../../src/plan/embedded.ts';
import { everyKind } from '../check/every-kind.ts';
import { recordedMachine } from '../fixtures/machines.ts';

interface Question {
  readonly q: string;
  readonly want: readonly string[];
  readonly set: 'tune' | 'held';
  readonly slots?: Readonly<Record<string, unknown>>;
}

interface Tally {
  right: number;
  wrong: number;
  none: number;
  shouldHaveRefused: number;
  slots: number;
  slotsRight: number;
  total: number;
}

/** What the planner reaches today; raise it when it gets better, never lower it. */
const AT_LEAST = { tune: { right: 0.9, slots: 0.95 }, held: { right: 0.85, slots: 0.95 } };
const AT_MOST_WRONG = 0.055;

const questions = readFileSync(new URL('questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Question);
const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);

const recorded = recordedMachine('6.18', '0.17');
const yes = everyKind({ verdict: 'yes', why: '' });
const no = { verdict: 'no', why: 'it is locked down' } as const;
/** A locked-down Linux: everything attaches but functions of the kernel. */
const locked = checkerOf({ ...yes, kprobe: no, kfunc: no });
const open = checkerOf(yes);

function checkerOf(probeKinds: KernelFacts['probeKinds']): Checker {
  const machine = { ...recorded, facts: { ...recorded.facts, probeKinds } };
  return {
    check: (source) => check(source, machine, true),
    adapt: (source) => adapt(source, machine),
    declarations: () => ({}),
    safety: () => ({ classes: ['observe'], reasons: [] }),
  };
}

function hear(question: string): Intent {
  const processes = new Set(['systemd', 'bash', 'node']);
  return understand({ question }, { processes: () => processes, isTopicWord: (word, language) => index.isTopicWord(word, language) });
}

function slotsOf(intent: Intent): Readonly<Record<string, unknown>> {
  const { seconds, filter, top, keys, measure } = intent;
  return {
    seconds: seconds?.value,
    pid: filter?.value.pid,
    comm: filter?.value.comm,
    top: top?.value,
    keys: keys.map((key) => key.value),
    measure: measure?.value,
  };
}

function run(set: Question['set'], complain: (text: string) => void): Tally {
  const tally = { right: 0, wrong: 0, none: 0, shouldHaveRefused: 0, slots: 0, slotsRight: 0, total: 0 };
  for (const { q, want, slots } of questions.filter((question) => question.set === set)) {
    const intent = hear(q);
    const planned = planEmbedded(intent, knowledge.programs, index, locked, false);
    const origin = planned.kind === 'plan' ? planned.plan.program.origin : undefined;
    const got = origin?.kind === 'library' ? origin.name : undefined;
    tally.total++;
    if (want.length === 0 ? got === undefined : got !== undefined && isOneOf(got, want)) tally.right++;
    else {
      if (want.length === 0) tally.shouldHaveRefused++;
      else if (got === undefined) tally.none++;
      else tally.wrong++;
      complain(`${q}: got ${got ?? 'nothing'}, want ${want.join(' or ') || 'nothing'}`);
    }
    for (const [slot, value] of Object.entries(slots ?? {})) {
      tally.slots++;
      if (JSON.stringify(slotsOf(intent)[slot]) === JSON.stringify(value)) tally.slotsRight++;
      else complain(`${q}: ${slot} is ${JSON.stringify(slotsOf(intent)[slot])}, want ${JSON.stringify(value)}`);
    }
  }
  return tally;
}

/** A variant answers for its program. */
function isOneOf(name: string, want: readonly string[]): boolean {
  const program = knowledge.programs.find((candidate) => candidate.name === name);
  return want.includes(name) || want.includes(program?.variantOf ?? '');
}

describe.each(['tune', 'held'] as const)('the %s half', (set) => {
  it('is answered as well as it was', () => {
    const missed: string[] = [];
    const tally = run(set, (text) => missed.push(text));
    console.log(set, JSON.stringify(tally), set === 'tune' ? `\n${missed.join('\n')}` : '');
    expect(tally.total).toBeGreaterThan(100);
    expect(tally.right / tally.total).toBeGreaterThanOrEqual(AT_LEAST[set].right);
    expect((tally.wrong + tally.shouldHaveRefused) / tally.total).toBeLessThanOrEqual(AT_MOST_WRONG);
    expect(tally.slotsRight / tally.slots).toBeGreaterThanOrEqual(AT_LEAST[set].slots);
  });
});

it('every question of the library gets its own program', () => {
  const strays: string[] = [];
  let count = 0;
  for (const program of knowledge.programs.filter((candidate) => candidate.variantOf === undefined)) {
    for (const question of Object.values(program.questions).flat()) {
      count++;
      const planned = planEmbedded(hear(question), knowledge.programs, index, open, false);
      // A module may not be loaded there: what it would be is told all the same.
      const origin = planned.kind === 'plan' || planned.kind === 'unattachable' ? planned.plan.program.origin : undefined;
      if (origin?.kind !== 'library' || !isOneOf(origin.name, [program.name]))
        strays.push(`${question}: ${origin?.kind === 'library' ? origin.name : 'nothing'} instead of ${program.name}`);
    }
  }
  console.log(`${count} questions of the library, ${strays.length} stray\n${strays.join('\n')}`);
  expect(strays.length / count).toBeLessThan(0.03);
});
