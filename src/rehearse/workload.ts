/**
 * The workload generator: `node workload.js BEHAVIOUR [COUNT [ARG...]]`.
 *
 * It names itself gt-BEHAVIOUR (its comm), does the behaviour exactly COUNT times, about evenly over one second, and prints one line of JSON that says what
 * it did. Exit status 77 means that this machine cannot do it, 2 a mistake in the arguments.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, BehaviourContext } from './behaviour.ts';
import { contentBehaviours } from './behaviours/contents.ts';
import { credentialBehaviours } from './behaviours/credentials.ts';
import { diskBehaviours } from './behaviours/disk.ts';
import { fileBehaviours } from './behaviours/files.ts';
import { kernelBehaviours } from './behaviours/kernel.ts';
import { memoryBehaviours } from './behaviours/memory.ts';
import { moreBehaviours } from './behaviours/more.ts';
import { nameBehaviours } from './behaviours/names.ts';
import { networkBehaviours } from './behaviours/network.ts';
import { oomBehaviours } from './behaviours/oom.ts';
import { packetBehaviours } from './behaviours/packets.ts';
import { processBehaviours } from './behaviours/processes.ts';
import { schedulerBehaviours } from './behaviours/scheduler.ts';
import { storageBehaviours } from './behaviours/storage.ts';
import { syscallBehaviours } from './behaviours/syscalls.ts';
import { userlandBehaviours } from './behaviours/userland.ts';

const behaviours: readonly Behaviour[] = [
  ...fileBehaviours,
  ...contentBehaviours,
  ...nameBehaviours,
  ...memoryBehaviours,
  ...oomBehaviours,
  ...processBehaviours,
  ...credentialBehaviours,
  ...syscallBehaviours,
  ...moreBehaviours,
  ...diskBehaviours,
  ...storageBehaviours,
  ...networkBehaviours,
  ...schedulerBehaviours,
  ...packetBehaviours,
  ...userlandBehaviours,
  ...kernelBehaviours,
];

const EXIT_CANNOT = 77;
const DEFAULT_COUNT = 50;
/** Over so many milliseconds the COUNT acts are spread. */
const SPREAD_MS = 1000;

class CannotError extends Error {}

/** Blocks this thread for `ms` milliseconds. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, countText, ...args] = argv;
  const behaviour = behaviours.find((candidate) => candidate.name === name);
  const count = countText === undefined ? DEFAULT_COUNT : Number(countText);
  if (behaviour === undefined || !Number.isSafeInteger(count) || count < 0) {
    process.stderr.write('usage: workload BEHAVIOUR [COUNT [ARG...]]\n');
    for (const { name, does } of behaviours) process.stderr.write(`  ${name.padEnd(12)} ${does}\n`);
    return 2;
  }
  // Opening a pipe that nobody writes to waits until somebody does: a tracer that is not ready yet.
  const { GPTTRACE_GATE: gate } = process.env;
  if (gate) closeSync(openSync(gate, 'r'));
  // Nobody opens it a second time for the children.
  delete process.env.GPTTRACE_GATE;
  const dir = mkdtempSync(join(tmpdir(), 'gt-workload-'));
  // Tests of what does not look at the time do not wait for a whole second.
  const spread = Number(process.env.GPTTRACE_SPREAD_MS) || SPREAD_MS;
  const context: BehaviourContext = {
    count,
    args,
    dir,
    pace: () => sleep(spread / Math.max(count, 1)),
    cannot: (why) => {
      throw new CannotError(why);
    },
  };
  // Only the main thread is renamed: V8's and libuv's own threads keep "node" and stay out of the answer.
  writeFileSync('/proc/self/comm', `gt-${behaviour.name}`);
  try {
    await behaviour.run(context);
  } catch (error) {
    if (!(error instanceof CannotError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_CANNOT;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  const comm = readFileSync('/proc/self/comm', 'utf8').trim();
  process.stdout.write(`${JSON.stringify({ behaviour: name, comm, pid: process.pid, count })}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
