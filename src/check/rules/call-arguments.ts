import type { Call, Expression } from '../../bpftrace/ast.ts';
import { type ArgumentKind, arity, type Func, type Parameter, type Signature } from '../../bpftrace/dialect/function.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { isAggregate, showType } from '../../bpftrace/typing/type.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { accepted } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** A call has as many arguments as the function takes, and each is of a kind that it takes there. */
export const callArguments: Rule = {
  name: 'call-arguments',
  *check(context) {
    for (const { node, parent } of context.places) {
      // The parser reads the arguments of these as what they are: types and members.
      if (node.kind !== 'call' || node.name === 'sizeof' || node.name === 'offsetof') continue;
      const found = context.dialect.function(node.name);
      if (found === undefined) continue;
      const problem = examine(node, found, context);
      if (problem !== undefined && !(parent.kind === 'call' && parent.name === node.name && node.name === 'str')) yield problem;
    }
  },
};

function examine(call: Call, func: Func, context: RuleContext): Diagnostic | undefined {
  const { args, name } = call;
  const fitting = func.signatures.filter((signature) => hasPlaceFor(signature, args.length));
  if (fitting.length === 0) return report('error', 'argument-count', countMessage(func, args.length), call.span, [formOf(func)]);
  const wrong = fitting.map((signature) => args.findIndex((argument, at) => !fitsAt(argument, at, signature, func, context)));
  if (wrong.includes(-1)) return early(call, context);
  const furthest = Math.max(...wrong);
  const argument = args[furthest];
  const kinds = fitting.flatMap((signature, at) => (wrong[at] === furthest ? (parameterAt(signature, furthest)?.accepts ?? []) : []));
  if (argument === undefined || context.typing.typeOf(argument).kind === 'none') return undefined;
  return wrongKind(name, argument, [...new Set(kinds)], call, context);
}

function hasPlaceFor({ parameters, most }: Signature, count: number): boolean {
  return count >= parameters.filter(({ optional }) => optional !== true).length && count <= (most ?? parameters.length);
}

function parameterAt({ parameters, most }: Signature, at: number): Parameter | undefined {
  return parameters[at] ?? (most === undefined ? undefined : parameters.at(-1));
}

function fitsAt(argument: Expression, at: number, signature: Signature, func: Func, context: RuleContext): boolean {
  const parameter = parameterAt(signature, at);
  if (parameter === undefined) return false;
  // What is aggregated is read as a number everywhere but where it would be aggregated once more (measured: 0.23, 0.27).
  if (func.placement === 'map-value' && isAggregate(context.typing.typeOf(argument)) && compareVersions(context.dialect.version, '0.23') >= 0) return false;
  // A format's values are held against their conversions.
  return (func.format === true && at > 0) || accepted(argument, parameter, context);
}

function countMessage(func: Func, given: number): string {
  const { min, max } = arity(func);
  const many = (n: number) => (n === 0 ? 'no arguments' : `${n} ${n === 1 ? 'argument' : 'arguments'}`);
  const wanted = min === max ? many(min) : given < min ? `at least ${many(min)}` : `at most ${many(max)}`;
  return `${func.name}() takes ${wanted}, and is given ${given === 0 ? 'none' : given}`;
}

function formOf(func: Func): string {
  const forms = func.signatures.map(({ parameters, most }) => {
    const shown = parameters.map(({ name, optional }) => (optional === true ? `[${name}]` : name));
    return `${func.name}(${shown.join(', ')}${most === undefined ? '' : ', ...'})`;
  });
  return `it is used as ${[...new Set(forms)].join(' or ')}`;
}

const WORDS: Readonly<Record<ArgumentKind, string>> = {
  integer: 'an integer',
  bool: 'a boolean',
  string: 'a string',
  pointer: 'a pointer',
  array: 'an array',
  buffer: 'a buffer',
  record: 'a structure',
  stack: 'a stack',
  'integer-literal': 'a number that stands there as such',
  'string-literal': 'a text in quotes',
  map: 'a whole map, without a key',
  'map-entry': 'a map',
  key: 'a key',
  variable: 'a scratch variable',
  printable: 'a value that can be printed',
  word: 'a mode',
  type: 'a type',
  field: 'a member',
  any: 'anything',
};

function wrongKind(name: string, argument: Expression, kinds: readonly ArgumentKind[], call: Call, context: RuleContext): Diagnostic {
  const type = context.typing.typeOf(argument);
  const wanted = kinds.map((kind) => WORDS[kind]).join(' or ');
  const given =
    kinds.some((kind) => kind.endsWith('-literal')) && type.kind === (kinds.includes('integer-literal') ? 'integer' : 'string')
      ? 'something worked out'
      : showType(type);
  const shown = kinds.includes('map') && argument.kind === 'map' ? 'an entry of one' : given;
  const hints: string[] = [];
  if (isAggregate(type) && kinds.includes('integer'))
    hints.push('the value of a map made by count(), sum() and the like can only be printed, with print(@map)');
  if (argument.kind === 'positional' && kinds.includes('string-literal')) hints.push(`str($${argument.index}) is the parameter as text`);
  return report(
    'error',
    'argument-type',
    `${name}() takes ${wanted} here, and is given ${shown}`,
    argument.span,
    hints,
    fixesFor(name, argument, call, context),
  );
}

function fixesFor(name: string, argument: Expression, call: Call, { source, typing }: RuleContext): Fix[] {
  const text = source.slice(argument.span.start, argument.span.end);
  const type = typing.typeOf(argument);
  if (name === 'str' && type.kind === 'string' && call.args.length === 1) return [replacing(`it is a string already: ${text}`, call.span, text, true)];
  if (argument.kind === 'positional') return [replacing(`use str($${argument.index})`, argument.span, `str($${argument.index})`, true)];
  if (argument.kind !== 'map' || argument.keySpan === undefined) return [];
  if (name === 'clear' || name === 'zero') {
    const removing = name === 'clear' ? [replacing(`remove this entry: delete(${text})`, call.span, `delete(${text})`)] : [];
    return [...removing, replacing(`${name} the whole map`, argument.span, argument.name)];
  }
  return name === 'print' ? [replacing('print the whole map', argument.span, argument.name)] : [];
}

/** Functions that look at their argument on the first way through the program, when a map that is written further down has no type yet. */
const LOOK_EARLY: ReadonlySet<string> = new Set(['str', 'ksym', 'usym', 'ntop', 'kptr', 'uptr', 'macaddr', 'bswap']);

function early({ name, args }: Call, { typing, dialect, source }: RuleContext): Diagnostic | undefined {
  if (!LOOK_EARLY.has(name) || compareVersions(dialect.version, '0.24') >= 0) return undefined;
  const argument = args.find((candidate) => typing.firstTypeOf(candidate).kind === 'none' && typing.typeOf(candidate).kind !== 'none');
  if (argument === undefined) return undefined;
  const text = source.slice(argument.span.start, argument.span.end);
  return report('error', 'not-yet-assigned', `${text} has no type yet: it is assigned further down`, argument.span, ['put the probe that assigns it first']);
}
