import type { AttachPoint } from '../../bpftrace/ast.ts';
import { lookup } from '../../core/lookup.ts';
import { functionName, isPattern } from '../attach-point.ts';
import type { Machine } from '../machine.ts';
import { type Pattern, patternOf } from '../pattern.ts';
import { attachedPlaces } from './attach.ts';
import { HOT, type HotTable, UNKNOWN_RATE } from './hot.ts';

/** Processors of the machine that rates are told for: its clocks tick on each of them. */
const PROCESSORS = 8;
const CYCLES = 3_000_000_000;
/** What fires after so many of something: how many of it there are a second on a busy machine, and after how many bpftrace fires by default (src/probe_types). */
const COUNTERS: Readonly<Record<string, readonly [perSecond: number, every: number]>> = {
  'cpu-cycles': [PROCESSORS * CYCLES, 1_000_000],
  cycles: [PROCESSORS * CYCLES, 1_000_000],
  instructions: [PROCESSORS * CYCLES, 1_000_000],
  'branch-instructions': [PROCESSORS * 600_000_000, 100_000],
  branches: [PROCESSORS * 600_000_000, 100_000],
  'branch-misses': [PROCESSORS * 10_000_000, 100_000],
  'bus-cycles': [PROCESSORS * 100_000_000, 100_000],
  'cache-references': [PROCESSORS * 100_000_000, 1_000_000],
  'cache-misses': [PROCESSORS * 10_000_000, 1_000_000],
  'cpu-clock': [PROCESSORS * 1_000_000_000, 1_000_000],
  cpu: [PROCESSORS * 1_000_000_000, 1_000_000],
  'task-clock': [PROCESSORS * 1_000_000_000, 1_000_000],
  'page-faults': [20_000, 100],
  faults: [20_000, 100],
  'minor-faults': [20_000, 100],
  'major-faults': [100, 1],
  'context-switches': [100_000, 1_000],
  cs: [100_000, 1_000],
  'cpu-migrations': [1_000, 1],
};
const MOST_LOOKED_UP = 3_000;
const UNITS: Readonly<Record<string, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

/** How often an attach point fires on a busy machine, in events a second, all processors together: an order of magnitude. */
export function rateOf(point: AttachPoint, machine: Machine): number {
  const { provider, parts } = point;
  switch (provider) {
    case 'tracepoint':
    case 'rawtracepoint':
      return ofPlaces(parts.join(':'), HOT.tracepoint, point, machine);
    case 'kprobe':
    case 'kretprobe':
    case 'kfunc':
    case 'kretfunc':
      return ofPlaces(functionName(point), HOT.kernel, point, machine);
    case 'uprobe':
    case 'uretprobe':
      return ofPlaces(functionName(point), HOT.user, point, machine);
    case 'profile':
      return PROCESSORS * ticks(parts);
    case 'interval':
      return ticks(parts);
    case 'hardware':
    case 'software': {
      const counter = lookup(COUNTERS, parts[0] ?? '');
      return counter === undefined ? UNKNOWN_RATE : counter[0] / (Number(parts[1]) || counter[1]);
    }
    default:
      return provider === 'BEGIN' || provider === 'END' ? 0 : UNKNOWN_RATE;
  }
}

/** Of a pattern, what all it matches does together; where the names cannot be listed, what it would match of the table. */
function ofPlaces(wanted: string, table: HotTable, point: AttachPoint, machine: Machine): number {
  const one = (name: string): number => table.find(([pattern]) => cached(pattern).test(name))?.[1] ?? UNKNOWN_RATE;
  if (!isPattern(wanted)) return one(wanted);
  const places = attachedPlaces(point, machine);
  // Of very many names the table's are the ones that count, and looking each up in it would take a second.
  if (places !== undefined && places.length <= MOST_LOOKED_UP) return places.reduce((sum, name) => sum + one(name), 0);
  const like = overlaps(wanted, table === HOT.tracepoint);
  return table.reduce((sum, [name, rate]) => (like(name) ? sum + rate : sum), (places?.length ?? 1) * UNKNOWN_RATE);
}

/**
 * Whether a pattern and one of a table can mean the same. Categories of tracepoints keep patterns apart; of functions, `tcp_*` and `*alloc_skb*` could both
 * mean `tcp_alloc_skb`, so there only what is left of the table's pattern without its asterisks counts as a name.
 */
function overlaps(wanted: string, tracepoints: boolean): (pattern: string) => boolean {
  const matches = patternOf(wanted);
  if (tracepoints) return (pattern) => meet(wanted, pattern);
  return (pattern) => [pattern.replaceAll('*', ''), `_${pattern.replaceAll('*', '')}`].some((name) => matches.test(name));
}

/** Whether some text matches both patterns. A set in brackets counts as any character. */
function meet(first: string, second: string): boolean {
  const [a, b] = [first.replace(/\[[^\]]*\]/g, '?'), second.replace(/\[[^\]]*\]/g, '?')];
  // reached[j]: whether what was read of `a` and the first j characters of `b` can be the same text.
  let reached = Array.from({ length: b.length + 1 }, (_, j) => [...b.slice(0, j)].every((char) => char === '*'));
  for (const char of a) {
    const next = [char === '*' && reached[0] === true];
    for (let j = 1; j <= b.length; j++) {
      const other = b[j - 1];
      if (char === '*' || other === '*') next[j] = reached[j] === true || next[j - 1] === true;
      else next[j] = reached[j - 1] === true && (char === other || char === '?' || other === '?');
    }
    reached = next;
  }
  return reached[b.length] === true;
}

/** `hz:99`, `ms:10`, `us:100`, or `1s` in newer versions, as times a second. */
function ticks(parts: readonly string[]): number {
  const [, amount = '', unit = ''] = /^(\d+)(s|ms|us|ns)$/.exec(parts[0] ?? '') ?? [];
  const number = Number(amount || parts[1]);
  if (!(number > 0)) return UNKNOWN_RATE;
  const kind = unit || (parts[0] ?? '');
  return kind === 'hz' ? number : (lookup(UNITS, kind) ?? 1) / number;
}

const patterns = new Map<string, Pattern>();

function cached(pattern: string): Pattern {
  const known = patterns.get(pattern) ?? patternOf(pattern);
  patterns.set(pattern, known);
  return known;
}
