/** The time of day as strftime(3) writes it in the C locale, which is what bpftrace's strftime() does; `%f` are microseconds, as there. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY_MS = 86_400_000;

interface Moment {
  readonly date: Date;
  readonly microseconds: number;
}

const two = (value: number): string => String(value).padStart(2, '0');
const blank = (value: number): string => String(value).padStart(2, ' ');
const hourOf12 = ({ date }: Moment): number => date.getHours() % 12 || 12;

const CONVERSIONS: Readonly<Record<string, (moment: Moment) => string>> = {
  a: ({ date }) => (DAYS[date.getDay()] ?? '').slice(0, 3),
  A: ({ date }) => DAYS[date.getDay()] ?? '',
  b: ({ date }) => (MONTHS[date.getMonth()] ?? '').slice(0, 3),
  B: ({ date }) => MONTHS[date.getMonth()] ?? '',
  c: (moment) => written('%a %b %e %H:%M:%S %Y', moment),
  C: ({ date }) => two(Math.floor(date.getFullYear() / 100)),
  d: ({ date }) => two(date.getDate()),
  D: (moment) => written('%m/%d/%y', moment),
  e: ({ date }) => blank(date.getDate()),
  f: ({ microseconds }) => String(microseconds).padStart(6, '0'),
  F: (moment) => written('%Y-%m-%d', moment),
  h: (moment) => written('%b', moment),
  H: ({ date }) => two(date.getHours()),
  I: (moment) => two(hourOf12(moment)),
  j: ({ date }) => String(dayOfYear(date)).padStart(3, '0'),
  k: ({ date }) => blank(date.getHours()),
  l: (moment) => blank(hourOf12(moment)),
  m: ({ date }) => two(date.getMonth() + 1),
  M: ({ date }) => two(date.getMinutes()),
  n: () => '\n',
  p: ({ date }) => (date.getHours() < 12 ? 'AM' : 'PM'),
  P: ({ date }) => (date.getHours() < 12 ? 'am' : 'pm'),
  r: (moment) => written('%I:%M:%S %p', moment),
  R: (moment) => written('%H:%M', moment),
  s: ({ date }) => String(Math.floor(date.getTime() / 1000)),
  S: ({ date }) => two(date.getSeconds()),
  t: () => '\t',
  T: (moment) => written('%H:%M:%S', moment),
  u: ({ date }) => String(date.getDay() || 7),
  w: ({ date }) => String(date.getDay()),
  x: (moment) => written('%m/%d/%y', moment),
  X: (moment) => written('%H:%M:%S', moment),
  y: ({ date }) => two(date.getFullYear() % 100),
  Y: ({ date }) => String(date.getFullYear()),
  z: ({ date }) => zoneOf(date),
  '%': () => '%',
};

/** The first conversion of a format that is not known here, as it stands there. */
export function unknownConversion(format: string): string | undefined {
  for (const [text, letter = ''] of format.matchAll(/%(.?)/gsu)) if (!Object.hasOwn(CONVERSIONS, letter)) return text;
  return undefined;
}

/** Of nanoseconds since 1970; in this machine's time zone. What is no conversion known here stays as it is. */
export function timeOfDay(format: string, nanoseconds: bigint): string {
  const microseconds = nanoseconds / 1000n;
  const date = new Date(Number(microseconds / 1000n));
  return Number.isNaN(date.getTime()) ? '' : written(format, { date, microseconds: Number(BigInt.asUintN(64, microseconds) % 1_000_000n) });
}

function written(format: string, moment: Moment): string {
  return format.replace(/%(.)/gsu, (text, letter: string) => (Object.hasOwn(CONVERSIONS, letter) ? (CONVERSIONS[letter]?.(moment) ?? text) : text));
}

function dayOfYear(date: Date): number {
  const begin = Date.UTC(date.getFullYear(), 0, 1);
  return Math.floor((Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - begin) / DAY_MS) + 1;
}

function zoneOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const away = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}${two(away % 60)}`;
}
