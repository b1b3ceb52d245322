/** C definitions, read as far as a checker needs them: names, types, values. What cannot be read is left out; clang has the last word on them. */
import type { Definition, Enumerator, Member } from '../ast.ts';
import { Lexer, type Token } from '../lexer.ts';

/** Reads the text of a `struct`, `union` or `enum` that stands at `start` of the source. */
export function readDefinition(source: string, start: number, end: number): Definition {
  const tokens: Token[] = [];
  const lexer = new Lexer(source.slice(0, end));
  lexer.at = start;
  for (let token = lexer.next(); token.kind !== 'end'; token = lexer.next()) tokens.push(token);
  const reader = new DefinitionReader(tokens);
  const keyword = tokens[0]?.text;
  const open = tokens.findIndex(({ text }) => text === '{');
  const name = tokens.slice(1, open).findLast(({ kind, text }) => kind === 'word' && !text.startsWith('__attribute__') && text !== 'packed')?.text;
  const base = { kind: 'definition', span: { start, end }, text: source.slice(start, end), ...(name === undefined ? {} : { name }) } as const;
  if (keyword === 'enum') return { ...base, keyword, members: [], enumerators: reader.enumerators(open + 1) };
  return { ...base, keyword: keyword === 'union' ? 'union' : 'struct', members: reader.members(open + 1), enumerators: [] };
}

/** Structs within structs; deeper ones are left out. */
const MAX_DEPTH = 20;

class DefinitionReader {
  readonly #tokens: readonly Token[];
  readonly #depth: number;
  #at = 0;

  constructor(tokens: readonly Token[], depth = 0) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  /** (name ("=" expression)? ","?)* up to the closing brace */
  enumerators(from: number): Enumerator[] {
    const found: Enumerator[] = [];
    const values = new Map<string, bigint>();
    let next: bigint | undefined = 0n;
    this.#at = from;
    while (this.#text() !== '}' && this.#tokens[this.#at] !== undefined) {
      const name = this.#tokens[this.#at++] as Token;
      if (this.#text() === '=') {
        const start = ++this.#at;
        this.#skipTo(',');
        next = constant(this.#tokens.slice(start, this.#at), values);
      }
      const span = { start: name.span.start, end: this.#tokens[this.#at - 1]?.span.end ?? name.span.end };
      if (name.kind === 'word') found.push({ kind: 'enumerator', span, name: name.text, ...(next === undefined ? {} : { value: next }) });
      if (next !== undefined) {
        values.set(name.text, next);
        next += 1n;
      }
      this.#skipTo(',');
      this.#at++;
      if (this.#tokens[this.#at - 1]?.text !== ',') break;
    }
    return found;
  }

  /** declarations, each with its semicolon, up to the closing brace */
  members(from: number): Member[] {
    const found: Member[] = [];
    this.#at = from;
    while (this.#text() !== '}' && this.#tokens[this.#at] !== undefined) {
      const start = this.#at;
      this.#skipTo(';');
      for (const member of this.#declaration(start, this.#at)) found.push(member);
      this.#at++;
    }
    return found;
  }

  /** One declaration: a type, and the names that have it. */
  #declaration(from: number, to: number): Member[] {
    const brace = this.#tokens.slice(from, to).findIndex(({ text }) => text === '{');
    let base: string;
    let inner: readonly Member[] | undefined;
    let at = from;
    if (brace === -1) {
      // The name is the last word that no comma, bracket or colon precedes; what is before it and before any star is the type.
      while (at < to && this.#tokens[at]?.kind === 'word' && (this.#tokens[at + 1]?.kind === 'word' || /^[*(]$/.test(this.#tokens[at + 1]?.text ?? ''))) at++;
      if (at === from && this.#tokens[at]?.kind !== 'word') return [];
      if (this.#tokens[at]?.text === '*') at--;
      if (this.#tokens[at + 1]?.text === '*') at++;
      base = this.#between(from, at);
    } else {
      const keyword = this.#tokens[from]?.text;
      base = this.#between(from, from + brace);
      const end = this.#at;
      if (keyword === 'enum') this.#at = end;
      else inner = this.#depth > MAX_DEPTH ? [] : new DefinitionReader(this.#tokens.slice(from, to), this.#depth + 1).members(brace + 1);
      at = this.#closing(from + brace, to) + 1;
    }
    return this.#declarators(from, at, to, base, inner);
  }

  #declarators(from: number, first: number, to: number, base: string, inner: readonly Member[] | undefined): Member[] {
    const more = inner === undefined ? {} : { members: inner };
    const span = { start: this.#tokens[from]?.span.start ?? 0, end: this.#tokens[to - 1]?.span.end ?? 0 };
    if (first >= to) return inner === undefined ? [] : [{ kind: 'member', span, name: '', type: base, ...more }];
    const text = this.#between(first, to);
    return splitOutside(text).flatMap((declarator): Member[] => {
      const match = /^((?:\*|const\b|\s)*)([A-Za-z_]\w*)?\s*((?:\[[^\]]*\]\s*)*)(?::\s*(\d+))?/.exec(declarator.trim());
      const pointer = /^\(\s*\*\s*(\w+)\s*\)/.exec(declarator.trim());
      if (pointer !== null) return [{ kind: 'member', span, name: pointer[1] ?? '', type: `${base} (*)()`, ...more }];
      const [, stars = '', name, dimensions = '', bits] = match ?? [];
      if (name === undefined) return [];
      const pointers = stars.replace(/[^*]/g, '');
      const type = `${base}${pointers === '' ? '' : ` ${pointers}`}${dimensions.replace(/\s/g, '')}`;
      return [{ kind: 'member', span, name, type, ...(bits === undefined ? {} : { bits: Number(bits) }), ...more }];
    });
  }

  #text(): string {
    return this.#tokens[this.#at]?.text ?? '';
  }

  #between(from: number, to: number): string {
    return this.#tokens
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ')
      .trim();
  }

  /** To the next `mark` outside brackets, or to the brace that closes what we are in. */
  #skipTo(mark: string): void {
    for (let depth = 0; this.#at < this.#tokens.length; this.#at++) {
      const text = this.#text();
      if (depth === 0 && (text === mark || text === '}')) return;
      if (text === '{' || text === '(' || text === '[') depth++;
      if (text === '}' || text === ')' || text === ']') depth--;
    }
  }

  #closing(open: number, to: number): number {
    let depth = 0;
    for (let at = open; at < to; at++) {
      if (this.#tokens[at]?.text === '{') depth++;
      if (this.#tokens[at]?.text === '}' && --depth === 0) return at;
    }
    return to;
  }
}

/** The value of an enumerator's expression: a number, its negation, another enumerator, or a shift of two numbers. */
function constant(tokens: readonly Token[], known: ReadonlyMap<string, bigint>): bigint | undefined {
  const words = tokens.map(({ text }) => text).filter((text) => text !== '(' && text !== ')');
  const value = (text: string | undefined): bigint | undefined => {
    if (text !== undefined && /^(?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*$/.test(text)) {
      const digits = text.replace(/[uUlL]+$/, '');
      return BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    }
    return text === undefined ? undefined : known.get(text);
  };
  const [first, second, third] = words;
  if (words.length === 1) return value(first);
  if (words.length === 2 && first === '-') {
    const negated = value(second);
    return negated === undefined ? undefined : -negated;
  }
  const [left, right] = [value(first), value(third)];
  if (words.length !== 3 || left === undefined || right === undefined || right > 64n) return undefined;
  return second === '<<' ? left << right : second === '|' ? left | right : second === '+' ? left + right : undefined;
}

/** Splits at commas outside brackets. */
function splitOutside(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at] ?? '')) depth++;
    if (')]}'.includes(text[at] ?? '')) depth--;
    if (text[at] !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}
