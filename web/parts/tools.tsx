/** Tracing tools that are installed: which there are, what one takes, and one started with arguments of one's own, once that was agreed to. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { visible } from '../../src/views/values.ts';
import type { ToolLine } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { addressOf, attempt } from '../state.ts';
import { words } from '../words.ts';
import { useLoaded } from './loaded.ts';
import { Loading } from './loading.tsx';
import { SearchField } from './search-field.tsx';

const PATIENCE = 300;
const MOST_LISTED = 60;

export function Tools() {
  const w = words.value;
  const wanted = useSignal('');
  const all = useLoaded(() => call('GET /api/tools'), '');
  /** For what was typed, where that is no name. */
  const answering = useSignal<readonly ToolLine[]>([]);
  const text = wanted.value.trim();
  const named = (all.value ?? []).filter(({ name, summary }) => `${name} ${summary}`.toLowerCase().includes(text.toLowerCase()));
  useEffect(() => {
    let isWanted = true;
    answering.value = [];
    // A question has several words.
    if (!/\S\s+\S|\p{Script=Han}{2}/u.test(text)) return;
    const timer = setTimeout(() => {
      void attempt(async () => {
        const found = await call('GET /api/tools', { query: { q: text } });
        if (isWanted) answering.value = found;
      });
    }, PATIENCE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  const rest = named.filter(({ name }) => answering.value.every((one) => one.name !== name));
  return (
    <section class="card" aria-labelledby="tools">
      <h1 id="tools">{w.tools}</h1>
      <p class="dim">{w.toolsHelp}</p>
      <SearchField text={wanted} label={w.toolSearch} placeholder={w.toolPlaceholder} wide />
      {all.value === undefined ? <Loading /> : null}
      {all.value !== undefined && rest.length + answering.value.length === 0 ? <p class="dim">{w.noTools}</p> : null}
      <ul class="sessions">
        {[...answering.value, ...rest.slice(0, MOST_LISTED)].map((tool) => (
          <Line key={tool.name} {...tool} />
        ))}
      </ul>
      {rest.length > MOST_LISTED ? <p class="dim">{w.moreTools(rest.length - MOST_LISTED)}</p> : null}
    </section>
  );
}

function Line({ name, summary, works, safety, command }: ToolLine) {
  const w = words.value;
  return (
    <li>
      <a href={addressOf('tools', name)}>
        <b>{visible(name)}</b>
        <span class="dim">{visible(summary)}</span>
        {command === undefined ? null : (
          <span>
            <code>{visible(command)}</code>
          </span>
        )}
        {works.verdict === 'yes' || works.why === '' ? null : (
          <span class="dim">
            {works.verdict === 'no' ? w.cannotWork : w.note}: {visible(works.why)}
          </span>
        )}
      </a>
      <Classes classes={safety} works={works.verdict} />
    </li>
  );
}

/** What it may do, and that it cannot work here. */
export function Classes({ classes, works }: { readonly classes: ToolLine['safety']; readonly works?: ToolLine['works']['verdict'] }) {
  const w = words.value;
  return (
    <span class="chips">
      {works === 'no' ? (
        <span class="chip away">{w.cannotWork}</span>
      ) : (
        classes.map((kind) => (
          <span key={kind} class={`chip ${kind}`}>
            {w.safety[kind]}
          </span>
        ))
      )}
    </span>
  );
}
