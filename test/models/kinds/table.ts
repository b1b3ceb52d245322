/** The table of docs/EVAL.md that tells how the kinds fared. */
import type { EvalReport } from '../../../src/line/eval/report.ts';
import type { CaseResult, Submission } from '../../../src/rehearse/result.ts';
import type { Share } from '../../../src/rehearse/score.ts';
import { draftOf, type Kind } from './kinds.ts';
import type { Taught } from './written.ts';

export interface KindReport {
  readonly kind: Kind;
  readonly wire: string;
  readonly report: EvalReport;
}

export function pageOf(reports: readonly KindReport[], taught: readonly Taught[], price: { readonly input: number; readonly output: number }): string {
  const first = reports[0]?.report;
  if (first === undefined) return 'Nothing was run.';
  const { release, arch, bpftrace } = first.machine;
  const head = [
    'kind',
    'over',
    'passed',
    'pass@1',
    'calls',
    'attempts',
    'for each passed: calls',
    'tokens',
    'dollars',
    'seconds',
    'first draft failing',
    'mended without a call',
    'of these right',
  ];
  const rows = reports.map(({ kind, wire, report: { score } }) => {
    const { passed, passAt, modelCalls, attempts, perPassed, mended, mendedRight } = score;
    return [
      kind,
      wire,
      shareText(passed),
      passAt[0] === undefined ? '' : `${(100 * passAt[0].share).toFixed(1)} %`,
      String(modelCalls),
      String(attempts),
      perPassed?.calls.toFixed(1) ?? '',
      perPassed === undefined ? '' : String(Math.round(perPassed.tokens)),
      perPassed?.dollars?.toFixed(4) ?? '',
      perPassed?.seconds.toFixed(1) ?? '',
      mended === undefined ? '' : String(mended.of),
      mended === undefined ? '' : shareText(mended),
      mendedRight === undefined ? '' : shareText(mendedRight),
    ];
  });
  return [
    `Linux ${/^\d+\.\d+/.exec(release)?.[0] ?? release} on ${arch}, bpftrace ${bpftrace ?? 'none'}; dollars at ${price.input} for a million tokens in and ${price.output} for a million out.`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...rows.map(row),
    ...reports.filter(({ wire }) => wire === 'openai-compatible').flatMap((one) => leftOver(one, taught)),
  ].join('\n');
}

/** What was left for the model to mend, by who found it. */
function leftOver({ kind, report }: KindReport, taught: readonly Taught[]): string[] {
  const sent = report.cases.flatMap((one) => {
    const first = one.submissions?.[0];
    return first?.sentBack === undefined ? [] : [{ one, first, ...first.sentBack }];
  });
  if (sent.length === 0 || kind === 'stubborn') return [];
  const rows = sent.map(({ one, first, by, faults }) => [one.id, classOf(one, first, kind, taught), by, cellOf(faults[0] ?? '')]);
  return [
    '',
    `What of the first drafts of *${kind}* went back to the model:`,
    '',
    row(['case', 'class', 'by', 'why']),
    row(['---', '---', '---', '---']),
    ...rows.map(row),
  ];
}

/** What the authors of the records called it. */
function classOf({ request }: CaseResult, { source }: Submission, kind: Kind, taught: readonly Taught[]): string {
  const asked = taught.find((one) => one.request === request);
  const draft = asked === undefined ? undefined : draftOf(kind, asked);
  return draft === undefined || draft.program !== source ? '' : `${draft.model}: ${draft.cls.replace(/^\w+ /, '')}`;
}

function shareText({ part, of }: Share): string {
  return of === 0 ? '0 of 0' : `${part} of ${of} (${((100 * part) / of).toFixed(1).replace(/\.0$/, '')} %)`;
}

function cellOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return `\`${line.length > 160 ? `${line.slice(0, 160)}…` : line}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
