/**
 * A recursive-descent parser for bpftrace programs. The doc comment of each method is the grammar it reads; the order of precedence is C's, as in
 * bpftrace's own grammar (man bpftrace, "Operators and expressions").
 */

import type { Diagnostic, Span } from '../core/diagnostic.ts';
import { lookup } from '../core/lookup.ts';
import type { AttachPoint, Block, Call, Expression, If, Item, Preamble, Predicate, Probe, Script, Statement, TypeName } from './ast.ts';
import { Lexer, type Token } from './lexer.ts';

export interface ParseResult {
  readonly script: Script;
  readonly comments: readonly Span[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Short names of probe kinds (man bpftrace, "Probes"). */
const PROVIDER_ALIASES: Readonly<Record<string, string>> = {
  k: 'kprobe',
  kr: 'kretprobe',
  f: 'kfunc',
  fr: 'kretfunc',
  fentry: 'kfunc',
  fexit: 'kretfunc',
  t: 'tracepoint',
  rt: 'rawtracepoint',
  u: 'uprobe',
  ur: 'uretprobe',
  U: 'usdt',
  p: 'profile',
  i: 'interval',
  s: 'software',
  h: 'hardware',
  w: 'watchpoint',
  aw: 'asyncwatchpoint',
  it: 'iter',
  begin: 'BEGIN',
  end: 'END',
};

/** Probe kinds whose attach point holds a file's path, so that a slash in it does not begin a predicate. */
const WITH_PATH: ReadonlySet<string> = new Set(['uprobe', 'uretprobe', 'usdt']);

const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

/** Loosest first. */
const BINARY_LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const TYPE_WORDS: ReadonlySet<string> = new Set([
  'struct',
  'union',
  'enum',
  'unsigned',
  'signed',
  'const',
  'volatile',
  'void',
  'char',
  'short',
  'int',
  'long',
  'bool',
  'size_t',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'int8_t',
  'int16_t',
  'int32_t',
  'int64_t',
  'uint8_t',
  'uint16_t',
  'uint32_t',
  'uint64_t',
  's8',
  's16',
  's32',
  's64',
  'u8',
  'u16',
  'u32',
  'u64',
  'string',
  'inet',
  'buffer',
]);

/** Past this depth a program is refused instead of overflowing our stack; bpftrace's own generated parser gives up at a like depth. */
const MAX_DEPTH = 200;

/** Thrown where the parser cannot go on; caught at the next probe, so that one mistake does not hide the others. */
class SyntaxProblem extends Error {}

/** One program goes through planner, checker and engine: its tree is made once. Trees are never changed, so they can be shared. */
const recent = new Map<string, ParseResult>();
const KEPT_TREES = 16;

/** Parses a whole program. Never throws: what is wrong is in `diagnostics`, and `script` holds the probes that could be read. */
export function parse(source: string): ParseResult {
  const known = recent.get(source);
  if (known !== undefined) return known;
  const result = new Parser(source).script();
  const [oldest] = recent.keys();
  if (recent.size >= KEPT_TREES && oldest !== undefined) recent.delete(oldest);
  recent.set(source, result);
  return result;
}

class Parser {
  readonly #lexer: Lexer;
  readonly #source: string;
  readonly #diagnostics: Diagnostic[] = [];
  #token: Token;
  /** End of the last token taken: nodes end there. */
  #end = 0;
  #depth = 0;
  #inPredicate = false;

  constructor(source: string) {
    this.#source = source;
    this.#lexer = new Lexer(source);
    this.#token = this.#lexer.next();
  }

  /** script: (directive | definition | config | probe)* */
  script(): ParseResult {
    const items: Item[] = [];
    while (this.#token.kind !== 'end') {
      const start = this.#token.span.start;
      try {
        if (this.#token.kind === 'directive') {
          const { text, span } = this.#token;
          const [, name = '', argument] = /^#\s*(\w*)\s*(\S*)/.exec(text) ?? [];
          items.push({ kind: 'directive', span, text, name, ...(argument ? { argument: argument.replace(/^[<"]|[>"]$|\(.*$/g, '') } : {}) });
          this.#advance();
        } else if (this.#looksLikeDefinition()) {
          items.push(this.#definition());
        } else {
          items.push(this.#probe());
        }
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        this.#recover(start);
      }
    }
    const diagnostics = [...this.#lexer.diagnostics, ...this.#diagnostics].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
    const preamble = items.filter((item) => item.kind === 'directive' || item.kind === 'definition' || item.kind === 'config' || item.kind === 'import');
    const probes = items.filter((item) => item.kind === 'probe');
    const script: Script = { kind: 'script', span: { start: 0, end: this.#source.length }, items, preamble, probes };
    return { script, comments: this.#lexer.comments, diagnostics };
  }

  /** `struct name { ... };`, `union`, `enum`, or `config = { ... }` */
  #looksLikeDefinition(): boolean {
    if (this.#token.kind !== 'word') return false;
    return ['struct', 'union', 'enum'].includes(this.#token.text) || (this.#token.text === 'config' && /^\s*=/.test(this.#source.slice(this.#token.span.end)));
  }

  #definition(): Preamble {
    const start = this.#token.span.start;
    const keyword = this.#token.text;
    while (!this.#is('{')) {
      if (this.#token.kind === 'end') this.#expected('"{"');
      this.#advance();
    }
    this.#skipBraces();
    const text = this.#source.slice(start, this.#end);
    if (this.#is(';')) this.#advance();
    const span = { start, end: this.#end };
    if (keyword === 'config') return { kind: 'config', span, entries: [] };
    return { kind: 'definition', span, text, keyword: keyword === 'union' || keyword === 'enum' ? keyword : 'struct', members: [], enumerators: [] };
  }

  #skipBraces(): void {
    let depth = 0;
    do {
      if (this.#is('{')) depth++;
      if (this.#is('}')) depth--;
      if (this.#token.kind === 'end') this.#expected('"}"');
      this.#advance();
    } while (depth > 0);
  }

  /** probe: attach-point ("," attach-point)* predicate? block */
  #probe(): Probe {
    const start = this.#token.span.start;
    const attachPoints = [this.#attachPoint()];
    while (this.#is(',')) {
      this.#advance();
      if (this.#is('{') || this.#is('/')) break;
      attachPoints.push(this.#attachPoint());
    }
    const predicate = this.#is('/') ? this.#predicate() : undefined;
    const body = this.#block();
    const span = { start, end: this.#end };
    return predicate === undefined ? { kind: 'probe', span, attachPoints, body } : { kind: 'probe', span, attachPoints, predicate, body };
  }

  /** attach-point: text without blanks, up to ",", "{", or the slash of a predicate. Quotes may hold anything. */
  #attachPoint(): AttachPoint {
    const start = this.#token.span.start;
    let at = start;
    let quoted = false;
    for (; at < this.#source.length; at++) {
      const char = this.#source[at] ?? '';
      if (char === '"') quoted = !quoted;
      if (quoted) continue;
      if (/[\s,{;}]/.test(char)) break;
      if (char === '/' && !WITH_PATH.has(providerOf(this.#source.slice(start, at)))) break;
    }
    const text = this.#source.slice(start, at);
    if (!/^[A-Za-z]/.test(text)) {
      this.#expected('a probe, such as tracepoint:sched:sched_switch or BEGIN');
    }
    this.#end = at;
    this.#lexer.at = at;
    this.#token = this.#lexer.next();
    const [, ...parts] = splitParts(text);
    return { kind: 'attach-point', span: { start, end: at }, text, provider: providerOf(text), parts };
  }

  /** predicate: "/" expression "/", the closing slash being the one before "{" */
  #predicate(): Predicate {
    const start = this.#token.span.start;
    this.#advance();
    this.#inPredicate = true;
    try {
      const condition = this.#expression();
      this.#take('/');
      return { kind: 'predicate', span: { start, end: this.#end }, condition };
    } finally {
      this.#inPredicate = false;
    }
  }

  /** block: "{" statement* "}" */
  #block(): Block {
    const start = this.#token.span.start;
    this.#take('{');
    const statements: Statement[] = [];
    while (!this.#is('}')) {
      if (this.#token.kind === 'end') this.#expected('"}"');
      if (this.#is(';')) {
        this.#advance();
        continue;
      }
      statements.push(this.#statement());
    }
    this.#take('}');
    return { kind: 'block', span: { start, end: this.#end }, statements };
  }

  /** statement: block | if | while | for | unroll | let | jump | (assignment | expression) ";", where the last ";" of a block may be left out */
  #statement(): Statement {
    return this.#deeper(() => {
      const { start } = this.#token.span;
      const word = this.#token.kind === 'word' ? this.#token.text : '';
      if (this.#is('{')) return this.#block();
      if (word === 'if') return this.#if();
      if (word === 'while') {
        this.#advance();
        const condition = this.#parenthesised();
        const body = this.#block();
        return { kind: 'while', span: this.#from(start), condition, body };
      }
      if (word === 'for') return this.#for();
      if (word === 'unroll') {
        this.#advance();
        const times = this.#parenthesised();
        const body = this.#block();
        return { kind: 'unroll', span: this.#from(start), times, body };
      }
      const statement = this.#simpleStatement(start, word);
      if (this.#is(';')) this.#advance();
      else if (!this.#is('}')) this.#expected('";"');
      return statement;
    });
  }

  #simpleStatement(start: number, word: string): Statement {
    if (word === 'return' || word === 'break' || word === 'continue') {
      this.#advance();
      if (word !== 'return' || this.#is(';') || this.#is('}')) return { kind: 'jump', span: this.#from(start), word };
      const value = this.#expression();
      return { kind: 'jump', span: this.#from(start), word, value };
    }
    if (word === 'let') return this.#let(start);
    const expression = this.#expression();
    if (this.#token.kind !== 'punctuation' || !ASSIGNMENTS.has(this.#token.text)) {
      return { kind: 'expression-statement', span: this.#from(start), expression };
    }
    const operator = this.#token.text;
    if (expression.kind !== 'map' && expression.kind !== 'variable' && expression.kind !== 'field') {
      this.#complain('not-assignable', 'only a map (@name) or a scratch variable ($name) can be assigned to', expression.span, scratchHint(expression));
    }
    this.#advance();
    const value = this.#expression();
    return { kind: 'assignment', span: this.#from(start), target: expression, operator, value };
  }

  /** let: "let" $name (":" type)? ("=" expression)? */
  #let(start: number): Statement {
    this.#advance();
    const { text: name, span: nameSpan } = this.#token;
    if (this.#token.kind !== 'variable') this.#expected('a scratch variable, such as $start');
    this.#advance();
    let typeNode: TypeName | undefined;
    if (this.#is(':')) {
      this.#advance();
      const typeStart = this.#token.span.start;
      while (!this.#is('=') && !this.#is(';') && !this.#is('}') && !this.#atEnd()) this.#advance();
      typeNode = { kind: 'type', span: this.#from(typeStart), text: this.#source.slice(typeStart, this.#end) };
    }
    let value: Expression | undefined;
    if (this.#is('=')) {
      this.#advance();
      value = this.#expression();
    }
    const typed = typeNode === undefined ? {} : { type: typeNode.text, typeNode };
    return { kind: 'let', span: this.#from(start), name, nameSpan, ...typed, ...(value === undefined ? {} : { value }) };
  }

  /** if: "if" "(" expression ")" block ("else" (if | block))? */
  #if(): If {
    return this.#deeper(() => {
      const { start } = this.#token.span;
      this.#advance();
      const condition = this.#parenthesised();
      const then = this.#block();
      if (!this.#isWord('else')) return { kind: 'if', span: this.#from(start), condition, then };
      this.#advance();
      const otherwise = this.#isWord('if') ? this.#if() : this.#block();
      return { kind: 'if', span: this.#from(start), condition, then, otherwise };
    });
  }

  /** for: "for" "("? $name ":" expression (".." expression)? ")"? block */
  #for(): Statement {
    const { start } = this.#token.span;
    this.#advance();
    const parenthesis = this.#is('(');
    if (parenthesis) this.#advance();
    const { text: variable, span: variableSpan } = this.#token;
    if (this.#token.kind !== 'variable') {
      this.#expected('a scratch variable: for ($kv : @map) { ... }');
    }
    this.#advance();
    this.#take(':');
    const from = this.#expression();
    let to: Expression | undefined;
    if (this.#is('..')) {
      this.#advance();
      to = this.#expression();
    }
    if (parenthesis) this.#take(')');
    const body = this.#block();
    const span = this.#from(start);
    return { kind: 'for', span, variable, variableSpan, from, ...(to === undefined ? {} : { to }), body };
  }

  #parenthesised(): Expression {
    // A predicate's slash rule does not reach into a statement's parentheses.
    this.#take('(');
    const expression = this.#expression();
    this.#take(')');
    return expression;
  }

  /** expression: binary ("?" expression ":" expression)? */
  #expression(): Expression {
    return this.#deeper(() => {
      const condition = this.#binary(0);
      if (!this.#is('?')) return condition;
      this.#advance();
      const then = this.#expression();
      this.#take(':');
      const otherwise = this.#expression();
      return { kind: 'ternary', span: this.#from(condition.span.start), condition, then, otherwise };
    });
  }

  /** binary: one level of BINARY_LEVELS, left-associative */
  #binary(level: number): Expression {
    const operators = BINARY_LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#token.kind === 'punctuation' && operators.includes(this.#token.text) && !this.#endsPredicate()) {
      const operator = this.#token.text;
      this.#advance();
      const right = this.#binary(level + 1);
      left = { kind: 'binary', span: this.#from(left.span.start), operator, left, right };
    }
    return left;
  }

  /** A slash that stands before an opening brace closes the predicate; any other divides. */
  #endsPredicate(): boolean {
    if (!this.#inPredicate || !this.#is('/')) return false;
    return /^\/(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*\{/.test(this.#source.slice(this.#token.span.start));
  }

  /** unary: ("!" | "-" | "~" | "*" | "&" | "++" | "--") unary | "(" type ")" unary | postfix */
  #unary(): Expression {
    return this.#deeper(() => {
      const { start } = this.#token.span;
      if (this.#token.kind === 'punctuation' && ['!', '-', '~', '*', '&', '++', '--', '+'].includes(this.#token.text)) {
        const operator = this.#token.text;
        this.#advance();
        const operand = this.#unary();
        return { kind: 'unary', span: this.#from(start), operator, postfix: false, operand };
      }
      const typeNode = this.#castType();
      if (typeNode === undefined) return this.#postfix();
      const operand = this.#unary();
      return { kind: 'cast', span: this.#from(start), type: typeNode.text, typeNode, operand };
    });
  }

  /** The type of a cast, taken with its parentheses; undefined, with nothing taken, where a parenthesis opens something else. */
  #castType(): TypeName | undefined {
    if (!this.#is('(')) return undefined;
    const pattern = /\(\s*((?:[A-Za-z_]\w*\s*)+(?:\*\s*)*(?:\[\s*\d*\s*\]\s*)?)\)/y;
    pattern.lastIndex = this.#token.span.start;
    const match = pattern.exec(this.#source);
    const type = match?.[1]?.trim().replace(/\s+/g, ' ');
    if (match === null || type === undefined) return undefined;
    const known = type.includes('*') || type.split(/[ [*]/).some((word) => TYPE_WORDS.has(word) || word.endsWith('_t'));
    if (!known) return undefined;
    this.#end = match.index + match[0].length;
    this.#lexer.at = this.#end;
    this.#token = this.#lexer.next();
    const typeStart = match.index + match[0].indexOf(match[1] ?? '');
    return { kind: 'type', span: { start: typeStart, end: typeStart + (match[1] ?? '').trimEnd().length }, text: type };
  }

  /** postfix: primary ("." name | "->" name | "[" expression "]" | "++" | "--")* */
  #postfix(): Expression {
    let expression = this.#primary();
    const { start } = expression.span;
    for (;;) {
      if (this.#is('.') || this.#is('->')) {
        const arrow = this.#is('->');
        this.#advance();
        const nameSpan = this.#token.span;
        const name = this.#token.text;
        if (this.#token.kind !== 'word' && this.#token.kind !== 'integer') this.#expected('the name of a field');
        this.#advance();
        expression = { kind: 'field', span: this.#from(start), object: expression, name, nameSpan, arrow };
      } else if (this.#is('[')) {
        this.#advance();
        const index = this.#expression();
        this.#take(']');
        expression = { kind: 'index', span: this.#from(start), object: expression, index };
      } else if (this.#is('++') || this.#is('--')) {
        const operator = this.#token.text;
        this.#advance();
        expression = { kind: 'unary', span: this.#from(start), operator, postfix: true, operand: expression };
      } else {
        return expression;
      }
    }
  }

  /** primary: integer | string | map | $variable | $1 | name | call | "(" expression ("," expression)* ")" */
  #primary(): Expression {
    const token = this.#token;
    const { start } = token.span;
    switch (token.kind) {
      case 'integer':
        this.#advance();
        return { kind: 'integer', span: token.span, value: integerValue(token.text), text: token.text };
      case 'string':
        this.#advance();
        return { kind: 'string', span: token.span, value: token.value ?? '', text: token.text };
      case 'map':
        return this.#map();
      case 'variable':
        this.#advance();
        if (token.text === '$#') return { kind: 'positional', span: token.span, index: '#' };
        if (/^\$[0-9]/.test(token.text)) return { kind: 'positional', span: token.span, index: Number(token.text.slice(1)) };
        return { kind: 'variable', span: token.span, name: token.text };
      case 'word':
        return this.#wordExpression();
      default:
        break;
    }
    if (!this.#is('(')) this.#expected('an expression');
    this.#advance();
    const first = this.#expression();
    if (this.#is(')')) {
      this.#advance();
      // With its parentheses: whoever moves the text of the expression elsewhere must move them too.
      return { ...first, span: this.#from(start) };
    }
    const items = [first];
    while (this.#is(',')) {
      this.#advance();
      if (this.#is(')')) break;
      items.push(this.#expression());
    }
    this.#take(')');
    return { kind: 'tuple', span: this.#from(start), items };
  }

  /** map: @name ("[" expression ("," expression)* "]")? */
  #map(): Expression {
    const { text: name, span } = this.#token;
    this.#advance();
    if (!this.#is('[')) return { kind: 'map', span, name, keys: [] };
    this.#advance();
    const keyStart = this.#token.span.start;
    const keys = [this.#expression()];
    while (this.#is(',')) {
      this.#advance();
      keys.push(this.#expression());
    }
    const keySpan = { start: keyStart, end: this.#end };
    this.#take(']');
    return { kind: 'map', span: this.#from(span.start), name, keys, keySpan };
  }

  /** name ("(" arguments? ")")?, where sizeof and offsetof take a type */
  #wordExpression(): Expression {
    const { text: name, span: nameSpan } = this.#token;
    this.#advance();
    if (!this.#is('(')) return { kind: 'identifier', span: nameSpan, name };
    if (name === 'sizeof' || name === 'offsetof') {
      const close = this.#source.indexOf(')', this.#token.span.end);
      if (close === -1) this.#expected('")"');
      while (this.#token.span.start < close) this.#advance();
      this.#take(')');
      return { kind: 'call', span: this.#from(nameSpan.start), name, nameSpan, args: [] };
    }
    this.#advance();
    const args: Expression[] = [];
    while (!this.#is(')')) {
      args.push(this.#expression());
      if (!this.#is(',')) break;
      this.#advance();
    }
    this.#take(')');
    const call: Call = { kind: 'call', span: this.#from(nameSpan.start), name, nameSpan, args };
    return call;
  }

  #deeper<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) this.#expected(`nesting of at most ${MAX_DEPTH} levels`);
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  #from(start: number): Span {
    return { start, end: this.#end };
  }

  #is(text: string): boolean {
    return this.#token.kind === 'punctuation' && this.#token.text === text;
  }

  #atEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #isWord(text: string): boolean {
    return this.#token.kind === 'word' && this.#token.text === text;
  }

  #advance(): void {
    this.#end = this.#token.span.end;
    this.#token = this.#lexer.next();
  }

  #take(text: string): void {
    if (!this.#is(text)) this.#expected(`"${text}"`);
    this.#advance();
  }

  #expected(what: string): never {
    const found = this.#token.kind === 'end' ? 'the end of the program' : JSON.stringify(this.#token.text);
    this.#complain('syntax', `expected ${what}, found ${found}`, this.#token.span);
    throw new SyntaxProblem();
  }

  #complain(code: string, message: string, span: Span, hints: readonly string[] = []): void {
    this.#diagnostics.push({ code, severity: 'error', message, span, hints, fixes: [] });
  }

  /** Goes on behind the block in which the mistake was: the next closing brace in the first column, or else where the braces are balanced again. */
  #recover(start: number): void {
    this.#inPredicate = false;
    this.#depth = 0;
    const rest = this.#source.slice(this.#token.span.start);
    const column = /^\}/m.exec(rest);
    this.#lexer.at = column === null ? this.#source.length : Math.max(start + 1, this.#token.span.start + column.index + 1);
    this.#token = this.#lexer.next();
  }
}

function providerOf(attachPoint: string): string {
  const word = /^[A-Za-z]+/.exec(attachPoint)?.[0] ?? '';
  return lookup(PROVIDER_ALIASES, word) ?? word;
}

/** Splits an attach point at colons that stand outside quotes, and drops the quotes. */
function splitParts(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"|[^:"])+|(?<=:)(?=:|$)/g) ?? [];
  return parts.map((part) => part.replaceAll('"', ''));
}

function scratchHint(expression: Expression): readonly string[] {
  return expression.kind === 'identifier' ? [`write $${expression.name} for a scratch variable, or @${expression.name} for a map`] : [];
}

/** The unit factors are nanoseconds (bpftrace 0.22 and later); exponents and separators as in `1_000` and `1e6`. */
function integerValue(text: string): bigint {
  const match = /^(0[xX][0-9a-fA-F]+|[0-9_]+)(?:[eE]([0-9]+))?(ns|us|ms|s|m|h|d)?/.exec(text);
  const digits = BigInt((match?.[1] ?? '0').replaceAll('_', ''));
  const exponent = Math.min(Number(match?.[2] ?? 0), 30);
  const units: Readonly<Record<string, bigint>> = {
    ns: 1n,
    us: 1_000n,
    ms: 1_000_000n,
    s: 1_000_000_000n,
    m: 60_000_000_000n,
    h: 3_600_000_000_000n,
    d: 86_400_000_000_000n,
  };
  return digits * 10n ** BigInt(exponent) * (units[match?.[3] ?? 'ns'] ?? 1n);
}
