import { expect, it } from 'vitest';
import type { Plan } from '../../../src/ask.ts';
import { beforeOf, forSeconds, isOneOff } from '../../../src/cli/chat/asked.ts';
import type { Origin } from '../../../src/core/program.ts';

const planOf = (source: string, endsItself: boolean, origin: Origin = { kind: 'edited' }): Plan => ({
  program: { language: 'bpftrace', source, title: 'T', origin, attachPoints: [], outputs: [], seconds: 10, endsItself },
  intent: { question: 'q', language: 'en', topic: '', keys: [], conditions: [], unapplied: [] },
  confidence: 1,
  tells: '',
  safety: { classes: ['observe'], reasons: [] },
  notes: [],
  narrowed: false,
  followsCommand: false,
});

it.each<[string, boolean, number, string]>([
  ['BEGIN { @ = 1; } interval:s:10 { exit(); }', true, 30, 'BEGIN { @ = 1; } interval:s:30 { exit(); }'],
  ['interval:s:10\n{\n  exit();\n}\ninterval:s:1 { print(@); }', true, 2.5, 'interval:ms:2500\n{\n  exit();\n}\ninterval:s:1 { print(@); }'],
  ['interval:s:10 { exit(); }', false, 30, 'interval:s:10 { exit(); }'],
  ['kprobe:x { @ = count(); }', false, 30, 'kprobe:x { @ = count(); }'],
])('the same program for another time: %j', (source, endsItself, seconds, expected) => {
  const { program, intent } = forSeconds(planOf(source, endsItself), seconds);
  expect([program.source, program.seconds, intent.seconds?.value]).toEqual([expected, seconds, seconds]);
});

it('for the same time it is the same', () => {
  const plan = planOf('interval:s:10 { exit(); }', true);
  expect(forSeconds(plan, undefined)).toBe(plan);
});

it.each<[Origin, boolean, boolean]>([
  [{ kind: 'library', name: 'x' }, false, false],
  [{ kind: 'composed', name: 'x' }, false, false],
  [{ kind: 'edited', of: 'x' }, false, true],
  [{ kind: 'model', name: 'x' }, true, true],
])('%j, written by a model: %s; no question gets it by itself: %s', (origin, written, expected) => {
  expect(isOneOff({ plan: planOf('', false, origin), written })).toBe(expected);
});

it('a model is told the question and the program, and nothing of what was seen', () => {
  const again = (): Promise<never> => Promise.reject(new Error('not run'));
  expect(beforeOf({ question: 'q', plan: planOf('BEGIN {}', false), isChange: false, written: false, session: 'abc', again })).toEqual({
    before: { question: 'q', program: { title: 'T', source: 'BEGIN {}', language: 'bpftrace' } },
  });
  expect(beforeOf(undefined)).toEqual({});
});
