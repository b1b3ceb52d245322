/** What was said of answers: it changes which programs come first, until it is taken back. */
import { useSignal } from '@preact/signals';
import { visible } from '../../src/views/values.ts';
import { call } from '../client.ts';
import { attempt, mayRun } from '../state.ts';
import { whenText, words } from '../words.ts';
import { useLoaded } from './loaded.ts';

const MOST = 100;

export function Feedback() {
  const w = words.value;
  const taken = useSignal(0);
  const said = useLoaded(() => call('GET /api/feedback'), String(taken.value)).value ?? [];
  if (said.length === 0) return null;
  return (
    <section class="card" aria-labelledby="feedback">
      <h2 id="feedback">{w.feedback}</h2>
      <p class="dim">{w.feedbackHelp}</p>
      <ul class="sessions">
        {said.slice(0, MOST).map(({ id, at, kind, question, program }) => (
          <li key={id}>
            <span class="grow">
              <b>{visible(question)}</b>
              <span class="dim">
                {w.feedbackKinds[kind]} · {visible(program)} · {whenText(at)}
              </span>
            </span>
            {mayRun.value ? (
              <button
                type="button"
                class="quiet"
                aria-label={`${w.takeBack}: ${visible(question)}`}
                onClick={() =>
                  attempt(async () => {
                    await call('POST /api/feedback/:id/remove', { params: { id }, body: {} });
                    taken.value += 1;
                  })
                }
              >
                {w.takeBack}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
