import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readObject } from '../../src/object/read.ts';
import { compiled } from './compiled.ts';

const bytes = compiled('sample.bpf.c');

describe.skipIf(bytes === undefined)('a compiled object', () => {
  const elf = bytes ?? Buffer.alloc(0);
  const read = readObject(elf);
  const object = read.ok ? read.object : undefined;

  test('its programs say what they are, what they call and what they return', () => {
    expect(object?.description.programs).toMatchObject([
      {
        name: 'on_open',
        type: 'tracepoint',
        attachPoint: 'tracepoint:syscalls:sys_enter_openat',
        autoAttach: true,
        helpers: ['bpf_map_lookup_elem', 'bpf_ktime_get_ns', 'bpf_probe_read_user'],
        returns: [0, 1],
      },
      { name: 'drop', type: 'xdp', autoAttach: false, returns: [1, 2] },
      { name: 'over', attachPoint: 'kprobe:vfs_read', autoAttach: false, helpers: ['bpf_override_return'] },
    ]);
  });

  test('variables lie where the table of symbols says', () => {
    expect(object?.description.variables.map(({ name, section, offset, size }) => [name, section, offset, size])).toEqual([
      ['target_pid', '.rodata', 0, 4],
      ['level', '.data', 0, 4],
      ['dropped', '.bss', 0, 8],
      ['unused', '.bss', 8, 8],
    ]);
  });

  test('a record is decoded, bit by bit, and one that is cut off as far as it goes', () => {
    const record = Buffer.from(Array.from({ length: 120 }, (_, i) => i));
    record.write('cat\0', 4);
    record.writeUInt32LE(2, 20);
    const values = object?.decoderOf('events')?.(record, new DataView(record.buffer, record.byteOffset, 120), 0, 120);
    expect(values?.slice(0, 3)).toEqual([50462976, 'cat', 'CLOSE']);
    expect(values?.slice(5, 13)).toEqual([0, 5, true, '44.45.46.47', '0x2c2d2e2f', 0x3031, 4557147201846524216n, '0x4746454443424140']);
    const short = object?.decoderOf('events')?.(record, new DataView(record.buffer, record.byteOffset, 120), 0, 24);
    expect(short?.slice(0, 4)).toEqual([50462976, 'cat', 'CLOSE', null]);
  });

  test('of a map per CPU all processors are added up; slots are a histogram', () => {
    const view = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    const counts = Buffer.from(new BigUint64Array([3n, 4n]).buffer);
    expect(object?.readerOf('counts')?.value(counts, view(counts), 0, 16)).toEqual([7]);
    const slots = Buffer.from(new Uint32Array([1, 0, 5, 0, 0, 0, 0, 0]).buffer);
    expect(object?.readerOf('hists')?.buckets?.(slots, view(slots), 0, 32)).toEqual([
      { min: 0, max: 1, count: 1 },
      { min: 2, max: 3, count: 0 },
      { min: 4, max: 7, count: 5 },
    ]);
    expect(object?.readerOf('start')).toBeUndefined();
  });

  test('cut off at any length it is refused, in one sentence', () => {
    for (let length = 0; length < elf.length; length += 7) expect(readObject(elf.subarray(0, length)).ok).toBe(false);
  });

  test('flipped bits throw nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(elf.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 12 }), (flips) => {
        const damaged = Buffer.from(elf);
        for (const [at, mask] of flips) damaged[at] = (damaged[at] ?? 0) ^ mask;
        expect(typeof readObject(damaged).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  test('of another machine, or no ELF at all', () => {
    const other = Buffer.from(elf);
    other.writeUInt16LE(62, 18);
    expect(readObject(other)).toMatchObject({ ok: false, why: 'other-machine' });
    expect(readObject(Buffer.from('BEGIN { exit(); }'))).toMatchObject({ ok: false, why: 'not-elf' });
  });
});
