import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { isAggregate, showType } from '../../bpftrace/typing/type.ts';
import { replacing, report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Expressions that yield no value without anything in them being wrong by itself. */
const NOTHING_SAID: ReadonlySet<string> = new Set(['unary']);

/** What stands as a key of a map, or is assigned to one, can be stored. */
export const storable: Rule = {
  name: 'storable',
  *check({ places, typing, dialect, source }) {
    const old = compareVersions(dialect.version, '0.18') < 0;
    for (const { node } of places) {
      if (node.kind === 'map') {
        for (const key of node.keys) {
          const type = typing.typeOf(key);
          if ((type.kind === 'pointer' || type.kind === 'record') && type.context === true) {
            yield report('error', 'key-type', "what the kernel hands to the probe cannot be a map's key", key.span);
          } else if (type.kind === 'tuple' && !dialect.has('tuple-key')) {
            const inside = source.slice(key.span.start, key.span.end).replace(/^\(([\s\S]*)\)$/, '$1');
            const fixes = [replacing('use several keys', key.span, inside, true)];
            yield report('error', 'key-type', `bpftrace ${dialect.version} takes several keys, and no tuple: @x[a, b]`, key.span, [], fixes);
          } else if (old && isAggregate(type)) {
            yield report('error', 'key-type', `${showType(type)} can only be printed; it cannot be a map's key`, key.span);
          }
        }
      }
      if (node.kind !== 'assignment' || node.operator !== '=') continue;
      const type = typing.typeOf(node.value);
      const own = node.value.kind === 'call';
      if (node.target.kind === 'map' && (type.kind === 'pointer' || type.kind === 'record') && type.context === true) {
        yield report('error', 'not-storable', 'what the kernel hands to the probe cannot be kept in a map', node.value.span);
      } else if (type.kind === 'none' && NOTHING_SAID.has(node.value.kind)) {
        yield report('error', 'no-value', 'there is no value to assign', node.value.span);
      } else if (old && isAggregate(type) && !own && node.target.kind === 'variable') {
        yield report('error', 'not-storable', `${showType(type)} can only be printed; it cannot be kept in a scratch variable`, node.value.span);
      }
    }
  },
};
