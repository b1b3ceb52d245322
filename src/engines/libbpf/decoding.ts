import type { BpfObject } from '../../core/bpf-object.ts';
import type { Bucket, Scalar } from '../../core/events.ts';

/** Takes a value out of bytes: as many scalars as it has columns. Where there are fewer bytes than it needs, what is missing is null. */
export type Decode = (bytes: Buffer, view: DataView, offset: number, length: number) => readonly Scalar[];

/** What the engine knows of an object beside what libbpf does with it. */
export interface Decoding {
  readonly description: BpfObject;
  /** Of a ring's or perf buffer's records, or a map's keys or values; undefined where the object does not tell their type. */
  record(map: string): Decode | undefined;
  key(map: string): Decode | undefined;
  value(map: string): Decode | undefined;
  /** Of a map with a histogram in each value: takes the values of all processors together. */
  buckets?(map: string): ((bytes: Buffer, view: DataView, offset: number, length: number) => readonly Bucket[]) | undefined;
}

export type ReadDecoding = (elf: Uint8Array) => { readonly ok: true; readonly decoding: Decoding } | { readonly ok: false; readonly message: string };
