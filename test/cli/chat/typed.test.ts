import { expect, test } from 'vitest';
import { type Piece, Typed } from '../../../src/cli/chat/typed.ts';

const PASTE = (text: string): string => `\u001b[200~${text}\u001b[201~`;
const WIPE = '\u0005\u0015';

function taken(chunks: readonly string[], most = 20): Piece[] {
  const typed = new Typed(most);
  return chunks.flatMap((chunk) => typed.take(chunk));
}

const line = (keys: string): Piece => ({ keys, endsLine: true });

test.each<readonly [what: string, chunks: readonly string[], pieces: readonly Piece[]]>([
  ['keys, as they come', ['a', 'b', '\u001b[A', '\u007f'], [{ keys: 'a' }, { keys: 'b' }, { keys: '\u001b[A' }, { keys: '\u007f' }]],
  ['what ends a line ends a piece', ['ab\rcd\r\ne'], [line('ab\r'), line('cd\r\n'), { keys: 'e' }]],
  ['so does Ctrl-C', ['ab\u0003cd'], [line('ab\u0003'), { keys: 'cd' }]],
  ['tabs pressed quickly', ['\t\t'], [{ keys: '\t' }, { keys: '\t' }]],
  ['a lone escape is a key', ['\u001b', 'x'], [{ keys: '\u001b' }, { keys: 'x' }]],
  ['a paste of several lines is one', [PASTE('who\n  opens\r\nit\n')], [{ keys: 'who opens it' }]],
  ['a paste in several pieces', ['\u001b[20', '0~ab\n', 'cd\u001b[2', '01~e'], [{ keys: 'ab cd' }, { keys: 'e' }]],
  ['nothing in a paste is a key', [PASTE('a\u0003\u0004\t\u001b[Ab')], [{ keys: 'a [Ab' }]],
  ['an empty paste', [PASTE('\n')], []],
  ['a paste that is too long', [PASTE('x'.repeat(21)), 'a'], [{ refused: 21 }, { keys: 'a' }]],
  ['with what stood before it', ['y'.repeat(10), PASTE('x'.repeat(11))], [{ keys: 'y'.repeat(10) }, { refused: 21 }]],
  [
    'a line that is too long',
    ['x'.repeat(15), 'y'.repeat(15), 'z\rok'],
    [{ keys: 'x'.repeat(15) }, { keys: 'yyyyy' }, { keys: WIPE }, { refused: 31 }, { keys: 'ok' }],
  ],
  ['a line just long enough', [`${'x'.repeat(20)}\r`], [line(`${'x'.repeat(20)}\r`)]],
])('%s', (_what, chunks, pieces) => {
  expect(taken(chunks)).toEqual(pieces);
});

test('a megabyte is counted, and not kept', () => {
  const piece = 'x'.repeat(1000);
  expect(taken(['\u001b[200~', ...Array<string>(1000).fill(piece), '\u001b[201~'], 2000)).toEqual([{ refused: 1_000_000 }]);
});

function answered(chunks: readonly (readonly [text: string, at: number])[]): Piece[] {
  const typed = new Typed(20, true);
  return chunks.flatMap(([text, at]) => typed.take(text, at));
}

const refused = (length: number): Piece => ({ refused: length, lines: true });

test.each<readonly [what: string, chunks: readonly (readonly [text: string, at: number])[], pieces: readonly Piece[]]>([
  ['an answer', [['y\r', 0]], [line('y\r')]],
  ['Enter twice', [['y\r\r', 0]], [line('y\r'), line('\r')]],
  ['Ctrl-C behind a line', [['no\r\u0003', 0]], [line('no\r'), line('\u0003')]],
  ['a paste of one line waits for Enter', [[PASTE('y\n'), 0]], [{ keys: 'y' }]],
  ['a paste of several lines', [[PASTE('n\ny\n'), 0]], [refused(4)]],
  [
    'a paste of several lines, in pieces',
    [
      ['\u001b[200~n\r', 0],
      ['y\r\u001b[20', 500],
      ['1~', 900],
    ],
    [refused(4)],
  ],
  [
    'what is typed behind it',
    [
      [PASTE('n\ny\n'), 0],
      ['y\r', 101],
    ],
    [refused(4), line('y\r')],
  ],
  [
    'a paste with the mark of its end in it',
    [
      [`${PASTE('n')}y\r${PASTE('')}`, 0],
      ['y\r', 1],
    ],
    [{ keys: 'n' }],
  ],
  [
    'such a mark, in pieces',
    [
      ['\u001b[200~n\u001b[20', 0],
      ['1~y\r', 500],
    ],
    [{ keys: 'n' }],
  ],
  ['a paste that no terminal has marked', [['n\ny\n', 0]], [{ keys: WIPE }, refused(4)]],
  [
    'the rest of it',
    [
      ['which\nfiles', 0],
      ['\ny\n', 1],
      ['y\n', 90],
    ],
    [{ keys: WIPE }, refused(11)],
  ],
  [
    'but Ctrl-C',
    [
      ['n\ny\n', 0],
      ['\u0003', 1],
    ],
    [{ keys: WIPE }, refused(4), line('\u0003')],
  ],
  [
    'what comes later is typed',
    [
      ['n\ny\n', 0],
      ['y\n', 101],
    ],
    [{ keys: WIPE }, refused(4), line('y\n')],
  ],
])('where it is to agree to something: %s', (_what, chunks, pieces) => {
  expect(answered(chunks)).toEqual(pieces);
});
