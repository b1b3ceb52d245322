/** One installed tool: what it takes, and its command line as it is typed, held against that. */
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { visible, visibleLine } from '../../src/views/values.ts';
import type { ToolView } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { takeOptions } from '../options.ts';
import { busy, mayRun, onlyShows, start, troubleOf } from '../state.ts';
import { words } from '../words.ts';
import { AskOptions } from './ask-options.tsx';
import { Field } from './fields.tsx';
import { useLoaded } from './loaded.ts';
import { Loading } from './loading.tsx';
import { Classes } from './tools.tsx';
import { TroubleBox, Wrong } from './trouble.tsx';

/** What was typed for each tool, while the page is open: who comes back from a plan loses nothing. */
const typed = signal<Readonly<Record<string, string>>>({});

const PATIENCE = 250;
const MOST_LINE = 4096;

export function Tool({ name }: { readonly name: string }) {
  const w = words.value;
  const tool = useLoaded(() => call('GET /api/tools/:name', { params: { name } }), name).value;
  return (
    <>
      <p>
        <a href="#/tools">← {w.tools}</a>
      </p>
      {tool === undefined ? <Loading /> : <Described tool={tool} />}
    </>
  );
}

function Described({ tool }: { readonly tool: ToolView }) {
  const w = words.value;
  const { name, summary, works, safety, path } = tool;
  const line = typed.value[name] ?? '';
  const write = (text: string): void => {
    typed.value = { ...typed.value, [name]: text };
  };
  return (
    <>
      <section class="card" aria-labelledby="tool">
        <h1 id="tool">{visible(name)}</h1>
        <p>{visible(summary)}</p>
        <Classes classes={safety} />
        {works.why === '' ? null : (
          <div class={works.verdict === 'no' ? 'box bad' : 'box'}>
            <p>
              {works.verdict === 'no' ? w.cannotWork : w.note}: {visible(works.why)}
            </p>
            {works.mend === undefined ? null : (
              <p>
                {w.mend}: <code>{visible(works.mend)}</code>
              </p>
            )}
          </div>
        )}
        <p class="dim">{visible(path)}</p>
        {onlyShows.value ? <p class="dim">{w.readOnly}</p> : null}
        {mayRun.value ? <Starting name={name} line={line} write={write} /> : null}
      </section>
      <Taken tool={tool} add={mayRun.value ? (text) => write(`${line.trimEnd()} ${text}`.trimStart()) : undefined} />
    </>
  );
}

type Held = Awaited<ReturnType<typeof call<'POST /api/tools/:name/check'>>>;

/** With arguments, or a question that they are made of. */
function Starting({ name, line, write }: { readonly name: string; readonly line: string; readonly write: (text: string) => void }) {
  const w = words.value;
  const question = useSignal('');
  const [pid, comm] = [useSignal(''), useSignal('')];
  const held = useSignal<Held | undefined>(undefined);
  const trouble = useSignal<ReturnType<typeof troubleOf> | undefined>(undefined);
  const isQuestion = question.value.trim() !== '';
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(async () => {
      try {
        const found = await call('POST /api/tools/:name/check', { params: { name }, body: { line } });
        if (isWanted) [held.value, trouble.value] = [found, undefined];
      } catch (error) {
        if (isWanted) [held.value, trouble.value] = [undefined, troubleOf(error)];
      }
    }, PATIENCE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [name, line]);
  const plan = (): void => {
    const { value } = question;
    const about = {
      ...(/^\d{1,9}$/.test(pid.value.trim()) ? { pid: Number(pid.value) } : {}),
      ...(comm.value.trim() === '' ? {} : { comm: comm.value.trim() }),
    };
    const given = isQuestion ? { tool: { name }, question: value.trim(), ...about } : { tool: { name, line } };
    void start({ ...takeOptions('tool'), ...given });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy.value) plan();
      }}
    >
      <div class="fields">
        <Field id="tool-line" label={w.toolArguments}>
          <input
            id="tool-line"
            type="text"
            class="code"
            maxLength={MOST_LINE}
            spellcheck={false}
            autoComplete="off"
            disabled={isQuestion}
            aria-describedby="tool-held"
            value={line}
            onInput={({ currentTarget }) => write(currentTarget.value)}
          />
        </Field>
        <Field id="tool-question" label={w.toolQuestion}>
          <input
            id="tool-question"
            type="text"
            dir="auto"
            maxLength={1000}
            autoComplete="off"
            value={question}
            onInput={({ currentTarget }) => (question.value = currentTarget.value)}
          />
        </Field>
      </div>
      {isQuestion ? (
        <div class="fields">
          {([['tool-pid', w.onlyPid, pid] as const, ['tool-comm', w.onlyComm, comm] as const] as const).map(([id, label, value]) => (
            <Field key={id} id={id} label={label}>
              <input id={id} type="text" maxLength={64} autoComplete="off" value={value} onInput={({ currentTarget }) => (value.value = currentTarget.value)} />
            </Field>
          ))}
        </div>
      ) : (
        <div id="tool-held" aria-live="polite">
          {held.value === undefined ? null : (
            <p class="command">
              {w.wouldStart} <code>{visible(held.value.source)}</code> <Classes classes={held.value.safety} />
            </p>
          )}
          <Wrong diagnostics={held.value?.diagnostics ?? []} />
          <TroubleBox trouble={trouble.value} />
        </div>
      )}
      <AskOptions of="tool" />
      <div class="actions">
        <button type="submit" class="primary" disabled={busy.value}>
          {w.askButton}
        </button>
      </div>
    </form>
  );
}

/** `add` puts an option into the command line. */
function Taken({ tool: { name, options, positionals, examples }, add }: { readonly tool: ToolView; readonly add: ((text: string) => void) | undefined }) {
  const w = words.value;
  return (
    <section class="card" aria-labelledby="takes">
      <h2 id="takes">{w.toolTakes}</h2>
      {options.length + positionals.length === 0 ? <p class="dim">{w.toolTakesNothing}</p> : null}
      <dl class="takes">
        {positionals.map(({ name: called, meaning, required }) => (
          <div key={called}>
            <dt>
              <code>{visible(called)}</code>
            </dt>
            <dd>
              {visible(meaning)} {required ? '' : <span class="dim">({w.mayBeLeftOut})</span>}
            </dd>
          </div>
        ))}
        {options.map(({ names, argument, meaning, safety }) => {
          const shown = `${names.join(', ')}${argument === undefined ? '' : ` ${argument}`}`;
          const [first = ''] = names;
          return (
            <div key={shown}>
              <dt>
                {add === undefined ? (
                  <code>{visible(shown)}</code>
                ) : (
                  <button type="button" class="link" title={w.putIn(visible(first))} onClick={() => add(first)}>
                    <code>{visible(shown)}</code>
                  </button>
                )}
              </dt>
              <dd>
                {safety === 'observe' ? null : <span class={`chip ${safety}`}>{w.safety[safety]}</span>} {visible(meaning)}
              </dd>
            </div>
          );
        })}
      </dl>
      {examples.length === 0 ? null : (
        <>
          <h3>{w.examples}</h3>
          <ul class="probes">
            {examples.slice(0, 8).map(({ args, says }) => (
              <li key={args}>
                <code>{visibleLine(`${name} ${args}`.trim())}</code> <span class="dim">{visibleLine(says)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
