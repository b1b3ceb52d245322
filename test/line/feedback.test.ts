/** What a person chooses, changes and says is kept in their own folder, and found again when the question is planned. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { feedbackFile, keepSaid, localFeedback, nameOf, noteChoice, noteEdit } from '../../src/line/feedback.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import type { Near, Plan, Planned } from '../../src/plan/plan.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { checker, hear, index, knowledge, offers } from '../plan/contract/hold.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gpttrace-feedback-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function planOf(question: string, chosen?: string): Promise<Planned> {
  return planEmbedded(await hear(question), knowledge.programs, index, checker, false, { offers, fill: {}, ...(chosen === undefined ? {} : { chosen }) });
}

async function certain(question: string): Promise<Plan> {
  const planned = await planOf(question);
  if (planned.kind !== 'plan') throw new Error(`${question}: ${planned.kind}`);
  return planned.plan;
}

describe('where nothing is kept', () => {
  it('nothing is made by looking, and nothing is there', async () => {
    expect(await localFeedback(join(directory, 'none'), {})?.read()).toEqual([]);
    expect(existsSync(join(directory, 'none'))).toBe(false);
  });

  it.each(['off', 'no', 'false', '0', 'OFF'])('GPTTRACE_FEEDBACK=%s turns it off', async (wish) => {
    expect(localFeedback(directory, { GPTTRACE_FEEDBACK: wish })).toBeUndefined();
    const { intent, program } = await certain('count page faults by process');
    await expect(keepSaid({ intent, program, kind: 'good' }, directory, { GPTTRACE_FEEDBACK: wish })).rejects.toThrow('feedback is off');
  });

  it('what cannot be kept stops nobody who only chose, and is told to who said it', async () => {
    writeFileSync(join(directory, 'file'), '');
    const feedback = localFeedback(join(directory, 'file', 'below'), {});
    const { intent, program } = await certain('count page faults by process');
    await feedback?.note({ question: 'x', words: ['x'], keys: [], kind: 'good', program: 'page-faults' });
    expect(await feedback?.read()).toEqual([]);
    await expect(keepSaid({ intent, program, kind: 'bad' }, join(directory, 'file', 'below'), {})).rejects.toThrow('cannot be used');
  });
});

describe('what is kept', () => {
  it('is a choice, with what was passed over', async () => {
    const question = 'who ran chmod on my scripts';
    const unsure = await planOf(question);
    const choices: readonly Near[] = unsure.kind === 'unsure' ? unsure.choices : [];
    const chosen = choices.find(({ name }) => name === 'file-permission-changes');
    if (chosen === undefined) throw new Error('it is no choice');
    const feedback = localFeedback(directory, {});
    if (feedback === undefined) throw new Error('it is off');
    await noteChoice(await planOf(question, chosen.name), chosen, choices, { feedback });
    expect(await feedback.read()).toMatchObject([{ kind: 'chosen', question, program: 'file-permission-changes', instead: ['process-execs'] }]);
    expect(statSync(feedbackFile(directory)).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('is an edit, with what was run', async () => {
    const feedback = localFeedback(directory, {});
    if (feedback === undefined) throw new Error('it is off');
    const plan = await certain('count page faults by process');
    await noteEdit(plan, 'BEGIN { exit(); }', feedback);
    expect(await feedback.read()).toMatchObject([{ kind: 'edited', program: 'page-faults', source: 'BEGIN { exit(); }' }]);
    // A file of the user's own teaches nothing of any question.
    await noteEdit({ ...plan, program: { ...plan.program, origin: { kind: 'file', path: 'mine.bt' } } }, '', feedback);
    expect(await feedback.read()).toHaveLength(1);
  });

  it('is a thumb, for the question as it was asked, readable as a line of JSON', async () => {
    chmodSync(directory, 0o755);
    const { intent, program } = await certain('count page faults by process');
    const kept = await keepSaid({ intent, program, kind: 'good', question: 'who faults' }, directory, {});
    expect(kept).toMatchObject({ kind: 'good', question: 'who faults', words: ['page', 'fault'], keys: ['process'] });
    expect(JSON.parse(readFileSync(feedbackFile(directory), 'utf8'))).toEqual(kept);
  });

  it('is nothing of a program that no question gets by itself', async () => {
    const { intent, program } = await certain('count page faults by process');
    const written = { ...program, origin: { kind: 'model' as const, name: 'ollama/qwen3' } };
    await expect(keepSaid({ intent, program: written, kind: 'good' }, directory, {})).rejects.toThrow('nothing can be learnt');
    expect(existsSync(feedbackFile(directory))).toBe(false);
  });

  it('is a thumb of a program that was changed: of what it was before, and the change is kept where it is one up', async () => {
    const { intent, program } = await certain('count page faults by process');
    const edited = { ...program, source: 'BEGIN { exit(); }', origin: { kind: 'edited' as const, of: 'page-faults-software' } };
    expect(await keepSaid({ intent, program: edited, kind: 'good' }, directory, {})).toMatchObject({ program: 'page-faults', source: 'BEGIN { exit(); }' });
    expect((await keepSaid({ intent, program: edited, kind: 'bad' }, directory, {})).source).toBeUndefined();
    const own = { ...edited, origin: { kind: 'edited' as const } };
    await expect(keepSaid({ intent, program: own, kind: 'good' }, directory, {})).rejects.toThrow('nothing can be learnt');
  });

  it('knows a variant by its program', async () => {
    expect(await nameOf({ origin: { kind: 'library', name: 'page-faults-software' } })).toBe('page-faults');
    expect(await nameOf({ origin: { kind: 'edited' } })).toBeUndefined();
    expect(await nameOf({ origin: { kind: 'edited', of: 'page-faults-software' } })).toBe('page-faults');
  });
});
