/** Makes a plan of a program that a model wrote: what it prints is read off its tree, and called what the model calls it. */
import { walk } from '../../bpftrace/visit.ts';
import { check, type Machine } from '../../check/check.ts';
import { flat } from '../../core/flat.ts';
import type { Intent } from '../../core/intent.ts';
import { messages } from '../../core/messages.ts';
import type { Column, Output, Unit } from '../../core/program.ts';
import type { Request } from '../../core/request.ts';
import { columnOf } from '../../knowledge/library.ts';
import type { Draft } from '../../plan/agent/events.ts';
import type { Mend } from '../../plan/agent/workshop.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Host } from '../../system/host.ts';
import { DEFAULT_SECONDS, missingProcess, replan, timed } from '../plans.ts';
import { canCompile } from './compile.ts';
import { canHold, usesParameter } from './workshop.ts';

/** So sure is one of a program that passed every proof there is before it runs; of the library's own programs one is surer. */
const SURE = 0.8;
/** So much less for every proof that could not be had. */
const UNPROVEN = 0.15;
const MOST_NAME = 40;

/** `heard` is what was asked, `model` the name of who wrote it. The draft has passed everything. */
export function planOfDraft(draft: Draft, heard: Intent, request: Request, machine: Machine, host: Host, model: string): Plan {
  const { source, title, tells, columns, mends } = draft;
  const { intent, endless } = timed(heard, request);
  const { script } = check(source, machine, true).parsed;
  const missing = missingProcess(intent, host);
  const top = intent.top?.value;
  const proven = provenBy(canCompile(machine.facts), intent);
  const base: Plan = {
    program: {
      language: 'bpftrace',
      source,
      title: flat(title),
      origin: { kind: 'model', name: model },
      attachPoints: [],
      outputs: [],
      ...(top === undefined ? {} : { top }),
    },
    intent,
    confidence: confidenceIn(proven),
    tells: flat(tells).replace(/[.。]$/, ''),
    safety: { classes: ['observe'], reasons: [] },
    notes: [...notesOf(draft, model, heard.language), ...(missing === undefined ? [] : [missing])],
    narrowed: intent.filter !== undefined,
    followsCommand: request.command !== undefined && usesParameter(script),
  };
  const { program, ...described } = replan(base, source, machine);
  const outputs = program.outputs.map((output) => named(output, columns));
  const answer = printsAtIntervals(script) ? undefined : answerOf(outputs, columns);
  // A program that ends by itself ends then, unless it was to end earlier; any other is ended by the engine.
  const own = program.seconds;
  const asked = endless ? undefined : (intent.seconds?.value ?? (own === undefined ? DEFAULT_SECONDS : undefined));
  const seconds = asked === undefined ? own : Math.min(asked, own ?? asked);
  return {
    ...described,
    written: { model, mended: mends.length, proven },
    program: {
      ...program,
      origin: base.program.origin,
      outputs,
      ...(answer === undefined ? {} : { answer }),
      ...(seconds === undefined ? {} : { seconds }),
      ...(intent.filter?.value.pid === undefined ? {} : { pid: intent.filter.value.pid }),
      endsItself: own !== undefined && own === seconds,
    },
  };
}

type Proofs = NonNullable<Plan['written']>['proven'];

/** `compiled`: whether this machine can compile it. */
export function provenBy(compiled: boolean, intent: Intent): Proofs {
  return ['checked', ...(compiled ? ['compiled' as const] : []), ...(canHold(intent) ? ['held' as const] : [])];
}

export function confidenceIn(proven: Proofs): number {
  return Math.round((SURE - UNPROVEN * (3 - proven.length)) * 100) / 100;
}

/** What whoever agrees to the program should know of it. */
export function notesOf({ faults, cannotShow, mends }: Draft, model: string, language: string): string[] {
  return [...faults.map(({ message }) => message), ...cannotShow.map((said) => messages.modelSays(model, flat(said), language)), ...mends.map(mendText)];
}

/** A mend for a person: what is then measured otherwise is what they should know. */
function mendText({ what, why, changes }: Mend): string {
  return flat(`mended: ${what} (${changes ?? why})`);
}

function isWide(output: Output, names: readonly string[]): boolean {
  return names.length > 0 && names.length === (output.shape === 'rows' ? output.columns.length : output.keys.length + 1);
}

export function named(output: Output, names: readonly string[]): Output {
  if (!isWide(output, names)) return output;
  if (output.shape === 'rows') return { ...output, columns: output.columns.map((column, at) => columnNamed(names[at] ?? '', column)) };
  return { ...output, keys: output.keys.map((key, at) => columnNamed(names[at] ?? '', key)), value: columnNamed(names.at(-1) ?? '', output.value) };
}

const UNITS: Readonly<Record<string, Unit>> = { bytes: 'bytes', ns: 'ns', us: 'us', ms: 'ms', s: 's', pages: 'pages' };

/** `latency (us)`, `latency us` or `bytes`: the unit is the column's. What is known of its kind from the tree holds where the name says nothing. */
function columnNamed(text: string, column: Column): Column {
  const whole = flat(text);
  const [, bare = '', unitText = ''] = /^(.*?)[\s_]*[([]?\b(bytes|ns|us|ms|s|pages)[)\]]?$/.exec(whole) ?? [];
  const unit = Object.hasOwn(UNITS, unitText) ? UNITS[unitText] : column.unit;
  const name = (bare === '' ? whole : bare).slice(0, MOST_NAME);
  if (name === '') return column;
  const { kind } = columnOf({ name }, column);
  const isFitting = kind !== 'plain' && (kind !== 'stack' || column.type === 'stack');
  return { ...column, name, kind: isFitting ? kind : column.kind, ...(unit === undefined ? {} : { unit }) };
}

/** The output that the names are for; the only one, where there is only one. */
export function answerOf(outputs: readonly Output[], names: readonly string[]): string | undefined {
  const idOf = (output: Output | undefined): string | undefined => (output === undefined ? undefined : output.shape === 'rows' ? 'rows' : output.map);
  const fitting = outputs.filter((output) => isWide(output, names));
  return idOf(fitting.length === 1 ? fitting[0] : outputs.length === 1 ? outputs[0] : undefined);
}

/** What is printed at intervals is shown as it comes, not only at the end. */
function printsAtIntervals(script: Parameters<typeof usesParameter>[0]): boolean {
  return script.probes.some(
    (probe) =>
      probe.attachPoints.some(({ provider }) => provider === 'interval') &&
      [...walk(probe)].some((node) => node.kind === 'call' && /^printf?$/.test(node.name)),
  );
}
