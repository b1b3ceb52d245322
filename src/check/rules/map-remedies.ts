import type { Assignment, MapRef } from '../../bpftrace/ast.ts';
import { isAggregate } from '../../bpftrace/typing/type.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Place } from '../places.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Maps that are used in two ways, where one of them is plainly meant. */
export const mapRemedies: Rule = {
  name: 'map-remedies',
  remedy: true,
  *check(context) {
    const { typing, places } = context;
    for (const conflict of typing.conflicts) {
      if (conflict.kind === 'map-keys' && conflict.got.length === 0) yield* keyless(conflict.node, context);
      else if (conflict.kind === 'map-keys' && conflict.got.length < conflict.had.length) yield* partOfKey(conflict.node, context);
      if (conflict.kind === 'map-value' && isAggregate(conflict.got)) yield* begunWithZero(conflict.node, places, context);
    }
  },
};

/** `@start` where it is `@start[tid]` everywhere else, and `/pid == @start/`, which asks whether there is an entry. */
function* keyless(node: MapRef, context: RuleContext): Generator<Diagnostic> {
  const { places, source, typing } = context;
  const keys = new Set(
    places.flatMap(({ node: other }) =>
      other.kind === 'map' && other.name === node.name && other.keySpan !== undefined ? [source.slice(other.keySpan.start, other.keySpan.end)] : [],
    ),
  );
  const [key] = keys;
  const place = places.find((candidate) => candidate.node === node);
  // Only what every probe can tell is the same key in all of them.
  if (keys.size !== 1 || key === undefined || place === undefined || !/^(?:pid|tid|comm|uid|cpu)(?:\s*,\s*(?:pid|tid|comm|uid|cpu))*$/.test(key)) return;
  const { parent } = place;
  if (parent.kind === 'call') return;
  const entry = `${node.name}[${key}]`;
  const other = parent.kind === 'binary' && parent.operator === '==' ? (parent.left === node ? parent.right : parent.left) : undefined;
  if (parent.kind === 'binary' && other !== undefined && source.slice(other.span.start, other.span.end) === key) {
    const empty = typing.mapValue(node.name)?.kind === 'string' ? '""' : '0';
    const fix = replacing(`ask for an entry: ${entry}`, parent.span, `${entry} != ${empty}`, true);
    yield report('error', 'map-key-type', `${node.name} has a key, ${key}, everywhere else`, parent.span, [], [fix]);
    return;
  }
  const fix = replacing(`use ${entry}`, node.span, entry, true);
  yield report('error', 'map-key-type', `${node.name} has a key, ${key}, everywhere else`, node.span, [], [fix]);
}

/** `delete(@start[b])` in a probe that has `@start[a, b]` everywhere else: the whole key is meant. */
function* partOfKey(node: MapRef, { places, source }: RuleContext): Generator<Diagnostic> {
  const probe = places.find((candidate) => candidate.node === node)?.probe;
  const textOf = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): string => source.slice(span.start, span.end);
  const own = node.keys.map(textOf);
  const keys = new Set<string>();
  for (const { node: other, probe: where } of places) {
    if (where !== probe || other.kind !== 'map' || other.name !== node.name || other === node || other.keys.length <= own.length) continue;
    const all = other.keys.map(textOf);
    keys.add(own.every((key) => all.includes(key)) ? all.join(', ') : '');
  }
  const [key] = keys;
  if (probe === undefined || keys.size !== 1 || key === undefined || key === '' || node.keySpan === undefined) return;
  const fix = replacing(`use ${node.name}[${key}]`, node.keySpan, key, true);
  yield report('error', 'map-key-type', `${node.name} has the keys ${key} everywhere else`, node.span, [], [fix]);
}

/** `@x[k] = 0;` before `@x[k] = hist(...)`: a map that counts begins by itself. */
function* begunWithZero(node: MapRef, places: readonly Place[], { source }: RuleContext): Generator<Diagnostic> {
  const zeros = places.flatMap(({ node: other }) => (isZeroing(other, node.name) ? [other] : []));
  if (zeros.length === 0) return;
  const edits = zeros.map(({ span }) => ({ span: { start: span.start, end: span.end + (/^\s*;/.exec(source.slice(span.end))?.[0].length ?? 0) }, text: '' }));
  const fix = { title: `leave out ${node.name} = 0`, edits, automatic: true };
  yield report('error', 'map-value-type', `${node.name} is set to 0 elsewhere, and counts by itself`, node.span, [], [fix]);
}

function isZeroing(node: Place['node'], name: string): node is Assignment {
  return (
    node.kind === 'assignment' &&
    node.operator === '=' &&
    node.target.kind === 'map' &&
    node.target.name === name &&
    node.value.kind === 'integer' &&
    node.value.value === 0n
  );
}
