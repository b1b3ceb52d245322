/**
 * What the way from a model to an answer makes of models of three kinds, on the 40 requests of the KEN paper (docs/EVAL.md):
 *
 *   npm run eval:models [-- --kinds good,erring] [--filter REGEX] [--results FILE] [--write]
 *
 * The models are scripted: a server on loopback answers as test/models/kinds/ says, and `gpttrace eval --model` asks it as it asks any other. The requests, and
 * the programs that real models wrote wrongly, are read from ../shared/eval, or from where GPTTRACE_SHARED says; without them nothing is run.
 *
 * --results: what was found is kept in this file and the table is of all that is in it, so that kinds can be run one by one. --write: the table goes into
 * docs/EVAL.md. Runs tracers and workloads, so it needs root. Exit status 1 where a run did not come to its end.
 */
import './typescript.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, root } from './ensure.mjs';

const PAGE = join(root, 'docs/EVAL.md');
const MARKERS = /(<!-- models -->\n)[\s\S]*(<!-- \/models -->)/;
/** Each kind is asked over a wire; one of them over a second one, too. */
const RUNS = [
  { kind: 'good', wire: 'openai-compatible' },
  { kind: 'erring', wire: 'openai-compatible' },
  { kind: 'erring', wire: 'anthropic' },
  { kind: 'erring-harder', wire: 'openai-compatible' },
  { kind: 'stubborn', wire: 'openai-compatible' },
];
/** US dollars for a million tokens in and out: about what a good model costs. */
const PRICE = { input: 3, output: 15 };

const { values } = parseArgs({
  options: { kinds: { type: 'string' }, filter: { type: 'string' }, results: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const { KEN40, ken40, whyUntaught } = await import('../test/models/kinds/written.ts');
const why = whyUntaught();
if (why !== undefined) {
  console.log(`skipped: ${why}`);
  process.exit(0);
}
ensureBuilt();
const { answerAs } = await import('../test/models/kinds/kinds.ts');
const { pageOf } = await import('../test/models/kinds/table.ts');
const { startModelServer } = await import('../test/models/server.ts');

const taught = ken40();
const server = await startModelServer(answerAs(taught));
const home = mkdtempSync(join(tmpdir(), 'gpttrace-model-score-'));
mkdirSync(join(home, 'gpttrace'));
writeFileSync(join(home, 'gpttrace/config.toml'), settings(server.url));
const env = { ...process.env, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home };
for (const name of Object.keys(env)) if (/^(?:ANTHROPIC|OPENAI|GPTTRACE_MODEL)/.test(name)) delete env[name];

const kinds = values.kinds?.split(',');
const reports = values.results !== undefined && existsSync(values.results) ? JSON.parse(readFileSync(values.results, 'utf8')) : [];
// A signal goes to all of a terminal's group: the command ends its case and shows what it has, and we wait for it.
process.on('SIGINT', () => {});
let failed = false;
try {
  for (const { kind, wire } of RUNS.filter((one) => kinds === undefined || kinds.includes(one.kind) || kinds.includes(`${one.kind}/${one.wire}`))) {
    console.log(`== ${kind}, over ${wire}`);
    const path = join(home, `${kind}-${wire}.json`);
    const filter = values.filter === undefined ? [] : ['--filter', values.filter];
    const status = await run(['eval', KEN40, '--yes', '--model', `${kind}-${wire}`, '--json', path, ...filter]);
    if (!existsSync(path)) failed = true;
    else {
      const report = JSON.parse(readFileSync(path, 'utf8'));
      failed ||= !report.complete;
      keep({ kind, wire, report });
    }
    if (status > 128) break;
  }
} finally {
  await server.close();
  rmSync(home, { recursive: true, force: true });
}
reports.sort((a, b) => place(a) - place(b));
const page = pageOf(reports, taught, PRICE);
console.log(page);
if (values.write && !failed)
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(MARKERS, (_, start, end) => `${start}\n${page}\n\n${end}`),
  );
process.exitCode = failed ? 1 : 0;

function settings(url) {
  const entries = RUNS.map(({ kind, wire }) => {
    const price = `{ input = ${PRICE.input}, output = ${PRICE.output} }`;
    return `[models.${kind}-${wire}]\nprovider = "${wire}"\nmodel = "${kind}"\nurl = "${url}/v1"\nprice = ${price}\n`;
  });
  return entries.join('\n');
}

function keep(found) {
  const at = reports.findIndex((one) => place(one) === place(found));
  reports.splice(at === -1 ? reports.length : at, at === -1 ? 0 : 1, found);
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(reports));
}

function place({ kind, wire }) {
  return RUNS.findIndex((one) => one.kind === kind && one.wire === wire);
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin/gpttrace.js'), ...args], { stdio: 'inherit', env });
    child.once('error', () => resolve(1));
    child.once('close', (status, signal) => resolve(signal === null ? (status ?? 1) : 129));
  });
}
