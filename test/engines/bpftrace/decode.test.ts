import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../../src/bpftrace/outputs.ts';
import { parse } from '../../../src/bpftrace/parser.ts';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { MapOutput } from '../../../src/core/program.ts';
import { Decoder } from '../../../src/engines/bpftrace/decode.ts';
import { instrument } from '../../../src/engines/bpftrace/instrument.ts';

/** A decoder that knows what this program prints, as the engine has it. */
function decoderFor(source: string): Decoder {
  const declaration = () => undefined;
  const outputs = outputList(describeOutputs(parse(source).script, source, declaration));
  return new Decoder(
    instrument(source, declaration, true).rows,
    outputs.filter((output): output is MapOutput => output.shape !== 'rows'),
  );
}

/** Lines that bpftrace 0.17.0 printed on Linux 6.18 (`bpftrace -f json`), and what they are read as. `program` is the one that printed them. */
const LINES: readonly { readonly name: string; readonly program?: string; readonly line: string; readonly expect: TraceEvent | undefined }[] = [
  { name: 'attached_probes is kept for the mark', line: '{"type": "attached_probes", "data": {"probes": 3}}', expect: undefined },
  { name: 'printf', line: '{"type": "printf", "data": "plain 4\\n"}', expect: { type: 'text', text: 'plain 4' } },
  { name: 'printf without a line end, which waits for the rest', line: '{"type": "printf", "data": "two"}', expect: undefined },
  { name: 'printf of two lines', line: '{"type": "printf", "data": "lines\\nand more\\n"}', expect: { type: 'text', text: 'lines\nand more' } },
  {
    name: 'printf of high bytes',
    line: String.raw`{"type": "printf", "data": "caf\uffffffc3\uffffffa9 \\ \" \u0001 tab\t\n"}`,
    expect: { type: 'text', text: 'café \\ " \u0001 tab\t' },
  },
  { name: 'time', line: '{"type": "time", "data": "18:36:04\\n"}', expect: { type: 'text', text: '18:36:04' } },
  { name: 'cat', line: '{"type": "cat", "data": "0.05 0.10 0.17 2/91 29377\\n"}', expect: { type: 'text', text: '0.05 0.10 0.17 2/91 29377' } },
  { name: 'join', line: '{"type": "join", "data": "/bin/sh /tmp/cap/gen.sh"}', expect: { type: 'text', text: '/bin/sh /tmp/cap/gen.sh' } },
  { name: 'value: an integer', line: '{"type": "value", "data": 5}', expect: { type: 'text', text: '5' } },
  { name: 'value: a string', line: '{"type": "value", "data": "str"}', expect: { type: 'text', text: 'str' } },
  { name: 'value: a tuple of the program itself', line: '{"type": "value", "data": [1,"x",[2,3]]}', expect: { type: 'text', text: '1 x [2,3]' } },
  { name: 'value: 64 bits', line: '{"type": "value", "data": [1,-2,18446744073709551615,-1]}', expect: { type: 'text', text: '1 -2 18446744073709551615 -1' } },
  { name: 'lost_events', line: '{"type": "lost_events", "data": {"events": 3}}', expect: { type: 'lost', count: 3 } },
  { name: 'broken JSON is text', line: '{"type": "value", "data": [1,18:35:37]}', expect: { type: 'text', text: '{"type": "value", "data": [1,18:35:37]}' } },
  { name: 'what is no JSON is text', line: 'No probes to attach', expect: { type: 'text', text: 'No probes to attach' } },

  {
    name: 'a line of ours',
    program: 'k:f { printf("%s %d %x %s\\n", path(arg0), pid, arg1, comm); }',
    line: String.raw`{"type": "printf", "data": "\u001erow0\u001f/a b/c\u001f-5\u001f0xffff888000000010\u001f12\n"}`,
    expect: { type: 'row', statement: 0, values: ['/a b/c', -5, 0xffff888000000010n, '12'] },
  },
  {
    name: 'a line of ours with a separator in a value',
    program: 'k:f { printf("%s %d\\n", path(arg0), pid); }',
    line: String.raw`{"type": "printf", "data": "\u001erow0\u001f/a\u001fb\u001f5\n"}`,
    expect: { type: 'text', text: '/a b 5' },
  },
  {
    name: 'map without keys',
    program: 'k:f { @n = count(); }',
    line: '{"type": "map", "data": {"@n": 1}}',
    expect: { type: 'map', map: '@n', entries: [{ key: [], value: 1 }] },
  },
  {
    name: 'map that was never hit',
    program: 'k:f { @n = count(); }',
    line: '{"type": "map", "data": {"@never": 0}}',
    expect: { type: 'map', map: '@never', entries: [{ key: [], value: 0 }] },
  },
  {
    name: 'map of a string',
    program: 'k:f { @str = comm; }',
    line: '{"type": "map", "data": {"@str": "hello"}}',
    expect: { type: 'map', map: '@str', entries: [{ key: [], value: 'hello' }] },
  },
  {
    name: 'map of 64 bits',
    program: 'k:f { @u = (uint64)arg0; }',
    line: '{"type": "map", "data": {"@u": 18446744073709551615}}',
    expect: { type: 'map', map: '@u', entries: [{ key: [], value: 18446744073709551615n }] },
  },
  {
    name: 'map of a tuple',
    program: 'k:f { @tup = (1, "two", 3); }',
    line: '{"type": "map", "data": {"@tup": [1,"two",3]}}',
    expect: { type: 'map', map: '@tup', entries: [{ key: [], value: [1, 'two', 3] }] },
  },
  {
    name: 'map of an address',
    program: 'k:f { @n = ntop(arg0); }',
    line: '{"type": "map", "data": {"@n": "127.0.0.1"}}',
    expect: { type: 'map', map: '@n', entries: [{ key: [], value: '127.0.0.1' }] },
  },
  {
    name: 'map by process and pid',
    program: 'k:f { @k[comm, pid] = count(); }',
    line: '{"type": "map", "data": {"@k": {"bpftrace,29320": 1}}}',
    expect: { type: 'map', map: '@k', entries: [{ key: ['bpftrace', 29320], value: 1 }] },
  },
  {
    name: 'map by a name with a comma',
    program: 'k:f { @k2["a,b", -1] = sum(-4); }',
    line: '{"type": "map", "data": {"@k2": {"a,b,-1": -4}}}',
    expect: { type: 'map', map: '@k2', entries: [{ key: ['a,b', -1], value: -4 }] },
  },
  {
    name: 'map by a name with quote and backslash',
    program: 'k:f { @kstr[str(arg0)] = count(); }',
    line: String.raw`{"type": "map", "data": {"@kstr": {"q\"uote\\b": 1}}}`,
    expect: { type: 'map', map: '@kstr', entries: [{ key: ['q"uote\\b'], value: 1 }] },
  },
  {
    name: 'map by addresses',
    program: 'k:f { @n2[ntop(arg0), ntop(arg1)] = sum(1); }',
    line: '{"type": "map", "data": {"@n2": {"127.0.0.1,127.0.0.2": 1}}}',
    expect: { type: 'map', map: '@n2', entries: [{ key: ['127.0.0.1', '127.0.0.2'], value: 1 }] },
  },
  {
    name: 'map by stack and process',
    program: 'k:f { @c[kstack(2), comm] = count(); }',
    line: String.raw`{"type": "map", "data": {"@c": {"\n    _einittext+1015206732\n    __bpf_prog_test_run_raw_tp+106\n,bpftrace": 1}}}`,
    expect: { type: 'map', map: '@c', entries: [{ key: ['\n    _einittext+1015206732\n    __bpf_prog_test_run_raw_tp+106\n', 'bpftrace'], value: 1 }] },
  },
  {
    name: 'map by number keeps every entry',
    program: 'k:f { @a[pid] = count(); }',
    line: '{"type": "map", "data": {"@a": {"77": 1, "14": 1, "27192": 2, "0": 10}}}',
    expect: {
      type: 'map',
      map: '@a',
      entries: [
        { key: [0], value: 10 },
        { key: [14], value: 1 },
        { key: [77], value: 1 },
        { key: [27192], value: 2 },
      ],
    },
  },
  {
    // Two addresses inside one function: two entries of the map, one printed name.
    name: 'map by symbol: a key printed twice is counted twice',
    program: 'k:f { @drops[ksym(arg0)] = count(); }',
    line: '{"type": "map", "data": {"@drops": {"vfs_read": 1, "vfs_read": 2}}}',
    expect: {
      type: 'map',
      map: '@drops',
      entries: [
        { key: ['vfs_read'], value: 1 },
        { key: ['vfs_read'], value: 2 },
      ],
    },
  },
  {
    name: 'map of a program we do not know',
    line: '{"type": "map", "data": {"@x": {"1,x": "v"}}}',
    expect: { type: 'map', map: '@x', entries: [{ key: ['1,x'], value: 'v' }] },
  },
  {
    name: 'a map whose key is special to JavaScript',
    program: 'k:f { @p[comm] = count(); }',
    line: '{"type": "map", "data": {"@p": {"__proto__": 3, "constructor": 4}}}',
    expect: {
      type: 'map',
      map: '@p',
      entries: [
        { key: ['__proto__'], value: 3 },
        { key: ['constructor'], value: 4 },
      ],
    },
  },

  {
    name: 'avg without keys',
    program: 'k:f { @a = avg(arg0); }',
    line: '{"type": "stats", "data": {"@a": 15}}',
    expect: { type: 'map', map: '@a', entries: [{ key: [], value: 15 }] },
  },
  {
    name: 'avg below zero',
    program: 'k:f { @avgs = avg(arg0); }',
    line: '{"type": "stats", "data": {"@avgs": -5}}',
    expect: { type: 'map', map: '@avgs', entries: [{ key: [], value: -5 }] },
  },
  {
    name: 'avg by key',
    program: 'k:f { @avg[pid, cpu] = avg(arg0); }',
    line: '{"type": "stats", "data": {"@avg": {"1,2": 5}}}',
    expect: { type: 'map', map: '@avg', entries: [{ key: [1, 2], value: 5 }] },
  },
  {
    name: 'stats without keys',
    program: 'k:f { @st = stats(arg0); }',
    line: '{"type": "stats", "data": {"@st": {"count": 2, "average": 15, "total": 30}}}',
    expect: { type: 'stats', map: '@st', entries: [{ key: [], count: 2, average: 15, total: 30 }] },
  },
  {
    name: 'stats by key',
    program: 'k:f { @ks[comm] = stats(arg0); }',
    line: '{"type": "stats", "data": {"@ks": {"bpftrace": {"count": 1, "average": 3, "total": 3}}}}',
    expect: { type: 'stats', map: '@ks', entries: [{ key: ['bpftrace'], count: 1, average: 3, total: 3 }] },
  },
  {
    name: 'avg by process, one of them called average',
    program: 'k:f { @ka[comm] = avg(arg0); }',
    line: '{"type": "stats", "data": {"@ka": {"average": 3, "cat": 4}}}',
    expect: {
      type: 'map',
      map: '@ka',
      entries: [
        { key: ['average'], value: 3 },
        { key: ['cat'], value: 4 },
      ],
    },
  },

  {
    name: 'hist without keys',
    program: 'k:f { @h = hist(arg0); }',
    line: '{"type": "hist", "data": {"@h": [{"max": -1, "count": 1}, {"min": 0, "max": 0, "count": 1}, {"min": 2, "max": 3, "count": 0}]}}',
    expect: {
      type: 'histogram',
      map: '@h',
      entries: [
        {
          key: [],
          buckets: [
            { max: -1, count: 1 },
            { min: 0, max: 0, count: 1 },
            { min: 2, max: 3, count: 0 },
          ],
        },
      ],
    },
  },
  {
    name: 'hist by key',
    program: 'k:f { @kh[comm, cpu] = hist(arg0); }',
    line: '{"type": "hist", "data": {"@kh": {"bpftrace,1": [{"min": 32, "max": 63, "count": 1}]}}}',
    expect: { type: 'histogram', map: '@kh', entries: [{ key: ['bpftrace', 1], buckets: [{ min: 32, max: 63, count: 1 }] }] },
  },
  {
    // What hist(4294967296) and everything from 2^31 on prints; the text output says [2G, 4G), and it holds all above, too.
    name: 'hist: the last bucket, whose bounds 0.17 lets overflow',
    program: 'k:f { @h = hist(arg0); }',
    line: '{"type": "hist", "data": {"@h": [{"min": 1073741824, "max": 2147483647, "count": 1}, {"min": -2147483648, "max": 0, "count": 2}]}}',
    expect: {
      type: 'histogram',
      map: '@h',
      entries: [
        {
          key: [],
          buckets: [
            { min: 1073741824, max: 2147483647, count: 1 },
            { min: 2147483648, count: 2 },
          ],
        },
      ],
    },
  },
  {
    name: 'lhist, open at both ends',
    program: 'k:f { @l = lhist(arg0, 0, 100, 10); }',
    line: '{"type": "hist", "data": {"@l": [{"max": -1, "count": 1}, {"min": 0, "max": 9, "count": 1}, {"min": 100, "count": 1}]}}',
    expect: {
      type: 'histogram',
      map: '@l',
      entries: [
        {
          key: [],
          buckets: [
            { max: -1, count: 1 },
            { min: 0, max: 9, count: 1 },
            { min: 100, count: 1 },
          ],
        },
      ],
    },
  },
  {
    name: 'lhist by key',
    program: 'k:f { @sl[pid] = lhist(arg0, 0, 10, 1); }',
    line: '{"type": "hist", "data": {"@sl": {"1": [{"min": 3, "max": 3, "count": 1}], "2": [{"min": 10, "count": 1}], "3": [{"max": -1, "count": 1}]}}}',
    expect: {
      type: 'histogram',
      map: '@sl',
      entries: [
        { key: [1], buckets: [{ min: 3, max: 3, count: 1 }] },
        { key: [2], buckets: [{ min: 10, count: 1 }] },
        { key: [3], buckets: [{ max: -1, count: 1 }] },
      ],
    },
  },
];

describe('Decoder', () => {
  it.each(LINES)('$name', ({ program = 'k:f { }', line, expect: expected }) => expect(decoderFor(program).decode(line)).toEqual(expected));

  it('reads what an instrumented program prints: the mark, then rows, then maps', () => {
    const decoder = decoderFor('t:a:b { printf("%s %d %s\\n", comm, pid, str(args->f)); @n[comm] = count(); }');
    const lines = [
      '{"type": "attached_probes", "data": {"probes": 2}}',
      '{"type": "value", "data": [1735422975,"gpttrace-attached"]}',
      String.raw`{"type": "value", "data": [1735422976,"a b",42,"/tmp/caf\uffffffc3\uffffffa9 x"]}`,
      '{"type": "map", "data": {"@n": {"a b": 1}}}',
    ];
    expect(lines.map((line) => decoder.decode(line))).toEqual([
      undefined,
      { type: 'attached', probes: 2 },
      { type: 'row', statement: 0, values: ['a b', 42, '/tmp/café x'] },
      { type: 'map', map: '@n', entries: [{ key: ['a b'], value: 1 }] },
    ]);
  });

  it('takes no tuple for a row whose tag is not one of ours', () => {
    const decoder = decoderFor('k:f { printf("%d\\n", pid); }');
    expect(decoder.decode('{"type": "value", "data": [1735422977,5]}')?.type).toBe('text');
    expect(decoder.decode('{"type": "value", "data": [1735422975,"something else"]}')?.type).toBe('text');
  });

  /** What a tracer gone wrong could print: none of it may stop the reader. */
  it.each([
    '{}',
    '{"type": 5}',
    '{"type": "map"}',
    '{"type": "map", "data": 5}',
    '{"type": "map", "data": {}}',
    '{"type": "hist", "data": {"@h": 5}}',
    '{"type": "hist", "data": {"@h": {"a": 5}}}',
    '{"type": "stats", "data": null}',
    '{"type": "lost_events", "data": []}',
    '{"type": "new_in_2030", "data": {"a": [1]}}',
    '{"type": "value"}',
    '{"type": "printf"}',
    '[1,2]',
    '{',
    'null',
  ])('bears %s', (line) => expect(() => decoderFor('k:f { @h = hist(1); }').decode(line)).not.toThrow());

  it('keeps what a newer bpftrace prints as text', () => {
    expect(decoderFor('k:f { }').decode('{"type": "strange", "data": "words\\n"}')).toEqual({ type: 'text', text: 'words' });
  });
});

describe('lines printed in pieces', () => {
  it('are put together, and what is left comes with the end', () => {
    const decoder = new Decoder(new Map(), []);
    const lines = ['{"type": "time", "data": "18:36:04  "}', '{"type": "printf", "data": "7 cat\\n"}', '{"type": "printf", "data": "half"}'];
    expect(lines.map((line) => decoder.decode(line))).toEqual([undefined, { type: 'text', text: '18:36:04  7 cat' }, undefined]);
    expect(decoder.flush()).toEqual({ type: 'text', text: 'half' });
    expect(decoder.flush()).toBeUndefined();
  });

  it('of BEGIN are marked as a banner', () => {
    const decoder = new Decoder(new Map(), [], 1);
    expect(decoder.decode('{"type": "printf", "data": "Tracing...\\n"}')).toEqual({ type: 'text', text: 'Tracing...', banner: true });
    expect(decoder.decode('{"type": "printf", "data": "seen\\n"}')).toEqual({ type: 'text', text: 'seen' });
  });
});
