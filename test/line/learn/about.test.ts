/** A program that counts something else, which happens as often beside the workload of an exercise, is no answer to it. */
import { describe, expect, it } from 'vitest';
import { openCourse, ownCourse } from '../../../src/line/learn/files.ts';
import { lackIn } from '../../../src/line/learn/grade.ts';

const { lessons } = openCourse(ownCourse()).course;
const EXERCISES = lessons.flatMap((lesson) => lesson.exercises.map((exercise) => ({ name: `${lesson.id}/${exercise.id}`, exercise })));

/** Exercises, and programs of people who listen elsewhere or get there by another way. */
const PROGRAMS: readonly (readonly [exercise: string, source: string, counts: boolean])[] = [
  ['what-is-ebpf/links-not-directories', 'tracepoint:syscalls:sys_enter_unlink { @[comm] = count(); }', false],
  ['what-is-ebpf/links-not-directories', 'tracepoint:syscalls:sys_enter_symlinkat { @[comm] = count(); }', true],
  ['what-is-ebpf/links-not-directories', 'tracepoint:raw_syscalls:sys_enter /args->id == 88/ { @[comm] = count(); }', true],
  ['first-one-liner/who-makes-directories', 'tracepoint:syscalls:sys_enter_rmdir { print(comm); }', false],
  ['first-one-liner/what-is-deleted', 'tracepoint:syscalls:sys_enter_openat { printf("%s unlink %s\\n", comm, str(args->filename)); }', false],
  ['filters/one-name', 'tracepoint:syscalls:sys_enter_rmdir { print(str(args->pathname)); }', false],
  ['summaries/how-many-bytes', 'tracepoint:syscalls:sys_exit_read { @[comm] = sum(args->ret); }', false],
  ['structs-and-btf/who-started-it', 'tracepoint:syscalls:sys_enter_execve { print(comm); }', true],
  ['stacks/while-it-lives', 'uprobe:libc:umask { print(ustack); }', true],
  ['syscalls/which-call', 'tracepoint:syscalls:sys_enter_* { @[probe] = count(); }', true],
  ['scheduler/time-asleep', 'tracepoint:sched:sched_wakeup { @ = count(); }', false],
  ['memory/touched', 'software:page-faults:1 { @[comm] = count(); }', true],
];

describe('an exercise', () => {
  it.each(PROGRAMS)('%s, answered by %s: %s', (name, source, counts) => {
    const exercise = EXERCISES.find((one) => one.name === name)?.exercise;
    if (exercise === undefined) throw new Error(`there is no ${name}`);
    expect(lackIn(exercise, { name: 'x.bt', language: 'bpftrace', source }) === undefined).toBe(counts);
  });

  it.each(EXERCISES)('$name is about what its solution listens to', ({ exercise }) => expect(lackIn(exercise, exercise.solution)).toBeUndefined());
});
