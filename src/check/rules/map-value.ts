import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { fitsInto, showType } from '../../bpftrace/typing/type.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A map holds values of one type in the whole program. */
export const mapValue: Rule = {
  name: 'map-value',
  *check({ typing, places, dialect }) {
    const newer = compareVersions(dialect.version, '0.24') >= 0;
    for (const conflict of typing.conflicts) {
      if (conflict.kind !== 'map-value') continue;
      const { node, had, got } = conflict;
      if (newer && (got.kind === 'none' || got.kind === 'buffer')) continue;
      const hints = ['a map holds values of one type: use another map'];
      if (had.kind === 'buffer' && got.kind === 'buffer') {
        yield report('error', 'map-value-type', `${node.name} holds buffers of ${had.size - 1} bytes; this one has ${got.size - 1}`, node.span, [
          'give buf() the same length everywhere',
        ]);
        continue;
      }
      const message =
        got.kind === 'none'
          ? `what is assigned to ${node.name} has no value yet, and ${node.name} holds ${showType(had)}`
          : `${node.name} holds ${showType(had)}; ${showType(got)} is assigned to it here`;
      yield report('error', 'map-value-type', message, node.span, hints);
    }
    if (newer) return;
    for (const { node } of places) {
      if (node.kind !== 'assignment' || node.operator !== '=') continue;
      const held = typing.typeOf(node.target);
      const got = typing.typeOf(node.value);
      if (held.kind !== 'tuple' || got.kind !== 'tuple' || fitsInto(got, held)) continue;
      const hints = ['the items of a tuple keep their types, numbers their size and sign too: cast them'];
      yield report('error', 'tuple-type', 'this tuple is of other types than the one that is there', node.value.span, hints);
    }
  },
};
