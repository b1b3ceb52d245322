import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startTracer, type Tracer } from '../../src/system/tracer.ts';

/** A shell script in a tracer's place. */
function start(script: string): Tracer {
  const tracer = startTracer({ path: '/bin/sh', args: ['-c', script], privilege: 'root' });
  tracer.give('', { interrupt: 5_000, terminate: 1_000 });
  return tracer;
}

async function read(tracer: Tracer, each: (text: string) => void | Promise<void> = () => {}): Promise<string> {
  let all = '';
  for await (const chunk of tracer.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    all += chunk;
    await each(chunk);
  }
  return all;
}

/** Says of itself how many lines it has printed when it is asked to end. What a signal interrupts is lost to it, as it is to bpftrace. */
const COUNTS = `trap 'echo "looked $n"' USR1; trap 'echo "ended $n"; exit 0' INT; n=0; echo ready
  while :; do n=$((n+1)); echo "line $n of some length, as lines are that programs print"; done`;

describe('a tracer', () => {
  it('all it printed comes, also where it ended before anybody read', async () => {
    const tracer = start('i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo "line $i"; done');
    await setTimeout(100);
    const lines = (await read(tracer)).trimEnd().split('\n');
    expect(lines).toHaveLength(20_000);
    expect(lines.at(-1)).toBe('line 20000');
    expect(await tracer.exited).toMatchObject({ status: 0, signal: null });
  });

  it('that cannot be started says so, and its output ends', async () => {
    const tracer = startTracer({ path: '/no/such/tracer', args: [], privilege: 'root' });
    tracer.give('', { interrupt: 0, terminate: 0 });
    expect(await read(tracer)).toBe('');
    expect(await tracer.exited).not.toMatchObject({ status: 0 });
  });

  it('what it prints is held, and comes in one piece', async () => {
    const tracer = start('echo ready; i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "line $i"; sleep 0.002; done');
    const pieces: string[] = [];
    const all = await read(tracer, (text) => {
      pieces.push(text);
      tracer.hold?.(10_000);
    });
    expect(all.trimEnd().split('\n')).toHaveLength(41);
    // The first, and all that came until its end, which ends the holding.
    expect(pieces.length).toBeLessThan(5);
  });

  it('that prints all the time, and is read slowly, ends whole where it is stopped', async () => {
    const tracer = start(COUNTS);
    let stopped = false;
    const all = await read(tracer, async () => {
      await setTimeout(20);
      if (!stopped) tracer.stop();
      stopped = true;
    });
    const lines = all.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`ended ${lines.length - 2}`);
    expect(await tracer.exited).toMatchObject({ status: 0 });
  });

  it('is asked for its maps while it prints, and nothing is lost', async () => {
    const tracer = start(COUNTS);
    let asked: boolean | undefined;
    const all = await read(tracer, async (text) => {
      if (asked === undefined) asked = await tracer.look?.();
      if (text.includes('looked')) tracer.stop();
      if (asked === false) asked = undefined;
    });
    expect(asked).toBe(true);
    const lines = all.trimEnd().split('\n');
    const numbers = lines.filter((line) => line.startsWith('line')).map((line) => Number(line.split(' ')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(lines.filter((line) => line.startsWith('looked'))).toHaveLength(1);
  });

  it('that was kept from printing prints first what it has, when it is stopped', async () => {
    // What is not printed by then is lost to it, as what is in its buffers is to bpftrace.
    const tracer = start(`trap 'echo "ended $n"; exit 0' INT; n=0; echo ready
      while [ $n -lt 30000 ]; do n=$((n+1)); echo "line $n of some length, as lines are that programs print"; done; sleep 30 >&- 2>&- & wait`);
    const all = await read(tracer, async () => {
      tracer.hold?.(10_000);
      await setTimeout(100);
      tracer.stop(true);
    });
    const lines = all.trimEnd().split('\n');
    expect(lines).toHaveLength(30_002);
    expect(lines.at(-1)).toBe('ended 30000');
    expect(tracer.leftBehind?.()).toBe(false);
    expect(await tracer.exited).toMatchObject({ status: 0 });
  });

  it('that never comes to the end of it is stopped all the same, and that is known', async () => {
    const tracer = start(COUNTS);
    const all = await read(tracer, () => tracer.stop(true));
    const lines = all.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(`ended ${lines.length - 2}`);
    expect(tracer.leftBehind?.()).toBe(true);
  });

  it('tells the CPU time it has used', async () => {
    const tracer = start('trap "exit 0" INT; while :; do :; done');
    const before = tracer.used?.() ?? Number.NaN;
    for (let tries = 0; tries < 1_000 && (tracer.used?.() ?? 0) < before + 0.05; tries++) await setTimeout(50);
    expect(tracer.used?.()).toBeGreaterThanOrEqual(before + 0.05);
    tracer.stop();
    await read(tracer);
    await tracer.exited;
    expect(tracer.used?.()).toBeUndefined();
  });

  it('that prints without end is read to a bound while it is asked to end', async () => {
    const tracer = start('exec cat /dev/zero');
    await setTimeout(50);
    tracer.stop();
    await tracer.exited;
    expect(tracer.stdout.readableLength).toBeLessThan(160 * 1024 * 1024);
    tracer.stdout.destroy();
  });
});
