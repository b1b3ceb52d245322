import type { AnyNode, AttachPoint } from '../bpftrace/ast.ts';
import { describeOutputs, outputList } from '../bpftrace/outputs.ts';
import type { ParseResult } from '../bpftrace/parser.ts';
import { declaredIn } from '../bpftrace/types.ts';
import { walk } from '../bpftrace/visit.ts';
import { adapt, check, type Machine } from '../check/check.ts';
import { assess } from '../check/policy/assess.ts';
import type { Intent } from '../core/intent.ts';
import type { Program } from '../core/program.ts';
import type { GivenProgram, Request } from '../core/request.ts';
import type { Asked, FeedbackRecord } from '../feedback/record.ts';
import { type Learned, weigh } from '../feedback/weigh.ts';
import { valueNumbers } from '../kernel/names.ts';
import { processExists, processNames } from '../kernel/processes.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import type { LibraryProgram } from '../knowledge/library.ts';
import type { MachineIndex } from '../knowledge/machine.ts';
import type { LibraryIndex } from '../knowledge/match.ts';
import { type Checker, planEmbedded, planOne } from '../plan/embedded.ts';
import { cutComm } from '../plan/fill/text.ts';
import type { Plan, Planned } from '../plan/plan.ts';
import { planTexts } from '../plan/texts.ts';
import type { Host } from '../system/host.ts';
import { hear } from './hear.ts';
import { offersOf } from './offers.ts';

/** Where neither the question nor a flag says how long. */
export const DEFAULT_SECONDS = 10;

/** What is known of the person who asks. */
export interface Told {
  /** The name of the program that was meant, where they were asked. */
  readonly chosen?: string | undefined;
  /** What they said of earlier answers, oldest first. */
  readonly feedback?: readonly FeedbackRecord[];
}

/** The plan of the embedded planner, with what the user should know of the processes it is about. */
export async function planQuestion(request: Request, machine: Machine, host: Host, told: Told = {}): Promise<Planned> {
  const heard = await hear(request, machine, host);
  const planned = planWith(heard, request, machine, host, told);
  if (planned.kind === 'plan' || planned.kind === 'unattachable' || isRefused(planned)) return planned;
  // Only who asks for what the library does not have waits for this.
  const { machineIndex } = await import('./by-meaning.ts');
  return planWith(heard, request, machine, host, told, machineIndex(machine, host));
}

function isRefused(planned: Planned): boolean {
  return planned.kind === 'nothing' && planned.why !== 'off-topic' && planned.why !== 'unknown';
}

function planWith(heard: Intent, request: Request, machine: Machine, host: Host, { chosen, feedback = [] }: Told, found?: MachineIndex): Planned {
  const { library, index } = loadKnowledge();
  const offers = offersOf(machine);
  const { intent, endless } = timed(heard, request);
  const learned = learnedFor(intent, feedback, index);
  const planned = planEmbedded(intent, library, index, checkerFor(machine), request.command !== undefined, {
    offers,
    ...(found === undefined ? {} : { machine: found }),
    ...(chosen === undefined ? {} : { chosen }),
    ...(learned === undefined ? {} : { learned }),
    fill: { numbers: valueNumbers(host), rate: (point) => offers.rate(point), ...(endless ? {} : { seconds: DEFAULT_SECONDS }) },
  });
  if (planned.kind !== 'plan') return planned;
  const notes = [missingProcess(intent, host), ...intent.unapplied.map((words) => planTexts(intent.language).unapplied(words))].filter(
    (note) => note !== undefined,
  );
  return { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, ...notes] } };
}

/** What was learnt for a question; undefined where nothing was. */
function learnedFor(intent: Intent, feedback: readonly FeedbackRecord[], index: LibraryIndex): Learned | undefined {
  return feedback.length === 0 ? undefined : weigh(feedback, askedOf(intent, index), (first, second) => index.alike(first, second));
}

/** What tells that another question asks the same. */
export function askedOf(intent: Intent, index: LibraryIndex): Asked {
  const { question, measure, keys } = intent;
  return { question, words: index.topicTokens(intent), ...(measure === undefined ? {} : { measure: measure.value }), keys: keys.map(({ value }) => value) };
}

/** What was asked with the time it is to take: a command ends the run unless a time was named; then whichever comes first does. */
export function timed(heard: Intent, request: Request): { readonly intent: Intent; readonly endless: boolean } {
  const { seconds, ...unlimited } = heard;
  const endless = request.seconds === 0 || (request.command !== undefined && seconds === undefined);
  return { intent: endless ? unlimited : heard, endless };
}

/** The plan of a program that is known already, for another intent; undefined where this machine cannot attach it. */
export function planProgram(program: LibraryProgram, intent: Intent, machine: Machine, followsCommand: boolean): Plan | undefined {
  return planOne(program, intent, loadKnowledge().library, checkerFor(machine), followsCommand);
}

function checkerFor(machine: Machine): Checker {
  return {
    check: (source) => check(source, machine, true),
    adapt: (source) => adapt(source, machine),
    declarations: (parsed) => declarationsOf(parsed, machine),
    safety: (parsed, source) => assess(parsed.script, source, machine),
  };
}

/** That the process which was asked about is not there, where it is not. */
export function missingProcess(intent: Intent, host: Host): string | undefined {
  const filter = intent.filter?.value;
  const texts = planTexts(intent.language);
  if (intent.stranger !== undefined) return texts.stranger(intent.stranger);
  if (filter?.pid !== undefined && !processExists(host, filter.pid)) return texts.noPid(filter.pid);
  if (filter?.comm !== undefined && !processNames(host).has(cutComm(filter.comm))) return texts.noComm(filter.comm);
  return undefined;
}

/** A program of the user's own: nothing about it is changed. */
export async function planFile(request: Request, machine: Machine): Promise<Plan> {
  const { path, source, language = 'bpftrace', binary }: GivenProgram = request.program ?? { path: '', source: '' };
  const intent: Intent = {
    question: '',
    language: 'en',
    topic: '',
    keys: [],
    unapplied: [],
    conditions: [],
    ...(request.seconds === undefined || request.seconds === 0 ? {} : { seconds: { value: request.seconds, words: '' } }),
  };
  const title = path.split('/').at(-1) ?? path;
  const plan: Plan = {
    program: {
      language,
      source,
      ...(binary === undefined ? {} : { binary }),
      title,
      origin: { kind: 'file', path },
      attachPoints: [],
      outputs: [],
      ...(request.top === undefined ? {} : { top: request.top }),
    },
    intent,
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: language !== 'bpftrace' || request.pid === undefined ? [] : [planTexts('en').notNarrowedScript(request.pid)],
    narrowed: false,
    followsCommand: false,
  };
  if (language !== 'bpftrace') return (await import('./given.ts')).describeGiven(plan, request);
  const { program, ...described } = replan(plan, source, machine);
  const own = program.seconds;
  const asked = intent.seconds?.value;
  // A flag shortens a program that ends by itself; one that ends earlier ends then.
  const seconds = asked === undefined ? own : Math.min(asked, own ?? asked);
  const endsItself = own !== undefined && own === seconds;
  return { ...described, program: { ...program, origin: plan.program.origin, ...(seconds === undefined ? {} : { seconds }), endsItself } };
}

/** The plan for another source: what it prints is read off its tree; the names the library gave hold where an output is still the same. */
export function replan(plan: Plan, source: string, machine: Machine): Plan {
  if (plan.program.language !== 'bpftrace') return replanCompiled(plan, source);
  const { parsed } = check(source, machine, true);
  const declarations = declarationsOf(parsed, machine);
  const described = outputList(describeOutputs(parsed.script, source, declaredIn(declarations)));
  const outputs = described.map((output) => {
    const named = plan.program.outputs.find((old) =>
      old.shape === 'rows'
        ? output.shape === 'rows' && old.columns.length === output.columns.length
        : output.shape === old.shape && old.map === output.map && old.keys.length === output.keys.length,
    );
    return named !== undefined && named.shape === output.shape
      ? ({ ...named, ...(output.shape === 'rows' ? { statement: output.statement } : {}) } as typeof output)
      : output;
  });
  const { answer, endsItself: _, seconds: __, window, ...program } = plan.program;
  // What a model's program was proven by says nothing of another text.
  const { written: ___, ...kept } = plan;
  const seconds = ownSeconds(parsed);
  const isShown = parsed.script.probes.some(
    (probe) => probe.attachPoints.some(({ provider }) => provider === 'interval') && [...walk(probe)].some((node) => prints(node, answer)),
  );
  const shown = answer === 'rows' || outputs.some((output) => output.shape !== 'rows' && output.map === answer) ? answer : undefined;
  return {
    ...kept,
    safety: assess(parsed.script, source, machine),
    program: {
      ...program,
      source,
      origin: editedFrom(plan.program.origin),
      attachPoints: parsed.script.probes.flatMap((probe) => probe.attachPoints.map((point) => point.text)),
      outputs,
      declarations,
      ...(shown === undefined ? {} : { answer: shown }),
      ...(seconds === undefined ? {} : { seconds }),
      ...(window === undefined || !isShown ? {} : { window }),
      endsItself: seconds !== undefined,
    },
  };
}

/** What an edit of a program comes from; of an edit of an edit it is the same. */
function editedFrom(origin: Program['origin']): Program['origin'] {
  const of = origin.kind === 'library' || origin.kind === 'composed' ? origin.name : origin.kind === 'edited' ? origin.of : undefined;
  return { kind: 'edited', ...(of === undefined ? {} : { of }) };
}

/** C that was edited: what is known of it by its proof is found out anew. */
function replanCompiled(plan: Plan, source: string): Plan {
  const { binary: _, answer: __, ...program } = plan.program;
  const { written: ___, ...kept } = plan;
  return {
    ...kept,
    safety: { classes: ['observe'], reasons: [] },
    program: { ...program, source, origin: editedFrom(program.origin), attachPoints: [], outputs: plan.program.outputs },
  };
}

function prints(node: AnyNode, answer: string | undefined): boolean {
  return node.kind === 'call' && node.name === 'print' && node.args[0]?.kind === 'map' && node.args[0].name === answer;
}

/** When a program ends by its own word: the shortest interval that does nothing but exit(). */
function ownSeconds({ script }: ParseResult): number | undefined {
  const limits = script.probes.flatMap((probe) => {
    const [only, ...others] = probe.body.statements;
    const exits = others.length === 0 && only?.kind === 'expression-statement' && only.expression.kind === 'call' && only.expression.name === 'exit';
    if (!exits || probe.predicate !== undefined) return [];
    return probe.attachPoints.flatMap((point) => intervalSeconds(point) ?? []);
  });
  return limits.length === 0 ? undefined : Math.min(...limits);
}

const INTERVAL_UNITS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 };

function intervalSeconds({ provider, parts }: AttachPoint): number | undefined {
  const seconds = provider === 'interval' ? Number(parts[1]) * (INTERVAL_UNITS[parts[0] ?? ''] ?? Number.NaN) : Number.NaN;
  return seconds > 0 ? seconds : undefined;
}

function declarationsOf(parsed: ParseResult, { tracepoints }: Machine): NonNullable<Program['declarations']> {
  const declarations: Record<string, Record<string, string>> = {};
  for (const point of parsed.script.probes.flatMap((probe) => probe.attachPoints)) {
    const [category, name] = point.parts;
    if (point.provider !== 'tracepoint' || category === undefined || name === undefined) continue;
    const fields = tracepoints.fields(category, name);
    if (fields !== undefined) declarations[point.text] = Object.fromEntries(fields.map((field) => [field.name, field.declaration]));
  }
  return declarations;
}
