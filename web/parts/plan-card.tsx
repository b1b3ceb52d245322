/** What will be run: what it tells, where it looks, for how long, what to mind, and the program itself. */
import { useSignal } from '@preact/signals';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import type { Column, Language, SafetyReason } from '../../src/core/program.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { secondsText, visible } from '../../src/views/values.ts';
import { heading } from '../../src/views/words.ts';
import { call } from '../client.ts';
import { ask } from '../options.ts';
import { again, attempt, decide, edited, hello, mayRun, phase, run } from '../state.ts';
import { wordsIn } from '../words.ts';
import { ProgramEditor } from './program.tsx';
import { Wrong } from './trouble.tsx';

const MOST_PROBES = 6;

interface PlanCardProps {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** What is started with it: its arguments. */
  readonly command: readonly string[] | undefined;
  /** The guest of the lab it runs in. */
  readonly within: string | undefined;
}

export function PlanCard({ plan, diagnostics, command, within }: PlanCardProps) {
  const { program, intent } = plan;
  const w = wordsIn(intent.language);
  const lines = useSignal<readonly string[] | undefined>(undefined);
  const isDeciding = phase.value === 'deciding' && mayRun.value;
  const written = program.language === 'bpftrace' || program.language === 'c' ? program.language : undefined;
  const facts: (readonly [string, string])[] = [];
  if (program.attachPoints.length > 0) facts.push([w.probesOf, attachList(program.attachPoints)]);
  const shows = showsText(plan);
  if (shows !== '') facts.push([w.shows, shows]);
  facts.push([
    w.lasts,
    program.seconds === undefined ? (command === undefined ? w.untilStopped : w.untilCommand) : secondsText(program.seconds, intent.language),
  ]);
  if (within !== undefined) facts.push([w.runsIn, w.inGuest(within)]);
  if (program.language !== 'bpftrace') facts.push([w.answeredBy, w.means[program.language] ?? program.language]);
  const heard = heardText(plan);
  if (heard !== '') facts.push([w.heard, heard]);
  if (plan.written !== undefined) facts.push([w.from, plan.written.model]);
  for (const note of plan.notes) facts.push([w.note, note]);
  const { alternative } = plan;
  return (
    <section class="card plan" aria-labelledby="plan-title">
      <h2 id="plan-title">{visible(program.title)}</h2>
      {plan.tells === '' ? null : <p>{w.tells(visible(plan.tells))}</p>}
      <ul class="chips" aria-label={w.safetyOf}>
        {plan.safety.classes.map((kind) => (
          <li key={kind} class={`chip ${kind}`}>
            {w.safety[kind]}
          </li>
        ))}
        {command === undefined ? null : <li class="chip costly">{w.startsCommand}</li>}
      </ul>
      {command === undefined ? null : <Command command={command} within={within} spoken={intent.language} />}
      {plan.safety.reasons.length === 0 ? null : (
        <ul class="reasons">
          {[...new Set(plan.safety.reasons.map((reason) => reasonText(plan, reason)))].slice(0, 4).map((why) => (
            <li key={why}>{visible(why)}</li>
          ))}
        </ul>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>{visible(value)}</dd>
          </div>
        ))}
      </dl>
      {alternative === undefined ? null : (
        <p class="dim">
          {w.or}{' '}
          <button type="button" class="link" onClick={() => ask(alternative.ask)}>
            {visible(alternative.title)}
          </button>
        </p>
      )}
      <Wrong diagnostics={diagnostics} />
      <div class="program">
        <div class="tools">
          <h3>{w.program}</h3>
          {edited.value === undefined ? null : <span class="chip costly">{w.edited}</span>}
          {written === undefined ? null : (
            <span class="right">
              <button type="button" class="quiet" onClick={() => save(edited.value ?? program.source, written === 'c' ? 'program.bpf.c' : 'program.bt')}>
                {w.save}
              </button>
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  attempt(async () => {
                    const body = { source: edited.value ?? program.source, language: written, lang: intent.language === 'zh' ? 'zh' : 'en' };
                    lines.value = (await call('POST /api/explain', { body })).lines;
                  })
                }
              >
                {w.explain}
              </button>
            </span>
          )}
        </div>
        <ProgramEditor
          program={program}
          readOnly={!isDeciding || written === undefined}
          within={within}
          onChange={(source) => {
            edited.value = source === program.source ? undefined : source;
          }}
        />
        {lines.value === undefined ? null : (
          <section class="explained" aria-label={w.explanation}>
            <pre tabIndex={0}>{lines.value.map(visible).join('\n')}</pre>
          </section>
        )}
      </div>
      <Actions language={program.language} spoken={intent.language} />
    </section>
  );
}

/** The command as it will be started: one argument each, so that nobody has to guess how it is taken apart. */
function Command({ command, within, spoken }: { readonly command: readonly string[]; readonly within: string | undefined; readonly spoken: string }) {
  const w = wordsIn(spoken);
  const as = hello.value?.commands;
  return (
    <p class="command">
      {w.willStart}{' '}
      {command.map((argument, at) => (
        <code key={at}>{argument.split('\n').map(visible).join('\n')}</code>
      ))}{' '}
      <span class="dim">{within !== undefined ? w.startedIn(visible(within)) : as === undefined ? '' : w.startedAs(visible(as.user), visible(as.folder))}</span>
    </p>
  );
}

/** As a file, into the folder for downloads. */
function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Actions({ language, spoken }: { readonly language: Language; readonly spoken: string }) {
  const w = wordsIn(spoken);
  if (!mayRun.value) return null;
  if (phase.value === 'deciding')
    return (
      <div class="actions">
        <button type="button" class="primary" onClick={() => decide('run')}>
          {edited.value === undefined ? w.run : w.runEdited} <kbd>r</kbd>
        </button>
        <button type="button" onClick={() => decide('no')}>
          {w.no} <kbd>Esc</kbd>
        </button>
      </div>
    );
  const current = run.value;
  if (phase.value !== 'ended' || current === undefined || language === 'object' || language === 'wasm') return null;
  return (
    <div class="actions">
      <button type="button" onClick={() => again(current)}>
        {w.again}
      </button>
    </div>
  );
}

/** The reasons are worded in English; in another language the part of the program says it. */
function reasonText({ program, intent }: Plan, { why, span }: SafetyReason): string {
  const part = program.source.slice(span.start, span.end).replace(/\s+/g, ' ');
  return intent.language === 'zh' && part !== '' ? part : why;
}

function attachList(points: readonly string[]): string {
  const telling = points.filter((point) => !/^(BEGIN|END|begin|end)$|^interval:/.test(point));
  const distinct = [...new Set(telling.length > 0 ? telling : points)];
  const shown = distinct.slice(0, MOST_PROBES).join(', ');
  return distinct.length > MOST_PROBES ? `${shown}, … (${distinct.length})` : shown;
}

function showsText({ program, intent }: Plan): string {
  const answer = program.outputs.filter((output) => (output.shape === 'rows' ? program.answer === 'rows' : output.map === program.answer));
  const names = (columns: readonly Column[]) => columns.map(({ name }) => heading(name, intent.language)).join(', ');
  return (answer.length > 0 ? answer : program.outputs)
    .map((output) =>
      output.shape === 'rows' ? names(output.columns) : wordsIn(intent.language).by(heading(output.value.name, intent.language), names(output.keys)),
    )
    .join('; ');
}

/** The words of the question that decided something. */
function heardText({ intent }: Plan): string {
  const parts = [intent.event, intent.measure, ...intent.keys, intent.filter, ...intent.conditions, intent.every, intent.times, intent.seconds, intent.top].map(
    (heard) => heard?.words ?? '',
  );
  return [...new Set(parts.filter((text) => text !== ''))].map((text) => `“${text}”`).join(' · ');
}
