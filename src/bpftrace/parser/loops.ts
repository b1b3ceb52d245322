import type { TextEdit } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Block, Expression, Statement } from '../ast.ts';
import type { Token } from '../lexer.ts';
import { walk } from '../visit.ts';
import { insertion } from './cursor.ts';
import { ForeignReader } from './foreign.ts';

/** Reads the loops that begin with `for`, those of C and Python among them. */
export abstract class LoopReader extends ForeignReader {
  protected abstract body(what: string, yields?: boolean): Block;
  protected abstract simpleStatement(token: Token): Statement | undefined;
  protected abstract quietly<T>(read: () => T): T | undefined;
  protected abstract noSemicolon(): void;

  /** for: "for" "("? $name ":" operand (".." operand)? ")"? block */
  protected forStatement(): Statement {
    const { token } = this;
    const { start } = token.span;
    this.advance();
    const parenthesis = this.is('(');
    if (parenthesis) this.advance();
    if (this.#isCFor()) return this.#cFor(token, parenthesis);
    const { text: variable, span: variableSpan, kind } = this.token;
    if (kind === 'word' && (this.peek().text === ':' || this.peek().text === 'in')) {
      this.withoutSigil(this.token);
    } else if (kind !== 'variable') {
      this.expected('a scratch variable: for ($kv : @map) { ... }');
    }
    this.advance();
    if (this.isWord('in')) this.#forIn();
    else this.take(':', ' and a map, or a range such as 0..10');
    const from = this.expression();
    let to: Expression | undefined;
    if (this.is('..')) {
      this.advance();
      to = this.expression();
      for (const bound of [from, to]) this.#rangeBound(bound);
    } else if (from.kind !== 'map') {
      this.complain('for-over', 'for goes over a map, or over a range such as 0..10', from.span);
    }
    if (parenthesis) this.close(')', ' to close the head of the for');
    const body = this.body(' to open the body of for');
    this.noSemicolon();
    const name = variable.startsWith('$') ? variable : `$${variable}`;
    return { kind: 'for', span: this.from(start), variable: name, variableSpan, from, ...(to === undefined ? {} : { to }), body };
  }

  /** The bounds of a range are single operands (Parser::parse_for; the grammar's postfix_expr before). */
  #rangeBound(bound: Expression): void {
    if (this.source[bound.span.start] === '(' || !/^(?:binary|ternary|unary)$/.test(bound.kind) || (bound.kind === 'unary' && bound.postfix)) return;
    const edits = [insertion(bound.span.start, '('), insertion(bound.span.end, ')')];
    this.complain('range-bound', 'an expression as the bound of a range stands in parentheses', bound.span, {
      fix: { title: 'add the parentheses', edits, automatic: true },
    });
  }

  #forIn(): void {
    const { span } = this.token;
    this.complain('for-in', 'for takes ":" between the variable and the map', span, {
      fix: replacing('write :', span, ':', true),
    });
    this.advance();
  }

  /** Whether the head of a for has semicolons in it. */
  #isCFor(): boolean {
    if (this.is(';')) return true;
    if (this.token.kind !== 'word' && this.token.kind !== 'variable' && this.token.kind !== 'map') return false;
    const next = this.peek();
    return next.text === '=' || next.text === ';' || (next.kind === 'word' && next.text !== 'in') || next.text === '*';
  }

  /** `for (int i = 0; i < n; i++) { ... }`: a while, where its head can be read. */
  #cFor(token: Token, parenthesis: boolean): Statement {
    const mark = this.mark();
    const { start } = token.span;
    const head = this.quietly(() => this.#cForHead());
    if (head === undefined || !(parenthesis ? this.is(')') : this.is('{'))) {
      this.reset(mark);
      for (let depth = 1; !this.is('{') && !this.is('}') && !this.atEnd() && !this.looksLikeProbe(); this.advance()) {
        if (this.is('(')) depth++;
        if (this.is(')') && --depth === 0 && parenthesis) break;
      }
    }
    const headEnd = this.is(')') ? this.token.span.end : this.end;
    if (this.is(')')) this.advance();
    const advice = {
      hints: [
        'for goes over a map: for ($kv : @map) { ... }, since 0.24 over a range: for ($i : 0..10) { ... }',
        'otherwise unroll (10) { ... }, or while ($i < 10) { ... $i++; }',
      ],
    };
    const message = 'bpftrace has no for with three parts';
    const body = this.body(' to open the body of for');
    if (head === undefined) {
      this.complain('c-for', message, { start, end: headEnd }, advice);
      return body;
    }
    const { name, value, condition, step } = head;
    const edits: TextEdit[] = [
      { span: { start, end: value.span.start }, text: `$${name} = ` },
      { span: { start: value.span.end, end: condition.span.start }, text: '; while (' },
      { span: { start: condition.span.end, end: headEnd }, text: ')' },
      insertion(body.span.end - 1, `${step}; `),
    ];
    // Its step would be left out by a continue.
    const continues = [...walk(body)].some((node) => node.kind === 'jump' && node.word === 'continue');
    this.complain('c-for', message, { start, end: headEnd }, { ...advice, ...(continues ? {} : { fix: { title: 'write a while', edits, automatic: true } }) });
    edits.push(
      ...(this.bareNames.get(name)?.uses ?? []).filter((use) => use.start > start && use.end <= body.span.end).map((use) => insertion(use.start, '$')),
    );
    this.bareNames.delete(name);
    const target = { kind: 'variable', span: value.span, name: `$${name}` } as const;
    const assignment = { kind: 'assignment', span: value.span, target, operator: '=', value } as const;
    return { kind: 'block', span: this.from(start), statements: [assignment, { kind: 'while', span: this.from(start), condition, body }] };
  }

  /** The three parts, up to the parenthesis; the name in them is read as a scratch variable from its assignment on. */
  #cForHead(): { readonly name: string; readonly value: Expression; readonly condition: Expression; readonly step: string } {
    while (this.token.kind === 'word' && this.peek().text !== '=') this.advance();
    const name = this.token.text.replace(/^\$/, '');
    const hasSigil = this.token.kind === 'variable';
    if (this.token.kind !== 'word' && !hasSigil) this.expected('the name of a variable');
    this.advance();
    this.take('=');
    const value = this.expression();
    this.take(';');
    if (!hasSigil) this.bareNames.set(name, { uses: [], edits: [] });
    const condition = this.expression();
    this.take(';');
    const { start } = this.token.span;
    const used = this.bareNames.get(name)?.uses.length ?? 0;
    const [statement] = [this.simpleStatement(this.token)];
    const bare = this.bareNames.get(name);
    if (bare !== undefined) bare.uses.length = used;
    const text = this.source.slice(start, this.end);
    const step = hasSigil ? text : text.replace(new RegExp(`\\b${name}\\b`, 'g'), () => `$${name}`);
    if (statement === undefined) this.expected('a step');
    return { name, value, condition, step };
  }
}
