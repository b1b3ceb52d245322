/** What a model says of a result, as far as it holds against the result. */
import type { Dataset } from '../../core/dataset.ts';
import type { ValueNames } from '../../core/names.ts';
import type { Program } from '../../core/program.ts';
import { estimateTokens } from '../../models/model.ts';
import { quoted } from '../../models/quote.ts';
import type { Redaction } from '../redact.ts';
import { RESULT_SCHEMA, resultSystem } from './brief.ts';
import { type Fault, type Ground, judge } from './claim.ts';
import { type Consulting, consult, type Explanation, NOTHING_SPENT, roomIn } from './consult.ts';
import { nextQuestions } from './next.ts';
import { resultAnswer } from './reply.ts';
import { sheetsOf } from './sheet.ts';
import { show } from './shown.ts';
import { leftOutWhy } from './words.ts';

/** A result, and what it answers. */
export interface ResultToExplain {
  readonly question: string;
  /** Of the question. */
  readonly language: string;
  readonly program: Program;
  readonly datasets: readonly Dataset[];
  readonly seconds: number;
  readonly lost: number;
  readonly names: ValueNames;
  readonly redaction: Redaction;
}

const MOST_LINES = 6;
/** More rows than these tell nobody more. */
const MOST_DATA_TOKENS = 6000;
/** What the rest of the prompt takes, and a second question. */
const BESIDE = 1200;

/** Nothing is asked where nothing was seen. */
export async function explainResultWith(consulting: Consulting, result: ResultToExplain): Promise<Explanation> {
  const { question, language, redaction } = result;
  const sheets = sheetsOf(result.datasets, result.names, language);
  if (sheets.every((sheet) => sheet.rows.length === 0)) return { lines: [], next: [], leftOut: 0, spent: NOTHING_SPENT };
  const system = resultSystem(language);
  const room = roomIn(consulting.model).prompt - estimateTokens(system + JSON.stringify(RESULT_SCHEMA)) - BESIDE;
  const shown = show(sheets, redaction, Math.min(MOST_DATA_TOKENS, room));
  if (shown === undefined)
    return {
      lines: [],
      next: [],
      leftOut: 0,
      spent: NOTHING_SPENT,
      failure: { kind: 'context-too-long', said: `the model takes ${consulting.model.context} tokens only` },
    };

  const ground: Ground = { shown, question, language, redaction };
  const { taken, spent, failure } = await consult(consulting, {
    system,
    text: [
      ...(question === '' ? [] : [quoted('question', redaction.text(question))]),
      quoted('result', aboutRun(result)),
      quoted('rows', shown.text),
      'Explain this result.',
    ].join('\n\n'),
    description: 'Explains the result in claims whose numbers are computed from its rows.',
    schema: RESULT_SCHEMA,
    question,
    take: (answer) => {
      const { claims, next } = resultAnswer(answer);
      const verdicts = [...claims].sort((a, b) => b.importance - a.importance).map((claim) => judge(claim, ground));
      const lines = [...new Set(verdicts.flatMap((verdict) => ('line' in verdict ? [verdict.line] : [])))].slice(0, MOST_LINES);
      const faults = verdicts.flatMap((verdict) => ('fault' in verdict ? [verdict.fault] : []));
      const taken = { lines, faults, next: nextQuestions(next, { language, words: shown.words, parts: shown.parts }, question, redaction, shown) };
      return lines.length > 0 ? { taken } : { taken, complaint: complaint(faults) };
    },
  });
  const faults = taken?.faults ?? [];
  const why = leftOutWhy(faults, language);
  const lines = taken?.lines ?? [];
  return {
    lines,
    next: lines.length > 0 ? (taken?.next ?? []) : [],
    leftOut: faults.length,
    ...(why === undefined ? {} : { leftOutWhy: why }),
    spent,
    ...(failure === undefined ? {} : { failure }),
  };
}

function aboutRun({ program, seconds, lost, redaction }: ResultToExplain): string {
  return [
    `program: ${redaction.text(program.title)}`,
    `attached to: ${program.attachPoints
      .slice(0, 20)
      .map((point) => redaction.text(point))
      .join(', ')}`,
    `watched for ${seconds.toFixed(1)} s`,
    ...(lost > 0 ? [`${lost} events were lost: true numbers are higher`] : []),
  ].join('\n');
}

const FAULTS: Readonly<Record<Fault, string>> = {
  form: 'text that is too long, or has braces that are no places',
  rows: 'rows, columns or operations that do not exist or do not fit',
  numbers: 'numbers that are written out, in digits or in words, no number to compute, or a unit, share or rank that is not so',
  names: 'names that are not in the rows they cite, or a number beside a name that is not of its row',
  language: 'another language than the question',
};

/** Nothing of what it said is said back to it. */
function complaint(faults: readonly Fault[]): string {
  if (faults.length === 0) return 'There was no claim in it. Give claims whose numbers are places, with what is to be computed for them.';
  return `None of the claims could be held against the data. What was wrong: ${[...new Set(faults)].map((fault) => FAULTS[fault]).join('; ')}. Answer once more.`;
}
