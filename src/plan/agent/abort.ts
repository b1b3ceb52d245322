/** Work that an interrupt ends at once, whether it minds the signal itself or not. */

const INTERRUPTED: unique symbol = Symbol('interrupted');
export type Interrupted = typeof INTERRUPTED;

export function isInterrupted(value: unknown): value is Interrupted {
  return value === INTERRUPTED;
}

/** What a promise gives; `Interrupted` as soon as the signal is aborted. What comes of the promise after that, nobody minds. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | Interrupted> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return INTERRUPTED;
  }
  let stop = (): void => undefined;
  const aborted = new Promise<Interrupted>((resolve) => {
    stop = () => resolve(INTERRUPTED);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A signal that is aborted with another one, or after so many seconds; `late` says whether that was why. */
export function withDeadline(signal: AbortSignal, seconds: number): { readonly signal: AbortSignal; readonly late: () => boolean; readonly done: () => void } {
  const timer = new AbortController();
  const handle = setTimeout(() => timer.abort(), Math.max(0, Math.min(seconds * 1000, 2 ** 31 - 1)));
  return { signal: AbortSignal.any([signal, timer.signal]), late: () => timer.signal.aborted && !signal.aborted, done: () => clearTimeout(handle) };
}
