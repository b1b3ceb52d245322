/** The form in which a value is kept in a key, a row or a map. */
import type { Expression, Script } from '../bpftrace/ast.ts';
import type { Typing } from '../bpftrace/typing/infer.ts';
import type { Type } from '../bpftrace/typing/type.ts';
import { walk } from '../bpftrace/visit.ts';
import { unknownConversion } from '../object/clock.ts';
import { LONGEST_FORMAT } from '../object/tags.ts';
import { type Part, padded } from './parts.ts';
import { Unsaid } from './unsaid.ts';

/** Names of functions and probes are cut here. */
const NAME_SIZE = 64;
const MOST_DEPTH = 8;

export function partOf(type: Type, expressions: readonly Expression[], typing: Typing, script: Script, what: string): Part {
  const [at] = expressions;
  switch (type.kind) {
    case 'integer':
      return { how: 'number', signed: type.signed };
    case 'bool':
    case 'pointer':
      return { how: 'number', signed: false };
    case 'string':
      return { how: 'text', size: padded(type.size) };
    case 'ksym':
    case 'probe':
      return { how: 'text', size: NAME_SIZE };
    case 'kstack':
      return { how: 'stack' };
    case 'inet':
      return { how: 'address', size: expressions.some((expression) => addressSize(expression, typing, script) === 16) ? 16 : 4 };
    case 'ustack':
      throw new Unsaid('stacks of programs (ustack) are not told by a program in C yet', at);
    case 'usym':
      throw new Unsaid('names of functions of programs (usym) are not told by a program in C yet', at);
    case 'timestamp':
      return { how: 'clock', format: formatOf(expressions, script) };
    case 'tuple':
      throw new Unsaid('tuples cannot be said in C yet', at);
    case 'unknown':
      throw new Unsaid(`the type of ${what} is not known here`, at);
    default:
      throw new Unsaid(`${what} is of a type (${type.kind}) that cannot be said in C yet`, at);
  }
}

/** The form in which all of them show a time of day. */
function formatOf(expressions: readonly Expression[], script: Script): string {
  const [at] = expressions;
  const formats = new Set(expressions.flatMap((expression) => formatsIn(expression, script)));
  const [format, ...others] = formats;
  if (format === undefined || others.length > 0) throw new Unsaid('a time of day in several forms (strftime) cannot be said in C yet', at);
  const unknown = unknownConversion(format);
  if (unknown !== undefined) throw new Unsaid(`${unknown} in a time of day (strftime) is not known to what reads programs in C`, at);
  if (format.length > LONGEST_FORMAT || format === '') throw new Unsaid('a time of day (strftime) in such a form cannot be said in C', at);
  return format;
}

function formatsIn(expression: Expression, script: Script, depth = 0): string[] {
  if (depth > MOST_DEPTH) return [];
  switch (expression.kind) {
    case 'call': {
      const [format] = expression.args;
      return expression.name === 'strftime' && format?.kind === 'string' ? [format.value] : [];
    }
    case 'ternary':
      return [expression.then, expression.otherwise].flatMap((one) => formatsIn(one, script, depth + 1));
    case 'variable':
      return [...walk(script)].flatMap((node) =>
        node.kind === 'assignment' && node.target.kind === 'variable' && node.target.name === expression.name ? formatsIn(node.value, script, depth + 1) : [],
      );
    default:
      return [];
  }
}

/** Of IP version 4 or 6, by what is given to ntop(). */
function addressSize(expression: Expression, typing: Typing, script: Script, depth = 0): 4 | 16 {
  if (depth > MOST_DEPTH) return 16;
  const all = (expressions: readonly Expression[]): 4 | 16 => (expressions.some((one) => addressSize(one, typing, script, depth + 1) === 16) ? 16 : 4);
  switch (expression.kind) {
    case 'call': {
      const given = expression.args.at(-1);
      const type = given === undefined ? undefined : typing.typeOf(given);
      return type?.kind === 'integer' || (type?.kind === 'array' && type.length === 4) ? 4 : 16;
    }
    case 'ternary':
      return all([expression.then, expression.otherwise]);
    case 'map':
    case 'variable': {
      const given: Expression[] = [];
      for (const node of walk(script)) {
        if (node.kind === 'assignment' && node.target.kind === expression.kind && node.target.name === expression.name) given.push(node.value);
      }
      return all(given);
    }
    default:
      return 16;
  }
}
