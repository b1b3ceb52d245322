import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../../src/bpftrace/outputs.ts';
import { parse } from '../../../src/bpftrace/parser.ts';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { MapOutput } from '../../../src/core/program.ts';
import { Decoder } from '../../../src/engines/bpftrace/decode.ts';
import { instrument, ROW_TAG } from '../../../src/engines/bpftrace/instrument.ts';
import { Looks, wayToLook } from '../../../src/engines/bpftrace/looks.ts';

const declaration = () => undefined;

function mapsOf(source: string): readonly MapOutput[] {
  return outputList(describeOutputs(parse(source).script, source, declaration)).filter((output): output is MapOutput => output.shape !== 'rows');
}

function wish(source: string, version: string, keepsSymbols = false) {
  return { maps: mapsOf(source), version, keepsSymbols };
}

describe('how a program can be looked at', () => {
  it.each([
    { name: 'by a signal, as it prints all maps then', source: 'k:f { @n = count(); }', version: '0.17.0', way: 'signal' },
    { name: 'by a signal, until 0.21', source: 'k:f { @n = count(); }', version: 'v0.21.3', way: 'signal' },
    { name: 'by a probe of ours', source: 'k:f { @n = count(); }', version: '0.22.0', way: 'probe' },
    { name: 'it prints at its end', source: 'k:f { @n = count(); } END { print(@n); clear(@n); }', version: '0.17.0', way: 'signal' },
    { name: 'it prints a value, not a map', source: 'k:f { @n = count(); print(1); }', version: '0.17.0', way: 'signal' },
    { name: 'it prints its maps itself', source: 'k:f { @n = count(); } interval:s:1 { print(@n); clear(@n); }', version: '0.17.0', way: undefined },
    { name: 'it prints one key itself', source: 'k:f { @n[1] = count(); } interval:s:1 { print(@n[1]); }', version: '0.17.0', way: undefined },
    {
      name: 'it prints its maps at the end and on the way',
      source: 'k:f { @n = count(); } END,interval:s:1 { print(@n); }',
      version: '0.17.0',
      way: undefined,
    },
    { name: 'it has no map', source: 'k:f { printf("%d\\n", pid); }', version: '0.17.0', way: undefined },
    { name: 'its only map is a helper', source: 'k:f { @s[tid] = nsecs; } k:g { delete(@s[tid]); }', version: '0.17.0', way: undefined },
    { name: 'a command of it would be cut short', source: 'k:f { @n = count(); system("ls"); }', version: '0.17.0', way: undefined },
    { name: 'it has a signal probe of its own', source: 'k:f { @n = count(); } self:signal:SIGUSR1 { exit(); }', version: '0.23.0', way: undefined },
    { name: 'user stacks, whose names are read anew each time', source: 'k:f { @[ustack] = count(); }', version: '0.17.0', way: undefined },
    { name: 'user stacks of so many frames', source: 'k:f { @[ustack(5)] = count(); }', version: '0.23.0', way: undefined },
  ])('$name', ({ source, version, way }) => {
    expect(wayToLook(parse(source).script, wish(source, version))).toBe(way);
    expect(instrument(source, declaration, true, wish(source, version)).way).toBe(way);
  });

  it('user stacks of one process, whose names are kept', () => {
    const source = 'k:f { @[ustack] = count(); }';
    expect(wayToLook(parse(source).script, wish(source, '0.17.0', true))).toBe('signal');
  });

  it('a probe of ours is a program that bpftrace can read, and shows outputs only', () => {
    const source = 'k:f { @n[comm] = count(); @s[tid] = nsecs; } k:g { delete(@s[tid]); }';
    const made = instrument(source, declaration, true, wish(source, '0.23.0')).source;
    expect(parse(made).diagnostics).toEqual([]);
    expect(made).toContain('self:signal:SIGUSR1');
    expect(made).toContain('print(@n);');
    expect(made).not.toContain('print(@s);');
    expect(instrument(source, declaration, true).source).not.toContain('self:signal');
  });
});

/** What a program that is looked at prints, and what is told of it. */
function told(source: string, version: string, text: string): { readonly events: readonly TraceEvent[]; readonly looks: Looks } {
  const made = instrument(source, declaration, true, wish(source, version));
  if (made.way === undefined) throw new Error('it cannot be looked at');
  const looks = new Looks(made.way, mapsOf(source));
  return { events: new Decoder(made.rows, mapsOf(source), 0, looks).decodeAll(text), looks };
}

const map = (name: string, value: number): string => `{"type": "map", "data": {"${name}": ${value}}}`;
const event = (name: string, value: number) => ({ type: 'map', map: name, entries: [{ key: [], value }] }) as const;
const mark = (name: string, blank = ''): string => `{"type": "value", "data": [${ROW_TAG - 2},${blank}"${name}"]}`;

describe('what is told of looks', () => {
  const source = 'k:f { @n = count(); @s[tid] = nsecs; printf("%d\\n", pid); } END { clear(@s); }';
  const row = `{"type": "value", "data": [${ROW_TAG},5]}`;

  it('before two empty lines 0.17 prints what a signal asked for, after them what the end holds', () => {
    const scratch = '{"type": "map", "data": {"@s": {"1": 5}}}';
    const { events, looks } = told(source, '0.17.0', [row, map('@n', 1), scratch, row, map('@n', 2), scratch, '', '', map('@n', 3), ''].join('\n'));
    const rows = { type: 'row', statement: 0, values: [5] };
    expect(events).toEqual([rows, { type: 'snapshot', map: event('@n', 1) }, rows, { type: 'snapshot', map: event('@n', 2) }, event('@n', 3)]);
    expect(looks.since()).toEqual({ maps: ['@n', '@s', '@n', '@s'], over: false });
    expect(looks.since()).toEqual({ maps: [], over: false });
    expect(looks.emptied()).toEqual([]);
  });

  it('a signal that came just before the end changes nothing: its map is a look, the last one is the answer', () => {
    const { events } = told(source, '0.17.0', [map('@n', 2), '', '', map('@n', 2)].join('\n'));
    expect(events).toEqual([{ type: 'snapshot', map: event('@n', 2) }, event('@n', 2)]);
  });

  it('what was seen in a look and is not printed at the end is empty', () => {
    const { events, looks } = told(source, '0.17.0', [map('@n', 2), '', ''].join('\n'));
    expect(events).toEqual([{ type: 'snapshot', map: event('@n', 2) }]);
    expect(looks.emptied()).toEqual([{ type: 'map', map: '@n', entries: [] }]);
  });

  it('what END prints is no look, and neither is what a late signal still shows', () => {
    const prints = 'k:f { @n = count(); } END { print(@n); clear(@n); }';
    const { events } = told(prints, '0.17.0', [map('@n', 1), mark('gpttrace-end'), map('@n', 2), map('@n', 2), '', '', map('@n', 0)].join('\n'));
    expect(events).toEqual([{ type: 'snapshot', map: event('@n', 1) }, event('@n', 2), event('@n', 2), event('@n', 0)]);
  });

  it.each(['', ' '])('since 0.22 a look is between two marks', (blank) => {
    const look = [mark('gpttrace-look', blank), map('@n', 1), mark('gpttrace-looked', blank)];
    const { events, looks } = told(source, '0.23.0', [row, ...look, row, map('@n', 2)].join('\n'));
    const rows = { type: 'row', statement: 0, values: [5] };
    expect(events).toEqual([rows, { type: 'snapshot', map: event('@n', 1) }, rows, event('@n', 2)]);
    expect(looks.since()).toEqual({ maps: ['@n'], over: true });
    expect(looks.emptied()).toEqual([]);
  });

  it('the probe that was added is not counted', () => {
    const attached = `{"type": "attached_probes", "data": {"probes": 4}}\n{"type": "value", "data": [${ROW_TAG - 1}, "gpttrace-attached"]}`;
    expect(told(source, '0.23.0', attached).events).toEqual([{ type: 'attached', probes: 3 }]);
    expect(told(source, '0.17.0', attached).events).toEqual([{ type: 'attached', probes: 4 }]);
  });

  it('a program that prints the words of a mark is not taken for one', () => {
    const line = '{"type": "value", "data": "gpttrace-look"}';
    expect(told(source, '0.23.0', `${line}\n${map('@n', 2)}`).events).toEqual([{ type: 'text', text: 'gpttrace-look' }, event('@n', 2)]);
  });
});
