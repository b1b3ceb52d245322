/** The planner keeps its own contract: what it makes of a question does what was asked, but for what its plan says it cannot. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../src/core/intent.ts';
import { planEmbedded } from '../../../src/plan/embedded.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { checker, hear, held, index, knowledge, offers } from './hold.ts';

const rates = new Map<string, number>();

function rateAt(point: string): number {
  const rate = rates.get(point) ?? offers.rate(point);
  rates.set(point, rate);
  return rate;
}

/** What the plan says of a wish that it could not grant, by the code of the contract. */
const SAID: Readonly<Record<string, RegExp>> = {
  'asked-key': /cannot tell it by|无法按/,
  'asked-measure': /cannot show the|无法给出/,
  'asked-filter': /cannot be narrowed|was not applied|无法只看|没有应用/,
  'asked-window': /no intervals|没有间隔/,
};

/** Questions of the library that are heard as asking for more than they do: what is slow here is whom it happens to, and who makes a namespace no container yet. */
const MISHEARD: Readonly<Record<string, string>> = {
  'slow receivers that close their TCP window': 'asked-measure',
  'datagrams lost because the receiver is too slow': 'asked-measure',
  每个核多久变一次频率: 'asked-measure',
  'which container runtime makes new network namespaces': 'asked-key',
  '哪个容器运行时新建了 netns': 'asked-key',
};

/** Faults of a plan that it does not own up to. */
async function unsaid(question: string): Promise<{ readonly planned: boolean; readonly faults: readonly string[] }> {
  const intent: Intent = await hear(question);
  if (intent.refusal !== undefined) return { planned: false, faults: [] };
  const planned = planEmbedded(intent, knowledge.programs, index, checker, false, { offers, fill: { seconds: 10, rate: rateAt } });
  if (planned.kind !== 'plan') return { planned: false, faults: [] };
  const { plan } = planned;
  const errors = held(plan.program.source, intent).filter(({ severity }) => severity === 'error');
  return {
    planned: true,
    faults: errors
      .filter(({ code }) => !isSaid(code, plan) && MISHEARD[question] !== code)
      .map(({ code, message }) => `${question}\n    ${nameOf(plan)}: ${code}: ${message}`),
  };
}

function isSaid(code: string, { notes }: Plan): boolean {
  const said = SAID[code];
  return said !== undefined && notes.some((note) => said.test(note));
}

function nameOf({ program: { origin } }: Plan): string {
  return 'name' in origin ? origin.name : origin.kind;
}

const tuned = readFileSync(new URL('../../../eval/tuned.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { readonly request: string }).request);
const own = knowledge.programs.filter(({ variantOf }) => variantOf === undefined).flatMap(({ questions }) => Object.values(questions).flat());

describe('what is planned for', () => {
  it.each([
    ['the questions of the suite', tuned, 250],
    ['the questions of the library', own, 800],
  ])('%s does what they ask, or says what it does not', async (_what, questions, least) => {
    const faults: string[] = [];
    let plans = 0;
    for (const question of questions) {
      const one = await unsaid(question);
      if (one.planned) plans++;
      faults.push(...one.faults);
    }
    expect(plans).toBeGreaterThanOrEqual(least);
    expect(faults).toEqual([]);
  });
});
