import type { AttachPoint, Expression, Identifier, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { applyEdits, type Fix, type Span, type TextEdit } from '../../core/diagnostic.ts';
import { functionName, functionSide, hasTracepoint } from '../attach-point.ts';
import type { RuleContext } from '../rule.ts';
import { FILE_OF_FD } from '../tables/events/files.ts';
import type { FunctionEvent } from '../tables/function-event.ts';
import { eventsOf } from '../tables/function-events.ts';
import { sameName, systemCallEvent, wildcardEvent } from './events-by-name.ts';
import { meantName } from './field-by-name.ts';
import { asText, fieldNames } from './fields.ts';
import { untoldColumns } from './untold-column.ts';
import { argumentNumber, parentsOf, RESULT_NAME, readingFrom, withCasts } from './usage.ts';

/** An event with the tracepoints of it that this kernel has. */
export interface FoundEvent extends FunctionEvent {
  readonly tracepoints: readonly string[];
}

/** The tracepoints that tell of a function's call or return on this kernel, best first. */
export function eventsHere(name: string, at: 'entry' | 'return', { tracepoints, functions }: RuleContext): FoundEvent[] {
  const known = [...systemCallEvent(name, at, tracepoints), ...eventsOf(name, at)];
  // A function that is called as a system call, and is none of the kernel's: kprobe:sync.
  const call = functions?.has(name) === 'yes' ? [] : systemCallEvent(`sys_${name}`, at, tracepoints);
  const candidates = known.length > 0 ? known : [...sameName(name, tracepoints), ...call, ...wildcardEvent(name, at, tracepoints)];
  return candidates.flatMap((event) => {
    for (const alternative of event.to) {
      // Of several that are taken together those count that there are: which system calls exist differs between architectures.
      const there = alternative.split(',').filter((id) => id.includes('*') || hasTracepoint(tracepoints, id));
      if (there.length > 0) return [{ ...event, tracepoints: there }];
    }
    return [];
  });
}

/**
 * Moves a probe on kernel functions to the tracepoints that tell of the same; undefined where there are none, or where the probe reads what they do not
 * tell. The other probes of the program stay as they are: each has its own fix. So do attach points that `moves` leaves out.
 */
export function toTracepoints(probe: Probe, context: RuleContext, moves: (point: AttachPoint) => boolean = () => true): Fix | undefined {
  const { source } = context;
  const comments = besideTheNames(probe, source);
  if (comments === undefined) return undefined;
  const copies: Copy[] = [];
  const changes: string[] = [];
  const lost: string[] = [];
  for (const point of probe.attachPoints) {
    const at = functionSide(point.provider);
    if (at === undefined || !moves(point)) {
      copies.push({ points: [point.text], body: source.slice(probe.body.span.start, probe.body.span.end), condition: conditionOf(probe, source, []) });
      continue;
    }
    const name = functionName(point);
    const chosen = chooseEvent(probe, name, at, context);
    if (chosen === undefined) {
      lost.push(point.text);
      continue;
    }
    const { event, edits } = chosen;
    copies.push(makeCopy(probe, source, event, edits));
    changes.push(
      `${point.text} becomes ${event.tracepoints.map((id) => `tracepoint:${id}`).join(', ')}${event.changes === undefined ? '' : `: ${event.changes}`}`,
    );
    const untold = [...new Set(edits.flatMap((edit) => edit.untold ?? []))];
    if (untold.length > 0) changes.push(`${untold.join(', ')} ${untold.length > 1 ? 'are' : 'is'} not told by it: - is printed`);
    if (edits.some(({ lost }) => lost)) changes.push('the name of the function is no longer told, but that of the tracepoint');
  }
  if (copies.length === 0) return undefined;
  if (lost.length > 0) changes.push(`nothing is told of ${lost.join(', ')}, for which this kernel has no event that tells as much`);
  const probes = merge(copies)
    .map(({ points, condition, body }) => `${points.join(',\n')}${condition === '' ? ' ' : `\n/${condition}/\n`}${body}`)
    .join('\n\n');
  const text = [...comments, probes].join('\n');
  const names = [...new Set(copies.flatMap(({ points }) => points))];
  return { title: `use ${names.join(', ')}`, edits: [{ span: probe.span, text }], automatic: true, changes: [...new Set(changes)].join('; ') };
}

/**
 * The comments that stand in a probe's head. Undefined where anything else does, such as a condition that could not be read: the probe would be written anew
 * without it, and tell of events that it does not tell of now.
 */
function besideTheNames({ span, attachPoints, predicate, body }: Probe, source: string): string[] | undefined {
  const known = [...attachPoints.map((point) => point.span), ...(predicate === undefined ? [] : [predicate.span])];
  let at = span.start;
  let rest = '';
  for (const { start, end } of known) {
    rest += `${source.slice(at, start)} `;
    at = end;
  }
  rest += source.slice(at, body.span.start);
  const comment = /\/\/.*|\/\*[\s\S]*?\*\//g;
  return /^[\s,]*$/.test(rest.replace(comment, '')) ? (rest.match(comment) ?? []) : undefined;
}

interface Copy {
  readonly points: readonly string[];
  readonly condition: string;
  readonly body: string;
}

interface Replacement extends TextEdit {
  /** It tells less than what it stands for. */
  readonly lost?: boolean;
  /** It tells nothing: what stood there, which no event has. */
  readonly untold?: string;
}

/** The first event whose fields tell all that the probe reads, or else all but a column or two of what it prints. A call whose beginning and end are both watched needs an event for each. */
function chooseEvent(
  probe: Probe,
  name: string,
  at: 'entry' | 'return',
  context: RuleContext,
): { readonly event: FoundEvent; readonly edits: readonly Replacement[] } | undefined {
  const events = eventsHere(name, at, context).filter((event) => hasItsOther(name, at, event, context));
  for (const lenient of [false, true]) {
    for (const event of events) {
      const edits = replacements(probe, at, name, event, context, lenient);
      if (edits !== undefined) return { event, edits };
    }
  }
  return undefined;
}

function hasItsOther(name: string, at: 'entry' | 'return', event: FoundEvent, context: RuleContext): boolean {
  const other = at === 'entry' ? 'return' : 'entry';
  const both = context.script.probes.some((probe) =>
    probe.attachPoints.some((point) => functionSide(point.provider) === other && functionName(point) === name),
  );
  if (!both) return true;
  return eventsHere(name, other, context).some((found) => found.tracepoints.join() !== event.tracepoints.join() || found.when !== event.when);
}

function makeCopy(probe: Probe, source: string, event: FoundEvent, edits: readonly Replacement[]): Copy {
  const { start, end } = probe.body.span;
  const inside = edits.filter(({ span }) => span.start >= start);
  const body = applyEdits(
    source.slice(start, end),
    inside.map((edit) => shift(edit, -start)),
  );
  const own = conditionOf(probe, source, edits);
  const condition = event.when === undefined ? own : own === '' ? event.when : `${grouped(event.when)} && ${grouped(own)}`;
  return { points: event.tracepoints.map((id) => `tracepoint:${id}`), condition, body };
}

function conditionOf(probe: Probe, source: string, edits: readonly Replacement[]): string {
  if (probe.predicate === undefined) return '';
  const { start, end } = probe.predicate.condition.span;
  const inside = edits.filter(({ span }) => span.start >= start && span.end <= end);
  return applyEdits(
    source.slice(start, end),
    inside.map((edit) => shift(edit, -start)),
  );
}

function grouped(condition: string): string {
  return /^[\w\s>@[\]-]+$/.test(condition) ? condition : `(${condition})`;
}

function shift(edit: TextEdit, by: number): TextEdit {
  return { span: { start: edit.span.start + by, end: edit.span.end + by }, text: edit.text };
}

/** Copies that are alike but for their attach points become one probe. */
function merge(copies: readonly Copy[]): Copy[] {
  const merged: Copy[] = [];
  for (const copy of copies) {
    const same = merged.findIndex(({ condition, body }) => condition === copy.condition && body === copy.body);
    const there = merged[same];
    if (there === undefined) merged.push(copy);
    else merged[same] = { ...there, points: [...new Set([...there.points, ...copy.points])] };
  }
  return merged;
}

/** What is put in place of all that a probe reads of its function; undefined where something has no counterpart. */
function replacements(
  probe: Probe,
  at: 'entry' | 'return',
  name: string,
  event: FoundEvent,
  context: RuleContext,
  lenient: boolean,
): Replacement[] | undefined {
  const parents = parentsOf(probe);
  const edits: Replacement[] = [];
  let told = 0;
  let untold = 0;
  for (const node of walk(probe)) {
    if (node.kind === 'call' && node.name === 'reg') {
      // Registers hold arguments where a function begins; at a tracepoint they hold nothing of use.
      const number = node.args[0]?.kind === 'string' ? argumentRegister(node.args[0].value) : undefined;
      const text = (number === undefined ? undefined : event.args?.[number]) ?? event.registers;
      if (text === undefined) return undefined;
      edits.push({ span: node.span, text });
    }
    if (node.kind !== 'identifier') continue;
    if (node.name === 'func') edits.push({ span: node.span, text: 'probe', lost: true });
    const own = ownField(node, parents, event, context);
    if (own !== undefined) {
      edits.push(own);
      told++;
      continue;
    }
    const value = valueName(node, at, name, parents, context);
    if (value === undefined) continue;
    if (value === 'unknown') return undefined;
    const edit = replace(value.node, value.name, parents, event, context);
    if (edit !== undefined) {
      edits.push(edit);
      told++;
      continue;
    }
    const through = throughVariable(probe, value.node, value.name, parents, event, context);
    if (through !== undefined) {
      edits.push(...through);
      told++;
      continue;
    }
    const columns = lenient ? untoldColumns(probe, readingFrom(value.node, parents).node, parents, context) : undefined;
    if (columns === undefined) return undefined;
    untold++;
    edits.push(...columns.map((column) => ({ ...column, untold: value.name })));
  }
  // An event that tells less than half of what was asked for is another question's.
  return untold > told ? undefined : edits;
}

/** `args->size` where the tracepoints have a field of that name, or of that meaning. */
function ownField(node: Identifier, parents: ReturnType<typeof parentsOf>, event: FoundEvent, { tracepoints }: RuleContext): Replacement | undefined {
  const parent = parents.get(node);
  if (node.name !== 'args' || parent?.kind !== 'field') return undefined;
  const names = new Set(event.tracepoints.map((id) => meantName(parent.name, fieldNames(id, tracepoints))));
  const [name] = names;
  return names.size === 1 && name !== undefined ? { span: parent.nameSpan, text: name } : undefined;
}

const ARGUMENT_REGISTERS = ['di', 'si', 'dx', 'cx', 'r8', 'r9'];

function argumentRegister(name: string): number | undefined {
  const number = ARGUMENT_REGISTERS.indexOf(name);
  return number === -1 ? undefined : number;
}

/** `arg2`, `retval`, or `args->count` of an fentry probe as the argument it is. `unknown`: it is one, but which cannot be told. */
function valueName(
  node: Identifier,
  at: 'entry' | 'return',
  name: string,
  parents: ReturnType<typeof parentsOf>,
  { types }: RuleContext,
): { readonly name: string; readonly node: Expression } | 'unknown' | undefined {
  if (argumentNumber(node.name) !== undefined || node.name === 'retval')
    return { name: at === 'return' && isResult(node, parents) ? 'retval' : node.name, node };
  if (node.name !== 'args') return undefined;
  const parent = parents.get(node);
  if (parent?.kind !== 'field') return 'unknown';
  if (at === 'return' && (parent.name === 'ret' || parent.name === 'retval')) return { name: 'retval', node: parent };
  const number = types?.function(name)?.params.findIndex((param) => param.name === parent.name);
  return number === undefined || number === -1 ? 'unknown' : { name: `arg${number}`, node: parent };
}

/** `$ret = (int)arg1` at a function's end: what it returns is meant. */
function isResult(node: Expression, parents: ReturnType<typeof parentsOf>): boolean {
  const value = withCasts(node, parents);
  const parent = parents.get(value);
  return parent?.kind === 'assignment' && parent.value === value && parent.target.kind === 'variable' && RESULT_NAME.test(parent.target.name);
}

function replace(node: Expression, name: string, parents: ReturnType<typeof parentsOf>, event: FoundEvent, context: RuleContext): Replacement | undefined {
  const { node: reached, path } = readingFrom(node, parents);
  const onPath = path === '' ? undefined : (event.paths?.[`${name}${path.replaceAll('.', '->')}`] ?? event.paths?.[`${name}${path}`]);
  if (onPath !== undefined) return asText(reached, onPath, parents, event.tracepoints, context);
  const whole = withCasts(node, parents);
  const parent = parents.get(whole);
  const number = argumentNumber(name);
  const key = number === undefined ? undefined : event.keys?.[number];
  if (path === '' && key !== undefined && parent?.kind === 'map' && parent.keys.includes(whole)) return { span: whole.span, text: key };
  const plain = number === undefined ? (event.retval ?? event.paths?.[name]) : event.args?.[number];
  if (plain === undefined) return byName(node, parents, event, context);
  if (plain === 'args->fd' && whole.kind === 'cast' && /^struct file ?\*$/.test(whole.type)) return { span: whole.span, text: FILE_OF_FD };
  return path === '' ? asText(node, plain, parents, event.tracepoints, context) : { span: node.span, text: plain };
}

/** `$rq = (struct request *)arg0;` where only `$rq->sector` and the like are read afterwards: those are replaced, and the assignment goes. */
function throughVariable(
  probe: Probe,
  node: Expression,
  name: string,
  parents: ReturnType<typeof parentsOf>,
  event: FoundEvent,
  context: RuleContext,
): Replacement[] | undefined {
  const value = withCasts(node, parents);
  const assignment = parents.get(value);
  if (assignment?.kind !== 'assignment' || assignment.value !== value || assignment.operator !== '=' || assignment.target.kind !== 'variable') return undefined;
  const variable = assignment.target.name;
  const edits: Replacement[] = [{ span: statementSpan(assignment.span, context.source), text: '' }];
  for (const use of walk(probe)) {
    if (use.kind !== 'variable' || use.name !== variable || use === assignment.target) continue;
    const edit = replace(use, name, parents, event, context);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}

function statementSpan({ start, end }: Span, source: string): Span {
  const semicolon = /^\s*;[ \t]*\n?/.exec(source.slice(end));
  return { start, end: end + (semicolon?.[0].length ?? 0) };
}

/** `$size = arg2` or `@exit_reason[arg0]`: where a name says which field is meant, and the event has a field of that very name. */
function byName(node: Expression, parents: ReturnType<typeof parentsOf>, { tracepoints: ids }: FoundEvent, context: RuleContext): Replacement | undefined {
  const whole = withCasts(node, parents);
  const parent = parents.get(whole);
  const wanted =
    parent?.kind === 'assignment' && parent.value === whole && parent.target.kind === 'variable'
      ? parent.target.name.slice(1)
      : parent?.kind === 'map'
        ? parent.name.slice(1)
        : undefined;
  if (wanted === undefined || !ids.every((id) => fieldNames(id, context.tracepoints).includes(wanted))) return undefined;
  return { span: whole.span, text: `args->${wanted}` };
}
