/** The planner that needs no model: the library program that fits the question best, with the question's slots filled in. */
import { describeOutputs, outputList } from '../bpftrace/outputs.ts';
import type { ParseResult } from '../bpftrace/parser.ts';
import { declaredIn } from '../bpftrace/types.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Intent, Measure } from '../core/intent.ts';
import type { Column, MapOutput, Output, Program, Safety } from '../core/program.ts';
import { columnOf, type LibraryProgram, localised } from '../knowledge/library.ts';
import type { LibraryIndex, Match } from '../knowledge/match.ts';
import { type Filled, fill, type Refusal } from './fill.ts';
import type { Near, Plan, Planned, Unattachable } from './plan.ts';
import { planTexts } from './texts.ts';

/** From here on a program is taken; found on the tuning half of test/plan/questions.jsonl. */
const CONFIDENT = 0.74;
/** Enough where no other program comes near. */
const LIKELY = 0.6;
const CLEAR_LEAD = 0.1;
/** A program that falls so far behind another one answers another question. */
const OTHER_QUESTION = 0.5;
/** Below this the question shares next to nothing with any program. */
const OFF_TOPIC = 0.2;

/** The checker, handed in: whether a program can run on the machine, what it had to drop for that, and the field types of its tracepoints. */
export interface Checker {
  readonly check: (source: string) => { readonly parsed: ParseResult; readonly diagnostics: readonly Diagnostic[] };
  readonly adapt: (source: string) => { readonly source: string; readonly dropped: readonly string[] };
  readonly declarations: (parsed: ParseResult) => NonNullable<Program['declarations']>;
  readonly safety: (parsed: ParseResult, source: string) => Safety;
}

export function planEmbedded(intent: Intent, library: readonly LibraryProgram[], index: LibraryIndex, checker: Checker, followsCommand: boolean): Planned {
  const matches = index.match(intent);
  if (intent.refusal !== undefined) return { kind: 'nothing', nearest: [], why: intent.refusal.value, language: intent.language };
  const { language } = intent;
  const choose = (match: Match): Candidate => chooseVariant(match.program, library, intent, checker, followsCommand);
  // What this machine cannot attach is no help to somebody whose question was not understood.
  const attachable = matches.filter(({ program }) => !program.onFunctions);
  const [best] = matches;
  if (best === undefined || best.score < OFF_TOPIC) return { kind: 'nothing', nearest: nearest(attachable, intent), why: 'off-topic', language };

  const plain = taken(attachable, attachable);
  const deep = deeper(matches, plain);
  const chosen = deep === undefined ? undefined : choose(deep);
  if (deep !== undefined && chosen !== undefined && (chosen.fits || deep.score - (plain?.score ?? 0) >= OTHER_QUESTION)) {
    if (!chosen.fits) return unattachable(chosen, checker, nearest(attachable, intent), language);
    return { kind: 'plan', plan: makePlan(chosen, deep, intent, checker, followsCommand) };
  }
  if (plain === undefined) {
    if (chosen !== undefined) return unattachable(chosen, checker, nearest(attachable, intent), language);
    return { kind: 'nothing', nearest: nearest(attachable, intent), why: 'unknown', language };
  }
  const made = makePlan(choose(plain), plain, intent, checker, followsCommand);
  const closer = chosen === undefined ? [] : [planTexts(language).closer(localised(chosen.program.title, language), functionsOf(chosen, checker))];
  const plan = { ...made, notes: [...closer, ...made.notes] };
  const [, second] = attachable;
  const [alternative] = second !== undefined && plain.score - second.score < CLEAR_LEAD ? nearest([second], intent) : [];
  return { kind: 'plan', plan: alternative === undefined ? plan : { ...plan, alternative } };
}

/** The first of some matches where it fits the question well, or well enough and better than all others. */
function taken(matches: readonly Match[], others: readonly Match[]): Match | undefined {
  const [best] = matches;
  if (best === undefined) return undefined;
  const second = others.find(({ program }) => program !== best.program);
  return best.score >= CONFIDENT || (best.score >= LIKELY && best.score - (second?.score ?? 0) >= CLEAR_LEAD) ? best : undefined;
}

/** A program on functions of the kernel, where it answers what no other does, or clearly better than the one that would be taken without it. */
function deeper(matches: readonly Match[], plain: Match | undefined): Match | undefined {
  const found = taken(
    matches.filter(({ program }) => program.onFunctions),
    matches,
  );
  return found !== undefined && found.score - (plain?.score ?? 0) >= CLEAR_LEAD ? found : undefined;
}

function unattachable(candidate: Candidate, checker: Checker, near: readonly Near[], language: string): Unattachable {
  const { diagnostics } = checker.check(candidate.source);
  return {
    kind: 'unattachable',
    title: localised(candidate.program.title, language),
    points: functionsOf(candidate, checker),
    why: diagnostics.find(({ severity }) => severity === 'error')?.message ?? '',
    nearest: near,
    language,
  };
}

/** The attach points of a program that are on functions of the kernel. */
function functionsOf({ source }: Candidate, checker: Checker): string[] {
  const { script } = checker.check(source).parsed;
  return script.probes.flatMap(({ attachPoints }) => attachPoints.flatMap(({ provider, text }) => (provider.startsWith('k') ? [text] : [])));
}

interface Candidate {
  readonly program: LibraryProgram;
  readonly filled: Filled;
  readonly source: string;
  readonly dropped: readonly string[];
  readonly fits: boolean;
}

/** The most preferred of a program and its variants that this machine can attach; where none fits the program itself, so that its faults are shown. */
function chooseVariant(program: LibraryProgram, library: readonly LibraryProgram[], intent: Intent, checker: Checker, followsCommand: boolean): Candidate {
  const family = [program, ...library.filter((other) => other.variantOf === program.name)].sort((a, b) => b.prefer - a.prefer);
  let first: Candidate | undefined;
  for (const member of family) {
    const filled = fill(member, intent, followsCommand);
    const { source, dropped } = checker.adapt(filled.source);
    const fits = checker.check(source).diagnostics.every((diagnostic) => diagnostic.severity !== 'error');
    const candidate = { program: member, filled, source, dropped, fits };
    if (fits) return candidate;
    if (member === program) first = candidate;
  }
  if (first === undefined) throw new Error(`${program.name} is not in its own family`);
  return first;
}

function makePlan({ program, filled, source, dropped }: Candidate, match: Match, intent: Intent, checker: Checker, followsCommand: boolean): Plan {
  const { parsed } = checker.check(source);
  const declarations = checker.declarations(parsed);
  const inferred = outputList(describeOutputs(parsed.script, source, declaredIn(declarations)));
  const outputs = inferred.map((output) => nameOutput(output, program, filled));
  const { language } = intent;
  const texts = planTexts(language);
  const filter = intent.filter?.value;
  const { narrowed } = filled;
  const title = localised(program.title, language);
  const target = narrowed ? [filter?.comm, filter?.pid === undefined ? undefined : `pid ${filter.pid}`].filter((part) => part !== undefined).join(', ') : '';
  const seconds = intent.seconds?.value;
  const top = intent.top?.value;
  return {
    program: {
      language: 'bpftrace',
      source,
      title: target === '' ? title : texts.narrowedTitle(title, target),
      origin: { kind: 'library', name: program.name },
      attachPoints: parsed.script.probes.flatMap((probe) => probe.attachPoints.map((point) => point.text)),
      outputs,
      answer: program.answer,
      declarations,
      ...(seconds === undefined ? {} : { seconds }),
      endsItself: filled.endsItself,
      ...(top === undefined ? {} : { top }),
      ...(narrowed && filter?.pid !== undefined ? { pid: filter.pid } : {}),
    },
    intent,
    confidence: Math.min(1, match.score),
    tells: localised(program.tells, language),
    safety: checker.safety(parsed, source),
    notes: [...filled.refused.map((refusal) => refusalNote(refusal, texts)), ...(dropped.length > 0 ? [texts.dropped(dropped)] : [])],
    narrowed,
    followsCommand,
  };
}

/** Gives an output the names of the front matter. What bpftrace prints is matched by place: the front matter's columns are in the printf's order. */
function nameOutput(output: Output, program: LibraryProgram, filled: Filled): Output {
  if (output.shape === 'rows') {
    if (program.answer !== 'rows' || program.columns.length !== output.columns.length) return output;
    return { ...output, columns: output.columns.map((column, index) => columnOf(program.columns[index] ?? column, column)) };
  }
  if (output.map !== program.answer) return output;
  const keys =
    output.keys.length === filled.keys.length ? output.keys.map((key, index) => columnOf({ name: filled.keys[index] ?? key.name }, key)) : output.keys;
  return { ...output, keys, value: valueColumnOf(output, program, filled.measure) };
}

function valueColumnOf(output: MapOutput, program: LibraryProgram, measure: Measure): Column {
  const { value } = program;
  const counted = measure === 'count' && program.measure !== 'count';
  const prefix: Partial<Record<Measure, string>> = { average: 'average ', min: 'least ', max: 'greatest ' };
  const name = counted ? 'events' : measure === program.measure ? value.name : `${prefix[measure] ?? ''}${value.name}`;
  const additive = measure === 'count' || measure === 'sum' || measure === 'top';
  const unit = counted ? {} : value.unit === undefined ? {} : { unit: value.unit };
  return { ...columnOf({ name }, output.value), kind: additive ? 'count' : 'plain', ...unit };
}

function refusalNote(refusal: Refusal, texts: ReturnType<typeof planTexts>): string {
  switch (refusal.what) {
    case 'key':
      return texts.noKey(refusal.key, refusal.offered);
    case 'measure':
      return texts.noMeasure(refusal.measure);
    case 'filter':
      return texts.noFilter();
  }
}

function nearest(matches: readonly Match[], intent: Intent): Near[] {
  const { language } = intent;
  return matches.slice(0, 3).map(({ program, score }) => ({
    name: program.name,
    title: localised(program.title, language),
    tells: localised(program.tells, language),
    ask: program.questions[language]?.[0] ?? program.questions.en?.[0] ?? '',
    score: Math.round(score * 100) / 100,
  }));
}
