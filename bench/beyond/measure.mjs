/**
 * One tracer beside one load: what it cost and what of it arrived, and why that is not to be trusted where it is not. Nothing here waits for ever, throws, or leaves a process
 * behind: a figure that could not be had is NaN, with the reason.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** For how long a load makes its events. */
export const SECONDS = 2;
/** What takes longer than this does not happen any more. */
const PATIENCE_MS = 60_000;
/** Of the machine's processors, busy with something else; of the events that were to be offered, missing; of the median, between the best round and the worst. */
const MOST = { others: 0.1, missing: 0.05, apart: 0.3 };
const HUNDREDTH = 0.01;

/** The load held back until the tracer is attached to it; what of its calls the tracer told. `start` starts a tracer of a process. */
export async function measured(folder, { rate = 0, producers }, start) {
  const children = [];
  const begin = (command, args, options) => {
    const child = spawn(command, args, options);
    children.push(child);
    // What does not start tells so by its output's end.
    child.once('error', () => {});
    return child;
  };
  try {
    const calls = begin(join(folder, 'calls'), [SECONDS, rate, producers].map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
    calls.stdin.on('error', () => {});
    const made = firstLine(calls);
    const tracer = await within(start(String(calls.pid), begin), 'the tracer was attached');
    const before = busy();
    const began = performance.now();
    calls.stdin.end('go\n');
    const count = Number(await within(made, 'the load came to its end'));
    const lasted = (performance.now() - began) / 1000;
    const inAll = busy() - before;
    const { records, cpu } = await within(tracer.end(), 'the tracer told what it had');
    if (!(count > 0)) return failed('the load made no events');
    return {
      // The load does a little more than what it counts: it begins threads, and ends.
      rate: Math.min(records, count) / SECONDS,
      arrived: Math.min(100, (records / count) * 100),
      each: records > 0 ? (cpu * 1e6) / records : Number.NaN,
      others: (inAll - producers * SECONDS - cpu) / (lasted * availableParallelism()),
      made: rate === 0 ? 1 : count / (rate * SECONDS),
      ...(records > 0 ? {} : { why: 'nothing arrived' }),
    };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function failed(why) {
  return { rate: Number.NaN, arrived: Number.NaN, each: Number.NaN, why };
}

/** Why the medians of these rounds are not to be trusted, of one tracer each. `what`: the figure. */
export function doubtsOf(tracers, what) {
  const rounds = tracers.flat();
  const others = Math.max(...rounds.map((one) => one.others ?? 0));
  const made = Math.min(...rounds.map((one) => one.made ?? 1));
  const apart = Math.max(...tracers.map((these) => spreadOf(these.map((one) => one[what]))));
  return [
    ...new Set(rounds.flatMap(({ why }) => why ?? [])),
    ...(others > MOST.others ? [`something else took up to ${percent(others)} of the machine`] : []),
    ...(made < 1 - MOST.missing ? [`the load made ${percent(made)} of its events in time`] : []),
    ...(apart > MOST.apart ? [`rounds are up to ${percent(apart)} apart`] : []),
  ];
}

/** From the least to the most, as a share of the median. */
function spreadOf(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return middle > 0 ? (sorted[sorted.length - 1] - sorted[0]) / middle : 0;
}

/** Ours and the loader: they say when they are attached, and at the end what they had. */
export async function reading(begin, command, args, folder) {
  const child = begin(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== 'attached') throw new Error(`${command} attached nothing`);
  return {
    end: async () => {
      await sleep(300);
      child.kill('SIGINT');
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${command} ended without a word`);
      return JSON.parse(value);
    },
  };
}

export async function bpftrace(begin, pid, folder) {
  const path = join(folder, 'bpftrace.json');
  rmSync(path, { force: true });
  const program = `BEGIN { printf("attached\\n"); } tracepoint:raw_syscalls:sys_enter /pid == ${pid}/ { printf("%d %d %llu %s\\n", pid, args->id, nsecs, comm); }`;
  const child = begin('bpftrace', ['-f', 'json', '-o', path, '-e', program], { stdio: 'ignore' });
  let isGone = false;
  const exited = new Promise((resolve) => child.once('exit', resolve)).then(() => {
    isGone = true;
  });
  const text = () => readFileSync(path, { encoding: 'latin1', flag: 'a+' });
  while (!text().includes('attached')) {
    if (isGone) throw new Error('bpftrace attached nothing');
    await sleep(50);
  }
  await sleep(200);
  const before = cpuOf(child.pid);
  return {
    end: async () => {
      await sleep(1500);
      const cpu = cpuOf(child.pid) - before;
      child.kill('SIGINT');
      await exited;
      return { records: Math.max(0, text().split('"printf"').length - 2), cpu };
    },
  };
}

/** Seconds of processor time of a process, in hundredths as /proc tells them. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * HUNDREDTH;
}

/** Seconds that all processors were busy, with whatever, and that were taken from the machine. */
function busy() {
  const [user, nice, system, , , interrupts, soft, stolen] = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))[1].split(' ').map(Number);
  return (user + nice + system + interrupts + soft + stolen) * HUNDREDTH;
}

async function firstLine(child) {
  return (await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()).value;
}

/** What has not happened by then ends the round. */
async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${PATIENCE_MS / 1000} s were over before ${what}`)), PATIENCE_MS);
  });
  // Where the other was first, this one's end is nobody's business.
  promise.catch(() => {});
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function percent(share) {
  return `${Math.round(share * 100)}%`;
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
