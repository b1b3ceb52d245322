import { describe, expect, it } from 'vitest';
import type { Asked, FeedbackKind, FeedbackRecord } from '../../src/feedback/record.ts';
import { likeness, weigh } from '../../src/feedback/weigh.ts';

/** What both have of all that there is. */
const alike = (first: readonly string[], second: readonly string[]): number =>
  first.filter((word) => second.includes(word)).length / (new Set([...first, ...second]).size || 1);

const asked: Asked = { question: 'who reads big files', words: ['read', 'big', 'file'], keys: [] };

function said(kind: FeedbackKind, program: string, more: Partial<FeedbackRecord> = {}): FeedbackRecord {
  return { ...asked, id: `${kind}-${program}`, at: '2026-11-29T10:00:00.000Z', kind, program, ...more };
}

const shiftOf = (records: readonly FeedbackRecord[], program: string): number | undefined => weigh(records, asked, alike)?.shift.get(program);

describe('likeness', () => {
  it.each<[string, Partial<Asked>, number]>([
    ['the same words in other signs', { question: 'Who reads BIG files?!', words: [] }, 1],
    ['other words', { question: 'x', words: ['connect'] }, 0],
    ['the same topic', { question: 'x' }, 1],
    ['another measure', { question: 'x', measure: 'latency' }, 0.8],
    ['other keys', { question: 'x', keys: ['user'] }, 0.93],
    ['no words at all', { question: 'x', words: [] }, 0],
  ])('%s', (_, other, expected) => expect(likeness(asked, { ...asked, ...other }, alike)).toBeCloseTo(expected));
});

describe('what is learnt', () => {
  it('is nothing where nothing was said, or of something else only', () => {
    expect(weigh([], asked, alike)).toBeUndefined();
    expect(weigh([said('good', 'a', { question: 'x', words: ['connect'] })], asked, alike)).toBeUndefined();
  });

  it('is less the less alike the questions are, and never far', () => {
    const once = shiftOf([said('good', 'a')], 'a') ?? 0;
    const related = shiftOf([said('good', 'a', { question: 'x', words: ['read', 'file'] })], 'a') ?? 0;
    const often = shiftOf(
      Array.from({ length: 50 }, () => said('good', 'a')),
      'a',
    );
    expect(once).toBeLessThan(0.15);
    expect(related).toBeGreaterThan(0);
    expect(related).toBeLessThan(once / 2);
    expect(often).toBe(0.25);
    expect(
      shiftOf(
        Array.from({ length: 50 }, () => said('bad', 'a')),
        'a',
      ),
    ).toBe(-0.25);
  });

  it('counts a choice against what was passed over, a little', () => {
    const records = [said('chosen', 'a', { instead: ['b'] })];
    expect(shiftOf(records, 'a')).toBeGreaterThan(0);
    expect(shiftOf(records, 'b')).toBeGreaterThan(-0.05);
    expect(shiftOf(records, 'b')).toBeLessThan(0);
  });

  it.each<[string, FeedbackRecord[], string | undefined, string[]]>([
    ['a choice settles the question', [said('chosen', 'a')], 'a', []],
    ['the last one does', [said('chosen', 'a'), said('good', 'b')], 'b', []],
    ['a thumb down takes it back', [said('chosen', 'a'), said('bad', 'a')], undefined, []],
    ['one thumb down refuses nothing', [said('bad', 'a')], undefined, []],
    ['two do', [said('bad', 'a'), said('bad', 'a')], undefined, ['a']],
    ['unless it was good after them', [said('bad', 'a'), said('bad', 'a'), said('good', 'a')], 'a', []],
    ['of a question that is only related neither is', [said('chosen', 'a', { question: 'x', words: ['read', 'file'] })], undefined, []],
    ['two of a related one refuse nothing', Array.from({ length: 2 }, () => said('bad', 'a', { question: 'x', words: ['read', 'file'] })), undefined, []],
  ])('%s', (_, records, settled, refused) => {
    const learned = weigh(records, asked, alike);
    expect(learned?.settled).toBe(settled);
    expect([...(learned?.refused ?? [])]).toEqual(refused);
  });

  it('remembers an edit of just this question', () => {
    expect(weigh([said('edited', 'a', { id: '1' }), said('edited', 'a', { id: '2' })], asked, alike)?.edited.get('a')).toBe('2');
  });
});
