/** How findings are worded: data, with slots in braces. */
import type { Severity } from '../core/diagnostic.ts';
import type { StageId } from './diagnosis.ts';

/** What is wrong, and then what to try, most useful first. */
export type Said = readonly [says: string, ...tries: string[]];

export interface Wording {
  readonly stage: StageId;
  readonly severity: Severity;
  /** An id of lessons/concepts.toml. */
  readonly concept: string;
  readonly en: Said;
  readonly zh: Said;
}

/** A text with its slots filled; one that nothing fills is left out with its braces. */
export function filled(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));
}
