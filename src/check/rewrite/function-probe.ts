/** A probe on kernel functions written anew on tracepoints. */
import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import { applyEdits, type Fix, type TextEdit } from '../../core/diagnostic.ts';
import { functionName, functionSide } from '../attach-point.ts';
import type { RuleContext } from '../rule.ts';
import { eventsHere, type FoundEvent } from './events-here.ts';
import { type Replacement, replacements } from './function-reads.ts';

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
