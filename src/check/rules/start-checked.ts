import type { Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Fix } from '../../core/diagnostic.ts';
import { automaticFix } from '../../core/fix.ts';
import { conditionsOf, holdsMoments, isMoment, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A time since a beginning is only taken where the beginning was seen: what began before the trace has none, and then the time is that since boot. */
export const startChecked: Rule = {
  name: 'start-checked',
  *check(context) {
    const uses = mapUses(context);
    const told = new Set<string>();
    for (const { node, probe } of context.places) {
      if (probe === undefined || node.kind !== 'binary' || node.operator !== '-' || node.right.kind !== 'map' || !isMoment(node.left)) continue;
      const start = node.right;
      const use = uses.get(start.name);
      if (use === undefined || !holdsMoments(use) || told.has(`${start.name} ${probe.span.start}`)) continue;
      // Any condition on a map or a variable may be one that tells: a name that is stored together with the time.
      if (use.stores.some((store) => store.probe === probe) || dependsOnState(probe)) continue;
      told.add(`${start.name} ${probe.span.start}`);
      const key = context.source.slice(start.span.start, start.span.end);
      const message = `where ${key} was never set it is 0, and the difference is the time since the machine started: what began before the trace spoils the result`;
      yield report('warning', 'start-not-checked', message, start.span, [`only where it was set: /${key}/`], fixesFor(probe, key));
    }
  },
};

function dependsOnState(probe: Probe): boolean {
  for (const condition of conditionsOf(probe)) {
    for (const node of walk(condition)) if (node.kind === 'map' || node.kind === 'variable') return true;
  }
  return false;
}

const LATER = 'what began before the trace is left out';

/** A predicate can only look at what the probe knows before it runs: not at a variable of its body. */
function fixesFor(probe: Probe, key: string): Fix[] {
  if (/\$/.test(key)) return [];
  const title = `only where ${key} was set`;
  if (probe.predicate === undefined) {
    const at = probe.attachPoints.at(-1)?.span.end ?? probe.body.span.start;
    return [automaticFix(title, [{ span: { start: at, end: at }, text: ` /${key}/` }], LATER)];
  }
  const { span } = probe.predicate.condition;
  const edits = [
    { span: { start: span.start, end: span.start }, text: `${key} && (` },
    { span: { start: span.end, end: span.end }, text: ')' },
  ];
  return [automaticFix(title, edits, LATER)];
}
