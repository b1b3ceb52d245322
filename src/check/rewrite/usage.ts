import type { AnyNode, Expression } from '../../bpftrace/ast.ts';
import { children, walk } from '../../bpftrace/visit.ts';

/** Which node a node stands in. */
export function parentsOf(root: AnyNode): ReadonlyMap<AnyNode, AnyNode> {
  const parents = new Map<AnyNode, AnyNode>();
  for (const node of walk(root)) for (const child of children(node)) parents.set(child, node);
  return parents;
}

/** Something a probe reads through a value: the value itself, or what is found on a path of fields from it. */
export interface Reading {
  /** The outermost node that the path reaches: what is replaced. */
  readonly node: Expression;
  /** `->q->disk->disk_name`; empty for the value itself. Dots where the program has dots. */
  readonly path: string;
}

/** The longest path of fields that begins at a node, through casts and parentheses. */
export function readingFrom(start: Expression, parents: ReadonlyMap<AnyNode, AnyNode>): Reading {
  let reached: Expression = start;
  let path = '';
  let node: AnyNode = start;
  for (;;) {
    const parent = parents.get(node);
    if (parent === undefined) break;
    if (parent.kind === 'field' && parent.object === node) {
      path += `${parent.arrow ? '->' : '.'}${parent.name}`;
      reached = parent;
    } else if (parent.kind !== 'cast') {
      break;
    }
    node = parent;
  }
  return { node: reached, path };
}

/** A node with the casts around it. */
export function withCasts(node: Expression, parents: ReadonlyMap<AnyNode, AnyNode>): Expression {
  let outer = node;
  for (let parent = parents.get(outer); parent?.kind === 'cast'; parent = parents.get(outer)) outer = parent;
  return outer;
}

/** Whether this is the builtin `args`. */
export function isArgs(node: AnyNode): boolean {
  return node.kind === 'identifier' && node.name === 'args';
}

/** The number of `arg3`; undefined for other names. */
export function argumentNumber(name: string): number | undefined {
  const match = /^arg(\d)$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** Variables that are called so hold what a function returned. */
export const RESULT_NAME: RegExp = /^\$(?:ret|retval|rc|err|error|result|res|status|retcode|return_value|rv)$/;
