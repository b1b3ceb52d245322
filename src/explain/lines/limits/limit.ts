/** A reason why an answer can be less than the whole truth, read off the program. */
import type { AnyNode, AttachPoint, Call, Probe } from '../../../bpftrace/ast.ts';
import { walk } from '../../../bpftrace/visit.ts';
import type { Scene } from '../scene.ts';
import type { Both } from '../tongue.ts';

/** The program as limits look at it: everything in it once, with the probe it is of. */
export interface Seen {
  readonly scene: Scene;
  readonly nodes: readonly { readonly node: AnyNode; readonly probe: Probe }[];
  readonly points: readonly { readonly point: AttachPoint; readonly probe: Probe }[];
  calls(...names: readonly string[]): readonly { readonly call: Call; readonly probe: Probe }[];
}

/** Says nothing where the program does not have it. */
export type Limit = (seen: Seen) => readonly Both[];

export function look(scene: Scene): Seen {
  const nodes = scene.script.probes.flatMap((probe) => [...walk(probe)].map((node) => ({ node, probe })));
  return {
    scene,
    nodes,
    points: scene.script.probes.flatMap((probe) => probe.attachPoints.map((point) => ({ point, probe }))),
    calls: (...names) => nodes.flatMap(({ node, probe }) => (node.kind === 'call' && names.includes(node.name) ? [{ call: node, probe }] : [])),
  };
}
