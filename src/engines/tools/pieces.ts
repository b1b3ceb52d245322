import type { Tracer } from '../../system/tracer.ts';

type Next<T> = { readonly kind: 'piece'; readonly piece: T } | { readonly kind: 'quiet' } | { readonly kind: 'over' };

/** The pieces of an output as they come, and once that it was quiet for so long, where nothing had come by then. */
export async function* piecesOrQuiet<T>(source: AsyncGenerator<T>, milliseconds: number): AsyncGenerator<Exclude<Next<T>, { kind: 'over' }>> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<Next<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'quiet' }), milliseconds);
  });
  try {
    for (let first = true; ; first = false) {
      const coming = source.next().then(
        (next): Next<T> => (next.done === true ? { kind: 'over' } : { kind: 'piece', piece: next.value }),
        // Closed by us, since it would never have ended.
        (): Next<T> => ({ kind: 'over' }),
      );
      let next = await (first ? Promise.race([coming, quiet]) : coming);
      if (next.kind === 'quiet') {
        yield next;
        next = await coming;
      }
      if (next.kind !== 'piece') return;
      yield next;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** How it ended; undefined where that is not known within so long, since what it started holds its output open. */
export async function exitWithin(tracer: Tracer, milliseconds: number): Promise<Awaited<Tracer['exited']> | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([tracer.exited, late]);
  } finally {
    clearTimeout(timer);
  }
}
