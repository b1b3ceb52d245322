/** What was learnt, put into the order of programs: bounded, so that what is clear stays. */
import { expect, it } from 'vitest';
import type { FeedbackKind, FeedbackRecord } from '../../src/feedback/record.ts';
import { weigh } from '../../src/feedback/weigh.ts';
import { askedOf } from '../../src/line/plans.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import type { Planned } from '../../src/plan/plan.ts';
import { checker, hear, index, knowledge, offers } from './contract/hold.ts';

type Said = readonly [kind: FeedbackKind, program: string];

async function plan(question: string, ...opinions: readonly Said[]): Promise<Planned> {
  const intent = await hear(question);
  const records = opinions.map(([kind, program], at): FeedbackRecord => ({ ...askedOf(intent, index), id: `id${at}`, at: '2026-11-29', kind, program }));
  const learned = weigh(records, askedOf(intent, index), (first, second) => index.alike(first, second));
  return planEmbedded(intent, knowledge.programs, index, checker, false, { offers, fill: { seconds: 10 }, ...(learned === undefined ? {} : { learned }) });
}

const nameOf = (planned: Planned): string =>
  planned.kind === 'plan' && 'name' in planned.plan.program.origin ? planned.plan.program.origin.name : planned.kind;
const notesOf = (planned: Planned): readonly string[] => (planned.kind === 'plan' ? planned.plan.notes : []);

it('one thumb does not override a clear match, in either direction', async () => {
  const question = 'count page faults by process';
  expect(nameOf(await plan(question))).toMatch(/^page-faults/);
  expect(nameOf(await plan(question, ['bad', 'page-faults']))).toMatch(/^page-faults/);
  expect(nameOf(await plan(question, ['good', 'tcp-connects']))).toMatch(/^page-faults/);
  expect(notesOf(await plan(question, ['good', 'tcp-connects']))).toEqual(notesOf(await plan(question)));
});

it('two thumbs down move a program out of the first place, however well it fits', async () => {
  const planned = await plan('count page faults by process', ['bad', 'page-faults'], ['bad', 'page-faults']);
  expect(nameOf(planned)).not.toMatch(/^page-faults/);
});

it('a choice settles the same question the next time, and the plan says so', async () => {
  const question = 'who ran chmod on my scripts';
  expect(nameOf(await plan(question))).toBe('unsure');
  const settled = await plan(question, ['chosen', 'file-permission-changes']);
  expect(nameOf(settled)).toBe('file-permission-changes');
  expect(notesOf(settled)).toContain('as you chose before (gpttrace feedback list)');
  const chinese = await plan('有哪些新程序在运行起来', ['chosen', 'process-parents']);
  expect(nameOf(chinese)).toBe('process-parents');
  expect(notesOf(chinese).join()).toContain('按您之前的选择');
});

it('a program that is no more in the library settles nothing', async () => {
  expect(nameOf(await plan('who ran chmod on my scripts', ['chosen', 'no-such-program']))).toBe('unsure');
});

it('an event that is named gives way to what was said to be meant by it', async () => {
  const question = 'threads contending on a futex';
  expect(nameOf(await plan(question))).toBe('syscall:futex');
  expect(nameOf(await plan(question, ['bad', 'syscall:futex'], ['good', 'lock-waits']))).toBe('lock-waits');
});

it('an edit is pointed to, by its id', async () => {
  expect(notesOf(await plan('count page faults by process', ['edited', 'page-faults'])).join()).toContain('gpttrace feedback show id0');
});

it('what is refused stays refused', async () => {
  expect((await plan('what is a tracepoint?', ['good', 'page-faults'])).kind).toBe('nothing');
});
