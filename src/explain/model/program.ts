/** What a model says of a program, line by line, as far as the program has what it speaks of. */
import type { Program } from '../../core/program.ts';
import { quoted, visibleText } from '../../models/quote.ts';
import { visible } from '../../views/values.ts';
import { explainLines } from '../lines/lines.ts';
import { PLACEHOLDER, type Redaction } from '../redact.ts';
import { PROGRAM_SCHEMA, programSystem } from './brief.ts';
import type { Fault } from './claim.ts';
import { type Consulting, consult, type Explanation } from './consult.ts';
import { unknownName } from './names.ts';
import { hasNumberInWords, onlyAskedNumbers } from './numbers.ts';
import { type LineClaim, programAnswer } from './reply.ts';
import { inScriptOf } from './script.ts';
import { leftOutWhy, lineWord } from './words.ts';

export interface ProgramToExplain {
  readonly question: string;
  readonly language: string;
  readonly program: Program;
  readonly redaction: Redaction;
}

const MOST_LINES = 8;
const MOST_CHARACTERS = 300;
const MOST_SOURCE = 12_000;

export async function explainProgramWith(consulting: Consulting, { question, language, program, redaction }: ProgramToExplain): Promise<Explanation> {
  const source = redactedSource(program.source, redaction);
  const lines = source.trimEnd().split('\n');
  const numbered = lines.map((line, at) => `${at + 1}: ${line}`).join('\n');
  const { lines: parts, limits } = explainLines({ ...program, source }, 'en');
  const told = [...parts.map(({ from, text }) => `${from}: ${text}`), ...limits].join('\n');
  const { taken, spent, failure } = await consult(consulting, {
    system: programSystem(language),
    text: [
      ...(question === '' ? [] : [quoted('question', redaction.text(question))]),
      quoted('program', numbered, MOST_SOURCE),
      quoted('told already', told, MOST_SOURCE / 2),
      'Explain this program.',
    ].join('\n\n'),
    description: 'Explains the program, line by line.',
    schema: PROGRAM_SCHEMA,
    question,
    take: (answer) => {
      const verdicts = programAnswer(answer).claims.map((claim) => judgeLine(claim, { lines, question, language, redaction }));
      const good = verdicts.flatMap((verdict) => ('said' in verdict ? [verdict] : []));
      const faults = verdicts.flatMap((verdict) => ('fault' in verdict ? [verdict.fault] : []));
      const kept = [...good].sort((a, b) => b.importance - a.importance).slice(0, MOST_LINES);
      const said = [...new Set(kept.sort((a, b) => a.line - b.line).map((one) => one.said))];
      const complaint = 'No claim held against the program: name lines, fields and numbers only as they stand in it. Answer once more.';
      return said.length > 0 ? { taken: { said, faults } } : { taken: { said, faults }, complaint };
    },
  });
  const faults = taken?.faults ?? [];
  const why = leftOutWhy(faults, language);
  return {
    lines: taken?.said ?? [],
    next: [],
    leftOut: faults.length,
    ...(why === undefined ? {} : { leftOutWhy: why }),
    spent,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Names of the program's own stay as they are: what is somebody's stands in its texts, in its remarks, and where it attaches to a file. */
export function redactedSource(source: string, redaction: Redaction): string {
  return source
    .replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (text) => redaction.text(text))
    .replace(/(?<=[a-z]:)\/[^:\s,{"]+/g, (path) => redaction.cell(path, path, { name: 'file', kind: 'file', type: 'string' }));
}

type LineVerdict = { readonly line: number; readonly said: string; readonly importance: number } | { readonly fault: Fault };

interface Ground {
  readonly lines: readonly string[];
  readonly question: string;
  readonly language: string;
  readonly redaction: Redaction;
}

function judgeLine({ line, text, importance }: LineClaim, { lines, question, language, redaction }: Ground): LineVerdict {
  const own = lines[line - 1];
  const wording = visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/\*\*|`/g, '')
    .trim();
  if (wording === '' || wording.length > MOST_CHARACTERS) return { fault: 'form' };
  if (own === undefined || own.trim() === '') return { fault: 'rows' };
  if (!inScriptOf(wording, language)) return { fault: 'language' };
  const whole = lines.join('\n');
  const rest = withoutParts(wording, whole);
  const familiar = {
    language,
    words: new Set<string>(),
    parts: new Set<string>(),
    placeholder: (part: string) => whole.includes(part) || redaction.text(question).includes(part),
  };
  if (unknownName(rest, familiar) !== undefined) return { fault: 'names' };
  if (!onlyAskedNumbers(withoutParts(rest, own, true).replace(PLACEHOLDER, ' '), question) || hasNumberInWords(rest)) return { fault: 'numbers' };
  return { line, said: visible(redaction.restore(`${lineWord(line, language)}${wording}`)), importance };
}

/** What stands in a program by itself within what is written in one: fields with what they are of, maps with their keys, probes, names. */
const PIECES = [/\w+(?:->\w+)+/g, /[$@]\w*(?:\[[^\]]*\])?/g, /(?:\w+:)+[\w*]+/g, /[$@]?[A-Za-z_]\w*|@/g];

/** A program without its remarks and its sentences: what they say is not what it does, and whoever wrote them may have said anything. */
function namesIn(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (text) => (text.startsWith('"') && !/\p{L}\s+\p{L}/u.test(text) ? text : ' '));
}

/** Words that stand in a program just so: its names, with what belongs to them. A number is one of its line only. */
function withoutParts(text: string, source: string, numbers = false): string {
  const parts = new Set<string>();
  for (const word of namesIn(source).match(/[\w$@*/.:>()[\]-]*\w[\w$@*/.:>()[\]-]*/g) ?? []) {
    parts.add(word);
    for (const pattern of PIECES) for (const piece of word.match(pattern) ?? []) parts.add(piece);
    for (const piece of word.match(/\d+/g) ?? []) if (numbers) parts.add(piece);
  }
  return text.replace(/[$@]?[\w*/.:>()[\]-]*[\w*)\]]/g, (word) => {
    const bare = word.replace(/\(\)$|^\(|[).,:]+$/g, '');
    if (!numbers && /^\d+$/.test(bare)) return word;
    return parts.has(word) || parts.has(bare) ? '\u0002' : word;
  });
}
