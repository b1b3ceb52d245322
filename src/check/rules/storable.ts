import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { isAggregate, type Type } from '../../bpftrace/typing/type.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Expressions that yield no value without anything in them being wrong by itself. */
const NOTHING_SAID: ReadonlySet<string> = new Set(['unary', 'ternary', 'tuple']);

/** What stands as a key of a map, or is assigned to one, can be stored. */
export const storable: Rule = {
  name: 'storable',
  *check({ places, typing, dialect, source }) {
    for (const { node } of places) {
      if (node.kind === 'map') {
        for (const key of node.keys) {
          const type = typing.typeOf(key);
          if (isContext(type) && compareVersions(dialect.version, '0.20') < 0) {
            yield report('error', 'key-type', "what the kernel hands to the probe cannot be a map's key", key.span);
          } else if (type.kind === 'tuple' && !dialect.has('tuple-key')) {
            const inside = source.slice(key.span.start, key.span.end).replace(/^\(([\s\S]*)\)$/, '$1');
            const fixes = [replacing('use several keys', key.span, inside, true)];
            yield report('error', 'key-type', `bpftrace ${dialect.version} takes several keys, and no tuple: @x[a, b]`, key.span, [], fixes);
          }
        }
      }
      if (node.kind !== 'assignment' || node.operator !== '=') continue;
      const type = typing.typeOf(node.value);
      if (node.target.kind === 'map' && isContext(type) && compareVersions(dialect.version, '0.24') < 0) {
        yield report('error', 'not-storable', 'what the kernel hands to the probe cannot be kept in a map', node.value.span);
      } else if (node.target.kind === 'map' && node.value.kind === 'map' && isAggregate(type) && compareVersions(dialect.version, '0.23') >= 0) {
        const held = source.slice(node.value.span.start, node.value.span.end);
        const fixes = [replacing('take its number', node.value.span, `(int64)${held}`, true)];
        yield report(
          'error',
          'not-storable',
          `${held} is made by ${type.kind}(), and no other map can become the same by being given it`,
          node.value.span,
          [],
          fixes,
        );
      } else if (type.kind === 'none' && NOTHING_SAID.has(node.value.kind)) {
        yield report('error', 'no-value', 'there is no value to assign', node.value.span);
      }
    }
  },
};

function isContext(type: Type): boolean {
  return (type.kind === 'pointer' || type.kind === 'record' || type.kind === 'array') && type.context === true;
}
