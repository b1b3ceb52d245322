/** Where a question is typed, with questions that begin like it. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { call } from '../client.ts';
import { ask, choose, chosen } from '../options.ts';
import { busy, mayRun, onlyShows, phase, question, run } from '../state.ts';
import { language, words } from '../words.ts';
import { AskOptions } from './ask-options.tsx';
import { Examples } from './examples.tsx';
import { SECONDS, secondsNames } from './fields.tsx';

const PATIENCE = 120;

export function AskBox() {
  const w = words.value;
  const offered = useSignal<readonly string[]>([]);
  const at = useSignal(-1);
  const { seconds } = chosen.question.value;
  const durations = secondsNames(w.asAsked);
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(0);

  const close = () => {
    clearTimeout(waiting.current);
    asked.current++;
    offered.value = [];
    at.value = -1;
  };
  const plan = (text: string) => {
    close();
    if (text.trim() === '' || busy.value || onlyShows.value) return;
    // From here on letters are keys of the page: `r` runs what was planned.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    // What is said after an answer may be about it: "only nginx".
    const before = phase.value === 'ended' && run.value?.connection.value === 'closed' ? { after: run.value.id } : {};
    void ask(text, before);
  };
  const typed = (text: string) => {
    question.value = text;
    clearTimeout(waiting.current);
    const number = ++asked.current;
    if (text.trim().length < 2) {
      close();
      return;
    }
    waiting.current = setTimeout(async () => {
      const found = await call('GET /api/suggest', { query: { q: text.slice(0, 200), lang: language.value } }).catch(() => []);
      if (number !== asked.current) return;
      offered.value = found.filter((one) => one !== text).slice(0, 8);
      at.value = -1;
    }, PATIENCE);
  };
  const byKey = (event: KeyboardEvent) => {
    const { length } = offered.value;
    if (event.key === 'ArrowDown' && length > 0) at.value = (at.value + 1) % length;
    else if (event.key === 'ArrowUp' && length > 0) at.value = (at.value <= 0 ? length : at.value) - 1;
    else if (event.key === 'Escape' && length > 0) {
      close();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.isComposing) plan(offered.value[at.value] ?? question.value);
    else return;
    event.preventDefault();
  };
  const isOpen = offered.value.length > 0;
  return (
    <div class="ask">
      <form
        class="askform"
        onSubmit={(event) => {
          event.preventDefault();
          plan(question.value);
        }}
      >
        <div class="combo">
          <input
            id="question"
            type="text"
            role="combobox"
            aria-label={w.askLabel}
            aria-expanded={isOpen}
            aria-controls="offered"
            aria-autocomplete="list"
            aria-activedescendant={at.value >= 0 ? `offered-${at.value}` : undefined}
            dir="auto"
            placeholder={phase.value === 'ended' && mayRun.value ? w.followPlaceholder : w.askPlaceholder}
            autoComplete="off"
            spellcheck={false}
            value={question}
            onInput={(event) => typed(event.currentTarget.value)}
            onKeyDown={byKey}
            onBlur={() => setTimeout(close, 150)}
          />
          <div id="offered" role="listbox" aria-label={w.examples} hidden={!isOpen}>
            {offered.value.map((text, index) => (
              <div key={text} id={`offered-${index}`} role="option" aria-selected={index === at.value} tabIndex={-1} onMouseDown={() => plan(text)}>
                {text}
              </div>
            ))}
          </div>
        </div>
        <select
          class="seconds"
          aria-label={w.lasts}
          value={String(seconds ?? '')}
          onChange={({ currentTarget: { value } }) => choose('question', 'seconds', value === '' ? undefined : Number(value))}
        >
          {SECONDS.map((value) => (
            <option key={value} value={value}>
              {durations[value]}
            </option>
          ))}
        </select>
        <button type="submit" class="primary" disabled={busy.value || onlyShows.value}>
          {w.askButton}
        </button>
      </form>
      {mayRun.value ? (
        <div class="beside">
          <AskOptions />
          <a href="#/write">{w.write}</a>
          <a href="#/tools">{w.tools}</a>
        </div>
      ) : null}
      {run.value === undefined ? <Examples /> : null}
      {onlyShows.value ? <p class="dim">{w.readOnly}</p> : null}
    </div>
  );
}
