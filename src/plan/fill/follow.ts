/** A command is followed through everything it starts. */
import { addToSpecial } from './special.ts';

/** The map in which a program keeps the threads of a traced command. */
export const TRACED = '@traced';

/**
 * Keeps the threads of a command in a map, from its first one (the positional parameter) on through its forks. A filter on the pid would miss its children.
 * sched_process_fork names the thread that forks and the new one by their thread ids.
 */
export function followForks(source: string): string {
  return addToSpecial(
    addToSpecial(
      `${source.trimEnd()}\n\ntracepoint:sched:sched_process_fork\n/${TRACED}[args->parent_pid]/\n{\n  ${TRACED}[args->child_pid] = 1;\n}\n\n` +
        `tracepoint:sched:sched_process_exit\n/${TRACED}[tid]/\n{\n  delete(${TRACED}[tid]);\n}\n`,
      'BEGIN',
      `${TRACED}[$1] = 1;`,
    ),
    'END',
    `clear(${TRACED});`,
  );
}
