/** Each class of what machines write wrong, as counted in thousands of attempts: what can be mended never goes back to the model. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import { repair } from '../../../src/check/repair.ts';
import { BROKEN, type Broken } from '../../check/broken.ts';
import { machine } from '../../check/linux-6.18.ts';
import { call, scripted } from '../../models/scripted.ts';
import { ANSWER, plan, program } from './bench.ts';

const hasErrors = ({ program: source }: Broken): boolean => check(source, machine).diagnostics.some(({ severity }) => severity === 'error');
const isLeft = ({ program: source }: Broken): boolean => repair(source, machine).diagnostics.some(({ severity }) => severity === 'error');

/** What is only warned of may be worth a word to the model. */
const WRONG = BROKEN.filter(hasErrors);
const MENDED = WRONG.filter((block) => !isLeft(block));
const LEFT = WRONG.filter(isLeft);
const classesOf = (blocks: readonly Broken[]): string[] => [...new Set(blocks.map((block) => block.class))];

it('is most of it', () => {
  expect(MENDED.length).toBeGreaterThan(3 * LEFT.length);
  expect(classesOf(MENDED).length).toBeGreaterThan(15);
});

describe('mended without another word to the model', () => {
  it.each(classesOf(MENDED))('%s', async (name) => {
    for (const { program: source, contains = [] } of MENDED.filter((block) => block.class === name)) {
      const model = scripted([{ calls: [call('submit_program', program(source))] }]);
      const { outcome, stages } = await plan(model, { anything: true, budget: { attempts: 1 } });
      expect(stages, source).toEqual(['asking', 'drafted', 'mended', 'spent']);
      if (outcome.kind !== 'drafted') throw new Error(`${outcome.kind}: ${source}`);
      for (const text of contains) expect(outcome.draft.source).toContain(text);
      expect(outcome.draft.mends.length).toBeGreaterThan(0);
      expect(outcome.spent).toMatchObject({ calls: 1, attempts: 1 });
    }
  });
});

describe('what nothing mends', () => {
  it.each(classesOf(LEFT))('goes back once: %s', async (name) => {
    for (const { program: source } of LEFT.filter((block) => block.class === name && block.program.trim() !== '')) {
      const model = scripted([{ calls: [call('submit_program', program(source))] }, { calls: [call('submit_program', program(ANSWER))] }]);
      const { outcome, stages } = await plan(model, { anything: true });
      expect(
        stages.filter((stage) => stage.startsWith('sent-back')),
        source,
      ).toHaveLength(1);
      expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: ANSWER } });
    }
  });
});
