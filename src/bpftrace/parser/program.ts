import type { Span } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type {
  AttachPoint,
  Config,
  ConfigEntry,
  Definition,
  Directive,
  Identifier,
  Item,
  Macro,
  MapDeclaration,
  MapRef,
  Parameter,
  Predicate,
  Probe,
  Script,
  Subprogram,
  Variable,
} from '../ast.ts';
import { labelOf, partsOf, providerOf, scanAttachPoint } from './attach-point.ts';
import { type BareNames, describeBareNames } from './bare-names.ts';
import { insertion, SyntaxProblem } from './cursor.ts';
import { readDefinition } from './definitions.ts';
import { SPECIAL_PROBES } from './idioms.ts';
import { OutsideReader } from './outside.ts';

/** Reads whole programs: what stands at the top level. */
export class ProgramReader extends OutsideReader {
  /** script: shebang? (directive | definition | config | import | map declaration | subprogram | macro | probe)* */
  script(): Script {
    const items: Item[] = [];
    const bare: BareNames[] = [];
    while (!this.atEnd()) {
      const before = this.token.span.start;
      let item: Item | undefined;
      try {
        item = this.#item(items);
        if (item !== undefined) items.push(item);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        this.#recover(before);
      }
      if (this.bareNames.size > 0) bare.push({ item, names: this.bareNames });
      this.bareNames = new Map();
      this.reportMissingBraces();
    }
    for (const diagnostic of describeBareNames(bare, items)) this.add(diagnostic);
    this.#checkOrder(items);
    const preamble = items.filter((item) => item.kind === 'directive' || item.kind === 'definition' || item.kind === 'config' || item.kind === 'import');
    const probes = items.filter((item) => item.kind === 'probe');
    const shebang = /^#![^\n]*/.exec(this.source)?.[0].trimEnd();
    return { kind: 'script', span: { start: 0, end: this.source.length }, ...(shebang === undefined ? {} : { shebang }), items, preamble, probes };
  }

  #item(items: readonly Item[]): Item | undefined {
    const { token } = this;
    if (token.kind === 'directive') return this.#directive();
    if (this.is(';') || this.is('}')) return this.strayMark(items.at(-1));
    if (token.kind === 'word') {
      switch (token.text) {
        case 'struct':
        case 'union':
        case 'enum':
          return this.#definition();
        case 'config':
          if (this.peek().text === '=') return this.#config();
          break;
        case 'import': {
          if (this.peek().kind !== 'string') break;
          const node = this.importNode();
          this.#semicolon('import');
          return { ...node, span: this.from(token.span.start) };
        }
        case 'let':
          if (this.peek().kind === 'map') return this.#mapDeclaration();
          break;
        case 'fn':
          if (this.peek().kind === 'word') return this.#subprogram();
          break;
        case 'macro':
          if (this.peek().kind === 'word') return this.#macro();
          break;
        default:
          break;
      }
    }
    if (this.standsOutside()) return this.outside(items);
    return this.#probe();
  }

  #directive(): Directive {
    const { text, span } = this.token;
    this.advance();
    const trimmed = text.trimEnd();
    const [, name = '', argument] = /^#\s*(\w*)\s*(<[^>]*>|"[^"]*"|[A-Za-z_]\w*)?/.exec(trimmed) ?? [];
    if (trimmed.endsWith('\\')) {
      this.complain(
        'directive-continuation',
        'a line for the preprocessor cannot be continued on the next one',
        { start: span.start + trimmed.length - 1, end: span.start + trimmed.length },
        {
          hints: ['bpftrace reads such lines one by one: write it in one line'],
        },
      );
      while (!this.token.first && !this.atEnd()) this.advance();
    }
    const names = argument === undefined ? {} : { argument: argument.replace(/^[<"]|[>"]$/g, '') };
    return { kind: 'directive', span: { start: span.start, end: span.start + trimmed.length }, text: trimmed, name, ...names };
  }

  /** definition: ("struct" | "union" | "enum") name? "{" … "}" attribute* ";"? */
  #definition(): Definition {
    const { start } = this.token.span;
    while (!this.is('{')) {
      const isPart = this.token.kind === 'word' || this.is('(') || this.is(')') || this.token.kind === 'integer' || this.is(',');
      if (!isPart || this.is(',')) this.expected(`"{" to open the ${this.source.slice(start, start + 6).trim()}`);
      this.advance();
    }
    if (!this.skipBalanced()) this.expected(`"}" to close the definition`);
    while (this.isWord('__attribute__') && this.peek().text === '(') {
      this.advance();
      if (!this.skipBalanced()) this.expected('")" to close the attribute');
    }
    const definition = readDefinition(this.source, start, this.end);
    if (this.is(';')) this.advance();
    return { ...definition, span: this.from(start) };
  }

  /** config: "config" "=" "{" (name "=" (integer | string | boolean | name) ";")* "}" */
  #config(): Config {
    const { start } = this.token.span;
    this.advance();
    this.advance();
    this.take('{', ' to open the block of config');
    const entries: ConfigEntry[] = [];
    while (!this.is('}') && !this.atEnd()) {
      const { span: keySpan, text: key } = this.token;
      if (this.token.kind !== 'word') this.expected('the name of a setting, such as max_map_keys');
      this.advance();
      this.take('=', ` and the value of ${key}`);
      const value = this.#configValue();
      entries.push({ kind: 'config-entry', span: this.from(keySpan.start), key, keySpan, value });
      if (this.is(';')) this.advance();
      else if (!this.is('}')) {
        const fix = { title: 'insert ;', edits: [insertion(this.end, ';')], automatic: true };
        if (!this.token.first) this.expected('";"');
        this.complain('missing-semicolon', `expected ";" before ${this.found()}`, this.after(), { fix });
      }
    }
    this.take('}', ' to close the block of config');
    return { kind: 'config', span: this.from(start), entries };
  }

  #configValue(): ConfigEntry['value'] {
    const { kind, span, text } = this.token;
    if (kind === 'integer') return this.integer();
    if (kind === 'string') return this.string();
    if (kind !== 'word') this.expected('a number, a string, a boolean or a name');
    this.advance();
    return text === 'true' || text === 'false' ? { kind: 'boolean', span, value: text === 'true' } : { kind: 'identifier', span, name: text };
  }

  /** map declaration: "let" @name "=" name "(" integer ")" ";" */
  #mapDeclaration(): MapDeclaration {
    const { start } = this.token.span;
    this.advance();
    const { text: name, span: nameSpan } = this.token;
    this.advance();
    this.take('=', ' and the kind of the map, such as lruhash(100)');
    const { text: type, span: typeSpan } = this.token;
    if (this.token.kind !== 'word') this.expected('the kind of the map, such as lruhash(100)');
    this.advance();
    this.take('(', ' and the number of entries');
    const size = this.integer();
    this.close(')');
    this.#semicolon('the declaration');
    return { kind: 'map-declaration', span: this.from(start), name, nameSpan, type, typeSpan, size };
  }

  #semicolon(what: string): void {
    if (this.is(';')) {
      this.advance();
      return;
    }
    const fix = { title: 'insert ;', edits: [insertion(this.end, ';')], automatic: true };
    this.complain('missing-semicolon', `expected ";" behind ${what}`, this.after(), { fix });
  }

  /** subprogram: "fn" name "(" ($name ":" type ("," …)*)? ")" ":" type block */
  #subprogram(): Subprogram {
    const { start } = this.token.span;
    this.advance();
    const { text: name, span: nameSpan } = this.token;
    this.advance();
    this.take('(', ` and the parameters of ${name}`);
    const parameters: Parameter[] = [];
    while (!this.is(')')) {
      const { text, span } = this.token;
      if (this.token.kind !== 'variable') this.expected('a parameter, such as $size : uint64');
      this.advance();
      this.take(':', ` and the type of ${text}`);
      const type = this.typeNode();
      parameters.push({ kind: 'parameter', span: this.from(span.start), name: text, type });
      if (!this.is(',')) break;
      this.advance();
    }
    this.close(')', ' to close the parameters');
    this.take(':', ` and the type that ${name} returns`);
    const returns = this.typeNode();
    const body = this.block(` to open the body of ${name}`);
    return { kind: 'subprogram', span: this.from(start), name, nameSpan, parameters, returns, body };
  }

  /** macro: "macro" name "(" ($name | @name | name ("," …)*)? ")" block */
  #macro(): Macro {
    const { start } = this.token.span;
    this.advance();
    const { text: name, span: nameSpan } = this.token;
    this.advance();
    this.take('(', ` and the parameters of ${name}`);
    const parameters: (Variable | MapRef | Identifier)[] = [];
    while (!this.is(')')) {
      const { kind, text, span } = this.token;
      if (kind === 'variable') parameters.push({ kind: 'variable', span, name: text });
      else if (kind === 'map') parameters.push({ kind: 'map', span, name: text, keys: [] });
      else if (kind === 'word') parameters.push({ kind: 'identifier', span, name: text });
      else this.expected('a parameter: $name, @name, or a name that stands for an expression');
      this.advance();
      if (!this.is(',')) break;
      this.advance();
    }
    this.close(')', ' to close the parameters');
    if (!this.is('{')) this.expected(`"{" to open the body of ${name}`);
    const body = this.valueBlock();
    return { kind: 'macro', span: this.from(start), name, nameSpan, parameters, body };
  }

  /** probe: attach-point ("," attach-point)* predicate? block */
  #probe(): Probe {
    const { start } = this.token.span;
    const attachPoints = [this.#attachPoint()];
    while (this.is(',')) {
      this.advance();
      if (this.is('{') || this.is('/')) break;
      attachPoints.push(this.#attachPoint());
    }
    const predicate = this.#predicateAsWritten();
    const body = this.block(predicate === undefined ? ' to open the body of the probe' : ' to open the body of the probe');
    const span = this.from(start);
    return predicate === undefined ? { kind: 'probe', span, attachPoints, body } : { kind: 'probe', span, attachPoints, predicate, body };
  }

  #attachPoint(): AttachPoint {
    this.#withoutProbeWord();
    const { start } = this.token.span;
    const { text, end, blanks } = scanAttachPoint(this.source, start);
    if (!/^[A-Za-z]|^[*?][^:]*:/.test(text)) this.expected('a probe, such as tracepoint:sched:sched_switch or BEGIN');
    const span = { start, end };
    if (blanks) {
      const fix = replacing('drop the blanks', span, text, true);
      this.spelled('blank-in-probe', 'no blanks may stand inside a probe', span, fix);
    }
    this.moveTo(end);
    this.#withoutParameters(text);
    const label = labelOf(text);
    return { kind: 'attach-point', span, text, ...(label === undefined ? {} : { label }), provider: providerOf(text), parts: partsOf(text) };
  }

  /** `probe kprobe:f {`, as SystemTap and DTrace have it. */
  #withoutProbeWord(): void {
    const { span } = this.token;
    if (!this.isWord('probe') || this.peek().kind !== 'word' || this.peek().first) return;
    const fix = replacing('drop the word', { start: span.start, end: this.peek().span.start }, '', true);
    this.complain('probe-word', 'a probe begins with its kind, not with the word probe', span, { fix });
    this.advance();
  }

  /** `kprobe:f(struct file *file) {`: what a function is called with is no part of the probe. */
  #withoutParameters(text: string): void {
    if (!this.is('(') || this.token.span.start !== this.end) return;
    const { start } = this.token.span;
    this.skipBalanced();
    const span = this.from(start);
    const fix = replacing('drop the parameters', span, '', true);
    this.complain('probe-parameters', 'a probe names the function only, without its parameters', span, {
      hints: /^k|^u/.test(text) ? ['they are arg0, arg1 and so on inside the block'] : ['they are fields of args inside the block'],
      fix,
    });
  }

  /** predicate: "/" expression "/", the closing slash being the one before "{" */
  #predicateAsWritten(): Predicate | undefined {
    if (this.is('{') || this.atEnd() || this.is('}') || this.looksLikeProbe()) return undefined;
    const { start } = this.token.span;
    this.inPredicate = true;
    try {
      if (this.is('/')) return this.#predicate(start);
      if (this.isWord('if') || this.isWord('when') || this.is('(')) return this.#predicateAsCondition(start);
      if (this.#slashFollows(start)) return this.#predicateWithoutFirstSlash(start);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      this.#skipToBody(error);
    } finally {
      this.inPredicate = false;
    }
    return undefined;
  }

  #predicate(start: number): Predicate {
    this.advance();
    const condition = this.comparisonMeant(this.expression());
    if (this.is('/')) this.advance();
    else if (this.is('{')) {
      // Before a comment the slash would be part of it.
      const fix = { title: 'insert /', edits: [insertion(this.end, this.source[this.end] === '/' ? '/ ' : '/')], automatic: true };
      this.complain('predicate-slash', `expected "/" to close the predicate, found ${this.found()}`, this.after(), { fix });
    } else this.expected('"/" to close the predicate');
    return { kind: 'predicate', span: this.from(start), condition };
  }

  /** `kprobe:f if (pid == 1) {` and `kprobe:f (pid == 1) {` */
  #predicateAsCondition(start: number): Predicate {
    if (!this.is('(')) this.advance();
    const condition = this.comparisonMeant(this.expression());
    const span = this.from(start);
    const text = this.source.slice(condition.span.start, this.end).replace(/^\(([^()]*)\)$/, '$1');
    const fix = replacing('write it between slashes', span, `/${text}/`, true);
    // Where a block within is not closed, nobody knows where the condition ends.
    this.complain('predicate-if', 'the condition of a probe stands between slashes: /pid == 1/', span, this.missingBraces === 0 ? { fix } : {});
    return { kind: 'predicate', span, condition };
  }

  #slashFollows(start: number): boolean {
    const pattern = /[^\n{};]*\/\s*\{/y;
    pattern.lastIndex = start;
    return pattern.test(this.source);
  }

  #predicateWithoutFirstSlash(start: number): Predicate {
    const fix = { title: 'insert /', edits: [insertion(start, '/')], automatic: true };
    this.complain('predicate-slash', 'expected "/" to open the predicate', { start, end: start + 1 }, { fix });
    const condition = this.comparisonMeant(this.expression());
    this.take('/', ' to close the predicate');
    return { kind: 'predicate', span: this.from(start), condition };
  }

  /** Behind a mistake in a predicate the body is read all the same. */
  #skipToBody(error: SyntaxProblem): void {
    while (!this.is('{')) {
      if (this.atEnd() || this.is('}') || this.is(';') || this.looksLikeProbe()) throw error;
      this.advance();
    }
  }

  /** Goes on at the next thing that looks like a probe. A block on the way is read for its own mistakes. */
  #recover(before: number): void {
    for (let moved = this.token.span.start > before; !this.atEnd(); moved = true) {
      if (this.is('{')) {
        try {
          this.block();
        } catch (error) {
          if (!(error instanceof SyntaxProblem)) throw error;
        }
        return;
      }
      if (moved && this.token.first && (this.looksLikeProbe() || this.token.kind === 'directive')) return;
      if (moved && this.token.kind === 'word' && SPECIAL_PROBES.has(this.token.text) && this.peek().text === '{') return;
      this.advance();
    }
  }

  /** C definitions come first, then config and imports, then all else (bpftrace's grammar, in every version). */
  #checkOrder(items: readonly Item[]): void {
    let reached = 0;
    const [first] = items;
    for (const item of items) {
      const rank = item.kind === 'directive' || item.kind === 'definition' ? 0 : item.kind === 'config' || item.kind === 'import' ? 1 : 2;
      if (rank < reached && first !== undefined) {
        const what = item.kind === 'directive' ? `#${item.name}` : item.kind === 'definition' ? `this ${item.keyword}` : item.kind;
        const barrier = items.find((other) => rankOf(other) > rank) ?? first;
        const fix = { title: `move it up`, edits: moveUp(this.source, item.span, barrier.span.start), automatic: true };
        this.complain('misplaced', `${what} must stand before ${rank === 0 && rankOf(barrier) === 1 ? 'config and imports' : 'the first probe'}`, item.span, {
          fix,
        });
      }
      reached = Math.max(reached, rank);
    }
  }
}

function rankOf(item: Item): number {
  return item.kind === 'directive' || item.kind === 'definition' ? 0 : item.kind === 'config' || item.kind === 'import' ? 1 : 2;
}

function moveUp(source: string, span: Span, to: number): { span: Span; text: string }[] {
  const end = source[span.end] === '\n' ? span.end + 1 : span.end;
  return [
    { span: { start: to, end: to }, text: `${source.slice(span.start, span.end)}\n` },
    { span: { start: span.start, end }, text: '' },
  ];
}
