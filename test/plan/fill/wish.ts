/** Wishes as a question would be heard to make them, for tests of what becomes of them. */
import type { Condition, Intent, Measure, OutputWish, ProcessFilter } from '../../../src/core/intent.ts';
import type { ValueNumbers } from '../../../src/core/names.ts';

export interface Wish {
  readonly keys?: readonly string[];
  readonly measure?: Measure;
  readonly filter?: ProcessFilter;
  readonly conditions?: readonly Condition[];
  readonly seconds?: number;
  readonly every?: number;
  readonly times?: number;
  readonly top?: number;
  readonly output?: OutputWish;
}

export function intentOf({ keys = [], conditions = [], ...single }: Wish): Intent {
  const heard = Object.entries(single).map(([name, value]) => [name, { value, words: name }]);
  return {
    question: '',
    language: 'en',
    topic: '',
    unapplied: [],
    keys: keys.map((value) => ({ value, words: value })),
    conditions: conditions.map((value) => ({ value, words: JSON.stringify(value) })),
    ...Object.fromEntries(heard),
  };
}

const NUMBERS: Readonly<Record<string, number>> = {
  read: 0,
  write: 1,
  openat: 257,
  ENOENT: 2,
  EACCES: 13,
  SIGTERM: 15,
  SIGKILL: 9,
  root: 0,
  www: 33,
};

export const numbers: ValueNumbers = {
  syscall: (name) => (/^[a-z]/.test(name) ? NUMBERS[name] : undefined),
  errno: (name) => NUMBERS[name],
  signal: (name) => NUMBERS[name],
  user: (name) => NUMBERS[name],
  device: (name) => (name === 'sda' ? [0x800000, 0x800001] : undefined),
  cgroup: (container) => (container.startsWith('/') ? `/sys/fs/cgroup${container}` : undefined),
};

/** One condition of every kind, in every form that makes another program. */
export const CONDITIONS: readonly Condition[] = [
  { what: 'path', path: '/etc/', match: 'prefix' },
  { what: 'path', path: '/etc/passwd', match: 'exact' },
  { what: 'path', path: 'passwd', match: 'exact' },
  { what: 'path', path: '/passwd', match: 'suffix' },
  { what: 'path', path: '.log', match: 'suffix' },
  { what: 'path', path: `/${'a'.repeat(70)}`, match: 'prefix' },
  { what: 'port', port: 443 },
  { what: 'address', address: '127.0.0.1' },
  { what: 'address', address: '2001:db8::1' },
  { what: 'size', comparison: '>', bytes: 2048 },
  { what: 'size', comparison: '<', bytes: 2048 },
  { what: 'size', comparison: '==', bytes: 4096 },
  { what: 'time', comparison: '>', ns: 1_500_000 },
  { what: 'time', comparison: '<=', ns: 10_000_000 },
  { what: 'outcome', failed: true },
  { what: 'outcome', failed: false },
  { what: 'errno', errno: 'ENOENT' },
  { what: 'signal', signal: 'SIGTERM' },
  { what: 'syscall', name: 'read' },
  { what: 'user', user: 'www' },
  { what: 'cpu', cpu: 1 },
  { what: 'container', container: '/system.slice/docker.service' },
  { what: 'device', device: 'sda' },
];

export const MEASURES: readonly Measure[] = ['each', 'count', 'sum', 'average', 'min', 'max', 'distribution', 'latency', 'rate', 'top', 'stacks'];
