import { type ReadObject, readObject } from '../../object/read.ts';
import type { Decode, Decoding, ReadDecoding } from './decoding.ts';

const slot: Decode = (_bytes, view, at) => [view.getUint32(at, true)];

/** What an object says of itself, by its BTF. */
export const decodingOf: ReadDecoding = (elf) => {
  const read: ReadObject = readObject(elf);
  if (!read.ok) return read;
  const { object } = read;
  const decoding: Decoding = {
    description: object.description,
    record: (map) => object.decoderOf(map),
    key: (map) => {
      const reader = object.readerOf(map);
      return reader?.slotPerEntry === true ? slot : reader?.key;
    },
    value: (map) => object.readerOf(map)?.value,
    buckets: (map) => object.readerOf(map)?.buckets,
  };
  return { ok: true, decoding };
};
