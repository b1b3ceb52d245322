/**
 * A compiled program beside its peers, all of one program and one load, one after the other: through the engine, through bpftrace's JSON, and through a loader in C. Two
 * loads: as many events as the generator can make, and as many as bpftrace has a chance with.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onPath, root } from '../scripts/ensure.mjs';

const SECONDS = 2;
/** Events a second. */
const MODEST = 50_000;
const HERE = join(root, 'bench/beyond');

/** The table of `npm run bench` gets these figures. */
export async function beyond(add, median, rounds = 3) {
  const missing = ['gcc', 'clang', 'bpftool'].filter((command) => !onPath(command));
  if (missing.length > 0) return console.error(`skipped: programs in C (${missing.join(', ')} missing)`);
  const folder = mkdtempSync(join(tmpdir(), 'gt-beyond-'));
  try {
    const failed = build(folder);
    if (failed !== undefined) return console.error(`skipped: programs in C (${failed})`);
    const object = join(folder, 'syscalls.bpf.o');
    const ways = {
      ours: (pid) => compiled(process.execPath, [join(HERE, 'ours.mjs'), object, pid]),
      loader: (pid) => compiled(join(folder, 'loader'), [object, pid]),
      bpftrace: (pid) => bpftrace(pid, folder),
    };
    for (const [name, rate] of [
      ['as fast as they come', 0],
      [`${MODEST / 1000} k/s`, MODEST],
    ]) {
      const figures = { ours: [], loader: [], bpftrace: [] };
      for (let round = 0; round < rounds; round++) for (const way of Object.keys(ways)) figures[way].push(await measured(folder, rate, ways[way]));
      const of = (way, what) => median(figures[way].map((one) => one[what]));
      for (const peer of ['bpftrace', 'loader']) {
        const as = peer === 'loader' ? 'a loader in C' : 'bpftrace -f json';
        add(`C program, ${name}: delivered`, of('ours', 'rate'), 'events/s', as, of(peer, 'rate'));
        add(`C program, ${name}: missing`, of('ours', 'missing'), '%', as, of(peer, 'missing'));
        add(`C program, ${name}: CPU an event`, of('ours', 'each'), 'us', as, of(peer, 'each'));
      }
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
  const made = (command, ...args) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  for (const { status, stderr } of [
    made('clang', '-target', 'bpf', '-g', '-O2', `-I${folder}`, '-c', join(HERE, 'syscalls.bpf.c'), '-o', 'syscalls.bpf.o'),
    made('gcc', '-O2', '-o', 'loader', join(HERE, 'loader.c'), '-lbpf'),
    made('gcc', '-O2', '-o', 'calls', join(HERE, 'calls.c')),
  ]) {
    if (status !== 0) return `it does not compile here: ${stderr?.split('\n')[0]}`;
  }
  return undefined;
}

/** The generator held back until the tracer is attached to it; what of its calls the tracer told. */
async function measured(folder, rate, start) {
  const calls = spawn(join(folder, 'calls'), [String(SECONDS), String(rate)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const made = firstLine(calls);
  const tracer = await start(String(calls.pid));
  calls.stdin.end('go\n');
  const count = Number(await made);
  const { records, cpu } = await tracer.end();
  return { rate: records / SECONDS, missing: Math.max(0, (1 - records / count) * 100), each: (cpu * 1e6) / records };
}

async function compiled(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
