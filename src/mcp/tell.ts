/** Plans, runs and records as what a client is told of them. */
import type { AskEvent, Plan } from '../ask.ts';
import type { Dataset } from '../core/dataset.ts';
import { type Diagnostic, positionsIn } from '../core/diagnostic.ts';
import type { Problem } from '../core/problem.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Numbered } from '../line/runs/log.ts';
import { named, stringify } from '../views/plain.ts';
import { type ServerPolicy, verdictOf } from './policy.ts';
import type { Trace } from './traces.ts';

/** Rows and groups of one dataset that a client is given. */
const MOST_ROWS = 100;
const MOST_GROUPS = 20;
const MOST_TEXTS = 50;
/** Entries of one printed map. */
const MOST_ENTRIES = 50;

export function tellDiagnostics(diagnostics: readonly Diagnostic[], source: string): readonly object[] {
  const at = positionsIn(source);
  return diagnostics.map(({ code, severity, message, span, hints, fixes }) => ({
    code,
    severity,
    message,
    ...(span === undefined ? {} : { line: at(span.start).line, column: at(span.start).column }),
    hints,
    fixes: fixes.map(({ title }) => title),
  }));
}

const ALLOWED = { free: 'runs', approval: 'needs-approval', refused: 'refused' } as const;

export function tellPlan(plan: Plan, diagnostics: readonly Diagnostic[], policy: ServerPolicy): object {
  const { program, tells, safety, notes, confidence, written } = plan;
  return {
    title: program.title,
    tells,
    language: program.language,
    source: program.source,
    attach_points: program.attachPoints,
    ...(program.seconds === undefined ? {} : { seconds: Math.min(program.seconds, policy.maxSeconds) }),
    origin: program.origin.kind,
    confidence,
    ...(written === undefined ? {} : { written_by: written.model }),
    safety: safety.classes,
    reasons: safety.reasons.map(({ why }) => why),
    allowed: ALLOWED[verdictOf(plan, policy)],
    notes,
    diagnostics: tellDiagnostics(diagnostics, program.source),
  };
}

/** How a run stands, without what it saw. */
export function tellState({ run, waiting, endedBy }: Trace, policy: ServerPolicy): Readonly<Record<string, unknown>> {
  const { phase, plan, diagnostics, problem, exit, session } = run;
  return {
    run: run.id,
    phase,
    ...(run.request.question === undefined ? {} : { question: run.request.question }),
    ...(plan === undefined ? {} : { plan: tellPlan(plan, diagnostics, policy) }),
    ...(phase === 'deciding' && waiting !== undefined ? { waiting: tellWaiting(waiting) } : {}),
    ...(exit === undefined ? {} : { exit }),
    ...(problem === undefined ? {} : { problem: tellProblem(problem) }),
    ...(run.fault === undefined ? {} : { problem: { code: 'internal', message: 'a mistake in gpttrace itself; its standard error says more', hints: [] } }),
    ...(endedBy === undefined ? {} : { ended_by: endedBy }),
    ...(session === undefined ? {} : { session }),
  };
}

/** Hints that are about flags and files of the command line are of no use to a client, which has neither. */
export function hintsForClients(hints: readonly string[]): readonly string[] {
  return hints.filter((hint) => !/(?:^|\s)--[a-z]|\bgpttrace (?:run|fix|check|explain|build)\b/.test(hint));
}

function tellProblem({ code, message, hints, diagnostics, source }: Problem): object {
  return {
    code,
    message,
    hints: [...hintsForClients(hints), ...(code === 'unsafe' ? ['only the person who starts the server can let such programs be approved'] : [])],
    ...(diagnostics.length === 0 ? {} : { diagnostics: tellDiagnostics(diagnostics.slice(0, MOST_TEXTS), source ?? '') }),
  };
}

function tellWaiting(waiting: NonNullable<Trace['waiting']>): object {
  const reasons = waiting.reasons.map(({ why }) => why);
  if (waiting.for === 'consent') return { for: 'consent', reasons, how: 'run_approve with consent: true, once the user has agreed' };
  return {
    for: 'approval',
    reasons,
    how:
      waiting.how === 'terminal'
        ? 'the person at the machine is asked at the terminal that the server was started on; run_read tells what they said'
        : "gpttrace has printed a one-time code on the server's standard error, where the person at the machine can read it; ask them for it, then call run_approve",
  };
}

/** One event, without what other parts of an answer tell. */
export function tellEvent({ cursor, at, event }: Numbered, trace: Trace): object {
  const place = { cursor, ...(at === undefined ? {} : { at: Math.round(at * 1000) / 1000 }) };
  const { run } = trace;
  switch (event.type) {
    case 'plan':
    case 'running':
      return { ...place, event: { type: event.type, title: event.plan.program.title } };
    case 'answer':
      return { ...place, event: { type: 'answer', sentence: event.sentence } };
    case 'row':
      return { ...place, event: named(event, run.plan?.program) };
    case 'map':
    case 'stats':
    case 'histogram':
      return { ...place, event: cutMap(event, run) };
    case 'snapshot':
      return { ...place, event: { type: 'snapshot', map: cutMap(event.map, run) } };
    default: {
      // Of what models and guests do, whatever it is.
      const large = stringify(event).length > 20_000;
      return { ...place, event: large ? { type: event.type, left_out: true } : event };
    }
  }
}

function cutMap(event: Parameters<typeof named>[0] & { readonly entries: readonly unknown[] }, run: Trace['run']): object {
  const more = event.entries.length - MOST_ENTRIES;
  const cut = { ...event, entries: event.entries.slice(0, MOST_ENTRIES) } as Parameters<typeof named>[0];
  return { ...named(cut, run.plan?.program), ...(more > 0 ? { more } : {}) };
}

/** What a run came to. */
export async function tellRecord(record: RunRecord): Promise<object> {
  const { runFindings } = await import('../line/explain-text.ts');
  const { sentence, reasons, remarks = [], datasets, texts, warnings, records, lost, seconds, reason, failure, program } = record;
  return {
    title: program.title,
    sentence,
    reasons,
    remarks,
    findings: runFindings(record).map(({ text, kind }) => ({ kind, text })),
    ...(reason === undefined ? {} : { ended: reason }),
    ...(failure === undefined ? {} : { failure }),
    seconds,
    records,
    lost,
    datasets: datasets.map(tellDataset),
    texts: texts.slice(-MOST_TEXTS),
    warnings: warnings.slice(0, MOST_TEXTS),
  };
}

function tellDataset(dataset: Dataset): object {
  const columns = (list: Extract<Dataset, { shape: 'table' }>['columns']): object[] =>
    list.map(({ name, kind, unit }) => ({ name, kind, ...(unit === undefined ? {} : { unit }) }));
  if (dataset.shape === 'table')
    return { shape: 'table', title: dataset.title, columns: columns(dataset.columns), rows: dataset.rows.slice(0, MOST_ROWS), seen: dataset.seen };
  const { title, keys, value, groups } = dataset;
  return {
    shape: 'histogram',
    title,
    columns: columns([...keys, value]),
    groups: groups.slice(0, MOST_GROUPS).map(({ key, buckets }) => ({ key, buckets })),
    seen: groups.length,
  };
}

/** A question that has no answer here: why, and what is nearest. */
export function tellUnanswered(event: Extract<AskEvent, { type: 'unanswered' }>): object {
  const { code, message, hints, nearest } = event;
  return { code, message, hints, nearest: nearest.map(({ title, tells, ask }) => ({ title, tells, ask })) };
}
