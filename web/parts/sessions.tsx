/** Runs that are kept: listed, shown, played once more, held beside each other, handed on. */
import { useSignal } from '@preact/signals';
import type { RunRecord } from '../../src/core/run-record.ts';
import { group, secondsText, visible } from '../../src/views/values.ts';
import { call, urlOf } from '../client.ts';
import { revivedDatasets } from '../revive.ts';
import { attempt, mayRun, replay, start } from '../state.ts';
import { Panel } from '../views/panel.tsx';
import { language, whenText, words } from '../words.ts';
import { AfterView, Thumbs } from './after.tsx';
import { Changes, type Compared } from './changes.tsx';
import { Feedback } from './feedback.tsx';
import { useLoaded } from './loaded.ts';
import { Loading } from './loading.tsx';
import { ProgramEditor } from './program.tsx';
import { Lines } from './result.tsx';
import { SearchField } from './search-field.tsx';

const TWO = 2;
const MOST_LISTED = 200;

export function Sessions() {
  const w = words.value;
  const sessions = useLoaded(() => call('GET /api/sessions'), '');
  const chosen = useSignal<readonly string[]>([]);
  const filter = useSignal('');
  const wanted = filter.value.trim().toLowerCase();
  const shown = sessions.value?.filter(({ title, question, id }) => `${title} ${question} ${id}`.toLowerCase().includes(wanted)) ?? [];
  const [before = '', after = ''] = chosen.value;
  return (
    <>
      <section class="card" aria-labelledby="kept">
        <h1 id="kept">{w.kept}</h1>
        {sessions.value === undefined ? <Loading /> : null}
        {sessions.value?.length === 0 ? <p class="dim">{w.noSessions}</p> : null}
        {sessions.value === undefined || sessions.value.length === 0 ? null : (
          <>
            <div class="tools">
              <SearchField text={filter} label={w.filterLabel} placeholder={w.filter} />
              {chosen.value.length === TWO ? (
                <a class="button" href={`#/diff/${encodeURIComponent(before)}/${encodeURIComponent(after)}`}>
                  {w.compare}
                </a>
              ) : (
                <span class="dim">{w.compareHelp}</span>
              )}
            </div>
            <ul class="sessions">
              {shown.slice(0, MOST_LISTED).map(({ id, title, question, startedAt, seconds, records, state }) => (
                <li key={id}>
                  <input
                    type="checkbox"
                    aria-label={`${w.compare}: ${id}`}
                    checked={chosen.value.includes(id)}
                    onChange={({ currentTarget: { checked } }) => {
                      // The earlier one is what the later one is held against.
                      const others = chosen.value.filter((one) => one !== id);
                      chosen.value = checked ? [...others, id].slice(-TWO).sort() : others;
                    }}
                  />
                  <a href={`#/sessions/${encodeURIComponent(id)}`}>
                    <b dir="auto">{visible(question === '' ? title : question)}</b>
                    <span class="dim">
                      {whenText(startedAt)} · {secondsText(seconds, language.value)} · {w.records(records, group(records))}
                      {state === 'ended' ? '' : ` · ${w.sessionState[state]}`}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
            {shown.length > MOST_LISTED ? <p class="dim">{w.ofRows(group(MOST_LISTED), group(shown.length))}</p> : null}
          </>
        )}
      </section>
      <Feedback />
    </>
  );
}

export function Session({ id }: { readonly id: string }) {
  const w = words.value;
  const record = useLoaded(async () => {
    const kept = (await call('GET /api/sessions/:id', { params: { id } })) as RunRecord;
    return { ...kept, datasets: revivedDatasets(kept.datasets) };
  }, id);
  const kept = record.value;
  if (kept === undefined) return <Loading />;
  const { program, datasets, series, heatMaps, texts, names = {} } = kept;
  return (
    <>
      <p>
        <a href="#/sessions">← {w.sessions}</a>
      </p>
      <section class="card answer" aria-labelledby="session">
        <h1 id="session" dir="auto">
          {visible(kept.question ?? program.title)}
        </h1>
        <p class="dim">
          {whenText(kept.startedAt / 1000)} · {secondsText(kept.seconds, kept.language)} · Linux {visible(kept.facts.release)}
        </p>
        <p class="sentence">{visible(kept.sentence)}</p>
        {kept.reasons.length === 0 ? null : <Lines title={w.why} lines={kept.reasons} />}
        {(kept.remarks ?? []).length === 0 ? null : <Lines title={w.remarks} lines={kept.remarks ?? []} />}
        <AfterView load={() => call('GET /api/sessions/:id/after', { params: { id } })} of={id} spoken={kept.language} />
        {kept.failure === undefined ? null : <pre class="said">{kept.failure.split('\n').map(visible).join('\n')}</pre>}
        <div class="actions">
          <button type="button" onClick={() => replay(id)}>
            {w.replay}
          </button>
          {mayRun.value && program.language !== 'object' && program.language !== 'wasm' ? (
            <button type="button" onClick={() => start({ again: id })}>
              {w.askedAgain}
            </button>
          ) : null}
          <a class="button" href={urlOf('GET /api/sessions/:id/report.html', { params: { id } })} download={`gpttrace-${id}.html`}>
            {w.report}
          </a>
          <Exports id={id} />
          <Thumbs session={id} spoken={kept.language} />
          <Remove id={id} />
        </div>
      </section>
      <section class="card" aria-label={w.views}>
        <Panel seen={{ program, datasets, series, heatMaps, texts, names }} language={kept.language} live={false} />
      </section>
      <section class="card" aria-labelledby="kept-program">
        <h2 id="kept-program">{w.program}</h2>
        <ProgramEditor program={program} readOnly onChange={() => {}} />
      </section>
    </>
  );
}

/** For good, so it is asked twice. */
function Remove({ id }: { readonly id: string }) {
  const w = words.value;
  const isSure = useSignal(false);
  if (!mayRun.value) return null;
  const remove = () =>
    attempt(async () => {
      await call('POST /api/sessions/:id/remove', { params: { id }, body: {} });
      location.hash = '#/sessions';
    });
  return (
    <button
      type="button"
      class={isSure.value ? 'danger' : ''}
      onBlur={() => (isSure.value = false)}
      onClick={() => {
        if (isSure.value) void remove();
        else isSure.value = true;
      }}
    >
      {isSure.value ? w.removeSurely : w.remove}
    </button>
  );
}

/** The other forms a run can be handed on in. */
function Exports({ id }: { readonly id: string }) {
  const w = words.value;
  const forms = useLoaded(() => call('GET /api/sessions/:id/exports', { params: { id } }), id).value ?? [];
  const chosen = useSignal('json');
  const fit = forms.filter(({ name, unfit }) => unfit === undefined && name !== 'html');
  const form = fit.find(({ name }) => name === chosen.value) ?? fit[0];
  if (form === undefined) return null;
  return (
    <span class="joined">
      <select aria-label={w.formLabel} title={form.what} value={form.name} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
        {fit.map(({ name, extension }) => (
          <option key={name} value={name}>
            {name === extension.slice(1) || extension === '' ? name : `${name} (${extension})`}
          </option>
        ))}
      </select>
      <a
        class="button"
        href={urlOf('GET /api/sessions/:id/export/:form', { params: { id, form: form.name } })}
        download={`gpttrace-${id}${form.extension === '' ? '.csv' : form.extension}`}
      >
        {w.save}
      </a>
    </span>
  );
}

export function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const w = words.value;
  const loaded = useLoaded(async () => (await call('GET /api/sessions/:a/diff/:b', { params: { a: before, b: after } })) as Compared, `${before} ${after}`);
  return (
    <>
      <p>
        <a href="#/sessions">← {w.sessions}</a>
      </p>
      <section class="card" aria-labelledby="differences">
        <h1 id="differences">{w.differences}</h1>
        {loaded.value === undefined ? <Loading /> : <Changes compared={loaded.value} />}
      </section>
    </>
  );
}
