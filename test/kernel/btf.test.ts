import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CTypes, findMember, memberNames, type RecordType, showCType } from '../../src/core/ctype.ts';
import { Btf } from '../../src/kernel/btf.ts';
import { Sections } from '../../src/kernel/btf-sections.ts';
import { btfTypes } from '../../src/kernel/btf-types.ts';
import { readBtfFiles, typesOf } from '../../src/kernel/kernel-types.ts';
import { recordedHost } from '../../src/system/recorded.ts';
import { bits, btf, CHAR, INT, type Type, UNSIGNED } from './btf-builder.ts';

/** Ids as the comments say; what is not told apart by a test has no comment. */
const KERNEL: readonly Type[] = [
  INT, // 1
  UNSIGNED, // 2
  CHAR, // 3
  {
    kind: 'struct',
    name: 'task',
    size: 40,
    flag: true,
    parts: [
      { name: 'state', type: 2, more: bits(0, 0) },
      { name: 'idle', type: 2, more: bits(1, 32) },
      { name: 'level', type: 1, more: bits(3, 33) },
      { name: 'comm', type: 5, more: bits(0, 64) },
      { name: '', type: 6, more: bits(0, 192) },
      { name: 'parent', type: 8, more: bits(0, 256) },
    ],
  }, // 4
  { kind: 'array', words: [3, 2, 16] }, // 5
  {
    kind: 'union',
    size: 8,
    parts: [
      { name: 'address', type: 11 },
      { name: '', type: 7 },
    ],
  }, // 6
  {
    kind: 'struct',
    size: 8,
    parts: [
      { name: 'low', type: 1 },
      { name: 'high', type: 2, more: 32 },
    ],
  }, // 7
  { kind: 'pointer', size: 9 }, // 8
  { kind: 'const', size: 4 }, // 9
  { kind: 'typeTag', name: 'user', size: 3 }, // 10
  { kind: 'pointer', size: 12 }, // 11
  { kind: 'const', size: 10 }, // 12
  { kind: 'typedef', name: 'pid_t', size: 1 }, // 13
  {
    kind: 'enum',
    name: 'kind',
    size: 4,
    flag: true,
    parts: [
      { name: 'NOTHING', type: -1 },
      { name: 'SOME', type: 7 },
    ],
  }, // 14
  { kind: 'enum64', name: 'big', size: 8, parts: [{ name: 'HUGE', type: 1, more: 0x80000000 }] }, // 15
  { kind: 'enum64', name: 'deep', size: 8, flag: true, parts: [{ name: 'MINUS', type: -2, more: -1 }] }, // 16
  { kind: 'enum', name: 'plain', size: 4, parts: [{ name: 'HIGH', type: 0xffffffff }] }, // 17
  { kind: 'forward', name: 'hidden' }, // 18
  { kind: 'forward', name: 'either', flag: true }, // 19
  { kind: 'float', name: 'double', size: 8 }, // 20
  { kind: 'declarationTag', name: 'note', size: 4, words: [0xffffffff] }, // 21
  { kind: 'variable', name: 'jiffies', size: 2, words: [1] }, // 22
  { kind: 'dataSection', name: '.data', size: 4, parts: [{ type: 22 }] }, // 23
  { kind: 'prototype', size: 13, parts: [{ name: 'of', type: 8 }, { name: 'name', type: 11 }, {}] }, // 24
  { kind: 'function', name: 'find_task', size: 24 }, // 25
  { kind: 'pointer', size: 27 }, // 26
  { kind: 'prototype', size: 0, parts: [{ type: 28 }, { type: 1 }] }, // 27
  { kind: 'pointer', size: 0 }, // 28
  { kind: 'typedef', name: 'btf_trace_switch', size: 26 }, // 29
  {
    kind: 'struct',
    name: 'list',
    size: 16,
    parts: [
      { name: 'hidden', type: 31 },
      { name: 'act', type: 26, more: 64 },
    ],
  }, // 30
  { kind: 'pointer', size: 18 }, // 31
];

function kernel(): CTypes {
  const read = Btf.read(btf(KERNEL));
  if (read === undefined) throw new Error('the section was refused');
  return btfTypes(new Sections(read, () => []));
}

function record(types: CTypes, name: string): RecordType {
  const type = types.named(name);
  if (type?.kind !== 'record') throw new Error(`${name} is no struct`);
  return type;
}

describe('what is no BTF of the kind known here', () => {
  const good = btf(KERNEL);
  const changed = (at: number, ...bytes: readonly number[]): Buffer => {
    const copy = Buffer.from(good);
    copy.set(bytes, at);
    return copy;
  };
  const bad: Readonly<Record<string, Buffer>> = {
    nothing: Buffer.alloc(0),
    'half a header': good.subarray(0, 20),
    'another magic number': changed(0, 0x7f, 0x45),
    'big-endian': changed(0, 0xeb, 0x9f),
    'another version': changed(2, 2),
    'a header that ends in itself': changed(4, 8),
    'types longer than the file': changed(12, 0xff, 0xff, 0xff, 0x7f),
    'strings beyond the file': changed(16, 0xff, 0xff, 0xff, 0xff),
    'no end': good.subarray(0, good.length - 1),
    'a kind from the future': changed(24 + 7, 31),
    'types that end in the middle of one': changed(12, 14, 0, 0, 0),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    it(name, () => expect(Btf.read(bytes)).toBeUndefined());
  }
});

describe('the types of a kernel', () => {
  const types = kernel();
  const named: Readonly<Record<string, string | undefined>> = {
    'struct task': 'struct task',
    ' struct  task ': 'struct task',
    'union task': undefined,
    'enum task': undefined,
    task: undefined,
    '': undefined,
    struct: undefined,
    'struct ': undefined,
    'struct nonesuch': undefined,
    note: undefined,
    jiffies: undefined,
    find_task: undefined,
    int: 'int',
    'unsigned int': 'unsigned int',
    unsigned: 'unsigned int',
    'int unsigned': 'unsigned int',
    signed: 'int',
    double: 'double',
    void: 'void',
    pid_t: 'int',
    'enum kind': 'enum kind',
    'enum big': 'enum big',
    'struct hidden': 'struct hidden',
    'union hidden': undefined,
    'union either': 'union either',
    'struct either': undefined,
    constructor: undefined,
  };
  for (const [name, shown] of Object.entries(named)) {
    it(`named ${JSON.stringify(name)}`, () => {
      const type = types.named(name);
      expect(type === undefined ? undefined : showCType(type)).toBe(shown);
    });
  }

  it('says which type has no layout', () => {
    expect(types.named('struct hidden')).toEqual({ kind: 'incomplete', name: 'struct hidden' });
    const list = record(types, 'struct list');
    expect(findMember(types, list, 'hidden')?.type).toEqual({ kind: 'pointer', to: { kind: 'incomplete', name: 'struct hidden' } });
    expect(findMember(types, list, 'act')?.type).toEqual({ kind: 'pointer', to: { kind: 'function' } });
  });

  it('has members with offsets, bit fields and anonymous members', () => {
    const task = record(types, 'struct task');
    expect(task.size).toBe(40);
    expect(types.members(task).map(({ name, bitOffset, bitSize }) => [name, bitOffset, bitSize])).toEqual([
      ['state', 0, undefined],
      ['idle', 32, 1],
      ['level', 33, 3],
      ['comm', 64, undefined],
      ['', 192, undefined],
      ['parent', 256, undefined],
    ]);
    expect(memberNames(types, task)).toEqual(['state', 'idle', 'level', 'comm', 'address', 'low', 'high', 'parent']);
    expect(findMember(types, task, 'high')).toEqual({ name: 'high', type: { kind: 'int', name: 'unsigned int', bits: 32, signed: false }, bitOffset: 224 });
    expect(findMember(types, task, 'comm')?.type).toMatchObject({ kind: 'array', length: 16, of: { kind: 'int', bits: 8 } });
    expect(findMember(types, task, 'parent')?.type).toEqual({ kind: 'pointer', to: task });
    expect(findMember(types, task, 'address')?.type).toMatchObject({ kind: 'pointer', user: true, to: { kind: 'int', name: 'char' } });
    expect(findMember(types, task, 'nothing')).toBeUndefined();
  });

  const enumerators: Readonly<Record<string, bigint | undefined>> = {
    NOTHING: -1n,
    SOME: 7n,
    HUGE: 0x8000000000000001n,
    MINUS: -2n,
    HIGH: 0xffffffffn,
    task: undefined,
    '': undefined,
  };
  for (const [name, value] of Object.entries(enumerators))
    it(`the enumerator ${JSON.stringify(name)}`, () => expect(types.enumerator(name)?.value).toBe(value));

  it('has the enumerators of an enum in order', () => {
    const type = types.enumerator('SOME')?.type;
    expect(type).toMatchObject({ kind: 'enum', name: 'kind', bits: 32, signed: true });
    expect(type?.kind === 'enum' && types.enumerators(type)).toEqual([
      { name: 'NOTHING', value: -1n },
      { name: 'SOME', value: 7n },
    ]);
  });

  it('has prototypes of functions, and of raw tracepoints', () => {
    const find = types.function('find_task');
    expect([find?.returns, find?.params.map(({ name, type }) => `${showCType(type)} ${name}`)].flat()).toEqual([
      { kind: 'int', name: 'int', bits: 32, signed: true },
      'struct task * of',
      'char * name',
    ]);
    expect(types.function('btf_trace_switch')?.params.map(({ type }) => showCType(type))).toEqual(['void *', 'int']);
    expect(types.function('pid_t')).toBeUndefined();
    expect(types.function('nonesuch')).toBeUndefined();
  });

  it('lists its names', () => {
    expect(types.names('tags')).toEqual(['struct task', 'enum kind', 'enum big', 'enum deep', 'enum plain', 'struct list']);
    expect(types.names('typedefs')).toEqual(['pid_t', 'btf_trace_switch']);
    expect(types.names('functions')).toEqual(['find_task']);
  });
});

it('an enum of a kernel whose BTF does not write signs down is signed', () => {
  const old = Btf.read(btf([{ kind: 'enum', name: 'old', size: 4, parts: [{ name: 'MINUS_ONE', type: -1 }] }]));
  expect(old === undefined ? undefined : btfTypes(new Sections(old, () => [])).enumerator('MINUS_ONE')?.value).toBe(-1n);
});

it('a bit field before Linux 4.20 is an int of so many bits', () => {
  const old = Btf.read(
    btf([
      { kind: 'int', name: 'unsigned int', size: 4, words: [(2 << 16) | 3] },
      { kind: 'struct', name: 'old', size: 4, parts: [{ name: 'field', type: 1, more: 8 }] },
    ]),
  );
  if (old === undefined) throw new Error('the section was refused');
  const types = btfTypes(new Sections(old, () => []));
  expect(types.members(record(types, 'struct old'))).toMatchObject([{ name: 'field', bitOffset: 10, bitSize: 3 }]);
});

describe('the types of modules', () => {
  const strings = new Map([
    ['task', 1],
    ['pid', 6],
  ]);
  const base: readonly Type[] = [{ kind: 'struct', name: 'task', size: 4, parts: [{ name: 'pid', type: 2 }] }, INT];
  const own = (name: string): Buffer =>
    btf(
      [
        {
          kind: 'struct',
          name,
          size: 16,
          parts: [
            { name: 'task', type: 5 },
            { name: 'pid', type: 2, more: 64 },
          ],
        }, // 3
        { kind: 'forward', name: 'task' }, // 4
        { kind: 'pointer', size: 4 }, // 5
        { kind: 'enum', size: 4, parts: [{ name: `${name}_ONE`, type: 1 }] }, // 6
        { kind: 'prototype', size: 2, parts: [{ name: 'task', type: 5 }] }, // 7
        { kind: 'function', name: `${name}_open`, size: 7 }, // 8
      ],
      { strings, end: 14 },
    );
  const host = (binaries: Readonly<Record<string, Buffer>>): CTypes | undefined =>
    typesOf(
      readBtfFiles(
        recordedHost({
          binaries: Object.fromEntries(Object.entries(binaries).map(([name, bytes]) => [`/sys/kernel/btf/${name}`, bytes.toString('base64')])),
        }),
      ),
    );

  it('are found where the kernel does not have the name, and told apart', () => {
    const types = host({ vmlinux: btf(base), fat: own('fat'), kvm: own('kvm'), broken: Buffer.from('x') });
    if (types === undefined) throw new Error('no types');
    const [fat, kvm] = [record(types, 'struct fat'), record(types, 'struct kvm')];
    expect(fat.id).not.toBe(kvm.id);
    expect(types.members(kvm).map(({ name }) => name)).toEqual(['task', 'pid']);
    // What a module only declares is the kernel's.
    expect(findMember(types, fat, 'task')?.type).toEqual({ kind: 'pointer', to: types.named('struct task') });
    expect(memberNames(types, record(types, 'struct task'))).toEqual(['pid']);
    expect(types.enumerator('kvm_ONE')?.value).toBe(1n);
    expect(types.function('fat_open')?.params.map(({ type }) => showCType(type))).toEqual(['struct task *']);
    expect(types.names('functions')).toEqual(['fat_open', 'kvm_open']);
    expect(types.named('struct nonesuch')).toBeUndefined();
  });

  it('there is nothing to ask without the kernel’s own', () => {
    expect(host({ fat: own('fat') })).toBeUndefined();
    expect(host({ vmlinux: Buffer.from('not BTF') })).toBeUndefined();
  });
});

/** Asks everything there is to ask, as deep as a program would. */
function askAll(types: CTypes): number {
  let asked = 0;
  for (const name of [...types.names('tags'), ...types.names('typedefs'), 'struct task', 'pid_t']) {
    const type = types.named(name);
    asked++;
    if (type === undefined) continue;
    showCType(type);
    if (type.kind === 'enum') types.enumerators(type);
    if (type.kind !== 'record') continue;
    memberNames(types, type);
    findMember(types, type, 'high');
  }
  for (const name of [...types.names('functions'), 'find_task', 'btf_trace_switch']) types.function(name);
  types.enumerator('HUGE');
  return asked;
}

describe('broken data', () => {
  it('is refused or read, but never throws and never hangs', () => {
    const good = btf(KERNEL);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(0, 4, 8, 0xff))), { minLength: 1, maxLength: 12 }),
        fc.option(fc.nat(good.length), { nil: undefined }),
        (changes, end) => {
          const bytes = Buffer.from(good.subarray(0, end));
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
          const read = Btf.read(bytes);
          if (read !== undefined) expect(askAll(btfTypes(new Sections(read, () => [])))).toBeGreaterThan(0);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('a type that refers to itself ends', () => {
    const circles: readonly Type[] = [
      { kind: 'typedef', name: 'pid_t', size: 1 },
      { kind: 'pointer', size: 2 },
      { kind: 'array', words: [3, 3, 4] },
      { kind: 'struct', name: 'task', size: 4, parts: [{ type: 4 }, { type: 4 }, { name: 'p', type: 2 }, { name: 'a', type: 3 }] },
    ];
    const read = Btf.read(btf(circles));
    expect(read === undefined ? 0 : askAll(btfTypes(new Sections(read, () => [])))).toBeGreaterThan(0);
  });
});
