import type { Diagnostic, Fix, Span, TextEdit } from '../core/diagnostic.ts';
import { replacing } from '../core/fix.ts';
import { LOOK_ALIKES, QUOTES } from './look-alikes.ts';

export type TokenKind = 'word' | 'integer' | 'string' | 'map' | 'variable' | 'directive' | 'punctuation' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** Nothing but blanks and comments stands before it on its line. */
  readonly first: boolean;
  /** The resolved value of a string literal. */
  readonly value?: string;
}

/** By their first character, longest first, so that `<<=` is one token. */
const PUNCTUATION = byFirstCharacter(
  '<<= >>= -> ++ -- << >> <= >= == != && || += -= *= /= %= &= |= ^= .. { } ( ) [ ] ; , . : ? + - * / % < > ! ~ & | ^ ='.split(' '),
);

/** Operators of other languages, and what they are here. */
const FOREIGN_OPERATORS: Readonly<Record<string, string>> = { '===': '==', '!==': '!=', '<>': '!=', '=>': '>=', ':=': '=' };
const FOREIGN_BY_FIRST = byFirstCharacter(Object.keys(FOREIGN_OPERATORS));

/** Those that bpftrace knows; it refuses every other (lexer.l, and Parser::consume_string since 0.26). */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };
/** Those that C has and bpftrace has not, as bytes that it reads. */
const C_ESCAPES: Readonly<Record<string, string>> = {
  a: '\\x07',
  b: '\\x08',
  f: '\\x0c',
  v: '\\x0b',
  e: '\\x1b',
  "'": "'",
  '/': '/',
  '?': '?',
  $: '$',
  '`': '`',
};

const BLANK = /[ \t\r\n\f\v]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const INTEGER = /0[xX][0-9a-fA-F_]+[A-Za-z0-9_]*|[0-9][A-Za-z0-9_]*/y;
const VALID_INTEGER =
  /^(?:0[xX][0-9a-fA-F_]*[0-9a-fA-F]|[0-9](?:[0-9_]*[0-9])?(?:[eE][0-9](?:[0-9_]*[0-9])?)?(?:ns|us|ms|s|m|h|d)?)$|^(?:0[xX][0-9a-fA-F]+|[0-9](?:[0-9_]*[0-9])?)(?:[uU]|[uU]?[lL]{1,2})$/;
const MAP = /@(?:[A-Za-z_][A-Za-z0-9_]*)?/y;
const VARIABLE = /\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|#)/y;
const PLAIN_TEXT = /[^"\\\n]+/y;
/** The same within quotes that are not bpftrace's. */
const PLAIN_FOREIGN_TEXT = /[^"'“”„‟«»‘’‚″＂\\\n]+/y;
const NUMERIC_ESCAPE = /\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3}))/y;
/** Anything else behind a `#` is prose. */
const DIRECTIVE = /#[ \t]*(?:include|include_next|define|undef|if|ifdef|ifndef|elif|else|endif|pragma|error|warning|line)\b[^\n]*/y;

/**
 * Reads tokens on demand: an attach point is not made of tokens (`uprobe:/lib/*:f` would hold a comment), so the parser reads it from the source and
 * moves the lexer past it. A place may be read twice; what is wrong there is said once.
 */
export class Lexer {
  readonly source: string;
  /** Where the next token is looked for. */
  at = 0;
  readonly comments: Span[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #complained = new Set<number>();

  constructor(source: string) {
    this.source = source;
  }

  /** Moves past blanks and comments. Says whether the line changed on the way. */
  skipTrivia(): boolean {
    let newline = this.at === 0;
    for (;;) {
      BLANK.lastIndex = this.at;
      const blank = BLANK.exec(this.source)?.[0];
      if (blank !== undefined) {
        this.at += blank.length;
        newline ||= blank.includes('\n');
      }
      const start = this.at;
      const code = this.source.charCodeAt(start);
      if (code === SLASH && this.source.startsWith('//', start)) {
        this.at = this.#endOfLine();
      } else if (code === SLASH && this.source.startsWith('/*', start)) {
        const end = this.source.indexOf('*/', start + 2);
        if (end === -1) this.#complain('unclosed-comment', 'this comment is never closed', { start, end: start + 2 }, ['close it with */']);
        this.at = end === -1 ? this.source.length : end + 2;
      } else if (code === HASH && this.#isProse()) {
        this.at = this.#endOfLine();
        if (start === 0 && this.source.startsWith('#!')) continue;
        this.#complain('hash-comment', 'a comment begins with //', { start, end: start + 1 }, [], {
          title: 'write //',
          edits: [{ span: { start, end: start + 1 }, text: '//' }],
          automatic: true,
        });
      } else {
        return newline;
      }
      if ((this.comments.at(-1)?.start ?? -1) < start) this.comments.push({ start, end: this.at });
    }
  }

  /** The next token; at the end of the source an empty one of kind `end`, again and again. */
  next(): Token {
    let first = false;
    for (;;) {
      first = this.skipTrivia() || first;
      if (this.at >= this.source.length) return { kind: 'end', text: '', span: { start: this.source.length, end: this.source.length }, first };
      const char = this.source[this.at] ?? '';
      if (char === '"' || QUOTES.has(char)) return this.#string(first);
      if (char === "'" && this.#isQuoted()) return this.#string(first);
      if (char === '#') return this.#token('directive', first, this.#endOfLine());
      const kind = KINDS[char.charCodeAt(0)];
      const end = kind === undefined ? undefined : this.#match(PATTERNS[kind]);
      if (kind === 'integer' && end !== undefined) this.#checkInteger(end);
      if (kind !== undefined && end !== undefined) return this.#token(kind, first, end);
      const foreign = FOREIGN_BY_FIRST.get(char)?.find((candidate) => this.source.startsWith(candidate, this.at));
      if (foreign !== undefined) return this.#foreign(foreign, FOREIGN_OPERATORS[foreign] ?? '', first);
      const mark = PUNCTUATION.get(char)?.find((candidate) => this.source.startsWith(candidate, this.at));
      if (mark !== undefined) return this.#token('punctuation', first, this.at + mark.length);
      const meant = LOOK_ALIKES.get(char);
      if (meant === undefined) this.#stray();
      else if (meant === ' ') this.#blankLookAlike();
      else return this.#foreign(char, meant, first, 'look-alike', `${JSON.stringify(char)} only looks like ${meant}`);
    }
  }

  #match(pattern: RegExp): number | undefined {
    pattern.lastIndex = this.at;
    return pattern.test(this.source) ? pattern.lastIndex : undefined;
  }

  #token(kind: TokenKind, first: boolean, end: number): Token {
    const token = { kind, text: this.source.slice(this.at, end), span: { start: this.at, end }, first };
    this.at = end;
    return token;
  }

  /** A mark that is none of bpftrace's, read as the one that is meant. */
  #foreign(text: string, meant: string, first: boolean, code = 'foreign-operator', message = `bpftrace has no ${text}; the operator is ${meant}`): Token {
    const span = { start: this.at, end: this.at + text.length };
    this.#complain(code, message, span, [], replacing(`write ${meant}`, span, meant, true));
    this.at = span.end;
    return { kind: 'punctuation', text: meant, span, first };
  }

  /** Whether a `#` here begins prose; inside a block the parser says what it thinks of a directive. */
  #isProse(): boolean {
    return this.#match(DIRECTIVE) === undefined;
  }

  /** Whether the `'` here opens text that is closed on its line. */
  #isQuoted(): boolean {
    const end = this.source.indexOf("'", this.at + 1);
    return end !== -1 && !this.source.slice(this.at, end).includes('\n');
  }

  #endOfLine(): number {
    const end = this.source.indexOf('\n', this.at);
    return end === -1 ? this.source.length : end;
  }

  #checkInteger(end: number): void {
    const text = this.source.slice(this.at, end);
    const span = { start: this.at, end };
    if (VALID_INTEGER.test(text)) {
      const [, coefficient, exponent] = /^([0-9_]+)[eE]([0-9_]+)/.exec(text) ?? [];
      if (coefficient === undefined || exponent === undefined) return;
      const number = Number(coefficient.replaceAll('_', ''));
      if (number >= 1 && number <= 9) return;
      // Zero with an exponent is read by 0.17 and by nothing after 0.23; nobody writes it.
      this.#complain('exponent', 'a number with an exponent has one digit from 1 to 9 before it', span, [
        `write ${Number(number)} followed by ${exponent} zeros`,
      ]);
      return;
    }
    const digits = /^(?:0[xX][0-9a-fA-F]+|[0-9]+)/.exec(text)?.[0] ?? text;
    this.#complain(
      'malformed-number',
      `${JSON.stringify(text)} is no number: ${JSON.stringify(text.slice(digits.length))} cannot stand behind the digits`,
      span,
      ['numbers are 10, 1_000, 1e6, 0x1f; since bpftrace 0.22 also 10ns, 10us, 10ms, 10s'],
    );
  }

  #stray(): void {
    const start = this.at;
    const end = start + ((this.source.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    this.at = end;
    this.#complain('stray-character', `${JSON.stringify(this.source.slice(start, end))} means nothing in a bpftrace program`, { start, end });
  }

  #blankLookAlike(): void {
    const span = { start: this.at, end: this.at + 1 };
    this.at = span.end;
    const name = `U+${this.source.charCodeAt(span.start).toString(16).toUpperCase().padStart(4, '0')}`;
    this.#complain('look-alike', `the invisible character ${name} is no blank to bpftrace`, span, [], {
      title: 'write an ordinary blank',
      edits: [{ span, text: ' ' }],
      automatic: true,
    });
  }

  /** A string in double quotes; or in others, with a fix. Line breaks in it belong to it where it is plainly closed further on. */
  #string(first: boolean): Token {
    const start = this.at;
    const open = this.source[start] ?? '';
    const proper = open === '"';
    const close = proper ? '"' : open === "'" ? "'" : SINGLE_QUOTES.includes(open) ? SINGLE_QUOTES : DOUBLE_QUOTES;
    const pattern = proper ? PLAIN_TEXT : PLAIN_FOREIGN_TEXT;
    const edits: TextEdit[] = [];
    const pieces: string[] = [];
    let breaks = 0;
    let cursor = start + 1;
    for (;;) {
      pattern.lastIndex = cursor;
      const plain = pattern.exec(this.source)?.[0] ?? '';
      pieces.push(plain);
      cursor += plain.length;
      const char = this.source[cursor];
      if (char !== undefined && close.includes(char)) break;
      if (char === '"') {
        // Within other quotes.
        edits.push({ span: { start: cursor, end: cursor + 1 }, text: '\\"' });
        pieces.push('"');
        cursor++;
      } else if (!proper && char !== undefined && (QUOTES.has(char) || char === "'")) {
        pieces.push(char);
        cursor++;
      } else if (char === '\\') {
        cursor = this.#escape(cursor, pieces);
      } else if (char === '\n' && this.#goesOn(cursor, close)) {
        breaks++;
        edits.push({ span: { start: cursor, end: cursor + 1 }, text: '\\n' });
        pieces.push('\n');
        cursor++;
      } else {
        this.#complain('unclosed-string', 'this string is not closed on its line', { start, end: cursor }, ['write a line break inside a string as \\n']);
        return this.#text(first, cursor, pieces);
      }
    }
    const end = cursor + 1;
    const span = { start, end };
    if (!proper) {
      edits.push({ span: { start, end: start + 1 }, text: '"' }, { span: { start: cursor, end }, text: '"' });
      const fix = { title: 'write straight double quotes', edits, automatic: open !== "'" || pieces.join('').length !== 1 };
      this.#complain(open === "'" ? 'single-quotes' : 'look-alike', 'a string stands in straight double quotes', span, [], fix);
    } else if (breaks > 0) {
      const fix = { title: 'write the line break as \\n', edits, automatic: true };
      this.#complain('newline-in-string', 'a string must end on its line', span, ['write a line break inside a string as \\n'], fix);
    }
    return this.#text(first, end, pieces);
  }

  #text(first: boolean, end: number, pieces: readonly string[]): Token {
    return { ...this.#token('string', first, end), value: pieces.join('') };
  }

  /** Reads the escape at `cursor` and says where it ends. */
  #escape(cursor: number, pieces: string[]): number {
    NUMERIC_ESCAPE.lastIndex = cursor;
    const numeric = NUMERIC_ESCAPE.exec(this.source);
    if (numeric !== null) {
      const value = numeric[1] === undefined ? Number.parseInt(numeric[2] ?? '0', 8) : Number.parseInt(numeric[1], 16);
      const span = { start: cursor, end: cursor + numeric[0].length };
      if (value > 0xff) this.#complain('octal-escape', `${numeric[0]} is more than a byte`, span);
      pieces.push(String.fromCharCode(value & 0xff));
      return span.end;
    }
    const escaped = this.source[cursor + 1] ?? '';
    if (escaped === '\n' || escaped === '') return cursor + 1;
    const value = ESCAPES[escaped];
    if (value === undefined) {
      const span = { start: cursor, end: cursor + 2 };
      const text = C_ESCAPES[escaped] ?? `\\\\${escaped}`;
      this.#complain('unknown-escape', `bpftrace has no escape \\${escaped}`, span, ['the escapes are \\n \\t \\r \\" \\\\ \\x41 \\101'], {
        title: `write ${text}`,
        edits: [{ span, text }],
        automatic: true,
      });
    }
    pieces.push(value ?? escaped);
    return cursor + 2;
  }

  /** Whether a string that has a line break at `cursor` is closed on one of the next lines, by a quote that does not look like an opening one. */
  #goesOn(cursor: number, close: string): boolean {
    let lineEnd = cursor;
    for (let lines = 0; lines < 4; lines++) {
      const start = lineEnd + 1;
      const found = this.source.indexOf('\n', start);
      lineEnd = found === -1 ? this.source.length : found;
      const line = this.source.slice(start, Math.min(lineEnd, start + 1000));
      const at = indexOfAny(line, close);
      if (at !== -1) return /^\s*(?:[,)\];}]|$)/.test(line.slice(at + 1)) && !/[({,=]\s*$/.test(line.slice(0, at));
      if (/[;{}]\s*$/.test(line) || lineEnd === this.source.length) return false;
    }
    return false;
  }

  #complain(code: string, message: string, span: Span, hints: readonly string[] = [], fix?: Fix): void {
    if (this.#complained.has(span.start) || this.diagnostics.length >= MAX_DIAGNOSTICS) return;
    this.#complained.add(span.start);
    this.diagnostics.push({ code, severity: 'error', message, span, hints, fixes: fix === undefined ? [] : [fix] });
  }
}

const SLASH = 0x2f;
const HASH = 0x23;
/** Mixed pairs are common: whatever opens, any of its family closes. */
const SINGLE_QUOTES = "‘’‚'";
const DOUBLE_QUOTES = '“”„‟«»″＂"';

/** Past this many a file is no bpftrace program, and more of them help nobody. */
const MAX_DIAGNOSTICS = 500;

type Pattern = 'word' | 'integer' | 'map' | 'variable';
const PATTERNS: Readonly<Record<Pattern, RegExp>> = { word: WORD, integer: INTEGER, map: MAP, variable: VARIABLE };
/** What a token is, by the code of its first character. */
const KINDS: readonly (Pattern | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(char)) return 'word';
  if (/[0-9]/.test(char)) return 'integer';
  return char === '@' ? 'map' : char === '$' ? 'variable' : undefined;
});

function byFirstCharacter(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const text of texts) map.set(text[0] ?? '', [...(map.get(text[0] ?? '') ?? []), text]);
  return map;
}

function indexOfAny(text: string, characters: string): number {
  for (let at = 0; at < text.length; at++) if (characters.includes(text[at] ?? '')) return at;
  return -1;
}
