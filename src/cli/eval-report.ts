/** Suites' results as text and as Markdown. */

import { type EvalReport, isJudged, type Score, type Share, VERDICTS, type Verdict } from '../line/eval/report.ts';
import type { CaseResult, Submission } from '../line/eval/suites.ts';
import { padEnd, padStart, paint, type Style, width } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';

const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  'no-program': 'no program',
  'does-not-check': 'does not check',
  'does-not-attach': 'does not attach',
  silent: 'silent',
  wrong: 'wrong',
  'should-have-refused': 'should have refused',
  'not-judged': 'cannot be judged here',
  error: 'error',
};
const REASON_LINES = 8;

/** One line a case, as it ends. */
export function resultLine(one: CaseResult, style: Style): string {
  const how = one.verdict === 'passed' && one.by === 'program' ? 'passed (text only)' : WORDS[one.verdict];
  const colour = one.verdict === 'passed' ? 'green' : isJudged(one) ? 'red' : 'yellow';
  const number = one.try === undefined ? '' : `, try ${one.try}`;
  return `${paint(padEnd(how, 22), colour, style)}${visible(one.id)}${number}  ${paint(visible(one.request), 'dim', style)}`;
}

/** Why a case was not passed; with `all` the whole of it. */
export function caseLines(one: CaseResult, all: boolean, style: Style): string[] {
  const number = one.try === undefined ? '' : `, try ${one.try}`;
  const lines = [`${paint(`${visible(one.id)}${number}`, 'bold', style)}  ${visible(one.request)}`];
  const planned = one.program === undefined ? '' : `; planned: ${visible(one.program.name)} (${visible(one.program.title)})`;
  lines.push(`  ${WORDS[one.verdict]}${one.by === undefined ? '' : `, judged by ${JUDGED[one.by]}`}${planned}`);
  const reasons = one.reasons.flatMap((reason) => reason.split('\n'));
  lines.push(...(all ? reasons : reasons.slice(0, REASON_LINES)).map((line) => `  ${visibleLine(line)}`));
  if (!all && reasons.length > REASON_LINES) lines.push(`  and ${reasons.length - REASON_LINES} lines more (--verbose, or --show ${visible(one.id)})`);
  if (all && one.program !== undefined)
    lines.push(
      '',
      ...one.program.source
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${visibleLine(line)}`),
      '',
    );
  if (all) lines.push(...(one.submissions ?? []).flatMap(submissionLines));
  if (all) lines.push(`  ${one.records.length} records${one.records.length === 0 ? '' : ':'}`, ...one.records.map((record) => `    ${visible(record)}`));
  return [...lines, ''];
}

function submissionLines({ source, errors, mends, sentBack }: Submission, index: number): string[] {
  return [
    `  submitted, number ${index + 1}:`,
    ...source
      .trimEnd()
      .split('\n')
      .map((line) => `  > ${visibleLine(line)}`),
    ...errors.map((error) => `    wrong as it came: ${visible(error)}`),
    ...mends.map((mend) => `    mended: ${visible(mend)}`),
    ...(sentBack?.faults ?? []).map((fault) => `    sent back by ${sentBack?.by}: ${visible(fault)}`),
    '',
  ];
}

const JUDGED = { behaviour: 'what the program did', program: 'its text alone', refusal: 'whether it is refused' } as const;

/** The scoreboard. */
export function scoreLines(report: EvalReport, style: Style): string[] {
  const { score, by, complete, ran } = report;
  const lines = [
    ...(complete ? [] : ['interrupted: this is of the cases that ended before']),
    `passed ${shareText(score.passed)}${ran ? '' : '; nothing was run: programs were judged by their text alone'}`,
    `  by what the program did ${shareText(score.by.behaviour)}, by its text alone ${shareText(score.by.program)}, refusals right ${shareText(score.by.refusal)}`,
    `  ${kindsText(score)}`,
    `silent ${shareText(score.silent)}, false positives ${shareText(score.falsePositives)}`,
    speedText(score),
    ...modelTexts(score),
  ];
  for (const field of ['lang', 'class', 'kind'] as const) {
    const rows = Object.entries(by[field]);
    if (rows.length === 0 || (field === 'lang' && rows.length === 1)) continue;
    lines.push('', ...tableLines(field, rows, style));
  }
  return lines;
}

function kindsText({ verdicts }: Score): string {
  return VERDICTS.filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${verdicts[verdict]} ${WORDS[verdict]}`)
    .join(', ');
}

function speedText({ planMilliseconds, firstEventSeconds, attempts, modelCalls, tokens }: Score): string {
  const plan = planMilliseconds === undefined ? '' : `planned in ${ms(planMilliseconds.median)} (median), ${ms(planMilliseconds.max)} at most; `;
  const first = firstEventSeconds === undefined ? '' : `first event after ${sec(firstEventSeconds.median)} (median), ${sec(firstEventSeconds.max)} at most; `;
  return `${plan}${first}${attempts} attempts, ${modelCalls} model calls, ${tokens} tokens`;
}

/** What a model was asked for, and what came of it; nothing where none was. */
function modelTexts(score: Score): string[] {
  const { modelCalls, inputTokens, outputTokens, passAt, perPassed, mended, mendedRight } = score;
  const tried = passAt.length > 1 ? [passAt.map(({ k, share, cases }) => `pass@${k} ${percent(share, 1)} of ${cases}`).join(', ')] : [];
  if (modelCalls === 0) return tried;
  return [
    passAt.map(({ k, share, cases }) => `pass@${k} ${percent(share, 1)} of ${cases} cases`).join(', '),
    `${inputTokens} tokens in, ${outputTokens} out, cost ${dollarsText(score.dollars)}`,
    ...(perPassed === undefined
      ? []
      : [
          `for each that passed: ${perPassed.calls.toFixed(1)} calls, ${Math.round(perPassed.tokens)} tokens, ${perPassed.seconds.toFixed(1)} s, cost ${dollarsText(perPassed.dollars)}`,
        ]),
    ...(mended === undefined || mended.of === 0
      ? []
      : [
          `first programs that were wrong as they came: ${shareText(mended)} mended without a call, of which ${shareText(mendedRight ?? { part: 0, of: 0 })} right`,
        ]),
  ].filter((line) => line !== '');
}

function dollarsText(dollars: number | undefined): string {
  return dollars === undefined ? 'not known' : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

function tableLines(field: string, rows: readonly (readonly [string, Score])[], style: Style): string[] {
  const cells = rows.map(([name, score]) => [visible(name), shareText(score.passed), shareText(score.silent), shareText(score.falsePositives)]);
  const all = [[field, 'passed', 'silent', 'false positives'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  return all.map((row, index) => {
    const line = row.map((cell, column) => (column === 0 ? padEnd(cell, widths[column] ?? 0) : padStart(cell, widths[column] ?? 0))).join('  ');
    return index === 0 ? paint(line, 'bold', style) : line;
  });
}

function shareText({ part, of }: Share): string {
  return of === 0 ? '0 of 0' : `${part} of ${of} (${percent(part, of)})`;
}

function percent(part: number, of: number): string {
  return `${((100 * part) / of).toFixed(1).replace(/\.0$/, '')} %`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

function sec(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

/** The scoreboard and every failure with its reason, as Markdown. */
export function markdown(report: EvalReport): string {
  const { machine, score, by, cases } = report;
  const rows: [string, Score][] = [['all', score], ...Object.entries(by.lang), ...Object.entries(by.class), ...Object.entries(by.kind)];
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const failed = cases.filter((one) => one.verdict !== 'passed');
  return [
    `Linux ${/^\d+\.\d+/.exec(machine.release)?.[0] ?? machine.release} on ${machine.arch}, bpftrace ${machine.bpftrace ?? 'none'}; ${score.cases} cases${score.tries === score.cases ? '' : `, ${score.tries} tries,`} in ${Math.round(report.seconds)} s; ${speedText(score)}.`,
    ...modelTexts(score).flatMap((line) => ['', `${line[0]?.toUpperCase()}${line.slice(1)}.`]),
    ...(report.complete ? [] : ['', 'Interrupted: of the cases that ended before.']),
    '',
    row(['', 'cases', 'passed', 'by behaviour', 'by text alone', 'refusals right', 'silent', 'false positives']),
    row(Array.from({ length: 8 }, () => '---')),
    ...rows.map(([name, one]) =>
      row([name, String(one.cases), ...[one.passed, one.by.behaviour, one.by.program, one.by.refusal, one.silent, one.falsePositives].map(shareText)]),
    ),
    ...(failed.length === 0 ? [] : ['', row(['not passed', 'question', 'verdict', 'planned', 'why']), row(['---', '---', '---', '---', '---'])]),
    ...failed.map((one) => row([one.id, one.request, WORDS[one.verdict], one.program?.name ?? '', cellOf(one.reasons[0] ?? '')])),
  ].join('\n');
}

const CELL = 300;

/** A pattern's characters are no markup. */
function cellOf(reason: string): string {
  const line = visible(
    reason
      .split('\n')
      .slice(0, 4)
      .map((part) => part.trim())
      .join('; ')
      .replaceAll(':;', ':'),
  );
  return `\`${(line.length > CELL ? `${line.slice(0, CELL)}…` : line).replaceAll('`', "'")}\``;
}
