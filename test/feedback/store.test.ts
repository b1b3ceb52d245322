import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Opinion } from '../../src/feedback/record.ts';
import { addFeedback, FEEDBACK_LIMITS, readFeedback, writeFeedback } from '../../src/feedback/store.ts';

const opinion: Opinion = { question: 'who reads', words: ['read'], keys: ['process'], kind: 'good', program: 'file-reads', measure: 'count' };

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gpttrace-feedback-'));
  path = join(directory, 'feedback.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a file that is not as it was written', () => {
  it.each<[string, string | Uint8Array]>([
    ['no JSON', 'who reads\n'],
    ['half a line', '{"id":"a","at":"2026-'],
    ['no record', '[1,2]\nnull\n"x"\n{}\n'],
    ['a kind that is none', '{"id":"a","at":"2026-11-29","kind":"love","question":"q","program":"p","words":[],"keys":[]}\n'],
    ['a date that is none', '{"id":"a","at":"yesterday","kind":"good","question":"q","program":"p","words":[],"keys":[]}\n'],
    ['words that are none', '{"id":"a","at":"2026-11-29","kind":"good","question":"q","program":"p","words":[1],"keys":[]}\n'],
    ['bytes', new Uint8Array(5000).fill(0xff)],
    ['zeros', new Uint8Array(5000)],
  ])('%s is left out, and what is added after it is found', (_, content) => {
    writeFileSync(path, content);
    expect(readFeedback(path).records).toEqual([]);
    expect(readFeedback(path).damaged).toBeGreaterThan(0);
    const added = addFeedback(path, opinion, 0);
    expect(readFeedback(path).records).toEqual([added]);
  });

  it('is not followed where it is a link, and not waited for where it is no file', () => {
    const elsewhere = join(directory, 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    symlinkSync(elsewhere, path);
    expect(() => readFeedback(path)).toThrow('ELOOP');
    expect(() => addFeedback(path, opinion, 0)).toThrow('ELOOP');
    expect(readFileSync(elsewhere, 'utf8')).toBe('mine');
    rmSync(path);
    mkdirSync(path);
    expect(readFeedback(path).records).toEqual([]);
    expect(() => addFeedback(path, opinion, 0)).toThrow();
  });
});

describe('what is kept', () => {
  it('is nothing where there is no file', () => {
    expect(readFeedback(path)).toEqual({ records: [], damaged: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('is one line each, for nobody else, with an id and a time', () => {
    const first = addFeedback(path, opinion, Date.UTC(2026, 10, 29));
    const second = addFeedback(path, { ...opinion, kind: 'chosen', instead: ['read-sizes'] }, 0);
    expect(first).toMatchObject({ at: '2026-11-29T00:00:00.000Z', question: 'who reads', kind: 'good' });
    expect(first.id).toMatch(/^[0-9a-f]{8}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
    expect(readFeedback(path).records).toEqual([first, second]);
  });

  it('is the same whoever writes at the same time', () => {
    const first = addFeedback(path, opinion, 0);
    appendFileSync(path, readFileSync(path));
    expect(readFeedback(path).records).toEqual([first]);
  });

  it('is bounded: the oldest makes way, a huge program is left out, a file somebody blew up is cut', () => {
    for (let i = 0; i < FEEDBACK_LIMITS.records + 20; i++) addFeedback(path, { ...opinion, question: `question ${i}` }, i);
    const { records } = readFeedback(path);
    expect(records).toHaveLength(FEEDBACK_LIMITS.records);
    expect(records[0]?.question).toBe('question 20');
    expect(addFeedback(path, { ...opinion, kind: 'edited', source: 'x'.repeat(FEEDBACK_LIMITS.source + 1) }, 0).source).toBeUndefined();
    expect(addFeedback(path, { ...opinion, kind: 'edited', source: 'BEGIN {}' }, 0).source).toBe('BEGIN {}');
    appendFileSync(path, '\n'.repeat(FEEDBACK_LIMITS.bytes));
    addFeedback(path, opinion, 0);
    expect(statSync(path).size).toBeLessThan(FEEDBACK_LIMITS.bytes);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is gone once it is removed, with its file where nothing is left', () => {
    const first = addFeedback(path, opinion, 0);
    const second = addFeedback(path, opinion, 0);
    writeFeedback(path, [second]);
    expect(readFeedback(path).records).toEqual([second]);
    expect(readFileSync(path, 'utf8')).not.toContain(first.id);
    writeFeedback(path, []);
    expect(existsSync(path)).toBe(false);
  });
});
