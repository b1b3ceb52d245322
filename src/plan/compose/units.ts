/** What numbers of events measure, and in what. */
import type { Unit } from '../../core/program.ts';

/** Units by the names that fields are given all over the kernel; the first that matches holds. */
const UNITS: readonly (readonly [name: RegExp, unit: Unit])[] = [
  [/(?:^|_)(?:ns|nsec|nsecs)$/, 'ns'],
  [/(?:^|_)(?:us|usec|usecs)$/, 'us'],
  [/(?:^|_)(?:ms|msec|msecs|msecs?)$/, 'ms'],
  [/^(?:bytes|nbytes|nr_bytes|bytes_req|bytes_alloc|data_len|nbytes_\w+|truesize|copied|resid_len|payload_len)$/, 'bytes'],
  [/^(?:nr_pages|pages|nr_pages_\w+|wb_dirty_pages)$/, 'pages'],
];
/** Names that mean something else from one place to the next, by category and name. */
const OWN: Readonly<Record<string, Unit>> = {
  'sched:delay': 'ns',
  'sched:runtime': 'ns',
  'net:len': 'bytes',
  'skb:len': 'bytes',
  'qdisc:len': 'bytes',
  'sock:length': 'bytes',
  'rss_stat:size': 'bytes',
  'kmem:size': 'bytes',
  'percpu:size': 'bytes',
  'block:bytes': 'bytes',
  'block:size': 'bytes',
  'ext4:len': 'bytes',
  'syscalls:count': 'bytes',
  'syscalls:size': 'bytes',
  'syscalls:len': 'bytes',
  'syscalls:length': 'bytes',
  'syscalls:bufsiz': 'bytes',
  'wbt:rmean': 'us',
};

/** The unit of a number called so; `place` is its category and name. */
export function unitOf(name: string, place: string): Unit | undefined {
  if (Object.hasOwn(OWN, place)) return OWN[place];
  return UNITS.find(([pattern]) => pattern.test(name))?.[1];
}

/** How much names say about what an event amounts to. What is not among them is an id, a flag or a place, of which a sum says nothing. */
const AMOUNTS: readonly RegExp[] = [
  /^(?:bytes|nbytes|nr_bytes|bytes_alloc)$/,
  /^(?:bytes_req|data_len|copied|size|len|length|nr_sector|nr_sectors)$/,
  /(?:_|^)(?:lat|latency|delay|runtime|duration|rtt|srtt|elapsed)(?:_[num]?s)?$|_(?:ns|us|ms|nsec|usec|msec)$/,
  /^(?:nr_pages|pages|blocks|count|nr_\w+|num_\w+|bufsiz|nsegs|nr_reclaimed)$/,
  /(?:_|^)(?:size|bytes|len|length|count|pages|cnt|wnd|cwnd|delta)$/,
];

/** The part of an event that says how many bytes it was about. */
export function sizeOf<T extends { readonly name: string; readonly unit?: Unit }>(parts: readonly T[]): T | undefined {
  return parts.filter(({ unit }) => unit === 'bytes').toSorted((a, b) => amount(b.name) - amount(a.name))[0];
}

/** 0 where a sum of it would mean nothing. */
export function amount(name: string): number {
  const rank = AMOUNTS.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? 0 : AMOUNTS.length - rank;
}
