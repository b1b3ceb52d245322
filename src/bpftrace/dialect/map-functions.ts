import type { Entry } from './entry.ts';
import { type Func, maybe, one, takes } from './function.ts';

const VALUE = takes(one('n', 'integer'));
const RANGE = [one('n', 'integer'), one('min', 'integer-literal'), one('max', 'integer-literal'), one('step', 'integer-literal')];

/** What makes, reads and empties maps. Facts: `SemanticAnalyser::visit(Call &)` of each release; man bpftrace, "Map Functions". */
export const MAP_FUNCTIONS: readonly Entry<Func>[] = [
  { name: 'count', doc: 'counts how often it is reached', signatures: takes(), result: 'count_t', placement: 'map-value' },
  { name: 'sum', doc: 'adds up', signatures: VALUE, result: 'sum_t', placement: 'map-value' },
  { name: 'min', doc: 'keeps the least', signatures: VALUE, result: 'min_t', placement: 'map-value' },
  { name: 'max', doc: 'keeps the greatest', signatures: VALUE, result: 'max_t', placement: 'map-value' },
  { name: 'avg', doc: 'keeps the average', signatures: VALUE, result: 'avg_t', placement: 'map-value' },
  { name: 'stats', doc: 'keeps count, average and total', signatures: VALUE, result: 'stats_t', placement: 'map-value' },
  {
    name: 'hist',
    doc: 'a histogram with buckets of powers of two',
    signatures: VALUE,
    result: 'hist_t',
    placement: 'map-value',
    changes: [{ in: '0.20', signatures: takes(one('n', 'integer'), maybe('bits', 'integer-literal')) }],
  },
  { name: 'lhist', doc: 'a histogram with buckets of equal width', signatures: takes(...RANGE), result: 'lhist_t', placement: 'map-value' },
  {
    name: 'tseries',
    doc: 'a series of values over time',
    signatures: takes(one('n', 'integer'), one('interval_ns', 'integer-literal'), one('intervals', 'integer-literal'), maybe('aggregation', 'string-literal')),
    result: 'tseries_t',
    placement: 'map-value',
    since: '0.24',
  },
  { name: 'clear', doc: 'removes all entries of a map', signatures: takes(one('map', 'map')), result: 'none', placement: 'statement' },
  { name: 'zero', doc: 'sets all values of a map to zero', signatures: takes(one('map', 'map')), result: 'none', placement: 'statement' },
  {
    name: 'delete',
    doc: 'removes an entry of a map',
    signatures: takes(one('entry', 'map-entry')),
    result: 'none',
    placement: 'statement',
    changes: [
      { in: '0.21', signatures: [{ parameters: [one('entry', 'map-entry'), maybe('entries', 'map-entry')], most: 128 }] },
      { in: '0.22', signatures: [...takes(one('map', 'map'), one('key', 'key')), ...takes(one('entry', 'map-entry'))] },
      { in: '0.24', result: 'bool', placement: 'value' },
    ],
  },
  {
    name: 'has_key',
    doc: 'whether a map has an entry under a key',
    signatures: takes(one('map', 'map'), one('key', 'key')),
    result: 'uint8',
    placement: 'value',
    since: '0.22',
    changes: [{ in: '0.24', result: 'bool' }],
  },
  {
    name: 'find',
    doc: 'puts the value under a key into a variable, and tells whether there was one',
    signatures: takes(one('map', 'map'), one('key', 'key'), one('result', 'variable')),
    result: 'bool',
    placement: 'value',
    since: '0.25',
  },
  {
    name: 'len',
    doc: 'how many entries a map has',
    signatures: takes(one('map', 'map')),
    result: 'int64',
    placement: 'value',
    since: '0.20',
    changes: [{ in: '0.23', doc: 'how many entries a map has, or frames a stack', signatures: takes(one('of', 'map', 'stack')) }],
  },
];
