import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A blank stands before a predicate: up to 0.25 bpftrace takes a slash right behind a name for a part of a path (`path` in its src/lexer.l). */
export const gluedPredicate: Rule = {
  name: 'glued-predicate',
  *check({ script, dialect }) {
    if (compareVersions(dialect.version, '0.26') >= 0) return;
    for (const { attachPoints, predicate } of script.probes) {
      const last = attachPoints.at(-1);
      if (predicate === undefined || last === undefined || !last.text.includes(':') || last.span.end !== predicate.span.start) continue;
      const span = { start: last.span.end, end: last.span.end };
      const place = { start: predicate.span.start, end: predicate.span.start + 1 };
      const message = 'a predicate right behind a name is taken for a part of the name';
      yield report('error', 'glued-predicate', message, place, [], [replacing('put a blank before the predicate', span, ' ', true)]);
    }
  },
};
