/** What was found out in the guests, as Markdown. */
import { firstLine, type GuestReport, type Row } from './matrix.ts';

/** How the verdict of our checker stands to what happened. */
export function cellOf({ result, errors }: Row): string {
  if (result === 'refused') return errors.length > 0 ? 'no' : '**checker: takes it**';
  if (errors.length > 0) return '**checker: refuses it**';
  return result === 'works' ? 'yes' : 'silent';
}

/** The matrix, its times, and the reasons of what is not a yes. */
export function pageOf(reports: readonly GuestReport[]): string {
  return [matrixOf(reports), timesOf(reports), reasonsOf(reports), disagreementsOf(reports)].filter((part) => part !== '').join('\n\n');
}

function matrixOf(reports: readonly GuestReport[]): string {
  const names = [...new Set(reports.flatMap(({ rows }) => rows.map(({ about }) => about)))];
  const head = ['', ...reports.map(({ guest }) => guest)];
  const rows = names.map((about) => [
    about,
    ...reports.map(({ rows }) => rows.find((row) => row.about === about)).map((row) => (row === undefined ? '' : cellOf(row))),
  ]);
  const agreement = reports.map(({ compared }) =>
    compared === undefined ? '' : `${compared.programs - compared.explained.length - compared.unexplained.length} of ${compared.programs}`,
  );
  return markdown(head, [...rows, ...(agreement.some((text) => text !== '') ? [['**the checker agrees**', ...agreement]] : [])]);
}

function timesOf(reports: readonly GuestReport[]): string {
  const measured = reports.flatMap(({ rows }) => rows.filter(({ measures, result }) => measures && result !== 'refused'));
  const times: readonly (readonly [string, (report: GuestReport) => string])[] = [
    ['boot', ({ seconds }) => seconds.boot.toFixed(1)],
    ['going on from the saved state', ({ seconds }) => median(seconds.opened)],
    [
      'until a program is attached',
      ({ rows }) => median(rows.filter(({ measures }) => !measures).flatMap(({ attaching }) => (attaching > 0 ? [attaching] : []))),
    ],
    ['until it has ended', ({ rows }) => median(rows.filter(({ measures }) => !measures).flatMap(({ ending }) => (ending > 0 ? [ending] : [])))],
    ...[...new Set(measured.map(({ about }) => about))].map(
      (about) => [about, (report: GuestReport) => costOf(report.rows.find((row) => row.about === about))] as const,
    ),
  ];
  return `Seconds (medians):\n\n${markdown(
    ['', ...reports.map(({ guest }) => guest)],
    times.map(([what, time]) => [what, ...reports.map(time)]),
  )}`;
}

function costOf(row: Row | undefined): string {
  return row === undefined || row.result === 'refused' ? '' : `${row.attaching.toFixed(1)} + ${row.ending.toFixed(1)}, ${row.probes} probes`;
}

/** Reasons are alike in many guests: each is told once, with the guests. */
function reasonsOf(reports: readonly GuestReport[]): string {
  const guests = new Map<string, string[]>();
  for (const { guest, rows } of reports) {
    for (const row of rows) {
      const cell = cellOf(row);
      if (cell === 'yes') continue;
      const [error] = row.errors;
      const why = row.result === 'refused' && error !== undefined ? error.message : firstLine(row.says);
      const text = `${row.about} (${cell.replaceAll('*', '')}): ${why}`;
      guests.set(text, [...(guests.get(text) ?? []), guest]);
    }
  }
  return guests.size === 0
    ? ''
    : `Why not:\n\n${[...guests].map(([text, where]) => `- ${text} [${where.length === reports.length ? 'everywhere' : where.join(', ')}]`).join('\n')}`;
}

function disagreementsOf(reports: readonly GuestReport[]): string {
  const found = reports.flatMap(({ guest, compared }) => (compared?.unexplained ?? []).map((text) => `${guest}: ${text}`));
  return found.length === 0 ? '' : `Programs of which the checker and bpftrace say different things:\n\n\`\`\`\n${found.join('\n')}\n\`\`\``;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function median(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]?.toFixed(1) ?? '';
}
