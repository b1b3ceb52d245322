import type { Diagnostic, Span } from '../core/diagnostic.ts';

export type TokenKind = 'word' | 'integer' | 'string' | 'map' | 'variable' | 'directive' | 'punctuation' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** The resolved value of a string literal. */
  readonly value?: string;
}

/** Longest first, so that `<<=` is one token. */
const PUNCTUATION = [
  '<<=',
  '>>=',
  '->',
  '++',
  '--',
  '<<',
  '>>',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '..',
  '::',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '.',
  ':',
  '?',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '>',
  '!',
  '~',
  '&',
  '|',
  '^',
  '=',
] as const;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

const BLANK = /[ \t\r\n\f\v]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Decimal with `_` separators or an exponent, or hexadecimal; C's integer suffixes or bpftrace's duration units behind it. */
const INTEGER = /(?:0[xX][0-9a-fA-F]+|[0-9][0-9_]*(?:[eE][0-9]+)?)(?:ns|us|ms|s|m|h|d|[uU]?[lL]{0,2})(?![A-Za-z0-9_])/y;
const MAP = /@[A-Za-z0-9_]*/y;
const VARIABLE = /\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|#)/y;
const NUMERIC_ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/y;

/**
 * Reads tokens on demand: an attach point is not made of tokens (`uprobe:/lib/*:f` would hold a comment), so the parser reads it from the source and
 * moves the lexer past it.
 */
export class Lexer {
  readonly source: string;
  /** Where the next token is looked for. */
  at = 0;
  readonly comments: Span[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** The parser may look at the same place twice. */
  readonly #complained = new Set<number>();

  constructor(source: string) {
    this.source = source;
  }

  /** Moves past blanks and comments. */
  skipTrivia(): void {
    for (;;) {
      const blank = this.#match(BLANK);
      if (blank !== undefined) this.at += blank.length;
      const start = this.at;
      if (this.source.startsWith('//', start) || (start === 0 && this.source.startsWith('#!'))) {
        this.at = this.#endOfLine();
      } else if (this.source.startsWith('/*', start)) {
        const end = this.source.indexOf('*/', start + 2);
        if (end === -1) this.#complain('unclosed-comment', 'this comment is never closed', { start, end: start + 2 }, ['close it with */']);
        this.at = end === -1 ? this.source.length : end + 2;
      } else {
        return;
      }
      // The parser may look at the same place twice.
      if ((this.comments.at(-1)?.start ?? -1) < start) this.comments.push({ start, end: this.at });
    }
  }

  /** The next token; at the end of the source an empty one of kind `end`, again and again. */
  next(): Token {
    for (;;) {
      this.skipTrivia();
      if (this.at >= this.source.length) return { kind: 'end', text: '', span: { start: this.source.length, end: this.source.length } };
      const char = this.source[this.at] ?? '';
      if (char === '"') return this.#string();
      if (char === '#') return this.#token('directive', this.#endOfLine());
      for (const [kind, pattern] of TOKEN_PATTERNS) {
        const text = this.#match(pattern);
        if (text !== undefined) return this.#token(kind, this.at + text.length);
      }
      const mark = PUNCTUATION.find((candidate) => this.source.startsWith(candidate, this.at));
      if (mark !== undefined) return this.#token('punctuation', this.at + mark.length);
      this.#stray();
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source)?.[0];
  }

  #token(kind: TokenKind, end: number, value?: string): Token {
    const token = { kind, text: this.source.slice(this.at, end), span: { start: this.at, end } };
    this.at = end;
    return value === undefined ? token : { ...token, value };
  }

  #endOfLine(): number {
    const end = this.source.indexOf('\n', this.at);
    return end === -1 ? this.source.length : end;
  }

  #stray(): void {
    const start = this.at;
    const end = start + ((this.source.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    this.at = end;
    this.#complain('stray-character', `${JSON.stringify(this.source.slice(start, end))} means nothing in a bpftrace program`, { start, end });
  }

  #string(): Token {
    const start = this.at;
    let value = '';
    let cursor = start + 1;
    for (;;) {
      const char = this.source[cursor];
      if (char === undefined || char === '\n') {
        this.#complain('unclosed-string', 'this string is not closed on its line', { start, end: cursor }, ['write a line break inside a string as \\n']);
        return this.#token('string', cursor, value);
      }
      if (char === '"') return this.#token('string', cursor + 1, value);
      if (char !== '\\') {
        value += char;
        cursor++;
        continue;
      }
      NUMERIC_ESCAPE.lastIndex = cursor;
      const numeric = NUMERIC_ESCAPE.exec(this.source);
      if (numeric !== null) {
        value += String.fromCharCode(numeric[1] === undefined ? Number.parseInt(numeric[2] ?? '0', 8) & 0xff : Number.parseInt(numeric[1], 16));
        cursor += numeric[0].length;
        continue;
      }
      const escaped = this.source[cursor + 1] ?? '';
      value += ESCAPES[escaped] ?? escaped;
      cursor += 1 + escaped.length;
    }
  }

  #complain(code: string, message: string, span: Span, hints: readonly string[] = []): void {
    if (this.#complained.has(span.start)) return;
    this.#complained.add(span.start);
    this.diagnostics.push({ code, severity: 'error', message, span, hints, fixes: [] });
  }
}

const TOKEN_PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', WORD],
  ['integer', INTEGER],
  ['map', MAP],
  ['variable', VARIABLE],
];
