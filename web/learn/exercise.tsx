/** An exercise: what it asks, an editor, the judge's verdict in a teacher's words, hints that grow. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Program } from '../../src/core/program.ts';
import { parseInline } from '../../src/learn/inline.ts';
import type { Teaching } from '../../src/learn/teacher/verdict.ts';
import { visible } from '../../src/views/values.ts';
import type { ExerciseView } from '../../src/web/api.ts';
import { call } from '../client.ts';
import { ProgramEditor } from '../parts/program.tsx';
import { TroubleBox } from '../parts/trouble.tsx';
import { mayRun, type Trouble, troubleOf } from '../state.ts';
import { language } from '../words.ts';
import { Code, Words } from './text.tsx';
import { learnWords } from './words.ts';

interface ExerciseProps {
  readonly lesson: string;
  readonly number: number;
  readonly exercise: ExerciseView;
  readonly onPassed: () => void;
}

export function Exercise({ lesson, number, exercise: first, onPassed }: ExerciseProps) {
  const w = learnWords.value;
  const lang = language.value;
  const shown = useSignal(first);
  /** What the editor begins with; typing does not change it. */
  const begun = useSignal(first.source);
  const typed = useSignal(first.source);
  const teaching = useSignal<Teaching | undefined>(undefined);
  const wrong = useSignal<Trouble | undefined>(undefined);
  const isBusy = useSignal(false);
  const { id, title, task, needs, workload, hints, hintsLeft, solution, passed, start } = shown.value;
  const params = { lesson, exercise: id };
  const program = useMemo(
    (): Program => ({ language: first.language, source: begun.value, title: '', origin: { kind: 'edited' }, attachPoints: [], outputs: [] }),
    [first.language, begun.value],
  );
  const act = async (what: () => Promise<void>): Promise<void> => {
    isBusy.value = true;
    wrong.value = undefined;
    try {
      await what();
    } catch (error) {
      wrong.value = troubleOf(error);
    }
    isBusy.value = false;
  };
  const ask = (path: 'POST /api/course/:lesson/:exercise/hint' | 'POST /api/course/:lesson/:exercise/solution'): Promise<void> =>
    act(async () => {
      shown.value = await call(path, { params, body: {} });
    });
  const judge = (): Promise<void> =>
    act(async () => {
      teaching.value = undefined;
      const source = typed.peek();
      const graded = await call('POST /api/course/:lesson/:exercise/grade', { params, body: { source, before: shown.peek().source, lang } });
      shown.value = graded.exercise;
      teaching.value = graded.teaching;
      if (graded.teaching.passed) onPassed();
    });
  const headed = `exercise-${id}`;
  return (
    <section class="card exercise" aria-labelledby={headed}>
      <h3 id={headed}>
        {w.exercise(number)}: {visible(title[lang])} {passed ? <span class="chip observe">{w.passed}</span> : null}
      </h3>
      <p>
        <Words of={parseInline(task[lang])} />
      </p>
      {needs.length === 0 ? null : (
        <p class="dim small">
          {w.needs} {needs.join(', ')}
        </p>
      )}
      <ProgramEditor program={program} readOnly={!mayRun.value} onChange={(text) => (typed.value = text)} />
      {mayRun.value ? (
        <>
          <p class="dim small">
            {w.runs} <code>{visible(workload)}</code>
          </p>
          <div class="actions">
            <button type="button" class="primary" disabled={isBusy.value} onClick={judge}>
              {w.judge}
            </button>
            {hintsLeft > 0 ? (
              <button type="button" disabled={isBusy.value} onClick={() => ask('POST /api/course/:lesson/:exercise/hint')}>
                {w.askHint(hintsLeft)}
              </button>
            ) : solution === undefined ? (
              <button type="button" disabled={isBusy.value} onClick={() => ask('POST /api/course/:lesson/:exercise/solution')}>
                {w.giveUp}
              </button>
            ) : null}
            <button
              type="button"
              class="quiet"
              disabled={isBusy.value}
              onClick={() => {
                begun.value = start;
                typed.value = start;
              }}
            >
              {w.restart}
            </button>
          </div>
        </>
      ) : null}
      <div role="status">
        {isBusy.value ? <p class="dim pulse">{w.judging}</p> : null}
        {teaching.value === undefined ? null : <Verdict teaching={teaching.value} />}
      </div>
      <TroubleBox trouble={wrong.value} />
      {hints.map((hint, at) => (
        <div key={at} class="box">
          <p>
            <b>{w.hint(at + 1)}</b> <Words of={parseInline(hint[lang])} />
          </p>
        </div>
      ))}
      {solution === undefined ? null : (
        <details>
          <summary>{w.solution}</summary>
          <Code source={solution} language={first.language} />
        </details>
      )}
    </section>
  );
}

function Verdict({ teaching }: { readonly teaching: Teaching }) {
  const w = learnWords.value;
  const { passed, headline, slip, remarks, said, truth, notes } = teaching;
  return (
    <div class={`box ${passed ? 'good' : 'bad'} verdict`}>
      <p>
        <b>{visible(headline)}</b>
      </p>
      {slip === undefined ? null : (
        <p>
          {w.slip}: <Words of={parseInline(slip)} />
        </p>
      )}
      {remarks.map(({ says, line, diagnostic, hint }, at) => (
        <p key={at}>
          {line === undefined ? null : <b>{w.line(line)} </b>}
          <Words of={parseInline(says)} />
          {says === diagnostic.message ? null : <span class="dim"> ({visible(diagnostic.message)})</span>}
          {hint === undefined ? null : <span class="dim"> {visible(hint)}</span>}
        </p>
      ))}
      {said === undefined ? null : (
        <>
          <p>{visible(said.title)}</p>
          <pre tabIndex={0}>
            <code>{said.lines.map((line) => `${visible(line)}\n`)}</code>
          </pre>
          {said.more === 0 ? null : <p class="dim">{w.more(said.more)}</p>}
        </>
      )}
      {truth === undefined ? null : (
        <p>
          <Words of={parseInline(truth)} />
        </p>
      )}
      {notes.map((note) => (
        <p key={note}>
          <Words of={parseInline(note)} />
        </p>
      ))}
    </div>
  );
}
