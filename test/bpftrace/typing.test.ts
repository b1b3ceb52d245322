/** The type of every expression: what is assigned to $x last is looked at. */
import { describe, expect, it } from 'vitest';
import type { Version } from '../../src/bpftrace/dialect/version.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { typeProgram } from '../../src/bpftrace/typing/infer.ts';
import type { Type } from '../../src/bpftrace/typing/type.ts';
import { walk } from '../../src/bpftrace/visit.ts';

const FIELDS: Readonly<Record<string, readonly { name: string; declaration: string }[]>> = {
  'sched:sched_switch': [
    { name: 'prev_comm', declaration: 'char prev_comm[16]' },
    { name: 'prev_pid', declaration: 'pid_t prev_pid' },
    { name: 'prev_state', declaration: 'long prev_state' },
  ],
  'syscalls:sys_enter_openat': [
    { name: 'dfd', declaration: 'int dfd' },
    { name: 'filename', declaration: 'const char * filename' },
  ],
  'net:netif_receive_skb': [{ name: 'name', declaration: '__data_loc char[] name' }],
  'raw_syscalls:sys_enter': [{ name: 'args', declaration: 'unsigned long args[6]' }],
};

/** A type in a few letters: `u64`, `i32`, `string16`, `own *`, `u64[6]`, `(i64, string16)`. */
function brief(type: Type): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'i' : 'u'}${type.size * 8}`;
    case 'string':
    case 'buffer':
      return `${type.kind}${type.size}`;
    case 'pointer':
      return `${brief(type.to)} *`;
    case 'array':
      return `${brief(type.of)}[${type.length}]`;
    case 'record':
      return type.name;
    case 'tuple':
      return `(${type.items.map(brief).join(', ')})`;
    default:
      return type.kind;
  }
}

function typeOfX(source: string, version: Version): string {
  const { script, diagnostics } = parse(source);
  expect(diagnostics, source).toEqual([]);
  const typing = typeProgram(script, {
    version,
    btf: true,
    kernelTypes: () => undefined,
    fieldsOf: ({ parts }) => FIELDS[parts.join(':')],
  });
  const values = [...walk(script)].flatMap((node) =>
    node.kind === 'assignment' && node.target.kind === 'variable' && node.target.name === '$x' ? [node.value] : [],
  );
  const last = values.at(-1);
  return last === undefined ? 'nothing is assigned to $x' : brief(typing.typeOf(last));
}

const OWN = 'struct own { int a; char b[16]; struct own *next; union { short c; unsigned char d[4]; }; struct { u64 f; } e; int (*call)(void); };';

/** What is written, and the type of the last value given to $x, in bpftrace 0.17 unless another version is named. */
const CASES: readonly (readonly [source: string, type: string, version?: Version])[] = [
  // What nobody knows spreads without a word.
  ['BEGIN { $x = curtask->pid; }', 'unknown'],
  ['BEGIN { $x = NOSUCH + 1; }', 'unknown'],
  ['BEGIN { $x = nosuch(1); }', 'unknown'],
  ['BEGIN { $x = (struct nosuch *)1; }', 'struct nosuch *'],
  ['BEGIN { $x = ((struct nosuch *)1)->a->b; }', 'unknown'],
  ['tracepoint:no:such { $x = args->y; }', 'unknown'],
  ['kprobe:f { $x = ((nosuch_t)arg0); }', 'unknown'],
  // What has no value.
  ['BEGIN { $x = @never; }', 'none'],
  ['BEGIN { $x = exit(); }', 'none'],
  ['BEGIN { $x = (1, 2).5; }', 'none'],
  // Simple values.
  ['BEGIN { $x = 1; }', 'i64'],
  ['BEGIN { $x = -1; }', 'i64'],
  ['BEGIN { $x = "text"; }', 'string5'],
  ['BEGIN { $x = "ä"; }', 'string3'],
  ['BEGIN { $x = pid; }', 'u64'],
  ['BEGIN { $x = comm; }', 'string16'],
  ['BEGIN { $x = kstack; }', 'kstack'],
  ['BEGIN { $x = kstack(3); }', 'kstack'],
  ['BEGIN { $x = username; }', 'username'],
  ['BEGIN { $x = str($1); }', 'string64'],
  ['BEGIN { $x = str(1); }', 'string1024', '0.23'],
  ['BEGIN { $x = buf(1, 5); }', 'buffer6'],
  ['BEGIN { $x = ntop(1); }', 'inet'],
  ['BEGIN { $x = pton("::1"); }', 'u8[16]'],
  ['BEGIN { $x = (1, comm, (2, "a")); }', '(i64, string16, (i64, string2))'],
  ['BEGIN { $t = (1, comm); $x = $t.1; }', 'string16'],
  ['#define FIVE 5\nBEGIN { $x = FIVE; }', 'i64'],
  ['enum e { ONE, TWO };\nBEGIN { $x = TWO; }', 'u64'],
  // Operators.
  ['BEGIN { $x = pid + 1; }', 'u64'],
  ['BEGIN { $x = 1 + 2; }', 'i64'],
  ['BEGIN { $x = comm == "a"; }', 'u64'],
  ['BEGIN { $x = 1 < 2; }', 'unknown', '0.24'],
  ['BEGIN { $x = pid == 1 ? "a" : comm; }', 'string64'],
  ['BEGIN { $x = (uint8)pid; }', 'u8'],
  ['BEGIN { $x = (int32 *)pid; }', 'i32 *'],
  ['BEGIN { $x = *(int32 *)pid; }', 'i32'],
  ['BEGIN { $x = ((uint16 *)pid)[3]; }', 'u16'],
  ['BEGIN { $x = (uint16 *)pid + 1; }', 'u16 *'],
  ['BEGIN { $x = !pid; }', 'u64'],
  // Fields of probes.
  ['tracepoint:sched:sched_switch { $x = args->prev_comm; }', 'string16'],
  ['tracepoint:sched:sched_switch { $x = args->prev_pid; }', 'i32'],
  ['tracepoint:sched:sched_switch { $x = args->nosuch; }', 'none'],
  ['tracepoint:sched:sched_switch { $x = args.prev_pid; }', 'none'],
  ['tracepoint:sched:sched_switch { $x = args.prev_pid; }', 'i32', '0.19'],
  ['tracepoint:syscalls:sys_enter_openat { $x = args->filename; }', 'i8 *'],
  ['tracepoint:syscalls:sys_enter_openat { $x = args->dfd; }', 'i64'],
  ['tracepoint:net:netif_receive_skb { $x = args->name; }', 'i64'],
  ['tracepoint:raw_syscalls:sys_enter { $x = args->args; }', 'u64[6]'],
  ['tracepoint:raw_syscalls:sys_enter { $x = args->args[1]; }', 'u64'],
  // A program's own structures.
  [`${OWN} BEGIN { $x = (struct own *)1; }`, 'struct own *'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->a; }`, 'i32'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->b; }`, 'string16'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->c; }`, 'i16'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->d; }`, 'u8[4]'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->d[0]; }`, 'u8'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->e.f; }`, 'u64'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->next->next->a; }`, 'i32'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->call; }`, 'none *'],
  [`${OWN} BEGIN { $x = ((struct own *)1)->nosuch; }`, 'none'],
  [`${OWN} BEGIN { $x = ((struct own *)1).a; }`, 'none'],
  [`${OWN} BEGIN { $x = ((struct own *)1).a; }`, 'i32', '0.25'],
  [`${OWN} BEGIN { $x = *(struct own *)1; }`, 'struct own'],
  // Maps: written before or after they are read, numbers in 64 bits, strings as long as the longest.
  ['BEGIN { $x = @a; } END { @a = (uint8)1; }', 'u64'],
  ['BEGIN { @a = "a"; @a = comm; $x = @a; }', 'string16'],
  ['BEGIN { @a++; $x = @a; }', 'i64'],
  ['BEGIN { @a += 1; $x = @a; }', 'u64'],
  ['BEGIN { @a = @b; @b = comm; $x = @a; }', 'string16'],
  ['BEGIN { @a = count(); $x = @a; }', 'count'],
  ['BEGIN { @a = nosuch; $x = @a; }', 'unknown'],
  ['BEGIN { @a[1] = 1; for ($kv : @a) { $x = $kv; } }', '(u64, i64)', '0.23'],
];

describe('the type of', () => {
  it.each(CASES.map(([source, type, version = '0.17']) => ({ source, type, version })))('$source is $type', ({ source, type, version }) => {
    expect(typeOfX(source, version)).toBe(type);
  });
});

describe('typing', () => {
  it('ends on long and deep programs', () => {
    const deep = `BEGIN { $x = ${'('.repeat(50)}1${')'.repeat(50)} ${'+ 1 '.repeat(5000)}; ${'@a = @b; @b = @a; '.repeat(500)} }`;
    expect(typeOfX(deep, '0.17')).toMatch(/i64|unknown/);
  });
});
