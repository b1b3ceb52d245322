import type { Expression } from '../bpftrace/ast.ts';
import type { ArgumentKind, Parameter } from '../bpftrace/dialect/function.ts';
import { compareVersions } from '../bpftrace/dialect/version.ts';
import { builtinType } from '../bpftrace/typing/builtins.ts';
import type { Typing } from '../bpftrace/typing/infer.ts';
import { isAggregate } from '../bpftrace/typing/type.ts';
import type { RuleContext } from './rule.ts';

/** Whether an argument fits what a parameter accepts. What is not known fits. */
export function accepted(argument: Expression, parameter: Parameter, context: RuleContext): boolean {
  return parameter.accepts.some((kind) => isOfKind(argument, kind, parameter, context));
}

function isOfKind(argument: Expression, kind: ArgumentKind, parameter: Parameter, context: RuleContext): boolean {
  const { typing, dialect } = context;
  const type = typing.typeOf(argument);
  switch (kind) {
    case 'integer-literal':
      return isIntegerLiteral(argument, context);
    case 'string-literal':
      return isStringLiteral(argument, context);
    case 'map':
      return argument.kind === 'map' && argument.keys.length === 0;
    case 'map-entry':
      return argument.kind === 'map';
    case 'variable':
      return argument.kind === 'variable';
    case 'word':
      return argument.kind === 'identifier' && (parameter.words?.includes(argument.name) ?? true);
    case 'key':
    case 'type':
    case 'field':
    case 'any':
      return true;
    default:
      break;
  }
  if (type.kind === 'unknown') return true;
  switch (kind) {
    case 'integer':
      if (isAggregate(type)) return compareVersions(dialect.version, '0.22') >= 0;
      return type.kind === 'integer' || type.kind === 'bool';
    case 'bool':
      return type.kind === 'bool' || type.kind === 'integer';
    case 'stack':
      return type.kind === 'kstack' || type.kind === 'ustack';
    case 'printable':
      if (type.kind === 'pointer' && compareVersions(dialect.version, '0.20') >= 0) return true;
      if (argument.kind === 'map') return argument.keys.length === 0 || compareVersions(dialect.version, '0.21') >= 0;
      return type.kind !== 'pointer' && type.kind !== 'stack-mode' && !(type.kind === 'record' && type.context === true);
    default:
      return type.kind === kind;
  }
}

/** A number as it stands there, a positional parameter, or what is defined to be one. Newer versions work constants out. */
export function isIntegerLiteral(argument: Expression, { dialect, typing }: RuleContext): boolean {
  if (compareVersions(dialect.version, '0.22') >= 0) return isConstant(argument, typing);
  if (argument.kind === 'identifier') return typing.definitions.constants.has(argument.name);
  if (argument.kind === 'unary' && argument.operator === '-') return argument.operand.kind === 'integer';
  return argument.kind === 'integer' || argument.kind === 'positional';
}

/** Whether a name is a builtin does not depend on where it stands. */
const NOWHERE = { version: '0.27', btf: false, kernelTypes: () => undefined } as const;

/** What newer versions work out while they compile. */
function isConstant(argument: Expression, typing: Typing): boolean {
  switch (argument.kind) {
    case 'string':
    case 'map':
    case 'variable':
    case 'field':
    case 'index':
    case 'tuple':
      return false;
    case 'identifier':
      return typing.definitions.constants.has(argument.name) || builtinType(argument.name, undefined, NOWHERE, undefined) === undefined;
    default:
      return true;
  }
}

/** A text as it stands there, or a positional parameter as text: `str($1)`. */
export function isStringLiteral(argument: Expression, { dialect, typing }: RuleContext): boolean {
  if (argument.kind === 'identifier') return typing.definitions.constants.has(argument.name);
  if (compareVersions(dialect.version, '0.22') >= 0 && !['integer', 'positional', 'map', 'variable'].includes(argument.kind)) return true;
  if (argument.kind === 'call') return argument.name === 'str' && argument.args[0]?.kind === 'positional';
  return argument.kind === 'string';
}

/** The number a literal stands for; undefined where it is none, or not known here. */
export function integerLiteral(argument: Expression | undefined): bigint | undefined {
  if (argument?.kind === 'integer') return BigInt.asIntN(64, argument.value);
  if (argument?.kind === 'unary' && argument.operator === '-' && argument.operand.kind === 'integer') return -argument.operand.value;
  return undefined;
}
