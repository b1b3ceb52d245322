/** Maps as datasets: which are an answer, what their keys and values are called, how their bytes become them. */
import type { BpfMap } from '../core/bpf-object.ts';
import type { Bucket, Scalar } from '../core/events.ts';
import type { Column, MapOutput } from '../core/program.ts';
import { type Btf, Kind } from '../kernel/btf.ts';
import { sizeOf } from '../kernel/btf-declare.ts';
import { RECORDS, skipModifiers } from '../kernel/btf-place.ts';
import { type Decoder, decoderFor } from './decode.ts';
import { type Field, fieldsOf } from './fields.ts';
import type { FoundMap } from './maps.ts';
import { type Linear, linearOf } from './tags.ts';

/** More slots nobody reads: by powers of two there are 64, of equal steps as many as bpftrace has. */
const MOST_SLOTS = { power: 128, linear: 1002 } as const;

/** How the entries of a map are read. Of a map per CPU the bytes of all processors follow on each other, each rounded up to 8. */
export interface MapReader {
  readonly output: MapOutput;
  readonly perCpu: boolean;
  readonly key: Decoder;
  /** Numbers of all processors added up. */
  readonly value: Decoder;
  /** Of a histogram in one value. Slot n counts what is at least 2^n, slot 0 what is 0 or 1. */
  readonly buckets?: (bytes: Uint8Array, view: DataView, offset: number, length: number) => readonly Bucket[];
  /** A map whose keys are slots of one histogram: its entries are buckets. */
  readonly slotPerEntry: boolean;
}

const SHOWN: readonly string[] = ['hash', 'array', 'percpu_hash', 'percpu_array', 'lru_hash', 'lru_percpu_hash', 'lpm_trie'];
/** What programs keep for themselves: the begin of what they measure, room for what does not fit on the stack, settings. */
export const OWN_MAPS: RegExp =
  /^__bpf_usdt_|^(.*_)?(starts?|start_.*|inflight|in_flight|pending|tmp|temp|scratch|heap|bufs?|buffers?|unused|config|cfg|settings?|filters?|allow.*|deny.*|ctx|args?|infobyreq|birth|currsock|sockets)$/;

/** `stacks`: as in `fieldsOf`. */
export function mapReader({ map, key, value }: FoundMap, btf: Btf, stacks: boolean): MapReader | undefined {
  if (!SHOWN.includes(map.type) || value === undefined || OWN_MAPS.test(map.name)) return undefined;
  const keys = key === undefined ? [] : fieldsOf(btf, key, 'key', stacks);
  const perCpu = map.type.includes('percpu');
  const isArray = map.type.endsWith('array');
  const slots = slotsOf(btf, value, linearOf(btf, map.name));
  const fields = fieldsOf(btf, value, map.name);
  const [first] = fields;
  if (first === undefined) return undefined;
  const slotPerEntry = slots === undefined && isArray && map.maxEntries > 1 && map.maxEntries <= 128 && /hist|slots|dist/.test(map.name) && fields.length === 1;
  const histogram = slots !== undefined || slotPerEntry;
  const alone = isArray && (map.maxEntries <= 1 || slotPerEntry);
  const column: Column = histogram
    ? { name: map.name, kind: 'plain', type: 'integer', ...unitOf(map.name) }
    : fields.length === 1
      ? {
          ...first.column,
          kind: first.column.kind === 'plain' && first.column.unit === undefined && first.column.type === 'integer' ? 'count' : first.column.kind,
        }
      : { name: fields.map((field) => field.column.name).join(', '), kind: 'plain', type: 'unknown' };
  return {
    output: { shape: histogram ? 'histogram' : 'values', map: map.name, keys: alone ? [] : keys.map((field) => field.column), value: column },
    perCpu,
    slotPerEntry,
    key: alone ? () => [] : decoderFor(keys, map.keySize),
    value: perCpu ? summed(fields, map) : decoderFor(fields, map.valueSize),
    ...(slots === undefined ? {} : { buckets: bucketsOf(slots, perCpu ? stride(map) : 0) }),
  };
}

function unitOf(name: string): Pick<Column, 'unit'> {
  const unit = (/(^|_)(ns|us|ms)(_|$)/.exec(name)?.[2] ?? (/size|bytes/.test(name) ? 'bytes' : undefined)) as Column['unit'] | undefined;
  return unit === undefined ? {} : { unit };
}

interface Slots {
  readonly offset: number;
  readonly count: number;
  readonly size: 4 | 8;
  readonly linear?: Linear;
}

/** `struct hist { __u32 slots[N]; ... }`, the convention of libbpf-tools. */
function slotsOf(btf: Btf, value: number, linear: Linear | undefined): Slots | undefined {
  const at = skipModifiers(btf, value);
  if (!RECORDS.includes(btf.kind(at))) return undefined;
  for (const part of btf.parts(at)) {
    const array = skipModifiers(btf, part.type);
    if (!/^(slots|hist|buckets)$/.test(part.name) || btf.kind(array) !== Kind.array) continue;
    const { of, length } = btf.array(array);
    const size = sizeOf(btf, of);
    const most = linear === undefined ? MOST_SLOTS.power : MOST_SLOTS.linear;
    if ((size === 4 || size === 8) && length > 1 && length <= most && !btf.flag(at))
      return { offset: part.more >>> 3, count: length, size, ...(linear === undefined ? {} : { linear }) };
  }
  return undefined;
}

export function slotBounds(slot: number): { readonly min: number | bigint; readonly max: number | bigint } {
  if (slot === 0) return { min: 0, max: 1 };
  if (slot < 52) return { min: 2 ** slot, max: 2 ** (slot + 1) - 1 };
  return { min: 1n << BigInt(slot), max: (1n << BigInt(slot + 1)) - 1n };
}

/** Whole numbers below the next bound; the first slot and the last are open to one side. */
export function linearBounds(slot: number, count: number, { min, step }: Linear): { readonly min?: number | bigint; readonly max?: number | bigint } {
  const from = min + BigInt(slot - 1) * step;
  if (slot === 0) return { max: exact(min - 1n) };
  return slot === count - 1 ? { min: exact(from) } : { min: exact(from), max: exact(from + step - 1n) };
}

function exact(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function bucketsOf({ offset: at, count, size, linear }: Slots, step: number): NonNullable<MapReader['buckets']> {
  return (_bytes, view, offset, length) => {
    const counts = new Array<number>(count).fill(0);
    const end = Math.min(offset + length, view.byteLength);
    for (let from = offset; from < end; from += step === 0 ? length : step) {
      for (let slot = 0; slot < count; slot++) {
        const place = from + at + slot * size;
        if (place + size > end) break;
        counts[slot] = (counts[slot] ?? 0) + (size === 4 ? view.getUint32(place, true) : Number(view.getBigUint64(place, true)));
      }
    }
    // What lies between two that have something is shown as nothing: a histogram with a gap would look like one without.
    const first = counts.findIndex((number) => number > 0);
    const last = counts.findLastIndex((number) => number > 0);
    const bounds = (slot: number): ReturnType<typeof linearBounds> => (linear === undefined ? slotBounds(slot) : linearBounds(slot, count, linear));
    return counts.flatMap((number, slot) => (first === -1 || slot < first || slot > last ? [] : [{ ...bounds(slot), count: number }]));
  };
}

function stride({ valueSize }: BpfMap): number {
  return Math.max(8, Math.ceil(valueSize / 8) * 8);
}

function summed(fields: readonly Field[], map: BpfMap): Decoder {
  const one = decoderFor(fields, map.valueSize);
  const step = stride(map);
  return (bytes, view, offset, length) => {
    let sum: Scalar[] | undefined;
    for (let from = 0; from + map.valueSize <= length; from += step) {
      const values = one(bytes, view, offset + from, map.valueSize);
      sum = sum === undefined ? [...values] : sum.map((so, i) => add(so, values[i] ?? null));
    }
    return sum ?? fields.map(() => null);
  };
}

/** What is no number is taken from the first processor that has one. */
function add(a: Scalar, b: Scalar): Scalar {
  const isNumber = (value: Scalar): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
  if (!isNumber(a) || !isNumber(b)) return a === '' || a === null ? b : a;
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  if (typeof a === 'number' && typeof b === 'number' && !(Number.isInteger(a) && Number.isInteger(b))) return a + b;
  return BigInt(a) + BigInt(b);
}
