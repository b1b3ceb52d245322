/** Arguments as they are typed, held against a schema: which options they are, which values those have, and what is wrong with them. */
import type { Diagnostic } from '../core/diagnostic.ts';
import { editDistance } from '../core/distance.ts';
import { type Argument, optionNamed, type Positional, type ToolOption, type ToolSchema } from './schema.ts';

export interface Given {
  /** Missing of an argument that stands alone. */
  readonly option?: ToolOption;
  readonly value?: string;
  /** Which of the arguments. */
  readonly at: number;
}

/** What is wrong, and with which of the arguments where it is one. */
export interface Mistake extends Diagnostic {
  readonly at?: number;
}

export interface ReadArguments {
  readonly given: readonly Given[];
  readonly diagnostics: readonly Mistake[];
}

const MOST_ARGUMENTS = 64;
const MOST_LENGTH = 4096;

/** Takes arguments apart as getopt and argparse do, and says all that is wrong with them. Pure and total. */
export function readArguments(args: readonly string[], schema: ToolSchema): ReadArguments {
  const given: Given[] = [];
  const diagnostics: Mistake[] = [];
  if (args.length > MOST_ARGUMENTS)
    return { given, diagnostics: [wrong('too-many-arguments', `there are ${args.length} arguments; at most ${MOST_ARGUMENTS} are passed on`)] };
  const bad = args.findIndex((arg) => arg.length > MOST_LENGTH || hasControl(arg));
  if (bad >= 0)
    return { given, diagnostics: [wrong('bad-argument', `argument ${bad + 1} holds control characters or is longer than ${MOST_LENGTH} characters`, [], bad)] };
  let onlyPositionals = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (onlyPositionals || !/^-./.test(arg) || (/^-\d+(?:\.\d+)?$/.test(arg) && optionNamed(schema, arg) === undefined)) {
      given.push({ value: arg, at });
      continue;
    }
    if (arg === '--') {
      onlyPositionals = true;
      continue;
    }
    at = arg.startsWith('--') ? long(args, at, schema, given, diagnostics) : short(args, at, schema, given, diagnostics);
  }
  diagnostics.push(
    ...given.flatMap(({ option, value, at }) =>
      option?.argument === undefined || value === undefined ? [] : wrongValue(option.names[0] ?? '', option.argument, value, at),
    ),
  );
  // What stands alone may be the value of an option that is not known.
  if (diagnostics.every(({ code }) => code !== 'unknown-option')) diagnostics.push(...wrongPositionals(given, schema));
  return { given, diagnostics };
}

function long(args: readonly string[], at: number, schema: ToolSchema, given: Given[], diagnostics: Mistake[]): number {
  const [name = '', ...rest] = (args[at] ?? '').split('=');
  const option = optionNamed(schema, name);
  const joined = rest.length === 0 ? undefined : rest.join('=');
  if (option === undefined) {
    diagnostics.push(unknown(name, schema, at));
    return at;
  }
  if (option.argument === undefined && joined !== undefined) {
    diagnostics.push(wrong('argument-not-taken', `${name} takes no argument`, [], at));
    return at;
  }
  return withValue(args, at, option, name, joined, given, diagnostics);
}

/** `-p 1`, `-p1`, and several in one: `-mTi 5`. */
function short(args: readonly string[], at: number, schema: ToolSchema, given: Given[], diagnostics: Mistake[]): number {
  const arg = args[at] ?? '';
  for (let i = 1; i < arg.length; i++) {
    const name = `-${arg[i]}`;
    const option = optionNamed(schema, name);
    if (option === undefined) {
      diagnostics.push(unknown(i === 1 && arg.length > 2 ? arg : name, schema, at));
      return at;
    }
    if (option.argument === undefined) given.push({ option, at });
    else return withValue(args, at, option, name, i + 1 < arg.length ? arg.slice(i + 1) : undefined, given, diagnostics);
  }
  return at;
}

function withValue(
  args: readonly string[],
  at: number,
  option: ToolOption,
  name: string,
  joined: string | undefined,
  given: Given[],
  diagnostics: Mistake[],
): number {
  if (option.argument === undefined || joined !== undefined || option.optional === true) {
    given.push({ option, at, ...(joined === undefined ? {} : { value: joined }) });
    return at;
  }
  const value = args[at + 1];
  if (value === undefined) {
    diagnostics.push(wrong('missing-argument', `${name} needs an argument: ${option.argument.name}`, [], at));
    return at;
  }
  // An option where a value should stand is a value forgotten; a value that begins so is joined to its option.
  if (/^-\D/.test(value)) {
    diagnostics.push(
      wrong(
        'missing-argument',
        `${name} needs an argument: ${option.argument.name}`,
        [`a value that begins with a dash is joined to it: ${joinedTo(option, value)}`],
        at,
      ),
    );
    return at + 1;
  }
  given.push({ option, value, at });
  return at + 1;
}

function unknown(name: string, { options }: ToolSchema, at: number): Mistake {
  const bound = name.length > 6 ? 3 : 1;
  const near = options
    .flatMap(({ names }) => names)
    .map((known) => ({ known, distance: editDistance(name.slice(0, 60), known, bound) }))
    .filter(({ known, distance }) => distance <= bound && known.length > 2)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ known }) => known);
  return wrong('unknown-option', `there is no option ${name}`, near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`], at);
}

const WHOLE = /^\d+$/;
const NUMBER = /^\d+(?:\.\d+)?$/;
const MOST_NUMBER = 2 ** 31 - 1;

/** What is wrong with a value, by its type; nothing where it is right. */
export function wrongValue(name: string, argument: Argument, value: string, at?: number): Mistake[] {
  const is = (what: string): Mistake[] => [wrong('wrong-argument', `${name} takes ${what}, not "${value.slice(0, 60)}"`, [], at)];
  switch (argument.type) {
    case 'integer':
    case 'pid':
      return WHOLE.test(value) && Number(value) <= MOST_NUMBER ? [] : is(argument.type === 'pid' ? 'the number of a process' : 'a whole number');
    case 'number':
    case 'seconds':
    case 'milliseconds':
    case 'microseconds':
      return NUMBER.test(value) && Number(value) <= MOST_NUMBER ? [] : is(argument.type === 'number' ? 'a number' : `a number of ${argument.type}`);
    case 'enum':
      return argument.values?.includes(value) === false ? is(`one of ${argument.values.join(', ')}`) : [];
    default:
      return value === '' ? is('something') : [];
  }
}

function wrongPositionals(given: readonly Given[], { positionals }: ToolSchema): Mistake[] {
  const values = given.filter(({ option }) => option === undefined);
  const last = positionals.at(-1);
  const found = values.flatMap(({ value = '', at }, i) => {
    const positional: Positional | undefined = positionals[i] ?? (last?.repeatable === true ? last : undefined);
    return positional === undefined
      ? [wrong('unexpected-argument', `"${value.slice(0, 60)}" is one argument too many`, [], at)]
      : wrongValue(positional.name, positional, value, at);
  });
  const missing = positionals.slice(values.length).filter(({ required }) => required);
  return [...found, ...missing.map(({ name }) => wrong('missing-argument', `the argument ${name} is missing`))];
}

/** An option with its value as one argument, whatever the value begins with. */
export function joinedTo({ names }: ToolOption, value: string): string {
  const longName = names.find((name) => name.startsWith('--'));
  return longName === undefined ? `${names[0] ?? ''}${value}` : `${longName}=${value}`;
}

/** Whether a text holds what no argument of a tool needs: control characters, NUL among them. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function wrong(code: string, message: string, hints: readonly string[] = [], at?: number): Mistake {
  return { code, severity: 'error', message, hints, fixes: [], ...(at === undefined ? {} : { at }) };
}
