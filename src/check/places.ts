import type { AnyNode, Expression, Probe, Script, Statement } from '../bpftrace/ast.ts';
import { children } from '../bpftrace/visit.ts';

/** A statement or an expression and where it stands. */
export interface Place {
  readonly node: Statement | Expression;
  readonly parent: AnyNode;
  /** Absent in a subprogram, of which it is not known who calls it. */
  readonly probe?: Probe;
  /** How many loops are around it. */
  readonly loops: number;
}

/** Every statement and expression of the probes and subprograms, parents before children. Macros are left out: what they mean depends on their use. */
export function placesOf(script: Script): Place[] {
  const places: Place[] = [];
  for (const item of script.items) {
    if (item.kind !== 'probe' && item.kind !== 'subprogram') continue;
    const probe = item.kind === 'probe' ? { probe: item } : {};
    const todo: { node: AnyNode; parent: AnyNode; loops: number }[] = [];
    const push = (parent: AnyNode, loops: number) => {
      const under = children(parent);
      for (let at = under.length - 1; at >= 0; at--) todo.push({ node: under[at] as AnyNode, parent, loops });
    };
    push(item, 0);
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const { node, parent, loops } = next;
      if (isCode(node)) places.push({ node, parent, ...probe, loops });
      push(node, loops + (node.kind === 'while' || node.kind === 'for' ? 1 : 0));
    }
  }
  return places;
}

function isCode(node: AnyNode): node is Statement | Expression {
  switch (node.kind) {
    case 'script':
    case 'probe':
    case 'subprogram':
    case 'macro':
    case 'definition':
    case 'directive':
    case 'config':
    case 'config-entry':
    case 'map-declaration':
    case 'member':
    case 'enumerator':
    case 'parameter':
    case 'type':
    case 'record-field':
      return false;
    default:
      return true;
  }
}
