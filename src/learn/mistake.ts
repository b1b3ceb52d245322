/** What is wrong with a lesson: where, and what to do. */
export interface Mistake {
  /** The file's path below the folder of lessons. */
  readonly file: string;
  /** Counted from 1, where it stands in one line. */
  readonly line?: number;
  readonly why: string;
  readonly hint: string;
  /** The lesson can be learnt from all the same. */
  readonly minor?: true;
}

/** One line: `04-filters/en.md:12: there is no lesson "filter"`. */
export function mistakeText({ file, line, why }: Mistake): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${why}`;
}
