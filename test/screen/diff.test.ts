import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../src/screen/diff.ts';
import { Emulator } from './emulator.ts';

const SIZE = { columns: 20, rows: 3 };

function shown(frames: readonly (readonly string[])[], size: { readonly columns: number; readonly rows: number } = SIZE): string[] {
  const terminal = new Emulator(size.columns, size.rows);
  let before: readonly string[] | undefined;
  for (const next of frames) {
    terminal.write(difference(before, next, size));
    before = next;
  }
  return terminal.lines();
}

/** Without what holds the terminal back meanwhile. */
function bytes(before: readonly string[] | undefined, next: readonly string[]): string {
  return difference(before, next, SIZE).replace('\u001b[?2026h', '').replace('\u001b[?2026l', '');
}

describe('difference', () => {
  it.each([
    ['nothing', ['one', 'two'], ['one', 'two'], ''],
    ['what changed within a line', ['count 17 %', ''], ['count 18 %', ''], '\u001b[1;8H8'],
    ['what came to a line', ['one'], ['one two'], '\u001b[1;4H two'],
    ['the rest of a line that got shorter', ['one two'], ['one'], '\u001b[1;4H\u001b[K'],
    ['a line that is gone', ['a', 'b'], ['a'], '\u001b[2;1H\u001b[K'],
    ['another colour', ['\u001b[31mred\u001b[39m'], ['\u001b[32mred\u001b[39m'], '\u001b[1;1H\u001b[32mred\u001b[m'],
    ['nothing where only the sequences differ', ['\u001b[31mr\u001b[39m'], ['\u001b[0;31mr\u001b[0m'], ''],
    ['a line with wide characters, whole', ['进程 1'], ['进程 2'], '\u001b[1;1H\u001b[K进程 2'],
  ])('writes %s', (_what, before, next, expected) => {
    expect(bytes(before, next)).toBe(expected);
  });

  it('holds the terminal back until all of a frame is there', () => {
    expect(difference(['a'], ['b'], SIZE)).toBe('\u001b[?2026h\u001b[1;1Hb\u001b[?2026l');
  });

  it('clears a screen that it knows nothing of', () => {
    expect(bytes(undefined, ['a'])).toBe('\u001b[m\u001b[2J\u001b[1;1Ha');
  });

  it('writes nothing beyond the last line or column', () => {
    expect(shown([['x'.repeat(30), '进'.repeat(15), '2', 'beyond']])).toEqual(['x'.repeat(20), '进'.repeat(10), '2']);
    expect(shown([[`${'x'.repeat(19)}进`]])[0]).toBe('x'.repeat(19));
  });

  it('lets no control character through, whoever wrote it', () => {
    expect(shown([['a\rb\u0007c\u001b[2Jd\u009b31me\u001b]0;title\u0007']])[0]).toBe('abc[2Jd31me]0;title');
  });

  it('never leaves a terminal with anything else than the last frame', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        ' ',
        '  ',
        '7',
        '|',
        '█',
        '▏',
        '⣿',
        '…',
        '进',
        '程',
        'e\u0301',
        '😀',
        '\u001b[1m',
        '\u001b[22m',
        '\u001b[31m',
        '\u001b[39m',
        '\u001b[7m',
        '\u001b[27m',
        '\u001b[0m',
        '\u001b[38;5;12m',
      ),
      fc.string({ maxLength: 3 }),
    );
    const line = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const frames = fc.array(fc.array(line, { maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 4 }), (all, columns, rows) => {
        const size = { columns, rows };
        expect(shown(all, size)).toEqual(shown(all.slice(-1), size));
      }),
      { numRuns: 500 },
    );
  });
});
