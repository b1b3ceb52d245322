import type { Scalar } from '../../core/events.ts';
import type { Column, ColumnKind, Unit } from '../../core/program.ts';

/** What tracing tools head their columns with, in lower case and without a unit. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  pid: 'pid',
  tgid: 'pid',
  tid: 'tid',
  ppid: 'ppid',
  uid: 'user',
  comm: 'process',
  pcomm: 'process',
  task: 'process',
  process: 'process',
  cpu: 'cpu',
  path: 'file',
  file: 'file',
  filename: 'file',
  args: 'plain',
  syscall: 'syscall',
  err: 'errno',
  errno: 'errno',
  sig: 'signal',
  addr: 'address',
  saddr: 'address',
  daddr: 'address',
  laddr: 'address',
  raddr: 'address',
  port: 'port',
  sport: 'port',
  dport: 'port',
  lport: 'port',
  rport: 'port',
  proto: 'protocol',
  state: 'state',
  oldstate: 'state',
  newstate: 'state',
  softirq: 'softirq',
  disk: 'device',
  count: 'count',
  calls: 'count',
  errors: 'count',
  time: 'plain',
  lat: 'plain',
  latency: 'plain',
  bytes: 'plain',
  ret: 'plain',
  fd: 'plain',
  func: 'plain',
};

const UNITS: Readonly<Record<string, Unit>> = {
  s: 's',
  sec: 's',
  secs: 's',
  seconds: 's',
  ms: 'ms',
  msecs: 'ms',
  us: 'us',
  usec: 'us',
  usecs: 'us',
  ns: 'ns',
  nsecs: 'ns',
  b: 'bytes',
  bytes: 'bytes',
  pages: 'pages',
};

/** Columns whose values may have spaces in them, or be anything. */
const TEXTS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['process', 'file', 'syscall', 'address', 'state', 'softirq', 'device', 'protocol']);

/** The unit that a name ends in or is: `usecs`, `LAT(ms)`, `TOTAL_usecs`. */
export function unitOf(name: string): Unit | undefined {
  const last = /(?:^|[_(/\s])([a-z]+)\)?$/i.exec(name)?.[1] ?? '';
  return UNITS[last.toLowerCase()];
}

/** Whether a heading is one that tracing tools use. */
export function isKnownHeading(heading: string): boolean {
  return Object.hasOwn(KINDS, bareName(heading)) || /[(_](ms|us|ns|s|usecs|msecs|nsecs)\)?$/i.test(heading);
}

/** What a column of such a heading holds. */
export function columnOf(heading: string): Column {
  const bare = bareName(heading);
  const kind = (Object.hasOwn(KINDS, bare) ? KINDS[bare] : undefined) ?? 'plain';
  const unit = unitOf(heading);
  const type = TEXTS.has(kind) || bare === 'args' || bare === 'func' ? 'string' : kind === 'plain' && unit === undefined ? 'unknown' : 'integer';
  return { name: bare || heading.toLowerCase(), kind, type, ...(unit === undefined ? {} : { unit }) };
}

/** A printed cell as a value: a number where it is one, exactly. */
export function cellValue(text: string, column: Column): Scalar {
  if (column.type === 'string') return text;
  if (/^-?\d{1,19}$/.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }
  return /^-?\d{1,15}\.\d{1,15}$/.test(text) ? Number(text) : text;
}

function bareName(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/ ?\([^)]*\)$/, '')
    .replace(/_(usecs|msecs|nsecs|us|ms|ns)$/, '');
}
