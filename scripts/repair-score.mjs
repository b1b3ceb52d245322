/**
 * How many programs that models wrote wrongly are caught, and repaired, on this machine. Reads JSON lines of {id, model, request, cls, program}:
 *
 *   node scripts/repair-score.mjs [FILE] [--only REGEX of ids] [--model NAME] [--class REGEX] [--list] [--json]
 *
 * Two readings: "here" is this machine with the kinds of probes it lacks; "all kinds" pretends that kprobes and fentry could be attached, and then only
 * compiles. Repaired means: our checker finds no error any more, bpftrace compiles it, and (here) attaches it. Whether what is measured is still what was
 * asked for is for eyes: --list shows the programs.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = process.env.GPTTRACE_SHARED ?? join(root, '../shared');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    model: { type: 'string' },
    class: { type: 'string' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
    reading: { type: 'string', default: 'here' },
  },
});
const file = positionals[0] ?? join(shared, 'eval/ken-broken.jsonl');
if (!existsSync(file)) {
  console.log(`skipped: there is no ${file}`);
  process.exit(0);
}
const { check } = await import('../dist/check/check.js');
const { repair } = await import('../dist/check/repair.js');
const { machineHere } = await import('./machine.mjs');

const here = await machineHere();
const cache = join(tmpdir(), 'gpttrace-repair-score');
mkdirSync(cache, { recursive: true });

const yes = { verdict: 'yes', why: 'taken for granted' };
const everyKind = { ...here, facts: { ...here.facts, probeKinds: { ...here.facts.probeKinds, kprobe: yes, kfunc: here.facts.probeKinds.kfunc } } };
const reading = values.reading === 'here' ? { machine: here, attach: true } : { machine: everyKind, attach: false };

const cases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line))
  .filter((one) => values.only === undefined || new RegExp(values.only).test(one.id))
  .filter((one) => values.model === undefined || one.model === values.model)
  .filter((one) => values.class === undefined || new RegExp(values.class).test(one.cls));

const results = [];
const queue = [...cases];
await Promise.all([work(), work()]);
results.sort((a, b) => a.id.localeCompare(b.id));

async function work() {
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) results.push(await judge(one));
}

async function judge(one) {
  const before = errorsOf(check(one.program, reading.machine).diagnostics);
  const loads = await bpftrace(one.program, reading.attach);
  const start = performance.now();
  const { source, changes, diagnostics } = repair(one.program, reading.machine);
  const milliseconds = performance.now() - start;
  const left = errorsOf(diagnostics);
  const after = left.length === 0 ? await bpftrace(source, reading.attach) : undefined;
  const repaired = loads.error !== undefined && after !== undefined && after.error === undefined;
  return { ...one, fails: loads.error, caught: before.length > 0, repaired, source, changes, left, refused: after?.error, milliseconds };
}

function errorsOf(diagnostics) {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** Compiles with `-d`, then attaches with a probe that ends it at once. What was found out is kept, for a program's fate does not change. */
async function bpftrace(program, attach) {
  const place = join(cache, `${createHash('sha1').update(program).digest('hex')}${attach ? '.attached' : ''}`);
  if (existsSync(place)) return JSON.parse(readFileSync(place, 'utf8'));
  let found = await run(['-d', '-e', program], 30_000);
  if (found.error === undefined && attach) found = await run(['-e', `${program}\ninterval:ms:1 { exit(); }`], 90_000);
  writeFileSync(place, JSON.stringify(found));
  return found;
}

function run(args, timeout) {
  return new Promise((resolve) => {
    const child = spawn('bpftrace', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout, killSignal: 'SIGINT' });
    let said = '';
    child.stderr.on('data', (data) => {
      said = `${said}${data}`.slice(-20_000);
    });
    child.on('close', (status, signal) => {
      const error = said.split('\n').find((line) => /ERROR|FATAL|error:|perf_event_open failed/.test(line) && !/RLIMIT_MEMLOCK/.test(line));
      if (status === 0 && error === undefined) resolve({});
      else resolve({ error: error ?? said.trim().split('\n').at(-1) ?? `status ${status} ${signal}` });
    });
  });
}

if (values.json) {
  for (const result of results) console.log(JSON.stringify(result));
} else {
  if (values.list) for (const result of results) show(result);
  table('model', (one) => one.model);
  table('class', (one) => one.cls);
  const slowest = Math.max(...results.map((one) => one.milliseconds));
  console.log(`\nslowest repair ${slowest.toFixed(1)} ms; reading: ${values.reading}`);
  for (const one of results.filter((result) => result.fails !== undefined && !result.caught)) console.log(`not caught: ${one.id} ${one.fails}`);
  for (const one of results.filter((result) => result.refused !== undefined))
    console.log(`passed by the checker, refused by bpftrace: ${one.id} ${one.refused}`);
}

function show(one) {
  const state = one.fails === undefined ? 'WORKS AS IT IS' : one.repaired ? 'REPAIRED' : 'NOT REPAIRED';
  console.log(`\n===== ${one.id} ${one.model} ${one.cls} | ${one.request}\n${state}`);
  if (state !== 'REPAIRED') console.log(one.program.trim().replace(/^/gm, '    | '));
  for (const change of one.changes)
    console.log(`  * ${change.what}  (${change.why})${change.changes === undefined ? '' : `\n      CHANGES: ${change.changes}`}`);
  if (one.changes.length > 0) console.log(one.source.trim().replace(/^/gm, '    > '));
  for (const { code, message, hints } of one.left) console.log(`  ! [${code}] ${message}  ${hints.join(' / ')}`);
  if (one.refused !== undefined) console.log(`  !! bpftrace: ${one.refused}`);
}

function table(title, keyOf) {
  const rows = new Map();
  for (const one of results) {
    const key = keyOf(one);
    const row = rows.get(key) ?? { all: 0, failing: 0, caught: 0, repaired: 0, falsely: 0 };
    row.all++;
    if (one.fails !== undefined) {
      row.failing++;
      if (one.caught) row.caught++;
      if (one.repaired) row.repaired++;
    } else if (one.caught) row.falsely++;
    rows.set(key, row);
  }
  console.log(`\n${title.padEnd(62)} all  fail  caught  repaired       false errors`);
  for (const [key, row] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
    const share = row.failing === 0 ? '' : `${((100 * row.repaired) / row.failing).toFixed(0)} %`;
    const columns = [String(row.all).padStart(3), String(row.failing).padStart(5), String(row.caught).padStart(7), String(row.repaired).padStart(9)];
    console.log(`${key.padEnd(62)} ${columns.join(' ')}  ${share.padStart(5)} ${String(row.falsely).padStart(10)}`);
  }
}
