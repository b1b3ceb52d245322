import { describe, expect, test } from 'vitest';
import { readObject } from '../../src/object/read.ts';
import { compiled } from './compiled.ts';

const bytes = compiled('kinds.bpf.c');

describe.skipIf(bytes === undefined)('what C has of types', () => {
  const read = readObject(bytes ?? Buffer.alloc(0));
  const object = read.ok ? read.object : undefined;
  const rows = object?.description.outputs.find((output) => output.shape === 'rows');
  const columns = rows?.shape === 'rows' ? rows.columns : [];

  /** By the name of its column. */
  function decoded(record: Buffer): Readonly<Record<string, unknown>> {
    const values = object?.decoderOf('kinds')?.(record, new DataView(record.buffer, record.byteOffset, record.length), 0, record.length) ?? [];
    return Object.fromEntries(columns.map(({ name }, at) => [name, values[at]]));
  }

  const record = Buffer.alloc(2048);
  let at = 0;
  const put = (write: (at: number) => number): void => {
    at = write(at);
  };
  put((to) => record.writeBigUInt64LE(2n ** 64n - 1n, to));
  put((to) => record.writeBigInt64LE(-(2n ** 63n), to));
  put((to) => record.writeInt32LE(-2, to));
  put((to) => record.writeInt32LE(99, to));
  // low 1, which C, below -3, wide 2^39 + 5.
  put((to) => record.writeBigUInt64LE(1n | (2n << 1n) | (29n << 3n) | ((2n ** 39n + 5n) << 8n), to));
  put((to) => record.writeUInt8(9, to));
  put((to) => record.writeBigUInt64LE(2n ** 53n + 1n, to));
  put((to) => record.writeUInt16LE(513, to));
  put((to) => record.writeFloatLE(0.5, to));
  put((to) => record.writeDoubleLE(-1.25, to));
  put((to) => to + Buffer.from('ab\0cwxyz').copy(record, to));
  for (const value of [1, -1, 2 ** 31 - 1]) put((to) => record.writeInt32LE(value, to));
  put((to) => to + Buffer.from([127, 0, 0, 1, 10, 1, 2, 3]).copy(record, to));
  put((to) => to + Buffer.from('20010db8000000000000000000000001fe80000000000000000000000000abcd', 'hex').copy(record, to));
  put((to) => to + Buffer.from('02fc00000001ffffffffffff', 'hex').copy(record, to));
  put((to) => record.writeUInt16BE(443, to));
  put((to) => record.writeBigUInt64BE(77n, to));
  put((to) => record.writeUInt8(1, to));
  put((to) => record.writeBigUInt64LE(0xffff888012345678n, to));
  put((to) => record.writeBigUInt64LE(0xffffffff81000010n, to));
  put((to) => record.writeBigUInt64LE(0xffffffff81000200n, to));

  test.each([
    ['most', 2n ** 64n - 1n],
    ['least', -(2n ** 63n)],
    ['kind', 'BELOW'],
    // No name stands for it.
    ['odd', '99'],
    ['bits.low', 1],
    ['bits.which', 'C'],
    ['bits.below', -3],
    ['bits.wide', 2 ** 39 + 5],
    ['packed.first', 9],
    ['packed.second', 2n ** 53n + 1n],
    ['packed.third', 513],
    ['ratio', 0.5],
    ['raw', 0x3f000000],
    ['share', -1.25],
    ['names[0]', 'ab'],
    ['names[1]', 'wxyz'],
    ['pair[0]', 1],
    ['pair[1]', -1],
    ['pair[2]', 2 ** 31 - 1],
    ['saddr', '127.0.0.1'],
    ['daddr', '10.1.2.3'],
    ['saddr_v6', '2001:db8::1'],
    ['daddr_v6', 'fe80::abcd'],
    ['mac', '02:fc:00:00:00:01'],
    ['h_dest', 'ff:ff:ff:ff:ff:ff'],
    ['dport', 443],
    ['id', 77],
    ['on', true],
    ['at', '0xffff888012345678'],
    ['kstack', '0xffffffff81000010\n0xffffffff81000200'],
  ] as const)('%s is %s', (name, value) => {
    expect(decoded(record)).toHaveProperty([name], value);
  });

  test.each([
    ['saddr', { kind: 'address', type: 'string' }],
    ['daddr_v6', { kind: 'address', type: 'string' }],
    ['dport', { kind: 'port', type: 'integer' }],
    ['bits.which', { type: 'string' }],
    ['most', { type: 'integer', integer: 'unsigned' }],
    ['kstack', { kind: 'stack', type: 'stack', stack: 'kernel' }],
  ] as const)('the column %s is %o', (name, column) => {
    expect(columns.find((one) => one.name === name)).toMatchObject(column);
  });

  test('a buffer says by a tag what its records are', () => {
    const second = object?.description.outputs.filter((output) => output.shape === 'rows')[1];
    expect(second).toMatchObject({
      columns: [
        { name: 'pid', kind: 'pid' },
        { name: 'delta_us', unit: 'us' },
      ],
    });
  });

  test('numbers of stacks are stacks where the object keeps stacks', () => {
    const counts = object?.description.outputs.find((output) => output.shape !== 'rows' && output.map === 'counts');
    expect(counts).toMatchObject({
      keys: [
        { name: 'pid', kind: 'pid' },
        { name: 'kern_stack_id', kind: 'stack', type: 'stack', stack: 'kernel' },
        { name: 'user_stack_id', kind: 'stack', type: 'stack', stack: 'user' },
      ],
    });
  });

  test('functions of the kernel that are called, and what is returned, 32 bits or 64', () => {
    expect(object?.description.programs).toMatchObject([
      { name: 'on_switch', kfuncs: ['bpf_task_acquire_of_mine'] },
      { name: 'leaves', returns: [0xffff_ffff] },
      { name: 'maybe', returns: [-1, 2] },
    ]);
  });
});
