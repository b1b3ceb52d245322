import type { TextEdit } from '../../core/diagnostic.ts';
import type { Expression, Statement } from '../ast.ts';
import type { Token } from '../lexer.ts';
import { insertion } from './cursor.ts';
import { ExpressionReader, sigilAdvice, TAKEN } from './expressions.ts';
import { integerType } from './type-names.ts';

export const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

/** Reads assignments, and statements as other languages write them, each with a message and mostly a fix. */
export abstract class ForeignReader extends ExpressionReader {
  protected abstract looksLikeProbe(): boolean;

  /** What is inside of it is of the other language too. */
  protected foreignStatement({ span }: Token, message: string): undefined {
    this.complain('foreign-statement', message, span);
    while (!this.is('{') && !this.is(';') && !this.is('}') && !this.atEnd() && !this.looksLikeProbe()) this.advance();
    if (this.is('{')) this.skipBalanced();
    if (this.is(';')) this.advance();
  }

  protected assignment(start: number, target: Expression): Statement {
    const operator = this.token.text;
    const discards = target.kind === 'identifier' && target.name === '_' && operator === '=';
    if (target.kind !== 'map' && target.kind !== 'variable' && !discards) {
      this.complain('not-assignable', 'only a map (@name) or a scratch variable ($name) can be assigned to', target.span, sigilAdvice(target));
    }
    this.advance();
    const value = this.expression();
    return { kind: 'assignment', span: this.from(start), target, operator, value };
  }

  /** `start = nsecs` and the like: what was meant is a scratch variable, and so it is below. */
  protected bareAssignment(token: Token): Statement {
    const { start } = token.span;
    if (TAKEN.test(token.text)) {
      const expression = this.expression();
      if (ASSIGNMENTS.has(this.token.text) && this.token.kind === 'punctuation') return this.assignment(start, expression);
      return { kind: 'expression-statement', span: this.from(start), expression };
    }
    const operator = this.peek().text;
    const known = this.bareNames.get(token.text);
    const name = known === undefined ? this.withoutSigil(token) : `$${token.text}`;
    known?.uses.push(token.span);
    const target = { kind: 'variable', span: token.span, name } as const;
    this.advance();
    this.advance();
    if (operator === '++' || operator === '--') {
      const expression = { kind: 'unary', span: this.from(start), operator, postfix: true, operand: target } as const;
      return { kind: 'expression-statement', span: this.from(start), expression };
    }
    const value = this.expression();
    const bare = this.bareNames.get(token.text);
    if (bare !== undefined && value.kind === 'identifier' && /^(?:nsecs|elapsed)$/.test(value.name)) bare.isTime = true;
    return { kind: 'assignment', span: this.from(start), target, operator, value };
  }

  /** Remembers a name without a sigil: every use of it in the probe belongs to one mistake, of which bare-names.ts tells when the program was read. */
  protected withoutSigil(token: Token): string {
    const known = this.bareNames.get(token.text);
    if (known === undefined) this.bareNames.set(token.text, { uses: [token.span] });
    else known.uses.push(token.span);
    return `$${token.text}`;
  }

  /** `int x = 5;`, `struct sock *sk = (struct sock *)arg0;`, `u64 ts;`: as C declares variables. */
  protected declaration(start: number): Statement | undefined {
    const words: string[] = [];
    let pointers = '';
    let { token } = this;
    for (; this.token.kind === 'word' || this.is('*'); this.advance()) {
      token = this.token;
      if (token.kind === 'word') words.push(token.text);
      else pointers += '*';
    }
    const name = words.pop();
    if (name === undefined || words.length === 0 || token.kind !== 'word') this.expected('the name of a variable');
    while (this.is('[')) this.skipBalanced();
    const edits: TextEdit[] = [];
    const advice = {
      hints: [`write $${name} = ...; the variable then has the type of its value`],
      fix: { title: `write $${name}`, edits, automatic: true },
    };
    const message = 'bpftrace declares no types: a scratch variable begins with $ and takes its type from what is assigned to it';
    if (!this.is('=')) {
      if (!this.is(';') && !this.is('}')) this.expected('"=" and a value');
      if (this.is(';')) this.advance();
      const span = this.from(start);
      edits.push({ span, text: '' });
      this.bareNames.set(name, { uses: [], edits });
      this.complain('c-declaration', message, span, advice);
      return undefined;
    }
    edits.push({ span: this.from(start), text: `$${name}` });
    this.complain('c-declaration', message, this.from(start), advice);
    this.advance();
    const value = this.expression();
    const type = `${words.filter((word) => word !== 'const' && word !== 'static').join(' ')}${pointers === '' ? '' : ` ${pointers}`}`;
    const cast = castOf(type, pointers !== '', words, value);
    if (cast !== undefined) edits.push(insertion(value.span.start, `(${cast})`));
    this.bareNames.set(name, { uses: [], edits });
    const target = { kind: 'variable', span: token.span, name: `$${name}` } as const;
    return { kind: 'assignment', span: this.from(start), target, operator: '=', value };
  }

  /** `printf "x", y;` and `exit;` */
  protected callWithoutParentheses(token: Token): Statement {
    const { start } = token.span;
    this.advance();
    const args: Expression[] = [];
    while (!this.is(';') && !this.is('}') && !this.atEnd()) {
      args.push(this.expression());
      if (!this.is(',')) break;
      this.advance();
    }
    const first = args[0];
    const edits =
      first === undefined
        ? [insertion(token.span.end, '()')]
        : [{ span: { start: token.span.end, end: first.span.start }, text: '(' }, insertion(this.end, ')')];
    this.complain('call-parentheses', `the arguments of ${token.text} stand in parentheses`, token.span, {
      fix: { title: 'add the parentheses', edits, automatic: true },
    });
    const span = this.from(start);
    return { kind: 'expression-statement', span, expression: { kind: 'call', span, name: token.text, nameSpan: token.span, args } };
  }
}

/** The cast that keeps what a declaration said about its value; undefined where the value has that type anyway. */
function castOf(type: string, pointer: boolean, words: readonly string[], value: Expression): string | undefined {
  if (value.kind === 'cast' || words.some((word) => word === 'auto' || word === 'var')) return undefined;
  const raw = value.kind === 'identifier' && /^(?:arg[0-9]+|retval)$/.test(value.name);
  if (pointer) return raw && /^(?:struct|union) \w+ \*+$/.test(type) ? type : undefined;
  const integer = integerType(words);
  return raw && integer !== undefined && /^int(?:8|16|32)$/.test(integer) ? integer : undefined;
}
