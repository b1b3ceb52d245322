import type { Heard } from '../../core/intent.ts';
import { lookup } from '../../core/lookup.ts';
import type { Lexicon } from '../lexicon.ts';
import { numberOf, positive } from './amount.ts';
import type { Remaining } from './remaining.ts';

/** The most a question may ask for; longer runs are asked for by flag. */
const MAX_SECONDS = 24 * 3600;

/** How long it lasts, in seconds. */
export function readDuration(text: Remaining): Heard<number> | undefined {
  return text.take(text.lexicon.durations, (groups) => durationOf(groups, text.lexicon));
}

/** After how many seconds the answer is begun anew. */
export function readEvery(text: Remaining): Heard<number> | undefined {
  return text.take(text.lexicon.every, ([amount = '', unit = '']) => durationOf([amount === '' ? '1' : amount, unit], text.lexicon));
}

/** How often it is shown, or how many events are. */
export function readTimes(text: Remaining): Heard<number> | undefined {
  return text.take(text.lexicon.times, ([number = '']) => positive(String(numberOf(number, text.lexicon))));
}

/** How many of the largest. */
export function readTop(text: Remaining): Heard<number> | undefined {
  return text.take(text.lexicon.top, ([number = '']) => positive(String(numberOf(number, text.lexicon))));
}

function durationOf([amount = '', unit = '']: readonly string[], lexicon: Lexicon): number | undefined {
  const seconds = numberOf(amount, lexicon) * (lookup(lexicon.units, unit.toLowerCase()) ?? Number.NaN);
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}
