import { describe, expect, it } from 'vitest';
import { conversions, describeOutputs, outputList } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { declarationType, type FieldDeclaration } from '../../src/bpftrace/types.ts';
import type { Column } from '../../src/core/program.ts';

const FIELDS: Readonly<Record<string, string>> = {
  filename: 'const char * filename',
  ret: 'long ret',
  prev_comm: 'char prev_comm[16]',
  prev_pid: 'pid_t prev_pid',
  name: '__data_loc char[] name',
  rwbs: 'char rwbs[8]',
  addr: '__u8 addr[4]',
  dev: 'dev_t dev',
};
const declared: FieldDeclaration = (_point, field) => FIELDS[field];

function describeSource(source: string) {
  const { script, diagnostics } = parse(source);
  expect(diagnostics).toEqual([]);
  return describeOutputs(script, source, declared);
}

/** `name:kind:type`, and a unit or an integer form where there is one. */
function short(column: Column): string {
  return [column.name, column.kind, column.type, column.unit, column.integer].filter((part) => part !== undefined).join(':');
}

const ROWS: readonly { readonly name: string; readonly input: string; readonly expect: string; readonly form: 'tuple' | 'line' | 'text' }[] = [
  {
    name: 'builtins',
    input: 'k:f { printf("%d %s %d\\n", pid, comm, cpu); }',
    expect: 'pid:pid:integer process:process:string cpu:cpu:integer',
    form: 'tuple',
  },
  {
    name: 'fields by their declaration',
    input: 't:a:b { printf("%s %d %s\\n", args->prev_comm, args->prev_pid, str(args->filename)); }',
    expect: 'prev comm:process:string prev pid:plain:integer:int32 file:file:string',
    form: 'tuple',
  },
  { name: 'a __data_loc string', input: 't:a:b { printf("%s\\n", str(args->name)); }', expect: 'name:plain:string', form: 'tuple' },
  {
    name: 'hexadecimal and unsigned',
    input: 'k:f { printf("%x %p %lu %llx %u\\n", arg0, arg1, arg2, arg3, arg4); }',
    expect:
      'arg0:plain:integer:hexadecimal arg1:plain:integer:hexadecimal arg2:plain:integer:unsigned arg3:plain:integer:hexadecimal arg4:plain:integer:unsigned',
    form: 'tuple',
  },
  {
    name: 'octal',
    input: 't:a:b { printf("%o %04o %llo %d\\n", args->prev_pid, pid, curtask->mode, pid); }',
    expect: 'prev pid:plain:integer:octal pid:pid:integer:octal mode:plain:integer:octal pid 2:pid:integer',
    form: 'tuple',
  },
  { name: 'octal of what has no type here', input: 'k:f { printf("%o\\n", (curtask->mode)); }', expect: 'mode:plain:integer:octal', form: 'tuple' },
  {
    name: 'the same twice',
    input: 'k:f { printf("%d %d %d\\n", pid, pid, pid); }',
    expect: 'pid:pid:integer pid 2:pid:integer pid 3:pid:integer',
    form: 'tuple',
  },
  { name: 'stacks', input: 'k:f { printf("%s%s\\n", kstack(3), ustack); }', expect: 'stack:stack:stack stack 2:stack:stack', form: 'tuple' },
  {
    name: 'a variable has the type of what is assigned to it',
    input: 'k:f { $a = comm; $d = nsecs - 5; printf("%s %d\\n", $a, $d); }',
    expect: 'a:plain:string d:plain:integer',
    form: 'tuple',
  },
  {
    name: 'a map has the type of what another probe assigns',
    input: 't:a:b { @p[tid] = str(args->filename); } t:a:c /@p[tid]/ { printf("%s\\n", @p[tid]); delete(@p[tid]); }',
    expect: 'p:plain:string',
    form: 'tuple',
  },
  {
    name: 'a heading in BEGIN names the columns',
    input: 'BEGIN { printf("%-6s %-16s %s\\n", "PID", "COMM", "LAT(us)"); } k:f { printf("%-6d %-16s %d\\n", pid, comm, $1); }',
    expect: 'pid:pid:integer process:process:string lat:plain:integer:us',
    form: 'tuple',
  },
  {
    name: 'a ternary has the type of its first half',
    input: 'k:f { printf("%d\\n", retval < 0 ? -retval : 0); }',
    expect: 'value:plain:integer',
    form: 'tuple',
  },

  {
    name: 'an argument of a function, by its conversion',
    input: 'kfunc:f { printf("%d %s\\n", args->len, str(args->name)); }',
    expect: 'len:plain:integer name:plain:string',
    form: 'tuple',
  },

  // What cannot stand in a tuple, or has no known type, is what its conversion makes of it; what is not whole stays text.
  { name: 'no line end', input: 'k:f { printf("%d ", pid); }', expect: 'pid:pid:integer', form: 'text' },
  { name: 'two lines', input: 'k:f { printf("%d\\n%s\\n", pid, comm); }', expect: 'pid:pid:integer process:process:string', form: 'text' },
  { name: 'pieces of one line', input: 'k:f { printf("%d ", pid); printf("%s\\n", comm); }', expect: 'pid:pid:integer', form: 'text' },
  { name: 'behind a time()', input: 'k:f { time("%H "); printf("%s\\n", comm); }', expect: 'process:process:string', form: 'text' },
  {
    name: 'a strftime, which 0.17 prints as broken JSON',
    input: 'k:f { printf("%s %d\\n", strftime("%H", nsecs), pid); }',
    expect: 'time:plain:string pid:pid:integer',
    form: 'line',
  },
  { name: 'a field of unknown type', input: 't:a:b { printf("%d\\n", args->nosuch); }', expect: 'nosuch:plain:integer', form: 'line' },
  { name: 'an array', input: 't:a:b { printf("%d\\n", args->addr); }', expect: 'addr:plain:integer', form: 'line' },
  {
    name: 'an address behind a value of few bits',
    input: 't:a:b { printf("%d %s\\n", args->len, ntop(arg0)); }',
    expect: 'len:plain:integer arg0:plain:address',
    form: 'line',
  },
  {
    name: 'an address behind such a value, cast',
    input: 't:a:b { printf("%d %s\\n", (uint64)args->len, ntop(arg0)); }',
    expect: 'len:plain:integer arg0:plain:address',
    form: 'tuple',
  },
  { name: 'an aggregation', input: 'k:f { @c = count(); printf("%d\\n", @c); }', expect: 'c:plain:integer', form: 'line' },
  { name: 'in BEGIN', input: 'BEGIN { printf("%d\\n", pid); }', expect: 'pid:pid:integer', form: 'text' },
  { name: 'a format that is no literal', input: 'k:f { printf($1, pid); }', expect: 'pid:pid:integer', form: 'text' },
  { name: 'fewer conversions than arguments', input: 'k:f { printf("%d\\n", pid, tid); }', expect: 'pid:pid:integer tid:tid:integer', form: 'text' },
  { name: 'only words', input: 'k:f { printf("hello\\n"); }', expect: '', form: 'text' },
];

describe('rows', () => {
  it.each(ROWS)('$name', ({ input, expect: expected, form }) => {
    const { prints } = describeSource(input);
    const print = prints.find(({ call }) => !input.startsWith('BEGIN { printf("%-') || call.span.start > 40);
    expect(print?.output.columns.map(short).join(' ')).toBe(expected);
    expect(print?.form).toBe(form);
  });

  it('are numbered in source order, also where some stay text', () => {
    const { prints } = describeSource('k:f { printf("%d\\n", pid); } k:g { printf("x "); } k:h { if (pid) { printf("%s\\n", comm); } }');
    expect(prints.map(({ output, form }) => [output.statement, form])).toEqual([
      [0, 'tuple'],
      [1, 'text'],
      [2, 'tuple'],
    ]);
  });
});

const MAPS: readonly { readonly name: string; readonly input: string; readonly expect: readonly string[] }[] = [
  { name: 'a count by process', input: 'k:f { @faults[comm] = count(); }', expect: ['values @faults [process:process:string] faults:count:integer'] },
  { name: 'the nameless map', input: 'k:f { @[comm, pid] = count(); }', expect: ['values @ [process:process:string pid:pid:integer] count:count:integer'] },
  { name: 'a sum of bytes, by its name', input: 'k:f { @bytes = sum(arg1); }', expect: ['values @bytes [] bytes:count:integer:bytes'] },
  { name: 'a unit at the end of a name', input: 'k:f { @lat_us = hist(arg1); }', expect: ['histogram @lat_us [] lat:plain:integer:us'] },
  {
    name: 'how often is no time, whatever the map is called',
    input: 'k:f { @s[comm] = count(); @us = count(); }',
    expect: ['values @s [process:process:string] s:count:integer', 'values @us [] us:count:integer'],
  },
  { name: 'seconds', input: 'k:f { @up_s = max(arg0); }', expect: ['values @up_s [] up s:plain:integer:s'] },
  { name: 'a unit of what is measured', input: 'k:f { $took_ns = 5; @a = avg($took_ns); }', expect: ['values @a [] a:plain:integer:ns'] },
  { name: 'an average is no amount to add up', input: 'k:f { @a[comm] = avg(arg1); }', expect: ['values @a [process:process:string] a:plain:integer'] },
  { name: 'statistics', input: 'k:f { @s[pid] = stats(arg1); }', expect: ['stats @s [pid:pid:integer] s:plain:integer'] },
  { name: 'a linear histogram', input: 'k:f { @l = lhist(arg1, 0, 10, 1); }', expect: ['histogram @l [] l:plain:integer'] },
  { name: 'counted up', input: 'k:f { @n[cpu]++; }', expect: ['values @n [cpu:cpu:integer] n:plain:integer'] },
  { name: 'by a widened C int', input: 't:a:b { @r[args->prev_pid] = count(); }', expect: ['values @r [prev pid:plain:integer:int32] r:count:integer'] },
  {
    name: 'by stack',
    input: 'k:f { @[kstack, ustack(5), comm] = count(); }',
    expect: ['values @ [stack:stack:stack stack 2:stack:stack process:process:string] count:count:integer'],
  },
  { name: 'the key of a tuple', input: 'k:f { @a[(pid, comm)] = count(); }', expect: ['values @a [pid:pid:integer process:process:string] a:count:integer'] },
  { name: 'a value named as its key', input: 'k:f { @pid[pid] = count(); }', expect: ['values @pid [pid:pid:integer] pid 2:count:integer'] },
  {
    name: 'helper maps are no output',
    input: 'k:f { @start[tid] = nsecs; } kr:f /@start[tid]/ { @us = hist(nsecs - @start[tid]); delete(@start[tid]); } END { clear(@start); }',
    expect: ['histogram @us [] us:plain:integer:us'],
  },
  { name: 'a map assigned and never removed is output', input: 'k:f { @last[tid] = nsecs; }', expect: ['values @last [tid:tid:integer] last:plain:integer'] },
  {
    name: 'an aggregation that is cleared every second is output',
    input: 'k:f { @n[comm] = count(); } i:s:1 { print(@n); clear(@n); }',
    expect: ['values @n [process:process:string] n:count:integer'],
  },
];

describe('maps', () => {
  it.each(MAPS)('$name', ({ input, expect: expected }) => {
    const { maps } = describeSource(input);
    expect(maps.map(({ shape, map, keys, value }) => `${shape} ${map} [${keys.map(short).join(' ')}] ${short(value)}`)).toEqual(expected);
  });

  it('rows come before maps, and prints of pieces are left out', () => {
    const list = outputList(describeSource('k:f { @n = count(); printf("%d\\n", pid); } k:g { printf("x"); }'));
    expect(list.map((output) => (output.shape === 'rows' ? output.statement : output.map))).toEqual([0, '@n']);
  });
});

describe('conversions', () => {
  it.each([
    ['%d %s\n', ['d', 's']],
    ['%-16s %5d %05x %llu', ['s', 'd', 'x', 'llu']],
    ['100%% of %d', ['d']],
    ['%.3s %-*d', ['s', 'd']],
    ['plain', []],
    ['%', []],
  ])('%j', (format, expected) => expect(conversions(format)).toEqual(expected));
});

describe('declarationType', () => {
  it.each([
    ['char comm[16]', 'string', undefined],
    ['__data_loc char[] name', 'string', undefined],
    ['int error', 'integer', true],
    ['pid_t pid', 'integer', true],
    ['unsigned int flags', 'integer', undefined],
    ['long ret', 'integer', undefined],
    ['const char * filename', 'integer', undefined],
    ['__u8 saddr[4]', 'unknown', undefined],
    ['struct foo bar', 'unknown', undefined],
    [undefined, 'unknown', undefined],
  ])('%s', (declaration, type, int32) => {
    const found = declarationType(declaration);
    expect(found.type).toBe(type);
    expect(found.int32).toBe(int32);
    expect(found.tupleSafe).toBe(type !== 'unknown');
  });
});
