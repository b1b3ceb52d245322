/** The program with what was found put right, offered to be looked at: only what is sure to read, and no change that nobody has asked for. */
import { check, type Machine } from '../check/check.ts';
import { repair } from '../check/repair.ts';
import { applyEdits, type TextEdit } from '../core/diagnostic.ts';
import type { Finding } from './diagnosis.ts';
import { WORDS } from './words.ts';

/** Undefined where nothing can be put right, or the program would read no better for it. */
export function repairedBy(source: string, findings: readonly Finding[], machine: Machine): string | undefined {
  const taken: TextEdit[] = [];
  for (const { id, severity, fix } of findings) {
    // The checker's own fixes are put in by its own repair, which knows which of them are sure.
    if (severity === 'note' || fix === undefined || !Object.hasOwn(WORDS, id)) continue;
    if (fix.edits.every((edit) => taken.every((other) => !overlap(edit, other)))) taken.push(...fix.edits);
  }
  const edited = applyEdits(source, taken);
  const mended = repair(edited, machine).source;
  if (mended === source) return undefined;
  const errors = (text: string): number => check(text, machine).diagnostics.filter(({ severity }) => severity === 'error').length;
  const left = errors(mended);
  return left === 0 || left < errors(source) ? mended : undefined;
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
