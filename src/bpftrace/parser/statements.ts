import { replacing } from '../../core/fix.ts';
import type { Block, Expression, If, Import, Statement } from '../ast.ts';
import type { Token } from '../lexer.ts';
import { insertion, SyntaxProblem } from './cursor.ts';
import { ASSIGNMENTS } from './foreign.ts';
import { FOREIGN_STATEMENTS, FUNCTIONS, PROBE_KINDS, SPECIAL_PROBES, STATEMENT_WORDS } from './idioms.ts';
import { LoopReader } from './loops.ts';
import { beginsCDeclaration } from './type-names.ts';

/** `if`s that hang on each other's `else`: past this a walk down the tree could overflow a stack. */
const MAX_ELSE_IFS = 500;

/** Reads blocks and statements, and goes on behind a mistake in one. */
export abstract class StatementReader extends LoopReader {
  /** block: "{" statement* "}", whose last semicolon may be left out */
  block(what = ''): Block {
    return this.#block(false, what);
  }

  protected override valueBlock(): Block {
    return this.#block(true, '');
  }

  #block(yields: boolean, what: string): Block {
    const { start } = this.token.span;
    const { inPredicate } = this;
    this.inPredicate = false;
    this.take('{', what);
    const statements: Statement[] = [];
    let value: Expression | undefined;
    while (!this.is('}')) {
      if (this.atEnd() || this.looksLikeProbe()) {
        this.missingBraces++;
        break;
      }
      const before = this.token.span.start;
      try {
        const statement = this.deeper(() => this.#statement(yields));
        if (statement?.kind === 'yield') value = statement.value;
        else if (statement !== undefined) statements.push(statement);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        this.#skipStatement(statements, before);
        if (this.token.span.start === before && !this.is('}') && !this.atEnd() && !this.looksLikeProbe()) this.advance();
      }
    }
    if (this.is('}')) this.advance();
    this.inPredicate = inPredicate;
    const span = this.from(start);
    return value === undefined ? { kind: 'block', span, statements } : { kind: 'block', span, statements, value };
  }

  /** A statement that stands in no block; none where it only declared. */
  protected looseStatement(): Statement[] {
    const statement = this.deeper(() => this.#statement(false));
    return statement === undefined || statement.kind === 'yield' ? [] : [statement];
  }

  /** Whether the token begins another probe: a block that gets here was never closed. */
  protected override looksLikeProbe(): boolean {
    const { token } = this;
    if (token.kind !== 'word' || !token.first) return false;
    if (SPECIAL_PROBES.has(token.text)) return this.peek().text === '{';
    if (this.source[token.span.end] !== ':' || this.source[token.span.end + 1] === ' ') return false;
    return PROBE_KINDS.has(token.text) || PROBE_KINDS.has(token.text.toLowerCase());
  }

  /** Goes on behind a mistake: at the next semicolon, statement, or closing brace of this block. A block on the way is read for its own mistakes. */
  #skipStatement(statements: Statement[], before: number): void {
    let depth = 0;
    for (let moved = this.token.span.start > before; !this.atEnd(); moved = true) {
      if (this.looksLikeProbe() && moved) return;
      if (depth === 0 && moved && this.#beginsStatement()) return;
      if (this.is('{')) {
        const block = this.quietly(() => this.block());
        if (block !== undefined) statements.push(block);
        if (this.isWord('else')) continue;
        return;
      }
      if (this.is('}')) return;
      if (this.is(';') && depth === 0) {
        this.advance();
        return;
      }
      if (this.is('(') || this.is('[')) depth++;
      // A closing bracket too many, or a semicolon in brackets that never close: the statement ends all the same.
      if ((this.is(')') || this.is(']')) && depth > 0) depth--;
      if (this.is(';')) depth = 0;
      else this.advance();
    }
  }

  protected override quietly<T>(read: () => T): T | undefined {
    try {
      return this.deeper(read);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      return undefined;
    }
  }

  /** Whether the token is the first of its line and may be the first of a statement. */
  #beginsStatement(): boolean {
    const { token } = this;
    if (!token.first) return false;
    if (token.kind === 'map' || token.kind === 'variable') return true;
    return token.kind === 'word' && (STATEMENT_WORDS.has(token.text) || this.peek().text === '(' || this.peek().text === '=');
  }

  /** statement: block | if | while | for | unroll | import | let | jump | (assignment | expression) ";", where the last ";" of a block may be left out */
  #statement(yields: boolean): Statement | { readonly kind: 'yield'; readonly value: Expression } | undefined {
    const { token } = this;
    const { start } = token.span;
    if (this.is(';')) return this.#straySemicolon();
    if (this.is('{')) {
      const block = this.#block(yields, '');
      if (yields && this.is('}')) return { kind: 'yield', value: block };
      this.#semicolonBehindBlock();
      return withoutValue(block);
    }
    if (token.kind === 'directive') {
      this.advance();
      this.complain('misplaced', 'a line for the preprocessor cannot stand inside a probe', token.span, { hints: ['move it to the top of the program'] });
      return undefined;
    }
    if (token.kind === 'word') {
      const compound = this.#compound(token, yields);
      if (compound !== undefined) return compound;
    }
    const statement = this.simpleStatement(token);
    if (statement === undefined) return undefined;
    if (this.is('}') && yields && statement.kind === 'expression-statement') return { kind: 'yield', value: statement.expression };
    this.#endStatement(start);
    return statement;
  }

  #compound(token: Token, yields: boolean): Statement | { readonly kind: 'yield'; readonly value: Expression } | undefined {
    const { start } = token.span;
    switch (token.text) {
      case 'if': {
        const statement = this.#if(yields);
        if (yields && this.is('}')) return { kind: 'yield', value: statement };
        // An `if` may go on as an expression where it yields a value; its semicolon is then no stray one.
        this.#semicolonBehindBlock();
        return withoutValues(statement);
      }
      case 'while':
      case 'unroll': {
        this.advance();
        const condition = this.#condition(token);
        const body = this.body(` to open the body of ${token.text}`);
        this.noSemicolon();
        const span = this.from(start);
        return token.text === 'while' ? { kind: 'while', span, condition, body } : { kind: 'unroll', span, times: condition, body };
      }
      case 'for':
        return this.forStatement();
      case 'import': {
        if (this.peek().kind !== 'string') return undefined;
        const node = this.importNode();
        this.#endStatement(start);
        return node;
      }
      case 'else':
        return this.fail('else-without-if', 'this else has no if before it', token.span, { hints: ['an else follows the closing brace of its if'] });
      case 'elif':
      case 'elsif':
      case 'elseif':
        return this.fail('else-without-if', `this ${token.text} has no if before it`, token.span);
      default:
        return undefined;
    }
  }

  /** import: "import" string */
  protected importNode(): Import {
    const { start } = this.token.span;
    this.advance();
    const path = this.string();
    return { kind: 'import', span: this.from(start), path };
  }

  /** A semicolon where no statement stands before it. */
  #straySemicolon(): undefined {
    const { span } = this.token;
    this.advance();
    const fix = replacing('drop the semicolon', span, '', true);
    this.complain('stray-semicolon', 'this semicolon ends nothing', span, { fix });
  }

  /** Behind the block of an `if`, and behind a block of its own, newer versions read a semicolon (the rule `empty-statement` knows which). */
  #semicolonBehindBlock(): void {
    if (this.is(';')) this.advance();
  }

  protected override noSemicolon(): void {
    if (this.is(';')) this.#straySemicolon();
  }

  /** Takes the semicolon of a statement. Where only that is missing, says so and goes on. */
  #endStatement(start: number): void {
    if (this.is(';')) {
      this.advance();
      return;
    }
    if (this.is('}')) return;
    const insertSemicolon = { title: 'insert ;', edits: [insertion(this.end, ';')], automatic: true };
    if ((this.atEnd() || this.looksLikeProbe()) && this.end > start) return;
    if (this.is(')') || this.is(']')) {
      const { span, text } = this.token;
      this.complain('unopened-bracket', `this "${text}" closes nothing`, span, {
        fix: replacing(`drop the ${text}`, span, '', true),
      });
      this.advance();
      this.#endStatement(start);
      return;
    }
    const begins = this.token.kind === 'word' || this.token.kind === 'map' || this.token.kind === 'variable';
    if ((begins || this.token.first) && !this.is('{')) {
      const unclosed = this.lexer.diagnostics.some(({ code, span }) => code === 'unclosed-string' && (span?.start ?? -1) >= start);
      if (unclosed) return;
      if (!this.closedHere(';')) this.complain('missing-semicolon', `expected ";" before ${this.found()}`, this.after(), { fix: insertSemicolon });
      return;
    }
    this.expected('";"');
  }

  protected override simpleStatement(token: Token): Statement | undefined {
    const { start } = token.span;
    if (token.kind === 'word' && token.text !== 'comptime') {
      const { text: word } = token;
      if (word === 'return' || word === 'break' || word === 'continue') return this.#jump(start, word);
      if (word === 'let') return this.#let(start);
      const foreign = FOREIGN_STATEMENTS.get(word);
      const next = this.peek();
      if (foreign !== undefined && next.text !== '=' && next.text !== ';') return this.foreignStatement(token, foreign);
      if (beginsCDeclaration(word) && next.text !== '(' && !ASSIGNMENTS.has(next.text)) return this.declaration(start);
      if (next.kind === 'word' && !next.first && next.text !== 'and' && next.text !== 'or' && /[=;]/.test(this.#textBehind(next)))
        return this.declaration(start);
      if (FUNCTIONS.has(word) && this.#beginsArguments(next) && !this.bareNames.has(word)) return this.callWithoutParentheses(token);
      if (ASSIGNMENTS.has(next.text) && word !== '_') return this.bareAssignment(token);
      if (next.text === '++' || next.text === '--') return this.bareAssignment(token);
    }
    const expression = this.expression();
    if (this.token.kind !== 'punctuation' || !ASSIGNMENTS.has(this.token.text)) {
      return { kind: 'expression-statement', span: this.from(start), expression };
    }
    return this.assignment(start, expression);
  }

  /** `print "x"`, `delete @x[1]`, `exit;`: what stands behind the name of a function where its parentheses are missing. */
  #beginsArguments({ kind, text, first }: Token): boolean {
    return kind === 'string' || text === ';' || text === '}' || (!first && /^[@$]/.test(text));
  }

  #textBehind(token: Token): string {
    return this.source
      .slice(token.span.end, token.span.end + 20)
      .trimStart()
      .slice(0, 1);
  }

  /** jump: "return" expression? | "break" | "continue" */
  #jump(start: number, word: 'return' | 'break' | 'continue'): Statement {
    this.advance();
    if (word !== 'return' || this.is(';') || this.is('}')) return { kind: 'jump', span: this.from(start), word };
    const value = this.expression();
    return { kind: 'jump', span: this.from(start), word, value };
  }

  /** let: "let" $name (":" type)? ("=" expression)? */
  #let(start: number): Statement {
    this.advance();
    const { text, span: nameSpan, kind } = this.token;
    let name = text;
    if (kind === 'word') name = this.withoutSigil(this.token);
    else if (kind !== 'variable') this.expected('a scratch variable, such as $start');
    this.advance();
    let typed = {};
    if (this.is(':')) {
      this.advance();
      const typeNode = this.typeNode();
      typed = { type: this.typeText(typeNode), typeNode };
    }
    if (!this.is('=')) return { kind: 'let', span: this.from(start), name, nameSpan, ...typed };
    this.advance();
    const value = this.expression();
    return { kind: 'let', span: this.from(start), name, nameSpan, ...typed, value };
  }

  protected override ifValue(): If {
    return this.#if(true);
  }

  /** if: "if" condition block ("else" (if | block))? */
  #if(yields: boolean): If {
    const heads: { readonly start: number; readonly condition: Expression; readonly then: Block; readonly end: number }[] = [];
    let last: Block | undefined;
    for (;;) {
      const { token } = this;
      this.advance();
      if (heads.length > MAX_ELSE_IFS) this.tooDeep(MAX_ELSE_IFS);
      const condition = this.#condition(token);
      const then = this.body(' to open the body of if', yields);
      heads.push({ start: token.span.start, condition, then, end: this.end });
      if (!this.#takeElse()) break;
      if (this.isWord('if')) continue;
      last = this.body(' or "if" behind else', yields);
      break;
    }
    const { end } = this;
    let result: If | undefined;
    for (const { start, condition, then } of heads.reverse()) {
      const otherwise: Block | If | undefined = result ?? last;
      const span = { start, end };
      result = otherwise === undefined ? { kind: 'if', span, condition, then } : { kind: 'if', span, condition, then, otherwise };
    }
    return result as If;
  }

  /** Takes an `else`, or what other languages have for `else if`: then `if` is the present token. */
  #takeElse(): boolean {
    const { token } = this;
    if (token.kind !== 'word') return false;
    if (token.text === 'else') {
      this.advance();
      return true;
    }
    if ((token.text !== 'elif' && token.text !== 'elseif' && token.text !== 'elsif') || this.peek().text === '=') return false;
    const fix = replacing('write else if', token.span, 'else if', true);
    this.complain('elif', `bpftrace has no ${token.text}: write else if`, token.span, { fix });
    this.token = { ...token, text: 'if' };
    return true;
  }

  /** A condition in parentheses. Without them it is read since 0.26, and as far as one operand goes. */
  #condition(word: Token): Expression {
    try {
      if (!this.is('(')) {
        const { start } = this.token.span;
        if (this.is('{')) this.expected(`a condition in parentheses behind ${word.text}`);
        const condition = this.comparisonMeant(this.expression());
        if (this.is(')')) {
          const fix = { title: 'insert (', edits: [insertion(start, '(')], automatic: true };
          this.complain('unclosed-bracket', `expected "(" behind ${word.text}`, { start, end: start + 1 }, { fix });
          this.advance();
          return condition;
        }
        const simple = condition.kind !== 'binary' && condition.kind !== 'ternary';
        if (this.is(':')) this.advance();
        const message = `the condition of ${word.text} stands in parentheses`;
        const edits = [insertion(start, '('), { span: { start: condition.span.end, end: this.end }, text: ')' }];
        const fix = { title: 'add the parentheses', edits, automatic: true };
        if (simple) this.spelled('condition-without-parentheses', message, condition.span, fix);
        // Where a block within is not closed, nobody knows where the condition ends.
        else this.complain('condition-parentheses', message, condition.span, this.missingBraces === 0 ? { fix } : {});
        return condition;
      }
      this.advance();
      const condition = this.comparisonMeant(this.expression());
      this.close(')', ' to close the condition');
      return condition;
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      return this.#brokenCondition(error);
    }
  }

  /** Behind a mistake in the head of a compound statement its body is read all the same. */
  #brokenCondition(error: SyntaxProblem): Expression {
    for (let depth = 0; !this.is('{'); this.advance()) {
      if (this.is('(')) depth++;
      if (this.is(')')) depth--;
      const ends = this.is('}') || this.atEnd() || (this.is(';') && depth <= 0) || (this.token.first && this.#beginsStatement());
      if (ends) throw error;
    }
    return { kind: 'tuple', span: { start: this.end, end: this.end }, items: [] };
  }

  /** The block of a compound statement; a lone statement, as C allows it, is read with a fix. */
  protected override body(what: string, yields = false): Block {
    const { start } = this.token.span;
    const mayBe = this.token.kind === 'word' || this.token.kind === 'map' || this.token.kind === 'variable';
    if (this.is('{') || !mayBe) return this.#block(yields, what);
    const statement = this.deeper(() => this.#statement(false));
    const statements = statement === undefined || statement.kind === 'yield' ? [] : [statement];
    const fix = { title: 'add the braces', edits: [insertion(start, '{ '), insertion(this.end, ' }')], automatic: true };
    this.complain('missing-braces', 'the body of if, else, while and for stands in braces', { start, end: this.end }, { fix });
    return { kind: 'block', span: this.from(start), statements };
  }
}

/** The block where nothing asks for its value: what would be one is a last statement. */
function withoutValue(block: Block): Block {
  const { kind, span, statements, value } = block;
  if (value === undefined) return block;
  const last: Statement =
    value.kind === 'block'
      ? withoutValue(value)
      : value.kind === 'if'
        ? withoutValues(value)
        : { kind: 'expression-statement', span: value.span, expression: value };
  return { kind, span, statements: [...statements, last] };
}

function withoutValues(statement: If): If {
  const { otherwise, ...rest } = statement;
  const then = withoutValue(statement.then);
  if (otherwise === undefined) return { ...rest, then };
  return { ...rest, then, otherwise: otherwise.kind === 'if' ? withoutValues(otherwise) : withoutValue(otherwise) };
}
