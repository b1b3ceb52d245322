/** The course in outline: what each lesson teaches, in their order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Course, Lesson } from '../../src/learn/lesson.ts';
import { readConcepts } from '../../src/learn/read-concepts.ts';

export const OUTLINE: readonly (readonly [id: string, ...teaches: readonly string[]])[] = [
  ['what-is-ebpf', 'kernel-programs'],
  ['probes', 'probe', 'attach-point'],
  ['first-one-liner', 'one-liner'],
  ['filters', 'filter'],
  ['printf-and-types', 'printf', 'type'],
  ['maps-and-keys', 'map', 'key'],
  ['summaries', 'count', 'sum', 'histogram'],
  ['latency', 'pair', 'latency'],
  ['strings-and-pointers', 'string', 'pointer'],
  ['structs-and-btf', 'struct', 'btf'],
  ['stacks', 'kernel-stack', 'user-stack'],
  ['user-probes', 'uprobe'],
  ['usdt', 'usdt'],
  ['intervals-and-output', 'interval', 'output', 'sampling'],
  ['syscalls', 'syscall'],
  ['files', 'file'],
  ['processes-and-signals', 'process', 'signal'],
  ['scheduler', 'scheduler'],
  ['memory', 'memory'],
  ['block-io', 'block-io'],
  ['network', 'network'],
  ['security', 'security'],
  ['cost-and-safety', 'cost', 'safety'],
  ['portability', 'portability'],
  ['c-hello', 'c-program'],
  ['c-maps', 'c-map'],
  ['c-ring-buffer', 'ring-buffer'],
  ['c-co-re', 'co-re'],
  ['c-uprobe', 'c-uprobe'],
  ['c-profile', 'c-profile'],
  ['c-verifier', 'verifier'],
];

export const LESSONS: string = fileURLToPath(new URL('../../lessons', import.meta.url));

/** Lessons without texts and exercises: enough to find ways through. */
export function outlined(): Course {
  const none = { en: '', zh: '' };
  const lessons = OUTLINE.map(([id, ...teaches], index): Lesson => {
    const number = index + 1;
    const folder = `${String(number).padStart(2, '0')}-${id}`;
    return {
      id,
      number,
      folder,
      title: none,
      goal: none,
      minutes: 10,
      teaches,
      read: { name: 'read.bt', language: 'bpftrace', source: '' },
      exercises: [],
      text: { en: [], zh: [] },
    };
  });
  return { concepts: readConcepts(readFileSync(join(LESSONS, 'concepts.toml'), 'utf8'), []), lessons };
}
