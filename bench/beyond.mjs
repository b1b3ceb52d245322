/**
 * A compiled program beside its peers, all of one program and one load, one after the other in turns: through our engine, through all that a run has, through bpftrace's
 * JSON, and through a loader in C. By itself, of all loads or of some: node bench/beyond.mjs [ROUNDS [LOAD...]] [--json].
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, onPath, root } from '../scripts/ensure.mjs';
import { bpftrace, doubtsOf, measured, reading } from './beyond/measure.mjs';
import * as table from './table.mjs';

const HERE = join(root, 'bench/beyond');
/** Events a second that are offered, by how many threads; as many as they can make where it does not say. */
const LOADS = [
  { name: '50 k/s', rate: 50_000, producers: 1 },
  { name: '150 k/s', rate: 150_000, producers: 1 },
  { name: 'one producer', producers: 1 },
  { name: 'two producers', producers: 2 },
];
/** A command that takes longer has failed. */
const LONGEST_MS = 60_000;
const WORDS = { rate: 'delivered', arrived: 'arrived', each: 'CPU an event' };
const UNITS = { rate: 'events/s', arrived: '%', each: 'us' };
const PEERS = { bpftrace: 'bpftrace -f json', loader: 'a loader in C' };
/** Measured on a machine of two processors before there was an engine: what it was to come to, in events a second without loss and in microseconds of an event. */
const GOAL = { rate: 1_290_000, arrived: 100, each: 0.27 };

/** Calls `add(what, value, unit, peer, peerValue, limit, doubts)` for each figure: also for one that could not be had, or that a busy machine had a part in. */
export async function beyond(add, median, rounds = 3, loads = LOADS) {
  const missing = ['gcc', 'clang', 'bpftool'].filter((command) => !onPath(command));
  if (missing.length > 0) return console.error(`skipped: programs in C (${missing.join(', ')} missing)`);
  const folder = mkdtempSync(join(tmpdir(), 'gt-beyond-'));
  try {
    const failed = build(folder);
    if (failed !== undefined) return console.error(`skipped: programs in C (${failed})`);
    await building(add, median, folder);
    const object = join(folder, 'syscalls.bpf.o');
    const ours = (how) => (pid, begin) => reading(begin, process.execPath, [join(HERE, 'ours.mjs'), object, pid, how], folder);
    const ways = {
      engine: ours('engine'),
      run: ours('run'),
      kept: ours('kept'),
      loader: (pid, begin) => reading(begin, join(folder, 'loader'), [object, pid], folder),
      bpftrace: (pid, begin) => bpftrace(begin, pid, folder),
    };
    for (const load of loads) {
      const figures = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
      for (let round = 0; round < rounds; round++) for (const way of Object.keys(ways)) figures[way].push(await measured(folder, load, ways[way]));
      const of = (way, what) => median(figures[way].map((one) => one[what]));
      const doubts = (what, ...these) =>
        doubtsOf(
          these.map((way) => figures[way]),
          what,
        );
      const beside = (title, way, what, unit, peer, as) =>
        add(`${title}, ${load.name}: ${WORDS[what]}`, of(way, what), unit, as, of(peer, what), undefined, doubts(what, way, peer));
      for (const [peer, as] of Object.entries(PEERS)) {
        for (const [what, unit] of Object.entries(UNITS)) beside('C program', 'engine', what, unit, peer, as);
      }
      for (const [way, as] of [
        ['run', 'a whole run'],
        ['kept', 'a run kept as a session'],
      ]) {
        beside(as, way, 'rate', 'events/s', 'engine', 'the engine');
        beside(as, way, 'arrived', '%', 'bpftrace', PEERS.bpftrace);
        beside(as, way, 'each', 'us', 'bpftrace', PEERS.bpftrace);
      }
      if (load.producers === 1) continue;
      // A goal is a ratio that is not to be passed: where more is better, the peer is what must be reached.
      add('the same: the goal, delivered', GOAL.rate, 'events/s', 'reached', of('engine', 'rate'), 1, doubts('rate', 'engine'));
      add('the same: the goal, arrived', GOAL.arrived, '%', 'reached', of('engine', 'arrived'), 1, doubts('arrived', 'engine'));
      add('the same: CPU an event', of('engine', 'each'), 'us', 'the goal', GOAL.each, 1, doubts('each', 'engine'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What could not be made, in a word; undefined where all was. */
function build(folder) {
  const header = spawnSync('bpftool', ['btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format', 'c'], { maxBuffer: 1 << 28, timeout: LONGEST_MS });
  if (header.status !== 0) return 'this kernel tells no types';
  writeFileSync(join(folder, 'vmlinux.h'), header.stdout);
  copyFileSync(join(HERE, 'syscalls.bpf.c'), join(folder, 'syscalls.bpf.c'));
  const made = (command, ...args) => spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: LONGEST_MS });
  for (const { status, stderr } of [
    made(...clang(folder)),
    made('gcc', '-O2', '-o', 'loader', join(HERE, 'loader.c'), '-lbpf'),
    made('gcc', '-O2', '-pthread', '-o', 'calls', join(HERE, 'calls.c')),
  ]) {
    if (status !== 0) return `it does not compile here: ${stderr?.split('\n')[0]}`;
  }
  return undefined;
}

/** As a person would compile it. */
function clang(folder) {
  return ['clang', '-target', 'bpf', '-g', '-O2', `-I${folder}`, '-c', join(folder, 'syscalls.bpf.c'), '-o', join(folder, 'syscalls.bpf.o')];
}

/** From the program's text to an object that is known to load, in a process that has just started: what there is to wait for before a run. */
async function building(add, median, folder) {
  // Beside it lies no vmlinux.h: ours is the one of the cache.
  const source = join(HERE, 'syscalls.bpf.c');
  const [command, ...args] = clang(folder);
  const times = { clang: [], compiled: [], built: [], dumped: [], first: [], read: [], tried: [] };
  const took = ({ status, stdout }) => (status === 0 && stdout.trim() !== '' ? Number(stdout) : Number.NaN);
  const ours = (cache, code) =>
    took(
      spawnSync(process.execPath, ['--input-type=module', '-e', `${PRELUDE(source)} ${code}`], {
        encoding: 'utf8',
        timeout: LONGEST_MS,
        env: { ...process.env, XDG_CACHE_HOME: cache },
      }),
    );
  const compiling = 'const { object } = await timed(() => compile(source, { host }));';
  const warm = join(folder, 'cache');
  ours(warm, compiling);
  for (let i = 0; i < 5; i++) {
    times.clang.push(timed(() => spawnSync(command, args, { timeout: LONGEST_MS })));
    times.compiled.push(ours(warm, `${compiling} tell();`));
    times.read.push(ours(warm, `${compiling} await timed(() => readObject(object)); tell();`));
    times.tried.push(ours(warm, `${compiling} await timed(() => tryLoad(object)); tell();`));
    times.built.push(took(gpttrace(['build', source, '-o', join(folder, 'carried.bpf.o'), '--force'], warm)));
    times.dumped.push(
      timed(() => spawnSync('bpftool', ['btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format', 'c'], { maxBuffer: 1 << 28, timeout: LONGEST_MS })),
    );
    times.first.push(ours(join(folder, `cold-${i}`), `${compiling} tell();`));
  }
  const of = (what) => median(times[what]);
  const doubts = (...these) =>
    doubtsOf(
      these.map((what) => times[what].map((ms) => ({ ms, ...(Number.isNaN(ms) ? { why: `${what}: it failed` } : {}) }))),
      'ms',
    );
  const beside = (title, what, peer, value, ...others) => add(title, of(what), 'ms', peer, value, undefined, doubts(what, ...others));
  beside('a C program compiled', 'compiled', 'clang by hand', of('clang'), 'clang');
  beside('the first one on a kernel: vmlinux.h, too', 'first', 'bpftool and clang', of('dumped') + of('clang'), 'dumped', 'clang');
  beside('its object read', 'read', 'clang', of('clang'), 'clang');
  beside('its object tried: the verifier takes it', 'tried', 'clang', of('clang'), 'clang');
  beside('gpttrace build FILE.bpf.c', 'built', 'clang by hand', of('clang'), 'clang');
}

function PRELUDE(source) {
  const module = (path) => JSON.stringify(pathToFileURL(join(root, 'dist', path)).href);
  return `import { readFileSync } from 'node:fs';
    const [{ compile }, { readObject }, { tryLoad }, { realHost }] = await Promise.all(
      [${['compiler/compile.js', 'object/read.js', 'engines/libbpf/trial.js', 'system/real.js'].map(module).join()}].map((path) => import(path)));
    const host = realHost();
    const source = readFileSync(${JSON.stringify(source)}, 'utf8');
    let last = 0;
    const timed = async (action) => { const start = performance.now(); const made = await action(); last = performance.now() - start; return made; };
    const tell = () => console.log(last);`;
}

/** As a process that tells how long it took. */
function gpttrace(args, cache) {
  let status = 0;
  const took = timed(() => {
    ({ status } = spawnSync(process.execPath, [join(root, 'bin/gpttrace.js'), ...args], {
      encoding: 'utf8',
      timeout: LONGEST_MS,
      env: { ...process.env, XDG_CACHE_HOME: cache },
    }));
  });
  return { status, stdout: String(took) };
}

function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureBuilt();
  const [rounds = '1', ...wanted] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const loads = LOADS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (loads.length === 0) throw new Error(`there is no load but ${LOADS.map(({ name }) => name).join(', ')}`);
  await beyond(table.add, table.median, Number(rounds), loads);
  table.report();
}
