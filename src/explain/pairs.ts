/** Probes of which one sees what begins and the other what ends. */
import type { ProbeHits } from '../core/overhead.ts';

/** What is written in the place of what, for the end of what began. */
const ENDS: readonly (readonly [RegExp, string])[] = [
  [/^tracepoint:syscalls:sys_enter_/, 'tracepoint:syscalls:sys_exit_'],
  [/^tracepoint:raw_syscalls:sys_enter$/, 'tracepoint:raw_syscalls:sys_exit'],
  [/^kprobe:/, 'kretprobe:'],
  [/^uprobe:/, 'uretprobe:'],
  [/^kfunc:/, 'kretfunc:'],
  [/^fentry:/, 'fexit:'],
  [/^(tracepoint:.*)_issue$/, '$1_complete'],
  [/^(tracepoint:.*)_entry$/, '$1_exit'],
  [/^(tracepoint:.*)_enter$/, '$1_exit'],
  [/^(tracepoint:.*)_begin$/, '$1_end'],
  [/^(tracepoint:.*)_start$/, '$1_done'],
  [/^(tracepoint:.*)_start$/, '$1_end'],
];

export interface Unpaired {
  readonly begins: ProbeHits;
  readonly ends: ProbeHits;
}

/** The pairs of which only one side was ever hit. */
export function unpaired(hits: readonly ProbeHits[]): Unpaired[] {
  return hits.flatMap((begins) =>
    ENDS.flatMap(([pattern, replacement]) => {
      if (!pattern.test(begins.attachPoint)) return [];
      const ends = hits.find(({ attachPoint }) => attachPoint === begins.attachPoint.replace(pattern, replacement));
      return ends !== undefined && (begins.runs === 0) !== (ends.runs === 0) ? [{ begins, ends }] : [];
    }),
  );
}
