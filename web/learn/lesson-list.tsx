/** Lessons in their order, each with how far one has come. */
import { visible } from '../../src/views/values.ts';
import type { LessonLine } from '../../src/web/api.ts';
import { language } from '../words.ts';
import { learnWords } from './words.ts';

export function LessonList({ lessons }: { readonly lessons: readonly LessonLine[] }) {
  const w = learnWords.value;
  const lang = language.value;
  return (
    <ol class="lessons">
      {lessons.map(({ id, number, title, goal, state, passed, exercises }) => (
        <li key={id} value={number}>
          <a href={placeOf(id)}>{visible(title[lang])}</a>{' '}
          {state === 'new' ? null : (
            <span class={`chip ${state === 'done' ? 'observe' : 'costly'}`}>{state === 'done' ? w.states.done : w.passedOf(passed, exercises)}</span>
          )}
          <span class="dim">{visible(goal[lang])}</span>
        </li>
      ))}
    </ol>
  );
}

export function placeOf(lesson: string): string {
  return `#/learn/${encodeURIComponent(lesson)}`;
}
