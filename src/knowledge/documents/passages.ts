/** A text cut into passages: by its sections, each of one or two kilobytes, and each with the line it begins at. */
import type { Heading, Line, Reading } from './lines.ts';

/** A piece of a document. */
export interface Cut {
  /** The line of the file where it begins. */
  readonly line: number;
  /** What it stands under: headings from the highest to its own. */
  readonly title: string;
  readonly text: string;
}

const MOST = 2000;
/** A section that is shorter goes with the next one: a heading alone answers nothing. */
const LEAST = 300;
/** A file of no more is one passage. */
const WHOLE = 1500;
const MOST_TITLE = 200;

interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The passages of a text; none where there is nothing in it. */
export function cut({ lines, headings }: Reading): Cut[] {
  const all = sizeOf(lines);
  const first = headings[0];
  if (all <= WHOLE && first !== undefined) return toCuts({ title: first.title, lines });
  return joined(sectionsOf(lines, headings)).flatMap(toCuts);
}

function sectionsOf(lines: readonly Line[], headings: readonly Heading[]): Section[] {
  const sections: Section[] = [{ title: '', lines: lines.slice(0, headings[0]?.index ?? lines.length) }];
  const above: Heading[] = [];
  for (const [number, heading] of headings.entries()) {
    while ((above.at(-1)?.level ?? 0) >= heading.level) above.pop();
    above.push(heading);
    const title = above.map((one) => one.title).join(' > ');
    sections.push({ title: title.slice(0, MOST_TITLE), lines: lines.slice(heading.index, headings[number + 1]?.index ?? lines.length) });
  }
  return sections;
}

/** Short sections together with what follows them. */
function joined(sections: readonly Section[]): Section[] {
  const whole: Section[] = [];
  let waiting: Section | undefined;
  for (const section of sections) {
    const next: Section =
      waiting === undefined ? section : { title: larger(waiting, section).title || waiting.title, lines: [...waiting.lines, ...section.lines] };
    waiting = sizeOf(next.lines) < LEAST ? next : undefined;
    if (waiting === undefined) whole.push(next);
  }
  if (waiting !== undefined) {
    const last = whole.pop();
    whole.push(last === undefined ? waiting : { title: last.title, lines: [...last.lines, ...waiting.lines] });
  }
  return whole;
}

function larger(one: Section, other: Section): Section {
  return sizeOf(other.lines) >= sizeOf(one.lines) ? other : one;
}

/** Cut at blank lines where there are any, else between lines, else between words. */
function toCuts({ title, lines }: Section): Cut[] {
  const cuts: Cut[] = [];
  let taken: Line[] = [];
  let size = 0;
  const flush = (): void => {
    const text = taken
      .map((line) => line.text)
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\s+$/g, '');
    const line = taken.find((one) => one.text.trim() !== '')?.at;
    if (line !== undefined && /[\p{L}\p{N}]/u.test(text)) cuts.push({ line, title, text });
    taken = [];
    size = 0;
  };
  for (const paragraph of paragraphsOf(lines)) {
    if (size > 0 && size + sizeOf(paragraph) > MOST) flush();
    for (const line of paragraph.flatMap(short)) {
      if (size > 0 && size + line.text.length > MOST) flush();
      taken.push(line);
      size += line.text.length + 1;
    }
  }
  flush();
  return cuts;
}

function paragraphsOf(lines: readonly Line[]): Line[][] {
  const paragraphs: Line[][] = [];
  let open = false;
  for (const line of lines) {
    if (open) paragraphs.at(-1)?.push(line);
    else paragraphs.push([line]);
    open = line.text.trim() !== '';
  }
  return paragraphs;
}

/** A line that is longer than a passage, in pieces. */
function short(line: Line): Line[] {
  const pieces: Line[] = [];
  let { text } = line;
  while (text.length > MOST) {
    const blank = text.lastIndexOf(' ', MOST);
    // Between the halves of a character nothing is cut.
    const end = blank > MOST / 2 ? blank : /[\ud800-\udbff]/.test(text[MOST - 1] ?? '') ? MOST - 1 : MOST;
    pieces.push({ text: text.slice(0, end), at: line.at });
    text = text.slice(end);
  }
  return [...pieces, { text, at: line.at }];
}

function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.text.length + 1, 0);
}
