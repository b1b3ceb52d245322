/**
 * How long what a tracer prints is left in the pipe, so that one wake-up of ours serves many records: a wake-up costs more than the reading of a hundred of them, and
 * bpftrace wakes us for each.
 */

/** Milliseconds that what comes one by one is left there: nobody sees it come later. At 10,000 lines of 80 bytes a second the pipe is two thirds full then. */
const LONG = 50;
/** Where the pipe was all but full after that. */
const SHORT = 5;
/** Characters. A pipe holds 64 KiB. */
const MUCH = 48 * 1024;
const FULL = 60 * 1024;
/** Milliseconds: what comes less often than this wakes us rarely enough. */
const SELDOM = 10;

/** Milliseconds while a run is to be slow. The pipe is full long before, and bpftrace waits; what it cannot keep meanwhile the kernel counts as lost. */
export const PACED_MS = 250;

/** Tells after each reading, by how much it was, for how many milliseconds none is to follow. */
export function holdAfter(now: () => number = () => performance.now()): (length: number) => number {
  let ready = Number.NEGATIVE_INFINITY;
  return (length) => {
    const at = now();
    const isOften = at - ready < SELDOM;
    const hold = length >= FULL || !isOften ? 0 : length >= MUCH ? SHORT : LONG;
    ready = at + hold;
    return hold;
  };
}
