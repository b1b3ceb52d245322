/** A question about the lesson at hand. */
import { useSignal } from '@preact/signals';
import { visible } from '../../src/views/values.ts';
import type { LessonAnswer } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { Passages } from '../parts/told.tsx';
import { attempt } from '../state.ts';
import { language, words } from '../words.ts';
import { learnWords } from './words.ts';

export function AskLesson({ lesson }: { readonly lesson: string }) {
  const w = learnWords.value;
  const typed = useSignal('');
  const answer = useSignal<LessonAnswer | undefined>(undefined);
  const isBusy = useSignal(false);
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const question = typed.value.trim();
    if (question === '' || isBusy.value) return;
    isBusy.value = true;
    await attempt(async () => {
      answer.value = await call('POST /api/course/:lesson/ask', { params: { lesson }, body: { question, lang: language.value } });
    });
    isBusy.value = false;
  };
  const said = answer.value;
  return (
    <section class="card" aria-labelledby="ask-lesson">
      <h2 id="ask-lesson">{w.askLesson}</h2>
      <form class="askform" onSubmit={ask}>
        <input
          type="text"
          class="wide"
          maxLength={1000}
          aria-labelledby="ask-lesson"
          placeholder={w.askPlaceholder}
          value={typed.value}
          onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
        />
        <button type="submit" disabled={isBusy.value}>
          {w.askButton}
        </button>
      </form>
      <div role="status">
        {isBusy.value ? <p class="dim pulse">{words.value.loading}</p> : null}
        {said?.text === undefined ? null : (
          <>
            <p class="dim">{w.saysModel(visible(said.model ?? ''))}</p>
            <p class="said">{said.text.split('\n').map(visible).join('\n')}</p>
          </>
        )}
        {said !== undefined && said.text === undefined && said.passages.length === 0 ? <p>{w.nothingFound}</p> : null}
        {said === undefined ? null : <Passages passages={said.passages} ask={words.value.ask} />}
      </div>
    </section>
  );
}
