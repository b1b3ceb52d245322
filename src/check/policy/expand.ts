import type { Directive, Script } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { Span } from '../../core/diagnostic.ts';

/** A program as bpftrace reads it after its `#define`s were put in, and where in the written program each part of it stands. */
export interface Expanded {
  readonly script: Script;
  readonly source: string;
  readonly origin: (span: Span) => Span;
}

/** Beyond these the program is made to grow, or to go round in circles. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_ROUNDS = 16;
/** A name can be defined several times, under `#ifdef`: each of so many definitions is tried. */
const MOST_DEFINITIONS = 4;

/**
 * The readings of a program: as it stands, and with its `#define`s put in, as bpftrace (unlike clang) does: by replacing words in its blocks
 * (src/lexer.l, `macros_`). `undefined` for one that grows without end or cannot be read once they are in, which nobody can vouch for.
 */
export function readings(script: Script, source: string): readonly (Expanded | undefined)[] {
  const plain: Expanded = { script, source, origin: (span) => span };
  const definitions = definitionsOf(script);
  if (definitions.size === 0) return [plain];
  const most = Math.min(MOST_DEFINITIONS, Math.max(...[...definitions.values()].map((bodies) => bodies.length)));
  const expanded: (Expanded | undefined)[] = [];
  for (let pick = 0; pick < most; pick++) {
    const words = new Map([...definitions].map(([name, bodies]) => [name, bodies[pick % bodies.length] ?? '']));
    const text = replaceWords(source, blocksOf(script), words);
    if (text === undefined) expanded.push(undefined);
    else if (text.source !== source) {
      const parsed = parse(text.source);
      expanded.push(parsed.diagnostics.length > 0 ? undefined : { script: parsed.script, ...text });
    }
  }
  return [plain, ...expanded];
}

function definitionsOf(script: Script): Map<string, string[]> {
  const definitions = new Map<string, string[]>();
  for (const directive of script.preamble) {
    const body = directive.kind === 'directive' && directive.argument !== undefined ? bodyOf(directive) : undefined;
    if (directive.kind !== 'directive' || directive.argument === undefined || body === undefined) continue;
    definitions.set(directive.argument, [...(definitions.get(directive.argument) ?? []), body]);
  }
  return definitions;
}

/** What a word is replaced by. One with parameters is no such word: bpftrace leaves those alone. */
function bodyOf({ name, text, argument = '' }: Directive): string | undefined {
  if (name !== 'define') return undefined;
  const rest = text.slice(text.indexOf(argument, text.indexOf('define') + 'define'.length) + argument.length);
  return rest.startsWith('(') ? undefined : rest.replace(/\\\r?\n/g, ' ').trim();
}

/** Where words are replaced: not in attach points, which are read by other rules. */
function blocksOf(script: Script): Span[] {
  return script.items.flatMap((item) => {
    if (item.kind === 'probe') return item.predicate === undefined ? [item.body.span] : [item.predicate.span, item.body.span];
    return item.kind === 'macro' || item.kind === 'subprogram' ? [item.body.span] : [];
  });
}

/** A comment, a string, a name of a map or variable, a number, or a word. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|[@$][A-Za-z_]\w*|\d\w*|[A-Za-z_]\w*/g;

interface Piece {
  /** In the result. */
  readonly at: number;
  readonly from: Span;
  /** Whether it stands there as it was written. */
  readonly same: boolean;
}

function replaceWords(
  source: string,
  blocks: readonly Span[],
  words: ReadonlyMap<string, string>,
): { source: string; origin: (span: Span) => Span } | undefined {
  const bodies = new Map<string, string>();
  const pieces: Piece[] = [];
  let result = '';
  let at = 0;
  const keep = (to: number): void => {
    pieces.push({ at: result.length, from: { start: at, end: to }, same: true });
    result += source.slice(at, to);
    at = to;
  };
  for (const block of blocks) {
    for (const match of source.slice(block.start, block.end).matchAll(TOKEN)) {
      if (!words.has(match[0])) continue;
      const body = bodies.get(match[0]) ?? settle(match[0], words);
      if (body === undefined) return undefined;
      bodies.set(match[0], body);
      const start = block.start + match.index;
      keep(start);
      at = start + match[0].length;
      pieces.push({ at: result.length, from: { start, end: at }, same: false });
      result += body;
      if (result.length > MOST_CHARACTERS) return undefined;
    }
  }
  keep(source.length);
  return { source: result, origin: originIn(pieces) };
}

/** A word's body with the words in it replaced in their turn. */
function settle(word: string, words: ReadonlyMap<string, string>): string | undefined {
  let body = words.get(word) ?? '';
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = body.replace(TOKEN, (token) => words.get(token) ?? token);
    if (next === body) return body;
    if (next.length > MOST_CHARACTERS) return undefined;
    body = next;
  }
  return undefined;
}

function originIn(pieces: readonly Piece[]): (span: Span) => Span {
  const pieceAt = (offset: number): Piece | undefined => pieces.findLast((piece) => piece.at <= offset);
  return ({ start, end }) => {
    const [first, last] = [pieceAt(start), pieceAt(Math.max(start, end - 1))];
    if (first === undefined || last === undefined) return { start: 0, end: 0 };
    return {
      start: first.same ? first.from.start + start - first.at : first.from.start,
      end: last.same ? last.from.start + end - last.at : last.from.end,
    };
  };
}
