import type { Script } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { TextEdit } from '../../core/diagnostic.ts';

/** Stacks that are printed of one process. */
const MOST_OF_ONE = 1000;

/**
 * The edits by which a program shows more than its few most frequent user stacks: of one process the symbols are read once, and naming a thousand stacks takes
 * hardly longer than naming twenty (bpftrace 0.17; of many processes they are read for every frame anew).
 */
export function liftLimit(script: Script, answer: string): TextEdit[] {
  return [...walk(script)].flatMap((node) => {
    if (node.kind !== 'call' || node.name !== 'print') return [];
    const [map, limit] = node.args;
    return map?.kind === 'map' && map.name === answer && limit?.kind === 'integer' ? [{ span: limit.span, text: String(MOST_OF_ONE) }] : [];
  });
}
