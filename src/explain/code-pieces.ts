/** What a highlighter colours in a program: on a terminal, in a report, on the page, in its editor. */
import { Lexer, type Token } from '../bpftrace/lexer.ts';
import { isProbeKind, providerOf, scanAttachPoint } from '../bpftrace/parser/attach-point.ts';
import type { Language } from '../core/program.ts';
import { cMarks } from './c-marks.ts';

export type Colour = 'comment' | 'text' | 'number' | 'map' | 'variable' | 'keyword' | 'call' | 'probe';

/** A place in the text that has a colour. */
export interface Mark {
  readonly colour: Colour;
  readonly from: number;
  readonly to: number;
}

export interface Piece {
  readonly text: string;
  readonly colour: Colour | '';
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'if',
  'else',
  'while',
  'for',
  'unroll',
  'return',
  'break',
  'continue',
  'struct',
  'union',
  'enum',
  'let',
  'fn',
  'import',
  'config',
  'macro',
  'sizeof',
  'offsetof',
]);
const COLOURS: Partial<Readonly<Record<Token['kind'], Colour>>> = { integer: 'number', string: 'text', map: 'map', variable: 'variable', directive: 'keyword' };

/** In their order, none within another, none empty. Languages that nobody colours have none. */
export function codeMarks(source: string, language: Language = 'bpftrace'): readonly Mark[] {
  if (language === 'bpftrace') return scriptMarks(source);
  return language === 'c' ? cMarks(source) : [];
}

/** All of the text, in its order. */
export function codePieces(source: string, language: Language = 'bpftrace'): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { colour, from, to } of codeMarks(source, language)) {
    if (from > done) pieces.push({ text: source.slice(done, from), colour: '' });
    pieces.push({ text: source.slice(from, to), colour });
    done = to;
  }
  if (done < source.length) pieces.push({ text: source.slice(done), colour: '' });
  return pieces;
}

/** By the lexer alone: a program is coloured with each letter that is typed, and long before it is whole. */
function scriptMarks(source: string): Mark[] {
  const lexer = new Lexer(source);
  const marks: Mark[] = [];
  const add = (colour: Colour, from: number, to: number): void => {
    if (to > from) marks.push({ colour, from, to });
  };
  let depth = 0;
  /** Whether an attach point may stand here: not in a block, nor in a condition. */
  let mayBegin = true;
  for (;;) {
    const isFirst = lexer.skipTrivia();
    if (depth === 0 && (mayBegin || isFirst)) {
      // An attach point is not made of tokens: `uprobe:/lib/*:f` would begin a comment.
      const { text, end } = scanAttachPoint(source, lexer.at);
      if (isProbeKind(providerOf(text))) {
        add('probe', lexer.at, end);
        lexer.at = end;
        lexer.skipTrivia();
        mayBegin = source[lexer.at] === ',';
        if (mayBegin) lexer.at++;
        continue;
      }
    }
    const { kind, text, span } = lexer.next();
    if (kind === 'end') break;
    if (text === '{') depth++;
    else if (text === '}') depth = Math.max(0, depth - 1);
    mayBegin = text === '}' || text === ';';
    const colour = kind === 'word' ? colourOfWord(text, source, span.end) : COLOURS[kind];
    if (colour !== undefined) add(colour, span.start, span.end);
  }
  for (const { start, end } of lexer.comments) add('comment', start, end);
  return marks.sort((a, b) => a.from - b.from);
}

function colourOfWord(word: string, source: string, end: number): Colour | undefined {
  if (KEYWORDS.has(word)) return 'keyword';
  return /^\s*\(/.test(source.slice(end, end + 8)) ? 'call' : undefined;
}
