/** Times of the kernel's clock (bpf_ktime_get_ns, CLOCK_MONOTONIC) as the time of day. */
import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { timeOfDay } from '../../object/clock.ts';

/** Nanoseconds between the kernel's clock and 1970: Node has the wall clock in milliseconds, so it is looked at when one begins. */
function sinceBoot(): bigint {
  const begun = Date.now();
  let now = begun;
  while (now === begun) now = Date.now();
  return BigInt(now) * 1_000_000n - process.hrtime.bigint();
}

/** Of one run: what lies between the two clocks is found out when the first time is told. */
export class Clock {
  #boot: bigint | undefined;

  constructor(boot?: bigint) {
    this.#boot = boot;
  }

  /** Puts the time of day in the place of every such column's number; undefined where none of the columns is one. */
  namer(columns: readonly Column[]): ((values: readonly Scalar[]) => readonly Scalar[]) | undefined {
    const times = columns.flatMap(({ clock }, at) => (clock === undefined ? [] : [{ at, clock }]));
    if (times.length === 0) return undefined;
    return (values) => {
      const told = [...values];
      for (const { at, clock } of times) {
        const value = values[at];
        if (typeof value === 'bigint' || Number.isSafeInteger(value)) told[at] = timeOfDay(clock, BigInt(value as number | bigint) + this.#sinceBoot());
      }
      return told;
    };
  }

  #sinceBoot(): bigint {
    this.#boot ??= sinceBoot();
    return this.#boot;
  }
}
