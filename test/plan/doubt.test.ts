/** What is doubted: a case is the matches of a question, best first, and what comes of them. The numbers are those of matches; no library is in it. */
import { describe, expect, it } from 'vitest';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import type { Likeness, Match } from '../../src/knowledge/match.ts';
import { choose } from '../../src/plan/choose.ts';
import { rivalOf, sureness } from '../../src/plan/doubt.ts';

interface Shape {
  readonly event?: string;
  readonly at?: string;
  readonly variantOf?: string;
  readonly tokens?: readonly string[];
  /** asked, known, unasked; absent: not found by words. */
  readonly like?: readonly [number, number, number?];
}

function match(
  name: string,
  score: number,
  { event = name, at = `tracepoint:x:${name}`, variantOf, tokens = ['some', 'telling', 'words'], like }: Shape = {},
): Match {
  const program = { name, event, source: `${at}\n{ @ = count(); }\n`, variantOf } as LibraryProgram;
  const likeness: Likeness | undefined = like && { asked: like[0], known: like[1], unasked: like[2] ?? 0 };
  return { program, score, tokens, missing: [], ...(likeness === undefined ? {} : { likeness }) };
}

function chosen(matches: readonly Match[]): string {
  const choice = choose(
    matches,
    matches.map(({ program }) => program),
  );
  if (choice.kind === 'taken')
    return [choice.match.program.name, choice.uncertain && 'uncertain', choice.alternative && `or ${choice.alternative.program.name}`]
      .filter(Boolean)
      .join(', ');
  if (choice.kind === 'unsure') return `${choice.doubted ? 'doubted' : 'unsure'}: ${choice.choices.map(({ program }) => program.name).join(' ')}`;
  return 'none';
}

const CASES: readonly (readonly [why: string, matches: readonly Match[], expected: string])[] = [
  ['nothing comes near', [match('a', 0.29)], 'none'],
  ['fits, and was asked as it is known', [match('a', 1, { like: [1, 1] }), match('b', 0.4, { like: [0.3, 0.5] })], 'a'],
  [
    'the same lead, and the question that is known holds much else',
    [match('a', 0.75, { like: [0.3, 0.3], tokens: ['word'] }), match('b', 0.7, { like: [0.3, 0.3] })],
    'doubted: a b',
  ],
  ['between the two lines it is taken, and says so', [match('a', 0.8, { like: [0.6, 0.6] }), match('b', 0.68, { like: [0.5, 0.5] })], 'a, uncertain, or b'],
  ['a rival nobody would offer is no reason to ask', [match('a', 0.62, { like: [0, 0], tokens: [] }), match('b', 0.29, { like: [0, 0] })], 'a, uncertain'],
  ['nothing is doubted of what its words did not find', [match('a', 0.7), match('b', 0.69, { like: [0.9, 0.9] })], 'a, or b'],
  [
    'another program of the same event is no rival',
    [match('a', 0.75, { event: 'io', like: [0.3, 0.3], tokens: ['word'] }), match('b', 0.7, { event: 'io', like: [0.3, 0.3] })],
    'a, uncertain, or b',
  ],
  [
    'what is asked back is the best, its rival, and the next',
    [
      match('a', 0.75, { event: 'io', like: [0.3, 0.3], tokens: ['word'] }),
      match('b', 0.74, { event: 'io', like: [0.3, 0.3] }),
      match('c', 0.7, { like: [0.3, 0.3] }),
      match('d', 0.6, { like: [0.3, 0.3] }),
    ],
    'doubted: a c b',
  ],
];

describe('what comes of matches', () => {
  it.each(CASES)('%s', (_, matches, expected) => {
    expect(chosen(matches)).toBe(expected);
  });
});

const BEST = match('best', 0.8, { at: 'tracepoint:syscalls:sys_enter_read', like: [0.5, 0.5, 1] });
const RIVALS: readonly (readonly [why: string, other: Match, isRival: boolean])[] = [
  ['about something else', match('other', 0.7, { like: [0.5, 0.5] }), true],
  ['looks at the other end of the same call', match('other', 0.7, { at: 'tracepoint:syscalls:sys_exit_read', like: [0.5, 0.5] }), false],
  ['is known for what nobody asked for', match('other', 0.7, { like: [0.5, 0.2] }), false],
  ['is about more than was asked', match('other', 0.7, { like: [0.5, 0.5, 2] }), false],
  ['is about more than was asked, and its question is nearer all the same', match('other', 0.7, { like: [0.5, 0.6, 2] }), true],
  ['was not found by its words', match('other', 0.7), true],
];

describe('a rival', () => {
  it.each(RIVALS)('%s', (_, other, isRival) => {
    const matches = [BEST, other];
    expect(
      rivalOf(
        BEST,
        matches,
        matches.map(({ program }) => program),
      ),
    ).toBe(isRival ? other : undefined);
  });

  it('does not look where a variant of the best does', () => {
    const kprobe = match('best-kprobe', 0, { at: 'kretprobe:vfs_read', variantOf: 'best' });
    const other = match('other', 0.7, { at: 'kprobe:vfs_read', like: [0.5, 0.5] });
    expect(rivalOf(BEST, [BEST, other], [BEST.program, kprobe.program, other.program])).toBeUndefined();
  });
});

describe('sureness', () => {
  it('grows with the lead, the likeness and the words, and not beyond what they can tell', () => {
    const plain = match('a', 0.7, { like: [0.5, 0.5], tokens: ['word'] });
    const rival = match('b', 0.6, { like: [0.5, 0.5] });
    const sure = sureness(plain, rival);
    expect(sureness(plain, undefined)).toBeGreaterThan(sure);
    expect(sureness({ ...plain, score: 0.75 }, rival)).toBeGreaterThan(sure);
    expect(sureness({ ...plain, likeness: { asked: 0.5, known: 0.7, unasked: 0 } }, rival)).toBeGreaterThan(sure);
    expect(sureness({ ...plain, tokens: ['two', 'words'] }, rival)).toBeGreaterThan(sure);
    expect(sureness({ ...plain, score: 5 }, rival)).toBe(sureness({ ...plain, score: 50 }, rival));
  });

  it('counts an event that is called as it was asked for, unless the rival’s is too', () => {
    const tokens = ['fork'];
    const best = match('a', 0.7, { event: 'process-fork', like: [0.5, 0.5], tokens });
    const other = match('b', 0.6, { like: [0.5, 0.5], tokens });
    const namesake = match('b', 0.6, { event: 'vm-fork', like: [0.5, 0.5], tokens });
    expect(sureness(best, other)).toBeGreaterThan(sureness(best, namesake));
  });
});
