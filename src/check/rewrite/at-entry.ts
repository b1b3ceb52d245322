import type { Expression, Probe } from '../../bpftrace/ast.ts';
import type { TextEdit } from '../../core/diagnostic.ts';

/** Something that is known only where a system call begins, kept for where it ends. */
export interface Kept {
  /** What is kept, as it is read at the beginning. */
  readonly value: string;
  /** The map, without its `@` and without `_at_entry`. */
  readonly name: string;
  /** What stands at the end for it now. */
  readonly uses: readonly Expression[];
}

/** The tracepoint of the other end of a system call: `tracepoint:syscalls:sys_enter_read` for `..._exit_read`. */
export function otherEnd(text: string): string | undefined {
  if (/:sys_enter_/.test(text)) return text.replace(':sys_enter_', ':sys_exit_');
  if (/:sys_exit_/.test(text)) return text.replace(':sys_exit_', ':sys_enter_');
  if (/:raw_syscalls:sys_enter$/.test(text)) return text.replace('sys_enter', 'sys_exit');
  if (/:raw_syscalls:sys_exit$/.test(text)) return text.replace('sys_exit', 'sys_enter');
  return undefined;
}

/**
 * The edits that keep values at the beginning of system calls, read them where the calls end, and forget them there. `points` are the tracepoints of the
 * beginnings. Threads make one call at a time, so that the thread is key enough.
 */
export function keepAtEntry(probe: Probe, points: readonly string[], kept: readonly Kept[], source: string): TextEdit[] {
  const maps = kept.map(({ name }) => unusedMap(name, source));
  const stores = kept.map(({ value }, at) => `  ${maps[at]}[tid] = ${value};\n`).join('');
  const edits: TextEdit[] = [{ span: { start: probe.span.start, end: probe.span.start }, text: `${points.join(',\n')}\n{\n${stores}}\n\n` }];
  kept.forEach(({ uses }, at) => {
    for (const use of uses) edits.push({ span: use.span, text: `${maps[at]}[tid]` });
  });
  const deletes = maps.map((map) => `delete(${map}[tid]);`).join(' ');
  const { end } = probe.body.span;
  if (probe.predicate === undefined) {
    const open = /[;{}]\s*$/.test(source.slice(probe.body.span.start, end - 1)) ? ' ' : '; ';
    edits.push({ span: { start: end - 1, end: end - 1 }, text: `${open}${deletes} ` });
  } else {
    // A call that the condition leaves out is to be forgotten too.
    const ends = probe.attachPoints.map(({ text }) => text).join(',\n');
    edits.push({ span: { start: end, end }, text: `\n\n${ends}\n{\n  ${deletes}\n}` });
  }
  return edits;
}

function unusedMap(name: string, source: string): string {
  let map = `@${name}_at_entry`;
  while (new RegExp(`${map}\\b`).test(source)) map += '_';
  return map;
}
