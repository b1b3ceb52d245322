/**
 * A compiled program beside its peers, all of one program and one load, one after the other in turns: through our engine, through all that a run has, through bpftrace's
 * JSON, and through a loader in C. By itself, of all loads or of some: node bench/beyond.mjs [ROUNDS [LOAD...]] [--json].
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt, onPath, root } from '../scripts/ensure.mjs';
import * as table from './table.mjs';

const SECONDS = 2;
const HERE = join(root, 'bench/beyond');
/** Events a second that are offered, by how many threads; as many as they can make where it does not say. */
const LOADS = [
  { name: '50 k/s', rate: 50_000, producers: 1 },
  { name: '150 k/s', rate: 150_000, producers: 1 },
  { name: 'one producer', producers: 1 },
  { name: 'two producers', producers: 2 },
];
const PEERS = { bpftrace: 'bpftrace -f json', loader: 'a loader in C' };
/** Measured on a machine of two processors before there was an engine: what it was to come to, in events a second without loss and in microseconds of an event. */
const GOAL = { rate: 1_290_000, arrived: 100, each: 0.27 };

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function beyond(add, median, rounds = 3, loads = LOADS) {
  const missing = ['gcc', 'clang', 'bpftool'].filter((command) => !onPath(command));
  if (missing.length > 0) return console.error(`skipped: programs in C (${missing.join(', ')} missing)`);
  const folder = mkdtempSync(join(tmpdir(), 'gt-beyond-'));
  try {
    const failed = build(folder);
    if (failed !== undefined) return console.error(`skipped: programs in C (${failed})`);
    await building(add, median, folder);
    const object = join(folder, 'syscalls.bpf.o');
    const ours = (how) => (pid) => reading(process.execPath, [join(HERE, 'ours.mjs'), object, pid, how], folder);
    const ways = {
      engine: ours('engine'),
      run: ours('run'),
      kept: ours('kept'),
      loader: (pid) => reading(join(folder, 'loader'), [object, pid], folder),
      bpftrace: (pid) => bpftrace(pid, folder),
    };
    for (const load of loads) {
      const figures = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
      for (let round = 0; round < rounds; round++) for (const way of Object.keys(ways)) figures[way].push(await measured(folder, load, ways[way]));
      const of = (way, what) => median(figures[way].map((one) => one[what]));
      for (const [peer, as] of Object.entries(PEERS)) {
        add(`C program, ${load.name}: delivered`, of('engine', 'rate'), 'events/s', as, of(peer, 'rate'));
        add(`C program, ${load.name}: arrived`, of('engine', 'arrived'), '%', as, of(peer, 'arrived'));
        add(`C program, ${load.name}: CPU an event`, of('engine', 'each'), 'us', as, of(peer, 'each'));
      }
      for (const [way, as] of [
        ['run', 'a whole run'],
        ['kept', 'a run kept as a session'],
      ]) {
        add(`${as}, ${load.name}: delivered`, of(way, 'rate'), 'events/s', 'the engine', of('engine', 'rate'));
        add(`${as}, ${load.name}: arrived`, of(way, 'arrived'), '%', PEERS.bpftrace, of('bpftrace', 'arrived'));
        add(`${as}, ${load.name}: CPU an event`, of(way, 'each'), 'us', PEERS.bpftrace, of('bpftrace', 'each'));
      }
      if (load.producers === 1) continue;
      // A goal is a ratio that is not to be passed: where more is better, the peer is what must be reached.
      add('the same: the goal, delivered', GOAL.rate, 'events/s', 'reached', of('engine', 'rate'), 1);
      add('the same: the goal, arrived', GOAL.arrived, '%', 'reached', of('engine', 'arrived'), 1);
      add('the same: CPU an event', of('engine', 'each'), 'us', 'the goal', GOAL.each, 1);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What could not be made, in a word; undefined where all was. */
function build(folder) {
  const header = spawnSync('bpftool', ['btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format', 'c'], { maxBuffer: 1 << 28 });
  if (header.status !== 0) return 'this kernel tells no types';
  writeFileSync(join(folder, 'vmlinux.h'), header.stdout);
  copyFileSync(join(HERE, 'syscalls.bpf.c'), join(folder, 'syscalls.bpf.c'));
  const made = (command, ...args) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
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
  const took = (child) => Number(child.stdout);
  const ours = (cache, code) =>
    took(
      spawnSync(process.execPath, ['--input-type=module', '-e', `${PRELUDE(source)} ${code}`], {
        encoding: 'utf8',
        env: { ...process.env, XDG_CACHE_HOME: cache },
      }),
    );
  const compiling = 'const { object } = await timed(() => compile(source, { host }));';
  const warm = join(folder, 'cache');
  ours(warm, compiling);
  for (let i = 0; i < 5; i++) {
    times.clang.push(timed(() => spawnSync(command, args)));
    times.compiled.push(ours(warm, `${compiling} tell();`));
    times.read.push(ours(warm, `${compiling} await timed(() => readObject(object)); tell();`));
    times.tried.push(ours(warm, `${compiling} await timed(() => tryLoad(object)); tell();`));
    times.built.push(timed(() => gpttrace(['build', source, '-o', join(folder, 'carried.bpf.o'), '--force'], warm)));
    times.dumped.push(timed(() => spawnSync('bpftool', ['btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format', 'c'], { maxBuffer: 1 << 28 })));
    times.first.push(ours(join(folder, `cold-${i}`), `${compiling} tell();`));
  }
  const of = (what) => median(times[what]);
  add('a C program compiled', of('compiled'), 'ms', 'clang by hand', of('clang'));
  add('the first one on a kernel: vmlinux.h, too', of('first'), 'ms', 'bpftool and clang', of('dumped') + of('clang'));
  add('its object read', of('read'), 'ms', 'clang', of('clang'));
  add('its object tried: the verifier takes it', of('tried'), 'ms', 'clang', of('clang'));
  add('gpttrace build FILE.bpf.c', of('built'), 'ms', 'clang by hand', of('clang'));
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

function gpttrace(args, cache) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/gpttrace.js'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  if (status !== 0) throw new Error(`gpttrace ${args.join(' ')}: ${stderr}`);
}

/** The generator held back until the tracer is attached to it; what of its calls the tracer told. */
async function measured(folder, { rate = 0, producers }, start) {
  const calls = spawn(join(folder, 'calls'), [SECONDS, rate, producers].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
  const made = firstLine(calls);
  const tracer = await start(String(calls.pid));
  calls.stdin.end('go\n');
  const count = Number(await made);
  const { records, cpu } = await tracer.end();
  // The generator does a little more than what it counts: it begins threads, and ends.
  return { rate: Math.min(records, count) / SECONDS, arrived: Math.min(100, (records / count) * 100), each: (cpu * 1e6) / records };
}

/** Ours and the loader: they say when they are attached, and at the end what they had. */
async function reading(command, args, folder) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    end: async () => {
      await sleep(300);
      child.kill('SIGINT');
      return JSON.parse((await lines.next()).value);
    },
  };
}

async function bpftrace(pid, folder) {
  const path = join(folder, 'bpftrace.json');
  rmSync(path, { force: true });
  const program = `BEGIN { printf("attached\\n"); } tracepoint:raw_syscalls:sys_enter /pid == ${pid}/ { printf("%d %d %llu %s\\n", pid, args->id, nsecs, comm); }`;
  const child = spawn('bpftrace', ['-f', 'json', '-o', path, '-e', program], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const text = () => readFileSync(path, { encoding: 'latin1', flag: 'a+' });
  while (!text().includes('attached') && child.exitCode === null) await sleep(50);
  await sleep(200);
  const before = cpuOf(child.pid);
  return {
    end: async () => {
      await sleep(1500);
      const cpu = cpuOf(child.pid) - before;
      child.kill('SIGINT');
      await exited;
      return { records: Math.max(1, text().split('"printf"').length - 2), cpu };
    },
  };
}

/** Seconds of processor time, in hundredths as /proc tells them. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function firstLine(child) {
  return (await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()).value;
}

function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureBuilt();
  const [rounds = '1', ...wanted] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const loads = LOADS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (loads.length === 0) throw new Error(`there is no load but ${LOADS.map(({ name }) => name).join(', ')}`);
  await beyond(table.add, table.median, Number(rounds), loads);
  table.report();
}
