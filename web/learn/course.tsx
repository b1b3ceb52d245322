/** The course: all lessons, how far one has come, and where to go on. */
import { visible } from '../../src/views/values.ts';
import { call } from '../client.ts';
import { useLoaded } from '../parts/loaded.ts';
import { language, words } from '../words.ts';
import { Goal } from './goal.tsx';
import { LessonList, placeOf } from './lesson-list.tsx';
import { learnWords } from './words.ts';

export function Course() {
  const w = learnWords.value;
  const lang = language.value;
  const course = useLoaded(() => call('GET /api/course'), '').value;
  if (course === undefined) return <p class="dim pulse">{words.value.loading}</p>;
  const { lessons } = course;
  const next = lessons.find(({ id }) => id === course.next);
  return (
    <>
      <section class="card" aria-labelledby="course">
        <h1 id="course">{w.course}</h1>
        <p>{w.intro}</p>
        <p>
          {next === undefined ? (
            w.allDone
          ) : (
            <a class="button primary" href={placeOf(next.id)}>
              {lessons.some(({ state }) => state !== 'new') ? w.goOn : w.begin} {next.number}. {visible(next.title[lang])}
            </a>
          )}
        </p>
      </section>
      <Goal />
      <section class="card" aria-labelledby="lessons">
        <h2 id="lessons">{w.allLessons}</h2>
        <LessonList lessons={lessons} />
      </section>
    </>
  );
}
