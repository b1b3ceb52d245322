import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/core/program.ts';
import { conditionsOf } from '../../src/explain/conditions.ts';

const map = (name: string): Output => ({ shape: 'values', map: name, keys: [], value: { name: 'n', kind: 'count', type: 'integer' } });

/** What is said of each probe: `shows`, `if` and the condition. */
const CASES: readonly { readonly name: string; readonly source: string; readonly maps?: readonly string[]; readonly said: readonly string[] }[] = [
  { name: 'nothing in the way', source: 'kprobe:f { @ = count(); }', maps: ['@'], said: ['kprobe:f shows'] },
  { name: 'a filter', source: 'kprobe:f /comm == "x"/ { @ = count(); }', maps: ['@'], said: ['kprobe:f shows if comm == "x"'] },
  { name: 'a filter over lines', source: 'kprobe:f /pid == 1 &&\n   tid == 2/ { printf("a"); }', said: ['kprobe:f shows if pid == 1 && tid == 2'] },
  {
    name: 'a filter on several attach points',
    source: 'kprobe:f, kprobe:g /pid == 1/ { printf("a"); }',
    said: ['kprobe:f shows if pid == 1', 'kprobe:g shows if pid == 1'],
  },
  { name: 'an if', source: 'kprobe:f { if (arg0 > 5) { @[pid] = sum(arg0); } }', maps: ['@'], said: ['kprobe:f shows if arg0 > 5'] },
  { name: 'a filter and an if', source: 'kprobe:f /pid == 1/ { if (arg0 > 5) { @++; } }', maps: ['@'], said: ['kprobe:f shows if pid == 1 && arg0 > 5'] },
  { name: 'an if around half of it', source: 'kprobe:f { if (arg0 > 5) { printf("a"); } printf("b"); }', said: ['kprobe:f shows'] },
  { name: 'two ways', source: 'kprobe:f { if (arg0 > 5) { printf("a"); } if (arg0 < 3) { printf("b"); } }', said: ['kprobe:f shows if'] },
  { name: 'an if with an else', source: 'kprobe:f { if (arg0 > 5) { @a = 1; } else { printf("b"); } }', said: ['kprobe:f shows if'] },
  { name: 'an early return', source: 'kprobe:f { if (arg0 > 5) { return; } printf("b"); }', said: ['kprobe:f shows if'] },
  {
    name: 'what only remembers',
    source: 'kprobe:f { @start[tid] = nsecs; } kretprobe:f /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); }',
    maps: ['@'],
    said: ['kprobe:f', 'kretprobe:f shows if @start[tid]'],
  },
  { name: 'what remembers some', source: 'kprobe:f /pid == 1/ { @start[tid] = nsecs; }', said: ['kprobe:f if'] },
  {
    name: 'a map that is emptied',
    source: 'kprobe:f { @[pid] = count(); } interval:s:1 { print(@); clear(@); }',
    maps: ['@'],
    said: ['kprobe:f', 'interval:s:1 shows'],
  },
  { name: 'a condition too long to say', source: `kprobe:f /${Array(20).fill('pid != 12345').join(' && ')}/ { printf("a"); }`, said: ['kprobe:f shows if'] },
  { name: 'a program that is none', source: 'kprobe:f {', said: [] },
];

describe('what stands between an event and what is shown of it', () => {
  it.each(CASES)('$name', ({ source, maps = [], said }) => {
    const found = conditionsOf({ source, outputs: maps.map(map) });
    const text = found.map((one) =>
      [one.attachPoint, ...(one.shows ? ['shows'] : []), ...(one.conditional ? ['if'] : []), ...(one.text === undefined ? [] : [one.text])].join(' '),
    );
    expect(text.filter((one) => said.length > 0 || one !== 'kprobe:f')).toEqual(said);
  });
});
