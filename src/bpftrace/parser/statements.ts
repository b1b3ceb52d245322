import type { TextEdit } from '../../core/diagnostic.ts';
import type { Block, Expression, If, Import, Statement } from '../ast.ts';
import type { Token } from '../lexer.ts';
import { walk } from '../visit.ts';
import { insertion, SyntaxProblem } from './cursor.ts';
import { ExpressionReader, sigilHint } from './expressions.ts';
import { FOREIGN_STATEMENTS, FUNCTIONS, PROBE_KINDS, SPECIAL_PROBES, STATEMENT_WORDS } from './idioms.ts';
import { beginsCDeclaration, integerType } from './type-names.ts';

const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

/** `if`s that hang on each other's `else`: past this a walk down the tree could overflow a stack. */
const MAX_ELSE_IFS = 500;

/** Builtins and functions cannot be assigned to: a name that is one of these was not meant as a variable of the program's own. */
const TAKEN =
  /^(?:args|ctx|kstack|ustack|nsecs|pid|tid|cgroup|comm|cpid|numaid|cpu|curtask|elapsed|func|gid|probe|rand|retval|uid|username|jiffies|ncpus|s?arg[0-9]+|_)$/;

export abstract class StatementReader extends ExpressionReader {
  /** How many blocks were still open at the end of the source, or where another probe began. */
  protected missingBraces = 0;

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
  protected looksLikeProbe(): boolean {
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
        const block = this.#quietly(() => this.block());
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

  #quietly<T>(read: () => T): T | undefined {
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
    const statement = this.#simpleStatement(token);
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
        const body = this.#body(` to open the body of ${token.text}`);
        this.#noSemicolon();
        const span = this.from(start);
        return token.text === 'while' ? { kind: 'while', span, condition, body } : { kind: 'unroll', span, times: condition, body };
      }
      case 'for':
        return this.#for();
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
    const fix = { title: 'drop the semicolon', edits: [{ span, text: '' }], automatic: true };
    this.complain('stray-semicolon', 'this semicolon ends nothing', span, { fix });
  }

  /** Behind the block of an `if`, and behind a block of its own, a semicolon is read since 0.26 and refused before. */
  #semicolonBehindBlock(): void {
    if (!this.is(';')) return;
    const { span } = this.token;
    const fix = { title: 'drop the semicolon', edits: [{ span, text: '' }], automatic: true };
    this.spelled('semicolon-after-block', 'no semicolon may follow a block', span, fix);
    this.advance();
  }

  #noSemicolon(): void {
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
        fix: { title: `drop the ${text}`, edits: [{ span, text: '' }], automatic: true },
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

  #simpleStatement(token: Token): Statement | undefined {
    const { start } = token.span;
    if (token.kind === 'word' && token.text !== 'comptime') {
      const { text: word } = token;
      if (word === 'return' || word === 'break' || word === 'continue') return this.#jump(start, word);
      if (word === 'let') return this.#let(start);
      const foreign = FOREIGN_STATEMENTS.get(word);
      const next = this.peek();
      if (foreign !== undefined && next.text !== '=' && next.text !== ';') return this.#foreignStatement(token, foreign);
      if (beginsCDeclaration(word) && next.text !== '(' && !ASSIGNMENTS.has(next.text)) return this.#declaration(start);
      if (next.kind === 'word' && !next.first && next.text !== 'and' && next.text !== 'or' && /[=;]/.test(this.#textBehind(next)))
        return this.#declaration(start);
      if (FUNCTIONS.has(word) && (next.kind === 'string' || next.text === ';' || next.text === '}') && !this.bareNames.has(word))
        return this.#callWithoutParentheses(token);
      if (ASSIGNMENTS.has(next.text) && word !== '_') return this.#bareAssignment(token);
      if (next.text === '++' || next.text === '--') return this.#bareAssignment(token);
    }
    const expression = this.expression();
    if (this.token.kind !== 'punctuation' || !ASSIGNMENTS.has(this.token.text)) {
      return { kind: 'expression-statement', span: this.from(start), expression };
    }
    return this.#assignment(start, expression);
  }

  /** What is inside of it is of the other language too. */
  #foreignStatement({ span }: Token, message: string): undefined {
    this.complain('foreign-statement', message, span);
    while (!this.is('{') && !this.is(';') && !this.is('}') && !this.atEnd() && !this.looksLikeProbe()) this.advance();
    if (this.is('{')) this.skipBalanced();
    if (this.is(';')) this.advance();
  }

  #textBehind(token: Token): string {
    return this.source
      .slice(token.span.end, token.span.end + 20)
      .trimStart()
      .slice(0, 1);
  }

  #assignment(start: number, target: Expression): Statement {
    const operator = this.token.text;
    const discards = target.kind === 'identifier' && target.name === '_' && operator === '=';
    if (target.kind !== 'map' && target.kind !== 'variable' && !discards) {
      this.complain('not-assignable', 'only a map (@name) or a scratch variable ($name) can be assigned to', target.span, { hints: sigilHint(target) });
    }
    this.advance();
    const value = this.expression();
    return { kind: 'assignment', span: this.from(start), target, operator, value };
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
    if (kind === 'word') name = this.#withoutSigil(this.token);
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

  /** `start = nsecs` and the like: what was meant is a scratch variable, and so it is below. */
  #bareAssignment(token: Token): Statement {
    const { start } = token.span;
    if (TAKEN.test(token.text)) {
      const expression = this.expression();
      if (ASSIGNMENTS.has(this.token.text) && this.token.kind === 'punctuation') return this.#assignment(start, expression);
      return { kind: 'expression-statement', span: this.from(start), expression };
    }
    const operator = this.peek().text;
    const known = this.bareNames.get(token.text);
    const name = known === undefined ? this.#withoutSigil(token) : `$${token.text}`;
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
  #withoutSigil(token: Token): string {
    const known = this.bareNames.get(token.text);
    if (known === undefined) this.bareNames.set(token.text, { uses: [token.span] });
    else known.uses.push(token.span);
    return `$${token.text}`;
  }

  /** `int x = 5;`, `struct sock *sk = (struct sock *)arg0;`, `u64 ts;`: as C declares variables. */
  #declaration(start: number): Statement | undefined {
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
  #callWithoutParentheses(token: Token): Statement {
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
      const then = this.#body(' to open the body of if', yields);
      heads.push({ start: token.span.start, condition, then, end: this.end });
      if (!this.#takeElse()) break;
      if (this.isWord('if')) continue;
      last = this.#body(' or "if" behind else', yields);
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
    const fix = { title: 'write else if', edits: [{ span: token.span, text: 'else if' }], automatic: true };
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
        const condition = this.expression();
        if (this.is(')')) {
          const fix = { title: 'insert (', edits: [insertion(start, '(')], automatic: true };
          this.complain('unclosed-bracket', `expected "(" behind ${word.text}`, { start, end: start + 1 }, { fix });
          this.advance();
          return condition;
        }
        const simple = condition.kind !== 'binary' && condition.kind !== 'ternary';
        if (this.is('=')) this.comparisonMeant();
        if (this.is(':')) this.advance();
        const message = `the condition of ${word.text} stands in parentheses`;
        const edits = [insertion(start, '('), { span: { start: condition.span.end, end: this.end }, text: ')' }];
        const fix = { title: 'add the parentheses', edits, automatic: true };
        if (simple) this.spelled('condition-without-parentheses', message, condition.span, fix);
        else this.complain('condition-parentheses', message, condition.span, { fix });
        return condition;
      }
      this.advance();
      const condition = this.expression();
      if (this.is('=')) this.comparisonMeant();
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
  #body(what: string, yields = false): Block {
    const { start } = this.token.span;
    const mayBe = this.token.kind === 'word' || this.token.kind === 'map' || this.token.kind === 'variable';
    if (this.is('{') || !mayBe) return this.#block(yields, what);
    const statement = this.deeper(() => this.#statement(false));
    const statements = statement === undefined || statement.kind === 'yield' ? [] : [statement];
    const fix = { title: 'add the braces', edits: [insertion(start, '{ '), insertion(this.end, ' }')], automatic: true };
    this.complain('missing-braces', 'the body of if, else, while and for stands in braces', { start, end: this.end }, { fix });
    return { kind: 'block', span: this.from(start), statements };
  }

  /** for: "for" "("? $name ":" operand (".." operand)? ")"? block */
  #for(): Statement {
    const { token } = this;
    const { start } = token.span;
    this.advance();
    const parenthesis = this.is('(');
    if (parenthesis) this.advance();
    if (this.#isCFor()) return this.#cFor(token, parenthesis);
    const { text: variable, span: variableSpan, kind } = this.token;
    if (kind === 'word' && (this.peek().text === ':' || this.peek().text === 'in')) {
      this.#withoutSigil(this.token);
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
    const body = this.#body(' to open the body of for');
    this.#noSemicolon();
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
      fix: { title: 'write :', edits: [{ span, text: ':' }], automatic: true },
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
    const head = this.#quietly(() => this.#cForHead());
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
    const body = this.#body(' to open the body of for');
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
    const [statement] = [this.#simpleStatement(this.token)];
    const bare = this.bareNames.get(name);
    if (bare !== undefined) bare.uses.length = used;
    const text = this.source.slice(start, this.end);
    const step = hasSigil ? text : text.replace(new RegExp(`\\b${name}\\b`, 'g'), () => `$${name}`);
    if (statement === undefined) this.expected('a step');
    return { name, value, condition, step };
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
