/**
 * Works the types of a program out. bpftrace goes through a program up to ten times, because a map may be read before it is written; what it complains
 * about while it does so depends on the order, and is recorded here as conflicts.
 */
import type { Block, Expression, MapRef, Probe, Script, Statement, Subprogram, TypeName, TypeOf } from '../ast.ts';
import { compareVersions } from '../dialect/version.ts';
import { elementType, memberType } from './access.ts';
import { builtinType } from './builtins.ts';
import { cTypeNamed } from './c-names.ts';
import { callType } from './calls.ts';
import { type Definitions, definitionsOf } from './definitions.ts';
import type { TypingEnvironment } from './environment.ts';
import { fromC } from './from-c.ts';
import { binaryType, unaryType } from './operators.ts';
import { grown, INT64, integer, isAggregate, NONE, pointer, sameType, type Type, UINT64, UNKNOWN } from './type.ts';

/** A place that contradicts what was there before. */
export type Conflict =
  | { readonly kind: 'map-value'; readonly node: MapRef; readonly value: Expression | undefined; readonly had: Type; readonly got: Type }
  | { readonly kind: 'map-keys'; readonly node: MapRef; readonly had: readonly Type[]; readonly got: readonly Type[]; readonly first: MapRef }
  | { readonly kind: 'variable-value'; readonly name: string; readonly node: Statement; readonly value: Expression; readonly had: Type; readonly got: Type }
  | { readonly kind: 'undefined-variable'; readonly name: string; readonly node: Expression; readonly defined: readonly string[] };

/** The types of a program. */
export interface Typing {
  readonly definitions: Definitions;
  /** The type of an expression of the program; unknown for what is not reached. */
  typeOf(expression: Expression): Type;
  /** What bpftrace took it for on its first way through the program: no value where a map is only written further down. */
  firstTypeOf(expression: Expression): Type;
  /** The value type of a map; undefined where nothing is ever assigned to it. */
  mapValue(name: string): Type | undefined;
  /** The types of its keys as they are stored, and where they were seen first; undefined where it is never used. */
  mapKeys(name: string): { readonly types: readonly Type[]; readonly first: MapRef } | undefined;
  readonly conflicts: readonly Conflict[];
}

const MAX_PASSES = 10;
/** Longer keys and values than this do not fit anyway; a bound keeps a hostile program from being worked on for long. */
const MAX_DEPTH = 500;

/** Types a program. Never throws. */
export function typeProgram(script: Script, environment: TypingEnvironment): Typing {
  const inference = new Inference(script, environment);
  inference.run();
  return inference;
}

/** Functions whose first argument is a map as a whole. */
const WHOLE_MAP: ReadonlySet<string> = new Set(['print', 'clear', 'zero', 'len', 'has_key', 'find']);

type Scope = Map<string, Type>;

class Inference implements Typing {
  readonly definitions: Definitions;
  readonly #script: Script;
  readonly #environment: TypingEnvironment;
  readonly #types = new Map<Expression, Type>();
  readonly #first = new Map<Expression, Type>();
  readonly #mapValues = new Map<string, Type>();
  readonly #mapKeys = new Map<string, { types: Type[]; first: MapRef }>();
  readonly #variables = new Map<Probe | Subprogram, Scope>();
  readonly #conflicts = new Map<Expression | Statement, Conflict>();
  #probe: Probe | undefined;
  /** Innermost last; until 0.21 there is one a probe. */
  #scopes: Scope[] = [];
  #pass = 1;
  #changed = false;
  #depth = 0;
  /** The map given to print(), clear() or zero(): there it stands for the whole of it. */
  #wholeMap: Expression | undefined;

  constructor(script: Script, environment: TypingEnvironment) {
    this.#script = script;
    this.#environment = environment;
    this.definitions = definitionsOf(script, environment);
  }

  get conflicts(): readonly Conflict[] {
    return [...this.#conflicts.values()];
  }

  typeOf(expression: Expression): Type {
    return this.#types.get(expression) ?? UNKNOWN;
  }

  firstTypeOf(expression: Expression): Type {
    return this.#first.get(expression) ?? this.typeOf(expression);
  }

  mapValue(name: string): Type | undefined {
    return this.#mapValues.get(name);
  }

  mapKeys(name: string): { readonly types: readonly Type[]; readonly first: MapRef } | undefined {
    return this.#mapKeys.get(name);
  }

  run(): void {
    for (this.#pass = 1; this.#pass <= MAX_PASSES; this.#pass++) {
      this.#changed = false;
      for (const item of this.#script.items) {
        if (item.kind === 'map-declaration' || item.kind === 'macro') continue;
        if (item.kind === 'probe') this.#body(item, item);
        else if (item.kind === 'subprogram') this.#body(item, undefined);
      }
      if (this.#pass > 2 && !this.#changed) return;
    }
  }

  #body(item: Probe | Subprogram, probe: Probe | undefined): void {
    this.#probe = probe;
    const scope = this.#blockScopes() ? new Map() : (this.#variables.get(item) ?? new Map<string, Type>());
    this.#variables.set(item, scope);
    this.#scopes = [scope];
    if (item.kind === 'subprogram') for (const parameter of item.parameters) scope.set(parameter.name, this.#named(parameter.type));
    if (probe?.predicate !== undefined) this.#type(probe.predicate.condition);
    for (const statement of item.body.statements) this.#statement(statement);
    if (item.body.value !== undefined) this.#type(item.body.value);
  }

  #blockScopes(): boolean {
    return compareVersions(this.#environment.version, '0.22') >= 0;
  }

  /** Types the statements of a block in a scope of their own, where this version has those. */
  #block(block: Block, inside: ReadonlyMap<string, Type> = new Map()): Type {
    const own = this.#blockScopes();
    if (own) this.#scopes.push(new Map(inside));
    else for (const [name, type] of inside) this.#scopes.at(-1)?.set(name, type);
    for (const statement of block.statements) this.#statement(statement);
    const value = block.value === undefined ? NONE : this.#type(block.value);
    if (own) this.#scopes.pop();
    return value;
  }

  #statement(statement: Statement): void {
    if (this.#depth > MAX_DEPTH) return;
    this.#depth++;
    this.#inside(statement);
    this.#depth--;
  }

  #inside(statement: Statement): void {
    switch (statement.kind) {
      case 'expression-statement':
        this.#type(statement.expression);
        return;
      case 'assignment':
        this.#assignment(statement);
        return;
      case 'let': {
        const declared = statement.typeNode === undefined ? undefined : this.#named(statement.typeNode);
        const value = statement.value === undefined ? undefined : this.#type(statement.value);
        this.#scopes.at(-1)?.set(statement.name, declared ?? value ?? UNKNOWN);
        return;
      }
      case 'if':
        this.#type(statement.condition);
        this.#block(statement.then);
        if (statement.otherwise?.kind === 'if') this.#statement(statement.otherwise);
        else if (statement.otherwise !== undefined) this.#block(statement.otherwise);
        return;
      case 'while':
        this.#type(statement.condition);
        this.#block(statement.body);
        return;
      case 'unroll':
        this.#type(statement.times);
        this.#block(statement.body);
        return;
      case 'for': {
        const whole = this.#wholeMap;
        this.#wholeMap = statement.from;
        const from = this.#type(statement.from);
        this.#wholeMap = whole;
        if (statement.to !== undefined) this.#type(statement.to);
        const keys = statement.from.kind === 'map' ? this.#mapKeys.get(statement.from.name)?.types : undefined;
        const [key = UNKNOWN] = keys ?? [];
        const pair: Type = statement.to === undefined ? { kind: 'tuple', items: [keys?.length === 1 ? key : UNKNOWN, from] } : UNKNOWN;
        this.#block(statement.body, new Map([[statement.variable, pair]]));
        return;
      }
      case 'jump':
        if (statement.value !== undefined) this.#type(statement.value);
        return;
      case 'block':
        this.#block(statement);
        return;
      case 'import':
        return;
    }
  }

  #assignment(statement: Extract<Statement, { kind: 'assignment' }>): void {
    const { target, operator, value } = statement;
    if (target.kind === 'map') {
      const held = this.#type(target);
      const given = this.#type(value);
      this.#assignMap(target, operator === '=' ? given : binaryType(operator.slice(0, -1), held, given, this.#environment.version), value);
      return;
    }
    if (target.kind !== 'variable') {
      this.#type(value);
      if (target.kind !== 'identifier') this.#type(target);
      return;
    }
    const held = operator === '=' ? undefined : this.#type(target);
    const given = this.#type(value);
    const got = held === undefined ? given : binaryType(operator.slice(0, -1), held, given, this.#environment.version);
    this.#assignVariable(statement, target.name, got, value);
    this.#types.set(target, this.#lookup(target.name) ?? got);
  }

  #assignVariable(statement: Statement, name: string, got: Type, value: Expression): void {
    const scope = this.#scopes.findLast((candidate) => candidate.has(name));
    const had = scope?.get(name);
    if (scope === undefined || had === undefined) {
      this.#scopes.at(-1)?.set(name, got);
      return;
    }
    if (had.kind === 'none' || had.kind === 'unknown') {
      scope.set(name, got);
      return;
    }
    // Newer versions read an aggregate as a number, and what is not there yet as whatever it will be.
    const lenient = this.#blockScopes() && (isAggregate(had) || isAggregate(got) || got.kind === 'none');
    if (!sameType(had, got) && !lenient) this.#conflict(statement, { kind: 'variable-value', name, node: statement, value, had, got });
    else scope.set(name, grown(had, got));
  }

  #lookup(name: string): Type | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  #assignMap(node: MapRef, got: Type, value: Expression | undefined): void {
    const had = this.#mapValues.get(node.name);
    if (had === undefined || had.kind === 'none' || had.kind === 'unknown') {
      // Every integer is stored in 64 bits.
      const stored = got.kind === 'integer' ? integer(8, got.signed) : got;
      if (had?.kind !== stored.kind) this.#changed = true;
      this.#mapValues.set(node.name, stored);
    } else if (got.kind !== 'unknown' && had.kind !== got.kind) {
      this.#conflict(node, { kind: 'map-value', node, value, had, got });
    } else if (
      (had.kind === 'record' && got.kind === 'record' && had.name !== got.name) ||
      (had.kind === 'array' && !sameArray(had, got)) ||
      (had.kind === 'buffer' && got.kind === 'buffer' && had.size > got.size)
    ) {
      this.#conflict(node, { kind: 'map-value', node, value, had, got });
    } else {
      const stored = grown(had, got);
      if (stored !== had && JSON.stringify(stored) !== JSON.stringify(had)) this.#changed = true;
      this.#mapValues.set(node.name, stored);
    }
  }

  #conflict(at: Expression | Statement, conflict: Conflict): void {
    if (!this.#conflicts.has(at)) this.#conflicts.set(at, conflict);
  }

  /** Types an expression and all under it. */
  #type(expression: Expression): Type {
    if (this.#depth > MAX_DEPTH) return UNKNOWN;
    this.#depth++;
    const type = this.#typeInside(expression);
    this.#depth--;
    this.#types.set(expression, type);
    if (this.#pass === 1) this.#first.set(expression, type);
    return type;
  }

  #typeInside(node: Expression): Type {
    const { version } = this.#environment;
    const { types } = this.definitions;
    switch (node.kind) {
      case 'integer':
      case 'positional':
        return INT64;
      case 'string':
        return { kind: 'string', size: Buffer.byteLength(node.value) + 1 };
      case 'boolean':
        return UNKNOWN;
      case 'identifier':
        return this.#identifier(node.name);
      case 'map':
        return this.#map(node);
      case 'variable': {
        const type = this.#lookup(node.name);
        if (type === undefined) {
          const defined = [...new Set(this.#scopes.flatMap((scope) => [...scope.keys()]))];
          this.#conflict(node, { kind: 'undefined-variable', name: node.name, node, defined });
        }
        return type ?? UNKNOWN;
      }
      case 'call':
        return this.#call(node);
      case 'unary': {
        const { operator, operand } = node;
        if ((operator === '++' || operator === '--') && operand.kind === 'map' && (this.#mapValues.get(operand.name)?.kind ?? 'none') === 'none') {
          this.#assignMap(operand, INT64, undefined);
        }
        return unaryType(operator, this.#type(operand));
      }
      case 'binary':
        return node.operator === '?:' ? this.#either(node.left, node.right) : binaryType(node.operator, this.#type(node.left), this.#type(node.right), version);
      case 'ternary':
        this.#type(node.condition);
        return this.#either(node.then, node.otherwise);
      case 'cast':
        return this.#cast(node);
      case 'field':
        return memberType(this.#type(node.object), node.name, node.arrow, version, types);
      case 'index':
        this.#type(node.index);
        return elementType(this.#type(node.object));
      case 'tuple':
        return this.#tuple(node.items);
      case 'record':
        for (const field of node.fields) this.#type(field.value);
        return UNKNOWN;
      case 'sizeof':
      case 'offsetof':
        if (node.of.kind !== 'type' && node.of.kind !== 'identifier') this.#type(node.of);
        return UINT64;
      case 'typeof':
      case 'typeinfo':
        return UNKNOWN;
      case 'comptime':
        return this.#type(node.operand);
      case 'block':
        this.#block(node);
        return UNKNOWN;
      case 'if':
        this.#statement(node);
        return UNKNOWN;
    }
  }

  #tuple(items: readonly Expression[]): Type {
    const types = items.map((item) => this.#type(item));
    return types.some((type) => type.kind === 'none') ? NONE : { kind: 'tuple', items: types };
  }

  #identifier(name: string): Type {
    const constant = this.definitions.constants.get(name);
    if (constant !== undefined) return /^\(?-?(0[xX][0-9a-fA-F]+|\d+)[uUlL]*\)?$/.test(constant) ? INT64 : UNKNOWN;
    const builtin = builtinType(name, this.#probe, this.#environment, this.definitions.types);
    if (builtin !== undefined) return this.#probe === undefined ? UNKNOWN : builtin;
    if (name === 'bpftrace' || name === 'perf' || name === 'raw') return { kind: 'stack-mode' };
    return this.definitions.types.enumerator(name) === undefined ? UNKNOWN : UINT64;
  }

  #map(node: MapRef): Type {
    const keys = node.keys.map((key) => this.#type(key));
    if (this.#pass > 1 && node !== this.#wholeMap) this.#keys(node, keys.flatMap(flatKey(compareVersions(this.#environment.version, '0.18') >= 0)).map(stored));
    return this.#mapValues.get(node.name) ?? NONE;
  }

  #keys(node: MapRef, got: readonly Type[]): void {
    const known = this.#mapKeys.get(node.name);
    if (known === undefined) {
      this.#mapKeys.set(node.name, { types: [...got], first: node });
      this.#changed = true;
      return;
    }
    const fits = known.types.length === got.length && known.types.every((type, at) => sameKey(type, got[at] ?? UNKNOWN));
    if (!fits) {
      this.#conflict(node, { kind: 'map-keys', node, had: [...known.types], got, first: known.first });
      return;
    }
    got.forEach((type, at) => {
      const had = known.types[at];
      if (had === undefined) return;
      if (had.kind === 'unknown' || had.kind === 'none') known.types[at] = type;
      else known.types[at] = grown(had, type);
    });
  }

  #call(node: Extract<Expression, { kind: 'call' }>): Type {
    const outer = this.#wholeMap;
    const whole = WHOLE_MAP.has(node.name) || (node.name === 'delete' && node.args.length > 1 && this.#blockScopes());
    this.#wholeMap = whole ? node.args[0] : undefined;
    const types = node.args.map((argument) => this.#type(argument));
    this.#wholeMap = outer;
    return callType(node, types, this.#environment.version);
  }

  #either(then: Expression, otherwise: Expression): Type {
    const left = this.#type(then);
    const right = this.#type(otherwise);
    if (left.kind === 'unknown' || right.kind === 'unknown') return left.kind === 'unknown' ? right : left;
    if (left.kind === 'string') return compareVersions(this.#environment.version, '0.20') < 0 ? { kind: 'string', size: 64 } : grown(left, right);
    if (left.kind === 'integer') return integer(8, left.signed);
    return left;
  }

  #cast(node: Extract<Expression, { kind: 'cast' }>): Type {
    const operand = this.#type(node.operand);
    const type = this.#named(node.typeNode);
    const context = operand.kind === 'pointer' && operand.context === true;
    if (type.kind !== 'pointer') return type;
    const space = operand.kind === 'pointer' ? operand.space : undefined;
    return { ...type, ...(space === undefined ? {} : { space }), ...(context ? { context } : {}) };
  }

  #named(type: TypeName | TypeOf): Type {
    if (type.kind === 'typeof') return UNKNOWN;
    return namedType(type.text, this.definitions);
  }
}

/** The type a program's text names, as in a cast: `struct sock *`, `uint64`. Unknown where the name is nowhere to be found. */
export function namedType(text: string, definitions: Definitions): Type {
  const fixed = /^(u?)int(8|16|32|64)\b\s*(\**)$/.exec(text.replace(/\s*\*/g, '*'));
  if (fixed !== null) {
    let type: Type = integer(Number(fixed[2]) / 8, fixed[1] === '');
    for (let star = 0; star < (fixed[3]?.length ?? 0); star++) type = pointer(type);
    return type;
  }
  if (/[[(]/.test(text)) return UNKNOWN;
  const type = cTypeNamed(text, definitions.types);
  return type === undefined ? UNKNOWN : fromC(type);
}

/** Keys are compared as unsigned numbers of 64 bits (bpftrace casts them). */
function stored(type: Type): Type {
  return type.kind === 'integer' ? UINT64 : type;
}

/** Since 0.18 several keys are a tuple. */
function flatKey(tuples: boolean): (type: Type) => readonly Type[] {
  return (type) => (tuples && type.kind === 'tuple' ? type.items : [type]);
}

function sameKey(a: Type, b: Type): boolean {
  if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind;
  return sameType(a, b);
}

function sameArray(a: Type, b: Type): boolean {
  if (a.kind !== 'array' || b.kind !== 'array') return false;
  return a.length === b.length && sameType(a.of, b.of);
}
