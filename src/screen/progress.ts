import { paint, type Style } from '../views/layout.ts';
import { secondsText } from '../views/values.ts';
import type { Vitals } from './watch.ts';
import type { Words } from './words.ts';

const LEAST_BAR = 6;
const MOST_BAR = 30;

/** Whether its time is over, so that only its answer is waited for. */
export function isOver({ phase, seconds }: Vitals, limit: number | undefined): boolean {
  return phase === 'collecting' || (limit !== undefined && seconds > limit);
}

/** How far a bounded run is; how long another one has been going on. At most about so many cells. */
export function progress(vitals: Vitals, limit: number | undefined, cells: number, style: Style, words: Words): string {
  const { phase, seconds } = vitals;
  if (phase === 'attaching') return words.attaching;
  if (isOver(vitals, limit)) return words.collecting;
  const unit = style.language === 'zh' ? '秒' : 's';
  if (limit === undefined) return seconds < 60 ? `${Math.floor(seconds)} ${unit}` : secondsText(Math.floor(seconds), style.language ?? 'en');
  const told = `${Math.floor(seconds)} ${words.of} ${limit} ${unit}`;
  const room = Math.min(MOST_BAR, cells - told.length - 3);
  if (room < LEAST_BAR) return told;
  const full = Math.min(room, Math.floor((room * seconds) / limit));
  const [done, left] = style.unicode ? ['█', '░'] : ['#', '-'];
  return `[${paint(done.repeat(full), 'green', style)}${left.repeat(room - full)}] ${told}`;
}
