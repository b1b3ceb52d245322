/** The way to what somebody wants to be able to see. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { visible } from '../../src/views/values.ts';
import type { GoalView } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { attempt, mayRun, trouble, troubleOf } from '../state.ts';
import { language, words } from '../words.ts';
import { Exercise } from './exercise.tsx';
import { LessonList } from './lesson-list.tsx';
import { learnWords } from './words.ts';

const OFFERED = /^gpttrace learn "(.+)"$/;

export function Goal() {
  const w = learnWords.value;
  const lang = language.value;
  const typed = useSignal('');
  const goal = useSignal<GoalView | undefined>(undefined);
  const isBusy = useSignal(false);
  const unsure = useSignal<{ readonly message: string; readonly goals: readonly string[] } | undefined>(undefined);
  useEffect(() => {
    void attempt(async () => {
      goal.value = (await call('GET /api/course/goal')) ?? undefined;
      if (typed.peek() === '') typed.value = goal.peek()?.goal ?? '';
    });
  }, []);
  const plan = async (text: string): Promise<void> => {
    if (text === '' || isBusy.value) return;
    isBusy.value = true;
    unsure.value = undefined;
    trouble.value = undefined;
    try {
      goal.value = await call('POST /api/course/goal', { body: { goal: text, lang } });
      typed.value = text;
    } catch (error) {
      const told = troubleOf(error);
      // What it could mean comes as what would be typed.
      const goals = told.hints.flatMap((hint) => OFFERED.exec(hint)?.[1] ?? []);
      if (goals.length === 0) trouble.value = told;
      else unsure.value = { message: told.message, goals };
    }
    isBusy.value = false;
  };
  const found = goal.value;
  return (
    <>
      <section class="card" aria-labelledby="goal">
        <h2 id="goal">{w.goal}</h2>
        <form
          class="askform"
          onSubmit={(event) => {
            event.preventDefault();
            void plan(typed.value.trim());
          }}
        >
          <input
            type="text"
            class="wide"
            maxLength={1000}
            aria-labelledby="goal"
            placeholder={w.goalPlaceholder}
            value={typed.value}
            onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
          />
          <button type="submit" disabled={isBusy.value}>
            {w.goalButton}
          </button>
        </form>
        {isBusy.value ? <p class="dim pulse">{words.value.planning}</p> : null}
        {unsure.value === undefined ? null : (
          <div class="box" role="status">
            <p>{visible(unsure.value.message)}</p>
            <ul class="choices">
              {unsure.value.goals.map((one) => (
                <li key={one}>
                  <button type="button" onClick={() => plan(one)}>
                    {visible(one)}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {found === undefined ? null : (
          <>
            <h3>
              {w.way}: {visible(found.title)}
            </h3>
            <p class="dim">
              {w.holds}: {found.holds.map(({ title, known }) => `${visible(title[lang])}${known ? ' ✓' : ''}`).join(lang === 'zh' ? '、' : ', ')}
            </p>
            {found.lessons.length === 0 ? <p>{w.wayDone}</p> : <LessonList lessons={found.lessons} />}
            <p class="dim">{w.goalLast}</p>
            {found.isJudged ? null : <p class="dim">{w.notJudged}</p>}
          </>
        )}
      </section>
      {found === undefined || !mayRun.value ? null : (
        <div class="lesson">
          <Exercise key={found.goal} lesson="goal" number={found.lessons.length + 1} exercise={found.exercise} onPassed={() => {}} />
        </div>
      )}
    </>
  );
}
