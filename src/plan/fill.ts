/**
 * Fills the slots of a library program from an intent: what it is keyed by, how it is measured, which process it is narrowed to, when it ends.
 * The program is changed through its tree (what is replaced is a node), its text elsewhere stays as its author wrote it.
 */
import type { AttachPoint, Expression, Probe, Script } from '../bpftrace/ast.ts';
import { parse } from '../bpftrace/parser.ts';
import { walk } from '../bpftrace/visit.ts';
import { applyEdits, type TextEdit } from '../core/diagnostic.ts';
import type { Intent, Measure, ProcessFilter } from '../core/intent.ts';
import type { LibraryProgram, Target } from '../knowledge/library.ts';

export interface Filled {
  readonly source: string;
  /** What the answer map is keyed by now. */
  readonly keys: readonly string[];
  readonly measure: Measure;
  /** Wishes that this program cannot grant. */
  readonly refused: readonly Refusal[];
  readonly endsItself: boolean;
  /** Whether the question's process is what it is narrowed to. */
  readonly narrowed: boolean;
}

export type Refusal =
  | { readonly what: 'key'; readonly key: string; readonly offered: readonly string[] }
  | { readonly what: 'measure'; readonly measure: Measure }
  | { readonly what: 'filter' };

/** Names of processes are cut by the kernel at this many bytes (TASK_COMM_LEN less its end). */
export const MAX_COMM = 15;

const NOT_FILTERED: ReadonlySet<string> = new Set(['BEGIN', 'END', 'interval']);

/** The bpftrace function behind a measure that one may be swapped for another on the same argument. */
const FUNCTIONS: Partial<Readonly<Record<Measure, string>>> = {
  count: 'count',
  sum: 'sum',
  average: 'avg',
  min: 'min',
  max: 'max',
  distribution: 'hist',
  latency: 'hist',
};
const SWAPPABLE: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'hist']);

/** Keys that say whose doing it was. */
const SUBJECTS: ReadonlySet<string> = new Set(['process', 'pid', 'tid', 'user', 'cpu']);

/** The map in which a program keeps the threads of a traced command. */
const TRACED = '@traced';

export function fill(program: LibraryProgram, intent: Intent, followsCommand: boolean): Filled {
  const refused: Refusal[] = [];
  let source = program.source;
  const edit = (make: (script: Script, source: string) => readonly TextEdit[]): void => {
    source = applyEdits(source, make(parse(source).script, source));
  };

  const keys = chooseKeys(program, intent, refused);
  if (keys.join() !== program.keys.join()) edit((script) => rekey(script, program, keys));

  const measure = chooseMeasure(program, intent, refused);
  if (measure !== program.measure) edit((script, text) => remeasure(script, text, program.answer, measure));

  const filter = intent.filter?.value;
  if (filter !== undefined || followsCommand) {
    const { target } = program;
    // The probe runs in whoever does it; a question about whom it is done to would be answered the wrong way round.
    const wrongWay = intent.toward === true && !followsCommand && (program.event === 'signal' || program.event === 'wakeup');
    if (target === undefined || wrongWay) refused.push({ what: 'filter' });
    else {
      edit((script, text) => narrow(script, text, target, conditionOf(filter, target, followsCommand)));
      if (followsCommand) source = followForks(source);
    }
  }
  const seconds = intent.seconds?.value;
  if (seconds !== undefined) source = endAfter(source, seconds);
  return {
    source,
    keys,
    measure,
    refused,
    endsItself: seconds !== undefined,
    narrowed: filter !== undefined && !refused.some((refusal) => refusal.what === 'filter'),
  };
}

function chooseKeys(program: LibraryProgram, intent: Intent, refused: Refusal[]): readonly string[] {
  if (!program.answer.startsWith('@')) return program.keys;
  const wanted: string[] = [];
  for (const { value } of intent.keys) {
    if (value in program.by || program.keys.includes(value)) wanted.push(value);
    else refused.push({ what: 'key', key: value, offered: Object.keys(program.by) });
  }
  if (wanted.length === 0 || wanted.every((key) => program.keys.includes(key))) return program.keys;
  // Who it is by is asked for anew; what it tells beside that (the error, the stack) is what makes it this program, and stays.
  const kept = program.keys.filter((key) => !SUBJECTS.has(key) && !wanted.includes(key));
  const keys = [...wanted, ...kept];
  return keys.every((key) => key in program.by) ? keys : program.keys;
}

function chooseMeasure(program: LibraryProgram, intent: Intent, refused: Refusal[]): Measure {
  const wanted = intent.measure?.value;
  if (wanted === undefined || wanted === program.measure || !program.answer.startsWith('@')) return program.measure;
  if (FUNCTIONS[wanted] === FUNCTIONS[program.measure]) return program.measure;
  if (program.measures.includes(wanted) && FUNCTIONS[wanted] !== undefined) return wanted;
  // "how many bytes" and "log" are how people talk; only a picture or a mean that was asked for and is not given needs a word.
  if (['average', 'max', 'min', 'stacks'].includes(wanted) || (wanted === 'distribution' && program.measure !== 'latency'))
    refused.push({ what: 'measure', measure: wanted });
  return program.measure;
}

/** Replaces what stands between the brackets of the answer map wherever it is assigned. */
function rekey(script: Script, program: LibraryProgram, keys: readonly string[]): TextEdit[] {
  const text = keys.map((key) => program.by[key] ?? key).join(', ');
  const assigned = assignedIn(script);
  const edits: TextEdit[] = [];
  for (const node of walk(script)) {
    if (node.kind !== 'map' || node.name !== program.answer) continue;
    const at = node.span.start + node.name.length;
    if (node.keySpan !== undefined) edits.push({ span: node.keySpan, text });
    else if (assigned.has(node)) edits.push({ span: { start: at, end: at }, text: `[${text}]` });
  }
  return edits;
}

/** Everything that is assigned to, or counted up. */
function assignedIn(script: Script): ReadonlySet<Expression> {
  const targets = new Set<Expression>();
  for (const node of walk(script)) {
    if (node.kind === 'assignment') targets.add(node.target);
    if (node.kind === 'unary') targets.add(node.operand);
  }
  return targets;
}

/** `sum(x)` becomes `hist(x)`, and so on, wherever the answer map is assigned. */
function remeasure(script: Script, source: string, answer: string, measure: Measure): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const node of walk(script)) {
    if (node.kind !== 'assignment' || node.target.kind !== 'map' || node.target.name !== answer) continue;
    const { value } = node;
    if (value.kind !== 'call' || !SWAPPABLE.has(value.name)) continue;
    const argument = value.args[0];
    const inside = measure === 'count' || argument === undefined ? '' : source.slice(argument.span.start, argument.span.end);
    edits.push({ span: value.span, text: `${FUNCTIONS[measure] ?? value.name}(${inside})` });
  }
  return edits;
}

function conditionOf(filter: ProcessFilter | undefined, target: Target, followsCommand: boolean): string {
  const conditions: string[] = [];
  if (filter?.pid !== undefined) conditions.push(`${target.pid} == ${filter.pid}`);
  if (filter?.comm !== undefined) conditions.push(`${target.comm} == ${quote(cutComm(filter.comm))}`);
  if (followsCommand) conditions.push(`${TRACED}[${target.tid}]`);
  return conditions.join(' && ');
}

/** A process name as the kernel keeps it. */
export function cutComm(name: string): string {
  const bytes = Buffer.from(name.split('/').at(-1) ?? name);
  // A cut through a character leaves a broken one at the end, which no comm would equal.
  return bytes.length <= MAX_COMM
    ? bytes.toString()
    : bytes
        .subarray(0, MAX_COMM)
        .toString()
        .replace(/\uFFFD+$/, '');
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** Adds a condition to the probes of the target, behind the one they have. */
function narrow(script: Script, source: string, target: Target, condition: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const probe of script.probes) {
    if (!isTargeted(probe, target, source)) continue;
    if (probe.predicate === undefined) {
      const at = probe.attachPoints.at(-1)?.span.end ?? probe.body.span.start;
      edits.push({ span: { start: at, end: probe.body.span.start }, text: `\n/${condition}/\n` });
      continue;
    }
    const { kind, span } = probe.predicate.condition;
    const old = source.slice(span.start, span.end);
    // A stored pointer is no operand of && in bpftrace 0.17; compared with 0 it is.
    const isValue = kind === 'map' || kind === 'variable' || kind === 'field' || kind === 'index';
    const isCompound = kind === 'binary' || kind === 'ternary';
    edits.push({ span, text: `${isValue ? `${old} != 0` : isCompound ? `(${old})` : old} && ${condition}` });
  }
  return edits;
}

function isTargeted(probe: Probe, target: Target, source: string): boolean {
  return probe.attachPoints.some((point) =>
    target.at === undefined ? !NOT_FILTERED.has(point.provider) : target.at.some((pattern) => matches(pattern, point, probe, source)),
  );
}

/** `tracepoint:sock:*`, or with the clause's own predicate behind it where only one of several clauses is meant. */
function matches(pattern: string, point: AttachPoint, probe: Probe, source: string): boolean {
  const [place = '', predicate] = pattern.split(/\s+(?=\/)/);
  const { predicate: own } = probe;
  if (predicate !== undefined && squeeze(predicate) !== (own === undefined ? '' : squeeze(source.slice(own.span.start, own.span.end)))) return false;
  return new RegExp(`^${place.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`).test(point.text);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

/**
 * Keeps the threads of a command in a map, from its first one (the positional parameter) on through its forks. A filter on the pid would miss its children.
 * sched_process_fork names the thread that forks and the new one by their thread ids.
 */
function followForks(source: string): string {
  return addToSpecial(
    addToSpecial(
      `${source.trimEnd()}\n\ntracepoint:sched:sched_process_fork\n/${TRACED}[args->parent_pid]/\n{\n  ${TRACED}[args->child_pid] = 1;\n}\n\n` +
        `tracepoint:sched:sched_process_exit\n/${TRACED}[tid]/\n{\n  delete(${TRACED}[tid]);\n}\n`,
      'BEGIN',
      `${TRACED}[$1] = 1;`,
    ),
    'END',
    `clear(${TRACED});`,
  );
}

/** There may be one BEGIN and one END only, so a statement joins the one that is there. */
function addToSpecial(source: string, name: 'BEGIN' | 'END', statement: string): string {
  const probe = parse(source).script.probes.find((candidate) => candidate.attachPoints.some((point) => point.provider === name));
  const clause = `${name}\n{\n  ${statement}\n}\n`;
  // In front: bpftrace 0.17 learns the type of a map from the first place where it is assigned.
  if (probe === undefined) return name === 'BEGIN' ? `${clause}\n${source}` : `${source.trimEnd()}\n\n${clause}`;
  const at = probe.body.span.start + 1;
  return applyEdits(source, [{ span: { start: at, end: at }, text: `\n  ${statement}` }]);
}

function endAfter(source: string, seconds: number): string {
  const whole = Number.isInteger(seconds);
  const interval = whole ? `interval:s:${seconds}` : `interval:ms:${Math.max(1, Math.round(seconds * 1000))}`;
  return `${source.trimEnd()}\n\n${interval}\n{\n  exit();\n}\n`;
}
