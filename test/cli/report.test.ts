import { afterEach, expect, it, vi } from 'vitest';
import { describeBug, reportProblem } from '../../src/cli/report.ts';
import { Exit } from '../../src/core/exit.ts';
import { Problem } from '../../src/core/problem.ts';

/** What a trace saw may stand in the message of a bug as well as in that of a problem. */
const HOSTILE = 'a process called \u001b]0;x\u0007\u001b[2J';

let written: string[];
vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
  written.push(String(text));
  return true;
});
afterEach(() => {
  written = [];
});
written = [];

const letters = (): string[] => [...written.join('')].filter((letter) => letter < ' ' && letter !== '\n');

it('a bug is told with its place, line by line, and steers no terminal', () => {
  expect(describeBug(new TypeError(HOSTILE))).toBe(Exit.internal);
  expect(written.join('')).toMatch(
    /^gpttrace: a mistake in gpttrace itself.*\nTypeError: a process called \\x1b\]0;x\\x07\\x1b\[2J\n {4}at .*report\.test\.ts/,
  );
  expect(letters()).toEqual([]);
});

it('what is thrown and is no error is told too', () => {
  describeBug(HOSTILE);
  expect(written.join('')).toContain('a process called \\x1b]0;x');
  expect(letters()).toEqual([]);
});

it('a problem steers no terminal, whatever it is about', () => {
  expect(reportProblem(new Problem({ code: 'x', exit: Exit.file, message: HOSTILE, hints: [`gpttrace ${HOSTILE}`] }), false)).toBe(Exit.file);
  expect(written.join('')).toMatch(/gpttrace: a process called \\x1b\]0;x\\x07\\x1b\[2J\n {2}gpttrace a process/);
  expect(letters()).toEqual([]);
});
