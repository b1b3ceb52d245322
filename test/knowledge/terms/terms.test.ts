import { describe, expect, it } from 'vitest';
import { termsOf } from '../../../src/knowledge/documents/words.ts';
import { termsIn } from '../../../src/knowledge/terms/find.ts';
import { excerpt, rank } from '../../../src/knowledge/terms/rank.ts';
import { TERMS } from '../../../src/knowledge/terms/terms.ts';

describe('the glossary', () => {
  it('has each name once, and every term in both languages', () => {
    const names = TERMS.flatMap((term) => term.names);
    expect(TERMS.length).toBeGreaterThanOrEqual(40);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const { names: own, en, zh } of TERMS) {
      expect(own).toEqual(own.map((name) => name.normalize('NFKC').toLowerCase()));
      expect(en.length).toBeGreaterThan(60);
      expect(zh).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each<[string, string[]]>([
    ['what is a tracepoint?', ['tracepoint']],
    ['What are TRACEPOINTS', ['tracepoint']],
    ['difference between kprobe and tracepoint', ['kprobe', 'tracepoint']],
    ['what is a per-CPU map', ['per-cpu map']],
    ['what is a raw tracepoint', ['raw tracepoint']],
    ["what does bpftrace's hist do?", ['bpftrace', 'hist']],
    ['什么是内核探针', ['kprobe']],
    ['什么是 kprobe', ['kprobe']],
    ['what is a mapping', []],
    ['what is a problem', []],
    ['', []],
    ['(((', []],
  ])('%s', (question, expected) => expect(termsIn(question).map(({ names }) => names[0])).toEqual(expected));
});

describe('passages', () => {
  const cuts = [
    { source: 'a', line: 1, title: 'Histograms', text: 'hist(x) draws a histogram, in ranges that double.' },
    { source: 'b', line: 1, title: 'Other things', text: 'A histogram is one of many ways to look at numbers.' },
    { source: 'c', line: 1, title: 'Limits', text: 'Nothing of that kind.' },
  ];
  const wanted = (text: string): { term: string; weight: number }[] => termsOf(text).map((term) => ({ term, weight: 1 }));

  it.each<[string, string[]]>([
    ['histogram', ['a']],
    ['histogram ranges', ['a']],
    ['histogram unicorn', []],
    ['numbers', []],
    ['', []],
  ])('for “%s”', (text, sources) => expect(rank(cuts, wanted(text), 5).map(({ source }) => source)).toEqual(sources));

  it('that only touch it come behind those that are about it, where they are wanted', () => {
    expect(rank(cuts, wanted('histogram'), 5, true).map(({ source }) => source)).toEqual(['a', 'b']);
    expect(rank(cuts, wanted('numbers'), 5, true).map(({ source }) => source)).toEqual(['b']);
  });

  it('are cut to where they say something', () => {
    const text = `## Histograms\n\n•\n\nFirst, something else that is long enough to be read.\n\nA histogram has ranges, each with a count of values.\n\n${'more '.repeat(300)}`;
    expect(excerpt(text, wanted('histogram'), 100)).toBe('A histogram has ranges, each with a count of values.');
    const long = excerpt('histogram '.repeat(500), wanted('histogram'), 100);
    expect(long.length).toBeLessThan(110);
    expect(long.endsWith('…')).toBe(true);
  });
});
