import type { Probe, Variable } from '../../bpftrace/ast.ts';
import type { Fix } from '../../core/diagnostic.ts';
import type { Place } from '../places.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/**
 * A scratch variable that one probe sets and another reads. It lives in one probe only, so that a map is meant: one value for the whole program where BEGIN
 * sets it, else one a thread.
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
      const carried = uses.find(
        ({ node, parent, probe }) => probe !== undefined && !probes.has(probe) && !(parent.kind === 'assignment' && parent.target === node),
      );
      if (carried === undefined || carried.parent.kind === 'for') continue;
      const isGlobal = [...probes].some(({ attachPoints }) => attachPoints.some(({ provider }) => provider === 'BEGIN'));
      const map = isGlobal ? `@${name.slice(1)}` : `@${name.slice(1)}[tid]`;
      if (places.some(({ node }) => node.kind === 'map' && node.name === `@${name.slice(1)}`)) continue;
      const fix: Fix = {
        title: `keep it in a map: ${map}`,
        edits: uses.map(({ node }) => ({ span: node.span, text: map })),
        automatic: true,
        ...(isGlobal ? {} : { changes: `${name} is kept for each thread from one probe to the other` }),
      };
      yield report('error', 'undefined-variable', `${name} is set in another probe: a scratch variable lives in one probe`, carried.node.span, [], [fix]);
    }
  },
};
