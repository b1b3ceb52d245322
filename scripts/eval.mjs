/**
 * How many questions with known answers are answered rightly on this machine, judged by what the programs do (docs/EVAL.md).
 *
 *   npm run eval [-- --write] [anything that `gpttrace eval` takes, such as --filter, --every or --dry]
 *
 * Runs the suites of eval/, and the 40 requests of the KEN paper where they are: in ../shared/eval, or where GPTTRACE_SHARED says. --write puts the tables
 * into docs/EVAL.md. Runs tracers and workloads, so it needs root. Exit status that of `gpttrace eval`: the worst of them.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ensureBuilt, root } from './ensure.mjs';

const PAGE = join(root, 'docs/EVAL.md');
const MARKERS = /(<!-- eval -->\n)[\s\S]*(<!-- \/eval -->)/;
const ken = join(process.env.GPTTRACE_SHARED ?? join(root, '../shared'), 'eval/ken40.jsonl');
const own = join(root, 'eval');

const given = process.argv.slice(2).filter((argument) => argument !== '--write');
const write = process.argv.includes('--write');
const suites = [
  ...(existsSync(ken) ? [ken] : []),
  ...(existsSync(own)
    ? readdirSync(own)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(own, name))
    : []),
];
if (suites.length === 0) {
  console.log(`skipped: there is no suite in ${own}, and no ${ken}`);
  process.exit(0);
}
ensureBuilt();

const drafts = mkdtempSync(join(tmpdir(), 'gpttrace-eval-report-'));
const parts = [];
let worst = 0;
// A signal goes to all of a terminal's group: the command ends its case and shows what it has, and we wait for it.
process.on('SIGINT', () => {});
for (const suite of suites) {
  const page = join(drafts, `${basename(suite)}.md`);
  console.log(`== ${basename(suite)}`);
  const status = await run(['eval', suite, '--yes', '--markdown', page, ...given]);
  worst = Math.max(worst, status);
  if (existsSync(page)) parts.push(`### ${basename(suite, '.jsonl')}\n\n${told(suite, readFileSync(page, 'utf8').trim())}`);
  if (status > 128) break;
}
rmSync(drafts, { recursive: true, force: true });
if (write && worst <= 128) {
  const table = parts.join('\n\n');
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(MARKERS, (_, start, end) => `${start}\n${table}\n\n${end}`),
  );
}
process.exitCode = worst;

/** Of questions kept aside only what each came to: whoever reads the page may mend the planner next. */
function told(suite, page) {
  if (!basename(suite).startsWith('kept-aside')) return page;
  return page.replace(/^\| (k-[\w-]+) \| .*? \| ([a-z -]+) \|.*$/gm, '| $1 | kept aside | $2 | | |');
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin/gpttrace.js'), ...args], { stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('close', (status, signal) => resolve(signal === null ? (status ?? 1) : 129));
  });
}
