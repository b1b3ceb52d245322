/** What came of a run: how it stands, its answer, its views. */
import { group, secondsText, sharePercent, visible } from '../../src/views/values.ts';
import { call, urlOf } from '../client.ts';
import { ask } from '../options.ts';
import type { LiveRun } from '../run.ts';
import { addressOf, choices, choose, mayRun, stop } from '../state.ts';
import { LogView } from '../views/log.tsx';
import { Panel } from '../views/panel.tsx';
import { language, words, wordsIn } from '../words.ts';
import { AfterView, ModelSays, Thumbs } from './after.tsx';
import { Examples } from './examples.tsx';
import { Told } from './told.tsx';
import { Hints, TroubleBox, Wrong } from './trouble.tsx';

const MOST_STEPS = 12;

export function Result({ run }: { readonly run: LiveRun }) {
  // What is read here is drawn anew when it rises.
  void run.version.value;
  const state = run.state.value;
  const spoken = state.plan?.intent.language ?? (/\p{Script=Han}/u.test(state.question ?? '') ? 'zh' : state.question === undefined ? language.value : 'en');
  const w = wordsIn(spoken);
  const isLive = state.phase === 'running';
  const { answer } = run;
  return (
    <div class="result">
      <Connection run={run} />
      <Steps run={run} spoken={spoken} />
      <TroubleBox trouble={state.problem} />
      {state.problem === undefined || state.plan !== undefined ? null : <Wrong diagnostics={state.diagnostics} />}
      {state.problem === undefined || state.question !== undefined || state.replayOf !== undefined ? null : (
        <p>
          {state.tool === undefined ? (
            <a class="button" href="#/write">
              {w.backToProgram}
            </a>
          ) : (
            <a class="button" href={addressOf('tools', state.tool)}>
              {w.backToTool}
            </a>
          )}
        </p>
      )}
      <Meant spoken={spoken} />
      <Unanswered run={run} />
      {run.told === undefined ? null : <Told told={run.told} />}
      {isLive ? <Gauges run={run} spoken={spoken} /> : null}
      {answer === undefined ? null : (
        <section class="card answer" aria-labelledby="answer-title">
          <h2 id="answer-title">{w.answer}</h2>
          <p class="sentence" role="status">
            {visible(answer.sentence)}
          </p>
          {answer.reasons.length === 0 ? null : <Lines title={w.why} lines={answer.reasons} />}
          {(answer.remarks ?? []).length === 0 ? null : <Lines title={w.remarks} lines={answer.remarks ?? []} />}
          {run.explanations.result === undefined ? null : <ModelSays said={run.explanations.result} spoken={spoken} />}
          {state.phase === 'ended' ? (
            <>
              <AfterView load={() => call('GET /api/runs/:id/after', { params: { id: run.id } })} of={run.id} spoken={spoken} />
              <p class="actions">
                {state.session === undefined ? null : (
                  <>
                    <a class="button" href={`#/sessions/${state.session}`}>
                      {w.seeKept}
                    </a>
                    <Thumbs session={state.session} spoken={spoken} />
                  </>
                )}
                {state.session === undefined && state.replayOf === undefined ? (
                  <a class="button" href={urlOf('GET /api/runs/:id/report.html', { params: { id: run.id } })} download={`gpttrace-${run.id}.html`}>
                    {w.report}
                  </a>
                ) : null}
              </p>
            </>
          ) : null}
        </section>
      )}
      <Printed run={run} spoken={spoken} />
      {run.warnings.length === 0 ? null : <Lines title={w.warnings} lines={run.warnings.slice(-5)} />}
      {run.failure === undefined ? null : (
        <div class="box bad" role="alert">
          <p>{w.failed}</p>
          <pre class="said">{run.failure.split('\n').map(visible).join('\n')}</pre>
        </div>
      )}
      {run.missed > 0 ? <p class="box">{w.missed(group(run.missed))}</p> : null}
      {isLive || answer !== undefined ? (
        <section class="card" aria-label={w.views}>
          <Panel seen={run.seen()} language={spoken} live={isLive} />
        </section>
      ) : null}
      {state.phase === 'ended' &&
      answer === undefined &&
      state.problem === undefined &&
      run.unanswered === undefined &&
      run.told === undefined &&
      run.failure === undefined ? (
        <p class="dim">{w.notRun}</p>
      ) : null}
      {run.notes.slice(-5).map((note) => (
        <p key={note} class="dim">
          {visible(note)}
        </p>
      ))}
    </div>
  );
}

/** What the traced command printed: text of a stranger, as all that a trace saw. */
function Printed({ run, spoken }: { readonly run: LiveRun; readonly spoken: string }) {
  void run.version.value;
  const w = wordsIn(spoken);
  const { printed, printedLeft, commandStatus } = run;
  if (run.state.value.command === undefined || (printed === '' && commandStatus === undefined)) return null;
  return (
    <section class="card printed" aria-labelledby="printed">
      <h2 id="printed">{w.printed}</h2>
      {printed === '' ? <p class="dim">{w.printedNothing}</p> : <LogView texts={printed.trimEnd().split('\n')} language={spoken} />}
      {printedLeft === 0 ? null : <p class="dim">{w.printedLeft(group(printedLeft))}</p>}
      {commandStatus === undefined ? null : <p class={commandStatus === 0 ? 'dim' : 'warn'}>{w.commandEnded(commandStatus)}</p>}
    </section>
  );
}

export function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <div class="lines">
      <h2 class="minor">{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{visible(line)}</li>
        ))}
      </ul>
    </div>
  );
}

/** What is done before it runs. */
function Steps({ run, spoken }: { readonly run: LiveRun; readonly spoken: string }) {
  void run.version.value;
  const { phase } = run.state.value;
  const { program } = run.explanations;
  const now = run.now ?? (phase === 'planning' && choices.value.length === 0 ? wordsIn(spoken).planning : undefined);
  return (
    <>
      {run.steps.length === 0 ? null : (
        <ul class="steps">
          {run.steps.slice(-MOST_STEPS).map((step, at) => (
            <li key={`${at} ${step}`}>{visible(step)}</li>
          ))}
        </ul>
      )}
      {now === undefined || phase === 'ended' ? null : (
        <div class="gauges">
          <span class="dim pulse" role="status">
            {visible(now)}
          </span>
          {/* A guest, a model or a compiler may take minutes. */}
          {phase === 'planning' && mayRun.value ? (
            <button type="button" class="quiet" onClick={() => stop()}>
              {wordsIn(spoken).stop} <kbd>s</kbd>
            </button>
          ) : null}
        </div>
      )}
      {program === undefined ? null : <ModelSays said={program} spoken={spoken} />}
    </>
  );
}

function Connection({ run }: { readonly run: LiveRun }) {
  const w = words.value;
  const now = run.connection.value;
  if (now === 'open' || now === 'closed') return null;
  return (
    <p class={`box ${now === 'retrying' ? '' : 'bad'}`} role="status">
      {now === 'retrying' ? w.retrying : now === 'lost' ? w.lost : w.refused}
    </p>
  );
}

/** Which program the question meant, where it could mean several: what is said counts the next time. */
function Meant({ spoken }: { readonly spoken: string }) {
  const w = wordsIn(spoken);
  if (choices.value.length === 0) return null;
  return (
    <section class="card" aria-labelledby="meant">
      <h2 id="meant">{w.whichMeant}</h2>
      <ul class="choices">
        {choices.value.map(({ name, title, tells }, at) => (
          <li key={name}>
            <button type="button" disabled={!mayRun.value} onClick={() => choose(name)}>
              <b>{visible(title)}</b> <kbd>{at + 1}</kbd>
              <span class="dim">{w.tells(visible(tells))}</span>
            </button>
          </li>
        ))}
      </ul>
      {mayRun.value ? (
        <div class="actions">
          <button type="button" onClick={() => choose()}>
            {w.noneMeant} <kbd>Esc</kbd>
          </button>
        </div>
      ) : null}
      <p class="dim">{w.meantHelp}</p>
    </section>
  );
}

function Unanswered({ run }: { readonly run: LiveRun }) {
  void run.version.value;
  const { unanswered } = run;
  if (unanswered === undefined) return null;
  return (
    <section class="card" aria-labelledby="unanswered">
      <h2 id="unanswered">{visible(unanswered.message)}</h2>
      {/* What can be asked stands below. */}
      <Hints hints={unanswered.hints.filter((hint) => !hint.includes('gpttrace --help'))} />
      {unanswered.nearest.length === 0 ? (
        <Examples />
      ) : (
        <ul class="choices">
          {unanswered.nearest.map((near) => (
            <li key={near.ask}>
              <button type="button" onClick={() => ask(near.ask)}>
                <b>{visible(near.title)}</b>
                <span class="dim">{visible(near.ask)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** How it stands while it runs. */
function Gauges({ run, spoken }: { readonly run: LiveRun; readonly spoken: string }) {
  const w = wordsIn(spoken);
  // A component whose props are the same is not drawn anew unless it reads what has changed.
  void run.version.value;
  const { overhead } = run;
  const limit = run.state.value.plan?.program.seconds;
  return (
    <div class="gauges">
      <span class="live">{run.seconds > 0 ? w.running : w.starting}</span>
      <span>
        {secondsText(run.seconds, spoken)}
        {limit === undefined ? '' : ` / ${secondsText(limit, spoken)}`}
      </span>
      {limit === undefined ? null : <progress max={limit} value={Math.min(limit, run.seconds)} aria-label={w.running} />}
      {overhead === undefined ? null : (
        <>
          {/* The first look at it has seen no time go by. */}
          {overhead.rate > 0 ? (
            <span>
              {group(Math.round(overhead.rate))} {w.rate}
            </span>
          ) : null}
          <span>
            {sharePercent(overhead.share)} {w.cost}
          </span>
        </>
      )}
      {mayRun.value || run.state.value.replayOf !== undefined ? (
        <button type="button" class="danger" onClick={() => stop()}>
          {w.stop} <kbd>s</kbd>
        </button>
      ) : null}
      {run.lost > 0 ? (
        <span class="warn">
          {group(run.lost)} {w.lostEvents}
        </span>
      ) : null}
    </div>
  );
}
