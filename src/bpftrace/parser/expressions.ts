import type { Span, TextEdit } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Block, Call, Expression, If, Integer, OffsetOf, RecordField, Text, TypeName, TypeOf } from '../ast.ts';
import type { Token } from '../lexer.ts';
import { type Advice, insertion } from './cursor.ts';
import { TypeReader } from './types.ts';

/** Loosest first; the binary operators lean left (C's order; Parser::peek_binop since 0.26, the grammar's levels before). */
const PRECEDENCE: ReadonlyMap<string, number> = new Map(
  ['||', '&&', '|', '^', '&', '== !=', '< > <= >=', '<< >>', '+ -', '* / %'].flatMap((operators, level) =>
    operators.split(' ').map((operator): [string, number] => [operator, level + 1]),
  ),
);

/** The level of what can stand beside `==` without parentheses. */
const TIGHTER_THAN_EQUALITY = (PRECEDENCE.get('==') ?? 0) + 1;

/** What other languages call the operators. */
const WORD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['AND', '&&'],
  ['OR', '||'],
]);

const PREFIXES: ReadonlySet<string> = new Set(['!', '-', '~', '*', '&', '++', '--', '+']);

/** A name in parentheses that is one of these is no cast (Parser::is_builtin, and 0.17's builtins, which no type is called like). */
const NO_TYPES =
  /^(?:args|ctx|kstack|nsecs|pid|tid|ustack|cgroup|comm|cpid|numaid|cpu|curtask|elapsed|func|gid|probe|rand|retval|uid|username|jiffies|ncpus|__builtin_\w+|s?arg[0-9]+|true|false)$/;

export interface BareName {
  readonly uses: Span[];
  /** Of the fix that was already proposed where the name is declared; absent where it is yet to be told of. */
  readonly edits?: TextEdit[];
  /** It was given a time: what is subtracted from it is a time in the same thread. */
  isTime?: boolean;
}

/** Reads expressions. A block may stand for one, so it can read those too. */
export abstract class ExpressionReader extends TypeReader {
  protected inPredicate = false;
  /** Names that the probe assigned to without a sigil: whoever writes `start = nsecs` means `$start` below. Their uses are mended with them. */
  protected bareNames: Map<string, BareName> = new Map();

  /** block: in the place of an expression, so that it yields a value */
  protected abstract valueBlock(): Block;
  protected abstract ifValue(): If;

  /** expression: binary ("?" expression? ":" expression)? */
  expression(): Expression {
    return this.deeper(() => {
      const condition = this.#binary(1, this.#unary());
      if (!this.is('?')) return condition;
      const { start } = condition.span;
      this.advance();
      if (this.is(':')) {
        this.advance();
        const right = this.expression();
        return { kind: 'binary', span: this.from(start), operator: '?:', left: condition, right };
      }
      const then = this.expression();
      this.take(':', ' and what the condition yields otherwise');
      const otherwise = this.expression();
      return { kind: 'ternary', span: this.from(start), condition, then, otherwise };
    });
  }

  /** binary: operators of `level` and tighter ones, by precedence climbing */
  #binary(level: number, first: Expression): Expression {
    let left = first;
    for (;;) {
      const operator = this.#binaryOperator();
      const precedence = operator === undefined ? undefined : PRECEDENCE.get(operator);
      if (operator === undefined || precedence === undefined || precedence < level) return left;
      if (this.token.kind === 'word') this.#wordOperator(operator);
      this.advance();
      const right = this.#binary(precedence + 1, this.#unary());
      left = { kind: 'binary', span: this.from(left.span.start), operator, left, right };
    }
  }

  #binaryOperator(): string | undefined {
    if (this.token.kind === 'word') return this.token.first ? undefined : WORD_OPERATORS.get(this.token.text);
    if (this.token.kind !== 'punctuation') return undefined;
    // Before an opening brace a slash closes the predicate; any other divides.
    if (this.inPredicate && this.token.text === '/' && this.closesPredicate()) return undefined;
    return this.token.text;
  }

  #wordOperator(meant: string): void {
    const { span, text } = this.token;
    const fix = replacing(`write ${meant}`, span, meant, true);
    this.complain('word-operator', `bpftrace has no ${text}; the operator is ${meant}`, span, { fix });
  }

  /** Whether the slash here is the last of its predicate: a block follows, or where one was forgotten, the next line. */
  protected closesPredicate(): boolean {
    const next = this.peek();
    return next.text === '{' || next.kind === 'end';
  }

  /** unary: ("!" | "-" | "~" | "*" | "&" | "++" | "--") unary | "(" type ")" unary | postfix */
  #unary(): Expression {
    const { token } = this;
    if (token.kind === 'punctuation' && PREFIXES.has(token.text)) return this.deeper(() => this.#prefixed(token));
    if (token.kind === 'word' && (token.text === 'not' || token.text === 'NOT') && this.#operandFollows()) return this.deeper(() => this.#not(token));
    return this.#postfix(this.#primary());
  }

  #prefixed({ text: operator, span }: Token): Expression {
    this.advance();
    const operand = this.#unary();
    if (operator === '+') {
      this.complain('unary-plus', 'bpftrace has no sign +', span, { fix: replacing('drop the +', span, '', true) });
      return operand;
    }
    if (operator === '++' || operator === '--') this.#mustCount(operator, operand, span);
    if (operator === '&' && operand.kind !== 'variable' && (operand.kind !== 'map' || operand.keySpan !== undefined)) this.#addressOf(operand, span);
    return { kind: 'unary', span: this.from(span.start), operator, postfix: false, operand };
  }

  /** Whether the word here stands before a value, as an operator does: a name, say of a constant, is followed by an operator or by the end of something. */
  #operandFollows(): boolean {
    const { kind, text } = this.peek();
    return kind === 'punctuation' ? text === '(' || text === '!' || text === '~' : kind !== 'end' && kind !== 'directive';
  }

  #not({ span, text }: Token): Expression {
    const fix = replacing('write !', { start: span.start, end: this.peek().span.start }, '!', true);
    this.complain('word-operator', `bpftrace has no ${text}; the operator is !`, span, { fix });
    this.advance();
    return { kind: 'unary', operator: '!', postfix: false, operand: this.#unary(), span: this.from(span.start) };
  }

  #mustCount(operator: string, operand: Expression, span: Span): void {
    if (operand.kind === 'map' || operand.kind === 'variable') return;
    this.complain('not-assignable', `${operator} counts a map (@name) or a scratch variable ($name)`, span, sigilAdvice(operand));
  }

  /** Since 0.24 the address of a variable or a map can be had; that of a field never. */
  #addressOf(operand: Expression, span: Span): void {
    const isField = operand.kind === 'field' || operand.kind === 'index';
    const fix = replacing('drop the &', span, '', true);
    this.complain('address-of', '& gives the address of a scratch variable or a map, of nothing else', span, {
      hints: isField ? ['functions such as str, buf, ntop and macaddr take the field as it is'] : [],
      ...(isField ? { fix } : {}),
    });
  }

  /** postfix: primary ("." name | "->" name | "[" expression "]" | "++" | "--")* */
  #postfix(primary: Expression): Expression {
    let expression = primary;
    const { start } = expression.span;
    for (;;) {
      if (this.is('.') || this.is('->')) {
        const arrow = this.is('->');
        if (!arrow && expression.kind === 'integer') this.fail('fraction', 'bpftrace counts in whole numbers only', this.from(start));
        this.advance();
        const { span: nameSpan, text: name } = this.token;
        if (this.token.kind !== 'word' && this.token.kind !== 'integer') this.expected('the name of a field');
        this.advance();
        expression = { kind: 'field', span: this.from(start), object: expression, name, nameSpan, arrow };
      } else if (this.is('[')) {
        this.advance();
        const index = this.expression();
        this.close(']', ' to close the index');
        expression = { kind: 'index', span: this.from(start), object: expression, index };
      } else if ((this.is('++') || this.is('--')) && !this.token.first) {
        const operator = this.token.text;
        this.#mustCount(operator, expression, this.token.span);
        this.advance();
        expression = { kind: 'unary', span: this.from(start), operator, postfix: true, operand: expression };
      } else {
        return expression;
      }
    }
  }

  /** primary: literal | map | $variable | $1 | name | call | "if" | block | cast | "(" expression ")" | tuple | record */
  #primary(): Expression {
    const { token } = this;
    const { span } = token;
    switch (token.kind) {
      case 'integer':
        return this.integer();
      case 'string':
        return this.#strings();
      case 'map':
        return this.#map();
      case 'variable':
        this.advance();
        if (token.text === '$#') return { kind: 'positional', span, index: '#' };
        if (!/^\$[0-9]/.test(token.text)) return { kind: 'variable', span, name: token.text };
        if (!/^\$0*[1-9][0-9]{0,17}$/.test(token.text)) this.complain('positional-range', 'the parameters of a program are counted from $1', span);
        return { kind: 'positional', span, index: Number(token.text.slice(1)) };
      case 'word':
        return this.#word();
      default:
        break;
    }
    if (this.is('{')) return this.deeper(() => this.valueBlock());
    if (!this.is('(')) this.expected('an expression');
    return this.deeper(() => this.#parenthesis());
  }

  integer(): Integer {
    const { text, span } = this.token;
    if (this.token.kind !== 'integer') this.expected('a number');
    this.advance();
    const value = integerValue(text);
    if (value > 0xffff_ffff_ffff_ffffn) this.complain('integer-too-large', 'this number does not fit into 64 bits', span);
    return { kind: 'integer', span, value, text };
  }

  string(): Text {
    const { span, value = '', text } = this.token;
    if (this.token.kind !== 'string') this.expected('a string');
    this.advance();
    return { kind: 'string', span, value, text };
  }

  /** Strings side by side are one to C, and a mistake here. */
  #strings(): Text {
    const first = this.string();
    if (this.token.kind !== 'string') return first;
    const parts = [first];
    while (this.token.kind === 'string') parts.push(this.string());
    const span = this.from(first.span.start);
    const text = `"${parts.map((part) => part.text.slice(1, -1)).join('')}"`;
    this.complain('adjacent-strings', 'strings that stand side by side are not joined', span, {
      fix: replacing('write one string', span, text, true),
    });
    return { kind: 'string', span, value: parts.map((part) => part.value).join(''), text };
  }

  /** map: @name ("[" expression ("," expression)* "]")? */
  #map(): Expression {
    const { text: name, span } = this.token;
    this.advance();
    if (!this.is('[')) return { kind: 'map', span, name, keys: [] };
    return this.deeper(() => {
      this.advance();
      const keyStart = this.token.span.start;
      const keys = this.#list(']');
      if (keys.length === 0) this.expected('a key');
      const keySpan = { start: keyStart, end: this.end };
      this.close(']', ` to close the keys of ${name}`);
      return { kind: 'map', span: this.from(span.start), name, keys, keySpan };
    });
  }

  /** Expressions up to `close`, which is left. */
  #list(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.is(close)) {
      items.push(this.isWord('typeof') ? this.typeOf() : this.expression());
      if (!this.is(',')) break;
      const comma = this.token.span;
      this.advance();
      if (this.is(close)) {
        const fix = replacing('drop the comma', comma, '', true);
        this.complain('trailing-comma', `nothing follows this comma`, comma, { fix });
      }
    }
    return items;
  }

  #word(): Expression {
    const { text: name, span } = this.token;
    switch (name) {
      case 'true':
      case 'false':
        this.advance();
        return { kind: 'boolean', span, value: name === 'true' };
      case 'if':
        return this.deeper(() => this.ifValue());
      case 'comptime': {
        this.advance();
        const operand = this.deeper(() => this.#unary());
        return { kind: 'comptime', span: this.from(span.start), operand };
      }
      default:
        break;
    }
    this.advance();
    if (this.is('(')) return this.deeper(() => this.#call(name, span));
    const bare = this.bareNames.get(name);
    if (bare === undefined) return { kind: 'identifier', span, name };
    bare.uses.push(span);
    return { kind: 'variable', span, name: `$${name}` };
  }

  /** name "(" arguments? ")", where sizeof, offsetof and typeinfo take a type */
  #call(name: string, nameSpan: Span): Expression {
    const { start } = nameSpan;
    this.advance();
    if (name === 'sizeof' || name === 'typeinfo') {
      const of = this.#typeOperand(')');
      this.close(')', ` to close ${name}`);
      return { kind: name, span: this.from(start), of };
    }
    if (name === 'offsetof') return this.#offsetOf(start);
    const args = this.#list(')');
    this.close(')', ` to close the arguments of ${name}`);
    const call: Call = { kind: 'call', span: this.from(start), name, nameSpan, args };
    return call;
  }

  /** "(" (type | expression) "," name ("." name)* ")" */
  #offsetOf(start: number): OffsetOf {
    const of = this.#typeOperand(',');
    this.take(',', ' and the name of a member');
    const pathStart = this.token.span.start;
    const path: string[] = [];
    for (;;) {
      if (this.token.kind !== 'word') this.expected('the name of a member');
      path.push(this.token.text);
      this.advance();
      if (!this.is('.')) break;
      this.advance();
    }
    const pathSpan = this.from(pathStart);
    this.close(')', ' to close offsetof');
    return { kind: 'offsetof', span: this.from(start), of, path, pathSpan };
  }

  #typeOperand(ends: string): TypeName | Expression {
    return this.isWord('typeof') ? this.typeOf() : (this.typeReference(ends) ?? this.expression());
  }

  /** "typeof" "(" (type | expression) ")" */
  typeOf(): TypeOf {
    const { start } = this.token.span;
    this.advance();
    this.take('(');
    const of = this.deeper(() => this.#typeOperand(')'));
    this.close(')', ' to close typeof');
    return { kind: 'typeof', span: this.from(start), of };
  }

  /** A type where nothing else can stand: name or typeof. */
  typeNode(): TypeName | TypeOf {
    return this.isWord('typeof') ? this.typeOf() : this.typeName();
  }

  /** What a node of a type says. */
  protected typeText(node: TypeName | TypeOf): string {
    if (node.kind === 'type') return node.text;
    return `typeof(${node.of.kind === 'type' ? node.of.text : '...'})`;
  }

  /** "(" … ")": a cast, a record, a tuple, or an expression */
  #parenthesis(): Expression {
    const { start } = this.token.span;
    const outer = this.inPredicate;
    const cast = this.#cast(start);
    if (cast !== undefined) return cast;
    this.advance();
    this.inPredicate = false;
    try {
      if (this.is(')')) {
        this.advance();
        return { kind: 'tuple', span: this.from(start), items: [] };
      }
      if (this.token.kind === 'word' && this.peek().text === '=') return this.#record(start);
      const first = this.expression();
      if (this.is(',')) return this.#tuple(start, first);
      const inside = this.comparisonMeant(first);
      this.close(')', ' to close the parenthesis');
      // With its parentheses: whoever moves the text of the expression elsewhere must move them too.
      return { ...inside, span: this.from(start) };
    } finally {
      this.inPredicate = outer;
    }
  }

  /** A condition, with each `=` behind it read as the `==` that is meant: whoever moves the text of the condition must move what it is compared with. */
  protected comparisonMeant(first: Expression): Expression {
    let condition = first;
    while (this.is('=')) {
      const { span } = this.token;
      const fix = replacing('write ==', span, '==', true);
      this.complain('assignment-in-condition', 'a condition cannot assign: == compares', span, { fix });
      this.advance();
      const right = this.#binary(TIGHTER_THAN_EQUALITY, this.#unary());
      condition = this.#binary(1, this.#compared(condition, right));
    }
    return condition;
  }

  /** `a && b` with `== right` behind it compares b, unless it stands in parentheses. */
  #compared(left: Expression, right: Expression): Expression {
    const span = this.from(left.span.start);
    const joins = left.kind === 'binary' && (left.operator === '&&' || left.operator === '||') && left.left.span.start === left.span.start;
    return joins ? { ...left, span, right: this.#compared(left.right, right) } : { kind: 'binary', span, operator: '==', left, right };
  }

  #tuple(start: number, first: Expression): Expression {
    const items = [first];
    while (this.is(',')) {
      this.advance();
      if (this.is(')')) break;
      items.push(this.expression());
    }
    this.close(')', ' to close the tuple');
    return { kind: 'tuple', span: this.from(start), items };
  }

  /** record: "(" name "=" expression ("," name "=" expression)* ")" */
  #record(start: number): Expression {
    const fields: RecordField[] = [];
    const names = new Set<string>();
    for (;;) {
      const { text: name, span: nameSpan } = this.token;
      if (this.token.kind !== 'word') this.expected('the name of a field');
      this.advance();
      if (names.has(name)) this.complain('duplicate-field', `this record has a field ${name} already`, nameSpan);
      names.add(name);
      this.take('=', ' and the value of the field');
      const value = this.expression();
      fields.push({ kind: 'record-field', span: this.from(nameSpan.start), name, nameSpan, value });
      if (!this.is(',')) break;
      this.advance();
    }
    this.close(')', ' to close the record');
    return { kind: 'record', span: this.from(start), fields };
  }

  /** "(" type ")" unary; undefined, with nothing taken, where the parenthesis opens something else. */
  #cast(start: number): Expression | undefined {
    const next = this.peek();
    if (next.kind !== 'word' || NO_TYPES.test(next.text)) return undefined;
    if (next.text !== 'typeof' && !this.#looksLikeCast()) return undefined;
    const mark = this.mark();
    this.advance();
    const typeNode = this.typeNode();
    if (this.is(')')) {
      this.advance();
      if (this.#canBeCast()) {
        const operand = this.#unary();
        return { kind: 'cast', span: this.from(start), type: this.typeText(typeNode), typeNode, operand };
      }
    }
    this.reset(mark);
    return undefined;
  }

  #looksLikeCast(): boolean {
    const pattern = /\(\s*[A-Za-z_]\w*(?:\s+[A-Za-z_]\w*){0,4}(?:[*[\]\d\s]|const\b)*\)/y;
    pattern.lastIndex = this.token.span.start;
    return pattern.test(this.source);
  }

  /** Whether an expression can begin here (Parser::can_start_expression). */
  #canBeCast(): boolean {
    const { kind, text } = this.token;
    if (kind === 'punctuation') return /^[(\-!~*&]/.test(text) && text !== '&&' && text !== '!=' && !text.endsWith('=');
    if (kind === 'word') return !WORD_OPERATORS.has(text);
    return kind !== 'end' && kind !== 'directive';
  }
}

/** What a name without a sigil was probably meant to be. */
/** Builtins cannot be assigned to: a name that is one of these was not meant as a variable of the program's own. */
export const TAKEN: RegExp =
  /^(?:args|ctx|kstack|ustack|nsecs|pid|tid|cgroup|comm|cpid|numaid|cpu|curtask|elapsed|func|gid|probe|rand|retval|uid|username|jiffies|ncpus|s?arg[0-9]+|_)$/;

/** What was meant where something is assigned to that is neither a map nor a scratch variable: `start[tid]` can only be a map. */
export function sigilAdvice(expression: Expression): Advice {
  if (expression.kind === 'identifier') return { hints: [`write $${expression.name} for a scratch variable, or @${expression.name} for a map`] };
  if (expression.kind !== 'index' || expression.object.kind !== 'identifier' || TAKEN.test(expression.object.name)) return {};
  const { name, span } = expression.object;
  return { hints: [`a map begins with @: @${name}[...]`], fix: { title: `write @${name}`, edits: [insertion(span.start, '@')], automatic: true } };
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
]);

/** A leading zero makes a number octal, an exponent multiplies by a power of ten, a unit makes it nanoseconds (util/int_parser.cpp). */
function integerValue(text: string): bigint {
  const plain = text.replaceAll('_', '');
  const hex = /^0[xX]([0-9a-fA-F]*)/.exec(plain);
  if (hex !== null) return BigInt(`0x${hex[1] || '0'}`);
  const [, digits = '0', exponent = '0', suffix = ''] = /^([0-9]+)(?:[eE]([0-9]+))?(.*)$/.exec(plain) ?? [];
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  // Beyond 64 bits it does not matter how far.
  return BigInt(digits.slice(0, 40)) * 10n ** BigInt(Math.min(Number(exponent), 30)) * (UNITS.get(suffix) ?? 1n);
}
