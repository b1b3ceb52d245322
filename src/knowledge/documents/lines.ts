/** A text as it is read: lines that know where they stand in the file, and what they stand under. */
export interface Line {
  readonly text: string;
  /** Of the file, from 1. */
  readonly at: number;
}

/** Where a section begins: at the line with this index. */
export interface Heading {
  readonly index: number;
  readonly title: string;
  /** 1 for the highest. */
  readonly level: number;
}

export interface Reading {
  readonly lines: readonly Line[];
  readonly headings: readonly Heading[];
}

/** The lines of a text that is read as it stands. */
export function linesOf(text: string): Line[] {
  return text.split('\n').map((line, index) => ({ text: line.trimEnd(), at: index + 1 }));
}
