/** Hypertext to text: a page of a manual, and what the web answers with. */
import { lookup } from '../../core/lookup.ts';
import type { Heading, Line, Reading } from './lines.ts';
import { plainLine } from './plain.ts';

/** What is not for reading goes with all that is in it; then tags; then text. None of the parts looks twice at what another has read. */
const PARTS =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template|svg|noscript|head|nav)\b[\s\S]*?(?:<\/\1\s*>|$)|<(\/?)([a-z][a-z0-9]*)[^<>]*>|<[!?][^<>]*>|[^<]+|</gi;
const BLOCKS = /^(?:address|article|aside|blockquote|br|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|main|ol|p|pre|section|table|td|th|title|tr|ul)$/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
  times: '×',
  rarr: '→',
  larr: '←',
};

/** The lines of a page, with its headings. */
export function readHtml(html: string): Reading {
  const lines: Line[] = [];
  const headings: Heading[] = [];
  let at = 1;
  let from = 1;
  let text = '';
  let blank = true;
  let heading: number | undefined;
  let verbatim = false;
  const flush = (): void => {
    const whole = entities(text);
    const line = verbatim ? whole.trimEnd() : whole.replace(/\s+/g, ' ').trim();
    text = '';
    blank = true;
    if (line.trim() === '') return;
    if (heading !== undefined) headings.push({ index: lines.length, title: plainLine(line), level: heading });
    lines.push({ text: line, at: from });
  };
  for (const [part, , closing, tag] of html.matchAll(PARTS)) {
    if (tag !== undefined) {
      const name = tag.toLowerCase();
      if (BLOCKS.test(name)) {
        flush();
        if (name === 'pre') verbatim = closing === '';
        if (/^h[1-6]$/.test(name)) heading = closing === '' ? Number(name[1]) : undefined;
        if (closing === '' && name === 'li') text = '- ';
        if (/^(?:p|pre|div|section|table|ul|ol|dl|h[1-6])$/.test(name) && lines.at(-1)?.text !== '') lines.push({ text: '', at });
      }
    } else if (part.startsWith('<') && part.length > 1) {
      // A comment or a script: only its lines count.
    } else if (verbatim) {
      const [first = '', ...rest] = part.split('\n');
      if (text === '') from = at;
      text += first;
      for (const [index, line] of rest.entries()) {
        flush();
        from = at + index + 1;
        text = line;
      }
    } else {
      if (blank && /\S/.test(part)) {
        from = at + newlines(/^\s*/.exec(part)?.[0] ?? '');
        blank = false;
      }
      text += part;
    }
    at += newlines(part);
  }
  flush();
  return { lines, headings };
}

/** The text of a piece of hypertext. */
export function htmlText(html: string): string {
  return readHtml(html)
    .lines.map((line) => line.text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Characters that are written as names or numbers. */
export function entities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return lookup(ENTITIES, name.toLowerCase()) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
