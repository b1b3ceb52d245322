/** Wishes about the last answer's program: looked into, and written in another language. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/ask.ts';
import { debugAsked } from '../../../src/cli/chat/debug.ts';
import { doSaying } from '../../../src/cli/chat/sayings.ts';
import { Scene } from '../../../src/cli/chat/scene.ts';
import { writeAsked } from '../../../src/cli/chat/write.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Language } from '../../../src/core/program.ts';
import { TalkGround } from '../../../src/line/talk/ground.ts';
import { localMachine } from '../../../src/local.ts';

const folder = mkdtempSync(join(tmpdir(), 'gt-of-answer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function planOf(language: Language, source: string): Plan {
  return {
    program: { language, source, title: 'Opens', origin: { kind: 'edited' }, attachPoints: [], outputs: [] },
    intent: { question: 'opens', language: 'en', topic: '', keys: [], conditions: [], unapplied: [] },
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
  };
}

function sceneOf(plan?: Plan): Scene {
  const scene = new Scene({ ground: new TalkGround(localMachine()), commandLine: () => new Command(), flags: {}, language: 'en', isTerminal: false });
  if (plan !== undefined) scene.talk.asked({ question: 'opens', plan, isChange: false, written: false, again: async () => 0 });
  return scene;
}

async function wrong(doing: Promise<unknown>): Promise<string | undefined> {
  const error = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error !== undefined && !(error instanceof Problem)) throw error;
  return error?.code;
}

const OPENS = 'tracepoint:syscalls:sys_enter_openat\n{\n  @opens[comm] = count();\n}\n';

describe('written down', () => {
  test('as it is', async () => {
    const output = join(folder, 'same.bt');
    expect(await writeAsked(sceneOf(planOf('bpftrace', OPENS)), { output })).toBe(0);
    expect(readFileSync(output, 'utf8')).toContain(OPENS.trim());
    // What is there stays.
    expect(await wrong(writeAsked(sceneOf(planOf('bpftrace', 'BEGIN { }')), { output }))).toBe('file-exists');
  });

  test.each<readonly [what: string, plan: Plan | undefined, as: Language | undefined, code: string]>([
    ['nothing was asked', undefined, 'c', 'nothing-asked'],
    ['a tool', planOf('tool', 'ss -t'), 'c', 'not-rewritten'],
    ['C, in bpftrace', planOf('c', 'int x;'), 'bpftrace', 'not-rewritten'],
    ['bpftrace, as a tool', planOf('bpftrace', OPENS), 'tool', 'not-rewritten'],
    ['what cannot be said in C', planOf('bpftrace', 'BEGIN { system("id"); }'), 'c', 'not-in-c'],
  ])('%s', async (_what, plan, as, code) => {
    expect(await wrong(writeAsked(sceneOf(plan), as === undefined ? {} : { as }))).toBe(code);
  });
});

describe('looked into', () => {
  test.each<readonly [what: string, plan: Plan | undefined, wish: 'silent' | 'debug', flags: object, code: string]>([
    ['nothing was asked', undefined, 'debug', {}, 'nothing-asked'],
    ['not run yet, so nobody knows whether it is silent', planOf('bpftrace', OPENS), 'silent', {}, 'not-run-yet'],
    ['a tool', planOf('tool', 'ss -t'), 'debug', {}, 'no-debug'],
    ['it stands in no file', planOf('bpftrace', OPENS), 'debug', { fix: true }, 'conflicting-options'],
    ['nobody there to agree', planOf('bpftrace', 'BEGIN { @ = 1; }'), 'debug', {}, 'no-consent'],
  ])('%s', async (_what, plan, wish, flags, code) => {
    expect(await wrong(debugAsked(sceneOf(plan), wish, flags))).toBe(code);
  });
});

test.each<readonly [about: string | undefined, left: number]>([
  [undefined, 4],
  [' undo undo', 2],
  [' twice', 3],
  [' 3 times', 2],
  ['撤销', 3],
  [' 99 times', 0],
])('undo, %s: %i of five are left', async (about, left) => {
  const scene = sceneOf();
  for (let times = 0; times < 5; times++)
    scene.talk.asked({ question: 'opens', plan: planOf('bpftrace', OPENS), isChange: false, written: false, again: async () => 0 });
  expect(await doSaying({ saying: 'undo', ...(about === undefined ? {} : { about }) }, scene)).toBe(0);
  let there = 0;
  while (scene.talk.undo()) there += 1;
  expect(there).toBe(left);
});

test.each<readonly [saying: 'redo' | 'compare' | 'answer' | 'more' | 'form' | 'changed' | 'cost', plan: Plan | undefined, code: string]>([
  ['redo', planOf('bpftrace', OPENS), 'nothing-undone'],
  ['compare', planOf('bpftrace', OPENS), 'nothing-to-compare'],
  ['answer', planOf('bpftrace', OPENS), 'not-run-yet'],
  ['more', planOf('bpftrace', OPENS), 'not-run-yet'],
  ['form', planOf('bpftrace', OPENS), 'not-run-yet'],
  ['answer', undefined, 'nothing-asked'],
  ['changed', undefined, 'nothing-asked'],
  ['cost', undefined, 'nothing-asked'],
])('%s: there is nothing to tell of', async (saying, plan, code) => {
  expect(await wrong(Promise.resolve().then(() => doSaying({ saying }, sceneOf(plan))))).toBe(code);
});

test('put back, and put back again', async () => {
  const scene = sceneOf();
  for (const question of ['opens', 'closes'])
    scene.talk.asked({ question, plan: planOf('bpftrace', OPENS), isChange: false, written: false, again: async () => 0 });
  const seen: (string | undefined)[] = [];
  for (let times = 0; times < 3; times++) {
    await doSaying({ saying: 'putback' }, scene);
    seen.push(scene.talk.last?.question);
  }
  expect(seen).toEqual(['opens', 'closes', 'opens']);
});
