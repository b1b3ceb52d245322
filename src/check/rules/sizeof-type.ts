import { explainAvailability } from '../../bpftrace/dialect/availability.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** sizeof() and offsetof() are asked about types there are. */
export const sizeofType: Rule = {
  name: 'sizeof-type',
  *check({ places, typing, dialect }) {
    const { definitions } = typing;
    for (const { node } of places) {
      if (node.kind !== 'sizeof' && node.kind !== 'offsetof') continue;
      const availability = dialect.availability('function', node.kind);
      if (availability !== undefined && !availability.here) {
        yield report('error', 'not-in-this-version', explainAvailability(`${node.kind}()`, availability, dialect.version), node.span);
        continue;
      }
      const name = node.of.kind === 'type' ? node.of.text : node.of.kind === 'identifier' ? node.of.name : undefined;
      if (name === undefined || definitions.includes || definitions.constants.has(name) || !/^(struct |union )?[A-Za-z_]\w*$/.test(name)) continue;
      if (/^u?int(8|16|32|64)$/.test(name) || dialect.builtin(name) !== undefined) continue;
      if (!/^(struct|union) /.test(name) && compareVersions(dialect.version, '0.20') >= 0) continue;
      if (!definitions.hasKernel() || definitions.types.named(name)?.kind === 'record' || definitions.types.enumerator(name) !== undefined) continue;
      const near = suggest(name, definitions.types.names('tags'), 2);
      const span = node.of.span;
      const fixes = near.map((other) => replacing(`use ${other}`, span, other));
      yield report('error', 'unknown-struct', `neither the kernel nor the program defines ${name}`, span, didYouMean(near), fixes);
    }
  },
};
