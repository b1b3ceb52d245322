import type { Span } from '../../../core/diagnostic.ts';

/** `hash`: a comment as shells and Python begin it. */
export type PieceKind = 'code' | 'string' | 'comment' | 'directive' | 'hash';

/** A stretch of source of one kind; the pieces of a source follow each other without gaps. */
export interface Piece extends Span {
  readonly kind: PieceKind;
}

/** What the C preprocessor knows (C17, 6.10). A `#` before anything else is how shells and Python comment. */
const DIRECTIVE = /#[ \t]*(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma|error|warning|line)\b/y;

/**
 * Splits a text that may be no program at all into code, strings, comments and directives, in linear time. Unlike the lexer it lets a string run over
 * lines, because the menders look for just those; a string that is never closed ends at its line.
 */
export function pieces(source: string): Piece[] {
  const found: Piece[] = [];
  let codeStart = 0;
  let at = 0;
  const close = (kind: PieceKind, end: number): void => {
    if (at > codeStart) found.push({ kind: 'code', start: codeStart, end: at });
    found.push({ kind, start: at, end });
    at = end;
    codeStart = end;
  };
  while (at < source.length) {
    const char = source[at];
    if (char === '"') close('string', endOfString(source, at));
    else if (source.startsWith('//', at) || (at === 0 && source.startsWith('#!'))) close('comment', endOfLine(source, at));
    else if (source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      close('comment', end === -1 ? source.length : end + 2);
    } else if (char === '#' && source[at - 1] !== '$') close(isDirective(source, at) ? 'directive' : 'hash', endOfLine(source, at));
    else at++;
  }
  if (at > codeStart) found.push({ kind: 'code', start: codeStart, end: at });
  return found;
}

function isDirective(source: string, at: number): boolean {
  DIRECTIVE.lastIndex = at;
  return DIRECTIVE.test(source);
}

export function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

/** A string may hold a few raw line breaks; past that its quote is taken for a stray one. */
const MOST_LINES = 4;

function endOfString(source: string, start: number): number {
  let lines = 0;
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at++;
    else if (char === '"') return at + 1;
    else if (char === '\n' && ++lines > MOST_LINES) break;
  }
  return endOfLine(source, start);
}

/** The same text with strings, comments and directives blanked out (line breaks stay), so that patterns can look at the code alone. */
export function codeOnly(source: string): string {
  return pieces(source)
    .map(({ kind, start, end }) => (kind === 'code' ? source.slice(start, end) : source.slice(start, end).replace(/[^\n]/g, ' ')))
    .join('');
}

/** What stands before each outermost block, and the block with its braces; `end` of an unclosed block is the end of the text. */
export interface TopLevel {
  readonly header: Span;
  readonly block: Span;
}

export function topLevels(source: string): TopLevel[] {
  const code = codeOnly(source);
  const found: TopLevel[] = [];
  let depth = 0;
  let header = 0;
  let open = 0;
  for (let at = 0; at < code.length; at++) {
    if (code[at] === '{') {
      if (depth === 0) open = at;
      depth++;
    } else if (code[at] === '}' && depth > 0) {
      depth--;
      if (depth > 0) continue;
      found.push({ header: { start: header, end: open }, block: { start: open, end: at + 1 } });
      header = at + 1;
    }
  }
  if (depth > 0) found.push({ header: { start: header, end: open }, block: { start: open, end: code.length } });
  return found;
}
