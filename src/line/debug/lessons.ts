/** Which lesson of the course teaches what a finding is about. */
import { openCourse, ownCourse } from '../learn/files.ts';

/** Lessons by concept; none where there is no course. Never throws: a diagnosis is one without it. */
export function lessonsByConcept(): ReadonlyMap<string, string> {
  try {
    const { course } = openCourse(ownCourse());
    return new Map(course.lessons.flatMap(({ id, teaches }) => teaches.map((concept) => [concept, id] as const)));
  } catch {
    return new Map();
  }
}
