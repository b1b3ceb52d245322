/** A workload that several tracers wait for. */
import { describe, expect, it } from 'vitest';
import { SharedWorkload } from '../../../src/line/eval/shared-workload.ts';
import type { Group } from '../../../src/system/group.ts';

class Fake implements Group {
  readonly exited: Group['exited'] = new Promise(() => {});
  killed = 0;
  stdout(): string {
    return '';
  }
  stderr(): string {
    return '';
  }
  kill(): void {
    this.killed++;
  }
}

/** What happened, in the order in which it did. */
function shared(tracers: number) {
  const group = new Fake();
  const workload = new SharedWorkload(tracers);
  let starts = 0;
  const start = (): Group => {
    starts++;
    return group;
  };
  return { group, workload, start, starts: () => starts };
}

describe('a workload that several tracers watch', () => {
  it('begins once all are attached, and ends when the last has left', async () => {
    const { group, workload, start, starts } = shared(2);
    const first = workload.ready(start);
    expect(starts()).toBe(0);
    const second = workload.ready(start);
    expect(starts()).toBe(1);
    expect([await first, await second]).toEqual([group, group]);
    workload.leave(true);
    expect(group.killed).toBe(0);
    workload.leave(true);
    expect(group.killed).toBe(1);
  });

  it('does not wait for one that never attaches', async () => {
    const { workload, start, starts } = shared(3);
    workload.leave(false);
    const waiting = workload.ready(start);
    expect(starts()).toBe(0);
    workload.leave(false);
    expect(starts()).toBe(1);
    await waiting;
  });

  it('never begins where none attaches', () => {
    const { group, workload, starts } = shared(2);
    workload.leave(false);
    workload.leave(false);
    expect([starts(), group.killed]).toEqual([0, 0]);
  });
});
