import { compareVersions } from '../../bpftrace/dialect/version.ts';
import type { Typing } from '../../bpftrace/typing/infer.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

const WHOLE: ReadonlySet<string> = new Set(['print', 'clear', 'zero']);

/** A map that is read is written somewhere. */
export const undefinedMap: Rule = {
  name: 'undefined-map',
  *check({ typing, places, script, dialect }) {
    if (script.items.some((item) => item.kind === 'macro' || item.kind === 'import' || item.kind === 'map-declaration')) return;
    const written = new Set<string>();
    for (const { node } of places) {
      if (node.kind === 'map' && hasValue(node.name, typing)) written.add(node.name);
      // What is wrong with a value of its own is said there.
      if (node.kind === 'assignment' && node.target.kind === 'map' && node.value.kind !== 'map') written.add(node.target.name);
    }
    const told = new Set<string>();
    // Since 0.24 a map that is only read has a type too; it is missing where it is printed or cleared as a whole.
    const readable = compareVersions(dialect.version, '0.24') >= 0;
    for (const { node, parent } of places) {
      if (readable && !(parent.kind === 'call' && WHOLE.has(parent.name))) continue;
      if (node.kind !== 'map' || written.has(node.name) || told.has(node.name)) continue;
      told.add(node.name);
      const near = suggest(node.name, written, 2);
      const span = { start: node.span.start, end: node.span.start + node.name.length };
      const fixes = near.map((other) => replacing(`use ${other}`, span, other));
      yield report('error', 'undefined-map', `${node.name} is used, and nothing is ever assigned to it`, span, didYouMean(near), fixes);
    }
  },
};

/** Two maps that are only ever assigned to each other have no value either. */
function hasValue(name: string, typing: Typing): boolean {
  return (typing.mapValue(name)?.kind ?? 'none') !== 'none';
}
