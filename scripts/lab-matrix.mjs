/**
 * What works in which guest of the lab: every kernel with every bpftrace, kind of probe by kind of probe, beside what our checker says.
 *
 *   npm run lab:matrix [-- --guests 6.1+0.17,6.12] [--only REGEX] [--programs guest|all|none] [--results FILE] [--write]
 *
 * --programs: of which programs the checker and the guest's bpftrace are both asked whether they can run (`all` takes half an hour a guest).
 * --results: what was found is kept in this file and the table is of all that is in it, so that guests can be tried one by one.
 * --write: the table goes into docs/LAB.md. Exit status 1 where the checker is wrong somewhere, or a guest is not as the one before it was.
 */
import './typescript.mjs';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Each takes a processor for itself. */
const AT_A_TIME = 2;
const PAGE = fileURLToPath(new URL('../docs/LAB.md', import.meta.url));
const MARKERS = /(<!-- matrix -->\n)[\s\S]*(<!-- \/matrix -->)/;

const { values } = parseArgs({
  options: {
    guests: { type: 'string' },
    only: { type: 'string' },
    programs: { type: 'string', default: 'guest' },
    results: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const { guestText, matrix, parseGuest } = await import('../src/lab/catalogue.ts');
const { readyGuest } = await import('../src/lab/open.ts');
const { tryGuest } = await import('../test/guest/matrix.ts');
const { cellOf, pageOf } = await import('../test/guest/table.ts');
const { TRIALS } = await import('../test/guest/trials.ts');

const names = values.guests === undefined ? matrix() : values.guests.split(',').map(parseGuest);
const options = { programs: values.programs, say: console.error, ...(values.only === undefined ? {} : { only: new RegExp(values.only) }) };
const reports = values.results !== undefined && existsSync(values.results) ? JSON.parse(readFileSync(values.results, 'utf8')) : [];
const queue = [...names];
await Promise.all(Array.from({ length: AT_A_TIME }, work));
const order = matrix().map(guestText);
reports.sort((a, b) => order.indexOf(a.guest) - order.indexOf(b.guest));

async function work() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const guest = guestText(name);
    try {
      await readyGuest(name);
      keep(await tryGuest(name, options));
    } catch (error) {
      console.error(`${guest}: skipped: ${error.message}${error.hints === undefined ? '' : ` ${error.hints.join('; ')}`}`);
    }
  }
}

/** With --only, what was found before of the other trials stays. */
function keep(report) {
  const at = reports.findIndex(({ guest }) => guest === report.guest);
  const before = at === -1 || values.only === undefined ? undefined : reports[at];
  const rows = (before?.rows ?? []).filter(({ about }) => !options.only.test(about));
  const compared = report.compared ?? before?.compared;
  const merged = { ...report, rows: [...rows, ...report.rows].sort(asListed), ...(compared === undefined ? {} : { compared }) };
  reports.splice(at === -1 ? reports.length : at, at === -1 ? 0 : 1, merged);
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(reports));
}

function asListed(a, b) {
  const place = ({ about }) => TRIALS.findIndex((trial) => trial.about === about);
  return place(a) - place(b);
}

const page = pageOf(reports);
console.log(page);
const traces = reports.flatMap(({ guest, traces }) => traces.map((trace) => `${guest}: ${trace}`));
for (const trace of traces) console.log(`left behind, ${trace}`);
if (values.write)
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(MARKERS, (_, start, end) => `${start}\n${page}\n\n${end}`),
  );
const wrong = reports.some(({ rows, compared }) => rows.some((row) => cellOf(row).includes('checker')) || (compared?.unexplained.length ?? 0) > 0);
process.exitCode = wrong || traces.length > 0 || reports.length === 0 ? 1 : 0;
