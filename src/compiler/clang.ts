/** clang's words (with `-fdiagnostics-parseable-fixits -fdiagnostics-print-source-range-info`) as diagnostics of the source. */
import type { Diagnostic, Fix, Severity, Span } from '../core/diagnostic.ts';
import { reworded } from './mistakes.ts';

const PLACED = /^(.+?):(\d+):(\d+):(?:((?:\{[\d:-]+\})+):)? (fatal error|error|warning|note|remark): (.*)$/;
const UNPLACED = /^(?:\S*clang\S*: |<unknown>:0:0: )?(fatal error|error|warning): (.*)$/;
const INCLUDED = /^In file included from (.+?):(\d+):$/;
const FIXIT = /^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$/;
/** Last lines of clang's own that are about no place. */
const SUMMARY = /^\d+ (?:error|warning)s?(?: and \d+ (?:error|warning)s?)? generated\.$/;
const MOST = 2000;
/** Of one included file, which falls apart where something before it is missing. */
const MOST_INCLUDED = 3;

interface Said {
  readonly severity: Severity;
  readonly text: string;
  span: Span | undefined;
  /** The line that includes the file it is about. */
  readonly included?: number | undefined;
  readonly notes: string[];
  readonly fixes: Fix[];
}

/**
 * All that clang said, in its order, each once. `names` are those by which it may call the source. What it says of a file that the source includes is told at the line
 * that includes it, with that file's own place in the message.
 */
export function clangDiagnostics(stderr: string, source: string, names: readonly string[]): Diagnostic[] {
  const places = placesOf(source);
  const said: Said[] = [];
  let included: number | undefined;
  let last: Said | undefined;
  for (const line of stderr.split('\n')) {
    const from = INCLUDED.exec(line);
    if (from !== null) {
      if (names.includes(from[1] ?? '')) included = Number(from[2]);
      continue;
    }
    const fixit = FIXIT.exec(line);
    if (fixit !== null) {
      if (last !== undefined && names.includes(unescaped(fixit[1] ?? ''))) last.fixes.push(fixOf(fixit, places));
      continue;
    }
    const placed = PLACED.exec(line);
    if (placed !== null) {
      const [, file = '', row, column, ranges, kind, text = ''] = placed;
      const own = names.includes(file);
      const [at, col] = [Number(row), Number(column)];
      if (kind === 'note' || kind === 'remark') {
        // The back end knows the place, and the front end does not find the file by the name it has in the object.
        const real = /^could not determine the original source location for .*:(\d+):(\d+)$/.exec(text);
        if (real !== null && last !== undefined && Number(real[1]) > 0) last.span = places.span(Number(real[1]), Math.max(1, Number(real[2])), undefined);
        if (last !== undefined && !/^expanded from macro|^could not determine the original|^include the header </.test(text)) {
          last.notes.push(own ? `line ${at}: ${text}` : `${shortName(file)}:${at}: ${text}`);
        }
        continue;
      }
      const span = own ? places.span(at, col, ranges) : included === undefined ? undefined : places.line(included);
      last = {
        severity: severityOf(kind),
        text: own ? text : `in ${shortName(file)}, line ${at}: ${text}`,
        span,
        included: own ? undefined : included,
        notes: [],
        fixes: [],
      };
      said.push(last);
      included = undefined;
      continue;
    }
    const unplaced = UNPLACED.exec(line);
    if (unplaced !== null && !SUMMARY.test(line)) {
      last = { severity: severityOf(unplaced[1]), text: unplaced[2] ?? '', span: undefined, notes: [], fixes: [] };
      said.push(last);
    }
  }
  const times = new Map<number, number>();
  const told = said.filter(({ included: row }) => {
    if (row === undefined) return true;
    times.set(row, (times.get(row) ?? 0) + 1);
    return (times.get(row) ?? 0) <= MOST_INCLUDED;
  });
  return unique(told.map((each) => diagnosticOf(each, source))).slice(0, MOST);
}

function diagnosticOf({ severity, text, span, notes, fixes }: Said, source: string): Diagnostic {
  const { message, flag } = partsOf(text);
  const told = reworded(message, source, span);
  return {
    code: told?.code ?? (flag === undefined ? (severity === 'error' ? 'c-error' : 'c-warning') : `c-${flag}`),
    severity: told?.severity ?? severity,
    message: told?.message ?? message,
    ...(span === undefined ? {} : { span }),
    hints: [...(told?.hints ?? []), ...notes],
    fixes: [...(told?.fixes ?? []), ...fixes],
  };
}

/** `text [-Wflag]` or `text [-Werror,-Wflag]` */
function partsOf(text: string): { readonly message: string; readonly flag: string | undefined } {
  const match = /^(.*?) \[(?:-Werror,)?-W([\w-]+)[^\]]*\]$/.exec(text);
  return match === null ? { message: text, flag: undefined } : { message: match[1] ?? text, flag: match[2] };
}

/** The back end says the same of every instruction of a line, and a header that lacks another says so in every line. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span, hints }) => {
    const key = code === 'bpf-stack' ? code : code === 'c-missing-include' ? `${code} ${hints[0]}` : `${code} ${message} ${span?.start} ${span?.end}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function fixOf(match: RegExpExecArray, places: ReturnType<typeof placesOf>): Fix {
  const [, , line, column, endLine, endColumn] = match.map(Number);
  const text = unescaped(match[6] ?? '');
  const span = { start: places.offset(line ?? 1, column ?? 1), end: places.offset(endLine ?? 1, endColumn ?? 1) };
  const title = text === '' ? 'remove this' : span.start === span.end ? `insert ${text}` : `use ${text}`;
  return { title, edits: [{ span, text }] };
}

/** Where clang's lines and columns are in the source: its columns count bytes of UTF-8, from 1. */
function placesOf(source: string): {
  offset(line: number, column: number): number;
  span(line: number, column: number, ranges: string | undefined): Span;
  line(line: number): Span;
} {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const textOf = (line: number): string => source.slice(starts[line - 1] ?? source.length, (starts[line] ?? source.length + 1) - 1);
  const offset = (line: number, column: number): number => {
    const text = textOf(line);
    const before = Buffer.from(text)
      .subarray(0, column - 1)
      .toString();
    return Math.min((starts[line - 1] ?? source.length) + before.length, source.length);
  };
  const span = (line: number, column: number, ranges: string | undefined): Span => {
    const start = offset(line, column);
    for (const [, fromLine, from, toLine, to] of (ranges ?? '').matchAll(/\{(\d+):(\d+)-(\d+):(\d+)\}/g)) {
      const range = { start: offset(Number(fromLine), Number(from)), end: offset(Number(toLine), Number(to)) };
      if (range.start <= start && start < range.end) return range;
    }
    const word = /^\w+/.exec(source.slice(start, start + 200))?.[0].length ?? 1;
    return { start, end: Math.min(start + word, Math.max(start, source.length)) };
  };
  const line = (number: number): Span => {
    const start = starts[number - 1] ?? source.length;
    return { start, end: start + textOf(number).trimEnd().length };
  };
  return { offset, span, line };
}

function severityOf(kind: string | undefined): Severity {
  return kind === 'warning' ? 'warning' : 'error';
}

/** A header as people include it. */
function shortName(path: string): string {
  return /(?:^|\/)((?:bpf|linux|asm|asm-generic)\/[^/]+)$/.exec(path)?.[1] ?? path.slice(path.lastIndexOf('/') + 1);
}

function unescaped(text: string): string {
  return text.replace(/\\(?:([0-7]{3})|x([0-9A-Fa-f]{2})|(.))/g, (_, octal, hex, plain) =>
    octal !== undefined
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : unescapedLetter(plain),
  );
}

function unescapedLetter(letter: string): string {
  return letter === 'n' ? '\n' : letter === 't' ? '\t' : letter;
}
