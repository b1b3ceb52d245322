/** What is written about tracing, where that was asked: passages, each with where it stands. */
import type { AskEvent, ToldPassage, ToldSynthesis } from '../../src/line/events.ts';
import { visible } from '../../src/views/values.ts';
import { ask as askThis } from '../options.ts';
import { wordsIn } from '../words.ts';

export function Told({ told }: { readonly told: Extract<AskEvent, { type: 'told' }> }) {
  const w = wordsIn(told.language);
  return (
    <section class="card" aria-labelledby="told">
      <h2 id="told">{w.told}</h2>
      {told.said === undefined ? null : <Said said={told.said} />}
      <Passages passages={told.passages} ask={w.ask} isNumbered={told.said !== undefined} />
    </section>
  );
}

/** What a model made of the passages, with their numbers. */
function Said({ said: { model, sentences } }: { readonly said: ToldSynthesis }) {
  return (
    <>
      <p class="said">{sentences.map(({ text, cites }) => `${visible(text)} ${cites.map((cite) => `[${cite}]`).join('')}`).join(' ')}</p>
      <p class="dim">{visible(model)}</p>
    </>
  );
}

/** `ask`: the word before a question that comes with a passage. */
export function Passages({
  passages,
  ask: word,
  isNumbered = false,
}: {
  readonly passages: readonly ToldPassage[];
  readonly ask: string;
  readonly isNumbered?: boolean;
}) {
  return (
    <>
      {passages.map(({ source, title, text, ask }, at) => (
        <article key={`${source} ${text}`} class="passage">
          <h3>
            {isNumbered ? `[${at + 1}] ` : ''}
            {visible(title ?? source)} {title === undefined ? null : <span class="dim">{visible(source)}</span>}
          </h3>
          <p class="said">{text.split('\n').map(visible).join('\n')}</p>
          {ask === undefined ? null : (
            <p>
              {word}:{' '}
              <button type="button" class="link" onClick={() => askThis(ask)}>
                {visible(ask)}
              </button>
            </p>
          )}
        </article>
      ))}
    </>
  );
}
