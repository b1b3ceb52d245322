/** Words of several kinds broken into lines of a terminal. */
import { type Paint, paint, type Style, width } from '../../views/layout.ts';
import { visibleLine } from '../../views/values.ts';
import type { Inline } from '../lesson.ts';

const KINDS: Readonly<Record<Inline['kind'], Paint | undefined>> = { text: undefined, code: 'cyan', strong: 'bold', emphasis: 'magenta', link: 'blue' };

/** A word, a blank, or a character of Chinese, with what it is painted in. */
interface Piece {
  readonly text: string;
  readonly paint: Paint | undefined;
}

const PIECES = /[^\s\u2e80-\u9fff\uff00-\uffef]+|[\u2e80-\u9fff\uff00-\uffef]|\s+/g;
/** No line begins with these; none ends with those. */
const CLOSING = /^[，。、；：？！）》」』】”’%,.;:?!)\]}…]/u;
const OPENING = /[（《「『【“‘([{]$/u;

/** `first` and `rest` stand before the first line and the others: a bullet, an indentation. */
export function flow(words: readonly Inline[], style: Style, first = '', rest: string = ' '.repeat(width(first))): string[] {
  const cells = style.columns - width(first);
  const lines: string[] = [];
  let line: Piece[] = [];
  let used = 0;
  const end = (): void => {
    const last = line.findLastIndex(({ text }) => text.trim() !== '');
    const shown = line.slice(0, last + 1);
    lines.push((lines.length === 0 ? first : rest) + painted(shown, style));
    line = [];
    used = 0;
  };
  for (const unit of unitsOf(style.color ? words : words.map(marked))) {
    const size = unit.reduce((sum, { text }) => sum + width(text), 0);
    const isBlank = unit.every(({ text }) => text.trim() === '');
    if (used + size > cells && line.length > 0 && !isBlank) end();
    if (isBlank && line.length === 0) continue;
    for (const piece of unit) {
      for (const part of partsOf(piece.text, Math.max(1, cells))) {
        if (used + width(part) > cells && line.length > 0 && !isBlank) end();
        line.push({ text: part, paint: piece.paint });
        used += width(part);
      }
    }
  }
  if (line.length > 0 || lines.length === 0) end();
  return lines;
}

/** Without colour, code is told by its marks. */
function marked(word: Inline): Inline {
  return word.kind === 'code' ? { kind: 'code', text: `\`${word.text}\`` } : word;
}

/** What is not parted: a word, with what closes behind it and opens before it. */
function unitsOf(words: readonly Inline[]): readonly Piece[][] {
  const pieces = words.flatMap((word): Piece[] => (visibleLine(word.text).match(PIECES) ?? []).map((text) => ({ text, paint: KINDS[word.kind] })));
  const units: Piece[][] = [];
  for (const piece of pieces) {
    const unit = units.at(-1);
    const before = unit?.at(-1);
    const isBlank = piece.text.trim() === '';
    const clings =
      before !== undefined && before.text.trim() !== '' && !isBlank && (CLOSING.test(piece.text) || OPENING.test(before.text) || isGlued(before, piece));
    if (clings) unit?.push(piece);
    else units.push([piece]);
  }
  return units;
}

/** Two kinds of words without a blank between, neither of them Chinese: `comm`'s. */
function isGlued(before: Piece, piece: Piece): boolean {
  const isLatin = (text: string): boolean => !/[\u2e80-\u9fff\uff00-\uffef]/u.test(text);
  return isLatin(before.text) && isLatin(piece.text);
}

/** A word that is wider than a line, in pieces. */
function partsOf(text: string, cells: number): readonly string[] {
  if (width(text) <= cells) return [text];
  const parts: string[] = [''];
  for (const character of text) {
    const last = parts.length - 1;
    if (width((parts[last] ?? '') + character) > cells) parts.push(character);
    else parts[last] += character;
  }
  return parts;
}

function painted(line: readonly Piece[], style: Style): string {
  let out = '';
  for (let at = 0; at < line.length; ) {
    const how = line[at]?.paint;
    let text = '';
    for (; at < line.length && line[at]?.paint === how; at++) text += line[at]?.text ?? '';
    out += how === undefined ? text : paint(text, how, style);
  }
  return out;
}
