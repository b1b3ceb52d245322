import { useEffect, useRef } from 'preact/hooks';
import { visible } from '../../src/views/values.ts';
import { hello, helpShown, place, run, trouble } from '../state.ts';
import { nextTheme, theme } from '../theme.ts';
import { language, speak, words } from '../words.ts';
import { ROOMS, roomNamed } from './rooms.tsx';
import { TroubleBox } from './trouble.tsx';

export function App() {
  const w = words.value;
  useEffect(() => {
    document.documentElement.lang = language.value;
  }, [language.value]);
  const title = titleNow();
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {w.skip}
      </button>
      <Head />
      <main id="main" tabIndex={-1}>
        <TroubleBox trouble={trouble.value} />
        <Room />
      </main>
      <Help />
    </>
  );
}

/** Where one is; of a run how it stands, so that who looks at another tab sees when it has ended. */
function titleNow(): string {
  const w = words.value;
  const { name, within = name, word } = roomNamed(place.value.room);
  if (name !== '' && name !== 'run') {
    const named = word ?? ROOMS.find((room) => room.name === within)?.word;
    return [...(named === undefined ? [] : [w[named]]), 'gpttrace'].join(' · ');
  }
  const state = run.value?.state.value;
  if (state === undefined) return 'gpttrace';
  const asked = state.question ?? state.plan?.program.title;
  return [w.phase[state.phase], ...(asked === undefined ? [] : [visible(asked)]), 'gpttrace'].join(' · ');
}

function Room() {
  const { room, ids } = place.value;
  return roomNamed(room).draw(ids) ?? roomNamed('').draw([]);
}

function Head() {
  const w = words.value;
  const { room } = place.value;
  const { name, within = name } = roomNamed(room);
  const askAt = run.value === undefined ? '#/' : `#/run/${run.value.id}`;
  return (
    <header>
      <span class="brand">gpttrace</span>
      <nav aria-label={w.rooms}>
        {ROOMS.map(({ name, word }) =>
          word === undefined ? null : (
            <a key={name} href={name === '' ? askAt : `#/${name}`} aria-current={within === name ? 'page' : undefined}>
              {w[word]}
            </a>
          ),
        )}
      </nav>
      <span class="about dim">{hello.value === undefined ? '' : `${hello.value.host} · Linux ${hello.value.kernel}`}</span>
      <button type="button" class="quiet" onClick={() => speak(language.value === 'zh' ? 'en' : 'zh')}>
        {w.otherLanguage}
      </button>
      <button
        type="button"
        class="quiet icon"
        aria-label={theme.value === 'auto' ? w.themeAuto : theme.value === 'light' ? w.themeLight : w.themeDark}
        title={w.theme}
        onClick={nextTheme}
      >
        {theme.value === 'auto' ? '◐' : theme.value === 'light' ? '☀' : '☾'}
      </button>
      <button type="button" class="quiet icon" aria-label={w.help} onClick={() => (helpShown.value = true)}>
        ?
      </button>
    </header>
  );
}

function Help() {
  const w = words.value;
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (helpShown.value && box.current?.open === false) box.current.showModal();
    else if (!helpShown.value && box.current?.open === true) box.current.close();
  }, [helpShown.value]);
  return (
    <dialog ref={box} aria-labelledby="keys" onClose={() => (helpShown.value = false)}>
      <h2 id="keys">{w.shortcuts}</h2>
      <dl class="keys">
        {w.keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => (helpShown.value = false)}>
        {w.close}
      </button>
    </dialog>
  );
}
