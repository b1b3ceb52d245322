import type { Diagnostic, Fix, Span, TextEdit } from '../../core/diagnostic.ts';
import { Lexer, type Token } from '../lexer.ts';

/** Past this depth a program is refused instead of overflowing our stack; bpftrace's own parser gives up at a like depth. */
const MAX_DEPTH = 200;

/** Past this many a file is no bpftrace program, and more of them help nobody. */
const MAX_DIAGNOSTICS = 500;

/** Thrown where the parser cannot go on; caught where it can again, so that one mistake does not hide the others. Made once: a stack trace costs time. */
export class SyntaxProblem extends Error {}
const PROBLEM = new SyntaxProblem();

export interface Mark {
  readonly at: number;
  readonly token: Token;
  readonly end: number;
  readonly said: number;
  readonly spelled: number;
  readonly missingBraces: number;
}

/** What else to say about a mistake. */
export interface Advice {
  readonly hints?: readonly string[];
  readonly fix?: Fix;
}

/** Where the parser is in the source, one token ahead; what it has to say. */
export class Cursor {
  readonly source: string;
  readonly lexer: Lexer;
  readonly diagnostics: Diagnostic[] = [];
  /** What only some versions read, though it makes no difference to the tree. */
  readonly spellings: Diagnostic[] = [];
  token: Token;
  /** End of the last token taken: nodes end there. */
  end = 0;
  gaveUp = false;
  /** How many blocks were still open at the end of the source, or where another probe began. */
  protected missingBraces = 0;
  #depth = 0;
  #peeked: { readonly token: Token; readonly at: number } | undefined;

  constructor(source: string) {
    this.source = source;
    this.lexer = new Lexer(source);
    this.token = this.lexer.next();
  }

  /** The token behind the present one. */
  peek(): Token {
    if (this.#peeked === undefined) {
      const { at } = this.lexer;
      const token = this.lexer.next();
      this.#peeked = { token, at: this.lexer.at };
      this.lexer.at = at;
    }
    return this.#peeked.token;
  }

  advance(): void {
    this.end = this.token.span.end;
    if (this.#peeked === undefined) {
      this.token = this.lexer.next();
    } else {
      this.token = this.#peeked.token;
      this.lexer.at = this.#peeked.at;
      this.#peeked = undefined;
    }
  }

  /** Goes on at a place of the source that was read without tokens. */
  moveTo(at: number): void {
    this.end = at;
    this.lexer.at = at;
    this.#peeked = undefined;
    this.token = this.lexer.next();
  }

  mark(): Mark {
    return {
      at: this.lexer.at,
      token: this.token,
      end: this.end,
      said: this.diagnostics.length,
      spelled: this.spellings.length,
      missingBraces: this.missingBraces,
    };
  }

  /** Back to `mark`, and nothing was said since. */
  reset(mark: Mark): void {
    this.lexer.at = mark.at;
    this.token = mark.token;
    this.end = mark.end;
    this.diagnostics.length = mark.said;
    this.spellings.length = mark.spelled;
    this.missingBraces = mark.missingBraces;
    this.#peeked = undefined;
  }

  is(text: string): boolean {
    return this.token.kind === 'punctuation' && this.token.text === text;
  }

  isWord(text: string): boolean {
    return this.token.kind === 'word' && this.token.text === text;
  }

  atEnd(): boolean {
    return this.token.kind === 'end';
  }

  from(start: number): Span {
    return { start, end: this.end };
  }

  /** Takes `text`, or says that it was expected: `what` it is for. */
  take(text: string, what = ''): void {
    if (!this.is(text)) this.expected(`"${text}"${what}`);
    this.advance();
  }

  /** Takes a closing mark. Where only that is missing, says so, and goes on as if it stood there. */
  close(text: string, what = ''): void {
    if (this.is(text)) {
      this.advance();
      return;
    }
    const ends = (text === ']' && this.is('=')) || this.is(';') || this.is('}') || this.is('{') || this.atEnd() || this.token.first;
    if (!ends || this.lexer.diagnostics.some(({ code }) => code === 'unclosed-string')) this.expected(`"${text}"${what}`);
    // Behind a block, or in one that is not closed either, what is missing is rather missing elsewhere.
    const fix = { title: `insert ${text}`, edits: [insertion(this.end, text)], automatic: this.missingBraces === 0 && this.source[this.end - 1] !== '}' };
    this.complain('unclosed-bracket', `expected "${text}"${what}, found ${this.found()}`, this.after(), { fix });
  }

  /** Whether a closing mark was just missed here: what else is missing, `more`, belongs to that mistake and its fix. */
  closedHere(more: string): boolean {
    const last = this.diagnostics.at(-1);
    const [fix] = last?.fixes ?? [];
    if (last?.code !== 'unclosed-bracket' || last.span?.start !== this.end || fix === undefined) return false;
    const edits = fix.edits.map((edit) => ({ ...edit, text: edit.text + more }));
    this.diagnostics[this.diagnostics.length - 1] = { ...last, fixes: [{ ...fix, title: fix.title + more, edits }] };
    return true;
  }

  /** The place behind the last token, as a span that can be seen. */
  after(): Span {
    return { start: this.end, end: Math.min(this.end + 1, this.source.length) };
  }

  found(): string {
    return this.token.kind === 'end'
      ? 'the end of the program'
      : JSON.stringify(this.token.text.length > 40 ? `${this.token.text.slice(0, 40)}…` : this.token.text);
  }

  expected(what: string, advice: Advice = {}): never {
    this.complain('syntax', `expected ${what}, found ${this.found()}`, this.token.span, advice);
    throw PROBLEM;
  }

  /** Says something and gives the statement up. */
  fail(code: string, message: string, span: Span, advice: Advice = {}): never {
    this.complain(code, message, span, advice);
    throw PROBLEM;
  }

  complain(code: string, message: string, span: Span, { hints = [], fix }: Advice = {}): void {
    this.add({ code, severity: 'error', message, span, hints, fixes: fix === undefined ? [] : [fix] });
  }

  add(diagnostic: Diagnostic): void {
    if (this.diagnostics.length < MAX_DIAGNOSTICS) this.diagnostics.push(diagnostic);
  }

  /** Notes a spelling that some versions refuse. */
  spelled(code: string, message: string, span: Span, fix: Fix): void {
    this.spellings.push({ code, severity: 'error', message, span, hints: [], fixes: [fix] });
  }

  deeper<T>(read: () => T): T {
    if (this.#depth >= MAX_DEPTH) this.tooDeep(MAX_DEPTH);
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  /** What is nested this deep was not written by anybody: the rest is not read. */
  tooDeep(levels: number): never {
    const { span } = this.token;
    this.moveTo(this.source.length);
    this.gaveUp = true;
    this.fail('too-deep', `this is nested more than ${levels} levels deep`, span);
  }

  /** Skips what stands between brackets, the present token being the opening one. False where they do not close: then it is at the end of the source. */
  skipBalanced(): boolean {
    let depth = 0;
    do {
      if (this.is('{') || this.is('(') || this.is('[')) depth++;
      if (this.is('}') || this.is(')') || this.is(']')) depth--;
      if (this.atEnd()) return false;
      this.advance();
    } while (depth > 0);
    return true;
  }
}

/** An edit that puts `text` where nothing is. */
export function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
