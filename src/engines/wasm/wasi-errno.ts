/** Error numbers of WASI preview 1, and Linux's as those. */
import { PathError } from './beneath.ts';

export const E = { success: 0, badFile: 8, fault: 21, invalid: 28, io: 29, unsupported: 52, notCapable: 76 } as const;

/** Of what can come of files. */
const OF_LINUX: Readonly<Record<number, number>> = {
  1: 63,
  2: 44,
  4: 27,
  5: 29,
  6: 60,
  9: 8,
  11: 6,
  12: 48,
  13: 2,
  16: 10,
  17: 20,
  // Another place than what is granted.
  18: E.notCapable,
  20: 54,
  21: 31,
  22: 28,
  23: 41,
  24: 33,
  26: 74,
  27: 22,
  28: 51,
  29: 70,
  30: 69,
  31: 34,
  36: 37,
  39: 55,
  40: 32,
  116: 72,
  122: 19,
};

/** What a failed call is to the guest; undefined where it is no failed call. */
export function errnoOf(error: unknown): number | undefined {
  if (error instanceof PathError) return OF_LINUX[error.errno] ?? E.io;
  const errno = error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  return errno === undefined ? undefined : (OF_LINUX[Math.abs(errno)] ?? E.io);
}
