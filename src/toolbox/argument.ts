/** What kind of thing an argument is, read from its name and from what is said of it; and options that are told of twice made one. */
import { lookup } from '../core/lookup.ts';
import type { Argument, ArgumentType, ToolOption } from './schema.ts';

const NAMED: Readonly<Record<string, ArgumentType>> = {
  pid: 'pid',
  tid: 'integer',
  ppid: 'pid',
  uid: 'string',
  count: 'integer',
  cpu: 'string',
  n: 'integer',
  top: 'integer',
  rows: 'integer',
  maxrows: 'integer',
  min_ms: 'number',
  max_args: 'integer',
  frequency: 'integer',
  port: 'list',
  ports: 'list',
  localport: 'list',
  remoteport: 'list',
  file: 'path',
  path: 'path',
  cgroup: 'path',
  float: 'number',
};

const UNITS: readonly (readonly [ArgumentType, RegExp])[] = [
  ['microseconds', /\bmicroseconds?\b|\busecs?\b|\(us\)/i],
  ['milliseconds', /\bms\b|\bmilliseconds?\b|\bmsecs?\b/i],
  ['seconds', /\bseconds?\b|\bsecs?\b|\bduration\b|\binterval\b/i],
];
const TIMED = /interval|duration|timeout|delay|^time$|min|max|older|latency|seconds|^n$|^ms$/i;
/** How many of something, whatever it is of. */
const COUNTED = /\bnumber of\b|\bmaximum (?:rows|number|stack)|\btop\b|\bmost\b/i;

/** The argument of this name, of an option or one that stands alone. */
export function argumentOf(written: string, meaning: string, names: readonly string[]): Argument {
  const shown = written.replace(/^<(.*)>$/, '$1').trim();
  const choice = /^[{(]?([\w+-]+(?:[,|][\w+-]+)+)[)}]?$/.exec(shown.replace(/\s/g, ''))?.[1];
  if (choice !== undefined) return { name: shown, type: 'enum', values: choice.split(/[,|]/) };
  return { name: shown, type: typeOf(shown, meaning, names) };
}

function typeOf(shown: string, meaning: string, names: readonly string[]): ArgumentType {
  const key = shown.toLowerCase().replaceAll('-', '_');
  if (key.startsWith('/')) return 'path';
  if (/comma.separated|csv list/i.test(`${meaning} ${shown}`)) return 'list';
  const long = names.map((name) => name.replace(/^-+/, '')).join(' ');
  if (key === 'count' && /comma/.test(meaning)) return 'list';
  if (COUNTED.test(meaning) && !TIMED.test(key)) return lookup(NAMED, key) ?? 'integer';
  if (TIMED.test(key) || /interval|duration|timeout|min|max|delay|older/.test(long)) {
    // A number of times is none of seconds.
    if (/number of times|number of outputs/i.test(meaning)) return 'integer';
    const unit = UNITS.find(([, pattern]) => pattern.test(meaning))?.[0] ?? UNITS.find(([, pattern]) => pattern.test(key.replaceAll('_', ' ')))?.[0];
    if (unit !== undefined) return unit;
  }
  return lookup(NAMED, key) ?? 'string';
}

/** Options of the same name as one: what is said first wins, what it lacks is taken from the other. */
export function mergeOptions(all: readonly ToolOption[]): ToolOption[] {
  const merged: ToolOption[] = [];
  for (const option of all) {
    const at = merged.findIndex(({ names }) => names[0] === option.names[0] || option.names.every((name) => names.includes(name)));
    const known = merged[at];
    if (known === undefined) {
      // `-d, --disk=DISK` and `-D, --disk` are two: the long name stays with the first.
      merged.push({ ...option, names: option.names.filter((name) => !merged.some((other) => other.names.includes(name))) });
      continue;
    }
    const argument = known.argument ?? option.argument;
    const names = [...new Set([...known.names, ...option.names.filter((name) => !merged.some((other) => other !== known && other.names.includes(name)))])];
    const repeatable = known.repeatable === true || option.repeatable === true;
    merged[at] = {
      ...known,
      names,
      meaning: known.meaning === '' ? option.meaning : known.meaning,
      ...(argument === undefined ? {} : { argument }),
      ...(repeatable ? { repeatable } : {}),
    };
  }
  return merged;
}
