/** Chooses what is told of an event in a scene: rows, a count, an amount, a time, stacks. */
import type { Intent } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { type Part, read } from './fields.ts';
import type { Offers } from './offers.ts';
import { type Amount, counted, keysOf, rows, type Scene, summed } from './scene.ts';
import { amountOf, type Wish } from './wish.ts';

export interface Ask {
  readonly intent: Intent;
  readonly offers: Offers;
}

/** Rows at this rate, in events a second, are more than anybody reads, and cost more than they tell. */
export const FLOOD = 20_000;

/**
 * The program for a wish; undefined where the scene has no number to sum up. `latency` is what a time is of, where the scene knows one; `byDefault` are the
 * keys of a count.
 */
export function tell(
  scene: Scene,
  wish: Wish,
  parts: readonly Part[],
  latency?: Amount,
  rate = 0,
  byDefault: readonly string[] = ['process'],
): LibraryProgram | undefined {
  const { measure } = wish;
  switch (measure) {
    case 'each':
      return rate >= FLOOD && !wish.few ? counted(scene, keysOf(scene, wish.keys, byDefault), 'count') : rows(scene);
    case 'count':
    case 'rate':
    case 'top': {
      const named = measure === 'top' ? wish.named.find(({ kind }) => kind === 'number') : undefined;
      if (named !== undefined) return amounts(scene, { ...wish, measure: 'sum' }, amountFrom(named));
      return counted(scene, keysOf(scene, wish.keys, byDefault), 'count');
    }
    case 'stacks': {
      const stack = wish.userStacks ? ['user stack'] : ['stack'];
      const others = wish.keys.filter((key) => !/stack/.test(key) && Object.hasOwn(scene.by, key));
      return counted(scene, [...others, ...keysOf(scene, [], stack)], 'stacks');
    }
    case 'latency':
      return latency === undefined ? undefined : amounts(scene, wish, latency);
    default: {
      if (latency !== undefined && wish.ofTime) return amounts(scene, { ...wish, measure: measure === 'distribution' ? 'latency' : measure }, latency);
      const part = amountOf(parts, wish);
      return part === undefined ? undefined : amounts(scene, wish, amountFrom(part));
    }
  }
}

export function amountFrom(part: Part): Amount {
  const { column, unit } = part;
  return { column: { name: column, ...(unit === undefined ? {} : { unit }) }, read: read(part) };
}

function amounts(scene: Scene, wish: Wish, amount: Amount): LibraryProgram {
  const isPicture = wish.measure === 'latency' || wish.measure === 'distribution';
  const keys = keysOf(scene, wish.keys, isPicture ? [] : ['process']);
  const map = `@${amount.column.name.replace(/\W+/g, '_')}`;
  return summed(scene, keys, wish.measure, amount, map);
}
