/** Brings a fresh machine to where gpttrace can be built and run: npm packages, bpftrace, dist/. Says what it does; does nothing twice. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`gpttrace needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}`);
}

/** npm packages as the lock file says, unless these very ones are there. */
export function ensurePackages() {
  const stamp = join(root, 'node_modules/.gpttrace-lock');
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing npm packages ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed');
  writeFileSync(stamp, lock);
}

/** bpftrace from the distribution's packages; where that cannot be done, gpttrace itself says what to do. */
export function ensureBpftrace() {
  ensureDebian('bpftrace', 'bpftrace');
}

/** A command from a Debian package, installed where it is missing and apt is there. Whether the command is there then. */
export function ensureDebian(command, packageName) {
  return ensureDebianAll([[command, packageName]]);
}

/** Commands, or files by their absolute path, each from a Debian package: what is missing is installed in one go. Whether all of them are there then. */
export function ensureDebianAll(wanted) {
  const missing = wanted.filter(([what]) => !isThere(what)).map(([, packageName]) => packageName);
  if (missing.length === 0) return true;
  const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (!onPath('apt-get') || (sudo.length > 0 && !onPath('sudo'))) return false;
  say(`installing ${missing.join(', ')} with apt-get ...`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const [program, ...rest] = [...sudo, 'apt-get', ...args];
    // apt's own progress is noise on the way to an answer; its errors are not.
    const done = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    if (done.status !== 0 && args[0] === 'install') {
      say(`apt-get could not install ${missing.join(', ')}`);
      return false;
    }
  }
  return wanted.every(([what]) => isThere(what));
}

/** tracefs, which distributions mount at boot and small virtual machines do not: gpttrace mounts it for a run, tests that only look would skip. */
export function ensureTracefs() {
  const place = '/sys/kernel/tracing';
  if (process.getuid() !== 0 || !existsSync(place) || existsSync(join(place, 'events'))) return;
  say('mounting tracefs ...');
  spawnSync('mount', ['-t', 'tracefs', 'nodev', place], { stdio: ['ignore', 'inherit', 'inherit'] });
}

function isThere(what) {
  return what.startsWith('/') ? existsSync(what) : onPath(what);
}

/**
 * A command of a Debian package that is not installed but unpacked into a folder for temporary files, so that its scripts do not run: they would start a service.
 * Its path; undefined where it cannot be had.
 */
export function unpackedDebian(command, packageName) {
  const installed = `/usr/bin/${command}`;
  if (existsSync(installed)) return installed;
  const folder = join(tmpdir(), `gpttrace-${packageName}`);
  const path = join(folder, 'usr/bin', command);
  if (existsSync(path)) return path;
  if (!onPath('apt-get') || !onPath('dpkg-deb')) return undefined;
  say(`fetching ${packageName} with apt-get ...`);
  const draft = mkdtempSync(`${folder}.`);
  try {
    const fetch = ['-qq', '-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=1', 'download', packageName];
    if (spawnSync('apt-get', fetch, { cwd: draft, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return undefined;
    const file = readdirSync(draft).find((name) => name.endsWith('.deb'));
    mkdirSync(join(draft, 'root'));
    if (file === undefined || spawnSync('dpkg-deb', ['-x', file, 'root'], { cwd: draft, stdio: 'inherit' }).status !== 0) return undefined;
    renameSync(join(draft, 'root'), folder);
    return path;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Compiles where a source is newer than what was compiled from it. */
export function ensureBuilt() {
  const built = join(root, 'dist/library.json');
  if (existsSync(built)) {
    const when = statSync(built).mtimeMs;
    const sources = ['src', 'library', 'package.json', 'tsconfig.json'].map((name) => newest(join(root, name)));
    if (sources.every((source) => source < when)) return;
  }
  say('building ...');
  run(process.execPath, [join(root, 'scripts/build.mjs')], 'the build failed');
}

export function onPath(command) {
  return `${process.env.PATH ?? ''}:${SYSTEM_PATH}`.split(':').some((directory) => existsSync(join(directory, command)));
}

export function say(text) {
  process.stderr.write(`gpttrace: ${text}\n`);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run(command, args, failure) {
  // Standard output stays free for the answer.
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) fail(failure);
}

function fail(text) {
  say(text);
  process.exit(1);
}
