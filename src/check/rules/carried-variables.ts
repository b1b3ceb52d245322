import type { Probe, Variable } from '../../bpftrace/ast.ts';
import type { Fix } from '../../core/diagnostic.ts';
import { isPair } from '../map-uses.ts';
import type { Place } from '../places.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/**
 * A scratch variable that one probe sets and another reads. It lives in one probe only, so that a map is meant: one value for the whole program where BEGIN
 * sets it, one a thread or processor from the beginning of a call to its end. Between other events nothing tells which belongs to which, but its reader.
 */
export const carriedVariables: Rule = {
  name: 'carried-variables',
  remedy: true,
  *check({ places, script }) {
    if (script.items.some(({ kind }) => kind === 'macro' || kind === 'subprogram' || kind === 'import')) return;
    const setIn = new Map<string, Set<Probe>>();
    for (const { node, probe } of places) {
      if (probe === undefined || node.kind !== 'assignment' || node.target.kind !== 'variable') continue;
      const probes = setIn.get(node.target.name) ?? new Set();
      setIn.set(node.target.name, probes.add(probe));
    }
    for (const [name, probes] of setIn) {
      const uses = places.filter((place): place is Place & { readonly node: Variable } => place.node.kind === 'variable' && place.node.name === name);
      const carried = uses.find(({ node, parent, probe }) => {
        if (probe === undefined) return false;
        if (!probes.has(probe)) return !(parent.kind === 'assignment' && parent.target === node);
        // A probe that begins by reading it, or adding to it, goes on with what another has left.
        return probes.size > 1 && isFirst(node, probe, uses) && !(parent.kind === 'assignment' && parent.target === node && parent.operator === '=');
      });
      if (carried === undefined || carried.parent.kind === 'for') continue;
      // What is added to without a beginning is a total of the whole program.
      const isTotal = uses.some(
        ({ node, parent, probe }) => parent.kind === 'assignment' && parent.target === node && parent.operator !== '=' && isFirst(node, probe, uses),
      );
      const isGlobal = isTotal || [...probes].some(({ attachPoints }) => attachPoints.some(({ provider }) => provider === 'BEGIN'));
      const readers = uses.flatMap(({ probe }) => (probe === undefined || probes.has(probe) ? [] : [probe]));
      const key = isGlobal || readers.length === 0 ? undefined : sharedKey([...probes], readers);
      const map = isGlobal ? `@${name.slice(1)}` : `@${name.slice(1)}[${key ?? 'tid'}]`;
      if (places.some(({ node }) => node.kind === 'map' && node.name === `@${name.slice(1)}`)) continue;
      const fix: Fix = {
        title: `keep it in a map: ${map}`,
        edits: uses.map(({ node }) => ({ span: node.span, text: map })),
        ...(isGlobal || key !== undefined ? { automatic: true } : {}),
        ...(isGlobal ? {} : { changes: `${name} is kept for each ${key === 'cpu' ? 'processor' : 'thread'} from one probe to the other` }),
      };
      const hints =
        isGlobal || key !== undefined ? [] : [`keep it in a map, such as @${name.slice(1)}[KEY], whose key is the same in both probes: threads may differ`];
      yield report('error', 'undefined-variable', `${name} is set in another probe: a scratch variable lives in one probe`, carried.node.span, hints, [fix]);
    }
  },
};

function isFirst(node: Variable, probe: Probe | undefined, uses: readonly (Place & { readonly node: Variable })[]): boolean {
  return uses.find((use) => use.probe === probe)?.node === node;
}

/** What is the same where something begins and where it ends; undefined where the two may be told of in different threads. */
function sharedKey(begin: readonly Probe[], end: readonly Probe[]): 'tid' | 'cpu' | undefined {
  const enters = begin.flatMap(({ attachPoints }) => attachPoints);
  const exits = end.flatMap(({ attachPoints }) => attachPoints);
  if (exits.every((exit) => enters.some((enter) => isPair(enter, exit)))) return 'tid';
  return exits.every((exit) => enters.some((enter) => isInterruptPair(enter.text, exit.text))) ? 'cpu' : undefined;
}

/** Interrupts end on the processor on which they began (include/trace/events/irq.h, arch/x86/include/asm/trace/irq_vectors.h). */
function isInterruptPair(enter: string, exit: string): boolean {
  return /:(?:irq|irq_vectors):\w+_entry$/.test(enter) && enter.replace(/_entry$/, '_exit') === exit;
}
