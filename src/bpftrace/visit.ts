import type { AnyNode } from './ast.ts';

/** The nodes directly under `node`, in source order. */
export function children(node: AnyNode): readonly AnyNode[] {
  switch (node.kind) {
    case 'script':
      return node.items;
    case 'probe':
      return node.predicate === undefined ? [node.body] : [node.predicate.condition, node.body];
    case 'definition':
      return node.keyword === 'enum' ? node.enumerators : node.members;
    case 'member':
      return node.members ?? [];
    case 'config':
      return node.entries;
    case 'config-entry':
    case 'record-field':
      return [node.value];
    case 'import':
      return [node.path];
    case 'map-declaration':
      return [node.size];
    case 'subprogram':
      return [...node.parameters, node.returns, node.body];
    case 'parameter':
      return [node.type];
    case 'macro':
      return [...node.parameters, node.body];
    case 'block':
      return node.value === undefined ? node.statements : [...node.statements, node.value];
    case 'expression-statement':
      return [node.expression];
    case 'assignment':
      return [node.target, node.value];
    case 'let':
      return defined([node.typeNode, node.value]);
    case 'jump':
      return defined([node.value]);
    case 'if':
      return defined([node.condition, node.then, node.otherwise]);
    case 'while':
      return [node.condition, node.body];
    case 'for':
      return defined([node.from, node.to, node.body]);
    case 'unroll':
      return [node.times, node.body];
    case 'map':
      return node.keys;
    case 'call':
      return node.args;
    case 'cast':
      return [node.typeNode, node.operand];
    case 'unary':
    case 'comptime':
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
    case 'record':
      return node.fields;
    case 'sizeof':
    case 'offsetof':
    case 'typeof':
    case 'typeinfo':
      return [node.of];
    case 'directive':
    case 'enumerator':
    case 'type':
    case 'integer':
    case 'string':
    case 'boolean':
    case 'identifier':
    case 'variable':
    case 'positional':
      return [];
  }
}

function defined(nodes: readonly (AnyNode | undefined)[]): readonly AnyNode[] {
  return nodes.filter((node) => node !== undefined);
}

/** Every node under and including `node`, parents before children, in source order. Not recursive: a sum of 20,000 parts is a legal program. */
export function* walk(node: AnyNode): Generator<AnyNode> {
  const todo: AnyNode[] = [node];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    yield next;
    const under = children(next);
    for (let index = under.length - 1; index >= 0; index--) todo.push(under[index] as AnyNode);
  }
}
