import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { showType, type Type } from '../../bpftrace/typing/type.ts';
import { positionAt } from '../../core/diagnostic.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A map is used with keys of the same number and types everywhere. */
export const mapKeys: Rule = {
  name: 'map-keys',
  *check({ typing, source, dialect }) {
    for (const conflict of typing.conflicts) {
      if (conflict.kind !== 'map-keys') continue;
      const { node, had, got, first } = conflict;
      if (typing.mapValue(node.name) === undefined) continue;
      if (compareVersions(dialect.version, '0.24') >= 0 && had.length === 0) continue;
      // What has no value is complained about where it comes from: a field that does not exist, a map that is never written.
      if ([...had, ...got].some(({ kind }) => kind === 'none')) continue;
      const { line } = positionAt(source, first.span.start);
      const hints = got.length === 0 ? [`a key is written ${node.name}[KEY]`] : [];
      yield report('error', 'map-key-type', `${node.name} has ${keys(had)} in line ${line}, and ${keys(got)} here`, node.span, hints);
    }
  },
};

function keys(types: readonly Type[]): string {
  if (types.length === 0) return 'no key';
  return `${types.length === 1 ? 'as its key' : 'as its keys'} ${types.map(showType).join(' and ')}`;
}
