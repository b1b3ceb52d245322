/** Why the kernel did not take a program, out of the verifier's log and of what libbpf says: in words, at the line of C, with a fix where one is known. */
import type { Diagnostic, Span } from '../../core/diagnostic.ts';
import { type LogPlace, spanOfLine } from './lines.ts';
import { fixesFor } from './verifier-fixes.ts';
import { typesInWords } from './verifier-types.ts';
import { VERIFIER_WORDS, type VerifierWord } from './verifier-words.ts';

/** `; *value += 1; @ file.bpf.c:17`: since Linux 6.8 with the place, before that the text alone. */
const SOURCE_LINE = /^; (.*?)(?: @ (\S+):(\d+))?$/;
const INSTRUCTION = /^\d+: (?:\([0-9a-f]{2}\)|R\d|\d|safe|<)/;
const STATE = /^(?:from \d+ to \d+:|R\d+[=_]|caller|callee|last_idx|regs=|parent |mark_precise|func#\d|Live regs|frame\d|propagating|\s)/;
const SUMMARY = /^(?:processed \d+ insns|verification time|stack depth|-- END PROG LOAD LOG|libbpf: prog '.*': -- END|max_states)/;
const LOADER = /^(?:libbpf: |Error: |Warning: |If it used)/;
/** Above it a log without an end is told as that of a loop where the same instruction comes again and again. */
const AGAIN = 50;

/** Where an instruction of a program comes from, as its object says. */
export type LineOf = (program: string, instruction: number) => LogPlace | undefined;

export interface VerifierLog {
  /** What it refuses, by the name of the function. */
  readonly program: string | undefined;
  /** The lines that say why, as they are. */
  readonly telling: readonly string[];
  /** What the log has before them. */
  readonly before: string;
  /** The last line of C before them. */
  readonly at: LogPlace | undefined;
  /** The last instruction before them, by its number. */
  readonly instruction: number | undefined;
  /** Whether the beginning or the end of the log is not there. */
  readonly cut: boolean;
  readonly lines: number;
}

/**
 * What was refused, at its place in the source. Never empty: what is not known here is told in the verifier's own words. Without a source (an object whose C is not at
 * hand) the line of C stands among the hints, as the log has it. `lineOf` tells it where the log does not: of a loop that goes on for too long it has the end alone.
 */
export function verifierDiagnostics(log: string, source?: string, lineOf?: LineOf): Diagnostic[] {
  const read = withPlace(readLog(log), lineOf);
  const all = read.telling.join('\n');
  const loops = read.cut && read.telling.length === 0 && repeats(log);
  const word = all === '' ? (loops ? tooComplex() : wordFor(log)) : (wordFor(all, read.before) ?? wordFor(loaderLines(log)));
  const span = source === undefined ? undefined : (fieldPlace(word, source) ?? placeOf(read, source, word?.matched));
  const line = span === undefined && read.at !== undefined && read.at.text !== '' ? [`the line: ${read.at.text}`] : [];
  const own = all === '' ? [] : [`the verifier: ${read.telling.join(' / ')}`];
  const cut = read.cut ? [`the log was cut: ${read.lines} lines of it are here, and not ${/^processed \d+/m.test(log) ? 'its beginning' : 'its end'}`] : [];
  const who = read.program === undefined ? '' : `${read.program}: `;
  if (word === undefined) {
    const loader = read.telling.length === 0 ? firstOf(loaderLines(log)) : undefined;
    const said = read.telling[0] ?? 'it says nothing of why';
    return [
      {
        code: 'verifier-refused',
        severity: 'error',
        message: loader === undefined ? `${who}the kernel refuses the program: ${said}` : `${who}libbpf cannot load the object: ${loader}`,
        ...(span === undefined ? {} : { span }),
        hints: [
          ...(read.telling.length > 1 ? own : []),
          ...line,
          ...cut,
          ...(loader === undefined ? [] : ['an object that was damaged or cut is built again from its C: gpttrace build FILE.bpf.c']),
          `gpttrace has no words of its own for this; they are ${loader === undefined ? 'in kernel/bpf/verifier.c of the kernel' : "libbpf's"}`,
        ],
        fixes: [],
      },
    ];
  }
  const fixes = source === undefined ? [] : fixesFor(word.word, source, span);
  return [
    {
      code: word.word.code,
      severity: 'error',
      message: `${who}${word.fill(word.word.message)}`,
      ...(span === undefined ? {} : { span }),
      hints: [...word.word.hints.map(word.fill), ...own, ...line, ...cut],
      fixes,
    },
  ];
}

function withPlace(read: VerifierLog, lineOf: LineOf | undefined): VerifierLog {
  const { at, program, instruction } = read;
  if (at !== undefined || program === undefined || instruction === undefined || lineOf === undefined) return read;
  return { ...read, at: lineOf(program, instruction) };
}

/** The parts of a log, as the kernel wrote it or with libbpf's lines around it. */
export function readLog(log: string): VerifierLog {
  const program = /prog '([^']+)': (?:BPF program load failed|failed to|-- BEGIN|missing)/.exec(log)?.[1];
  const begin = log.lastIndexOf('-- BEGIN PROG LOAD LOG --');
  const lines = (begin === -1 ? log : log.slice(log.indexOf('\n', begin) + 1)).split('\n').map((line) => line.trimEnd());
  const end = lines.findIndex((line) => SUMMARY.test(line));
  const ended = end !== -1 && /^processed \d+/.test(lines[end] ?? '');
  const body = (end === -1 ? lines : lines.slice(0, end)).filter((line) => line !== '' && !LOADER.test(line));
  const telling: string[] = [];
  let last = body.length - 1;
  for (; last >= 0; last--) {
    const text = body[last] ?? '';
    const core = /<invalid CO-RE relocation>/.test(text);
    if (core) telling.unshift(text.replace(/^\d+: /, ''));
    if (core || SOURCE_LINE.test(text) || INSTRUCTION.test(text) || STATE.test(text)) break;
    telling.unshift(text);
  }
  const isLog = body.some((text) => INSTRUCTION.test(text) || text.startsWith('; '));
  const places = body.slice(0, last + 1).flatMap((text) => {
    const match = SOURCE_LINE.exec(text);
    // Of what a macro wrote there is no text, and of what the compiler added no line.
    const nowhere = match === null || (match[3] ?? '0') === '0' || match[2]?.endsWith('.c') !== true;
    return match === null || (match[1]?.trim() === '' && nowhere) || match[3] === '0'
      ? []
      : [{ text: match[1] ?? '', line: match[3] === undefined ? undefined : Number(match[3]) }];
  });
  const cut = isLog && (!ended || !/^(?:0: |arg#|func#|reg type|Validating|; |func ')/.test(body[0] ?? ''));
  const number = body.slice(0, last + 1).findLast((text) => INSTRUCTION.test(text));
  return {
    program,
    telling,
    before: body.slice(0, last + 1).join('\n'),
    at: places.at(-1),
    instruction: number === undefined ? undefined : Number.parseInt(number, 10),
    cut,
    lines: body.length,
  };
}

interface Word {
  readonly word: VerifierWord;
  /** What the pattern's groups have. */
  readonly matched: readonly string[];
  readonly fill: (text: string) => string;
}

function wordFor(text: string, before: string = ''): Word | undefined {
  for (const word of VERIFIER_WORDS) {
    const match = word.said.exec(text);
    if (match === null) continue;
    const matched = match.slice(1).filter((group) => group !== undefined);
    if (word.after !== undefined && !new RegExp(word.after.replace(/\{1\}/g, matched[0] ?? '')).test(before)) continue;
    const fill = (template: string): string =>
      template.replace(/ ?\(?\{(\d)\}\)?/g, (slot, at) => {
        const group = matched[Number(at) - 1];
        const value = group === undefined || word.types !== true ? group : typesInWords(group);
        return value === undefined ? '' : slot.replace(/\{\d\}/, () => value);
      });
    return { word, matched, fill };
  }
  return undefined;
}

function tooComplex(): Word | undefined {
  return wordFor('load failed: Argument list too long');
}

function loaderLines(log: string): string {
  return log
    .split('\n')
    .filter(
      (line) =>
        /^libbpf: /.test(line) &&
        !/BEGIN PROG|END PROG|failed to load object|permission error while running as root|elf: skipping|Ignored and continue|Retrying without BTF/.test(line),
    )
    .join('\n');
}

function firstOf(lines: string): string | undefined {
  return lines
    .split('\n')
    .filter((line) => line !== '')[0]
    ?.replace(/^libbpf: /, '');
}

/** Whether the same instruction comes again and again, as it does while the verifier walks through a loop. */
function repeats(log: string): boolean {
  const times = new Map<string, number>();
  for (const [, number = ''] of log.matchAll(/^(\d+): \(/gm)) times.set(number, (times.get(number) ?? 0) + 1);
  return Math.max(0, ...times.values()) > AGAIN;
}

/** Where a field that the kernel has not is read: the log has only the statement before. */
function fieldPlace(word: Word | undefined, source: string): Span | undefined {
  const field = word?.word.code === 'core-no-field' ? word.matched[1] : undefined;
  if (field === undefined || !/^\w+$/.test(field)) return undefined;
  const start = [...source.matchAll(new RegExp(`\\b${field}\\b`, 'g'))].at(-1)?.index;
  return start === undefined ? undefined : { start, end: start + field.length };
}

function placeOf(read: VerifierLog, source: string, names: readonly string[] | undefined): Span | undefined {
  const { at } = read;
  const span = at === undefined ? undefined : spanOfLine(source, at);
  if (span !== undefined) return span;
  // What libbpf refuses has no line: the name it is about stands in the source.
  const name = names?.find((each) => each.length > 3 && source.includes(each)) ?? (at === undefined ? read.program : undefined);
  if (name === undefined) return undefined;
  const start = source.search(new RegExp(`(?<!\\w)${name.replace(/[^\w]/g, '\\$&')}(?!\\w)`));
  return start === -1 ? undefined : { start, end: start + name.length };
}
