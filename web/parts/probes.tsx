/** Where one can look, by a word or a pattern. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { visible } from '../../src/views/values.ts';
import type { ProbeLine } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { attempt, question } from '../state.ts';
import { words } from '../words.ts';
import { SearchField } from './search-field.tsx';

const PATIENCE = 200;

export function Probes() {
  const w = words.value;
  const wanted = useSignal('');
  const found = useSignal<readonly ProbeLine[] | undefined>(undefined);
  useEffect(() => {
    const q = wanted.value.trim();
    let isWanted = true;
    const timer = setTimeout(() => {
      if (q === '') found.value = undefined;
      else
        void attempt(async () => {
          const probes = await call('GET /api/probes', { query: { q, top: '100' } });
          if (isWanted) found.value = probes;
        });
    }, PATIENCE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [wanted.value]);
  return (
    <section class="card" aria-labelledby="probes">
      <h1 id="probes">{w.probes}</h1>
      <SearchField text={wanted} label={w.probeSearch} placeholder={w.probePlaceholder} wide />
      {found.value?.length === 0 ? <p class="dim">{w.noProbes}</p> : null}
      <ul class="probes">
        {found.value?.map(({ name, fields, note }) => (
          <li key={name}>
            <code>{visible(name)}</code>{' '}
            <button
              type="button"
              class="link small"
              onClick={() => {
                question.value = `count ${name} by process`;
                location.hash = '#/';
              }}
            >
              {w.useProbe}
            </button>
            {note === undefined ? null : <p class="dim">{visible(note)}</p>}
            {fields.length === 0 ? null : (
              <details>
                <summary>
                  {w.fields} ({fields.length})
                </summary>
                <ul>
                  {fields.map((field) => (
                    <li key={field}>
                      <code>{visible(field)}</code>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
