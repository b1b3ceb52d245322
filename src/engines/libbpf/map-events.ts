import type { Bucket, HistogramEntry, MapEntry, MapEvent, Scalar, StatsEntry } from '../../core/events.ts';
import type { MapOutput } from '../../core/program.ts';
import type { Decode, Decoding } from './decoding.ts';
import type { RawEntry } from './maps.ts';

export interface MapDecoding {
  readonly key: Decode | undefined;
  readonly value: Decode;
  /** Whether its keys are numbers from 0, so that all of them are always there: an array. */
  readonly isArray: boolean;
  readonly buckets?: ReturnType<NonNullable<Decoding['buckets']>> | undefined;
}

/** What a map holds, as the event that tells it. Of a map with a value for each processor the sum. */
export function mapEvent(output: MapOutput, entries: readonly RawEntry[], decoding: MapDecoding): MapEvent {
  const { map } = output;
  const { buckets: whole } = decoding;
  if (output.shape === 'histogram' && whole !== undefined) {
    const read = entries.map((entry) => ({ key: output.keys.length === 0 ? [] : keyOf(output, entry, decoding), buckets: all(whole, entry.whole) }));
    return { type: 'histogram', map, entries: read.filter(({ buckets: some }) => some.some(({ count }) => count > 0)) };
  }
  const read = entries.map((entry) => ({ key: keyOf(output, entry, decoding), values: together(entry.values.map((value) => decoded(decoding.value, value))) }));
  // What an array never held is zero.
  const held = decoding.isArray && read.length > 1 ? read.filter(({ values }) => values.some((value) => !isZero(value))) : read;
  if (output.shape === 'histogram') return { type: 'histogram', map, entries: histograms(held, decoding.isArray && output.keys.length === 0) };
  if (output.shape === 'stats') return { type: 'stats', map, entries: held.map(stats) };
  return { type: 'map', map, entries: held.map(({ key, values }): MapEntry => ({ key, value: values.length === 1 ? (values[0] ?? null) : values })) };
}

function all(read: NonNullable<MapDecoding['buckets']>, bytes: Buffer): readonly Bucket[] {
  return read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}

interface Read {
  readonly key: readonly Scalar[];
  readonly values: readonly Scalar[];
}

function keyOf(output: MapOutput, { key }: RawEntry, decoding: MapDecoding): readonly Scalar[] {
  if (output.keys.length === 0 && output.shape !== 'histogram') return [];
  return decoding.key === undefined ? [] : decoded(decoding.key, key);
}

function decoded(decode: Decode, bytes: Buffer): readonly Scalar[] {
  return decode(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
}

/** One value of each processor made one: amounts added up, of all else the first that is not empty. */
function together(values: readonly (readonly Scalar[])[]): readonly Scalar[] {
  const [first = [], ...others] = values;
  return others.reduce((all, one) => all.map((value, at) => plus(value, one[at] ?? null)), first);
}

function plus(a: Scalar, b: Scalar): Scalar {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) return exact(BigInt(a) + BigInt(b));
  return isZero(a) ? b : a;
}

/** As small integers are everywhere. */
function exact(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function isZero(value: Scalar): boolean {
  return value === 0 || value === 0n || value === '' || value === null || value === false;
}

/**
 * By the custom of libbpf-tools (trace_helpers.c, print_log2_hist): slot n counts values from 2^n to 2^(n+1)-1, the first also 0. The slots are an array in each value, or
 * the map itself is that array.
 */
function histograms(read: readonly Read[], isSlots: boolean): HistogramEntry[] {
  if (isSlots && read.every(({ values }) => values.length === 1)) {
    const slots: number[] = [];
    for (const { key, values } of read) slots[Number(key[0])] = Number(values[0]);
    return slots.length === 0 ? [] : [{ key: [], buckets: buckets(Array.from(slots, (count) => count ?? 0)) }];
  }
  return read.map(({ key, values }) => ({ key: isSlots ? [] : key, buckets: buckets(slotsOf(values)) }));
}

/** A decoder has a value's other members before its slots. */
function slotsOf(values: readonly Scalar[]): number[] {
  return values.map(Number);
}

function buckets(slots: readonly number[]): Bucket[] {
  const first = slots.findIndex((count) => count > 0);
  const last = slots.findLastIndex((count) => count > 0);
  if (first === -1) return [];
  return slots.slice(first, last + 1).map((count, index) => {
    const slot = first + index;
    return { min: slot === 0 ? 0 : power(slot), max: slot < 52 ? 2 ** (slot + 1) - 1 : exact((1n << BigInt(slot + 1)) - 1n), count };
  });
}

function power(slot: number): number | bigint {
  return slot <= 52 ? 2 ** slot : 1n << BigInt(slot);
}

/** Two amounts: how many, and what they come to together. */
function stats({ key, values }: Read): StatsEntry {
  const [count = 0, total = 0] = values.map((value) => BigInt(typeof value === 'number' || typeof value === 'bigint' ? value : 0));
  return { key, count: exact(BigInt(count)), total: exact(BigInt(total)), average: BigInt(count) === 0n ? 0 : exact(BigInt(total) / BigInt(count)) };
}
