import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findSession } from '../../src/sessions/find.ts';
import { isSessionId, sessionId } from '../../src/sessions/id.ts';

const directory = mkdtempSync(join(tmpdir(), 'gt-ids-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the name of a session', () => {
  it('sorts as its time does, and never looks like another letter', () => {
    const start = Date.UTC(2026, 10, 29);
    const ids = Array.from({ length: 3000 }, (_, i) => sessionId(start + i * 977_000, 0));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => isSessionId(id) && !/[ilou]/.test(id))).toBe(true);
  });

  it('is one of six letters even where the clock is wrong', () => {
    expect(sessionId(0, 0)).toBe('000000');
    expect(sessionId(0, 3)).toBe('000003');
    expect(isSessionId(sessionId(Date.UTC(2057, 0, 1), 0))).toBe(true);
  });
});

describe('what a person types', () => {
  const ids = ['2qj000', '2qjwkg', '2qjwm0', '2qk4f2', '2rk4f2'];
  for (const id of ids) mkdirSync(join(directory, id));
  mkdirSync(join(directory, '.removed-x'));
  mkdirSync(join(directory, 'notes'));

  it.each([
    ['2qjwkg', '2qjwkg'],
    ['2QJWKG', '2qjwkg'],
    ['2qjwk', '2qjwkg'],
    ['wkg', '2qjwkg'],
    ['2r', '2rk4f2'],
    ['last', '2rk4f2'],
    ['last-1', '2qk4f2'],
    ['last~4', '2qj000'],
  ])('%s is %s', (typed, id) => {
    expect(findSession(directory, typed)).toBe(id);
  });

  it.each([
    ['4f2', 'ambiguous-session', /2qk4f2, 2rk4f2/],
    ['2qjw', 'ambiguous-session', /2qjwkg, 2qjwm0/],
    ['2qjwkh', 'unknown-session', /did you mean 2qjwkg/],
    ['wkf', 'unknown-session', /did you mean 2qjwkg/],
    ['zzzzzz', 'unknown-session', /gpttrace sessions lists/],
    ['g', 'unknown-session', /gpttrace sessions lists/],
    ['last-5', 'unknown-session', /lists/],
    ['notes', 'unknown-session', /lists/],
    ['../..', 'unknown-session', /lists/],
    ['', 'unknown-session', /lists/],
  ])('%s is none, and says so', (typed, code, hint) => {
    expect(() => findSession(directory, typed)).toThrow(
      expect.objectContaining({ code, exit: 10, hints: expect.arrayContaining([expect.stringMatching(hint)]) }),
    );
  });

  it('finds nothing where nothing is', () => {
    expect(() => findSession(join(directory, 'nowhere'), 'last')).toThrow(expect.objectContaining({ code: 'no-sessions' }));
  });
});
