import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const CPU_STEP_US = 10_000;
const WAIT_MS = 20;
const SLEEP_SECONDS = '0.02';

/** Repeats `work` until this process has used `count` times 10 ms of processor, however long that takes on a busy machine. */
function burn(count: number, used: (usage: NodeJS.CpuUsage) => number, work: () => void): void {
  const start = process.cpuUsage();
  while (used(process.cpuUsage(start)) < count * CPU_STEP_US) work();
}

/** Runs a command to its end; a machine that does not have it cannot do the behaviour. */
function command(context: BehaviourContext, program: string, args: readonly string[]): void {
  const { error, status } = spawnSync(program, args, { stdio: 'ignore' });
  if (error !== undefined || status !== 0) context.cannot(`cannot run ${program}`);
}

export const schedulerBehaviours: readonly Behaviour[] = [
  {
    name: 'cpu',
    does: 'uses 10 ms of processor in user mode',
    run({ count }) {
      let sum = 0;
      burn(
        count,
        (usage) => usage.user,
        () => {
          for (let i = 0; i < 100_000; i++) sum = (sum + i) % 1_000_003;
        },
      );
    },
  },
  {
    name: 'syscpu',
    does: 'uses 10 ms of processor in the kernel, reading /dev/urandom',
    run({ count }) {
      const fd = openSync('/dev/urandom', 'r');
      const buffer = Buffer.alloc(1 << 20);
      burn(
        count,
        (usage) => usage.system,
        () => void readSync(fd, buffer),
      );
      closeSync(fd);
    },
  },
  {
    name: 'futex',
    does: `waits ${WAIT_MS} ms in a futex: one voluntary context switch`,
    run({ count }) {
      const word = new Int32Array(new SharedArrayBuffer(4));
      for (let i = 0; i < count; i++) Atomics.wait(word, 0, 0, WAIT_MS);
    },
  },
  {
    name: 'sleep',
    does: `runs "sleep ${SLEEP_SECONDS}"`,
    run(context) {
      for (let i = 0; i < context.count; i++) command(context, 'sleep', [SLEEP_SECONDS]);
    },
  },
  {
    name: 'migrate',
    does: 'is moved to another processor by taskset',
    run(context) {
      if (availableParallelism() < 2) context.cannot('there is only one processor');
      const pin = (cpu: number): void => command(context, 'taskset', ['-pc', String(cpu), String(process.pid)]);
      pin(0);
      for (let i = 0; i < context.count; i++) pin((i + 1) % 2);
    },
  },
  {
    name: 'wake',
    does: 'wakes gt-woken, a child that waits for a byte',
    async run({ count, pace }) {
      const child = spawn(process.execPath, [process.argv[1] ?? '', 'woken', String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.once('close', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      for (let i = 0; i < count; i++) {
        // The child must be asleep again before the next byte, or there is nobody to wake.
        pace();
        await new Promise((resolve) => child.stdin.write('x', resolve));
      }
      await ended;
    },
  },
  {
    name: 'woken',
    does: 'waits for a byte on standard input; the child of "wake"',
    run({ count }) {
      const byte = Buffer.alloc(1);
      process.stdout.write('ready\n');
      for (let i = 0; i < count; i++) readSync(0, byte);
    },
  },
];
