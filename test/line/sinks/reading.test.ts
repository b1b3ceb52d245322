import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/export/track.ts';
import { readingsOf } from '../../../src/line/sinks/reading.ts';

describe('how a map is to be read', () => {
  it.each<{ readonly name: string; readonly source: string; readonly is: Record<string, Reading> }>([
    { name: 'printed at the end: as it is', source: 'END { print(@x); clear(@x); } k:f { @x = count(); }', is: {} },
    {
      name: 'its largest entries, at the end',
      source: 'END { print(@x, 5); clear(@x); }',
      is: { '@x': { emptied: false, partial: true } },
    },
    {
      name: 'shown and emptied at intervals, and at the end',
      source: 'interval:s:1 { print(@x); clear(@x); } END { print(@x); clear(@x); }',
      is: { '@x': { emptied: true, partial: false } },
    },
    { name: 'not printed at all', source: 'k:f { @x = count(); }', is: {} },
    {
      name: 'shown and emptied at intervals',
      source: 'interval:s:1 { print(@x); clear(@x); } k:f { @x = count(); }',
      is: { '@x': { emptied: true, partial: false } },
    },
    { name: 'set to zero', source: 'interval:s:1 { print(@x); zero(@x); }', is: { '@x': { emptied: true, partial: false } } },
    { name: 'shown at intervals only', source: 'interval:s:1 { print(@x); }', is: {} },
    { name: 'emptied elsewhere: growth tells', source: 'interval:s:1 { print(@x); } interval:s:10 { clear(@x); }', is: {} },
    {
      name: 'emptied at intervals, but shown twice at the end',
      source: 'interval:s:1 { print(@x, 5); clear(@x); } END { print(@x); }',
      is: { '@x': { emptied: false, partial: true } },
    },
    { name: 'its largest entries', source: 'interval:s:1 { print(@x, 5); print(@y); }', is: { '@x': { emptied: false, partial: true } } },
    {
      name: 'linear',
      source: 'k:f { @x = lhist(arg0, 0, 100, 10); @y[pid] = lhist(arg0, -5, 5, 1); @z = hist(arg0); }',
      is: {
        '@x': { emptied: false, partial: false, linear: { min: 0, max: 100, step: 10 } },
        '@y': { emptied: false, partial: false, linear: { min: -5, max: 5, step: 1 } },
      },
    },
    { name: 'no program', source: '{{{', is: {} },
  ])('$name', ({ source, is }) => expect(Object.fromEntries(readingsOf(source))).toEqual(is));
});
