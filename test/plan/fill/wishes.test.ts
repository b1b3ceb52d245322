/** What is asked of a program, and what it becomes: the intent's parts in, the program's text out. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import type { LibraryProgram } from '../../../src/knowledge/library.ts';
import { parseProgram } from '../../../src/knowledge/read.ts';
import { fill } from '../../../src/plan/fill/fill.ts';
import type { FillOptions } from '../../../src/plan/fill/filled.ts';
import { intentOf, numbers, type Wish } from './wish.ts';

function program(body: string, more: string): LibraryProgram {
  return parseProgram('mine', `/*---\ntitle.en = "a"\ntells.en = "b"\nquestions.en = []\nevent = "e"\n${more}\n---*/\n${body}`);
}

const COUNT = `answer = "@n"\nmeasure = "count"\nkeys = ["process"]\n[by]\nprocess = "comm"\nport = "args->dport"\n`;
const BYTES = `answer = "@n"\nmeasure = "sum"\nvalue = { name = "read", unit = "bytes" }\nkeys = ["process"]\nmeasures = ["sum"]\n[by]\nprocess = "comm"\n`;
const TIME = `answer = "@n"\nmeasure = "latency"\nvalue = { name = "latency", unit = "us" }\nkeys = []\n[by]\nprocess = "comm"\n`;
const STACKS = `answer = "@n"\nmeasure = "stacks"\nkeys = ["process", "stack"]\n[by]\nprocess = "comm"\nstack = "ustack"\n`;
const SYSCALL = `answer = "@n"\nmeasure = "count"\nkeys = ["syscall"]\n[by]\nsyscall = "args->id"\n`;
const ROWS = 'answer = "rows"\nmeasure = "each"\n';
const OPENS = `${ROWS}columns = [{ name = "pid" }, { name = "process" }, { name = "file" }, { name = "errno" }]\n`;
const OPEN = 'k:f { printf("%d %s %s %d\\n", pid, comm, str(arg0), -retval); delete(@x[tid]); }';
const NAMES = `${ROWS}columns = [{ name = "file" }]\n`;
const SIZES = `${ROWS}columns = [{ name = "process" }, { name = "size", unit = "bytes" }, { name = "latency", unit = "ms" }]\n`;
const SIZE = 'k:f { printf("%s %d %d\\n", comm, arg1, (nsecs - @s) / 1000000); @s = 0; }';

const sampled = program('k:f { @n[comm, ustack] = count(); } END { print(@n, 20); clear(@n); }', STACKS);
const counted = program('k:f { @n[comm] = count(); }', COUNT);
const summed = program('k:f /arg1 > 0/ { @n[comm] = sum(arg1); }', BYTES);
const timed = program('k:f { @n = hist((nsecs - @s[tid]) / 1000); delete(@s[tid]); }', TIME);

interface Case {
  readonly name: string;
  readonly program: LibraryProgram;
  readonly wish: Wish;
  readonly source: string;
  readonly refused?: readonly string[];
  readonly remarks?: readonly string[];
  readonly keys?: readonly string[];
  readonly value?: string;
}

const CONDITIONS: readonly Case[] = [
  {
    name: 'in the predicate of a clause that does nothing else',
    program: counted,
    wish: { conditions: [{ what: 'port', port: 443 }] },
    source: 'k:f\n/args->dport == 443/\n{ @n[comm] = count(); }',
  },
  {
    name: 'around the one statement where the clause goes on',
    program: program('k:f { @n[comm] = count(); delete(@x[tid]); }', COUNT),
    wish: { conditions: [{ what: 'port', port: 443 }] },
    source: 'k:f { if (args->dport == 443) { @n[comm] = count(); } delete(@x[tid]); }',
  },
  {
    name: 'in the branch that is there',
    program: program('k:f { if (arg0 || arg1) { @n[comm] = count(); } @x = 1; }', COUNT),
    wish: { conditions: [{ what: 'port', port: 443 }] },
    source: 'k:f { if ((arg0 || arg1) && args->dport == 443) { @n[comm] = count(); } @x = 1; }',
  },
  {
    name: 'inside a branch that has another side, which goes on as it was',
    program: program('k:f { if (arg0) { @n[comm] = count(); } else { @x = 1; } }', COUNT),
    wish: { conditions: [{ what: 'port', port: 443 }] },
    source: 'k:f { if (arg0) { if (args->dport == 443) { @n[comm] = count(); } } else { @x = 1; } }',
  },
  {
    name: 'at every place',
    program: program('k:f { @n[comm] = count(); }\nk:g { @n[comm]++; }', COUNT),
    wish: { conditions: [{ what: 'user', user: 'www' }] },
    source: 'k:f\n/uid == 33/\n{ @n[comm] = count(); }\nk:g\n/uid == 33/\n{ @n[comm]++; }',
  },
  {
    name: 'not where one place cannot tell',
    program: program('k:f { @n[comm] = sum(arg1); }\nk:g { @n[comm] = sum(arg1); }', `${BYTES}[target]\nat = ["k:f"]\n`),
    wish: { conditions: [{ what: 'user', user: 'www' }] },
    source: 'k:f { @n[comm] = sum(arg1); }\nk:g { @n[comm] = sum(arg1); }',
    refused: ['condition'],
  },
  {
    name: 'either end of a connection',
    program: program('k:f { @n[comm] = count(); }', `${COUNT}"local port" = "args->sport"\n`),
    wish: { conditions: [{ what: 'port', port: 22 }] },
    source: 'k:f\n/(args->dport == 22 || args->sport == 22)/\n{ @n[comm] = count(); }',
  },
  {
    name: "in place of the program's own bound",
    program: summed,
    wish: { measure: 'sum', conditions: [{ what: 'size', comparison: '>', bytes: 2048 }] },
    source: 'k:f /arg1 > 2048/ { @n[comm] = sum(arg1); }',
  },
  {
    name: "beside the program's own bound where more than the answer is under it",
    program: program('k:f /arg1 > 0/ { @n[comm] = sum(arg1); @last = nsecs; }', BYTES),
    wish: { measure: 'sum', conditions: [{ what: 'size', comparison: '>', bytes: 2048 }] },
    source: 'k:f /arg1 > 0/ { if (arg1 > 2048) { @n[comm] = sum(arg1); } @last = nsecs; }',
  },
  {
    name: "beside the program's own bound, of the other side",
    program: summed,
    wish: { measure: 'sum', conditions: [{ what: 'size', comparison: '<', bytes: 100 }] },
    source: 'k:f /(arg1 > 0) && arg1 < 100/ { @n[comm] = sum(arg1); }',
  },
  {
    name: 'a time before it is cut to microseconds',
    program: timed,
    wish: { measure: 'distribution', conditions: [{ what: 'time', comparison: '>', ns: 1_500_500 }] },
    source: 'k:f { if (nsecs - @s[tid] > 1500500) { @n = hist((nsecs - @s[tid]) / 1000); } delete(@s[tid]); }',
  },
  {
    name: 'a count has no size',
    program: counted,
    wish: { measure: 'count', conditions: [{ what: 'size', comparison: '>', bytes: 1 }] },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['condition'],
  },
  {
    name: "the front matter's word for it",
    program: program('k:f { @n[comm] = count(); }', `${COUNT}[filter]\nsize = "arg2 * 512"\n`),
    wish: { measure: 'sum', conditions: [{ what: 'size', comparison: '>=', bytes: 4096 }] },
    source: 'k:f\n/arg2 * 512 >= 4096/\n{ @n[comm] = count(); }',
  },
  {
    name: 'a directory',
    program: program(OPEN, OPENS),
    wish: { conditions: [{ what: 'path', path: '/etc/', match: 'prefix' }] },
    source: 'k:f { if (strncmp(str(arg0), "/etc/", 5) == 0) { printf("%d %s %s %d\\n", pid, comm, str(arg0), -retval); } delete(@x[tid]); }',
    remarks: ['paths-as-given'],
  },
  {
    name: 'a path with what ends a text in it',
    program: program('k:f { printf("%s\\n", str(arg0)); }', NAMES),
    wish: { conditions: [{ what: 'path', path: '/a"b\\c', match: 'exact' }] },
    source: 'k:f\n/str(arg0) == "/a\\"b\\\\c"/\n{ printf("%s\\n", str(arg0)); }',
    remarks: ['paths-as-given'],
  },
  {
    name: 'a path that no text of bpftrace holds',
    program: program('k:f { printf("%s\\n", str(arg0)); }', NAMES),
    wish: { conditions: [{ what: 'path', path: `/${'a'.repeat(63)}`, match: 'prefix' }] },
    source: 'k:f { printf("%s\\n", str(arg0)); }',
    refused: ['condition'],
  },
  {
    name: 'a directory of a program that knows names alone',
    program: program('k:f { printf("%s\\n", str(arg0)); }', `${NAMES}[filter]\npath = false\n`),
    wish: { conditions: [{ what: 'path', path: '/etc/', match: 'prefix' }] },
    source: 'k:f { printf("%s\\n", str(arg0)); }',
    refused: ['condition'],
  },
  {
    name: 'a name alone, of a dentry',
    program: program('k:f { printf("%s\\n", str($d->d_name.name)); }', NAMES),
    wish: { conditions: [{ what: 'path', path: '/passwd', match: 'suffix' }] },
    source: 'k:f\n/str($d->d_name.name) == "passwd"/\n{ printf("%s\\n", str($d->d_name.name)); }',
    remarks: ['names-only'],
  },
  {
    name: 'what failed, by a result with its sign turned',
    program: program(OPEN, OPENS),
    wish: { conditions: [{ what: 'outcome', failed: true }] },
    source: 'k:f { if (retval < 0) { printf("%d %s %s %d\\n", pid, comm, str(arg0), -retval); } delete(@x[tid]); }',
  },
  {
    name: 'an error, which says that it failed',
    program: program(OPEN, OPENS),
    wish: {
      conditions: [
        { what: 'errno', errno: 'ENOENT' },
        { what: 'outcome', failed: true },
      ],
    },
    source: 'k:f { if (retval == -2) { printf("%d %s %s %d\\n", pid, comm, str(arg0), -retval); } delete(@x[tid]); }',
  },
  {
    name: 'an error that there is not',
    program: program(OPEN, OPENS),
    wish: { conditions: [{ what: 'errno', errno: 'ENOSUCH' }] },
    source: OPEN,
    refused: ['condition'],
  },
  {
    name: 'what failed, of a program that sees nothing else',
    program: program('k:f { @n[comm] = count(); }', `${COUNT}[filter]\noutcome = true\n`),
    wish: { conditions: [{ what: 'outcome', failed: true }] },
    source: 'k:f { @n[comm] = count(); }',
  },
  {
    name: 'what worked, of a program that sees failures alone',
    program: program('k:f { @n[comm] = count(); }', `${COUNT}[filter]\noutcome = true\n`),
    wish: { conditions: [{ what: 'outcome', failed: false }] },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['condition'],
  },
  {
    name: 'an IPv4 address as a number',
    program: program('k:f { printf("%s\\n", ntop($a)); }', `${ROWS}columns = [{ name = "address" }]\n`),
    wish: { conditions: [{ what: 'address', address: '10.0.0.1' }] },
    source: 'k:f\n/$a == 0x0100000a/\n{ printf("%s\\n", ntop($a)); }',
  },
  {
    name: 'an IPv6 address where only IPv4 is seen',
    program: program('k:f { printf("%s\\n", ntop($a)); }', `${ROWS}columns = [{ name = "address" }]\n`),
    wish: { conditions: [{ what: 'address', address: '::1' }] },
    source: 'k:f { printf("%s\\n", ntop($a)); }',
    refused: ['condition'],
  },
  {
    name: 'a system call by its number',
    program: program('k:f { @n[args->id] = count(); }', SYSCALL),
    wish: { conditions: [{ what: 'syscall', name: 'openat' }] },
    source: 'k:f\n/args->id == 257/\n{ @n[args->id] = count(); }',
  },
  {
    name: 'a disk with its partitions',
    program: program('k:f { @n[comm] = count(); }', `${COUNT}device = "args->dev"\n`),
    wish: { conditions: [{ what: 'device', device: 'sda' }] },
    source: 'k:f\n/(args->dev == 8388608 || args->dev == 8388609)/\n{ @n[comm] = count(); }',
  },
  {
    name: 'a cgroup',
    program: counted,
    wish: { conditions: [{ what: 'container', container: '/a.slice' }] },
    source: 'k:f\n/cgroup == cgroupid("/sys/fs/cgroup/a.slice")/\n{ @n[comm] = count(); }',
  },
  {
    name: 'a user of a program about no process',
    program: program('k:f { @n[comm] = count(); }', COUNT.replace('[by]', 'target = false\n[by]')),
    wish: { conditions: [{ what: 'user', user: 'www' }] },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['condition'],
  },
  {
    name: 'beside the process',
    program: counted,
    wish: { filter: { comm: 'sh' }, conditions: [{ what: 'port', port: 443 }] },
    source: 'k:f\n/(comm == "sh") && args->dport == 443/\n{ @n[comm] = count(); }',
  },
];

const MEASURES: readonly Case[] = [
  {
    name: 'rows counted by what is asked for',
    program: program(OPEN, OPENS),
    wish: { measure: 'count', keys: ['file', 'process'] },
    source: 'k:f { @answer[str(arg0), comm] = count(); delete(@x[tid]); }',
    keys: ['file', 'process'],
    value: 'events',
  },
  {
    name: 'rows counted by process',
    program: program(OPEN, OPENS),
    wish: { measure: 'count' },
    source: 'k:f { @answer[comm] = count(); delete(@x[tid]); }',
    keys: ['process'],
  },
  {
    name: 'rows added up',
    program: program(SIZE, SIZES),
    wish: { measure: 'sum' },
    source: 'k:f { @answer[comm] = sum(arg1); @s = 0; }',
    value: 'total size',
  },
  {
    name: 'the mean of what rows took',
    program: program(SIZE, SIZES),
    wish: { measure: 'average' },
    source: 'k:f { @answer[comm] = avg((nsecs - @s) / 1000000); @s = 0; }',
    value: 'average latency',
  },
  { name: 'how long, of rows that tell it', program: program(SIZE, SIZES), wish: { measure: 'latency' }, source: SIZE },
  { name: 'a mean of rows that have no number', program: program(OPEN, OPENS), wish: { measure: 'average' }, source: OPEN, refused: ['measure'] },
  {
    name: 'counted under a condition',
    program: program(OPEN, OPENS),
    wish: { measure: 'top', top: 3, keys: ['file'], conditions: [{ what: 'outcome', failed: true }] },
    source: 'k:f { if (retval < 0) { @answer[str(arg0)] = count(); } delete(@x[tid]); }',
  },
  {
    name: 'each of what is counted',
    program: program('k:f { @n[comm] = count(); }', `${COUNT}pid = "pid"\n`),
    wish: { measure: 'each' },
    source: 'k:f { printf("%-7d %-16s\\n", pid, comm); }',
  },
  {
    name: 'each with what is measured of it',
    program: program('k:f { @n[comm] = sum(arg1); }', BYTES),
    wish: { measure: 'each' },
    source: 'k:f { printf("%-7d %-16s %d\\n", pid, comm, arg1); }',
  },
  {
    name: 'not each of a map that is used elsewhere',
    program: program('k:f { @n[comm] = count(); } END { print(@n, 5); }', COUNT),
    wish: { measure: 'each' },
    source: 'k:f { @n[comm] = count(); } END { print(@n, 5); }',
  },
  {
    name: 'stacks',
    program: counted,
    wish: { measure: 'stacks' },
    source: 'k:f { @n[comm, kstack] = count(); }',
    keys: ['process', 'stack'],
  },
  {
    name: 'a flame graph of bytes',
    program: program('k:f { @n[comm] = sum(arg1); }', BYTES),
    wish: { output: 'flame-graph', keys: ['user stack'] },
    source: 'k:f { @n[comm, ustack] = sum(arg1); }',
  },
  {
    name: 'no stacks where nobody is at it',
    program: program('k:f { @n[comm] = count(); }', COUNT.replace('[by]', 'target = false\n[by]')),
    wish: { measure: 'stacks' },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['measure'],
  },
  {
    name: 'a key every probe knows',
    program: counted,
    wish: { keys: ['cpu', 'process'] },
    source: 'k:f { @n[cpu, comm] = count(); }',
    keys: ['cpu', 'process'],
  },
  {
    name: 'the local port, where there is no other',
    program: program('k:f { @n[comm] = count(); }', COUNT.replace('port =', '"local port" =')),
    wish: { keys: ['port'] },
    source: 'k:f { @n[args->dport] = count(); }',
    keys: ['local port'],
  },
];

describe.each([
  ['only', CONDITIONS],
  ['measured', MEASURES],
] as const)('%s', (_, cases) => {
  it.each(cases)('$name', ({ program: one, wish, source, refused = [], remarks = [], keys, value }) => {
    const filled = fill(one, intentOf(wish), false, { numbers });
    expect(filled.source.trimEnd()).toBe(source);
    expect(filled.refused.map(({ what }) => what)).toEqual(refused);
    expect(filled.remarks).toEqual(remarks);
    expect(parse(filled.source).diagnostics).toEqual([]);
    if (keys !== undefined) expect(filled.keys).toEqual(keys);
    if (value !== undefined) expect(filled.value.name).toBe(value);
  });
});

describe('user stacks of which only the most frequent are printed', () => {
  it.each([
    { name: 'are all printed of one process', wish: { filter: { pid: 7 } }, limit: 1000 },
    { name: 'stay few of all that have a name, which may be many processes', wish: { filter: { comm: 'node' } }, limit: 20 },
    { name: 'stay few of everybody', wish: {}, limit: 20 },
  ])('$name', ({ wish, limit }) => {
    expect(fill(sampled, intentOf(wish), false, { numbers }).source).toContain(`print(@n, ${limit})`);
  });

  it('stay few of a command, which may start others', () => {
    expect(fill(sampled, intentOf({ filter: { pid: 7 } }), true, { numbers }).source).toContain('print(@n, 20)');
  });
});

const SHOWN = 'time("%H:%M:%S\\n");\n  print(@n);\n  clear(@n);';

const WINDOWS: readonly {
  readonly name: string;
  readonly program?: LibraryProgram;
  readonly wish: Wish;
  readonly options?: FillOptions;
  readonly added: string;
  readonly seconds?: number;
  readonly together?: string;
  readonly refused?: readonly string[];
}[] = [
  { name: 'for ever', wish: { every: 5 }, added: `interval:s:5\n{\n  ${SHOWN}\n}`, together: 'sum' },
  {
    name: 'so many times',
    wish: { every: 2, times: 3 },
    added: `interval:s:2\n{\n  ${SHOWN}\n  @windows++;\n  if (@windows >= 3) {\n    exit();\n  }\n}\n\nEND\n{\n  clear(@windows);\n}`,
    seconds: 6,
    together: 'sum',
  },
  { name: 'once', wish: { every: 2, times: 1 }, added: `interval:s:2\n{\n  ${SHOWN}\n  exit();\n}`, seconds: 2, together: 'sum' },
  {
    name: 'for a time that is no whole number of intervals',
    wish: { every: 2, seconds: 5 },
    added: `interval:s:2\n{\n  ${SHOWN}\n}\n\ninterval:s:5\n{\n  exit();\n}`,
    seconds: 5,
    together: 'sum',
  },
  {
    name: 'long enough to see some, where nobody says how long',
    wish: { every: 60 },
    options: { seconds: 10 },
    added: `interval:s:60\n{\n  ${SHOWN}\n  @windows++;\n  if (@windows >= 3) {\n    exit();\n  }\n}\n\nEND\n{\n  clear(@windows);\n}`,
    seconds: 180,
    together: 'sum',
  },
  {
    name: 'a rate, every second',
    wish: { measure: 'rate' },
    added: `interval:s:1\n{\n  ${SHOWN}\n}`,
    together: 'sum',
  },
  {
    name: 'the largest: the rest of them is not known',
    wish: { every: 1, top: 3 },
    added: `interval:s:1\n{\n  ${SHOWN.replace('print(@n)', 'print(@n, 3)')}\n}`,
    together: 'last',
  },
  {
    name: 'means, which make no mean',
    program: program('k:f { @n[comm] = avg(arg1); }', BYTES),
    wish: { every: 1 },
    added: `interval:s:1\n{\n  ${SHOWN}\n}`,
    together: 'last',
  },
  {
    name: 'greatest ones',
    program: program('k:f { @n[comm] = max(arg1); }', BYTES),
    wish: { every: 1 },
    added: `interval:s:1\n{\n  ${SHOWN}\n}`,
    together: 'max',
  },
  { name: 'a number of answers without an interval', wish: { times: 3, seconds: 4 }, added: 'interval:s:4\n{\n  exit();\n}', seconds: 4, refused: ['times'] },
];

describe('shown', () => {
  it.each(WINDOWS)('$name', ({ program: one = counted, wish, options = {}, added, seconds, together, refused = [] }) => {
    const filled = fill(one, intentOf(wish), false, options);
    expect(filled.source.trimEnd()).toBe(`${one.source.trimEnd()}\n\n${added}`);
    expect([filled.seconds, filled.window?.together]).toEqual([seconds, together]);
    expect(filled.refused.map(({ what }) => what)).toEqual(refused);
  });

  it('rows: so many of them', () => {
    const filled = fill(program('k:f { printf("%s\\n", str(arg0)); }', NAMES), intentOf({ times: 2 }), false, { seconds: 10 });
    expect(filled.source).toBe(
      'k:f { if (@shown < 2) { printf("%s\\n", str(arg0)); @shown++; } }\n\ninterval:ms:100\n/@shown >= 2/\n{\n  exit();\n}\n\nEND\n{\n  clear(@shown);\n}\n',
    );
    expect([filled.seconds, filled.endsItself]).toEqual([undefined, true]);
  });

  it('rows come as they happen, not at intervals', () => {
    const rows = program('k:f { printf("%s\\n", str(arg0)); }', NAMES);
    expect(fill(rows, intentOf({ every: 1 }), false).refused).toEqual([{ what: 'every' }]);
    expect(fill(rows, intentOf({ measure: 'rate', keys: ['file'] }), false).source).toContain('@answer[str(arg0)] = count();');
  });
});

it.each([
  ['a flood stays counted', { measure: 'each' }, false],
  ['unless few are asked for', { measure: 'each', times: 3 }, true],
  ['or one process', { measure: 'each', filter: { pid: 1 } }, true],
] as const)('%s', (_, wish, isListed) => {
  expect(fill(counted, intentOf(wish), false, { rate: () => 50_000 }).answer).toBe(isListed ? 'rows' : '@n');
});
