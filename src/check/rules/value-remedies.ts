import type { Assignment, Call, Expression } from '../../bpftrace/ast.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { formatParts } from '../format.ts';
import type { Place } from '../places.ts';
import { report, textOf } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Values of a type that a place does not take, where there is one way to tell the same. */
export const valueRemedies: Rule = {
  name: 'value-remedies',
  remedy: true,
  *check(context) {
    for (const { node, parent } of context.places) {
      if (node.kind === 'call') {
        yield* address(node, context);
        yield* emptyAggregate(node, parent, context);
      }
      if (node.kind === 'binary' && ['<', '>', '<=', '>=', '==', '!=', '+', '-', '*', '/'].includes(node.operator)) {
        for (const side of [node.left, node.right]) if (side.kind === 'map') yield* counted(side.name, node, context);
      }
    }
    yield* retyped(context);
  },
};

/** Bytes of an IP address that are printed as a number or read as a string. */
function* address(call: Call, context: RuleContext): Generator<Diagnostic> {
  const { dialect, typing, source } = context;
  const isAddress = (value: Expression): boolean => {
    const type = typing.typeOf(value);
    return (
      type.kind === 'array' &&
      (type.length === 4 || type.length === 16) &&
      type.of.kind === 'integer' &&
      type.of.size === 1 &&
      /addr|ip/i.test(textOf(value, context))
    );
  };
  const [first] = call.args;
  if (call.name === 'str' && first !== undefined && isAddress(first)) {
    yield report(
      'error',
      'argument-type',
      'the bytes of an address are no string',
      first.span,
      [],
      [replacing(`use ntop(${textOf(first, context)})`, call.span, `ntop(${textOf(first, context)})`, true)],
    );
  }
  if (dialect.function(call.name)?.format !== true || first?.kind !== 'string') return;
  const start = source.indexOf(first.text, first.span.start) + 1;
  const parts = formatParts(first.text.slice(1, -1), dialect.version).filter(({ counts }) => counts);
  for (const [at, value] of call.args.slice(1).entries()) {
    const part = parts[at];
    if (part === undefined || !isAddress(value)) continue;
    const span = { start: start + part.span.start, end: start + part.span.end };
    const text = `ntop(${textOf(value, context)})`;
    const fix: Fix = {
      title: `print ${text}`,
      edits: [
        { span, text: '%s' },
        { span: value.span, text },
      ],
      automatic: true,
    };
    yield report('error', 'conversion-type', 'the bytes of an address are printed by ntop()', value.span, [], [fix]);
  }
}

const OF_NUMBERS: ReadonlySet<string> = new Set(['hist', 'lhist', 'sum', 'avg', 'min', 'max', 'stats']);

/** `@x = hist();` in BEGIN: a map that counts begins by itself. */
function* emptyAggregate(call: Call, parent: Place['parent'], { source, places }: RuleContext): Generator<Diagnostic> {
  if (call.args.length > 0 || !OF_NUMBERS.has(call.name) || parent.kind !== 'assignment') return;
  // Where the map counts nothing anywhere, what it was meant to count is not known: left out, the program would measure nothing.
  if (!countedElsewhere(parent, places)) return;
  const end = parent.span.end + (/^\s*;/.exec(source.slice(parent.span.end))?.[0].length ?? 0);
  const fix = replacing('leave it out: a map begins by itself', { start: parent.span.start, end }, '', true);
  yield report('error', 'argument-count', `${call.name}() is given nothing to count`, call.span, [], [fix]);
}

/** Whether the map is given something to count at another place. */
function countedElsewhere(empty: Assignment, places: readonly Place[]): boolean {
  return places.some(
    ({ node }) =>
      node.kind === 'assignment' &&
      node !== empty &&
      node.target.kind === 'map' &&
      empty.target.kind === 'map' &&
      node.target.name === empty.target.name &&
      node.value.kind === 'call' &&
      node.value.args.length > 0,
  );
}

/** A map made by count() or sum() in a comparison: counted by hand it is a number, and tells the same. */
function* counted(name: string, at: Expression, { places, typing, source }: RuleContext): Generator<Diagnostic> {
  const kind = typing.mapValue(name)?.kind;
  if (kind !== 'count' && kind !== 'sum') return;
  const edits = [];
  for (const { node } of places) {
    if (node.kind !== 'assignment' || node.target.kind !== 'map' || node.target.name !== name) continue;
    const { value } = node;
    if (node.operator !== '=' || value.kind !== 'call' || value.name !== kind) return;
    const map = source.slice(node.target.span.start, node.target.span.end);
    const [summand] = value.args;
    edits.push({
      span: node.span,
      text: kind === 'count' ? `${map}++` : `${map} += ${summand === undefined ? '0' : source.slice(summand.span.start, summand.span.end)}`,
    });
  }
  const title = kind === 'count' ? `count with ${name}++` : `add up with ${name} +=`;
  yield report('error', 'operand-type', `what ${kind}() makes cannot be calculated with`, at.span, [], [{ title, edits, automatic: true }]);
}

/** `$ip = ntop($ip);`: a variable keeps its type, so that from there on it is another one. */
function* retyped({ typing, places, source }: RuleContext): Generator<Diagnostic> {
  for (const conflict of typing.conflicts) {
    if (conflict.kind !== 'variable-value') continue;
    const { node, name } = conflict;
    const place = places.find((candidate) => candidate.node === node);
    // In a branch nobody knows which of the two is read behind it.
    if (
      node.kind !== 'assignment' ||
      node.operator !== '=' ||
      node.target.kind !== 'variable' ||
      place?.probe === undefined ||
      !place.probe.body.statements.includes(node)
    )
      continue;
    let other = `${name}_2`;
    while (source.includes(other)) other += '_';
    const edits = renamedAfter(node, name, other, place, places);
    yield report(
      'error',
      'variable-type',
      `${name} holds a value of another type`,
      node.span,
      [],
      [{ title: `call it ${other} from here on`, edits, automatic: true }],
    );
  }
}

function renamedAfter(node: Assignment, name: string, other: string, { probe }: Place, places: readonly Place[]): Fix['edits'] {
  const later = places.filter(
    (place) => place.probe === probe && place.node.kind === 'variable' && place.node.name === name && place.node.span.start >= node.span.end,
  );
  return [{ span: node.target.span, text: other }, ...later.map((place) => ({ span: place.node.span, text: other }))];
}
