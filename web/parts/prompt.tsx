/** What a language model would be sent for the question that is typed: nothing is sent. */
import { useSignal } from '@preact/signals';
import { visibleLine } from '../../src/views/values.ts';
import type { PromptView } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { chosen } from '../options.ts';
import { attempt, mayRun, question } from '../state.ts';
import { words } from '../words.ts';

export function PromptSeen() {
  const w = words.value;
  const seen = useSignal<PromptView | undefined>(undefined);
  const isAsked = useSignal(false);
  if (!mayRun.value) return null;
  const text = question.value.trim();
  const look = async (): Promise<void> => {
    isAsked.value = true;
    await attempt(async () => {
      seen.value = await call('POST /api/prompt', { body: { ...chosen.question.value, question: text } });
    });
    isAsked.value = false;
  };
  return (
    <div class="prompt">
      <button type="button" class="quiet" disabled={text === '' || isAsked.value} onClick={look}>
        {w.showPrompt}
      </button>{' '}
      <span class="dim small" role="status">
        {text === '' ? w.promptNeeds : isAsked.value ? w.loading : ''}
      </span>
      {seen.value === undefined ? null : <Shown {...seen.value} />}
    </div>
  );
}

function Shown({ model, notes, system, user, tools = [] }: PromptView) {
  const w = words.value;
  const parts: readonly (readonly [string, string | undefined])[] = [
    [w.promptSystem, system],
    [w.promptUser, user],
    [w.promptTools, tools.length === 0 ? undefined : tools.map((tool) => `${tool.name}: ${tool.description}\n  ${JSON.stringify(tool.schema)}`).join('\n')],
  ];
  return (
    <section class="card" aria-label={w.showPrompt}>
      {model === null ? null : <p>{w.wouldBeSent(visibleLine(model))}</p>}
      {notes.map((note) => (
        <p key={note} class="dim">
          {visibleLine(note)}
        </p>
      ))}
      {parts.map(([name, body]) =>
        body === undefined ? null : (
          <details key={name} open={name === w.promptUser}>
            <summary>{name}</summary>
            <pre class="said long" tabIndex={0}>
              {body.trimEnd().split('\n').map(visibleLine).join('\n')}
            </pre>
          </details>
        ),
      )}
    </section>
  );
}
