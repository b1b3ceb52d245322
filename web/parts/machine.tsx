/** What this machine can do, and its types. */
import { useSignal } from '@preact/signals';
import { visible, visibleLine } from '../../src/views/values.ts';
import { call, urlOf } from '../client.ts';
import { attempt } from '../state.ts';
import { words } from '../words.ts';
import { useLoaded } from './loaded.ts';
import { Loading } from './loading.tsx';

const GOOD = /^(?:yes|ok|good|fine)/;
const BAD = /^(?:no|bad|fail|wrong)/;

export function Machine() {
  const w = words.value;
  const findings = useLoaded(() => call('GET /api/doctor'), '');
  const name = useSignal('');
  const type = useSignal<string | undefined>(undefined);
  return (
    <>
      <section class="card" aria-labelledby="doctor">
        <h1 id="doctor">{w.doctor}</h1>
        {findings.value === undefined ? <Loading /> : null}
        <ul class="findings">
          {findings.value?.map(({ what, verdict, says, mend }) => (
            <li key={what}>
              <span class={`chip ${GOOD.test(verdict) ? 'observe' : BAD.test(verdict) ? 'unsafe' : 'costly'}`}>{visible(verdict)}</span> <b>{visible(what)}</b>{' '}
              {visible(says)}
              {mend === undefined ? null : (
                <p class="dim">
                  {w.mend}: {visible(mend)}
                </p>
              )}
            </li>
          ))}
        </ul>
        <p>
          <a class="button" href={urlOf('GET /api/facts')} download>
            {w.saveFacts}
          </a>
        </p>
      </section>
      <section class="card" aria-label={w.typeSearch}>
        <form
          class="askform"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(async () => {
              type.value = (await call('GET /api/type', { query: { name: name.value.trim() } })).text;
            });
          }}
        >
          <input
            type="text"
            aria-label={w.typeSearch}
            placeholder={w.typePlaceholder}
            value={name}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
          <button type="submit">{w.show}</button>
        </form>
        {type.value === undefined ? null : (
          <pre class="scroll" tabIndex={0}>
            {type.value.split('\n').map(visibleLine).join('\n')}
          </pre>
        )}
      </section>
    </>
  );
}
