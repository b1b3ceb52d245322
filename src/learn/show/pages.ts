/** A lesson in pages that fit a terminal: a section a page, and more where it is longer. */
import type { Lesson } from '../lesson.ts';
import { readable, type Showing, type Shown, sectionBlocks } from './blocks.ts';

export interface Page {
  /** Which section it begins with, by its place; one behind the last is that of the exercises. */
  readonly section: number;
  readonly lines: readonly string[];
  /** Programs that may be run from it. */
  readonly runs: readonly string[];
}

interface Draft {
  readonly section: number;
  readonly lines: string[];
  readonly runs: string[];
}

/** `exercises`: what stands on the last pages. */
export function pagesOf(lesson: Lesson, showing: Showing, rows: number, exercises: readonly (readonly string[])[]): readonly Page[] {
  const shown = { ...showing, style: readable(showing.style) };
  const sections = lesson.text[showing.lang].map((section) => sectionBlocks(section, shown));
  const last = exercises.map((lines): Shown => ({ lines }));
  const pages: Draft[] = [];
  for (const [section, blocks] of [...sections, last].entries()) {
    // A section begins where there is room for some of it; the exercises begin a page.
    const room = rows - (pages.at(-1)?.lines.length ?? rows);
    if (room < rows / 2 || blocks === last) pages.push({ section, lines: [], runs: [] });
    addBlocks(pages, blocks, section, Math.max(3, rows));
  }
  return pages.filter(({ lines }) => lines.some((line) => line !== ''));
}

/** All of it, for where there are no pages. */
export function wholeText(lesson: Lesson, showing: Showing): readonly string[] {
  const shown = { ...showing, style: readable(showing.style), codeColumns: showing.style.columns };
  return lesson.text[showing.lang].flatMap((section) => sectionBlocks(section, shown).flatMap(({ lines }) => [...lines, '']));
}

/** Blocks with an empty line between, as many to a page as fit; one that is higher than a page is parted. */
function addBlocks(pages: Draft[], blocks: readonly Shown[], section: number, rows: number): void {
  const page = (): Draft => pages.at(-1) as Draft;
  const begin = (): void => void pages.push({ section, lines: [], runs: [] });
  for (const [index, { lines: block, run }] of blocks.entries()) {
    // A heading does not stand alone at the foot of a page.
    const next = index === 0 ? Math.min(2, blocks[1]?.lines.length ?? 0) : 0;
    const fits = page().lines.length === 0 || page().lines.length + 1 + block.length + next <= rows;
    if (!fits && block.length <= rows) begin();
    // Two lines of it at the foot of a page are not worth having there.
    if (!fits && rows - page().lines.length < 4 && page().lines.length > 0) begin();
    if (page().lines.length > 0) page().lines.push('');
    for (const line of block) {
      if (page().lines.length >= rows) begin();
      if (line !== '' || page().lines.length > 0) page().lines.push(line);
    }
    if (run !== undefined) page().runs.push(run);
  }
}
