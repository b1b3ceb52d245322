/**
 * How long what a tracer prints is left in the pipe, so that one wake-up of ours serves many records: a wake-up costs more than the reading of a hundred of them, and
 * bpftrace wakes us for each.
 */
import { PIPE } from '../../system/fifo.ts';

/** Milliseconds that what comes one by one is left there: nobody sees it come later. At 10,000 lines of 80 bytes a second a pipe is two thirds full then. */
const LONG = 50;
/** The same where the pipe was made wider. */
const LONG_WIDE = 150;
/** Where the pipe was all but full after that. */
const SHORT = 5;
/** Of the room in the pipe. */
const MUCH = 3 / 4;
const FULL = 15 / 16;
/** Milliseconds: what comes less often than this wakes us rarely enough. */
const SELDOM = 10;

/** Milliseconds for each 64 KiB of the pipe while a run is to be slow. It is full long before, and bpftrace waits; what it cannot keep meanwhile the kernel counts as lost. */
const PACED_MS = 250;

/** For how long a pipe is left alone while a run is to be slow. */
export function pacedMs(room: number): number {
  return (PACED_MS * room) / PIPE;
}

/** Tells after each reading, by how much it was, for how many milliseconds none is to follow. `room`: what the pipe holds. */
export function holdAfter(now: () => number = () => performance.now(), room: () => number = () => PIPE): (length: number) => number {
  let ready = Number.NEGATIVE_INFINITY;
  return (length) => {
    const at = now();
    const isOften = at - ready < SELDOM;
    const holds = room();
    const hold = length >= FULL * holds || !isOften ? 0 : length >= MUCH * holds ? SHORT : holds > PIPE ? LONG_WIDE : LONG;
    ready = at + hold;
    return hold;
  };
}
