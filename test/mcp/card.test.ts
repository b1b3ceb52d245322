import { describe, expect, test } from 'vitest';
import { cardOf, textOfCard, wholeCard } from '../../src/mcp/card.ts';
import { planOf } from './harness.ts';

function planFor(source: string, dangerous = ''): ReturnType<typeof planOf> {
  const start = source.indexOf(dangerous);
  const plan = planOf({ program: { path: 'x.bt', source } });
  if (dangerous === '') return plan;
  return {
    ...plan,
    safety: { classes: ['reads-user-data'], reasons: [{ kind: 'reads-user-data', why: 'cat() reads files', span: { start, end: start + dangerous.length } }] },
  };
}

const filler = (lines: number): string => Array.from({ length: lines }, (_, at) => `interval:s:${at + 1} { @a = ${at}; }\n`).join('');
const DANGER = 'BEGIN { cat("/etc/shadow"); }';

const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text.replaceAll('\n', ''));

describe('the card of an approval', () => {
  test('shows all of a short program, numbered, with what it may do', () => {
    const card = cardOf('r', planFor(`${filler(3)}${DANGER}\n`, DANGER));
    expect(textOfCard(card, undefined).split('\n')).toEqual([
      '',
      'gpttrace mcp: a client wants run r: File opens by process',
      '  reads-user-data: cat() reads files',
      '  at tracepoint:syscalls:sys_enter_openat',
      '  for 10 seconds',
      '    1  interval:s:1 { @a = 0; }',
      '    2  interval:s:2 { @a = 1; }',
      '    3  interval:s:3 { @a = 2; }',
      `    4  ${DANGER}`,
    ]);
  });

  test('of a long one says how many lines are missing, where they are, and shows those that matter', () => {
    const card = cardOf('r', planFor(`${filler(500)}${DANGER}\n${filler(10)}`, DANGER));
    const text = textOfCard(card, '/state/approvals/r.txt');
    expect(text.split('\n').slice(-4)).toEqual([
      '   60  interval:s:60 { @a = 59; }',
      '     ...',
      `  501  ${DANGER}`,
      '  451 of its 511 lines are not shown here, but for those that may do more: all of it is in /state/approvals/r.txt',
    ]);
    expect(wholeCard(card)).toContain('  511  interval:s:10 { @a = 9; }');
    // Where it cannot be written down it is all here.
    expect(textOfCard(card, undefined)).toContain('  511  interval:s:10 { @a = 9; }');
  });

  test.each([
    ['blanks', `BEGIN { }${' '.repeat(5000)}${DANGER}`],
    ['tabs', `BEGIN { }${'\t'.repeat(2000)}${DANGER}`],
    ['a comment', `// ${'x'.repeat(7000)}\r${DANGER}`],
    ['other blanks', `BEGIN { }${'\u2003'.repeat(2000)}${DANGER}`],
    ['empty lines', `BEGIN { }${'\n'.repeat(300)}${DANGER}`],
    ['escape sequences', `// \u001b[8m\u001b[2J\n${filler(80)}${DANGER}`],
  ])('nothing hides behind %s', (_what, source) => {
    const card = cardOf('r', planFor(source, DANGER));
    const text = textOfCard(card, '/f');
    expect(text).toContain('cat("/etc/shadow")');
    expect(isPlain(text)).toBe(true);
    expect(Math.max(...text.split('\n').map((row) => row.length))).toBeLessThan(130);
    expect(text.split('\n').length).toBeLessThan(90);
    expect(isPlain(wholeCard(card))).toBe(true);
  });
});
