/**
 * `npm test`: everything that must hold before a change lands. Installs what is missing, builds, then lint, types, unused code, packaging, unit and live
 * tests. Ends with one plain line of counts; each check that is no test suite counts as one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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

/** The guest in which the live tests try what this kernel does not let one attach. */
const GUEST = '6.12+0.23';

const counts = { passed: 0, failed: 0, skipped: 0 };
/** Of the reason of a failure, in characters: several must fit where only the end of a run is kept. */
const SHOWN = 2_000;
/** What failed, with its reason: told once more at the end, where it is seen whatever was printed between. */
const failures = [];
/** What failed first and passed at its second try. */
const retried = [];
const scratch = mkdtempSync(join(tmpdir(), 'gpttrace-test-'));
const bin = (name) => join(root, 'node_modules/.bin', name);

try {
  const guest = buildGuest();
  await check('lint', bin('biome'), ['check', '.']);
  await check('types', bin('tsc'), ['-p', 'tsconfig.test.json']);
  await check('types of the page', bin('tsc'), ['-p', 'web']);
  await suite('unit');
  await suite('mocking');
  await guest.done();
  // Tracers mostly wait: half of the machine is free meanwhile, and no more than that.
  const beside = started('guest').done().then(stillLife);
  await suite('live');
  await beside;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const { passed, failed, skipped } = counts;
if (retried.length > 0) console.log(`\nPassed at a second try:\n${retried.join('\n')}`);
for (const failure of failures) console.log(`\nFAIL ${failure}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

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

async function suite(name) {
  const [status] = await once(spawn(bin('vitest'), suiteArguments(name), { cwd: root, stdio: 'inherit' }), 'exit');
  count(name, status);
}

/** A suite beside another one: what it prints is shown when it has ended. */
function started(name) {
  const log = join(scratch, `${name}.log`);
  const output = openSync(log, 'w');
  const ended = once(spawn(bin('vitest'), suiteArguments(name), { cwd: root, stdio: ['ignore', output, output] }), 'exit');
  return {
    async done() {
      const [status] = await ended;
      closeSync(output);
      console.log(readFileSync(log, 'utf8'));
      count(name, status);
    },
  };
}

function reportOf(name) {
  return join(scratch, `${name}.json`);
}

function suiteArguments(name) {
  return ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name)}`];
}

function count(name, status) {
  const result = readReport(reportOf(name));
  counts.passed += result.numPassedTests ?? 0;
  counts.skipped += (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
  // A file that does not load fails without any test in it having failed.
  counts.failed += Math.max(result.numFailedTests ?? 0, status === 0 ? 0 : 1);
  const failed = (result.testResults ?? []).flatMap((file) => failedIn(file).map((failure) => `${name} ${relative(root, file.name)} ${failure}`));
  failures.push(...failed);
  for (const file of result.testResults ?? []) retried.push(...retriedIn(file).map((test) => `${name} ${relative(root, file.name)} ${test}`));
  if (status !== 0 && failed.length === 0) failures.push(`${name}: no test of it failed, and it ended with ${status}; what it printed says why`);
}

/** The tests of a file that failed, or the file itself where it did not load. */
function failedIn({ status, message, assertionResults }) {
  const failed = assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n').slice(0, SHOWN)}`);
  return failed.length === 0 && status === 'failed' ? [message.slice(0, SHOWN)] : failed;
}

/** What a test failed of is in its report also where it passed in the end. */
function retriedIn({ assertionResults }) {
  return assertionResults
    .filter((test) => test.status === 'passed' && test.failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0].split('\n')[0].slice(0, 300)}`);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
