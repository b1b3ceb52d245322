/** The way from what somebody knows to a program: the lessons that teach what of it is missing. */
import type { Course, Lesson } from './lesson.ts';

export interface Path {
  /** Concepts that the program holds, in the order in which they are taught. */
  readonly holds: readonly string[];
  /** Those of it, and of what has to be known before, that are not known yet. */
  readonly missing: readonly string[];
  /** In their order. */
  readonly lessons: readonly Lesson[];
}

/** `known`: concepts that need not be taught. */
export function pathTo(concepts: ReadonlySet<string>, course: Course, known: ReadonlySet<string>): Path {
  const needs = new Map(course.concepts.map((one) => [one.id, one.needs]));
  const needed = new Set<string>();
  const need = (id: string): void => {
    if (needed.has(id) || !needs.has(id)) return;
    needed.add(id);
    for (const before of needs.get(id) ?? []) need(before);
  };
  for (const id of concepts) need(id);
  const taught = course.lessons.flatMap(({ teaches }) => teaches);
  const missing = taught.filter((id) => needed.has(id) && !known.has(id));
  return {
    holds: taught.filter((id) => concepts.has(id)),
    missing,
    lessons: course.lessons.filter(({ teaches }) => teaches.some((id) => missing.includes(id))),
  };
}
