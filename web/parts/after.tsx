/** What there is to say and to do once something was seen: what stands out, what a model says, what to ask next, what one thinks of the answer. */
import { useSignal } from '@preact/signals';
import type { AskEvent } from '../../src/line/events.ts';
import { secondsText, visible } from '../../src/views/values.ts';
import type { After } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { ask } from '../options.ts';
import { attempt, mayRun } from '../state.ts';
import { wordsIn } from '../words.ts';
import { useLoaded } from './loaded.ts';

type Explanation = Extract<AskEvent, { type: 'explanation' }>;

interface AfterViewProps {
  readonly load: () => Promise<After>;
  readonly spoken: string;
  /** What a next question builds on: the id of a run, or of a session. */
  readonly of: string;
}

export function AfterView({ load, spoken, of }: AfterViewProps) {
  const w = wordsIn(spoken);
  const { findings = [], next = [] } = useLoaded(load, of).value ?? {};
  return (
    <>
      {findings.length === 0 ? null : (
        <div class="lines">
          <h2 class="minor">{w.standsOut}</h2>
          <ul>
            {findings.map((line) => (
              <li key={line}>{visible(line)}</li>
            ))}
          </ul>
        </div>
      )}
      {next.length === 0 || !mayRun.value ? null : (
        <div class="lines">
          <h2 class="minor">{w.askNext}</h2>
          <ul class="choices">
            {next.map(({ question: text, title, safety, seconds }) => (
              <li key={text}>
                <button type="button" onClick={() => ask(text, { after: of })}>
                  <b>{visible(text)}</b>
                  <span class="dim">
                    {[visible(title), ...safety.map((kind) => w.safety[kind]), seconds === undefined ? w.untilStopped : secondsText(seconds, spoken)].join(
                      ' · ',
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** What a model said; each sentence was held against the program or the data before. */
export function ModelSays({ said, spoken }: { readonly said: Explanation; readonly spoken: string }) {
  const w = wordsIn(spoken);
  const { model, lines, next, failure, leftOutWhy } = said;
  return (
    <div class="lines">
      <h2 class="minor">{w.modelSays(visible(model))}</h2>
      {lines.length === 0 && failure !== undefined ? <p class="dim">{visible(failure)}</p> : null}
      <ul>
        {lines.map((line) => (
          <li key={line}>{visible(line)}</li>
        ))}
      </ul>
      {leftOutWhy === undefined ? null : <p class="dim">{visible(leftOutWhy)}</p>}
      {next.map((text) => (
        <p key={text}>
          <button type="button" class="link" onClick={() => ask(text)}>
            {visible(text)}
          </button>
        </p>
      ))}
    </div>
  );
}

/** Kept on this machine, and weighed the next time such a question is asked. */
export function Thumbs({ session, spoken }: { readonly session: string; readonly spoken: string }) {
  const w = wordsIn(spoken);
  const said = useSignal<'good' | 'bad' | undefined>(undefined);
  if (!mayRun.value) return null;
  const say = (kind: 'good' | 'bad') =>
    attempt(async () => {
      await call('POST /api/sessions/:id/feedback', { params: { id: session }, body: { kind } });
      said.value = kind;
    });
  return (
    <>
      {(['good', 'bad'] as const).map((kind) => (
        <button key={kind} type="button" aria-pressed={said.value === kind} onClick={() => say(kind)}>
          {w.thumbs[kind]}
        </button>
      ))}
      <span class="dim" role="status">
        {said.value === undefined ? '' : w.noted}
      </span>
    </>
  );
}
