/**
 * A recursive-descent parser for bpftrace programs, of every version from 0.17 on: what only some versions read is for a dialect to say. The doc comment
 * of each method in `parser/` is the grammar it reads (bpftrace's src/parser.yy up to 0.25, src/parser.cpp since).
 */
import type { Diagnostic, Span } from '../core/diagnostic.ts';
import type { Script } from './ast.ts';
import { ProgramReader } from './parser/program.ts';

export interface ParseResult {
  readonly script: Script;
  readonly comments: readonly Span[];
  /** In the order of the source. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * What some versions of bpftrace refuse and others read, and what the tree does not show, with a fix that suits all of them. `code` is the name of the
   * feature in the table of dialects: `condition-without-parentheses`, `blank-in-probe`. A semicolon behind a block is for a rule to find.
   */
  readonly spellings: readonly Diagnostic[];
}

/** In UTF-16 units. The longest of bpftrace's own tools has 12,000; past this a file was passed by mistake. */
const MAX_LENGTH = 4 * 1024 * 1024;

/** One program goes through planner, checker and engine: its tree is made once. Trees are never changed, so they can be shared. */
const recent = new Map<string, ParseResult>();
const KEPT_TREES = 16;
/** Longer programs are rare, and their trees are large. */
const KEPT_LENGTH = 256 * 1024;

/** Parses a whole program. Never throws: what is wrong is in `diagnostics`, and `script` holds what could be read. */
export function parse(source: string): ParseResult {
  const known = recent.get(source);
  if (known !== undefined) return known;
  const result = source.length > MAX_LENGTH ? tooLarge(source) : parseAnew(source);
  if (source.length > KEPT_LENGTH) return result;
  const [oldest] = recent.keys();
  if (recent.size >= KEPT_TREES && oldest !== undefined) recent.delete(oldest);
  recent.set(source, result);
  return result;
}

function parseAnew(source: string): ParseResult {
  const reader = new ProgramReader(source);
  const script = reader.script();
  const own = withoutEchoes(source, reader.lexer.diagnostics, reader.diagnostics);
  const diagnostics = [...reader.lexer.diagnostics, ...own].sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { script, comments: reader.lexer.comments, diagnostics, spellings: reader.spellings };
}

/** What the parser misses directly behind a string that is not closed is in the string. */
function withoutEchoes(source: string, lexical: readonly Diagnostic[], own: readonly Diagnostic[]): readonly Diagnostic[] {
  const ends = lexical.filter(({ code }) => code === 'unclosed-string').map(({ span }) => span?.end ?? 0);
  if (ends.length === 0) return own;
  return own.filter(
    ({ span }) => span === undefined || !ends.some((end) => end <= span.start && span.start - end < 1000 && source.slice(end, span.start).trim() === ''),
  );
}

function tooLarge(source: string): ParseResult {
  const message = `a program of ${Math.round(source.length / 1024 / 1024)} MB is not read: the limit is ${MAX_LENGTH / 1024 / 1024} MB`;
  const diagnostic: Diagnostic = { code: 'too-large', severity: 'error', message, hints: [], fixes: [] };
  const script: Script = { kind: 'script', span: { start: 0, end: source.length }, items: [], preamble: [], probes: [] };
  return { script, comments: [], diagnostics: [diagnostic], spellings: [] };
}
