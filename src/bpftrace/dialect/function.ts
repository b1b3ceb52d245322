import type { Lifetime } from './entry.ts';
import type { ProbeKindId } from './probes.ts';

/**
 * What an argument may be, in the terms of bpftrace's own checks. `-literal` must stand there as written; a `map` is a whole map, named without a key; a
 * `map-entry` is `@name[key]`, or a map without keys; `printable` is any value but a map made by count() and the like; `word` one of the listed words;
 * `key` fits the keys of the map before it; `type` names a type; `field` a path of members.
 */
export type ArgumentKind =
  | 'integer'
  | 'bool'
  | 'string'
  | 'pointer'
  | 'array'
  | 'buffer'
  | 'record'
  | 'stack'
  | 'integer-literal'
  | 'string-literal'
  | 'map'
  | 'map-entry'
  | 'key'
  | 'variable'
  | 'printable'
  | 'word'
  | 'type'
  | 'field'
  | 'any';

export interface Parameter {
  readonly name: string;
  /** Any one of these fits. */
  readonly accepts: readonly ArgumentKind[];
  readonly optional?: boolean;
  /** The words that may stand here, where `accepts` has `word`. */
  readonly words?: readonly string[];
}

/**
 * Where a call may stand. `statement`: alone, never as a value. `map-value`: only as the whole right side of `@map = ` or `@map[key] = `. `value`: in any
 * expression. `variable-value`: only as the whole right side of `$name = `.
 */
export type Placement = 'statement' | 'map-value' | 'variable-value' | 'value';

export interface Signature {
  readonly parameters: readonly Parameter[];
  /** The last parameter may be repeated, up to this many arguments in all. */
  readonly most?: number;
  /** The kinds of probes it may be called in this way, where they are fewer than the function's own. */
  readonly probes?: readonly ProbeKindId[];
}

/** A function of the language, or a macro of its standard library that is called like one. */
export interface Func extends Lifetime {
  readonly doc: string;
  /** The ways it can be called: a call is right where one of them fits. */
  readonly signatures: readonly Signature[];
  /** In bpftrace's own notation; `none` for what yields nothing, `same` for the type of the first argument. */
  readonly result: string;
  readonly placement: Placement;
  /** The kinds of probes that may call it, as bpftrace enforces it; absent: all of them. */
  readonly probes?: readonly ProbeKindId[];
  /** Acts on the system instead of watching it: needs --unsafe. */
  readonly unsafe?: boolean;
  /** Its first argument is a format for the others, in printf's manner. */
  readonly format?: boolean;
}

/** The fewest and the most arguments over all ways to call it. */
export function arity(of: Pick<Func, 'signatures'>): { readonly min: number; readonly max: number } {
  const counts = of.signatures.map(({ parameters, most }) => ({
    min: parameters.filter(({ optional }) => optional !== true).length,
    max: most ?? parameters.length,
  }));
  return { min: Math.min(...counts.map(({ min }) => min)), max: Math.max(...counts.map(({ max }) => max)) };
}

/** The way of calling that fits arguments, each given by all the kinds it is of; undefined where none does. */
export function fitting(of: Pick<Func, 'signatures'>, args: readonly (readonly ArgumentKind[])[]): Signature | undefined {
  return of.signatures.find(({ parameters, most }) => {
    const last = parameters.at(-1);
    if (args.length > (most ?? parameters.length)) return false;
    if (parameters.slice(args.length).some(({ optional }) => optional !== true)) return false;
    return args.every((kinds, n) => (parameters[n] ?? last)?.accepts.some((accepted) => accepted === 'any' || kinds.includes(accepted)) === true);
  });
}

/** For the tables: a parameter that must be given. */
export function one(name: string, ...accepts: readonly ArgumentKind[]): Parameter {
  return { name, accepts };
}

/** For the tables: a parameter that may be left out. */
export function maybe(name: string, ...accepts: readonly ArgumentKind[]): Parameter {
  return { name, accepts, optional: true };
}

/** For the tables: a parameter that is one of a few words. */
export function word(name: string, ...words: readonly string[]): Parameter {
  return { name, accepts: ['word'], words };
}

/** For the tables: the one way a function is called. */
export function takes(...parameters: readonly Parameter[]): readonly Signature[] {
  return [{ parameters }];
}
