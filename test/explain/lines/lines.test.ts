import { describe, expect, it } from 'vitest';
import type { Probe, Statement } from '../../../src/bpftrace/ast.ts';
import { parse } from '../../../src/bpftrace/parser.ts';
import { walk } from '../../../src/bpftrace/visit.ts';
import { type Around, explainLines } from '../../../src/explain/lines/lines.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';

const LANGUAGES = ['en', 'zh'] as const;
/** What a sentence can only hold by a mistake. */
const BROKEN = /undefined|NaN|\[object|#\d|#\*/;

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'syscalls:sys_enter_read': ['int __syscall_nr', 'unsigned int fd', 'char * buf', 'size_t count'],
  'block:block_rq_issue': ['dev_t dev', 'sector_t sector', 'unsigned int nr_sector', 'unsigned int bytes', 'char rwbs[10]'],
};
const AROUND: Around = {
  version: '0.17.0',
  fieldsOf: ({ parts }) => FIELDS[parts.join(':')]?.map((declaration) => ({ declaration, name: /(\w+)(?:\[\d+\])?$/.exec(declaration)?.[1] ?? '' })),
};

/** Each a program, and what its lines say in order; `names` and `cannot` what is said of names and limits somewhere. */
interface Block {
  readonly name: string;
  readonly source: string;
  readonly en: readonly string[];
  readonly zh?: readonly string[];
  readonly names?: readonly string[];
  readonly maps?: readonly string[];
  readonly cannot?: readonly RegExp[];
  readonly can?: readonly RegExp[];
}

const BLOCKS: readonly Block[] = [
  {
    name: 'what a call is asked for, by whom',
    source: 'tracepoint:syscalls:sys_enter_read /comm == "nginx"/ { @asked[comm] = sum(args->count); }',
    en: [
      'Each time a process asks the kernel to read from a file, pipe or socket (calls read):',
      'Only where the process name is "nginx".',
      'Adds up the bytes asked for, by process name (in @asked).',
    ],
    zh: ['每当进程请求内核从文件、管道或套接字读取时(调用 read):', '仅当进程名为 "nginx"。', '累加请求的字节数(按进程名),存入 @asked。'],
    names: ['comm: string', 'args->count: size_t, bytes: bytes asked for'],
    maps: ['@asked result the sum of the bytes asked for, by process name; printed at the end'],
    cannot: [/32-bit/, /io_uring/, /"nginx"/, /@asked holds 4096 keys/, /15 bytes/],
    can: [/had begun before/],
  },
  {
    name: 'a time between two probes',
    source:
      'tracepoint:syscalls:sys_enter_fsync { @start[tid] = nsecs; } tracepoint:syscalls:sys_exit_fsync /@start[tid]/ { @us = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); } END { clear(@start); }',
    en: [
      'Each time a process asks the kernel to write a file to the disk (calls fsync):',
      'Notes the time now in @start, by thread id.',
      'Each time the call to write a file to the disk returns (fsync):',
      'Only where something is noted in @start for this thread id.',
      'Sorts the time since @start[tid] in microseconds into a histogram of powers of two (in @us).',
      'Forgets what @start has for this thread id.',
      'Once, at the end:',
      'Empties @start.',
    ],
    maps: [
      '@start carried when it began, by thread id; carried from one probe to another, forgotten after use, never printed',
      '@us result a histogram of the time since @start[tid] in microseconds, its buckets twice as wide from one to the next; printed at the end',
    ],
    cannot: [/had begun before.*nor what has not ended/, /no exact values/],
    can: [/lost/],
  },
  {
    name: 'numbers that stand for something',
    source:
      'tracepoint:sock:inet_sock_set_state /args->protocol == 6 && args->newstate == 2/ { @[comm] = count(); } tracepoint:syscalls:sys_exit_open /args->ret == -13/ { @e = count(); }',
    en: [
      'Each time a connection changes its state (sock:inet_sock_set_state):',
      'Only where the protocol is 6 (TCP) and the new state is 2 (SYN_SENT).',
      'Counts it, by process name (in @).',
      'Each time the call to open a file returns (open):',
      'Only where the descriptor of the opened file is -13 (EACCES).',
      'Counts it (in @e).',
    ],
    can: [/interrupt/],
  },
  {
    name: 'the kind of a file, by its mode',
    source:
      'kfunc:vfs_read { $kind = args->file->f_inode->i_mode & 0xf000; if ($kind == 0x8000) { @[str(args->file->f_path.dentry->d_name.name)] = count(); } else if ((args->file->f_inode->i_mode & 0xf000) != 0xc000) { @other++; } else { @sockets++; } }',
    en: [
      'Each time the kernel enters the function vfs_read, to read from a file, pipe or device:',
      'Keeps the kind of the file as $kind.',
      'If it is a regular file:',
      'Counts it, by bare name of the file (in @).',
      'Otherwise, if it is not a socket:',
      'Counts one more in @other.',
      'Otherwise:',
      'Counts one more in @sockets.',
    ],
    zh: [
      '每当内核进入函数 vfs_read(从文件、管道或设备读取)时:',
      '把文件类型记作 $kind。',
      '如果它是普通文件:',
      '计数加一(按文件名),存入 @。',
      '否则,如果它不是套接字:',
      '@other 加一。',
      '否则:',
      '@sockets 加一。',
    ],
    cannot: [/vfs_read.*built into their callers/, /bare names/, /@other, @sockets at once/],
  },
  {
    name: 'a table of names',
    source: 'BEGIN { @name[0] = "hi"; @name[1] = "timer"; } tracepoint:irq:softirq_entry { @n[@name[args->vec]] = count(); } END { clear(@name); }',
    en: [
      'Once, before the first event:',
      'Lists in the table @name: 0 is called "hi".',
      'Lists in the table @name: 1 is called "timer".',
      'Each time a soft interrupt begins to be handled (irq:softirq_entry):',
      'Counts it, by name that @name has for the number of the soft interrupt (in @n).',
      'Once, at the end:',
      'Empties @name.',
    ],
    maps: [
      '@name table names for numbers, filled in before the first event (2 of them)',
      '@n result how often it happened, by name that @name has for the number of the soft interrupt; printed at the end',
    ],
    can: [/@name/],
  },
  {
    name: 'samples and stacks',
    source: 'profile:hz:99 { @[ustack(5)] = count(); } interval:s:10 { print(@, 5); clear(@); exit(); }',
    en: [
      '99 times a second, on every processor:',
      'Counts it, by user stack (its innermost 5 functions) (in @).',
      'Every 10 s, on one processor:',
      'Prints the 5 largest entries of @.',
      'Empties @.',
      'Ends the program.',
    ],
    cannot: [/samples: what runs for less than the 10\.1 ms/, /innermost 5/, /frame pointers/, /begun anew/],
  },
  {
    name: 'rows',
    source: 'tracepoint:block:block_rq_issue /strncmp(args->rwbs, "W", 1) == 0/ { printf("%d %x %s\\n", args->nr_sector * 512, args->dev, args->rwbs); }',
    en: [
      'Each time a disk request is sent to the device (block:block_rq_issue):',
      'Only where the kind of operation begins with "W".',
      'Prints a line: the number of sectors times 512, the device in hexadecimal, the kind of operation.',
    ],
    names: ['args->rwbs: char[10]: kind of operation, as letters (R read, W write, D discard, F flush, S synchronous)'],
    cannot: [/lost/, /another order/],
  },
  {
    name: 'what one probe carries to another has a name',
    source:
      'tracepoint:syscalls:sys_enter_unlink { @path[tid] = args->pathname; } tracepoint:syscalls:sys_exit_unlink /@path[tid] && args->ret < 0/ { printf("%s %d\\n", str(@path[tid]), -args->ret); delete(@path[tid]); }',
    en: [
      'Each time a process asks the kernel to delete a file (calls unlink):',
      'Notes the address of the path in @path, by thread id.',
      'Each time the call to delete a file returns (unlink):',
      'Only where something is noted in @path for this thread id and the call failed.',
      'Prints a line: the path noted in @path, the error number.',
      'Forgets what @path has for this thread id.',
    ],
    cannot: [/only calls that failed/, /cut after 63 bytes/],
    can: [/comes out empty/],
  },
  {
    name: 'functions of a library',
    source: 'uprobe:libc:malloc { @[comm] = hist(arg0); } uretprobe:libc:malloc /retval == 0/ { @failed = count(); }',
    en: [
      'Each time a process enters the function malloc of libc, to allocate memory:',
      'Sorts the size (arg0) into a histogram of powers of two, by process name (in @).',
      'Each time a process returns from the function malloc of libc, to allocate memory:',
      'Only where the address of the memory is 0.',
      'Counts it (in @failed).',
    ],
    names: ['arg0: size_t, bytes: argument number 1 of the function: size'],
    cannot: [/a container's own copy/],
  },
  {
    name: 'newer language: functions, macros, loops, tuples, blocks',
    source:
      'config = { max_strlen = 128 } let @recent = lruhash(100); fn add($a : int64) : int64 { return $a + 1; } macro twice($x) { $x * 2 } BEGIN { let $y : int64 = add(2); $x = { let $z = 3; $z + 1 }; for ($i : 0..5) { @s[$i] = sum($i); continue; } for ($kv : @s) { print(($kv.0, $kv.1)); } while (1) { break; } unroll(3) { @u |= 4; } @t = ($x, 2).0; _ = str(0, 8); @recent[1] = 2; return; }',
    en: [
      'Sets how the tracer works: max_strlen = 128.',
      'Makes @recent a map that forgets what was not used for longest, of at most 100 keys.',
      "The program's own function add, called with $a : int64, which gives back int64:",
      'Gives back $a plus 1.',
      'The macro twice, used with $x: wherever it is used, this is put in its place:',
      'Yields $x times 2.',
      'Once, before the first event:',
      'Makes the variable $y of type int64: what add(2) yields.',
      'Keeps $z plus 1, after the statements of the block as $x.',
      'Makes the variable $z: 3.',
      'Yields $z plus 1.',
      'With $i from 0 up to, but not including, 5:',
      'Adds up $i, by $i (in @s).',
      'Goes on with the next turn of the loop.',
      'For each entry of @s, called $kv (its key and its value):',
      "Prints the entry's key and the entry's value.",
      'Again and again, until something in it leaves the loop:',
      'Leaves the loop.',
      '3 times over:',
      'Sets the bits of 4 in @u.',
      'Keeps part 1 of $x and 2 in @t.',
      'Works out the text at 0 and throws it away.',
      'Notes 2 in @recent, by 1.',
      'Stops here.',
    ],
    maps: ['@recent result a mark that something has happened, by 1; printed at the end'],
    cannot: [/7 bytes/],
    can: [/@recent holds/],
  },
  {
    name: 'what nobody wrote down is said by its name',
    source: 'tracepoint:zone:thing_done { @[args->what_ns] = count(); other(args->x); } kprobe:some_fn { @[arg2] = count(); }',
    en: [
      'Each time the kernel comes by its tracepoint zone:thing_done:',
      'Counts it, by field what_ns (in @).',
      'Calls other with the field x.',
      'Each time the kernel enters the function some_fn:',
      'Counts it, by argument 3 (arg2) (in @).',
    ],
    names: ["args->what_ns: ns: the event's field called what_ns", 'arg2: uint64: argument number 3 of the function'],
  },
];

function said(source: string, language: string) {
  const told = explainLines({ source }, language, AROUND);
  return { ...told, texts: told.lines.map(({ text }) => text) };
}

describe('explainLines', () => {
  it.each(BLOCKS)('$name', ({ source, en, zh, names, maps, cannot, can }) => {
    const told = said(source, 'en');
    expect(told.texts).toEqual(en);
    if (zh !== undefined) expect(said(source, 'zh').texts).toEqual(zh);
    expect(said(source, 'zh').texts).toHaveLength(en.length);
    const described = told.lines
      .flatMap((line) => line.names)
      .map(({ name, type, unit, means }) =>
        [name, [type, unit].filter((fact) => fact !== undefined).join(', '), means].filter((part) => part !== '').join(': '),
      );
    for (const name of names ?? [])
      expect(
        described.some((one) => one.startsWith(name)),
        `${name} in ${described.join('\n')}`,
      ).toBe(true);
    for (const map of maps ?? []) expect(told.maps.map((one) => `${one.name} ${one.role} ${one.holds}`)).toContain(map);
    for (const limit of cannot ?? []) expect(told.limits.join('\n')).toMatch(limit);
    for (const limit of can ?? []) expect(told.limits.join('\n')).not.toMatch(limit);
  });

  it('tells the lines of the source, counted from 1', () => {
    const { lines } = said('// a comment\nkprobe:f,\nkprobe:g\n/pid == 1/\n{\n  if (pid) {\n    @a =\n      count();\n  }\n}\n', 'en');
    expect(lines.map(({ from, to }) => [from, to])).toEqual([
      [2, 3],
      [4, 4],
      [6, 6],
      [7, 8],
    ]);
    expect(lines.map(({ depth }) => depth)).toEqual([0, 0, 1, 2]);
  });

  it('explains a name where it stands first', () => {
    const { lines } = said('kprobe:f { @a[comm] = count(); @b[comm] = count(); }', 'en');
    expect(lines.map(({ names }) => names.length)).toEqual([0, 1, 0]);
  });

  it.each(['', 'BEGIN { @ = ; }', '}{', 'struct a { int b; };', 'tracepoint:a:b { $x = ', 'k:f /', 'not a program at all', '"', '\u0000'])(
    'bears %j',
    (source) => {
      for (const language of LANGUAGES) expect(JSON.stringify(said(source, language))).not.toMatch(/undefined|\[object/);
    },
  );

  it('explains what can be read beside what cannot', () => {
    expect(said('k:f { @a = count(); @b = = 1; } k:g { exit(); }', 'en').texts).toContain('Ends the program.');
  });

  it('bears sums and conditions of 20,000 parts, and blocks within blocks', () => {
    const long = (operator: string): string => Array.from({ length: 20_000 }, (_, index) => `$a${index}`).join(operator);
    for (const source of [`k:f { @ = ${long(' + ')}; }`, `k:f /${long(' && ')}/ { @ = 1; }`, `k:f { ${'if (1) { '.repeat(80)} @ = 1; ${'}'.repeat(80)} }`])
      expect(said(source, 'en').lines.length).toBeGreaterThan(1);
  });
});

describe.each(LANGUAGES)('every statement of the library, in %s', (language) => {
  it.each(readLibrary())('$name', ({ source }) => {
    const told = explainLines({ source }, language, {});
    const starts = new Map(told.lines.map((line) => [`${line.from} ${line.code}`, line]));
    const { script } = parse(source);
    for (const probe of script.probes) {
      for (const statement of statementsOf(probe)) {
        const from = source.slice(0, statement.span.start).split('\n').length;
        const line = [...starts.values()].find(
          (one) =>
            one.from === from &&
            source
              .slice(statement.span.start, statement.span.end)
              .replace(/\s+/g, ' ')
              .startsWith(one.code.replace(/^else /, '')),
        );
        expect(line, `${from}: ${source.slice(statement.span.start, statement.span.start + 60)}`).toBeDefined();
      }
    }
    for (const { text, code, names } of told.lines) {
      expect(text).not.toMatch(BROKEN);
      expect(text.replace(/[.。]$/, '')).not.toBe(code);
      if (language === 'zh') expect(text).toMatch(/[\u4e00-\u9fff]/);
      for (const { means } of names) expect(means).not.toBe('');
    }
    for (const text of [...told.maps.map(({ holds }) => holds), ...told.limits]) expect(text).not.toMatch(BROKEN);
    expect(told.maps.some(({ role }) => role === 'result') || /printf|print\(/.test(source)).toBe(true);
  });
});

/** What stands in its blocks, of whatever kind. */
function statementsOf(probe: Probe): Statement[] {
  return [...walk(probe)].flatMap((node) => (node.kind === 'block' ? node.statements : []));
}
