/** The evaluation suites, planned and not run: what must be refused is, and what is a question gets a program. What the programs do, `npm run eval` judges. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planEmbedded } from '../../src/plan/embedded.ts';
import type { Planned } from '../../src/plan/plan.ts';
import { checker, hear, index, knowledge, offers } from './contract/hold.ts';

interface Case {
  readonly id: string;
  readonly request: string;
  readonly refuse?: boolean;
}

async function plan(question: string): Promise<Planned['kind']> {
  return planEmbedded(await hear(question), knowledge.programs, index, checker, false, { offers, fill: { seconds: 10 } }).kind;
}

/** Only ids are told, so that a failure gives no question away that is kept aside. */
describe.each([
  ['tuned', 0.96],
  ['kept-aside', 0.88],
])('%s', (suite, least) => {
  const cases = readFileSync(new URL(`../../eval/${suite}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

  it('gives no program to what must be refused or asked back', async () => {
    const answered: string[] = [];
    for (const { id, request } of cases.filter(({ refuse }) => refuse === true)) {
      const kind = await plan(request);
      if (kind === 'plan' || kind === 'unattachable') answered.push(id);
    }
    expect(answered).toEqual([]);
  });

  it(`has a program for ${least * 100} of a hundred questions`, async () => {
    const questions = cases.filter(({ refuse }) => refuse !== true);
    const without: string[] = [];
    for (const { id, request } of questions) if ((await plan(request)) !== 'plan') without.push(id);
    console.log(`${suite}: ${questions.length - without.length} of ${questions.length} planned; without: ${without.join(' ')}`);
    expect(1 - without.length / questions.length).toBeGreaterThanOrEqual(least);
  });
});
