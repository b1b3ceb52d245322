/** One lesson: its text, its exercises, where it comes from and leads to. */
import { useSignal } from '@preact/signals';
import { visible } from '../../src/views/values.ts';
import { call } from '../client.ts';
import { useLoaded } from '../parts/loaded.ts';
import { mayRun } from '../state.ts';
import { language, words } from '../words.ts';
import { AskLesson } from './ask-lesson.tsx';
import { Exercise } from './exercise.tsx';
import { placeOf } from './lesson-list.tsx';
import { LessonText } from './text.tsx';
import { learnWords } from './words.ts';

export function Lesson({ id }: { readonly id: string }) {
  const w = learnWords.value;
  const lang = language.value;
  const loaded = useLoaded(() => call('GET /api/course/:lesson', { params: { lesson: id } }), id).value;
  const passed = useSignal<ReadonlySet<string>>(new Set());
  if (loaded === undefined) return <p class="dim pulse">{words.value.loading}</p>;
  const { number, title, goal, minutes, before, work, text, read, previous, following } = loaded;
  const isDone = work.every(({ id: exercise, passed: already }) => already || passed.value.has(exercise));
  return (
    <article class="lesson" aria-labelledby="lesson">
      <section class="card">
        <p class="dim small">
          <a href="#/learn">{w.allLessons}</a> · {w.lesson(number)} · {w.minutes(minutes)}
          {isDone ? <span class="chip observe">{w.states.done}</span> : null}
        </p>
        <h1 id="lesson">{visible(title[lang])}</h1>
        <p class="dim">
          {w.afterwards}: {visible(goal[lang])}
        </p>
        {before.length === 0 ? null : (
          <p class="dim">
            {w.before}:{' '}
            {before.map(({ id: other, title: name }, at) => (
              <span key={other}>
                {at === 0 ? '' : ', '}
                <a href={placeOf(other)}>{visible(name[lang])}</a>
              </span>
            ))}
          </p>
        )}
        <LessonText sections={text[lang]} read={read} />
      </section>
      {work.map((exercise, at) => (
        <Exercise
          key={exercise.id}
          lesson={id}
          number={at + 1}
          exercise={exercise}
          onPassed={() => {
            passed.value = new Set([...passed.value, exercise.id]);
          }}
        />
      ))}
      {mayRun.value ? <AskLesson key={id} lesson={id} /> : null}
      <nav class="turn" aria-label={w.allLessons}>
        <span>
          {previous === undefined ? null : (
            <>
              {w.previous}: <a href={placeOf(previous.id)}>{visible(previous.title[lang])}</a>
            </>
          )}
        </span>
        <span>
          {following === undefined ? null : (
            <>
              {w.next}: <a href={placeOf(following.id)}>{visible(following.title[lang])}</a>
            </>
          )}
        </span>
      </nav>
    </article>
  );
}
