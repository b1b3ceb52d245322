import type { Entry, Lifetime } from './entry.ts';

/** A piece of syntax. `name` is its stable name. */
interface Feature extends Lifetime {
  readonly doc: string;
  readonly example: string;
}

/** Facts: src/parser.yy, src/lexer.l and CHANGELOG.md of each release. */
export const FEATURES = [
  { name: 'args-arrow', doc: 'args->NAME', example: 'args->filename' },
  { name: 'args-dot', doc: 'args.NAME', example: 'args.filename', since: '0.19' },
  { name: 'config-block', doc: 'settings before the first probe', example: 'config = { max_map_keys = 10; }', since: '0.20' },
  { name: 'for-map', doc: 'a loop over the entries of a map', example: 'for ($kv : @map) { }', since: '0.21' },
  { name: 'let', doc: 'a variable declared with let', example: 'let $x = 1;', since: '0.22' },
  { name: 'tuple-key', doc: 'a tuple as the key of a map', example: '@[(1, 2)] = 1', since: '0.22' },
  { name: 'for-range', doc: 'a loop over numbers', example: 'for ($i : 0..5) { }', since: '0.24' },
  { name: 'boolean', doc: 'true and false', example: '$x = true', since: '0.24' },
  { name: 'duration', doc: 'a number with a unit of time', example: '5ms', since: '0.24' },
  { name: 'block-expression', doc: 'a block that yields a value', example: '$x = { let $y = 1; $y }', since: '0.24' },
  { name: 'case-insensitive-kind', doc: 'probe kinds in capitals and small letters alike', example: 'begin { }', since: '0.24' },
  { name: 'macro', doc: 'macros', example: 'macro one() { 1 }', since: '0.24' },
  { name: 'map-declaration', doc: 'maps declared with their type', example: 'let @m = lruhash(100);', since: '0.24' },
  { name: 'import', doc: 'other files imported', example: 'import "file.bt";', since: '0.24' },
  { name: 'condition-without-parentheses', doc: 'if and while without parentheses', example: 'if true { }', since: '0.24' },
] as const;
// Beside it, because a declaration that is made from the table's own text may not be wrapped.
FEATURES satisfies readonly Entry<Feature>[];

export type FeatureName = (typeof FEATURES)[number]['name'];
