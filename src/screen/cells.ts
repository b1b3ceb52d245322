/** A line of a frame taken apart into the cells of a terminal: what its escape sequences paint, one character a cell. */
import { width } from '../views/layout.ts';

export interface Cell {
  readonly text: string;
  /** What paints it, as the numbers of an SGR sequence (ECMA-48, 8.3.117); empty for nothing. */
  readonly paint: string;
}

/** An SGR sequence from its ESC on, text, or a control character. */
const PIECE = /(?<=\p{Cc})\[([0-9;]*)m|(\P{Cc}+)|\p{Cc}/gu;
/** Characters that surely take one cell everywhere: no marks that join, no wide ones. */
const PLAIN =
  /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u259f\u25a0-\u25ff\u2800-\u28ff]*$/;

/** The pieces of a line that are painted alike. All control characters but those of the painting are left out, whoever wrote them. */
export function runsOf(line: string): Cell[] {
  const runs: Cell[] = [];
  let paint = '';
  for (const [, sequence, text] of line.matchAll(PIECE)) {
    if (sequence !== undefined) paint = painted(paint, sequence);
    else if (text !== undefined) runs.push({ text, paint });
  }
  return runs;
}

/** Whether each character of a line takes one cell. */
export function isPlain(runs: readonly Cell[]): boolean {
  return runs.every(({ text }) => PLAIN.test(text));
}

/** A cell a character, of a line that is plain: its characters are one code unit each. */
export function cellsOf(runs: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  for (const { text, paint } of runs) for (let at = 0; at < text.length; at++) cells.push({ text: text.charAt(at), paint });
  return cells;
}

/** As much of a line as fits into so many cells. */
export function clipped(runs: readonly Cell[], columns: number): Cell[] {
  const kept: Cell[] = [];
  let room = columns;
  for (const run of runs) {
    const cells = width(run.text);
    if (cells <= room) kept.push(run);
    else {
      const text = startOf(run.text, room);
      return text === '' ? kept : [...kept, { text, paint: run.paint }];
    }
    room -= cells;
  }
  return kept;
}

/** A line as it is where it fits, as much of it as does otherwise. */
export function fitted(line: string, columns: number): string {
  return width(line) <= columns ? line : bytesOf(clipped(runsOf(line), columns));
}

/** The bytes that show cells, beginning and ending unpainted. */
export function bytesOf(cells: readonly Cell[]): string {
  let bytes = '';
  let now = '';
  for (const { text, paint } of cells) {
    if (paint !== now) bytes += paint === '' ? '\u001b[m' : `\u001b[${now === '' ? '' : '0;'}${paint}m`;
    bytes += text;
    now = paint;
  }
  return now === '' ? bytes : `${bytes}\u001b[m`;
}

function startOf(text: string, cells: number): string {
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += width(segment);
    if (used > cells) break;
    kept += segment;
  }
  return kept;
}

/** What a paint ends: bold and dim by 22, underline by 24, inverse by 27, a colour by 39, a background by 49. */
const ENDS: Readonly<Record<string, RegExp>> = {
  '22': /^[12]$/,
  '24': /^4$/,
  '27': /^7$/,
  '39': /^(?:3[0-7]|9[0-7]|38;.*)$/,
  '49': /^(?:4[0-7]|10[0-7]|48;.*)$/,
};

function painted(before: string, sequence: string): string {
  let parts = partsOf(before);
  for (const part of partsOf(sequence === '' ? '0' : sequence)) {
    if (/^0*$/.test(part)) parts = [];
    else {
      const end = ENDS[part] ?? Object.values(ENDS).find((one) => one.test(part));
      // Bold and dim may stand together; of colours the last one holds.
      if (end !== undefined && (ENDS[part] !== undefined || end !== ENDS['22'])) parts = parts.filter((one) => !end.test(one));
      if (ENDS[part] === undefined && !parts.includes(part)) parts.push(part);
    }
  }
  return parts.join(';');
}

/** Its numbers, those of an extended colour as one. */
function partsOf(sequence: string): string[] {
  return sequence.match(/[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+/g) ?? [];
}
