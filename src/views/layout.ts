import stringWidth from 'fast-string-width';

/** How the answer is drawn: for a terminal of a width, with or without colour; `Infinity` wide where nothing may be cut. */
export interface Style {
  readonly columns: number;
  readonly color: boolean;
  /** Whether block characters can be shown. */
  readonly unicode: boolean;
  /** The language of headings; English where it is missing. */
  readonly language?: string;
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;
export type Paint = keyof typeof CODES;

export function paint(text: string, how: Paint, style: Pick<Style, 'color'>): string {
  const [on, off] = CODES[how];
  return style.color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

/** Terminal cells a text takes: two for a Chinese character, none for a combining mark. */
export function width(text: string): number {
  return stringWidth(text);
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - width(text)));
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - width(text))) + text;
}

/** Cuts a text to so many cells, an ellipsis at its end saying so. */
export function cut(text: string, cells: number, style: Pick<Style, 'unicode'>): string {
  if (width(text) <= cells) return text;
  const mark = style.unicode ? '…' : '~';
  let kept = '';
  let used = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += width(segment);
    if (used > cells) break;
    kept += segment;
  }
  return kept + mark;
}

/** Cuts out of the middle: of a path, both ends tell. */
export function cutMiddle(text: string, cells: number, style: Pick<Style, 'unicode'>): string {
  if (width(text) <= cells || cells < 8) return cut(text, cells, style);
  const characters = [...text];
  const tail: string[] = [];
  for (let used = 0; characters.length > 0; ) {
    const last = characters[characters.length - 1] ?? '';
    used += width(last);
    if (used > Math.floor((cells - 1) * 0.6)) break;
    tail.unshift(last);
    characters.pop();
  }
  return cut(text, cells - width(tail.join('')), style) + tail.join('');
}

/** What stays in one piece: a word, a Chinese character, with the sign that opens it or ends it, which begins no line and ends none. */
const PIECES =
  /（*(?:[^\s\u3000-\u9fff\uff00-\uffef]+|(?![，。、：；？！）])[\u3000-\u9fff\uff00-\uffef])[，。、：；？！）]*\s*|[\u3000-\u9fff\uff00-\uffef]\s*|\s+/g;

/** Breaks a text at blanks (and between Chinese characters) into lines of at most so many cells; a word that is wider stands alone. */
export function wrap(text: string, cells: number): string[] {
  if (!Number.isFinite(cells) || width(text) <= cells) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && width(line + piece.trimEnd()) > cells) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

/** The same, all lines but the first indented, long words broken: nothing that somebody else wrote comes to stand where a line of ours would begin. */
export function wrapHanging(text: string, cells: number): string[] {
  const most = cells - HANG.length;
  return wrap(text, most)
    .flatMap((line) => broken(line, most))
    .map((line, at) => (at === 0 ? line : `${HANG}${line}`));
}

/** A line in pieces that fit, wherever that breaks it. */
export function broken(line: string, cells: number): string[] {
  if (!Number.isFinite(cells) || width(line) <= cells) return [line];
  // Of these letters each takes one cell.
  if (/^[ -~]*$/.test(line)) return Array.from({ length: Math.ceil(line.length / cells) }, (_, at) => line.slice(at * cells, (at + 1) * cells));
  const segmenter = new Intl.Segmenter();
  const pieces: string[] = [];
  let piece = '';
  for (let from = 0; from < line.length; ) {
    // Each segment of a text takes the longer to find the longer all of it is.
    const part = line.slice(from, from + SEGMENTED);
    const isLast = from + part.length === line.length;
    let taken = 0;
    for (const { segment, index } of segmenter.segment(part)) {
      // What stands at the end may go on behind it.
      if (!isLast && index > 0 && index + segment.length === part.length) break;
      if (width(piece + segment) > cells) {
        pieces.push(piece);
        piece = '';
      }
      piece += segment;
      taken = index + segment.length;
    }
    from += taken;
  }
  return [...pieces, piece];
}

const SEGMENTED = 1024;

const HANG = '  ';
