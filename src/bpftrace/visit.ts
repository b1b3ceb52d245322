import type { Block, Expression, If, Probe, Script, Statement } from './ast.ts';

export type AnyNode = Script | Probe | Statement | Expression;

/** The nodes directly under `node`, in source order. */
export function children(node: AnyNode): readonly AnyNode[] {
  switch (node.kind) {
    case 'script':
      return node.probes;
    case 'probe':
      return node.predicate === undefined ? [node.body] : [node.predicate.condition, node.body];
    case 'block':
      return node.statements;
    case 'expression-statement':
      return [node.expression];
    case 'assignment':
      return [node.target, node.value];
    case 'let':
    case 'jump':
      return node.value === undefined ? [] : [node.value];
    case 'if':
      return defined<AnyNode>([node.condition, node.then, node.otherwise as Block | If | undefined]);
    case 'while':
      return [node.condition, node.body];
    case 'for':
      return defined<AnyNode>([node.from, node.to, node.body]);
    case 'unroll':
      return [node.times, node.body];
    case 'map':
      return node.keys;
    case 'call':
      return node.args;
    case 'unary':
    case 'cast':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'ternary':
      return [node.condition, node.then, node.otherwise];
    case 'field':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'tuple':
      return node.items;
    case 'integer':
    case 'string':
    case 'identifier':
    case 'variable':
    case 'positional':
      return [];
  }
}

function defined<T>(nodes: readonly (T | undefined)[]): readonly T[] {
  return nodes.filter((node) => node !== undefined);
}

/** Every node under and including `node`, parents before children, in source order. Not recursive: a sum of 20,000 parts is a legal program. */
export function* walk(node: AnyNode): Generator<AnyNode> {
  const todo: AnyNode[] = [node];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    yield next;
    todo.push(...[...children(next)].reverse());
  }
}
