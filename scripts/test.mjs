/**
 * `npm test`: everything that must hold before a change lands. Installs what is missing, builds, then lint, types, unused code, packaging, unit and live
 * tests. Ends with one plain line of counts; each check that is no test suite counts as one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, ensureBpftrace, ensureBuilt, ensureDebian, ensureDebianAll, ensurePackages, ensureTracefs, root, unpackedDebian } from './ensure.mjs';

checkNode();
ensurePackages();
ensureBpftrace();
ensureTracefs();
// The live tests talk to gpttrace through a terminal of their own.
ensureDebian('python3', 'python3-minimal');
// Programs in C, modules, and tools to run. What cannot be had is skipped by the tests that need it.
ensureDebianAll([
  ['clang', 'clang'],
  ['/usr/include/bpf/bpf_helpers.h', 'libbpf-dev'],
  ['bpftool', 'bpftool'],
  ['wasm-ld', 'lld'],
  ['/usr/include/wasm32-wasi/stdio.h', 'wasi-libc'],
  ['/usr/lib/llvm-14/lib/clang/14.0.6/lib/wasi/libclang_rt.builtins-wasm32.a', 'libclang-rt-14-dev-wasm32'],
  ['/usr/sbin/opensnoop-bpfcc', 'bpfcc-tools'],
  ['/usr/sbin/opensnoop', 'libbpf-tools'],
  ['perf', 'linux-perf'],
  ['strace', 'strace'],
]);
// Apart from the others: where a distribution has it by another name, those are installed all the same.
ensureDebian('chromium', 'chromium');
ensureBuilt();
// What it scrapes is held against what was traced.
const prometheus = unpackedDebian('prometheus', 'prometheus');
if (prometheus !== undefined) process.env.GPTTRACE_PROMETHEUS = prometheus;

/** The niceness of what may take only what the others leave. */
const LEAST = 19;
/** The guest in which the live tests try what this kernel does not let one attach. */
const GUEST = '6.12+0.23';

/** Of the end of what a check or a suite printed, in characters. */
const SHOWN = 2_000;
/** A run that is not over by then says what it is about and what has failed: whoever ends it may leave no time for that. */
const LATE_MINUTES = 27;

const began = Date.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
/** What failed, with its reason: told once more at the end, where it is seen whatever was printed between. */
const failures = [];
/** What failed first and passed at its second try. */
const retried = [];
/** How long each suite took, and the files of it that took longest. */
const times = [];
/** What is running. */
const suites = new Map();
const scratch = mkdtempSync(join(tmpdir(), 'gpttrace-test-'));
const bin = (name) => join(root, 'node_modules/.bin', name);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    counts.failed++;
    failures.push(`this run: it was ended by ${signal}`, ...underWay());
    for (const child of suites.values()) child.kill('SIGTERM');
    rmSync(scratch, { recursive: true, force: true });
    tell();
    process.exit(1);
  });
}
const late = setTimeout(() => console.log(`\nAfter ${LATE_MINUTES} minutes:\n${[...failures, ...underWay()].join('\n')}`), LATE_MINUTES * 60_000);

try {
  const guest = buildGuest();
  await Promise.all([
    check('lint', bin('biome'), ['check', '.']),
    check('types', bin('tsc'), ['-p', 'tsconfig.test.json']).then(() => check('types of the page', bin('tsc'), ['-p', 'web'])),
  ]);
  await suite('unit', 'mocking');
  await guest.done();
  // Tracers mostly wait: half of the machine is free meanwhile, and what is left of that is for those that wait for nobody.
  const beside = Promise.all([started('guest').done().then(stillLife), started('compiled', LEAST).done()]);
  // What goes wrong there is thrown where it is waited for, and ends nothing before.
  beside.catch(() => {});
  await suite('live');
  await beside;
} catch (error) {
  counts.failed++;
  failures.push(`this run: ${error instanceof Error ? error.stack : error}`, ...underWay());
} finally {
  clearTimeout(late);
  rmSync(scratch, { recursive: true, force: true });
}

tell();
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);

/** The end of the run. */
function tell() {
  const { passed, failed, skipped } = counts;
  console.log(`\n${times.join('\n')}\n${Math.round((Date.now() - began) / 1000)} s in all`);
  if (retried.length > 0) console.log(`\nPassed at a second try:\n${retried.join('\n')}`);
  for (const failure of failures) console.log(`\nFAIL ${failure}`);
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
}

/** Builds the guest while the rest is tested. Where it cannot be built, the tests that need it say so, and are skipped. */
function buildGuest() {
  if (!ensureDebian('qemu-system-x86_64', 'qemu-system-x86')) return { done: () => {} };
  const log = join(scratch, 'lab.log');
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [join(root, 'bin/gpttrace.js'), 'lab', 'build', GUEST], { stdio: ['ignore', output, output] });
  const ended = once(child, 'exit');
  return {
    async done() {
      const [status] = await ended;
      closeSync(output);
      console.log(`\n${status === 0 ? 'ok  ' : 'NOT '} guest ${GUEST}\n${readFileSync(log, 'utf8')}`);
    },
  };
}

async function stillLife() {
  await check('unused code', bin('knip'), ['--no-progress']);
  await check('package', bin('publint'), ['--strict']);
  await check('packed', process.execPath, [join(root, 'scripts/check-package.mjs'), scratch]);
  await started('beside').done();
}

async function check(name, command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const [status] = await once(child, 'close').catch((error) => [String(error)]);
  counts[status === 0 ? 'passed' : 'failed']++;
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (status === 0) return;
  console.log(`${said}${status}`);
  failures.push(`${name}\n${said.slice(-SHOWN)}`);
}

/** Projects as one suite, whose output is shown as it comes. */
function suite(name, ...others) {
  return run(name, (text) => process.stdout.write(text), others);
}

/** A suite beside another one: what it prints is shown when it has ended. */
function started(name, niceness = 0) {
  let said = '';
  const ended = run(name, (text) => (said += text), [], niceness);
  return { done: () => ended.then(() => console.log(said)) };
}

async function run(name, print, others = [], niceness = 0) {
  const from = Date.now();
  const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const projects = [name, ...others].flatMap((project) => ['--project', project]);
  const args = ['run', ...projects, '--reporter=default', '--reporter=./scripts/test-reporter.mjs', `--outputFile.summary=${summaryOf(name)}`];
  const child = spawn(bin('vitest'), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...colors } });
  // Those it starts later inherit it.
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness);
  suites.set(name, child);
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      tail = (tail + text).slice(-SHOWN);
      print(text);
    });
  }
  const [status, signal] = await once(child, 'close').catch((error) => [String(error)]);
  const doing = underWay(name);
  suites.delete(name);
  count(name, status ?? signal, tail, doing);
  const { files } = readSummary(name);
  const slowest = files.sort((a, b) => b.seconds - a.seconds).slice(0, 8);
  times.push(`${name}: ${Math.round((Date.now() - from) / 1000)} s; ${slowest.map(({ file, seconds }) => `${file} ${Math.round(seconds)} s`).join(', ')}`);
}

function count(name, status, tail, doing) {
  const { passed, failed, skipped, failures: why, retried: again, ended } = readSummary(name);
  counts.passed += passed;
  counts.skipped += skipped;
  // An error outside of all tests fails a suite without any test in it having failed.
  counts.failed += Math.max(failed, status === 0 ? 0 : 1);
  failures.push(...why.map((failure) => `${name} ${failure}`));
  retried.push(...again.map((test) => `${name} ${test}`));
  if (status !== 0 && (why.length === 0 || !ended)) failures.push(`${name}: it ended with ${status}; the end of what it printed:\n${tail}`, ...doing);
}

function summaryOf(name) {
  return join(scratch, `${name}.json`);
}

function readSummary(name) {
  try {
    return JSON.parse(readFileSync(summaryOf(name), 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [], retried: [], files: [], running: [], ended: false };
  }
}

/** The files that the suites are running, and since when. */
function underWay(...names) {
  return (names.length > 0 ? names : [...suites.keys()]).flatMap((name) =>
    readSummary(name).running.map(({ file, since, test }) => `${name} ${file} is being run, for ${Math.round((Date.now() - since) / 1000)} s: ${test}`),
  );
}
