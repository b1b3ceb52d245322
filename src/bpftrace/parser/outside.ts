import type { Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Expression, Item, Probe, Statement } from '../ast.ts';
import { walk } from '../visit.ts';
import { insertion, SyntaxProblem } from './cursor.ts';
import { FUNCTIONS, PROBE_KINDS, SPECIAL_PROBES } from './idioms.ts';
import { StatementReader } from './statements.ts';
import { beginsCDeclaration } from './type-names.ts';

/** Reads what stands outside of any probe and should not. */
export abstract class OutsideReader extends StatementReader {
  /** The opening braces of a probe that are not closed, told of once. */
  protected reportMissingBraces(): void {
    const missing = this.missingBraces;
    this.missingBraces = 0;
    if (missing === 0 || this.gaveUp || this.lexer.diagnostics.some(({ code }) => code === 'unclosed-string' || code === 'unclosed-comment')) return;
    const last = this.diagnostics.at(-1);
    if (this.atEnd() && last?.code === 'syntax' && last.span?.start === this.source.length) return;
    // Behind what could not be read, the brace may belong elsewhere.
    const braces = '}'.repeat(missing);
    const fix = { title: `insert ${braces}`, edits: [insertion(this.end, `\n${'}\n'.repeat(missing).trimEnd()}`)], automatic: last?.code !== 'syntax' };
    const what = missing === 1 ? '"}" to close the block' : `${missing} times "}" to close the blocks`;
    this.complain('missing-brace', `expected ${what}, found ${this.found()}`, this.after(), { fix });
  }

  /** A semicolon or a closing brace at the top level. */
  protected strayMark(last: Item | undefined): undefined {
    const { span, text } = this.token;
    const brace = text === '}';
    this.advance();
    const fix = replacing(`drop the ${brace ? 'brace' : 'semicolon'}`, span, '', true);
    if (brace) this.complain('stray-brace', 'this "}" closes nothing', span, { fix });
    else this.complain('stray-semicolon', last?.kind === 'probe' ? 'no semicolon follows a probe' : 'this semicolon ends nothing', span, { fix });
  }

  /** Whether what stands here at the top level is a statement, a function of C's, or a block: anything but a probe. */
  protected standsOutside(): boolean {
    const { token } = this;
    if (token.kind === 'map' || token.kind === 'variable' || this.is('{')) return true;
    if (token.kind !== 'word') return false;
    const next = this.peek();
    if (['function', 'def', 'func', 'sub'].includes(token.text) && next.kind === 'word') return true;
    if (FUNCTIONS.has(token.text)) return next.text === '(' || next.kind === 'string';
    if (['if', 'for', 'while', 'unroll', 'return', 'let'].includes(token.text)) return next.text !== ':';
    if (beginsCDeclaration(token.text)) return next.kind === 'word' || next.text === '*';
    if (next.text === '(') return !SPECIAL_PROBES.has(token.text) && !PROBE_KINDS.has(token.text);
    if (next.text === '=' && this.#isNamedProbe()) return false;
    return next.text === '=' || next.text === '+=' || next.text === '++';
  }

  /** `name=kprobe:f` */
  #isNamedProbe(): boolean {
    const pattern = /\w+=([A-Za-z]+)(?::|\s*\{)/y;
    pattern.lastIndex = this.token.span.start;
    const kind = pattern.exec(this.source)?.[1];
    return kind !== undefined && (PROBE_KINDS.has(kind) || SPECIAL_PROBES.has(kind));
  }

  protected outside(items: readonly Item[]): undefined {
    if (this.is('{')) this.#headless();
    else if (this.#isFunction()) this.#function();
    else this.#statements(items);
  }

  /** A block without a probe before it. */
  #headless(): void {
    const { span } = this.token;
    this.complain('missing-probe', 'expected a probe before this block, such as tracepoint:sched:sched_switch or BEGIN', span);
    this.block();
  }

  /** `function f(x) {`, `int main() {` */
  #isFunction(): boolean {
    const pattern = /(?:function|def|func|sub)\s+\w+|[A-Za-z_][\w \t*]*[\s*]\w+\s*\([^(){};]*\)\s*\{/y;
    pattern.lastIndex = this.token.span.start;
    return this.token.kind === 'word' && !/^(?:if|for|while|unroll)$/.test(this.token.text) && pattern.test(this.source);
  }

  #function(): void {
    const { start } = this.token.span;
    while (!this.is('{') && !this.atEnd() && !this.looksLikeProbe()) this.advance();
    this.complain('c-function', 'a bpftrace program is made of probes: it has no functions like this one', this.from(start), {
      hints: ['since bpftrace 0.24: macro name($x) { ... }; before that, repeat what it does in the probes'],
    });
    if (this.is('{')) this.skipBalanced();
  }

  /** Statements up to the next probe, told of once. */
  #statements(items: readonly Item[]): void {
    const { start } = this.token.span;
    const said = this.diagnostics.length;
    const statements: Statement[] = [];
    const enclosing = { end: start };
    while (!this.atEnd() && !this.is('}') && this.standsOutside() && !this.#isFunction() && !this.is('{')) {
      const before = this.token.span.start;
      try {
        statements.push(this.#one());
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        while (!this.atEnd() && !this.is(';') && !this.is('}') && !(this.token.first && this.token.span.start > before)) this.advance();
        if (this.is(';')) this.advance();
      }
      if (this.token.span.start === before) this.advance();
      enclosing.end = this.end;
    }
    // One mistake: that they stand here. What else is wrong with them is told when they stand in a probe.
    this.diagnostics.length = said;
    this.missingBraces = 0;
    this.bareNames.clear();
    const last = items.at(-1);
    const span = { start, end: enclosing.end };
    if (this.is('}') && last?.kind === 'probe') {
      const brace = { start: last.body.span.end - 1, end: last.body.span.end };
      const fix = replacing('drop the brace', brace, '', true);
      this.complain('stray-brace', 'this "}" closes the probe, but statements of it follow', brace, { fix });
      this.advance();
      return;
    }
    const probes = items.filter((item) => item.kind === 'probe');
    const fix = wrapInBegin(this.source, statements, span, probes);
    this.complain(
      'outside-probe',
      'statements stand in the block of a probe',
      { start, end: Math.min(span.end, lineEnd(this.source, start)) },
      {
        hints: ['what is to be done once at the start belongs into BEGIN { ... }, at the end into END { ... }'],
        ...(fix === undefined ? {} : { fix }),
      },
    );
  }

  /** One statement and its semicolon. */
  #one(): Statement {
    const { start } = this.token.span;
    const [statement] = this.looseStatement();
    if (this.is(';')) this.advance();
    return statement ?? { kind: 'block', span: this.from(start), statements: [] };
  }
}

/**
 * The statements moved to where they run once. Only what means something there: printing words, and maps that get constants. An aggregation of nothing
 * (`@x = hist();`) declares, as other languages do, what bpftrace needs not be told.
 */
function wrapInBegin(source: string, statements: readonly Statement[], span: { start: number; end: number }, probes: readonly Probe[]): Fix | undefined {
  const kept = statements.filter((statement) => !declares(statement));
  if (statements.length === 0 || !kept.every(meansSomethingAtStart)) return undefined;
  const text = kept.map((statement) => `${source.slice(statement.span.start, statement.span.end).replace(/;$/, '')};`).join(' ');
  if (kept.length === 0) return replacing('drop it: a map needs no declaration', span, '', true);
  const begin = probes.find(({ attachPoints }) => attachPoints.some(({ provider }) => provider === 'BEGIN'));
  const edits = begin === undefined ? [{ span, text: `BEGIN { ${text} }\n` }] : [{ span, text: '' }, insertion(begin.body.span.start + 1, ` ${text}`)];
  return { title: 'move it into BEGIN', edits, automatic: true };
}

function declares(statement: Statement): boolean {
  if (statement.kind === 'block') return statement.statements.length === 0;
  if (statement.kind === 'expression-statement') return statement.expression.kind === 'map' || statement.expression.kind === 'variable';
  return statement.kind === 'assignment' && statement.target.kind === 'map' && statement.value.kind === 'call' && statement.value.args.length === 0;
}

function meansSomethingAtStart(statement: Statement): boolean {
  if (statement.kind === 'assignment') return statement.target.kind === 'map' && isConstant(statement.value) && statement.target.keys.every(isConstant);
  if (statement.kind !== 'expression-statement' || statement.expression.kind !== 'call') return false;
  return (statement.expression.name === 'printf' || statement.expression.name === 'time') && statement.expression.args.every(isConstant);
}

function isConstant(expression: Expression): boolean {
  for (const node of walk(expression)) {
    if (node.kind === 'identifier' && node.name !== 'nsecs') return false;
    if (node.kind === 'map' || node.kind === 'variable' || node.kind === 'call') return false;
  }
  return true;
}

function lineEnd(source: string, start: number): number {
  const end = source.indexOf('\n', start);
  return end === -1 ? source.length : end;
}
