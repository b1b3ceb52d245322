/** A tree as one line of text, so that a test can say in full what it expects of a parse. */
import type { AttachPoint, Expression, Probe, Script, Statement, TypeName } from '../../src/bpftrace/ast.ts';

export function outline(script: Script): string {
  return [...script.preamble.map(({ kind }) => kind), ...script.probes.map(probeOutline)].join('\n');
}

function probeOutline(probe: Probe): string {
  const points = probe.attachPoints.map(pointOutline).join(' ');
  const predicate = probe.predicate === undefined ? '' : ` /${expressionOutline(probe.predicate.condition)}/`;
  return `${points}${predicate} ${statementOutline(probe.body)}`;
}

function pointOutline(point: AttachPoint): string {
  return [point.provider, ...point.parts.map((part) => `<${part}>`)].join('');
}

function statementOutline(statement: Statement): string {
  switch (statement.kind) {
    case 'block': {
      const value = statement.value === undefined ? [] : [`=> ${expressionOutline(statement.value)}`];
      return `{${[...statement.statements.map(statementOutline), ...value].join('; ')}}`;
    }
    case 'expression-statement':
      return expressionOutline(statement.expression);
    case 'assignment':
      return `(${statement.operator} ${expressionOutline(statement.target)} ${expressionOutline(statement.value)})`;
    case 'let':
      return ['let', statement.name, statement.type, statement.value && expressionOutline(statement.value)].filter((part) => part !== undefined).join(' ');
    case 'if': {
      const otherwise = statement.otherwise === undefined ? '' : ` else ${statementOutline(statement.otherwise)}`;
      return `if ${expressionOutline(statement.condition)} ${statementOutline(statement.then)}${otherwise}`;
    }
    case 'while':
      return `while ${expressionOutline(statement.condition)} ${statementOutline(statement.body)}`;
    case 'for': {
      const to = statement.to === undefined ? '' : ` .. ${expressionOutline(statement.to)}`;
      return `for ${statement.variable} : ${expressionOutline(statement.from)}${to} ${statementOutline(statement.body)}`;
    }
    case 'unroll':
      return `unroll ${expressionOutline(statement.times)} ${statementOutline(statement.body)}`;
    case 'import':
      return `import ${expressionOutline(statement.path)}`;
    case 'jump':
      return statement.value === undefined ? statement.word : `${statement.word} ${expressionOutline(statement.value)}`;
  }
}

function expressionOutline(expression: Expression): string {
  switch (expression.kind) {
    case 'integer':
      return String(expression.value);
    case 'string':
      return JSON.stringify(expression.value);
    case 'identifier':
    case 'variable':
      return expression.name;
    case 'positional':
      return `$${expression.index}`;
    case 'map':
      return expression.keys.length === 0 ? expression.name : `${expression.name}[${expression.keys.map(expressionOutline).join(' ')}]`;
    case 'call':
      return `${expression.name}(${expression.args.map(expressionOutline).join(' ')})`;
    case 'unary':
      return expression.postfix
        ? `(${expressionOutline(expression.operand)} ${expression.operator})`
        : `(${expression.operator} ${expressionOutline(expression.operand)})`;
    case 'binary':
      return `(${expression.operator} ${expressionOutline(expression.left)} ${expressionOutline(expression.right)})`;
    case 'ternary':
      return `(? ${expressionOutline(expression.condition)} ${expressionOutline(expression.then)} ${expressionOutline(expression.otherwise)})`;
    case 'cast':
      return `(as <${expression.type}> ${expressionOutline(expression.operand)})`;
    case 'field':
      return `(${expression.arrow ? '->' : '.'} ${expressionOutline(expression.object)} ${expression.name})`;
    case 'index':
      return `(index ${expressionOutline(expression.object)} ${expressionOutline(expression.index)})`;
    case 'boolean':
      return String(expression.value);
    case 'record':
      return `(record ${expression.fields.map(({ name, value }) => `${name}=${expressionOutline(value)}`).join(' ')})`;
    case 'sizeof':
    case 'typeof':
    case 'typeinfo':
      return `(${expression.kind} ${operandOutline(expression.of)})`;
    case 'offsetof':
      return `(offsetof ${operandOutline(expression.of)} ${expression.path.join('.')})`;
    case 'comptime':
      return `(comptime ${expressionOutline(expression.operand)})`;
    case 'block':
    case 'if':
      return statementOutline(expression);
    case 'tuple':
      return `(tuple ${expression.items.map(expressionOutline).join(' ')})`;
  }
}

function operandOutline(operand: Expression | TypeName): string {
  return operand.kind === 'type' ? `<${operand.text}>` : expressionOutline(operand);
}
