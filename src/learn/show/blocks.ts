/** A lesson's text as lines of a terminal. */
import { padEnd, paint, type Style, width } from '../../views/layout.ts';
import { plainText } from '../inline.ts';
import type { Block, Inline, Lang, Section } from '../lesson.ts';
import { codeLines, languageOfFence } from './code.ts';
import { flow } from './runs.ts';

const INDENT = '  ';
/** Longer lines are hard to read, however wide a terminal is. */
export const WIDEST = 96;

export interface Showing {
  readonly style: Style;
  readonly lang: Lang;
  /** The program to read with its explanation, drawn for this style. */
  readonly read: (style: Style) => readonly string[];
  /** How wide code may be, where that is not how wide the text is: who copies it wants it whole. */
  readonly codeColumns?: number;
  /** What is said of a program that may be run from where it stands. */
  readonly runNote?: string;
}

/** As wide as is good to read. */
export function readable(style: Style): Style {
  return { ...style, columns: Math.min(style.columns, WIDEST) };
}

/** A block as its lines. */
export interface Shown {
  readonly lines: readonly string[];
  /** The program that the reader may run from here. */
  readonly run?: string;
}

/** The blocks of a section, between two of which comes an empty line. */
export function sectionBlocks({ heading, blocks }: Section, showing: Showing): readonly Shown[] {
  const { style } = showing;
  const head = heading === undefined ? [] : [{ lines: flow(heading, { ...style, color: false }).map((line) => paint(line, 'bold', style)) }];
  return [
    ...head,
    ...blocks.map((block) => ({ lines: blockLines(block, showing), ...(block.kind === 'code' && block.fence === 'bpftrace run' ? { run: block.code } : {}) })),
  ];
}

function blockLines(block: Block, showing: Showing): readonly string[] {
  const { style, read } = showing;
  switch (block.kind) {
    case 'paragraph':
      return flow(block.text, style);
    case 'list':
      return block.items.flatMap((item, index) => flow(item, style, block.ordered ? `${String(index + 1).padStart(2)}. ` : ` ${style.unicode ? '•' : '-'} `));
    case 'table':
      return tableLines(block, style);
    case 'read':
      return read(style);
    case 'code':
      return fenceLines(block, showing);
  }
}

function fenceLines({ fence, code }: Extract<Block, { kind: 'code' }>, { style, lang, codeColumns = style.columns, runNote }: Showing): readonly string[] {
  const bar = paint(style.unicode ? '│ ' : '| ', fence === 'bpftrace wrong' ? 'red' : fence === 'bpftrace run' ? 'green' : 'dim', style);
  const inner = { ...style, columns: codeColumns - 4 };
  if (fence === 'sh')
    return code
      .split('\n')
      .flatMap((line) =>
        codeLines(line, 'text', inner).map((part, index) =>
          `${INDENT}${index > 0 || line.trim() === '' ? ' ' : paint('$', 'green', style)} ${paint(part, 'bold', style)}`.trimEnd(),
        ),
      );
  const lines = codeLines(code, languageOfFence(fence), inner).map((line) =>
    `${INDENT}${bar}${fence === 'output' ? paint(line, 'dim', style) : line}`.trimEnd(),
  );
  const note = fence === 'bpftrace wrong' ? (lang === 'zh' ? '（这是错的）' : '(this is wrong)') : fence === 'bpftrace run' ? runNote : undefined;
  return note === undefined ? lines : [...lines, `${INDENT}${bar}${paint(note, 'dim', style)}`];
}

function tableLines({ header, rows }: Extract<Block, { kind: 'table' }>, style: Style): readonly string[] {
  const all = [header, ...rows];
  const gap = 2;
  const natural = header.map((_, column) => Math.max(...all.map((row) => width(plainText(row[column] ?? [])))));
  const room = style.columns - INDENT.length - gap * (header.length - 1);
  const widths = fitted(natural, Number.isFinite(room) ? room : natural.reduce((sum, one) => sum + one, 0));
  const rowLines = (row: readonly (readonly Inline[])[], isHead: boolean): string[] => {
    const cells = widths.map((columns, column) => flow(row[column] ?? [], { ...style, columns, color: style.color && !isHead }));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) => {
      const line = cells
        .map((lines, column) => padded(lines[at] ?? '', widths[column] ?? 0))
        .join(' '.repeat(gap))
        .trimEnd();
      return INDENT + (isHead ? paint(line, 'bold', style) : line);
    });
  };
  const rule =
    INDENT +
    paint(
      (style.unicode ? '─' : '-').repeat(
        Math.min(
          room,
          widths.reduce((sum, one) => sum + one, gap * (widths.length - 1)),
        ),
      ),
      'dim',
      style,
    );
  return [...rowLines(header, true), rule, ...rows.flatMap((row) => rowLines(row, false))];
}

/** Paint takes no cells. */
function padded(line: string, cells: number): string {
  // biome's rule against control characters does not know what they are for here.
  const bare = line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '');
  return line + padEnd(bare, cells).slice(bare.length);
}

/** The widest columns give first. */
function fitted(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const least = Math.max(3, Math.min(8, Math.floor(room / natural.length)));
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= least) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
