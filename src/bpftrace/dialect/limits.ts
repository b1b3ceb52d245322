import type { Entry, Lifetime } from './entry.ts';

/** A bound the language or its settings put on programs. */
export interface Limit extends Lifetime {
  readonly doc: string;
  readonly value: number;
}

/** Facts: the semantic analyser and src/config.cpp (src/bpftrace.h before 0.20) of each release. */
export const LIMITS = [
  { name: 'string-length', doc: 'bytes of a string with its end, unless max_strlen says otherwise', value: 64, changes: [{ in: '0.23', value: 1024 }] },
  {
    name: 'string-literal',
    doc: 'bytes of a string literal outside formats, unless max_strlen says otherwise',
    value: 63,
    changes: [{ in: '0.23', value: 1023 }],
  },
  { name: 'unroll', doc: 'rounds of an unroll', value: 100 },
  { name: 'printf-arguments', doc: 'arguments of printf, the format included', value: 128 },
  { name: 'debugf-values', doc: 'values debugf prints at once', value: 3 },
  { name: 'hist-bits', doc: 'the greatest number of bits hist takes', value: 5, since: '0.20' },
  { name: 'lhist-buckets', doc: 'buckets of lhist', value: 1000 },
  { name: 'stack-frames', doc: 'frames of kstack and ustack', value: 1024 },
  { name: 'signal', doc: 'the greatest number of a signal', value: 64 },
  { name: 'probes', doc: 'probes a program may attach, unless max_probes says otherwise', value: 512, changes: [{ in: '0.23', value: 1024 }] },
  { name: 'map-keys', doc: 'entries of a map, unless max_map_keys says otherwise', value: 4096 },
] as const;
// Beside it, because a declaration that is made from the table's own text may not be wrapped.
LIMITS satisfies readonly Entry<Limit>[];

export type LimitName = (typeof LIMITS)[number]['name'];
