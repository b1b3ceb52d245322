import type { Entry } from './entry.ts';
import { type Func, one, takes } from './function.ts';

/** What came with the standard library. Facts: src/stdlib/strings.bt, meta.bt, kfunc.bt, internal.bt of each release. */
export const LIBRARY_FUNCTIONS: readonly Entry<Func>[] = [
  {
    name: 'strlen',
    doc: 'the length of a string',
    signatures: takes(one('text', 'string', 'array', 'pointer')),
    result: 'uint64',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'strcap',
    doc: 'how long a string could become',
    signatures: takes(one('text', 'string', 'array', 'pointer')),
    result: 'uint64',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'strstr',
    doc: 'where a string holds another, or -1',
    signatures: takes(one('haystack', 'string', 'array', 'pointer'), one('needle', 'string', 'array', 'pointer')),
    result: 'int64',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'str_concat',
    doc: 'two strings as one',
    signatures: takes(one('a', 'string'), one('b', 'string')),
    result: 'string',
    placement: 'value',
    since: '0.27',
  },
  {
    name: 'memcmp',
    doc: '0 where the first bytes of two values are the same',
    signatures: takes(one('a', 'any'), one('b', 'any'), one('length', 'any')),
    result: 'int64',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'container_of',
    doc: 'the structure a member lies in',
    signatures: takes(one('member', 'any'), one('type', 'type'), one('field', 'field')),
    result: 'unknown',
    placement: 'value',
    since: '0.27',
  },
  ...['is_str', 'is_ptr', 'is_array', 'is_integer', 'is_unsigned_integer', 'is_literal'].map((name) => ({
    name,
    doc: 'what kind of expression it is, known before the program runs',
    signatures: takes(one('expression', 'any')),
    result: 'bool',
    placement: 'value' as const,
    since: '0.25' as const,
  })),
  {
    name: 'kfunc_exist',
    doc: 'whether the kernel has a BPF function',
    signatures: takes(one('name', 'string-literal')),
    result: 'bool',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'kfunc_allowed',
    doc: 'whether this probe may call a BPF function of the kernel',
    signatures: takes(one('name', 'string-literal')),
    result: 'bool',
    placement: 'value',
    since: '0.25',
  },
];
