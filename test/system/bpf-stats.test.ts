import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CountingPlace, countRuns } from '../../src/system/bpf-stats.ts';
import { descendants } from '../../src/system/command.ts';
import type { Host } from '../../src/system/host.ts';

const FLOCK = ['/usr/bin/flock', '/bin/flock'].find((path) => existsSync(path));
if (FLOCK === undefined) console.log('skipped: this needs flock');

const root = mkdtempSync(join(tmpdir(), 'gt-stats-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let places = 0;
/** A switch of its own, and nobody who could ask the kernel: what is tried here is the way by which several share it. */
function place(value: string): CountingPlace & { readonly value: () => string } {
  places++;
  const at = join(root, `${places}`);
  writeFileSync(`${at}-switch`, `${value}\n`);
  return { switch: `${at}-switch`, lock: `${at}-lock`, value: () => readFileSync(`${at}-switch`, 'utf8').trim() };
}
/** Nobody waits for a helper for longer than half a second, and on a busy machine it may take longer to turn it off. */
const SLOWLY = { timeout: 20_000 };
async function isOff(at: ReturnType<typeof place>): Promise<void> {
  await expect.poll(() => at.value(), SLOWLY).toBe('0');
}
const host = { arch: 'x64', which: (command: string) => (command === 'flock' ? FLOCK : undefined), exists: existsSync } as unknown as Host;

describe.skipIf(FLOCK === undefined)('the switch that several share', () => {
  it('is on while somebody counts, and off when the last has gone', async () => {
    const at = place('0');
    const first = countRuns(host, process.pid, at);
    expect(await first.on).toBe('all');
    expect(at.value()).toBe('1');
    const second = countRuns(host, process.pid, at);
    expect(await second.on).toBe('all');
    await first.stop();
    expect(at.value()).toBe('1');
    await second.stop();
    await second.stop();
    await isOff(at);
  });

  it('stays on where it was on', async () => {
    const at = place('1');
    const counting = countRuns(host, process.pid, at);
    expect(await counting.on).toBe('all');
    await counting.stop();
    expect(at.value()).toBe('1');
  });

  it('is off again after whoever turned it on was killed, when the next one goes', async () => {
    const at = place('0');
    const before = new Set(descendants(process.pid));
    const first = countRuns(host, process.pid, at);
    await first.on;
    const helpers = descendants(process.pid).filter((one) => !before.has(one));
    expect(helpers).not.toEqual([]);
    for (const pid of helpers) process.kill(pid, 'SIGKILL');
    await first.stop();
    // It holds its lock until it is dead, which on a busy machine may be later than anybody waits for it.
    await expect.poll(() => descendants(process.pid).filter((one) => helpers.includes(one)), SLOWLY).toEqual([]);
    expect(at.value()).toBe('1');
    const second = countRuns(host, process.pid, at);
    expect(await second.on).toBe('all');
    await second.stop();
    await isOff(at);
  });

  it('twenty at once agree', async () => {
    const at = place('0');
    const many = Array.from({ length: 20 }, () => countRuns(host, process.pid, at));
    expect(await Promise.all(many.map(({ on }) => on))).toEqual(Array(20).fill('all'));
    expect(at.value()).toBe('1');
    await Promise.all(many.slice(1).map((one) => one.stop()));
    expect(at.value()).toBe('1');
    await many[0]?.stop();
    await isOff(at);
  });

  it('is left alone by who is stopped before it began', async () => {
    const at = place('0');
    const counting = countRuns(host, process.pid, at);
    await counting.stop();
    await counting.on;
    await expect.poll(() => at.value()).toBe('0');
  });

  it.each([
    { name: 'there is no switch', at: { switch: '/nowhere/switch', lock: join(root, 'none') }, with: host },
    { name: 'it cannot be locked', at: { switch: join(root, '1-switch'), lock: '/nowhere/lock' }, with: host },
    { name: 'there is nothing to do it with', at: { switch: join(root, '1-switch'), lock: join(root, 'l') }, with: { ...host, which: () => undefined } },
    {
      name: 'the kernel refuses',
      at: { switch: '/nowhere/switch', lock: join(root, 'l') },
      with: { ...host, which: (one: string) => (one === 'perl' ? '/bin/false' : undefined) },
    },
    {
      name: 'what is on the path cannot be started',
      at: { switch: '/nowhere/switch', lock: join(root, 'l') },
      with: { ...host, which: () => '/nowhere/perl' },
    },
  ])('cannot be had where $name', async ({ at, with: other }) => {
    const counting = countRuns(other, process.pid, at);
    expect(await counting.on).toBe('none');
    await counting.stop();
  });
});
