/** Asks why a program is silent: a copy of it is run once somebody has agreed. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Diagnosed } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { TroubleBox } from '../parts/trouble.tsx';
import { hello, type Trouble, troubleOf } from '../state.ts';
import { language, words } from '../words.ts';
import { DiagnosisView } from './diagnosis.tsx';
import { debugWords } from './words.ts';

const SECONDS = 5;
const MOST_SECONDS = 60;

export interface WhyProps {
  readonly source: string;
  readonly language: 'bpftrace' | 'c';
  readonly onRepaired: (source: string) => void;
  readonly onClose: () => void;
}

export function Why({ source, language: writtenIn, onRepaired, onClose }: WhyProps) {
  const w = debugWords.value;
  const seconds = useSignal(SECONDS);
  const found = useSignal<{ readonly source: string; readonly diagnosed: Diagnosed } | undefined>(undefined);
  const wrong = useSignal<Trouble | undefined>(undefined);
  const going = useSignal<AbortController | undefined>(undefined);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
    return () => going.peek()?.abort();
  }, []);
  const run = async (): Promise<void> => {
    const own = new AbortController();
    going.value = own;
    wrong.value = undefined;
    found.value = undefined;
    try {
      const body = { source, language: writtenIn, lang: language.peek(), seconds: seconds.peek() };
      found.value = { source, diagnosed: await call('POST /api/debug', { body, signal: own.signal }) };
    } catch (error) {
      if (!own.signal.aborted) wrong.value = troubleOf(error);
    }
    if (going.peek() === own) going.value = undefined;
  };
  const most = Math.min(MOST_SECONDS, hello.value?.maxSeconds ?? MOST_SECONDS);
  return (
    <section class="why" aria-label={words.value.whySilent}>
      <div class="box">
        <p>{w.consent}</p>
        <div class="actions">
          <label>
            {w.watchFor}{' '}
            <input
              type="number"
              min={1}
              max={most}
              value={seconds.value}
              onInput={({ currentTarget }) => {
                seconds.value = Math.max(1, Math.min(most, Math.round(Number(currentTarget.value)) || SECONDS));
              }}
            />
          </label>
          {going.value === undefined ? (
            <>
              <button ref={first} type="button" class="primary" onClick={run}>
                {w.runCopy}
              </button>
              <button type="button" onClick={onClose}>
                {found.value === undefined ? words.value.no : words.value.close}
              </button>
            </>
          ) : (
            <button type="button" onClick={() => going.peek()?.abort()}>
              {words.value.stop}
            </button>
          )}
        </div>
      </div>
      <div role="status">{going.value === undefined ? null : <p class="dim pulse">{w.watching}</p>}</div>
      <TroubleBox trouble={wrong.value} />
      {found.value === undefined ? null : (
        <>
          {found.value.source === source ? null : <p class="dim">{w.changed}</p>}
          <DiagnosisView {...found.value} onRepaired={onRepaired} />
        </>
      )}
    </section>
  );
}
