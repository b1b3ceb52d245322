/** The text of a program in colour, a line numbered each. */
import { Lexer, type Token } from '../../bpftrace/lexer.ts';
import { parse } from '../../bpftrace/parser.ts';
import { html, type Markup, type Part, raw } from './markup.ts';

type Colour = 'comment' | 'text' | 'number' | 'map' | 'variable' | 'keyword' | 'call' | 'probe' | '';

interface Piece {
  readonly text: string;
  readonly colour: Colour;
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

export function programMarkup(source: string): Markup {
  const lines: Part[][] = [[]];
  for (const { text, colour } of piecesOf(source.replace(/\n+$/, '')))
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      // A tab stands for itself in a program.
      const shown = part.split('\t').flatMap((word, at): Part[] => (at === 0 ? [word] : [TAB, word]));
      if (part !== '') lines.at(-1)?.push(colour === '' ? shown : html`<span class="${colour}">${shown}</span>`);
    });
  return html`<pre class="program"><code>${lines.map((line) => html`<span class="line">${line}${NEWLINE}</span>`)}</code></pre>`;
}

/** As markup, for as text they would be made visible. */
const TAB = raw('\t');
const NEWLINE = raw('\n');

/** The whole source, cut at its tokens and attach points. */
function piecesOf(source: string): Piece[] {
  const points = parse(source)
    .script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ span }) => span))
    .sort((a, b) => a.start - b.start);
  const lexer = new Lexer(source);
  const pieces: Piece[] = [];
  let done = 0;
  let seen = 0;
  const add = (end: number, colour: Colour): void => {
    if (end > done) pieces.push({ text: source.slice(done, end), colour });
    done = Math.max(done, end);
  };
  /** Blanks and comments up to there. */
  const trivia = (end: number): void => {
    for (; seen < lexer.comments.length; seen++) {
      const comment = lexer.comments[seen];
      if (comment === undefined || comment.start < done || comment.end > end) continue;
      add(comment.start, '');
      add(comment.end, 'comment');
    }
    add(end, '');
  };
  for (;;) {
    lexer.skipTrivia();
    trivia(lexer.at);
    // An attach point is not made of tokens: `uprobe:/lib/*:f` would begin a comment.
    const point = points.find(({ start }) => start === lexer.at);
    if (point !== undefined && point.end > lexer.at) {
      add(point.end, 'probe');
      lexer.at = point.end;
      continue;
    }
    const token = lexer.next();
    if (token.kind === 'end') break;
    trivia(token.span.start);
    add(token.span.end, colourOf(token, source));
  }
  trivia(source.length);
  return pieces;
}

function colourOf({ kind, text, span }: Token, source: string): Colour {
  if (kind !== 'word') return COLOURS[kind] ?? '';
  if (KEYWORDS.has(text)) return 'keyword';
  return /^\s*\(/.test(source.slice(span.end, span.end + 8)) ? 'call' : '';
}
