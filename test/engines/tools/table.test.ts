import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import { ToolOutput } from '../../../src/engines/tools/table.ts';

const FIXTURES = new URL('../../fixtures/tools/', import.meta.url);

function typed(text: string): TraceEvent[] {
  const output = new ToolOutput();
  return [...output.read(text), ...output.end()];
}

function fixture(name: string): TraceEvent[] {
  return typed(readFileSync(new URL(`${name}.txt`, FIXTURES), 'utf8'));
}

function rows(events: readonly TraceEvent[]): unknown[] {
  return events.flatMap((event) => (event.type === 'row' ? [event.values] : []));
}

describe('tables', () => {
  test('a name of a process with spaces in it, and a path that has some too', () => {
    const text = 'PID    COMM              FD ERR PATH\n4242   npm exec tsc       3   0 /tmp/a b\n4243   Worker 1          -1   2 /x';
    expect(rows(typed(text))).toEqual([
      [4242, 'npm exec tsc', 3, 0, '/tmp/a b'],
      [4243, 'Worker 1', -1, 2, '/x'],
    ]);
  });

  test('cells that are empty are null, below strace -c', () => {
    const text = [
      '% time     seconds  usecs/call     calls    errors syscall',
      '------ ----------- ----------- --------- --------- ----------------',
      ' 26.89    0.001089          32        34        13 openat',
      ' 16.44    0.000666          22        30           mmap',
    ].join('\n');
    expect(rows(typed(text))).toEqual([
      [26.89, 0.001089, 32, 34, 13, 'openat'],
      [16.44, 0.000666, 22, 30, null, 'mmap'],
    ]);
  });

  test('a table that is told again is the same table, whatever clears the screen', () => {
    const clear = String.fromCharCode(27);
    const once = `${clear}[2J${clear}[H12:00:01 loadavg: 0.1 0.2 0.3 1/2 3\nPID    COMM   READS\n1      init   2`;
    const events = typed(`${once}\n${once}`);
    expect(events.filter(({ type }) => type === 'output')).toHaveLength(1);
    expect(rows(events)).toEqual([
      [1, 'init', 2],
      [1, 'init', 2],
    ]);
  });

  test('a line of any length, and bytes that are no text, are text', () => {
    const [event] = typed('x'.repeat(1_000_000));
    expect(event?.type === 'text' && event.text.length < 70_000).toBe(true);
    expect(typed(Buffer.from([0, 255, 254, 7]).toString('utf8')).map(({ type }) => type)).toEqual(['text']);
  });

  test('counts of perf stat', () => {
    const text =
      " Performance counter stats for 'system wide':\n\n            403.74 msec cpu-clock   #    2.000 CPUs utilized\n             8,069      page-faults\n   <not supported>      cycles";
    expect(rows(typed(text))).toEqual([
      ['cpu-clock', 403.74, 'msec'],
      ['page-faults', 8069, null],
      ['cycles', '<not supported>', null],
    ]);
  });
});

describe('histograms and maps', () => {
  test("bpftrace's own", () => {
    const events = typed(
      'Attaching 3 probes...\n\n@usecs:\n[0]                    4 |@@@@ |\n[1K, 2K)               1 |@    |\n\n@reads[bash, 12]: 5\n@reads[ls, 13]: 7\n',
    );
    expect(events).toContainEqual({
      type: 'histogram',
      map: '@usecs',
      entries: [
        {
          key: [],
          buckets: [
            { min: 0, max: 0, count: 4 },
            { min: 1024, max: 2047, count: 1 },
          ],
        },
      ],
    });
    expect(events).toContainEqual({
      type: 'map',
      map: '@reads',
      entries: [
        { key: ['bash', 12], value: 5 },
        { key: ['ls', 13], value: 7 },
      ],
    });
  });
});

describe('recorded outputs', () => {
  test.each(readdirSync(FIXTURES).map((file) => file.replace(/\.txt$/, '')))('%s', (name) => {
    const events = fixture(name);
    const columns = events.flatMap((event) =>
      event.type === 'output' && event.output.shape === 'rows' ? [event.output.columns.map((column) => column.name)] : [],
    );
    const texts = events.filter((event) => event.type === 'text' && event.banner !== true).length;
    const maps = events.flatMap((event) => ('entries' in event ? [`${event.type} ${event.map} ${event.entries.length}`] : []));
    expect({ columns, rows: rows(events).length, first: rows(events)[0], maps: [...new Set(maps)], texts }).toMatchSnapshot();
  });
});
