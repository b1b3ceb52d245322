import { expect, test } from 'vitest';
import { attachPrograms } from '../../../src/engines/libbpf/attach.ts';
import type { Libbpf } from '../../../src/engines/libbpf/library.ts';
import type { OpenObject } from '../../../src/engines/libbpf/open.ts';
import { openPerf, PerfBuffer } from '../../../src/engines/libbpf/perf.ts';
import { Voice } from '../../../src/engines/libbpf/voice.ts';
import { Waker } from '../../../src/engines/libbpf/waking.ts';
import { meaningOf } from '../../../src/object/program-types.ts';
import { recordedHost } from '../../../src/system/recorded.ts';

const PAGE = 4096;
const SIZE = 4096;

function buffer(start: number) {
  const memory = new ArrayBuffer(PAGE + SIZE);
  const positions = new BigInt64Array(memory, 0, PAGE / 8);
  const bytes = Buffer.from(memory, PAGE);
  positions[128] = BigInt(start);
  positions[129] = BigInt(start);
  let head = start;
  const put = (record: Buffer): void => {
    for (const byte of record) bytes[head++ % SIZE] = byte;
    positions[128] = BigInt(head);
  };
  return {
    perf: new PerfBuffer(-1, memory),
    tail: () => Number(positions[129]),
    sample(text: string): void {
      const record = Buffer.alloc(12 + Math.ceil((text.length + 4) / 8) * 8 - 4);
      record.writeUInt32LE(9, 0);
      record.writeUInt16LE(record.length, 6);
      record.writeUInt32LE(text.length, 8);
      record.write(text, 12);
      put(record);
    },
    lost(count: number): void {
      const record = Buffer.alloc(24);
      record.writeUInt32LE(2, 0);
      record.writeUInt16LE(24, 6);
      record.writeBigUInt64LE(BigInt(count), 16);
      put(record);
    },
    put,
  };
}

function taken(one: PerfBuffer, most = 1000): string[] {
  const texts: string[] = [];
  one.consume((bytes, _view, offset, length) => texts.push(bytes.toString('utf8', offset, offset + length)), most);
  return texts;
}

test.each([0, SIZE - 24, SIZE - 16, SIZE - 8])('samples are whole and losses counted, wherever the buffer ends: from %i', (start) => {
  const { perf, sample, lost, tail } = buffer(start);
  sample('first');
  lost(7);
  sample('a longer record of many bytes');
  expect(taken(perf)).toEqual(['first', 'a longer record of many bytes']);
  expect(perf.lost).toBe(7);
  expect(tail()).toBe(start + perf.consumed);
  expect(taken(perf)).toEqual([]);
});

test('a record without a length is told instead of read for ever', () => {
  const { perf, put } = buffer(0);
  put(Buffer.alloc(8));
  expect(() => taken(perf)).toThrow('no length');
});

/** A machine of four processors, on each of which something fails: the name of a call and its errno. */
function machine(fails: readonly (readonly [call: string, errno: number] | undefined)[]): { readonly bpf: Libbpf; readonly open: Set<number> } {
  const open = new Set<number>();
  let errno = 0;
  const failing = (cpu: number, call: string): boolean => {
    if (fails[cpu]?.[0] !== call) return false;
    errno = fails[cpu]?.[1] ?? 0;
    return true;
  };
  const cpuOf = (fd: number): number => fd - 100;
  const bpf = {
    errno: () => errno,
    possibleCpus: () => fails.length,
    perfEventOpen: (_attributes: Uint8Array, _pid: number, cpu: number) => {
      if (failing(cpu, 'open')) return -1;
      open.add(100 + cpu);
      return 100 + cpu;
    },
    mmap: (_at: null, _length: number, _protection: number, _flags: number, fd: number) => (failing(cpuOf(fd), 'mmap') ? 0xffff_ffff_ffff_ffffn : 4096n),
    view: (_at: bigint, length: number) => new ArrayBuffer(length),
    munmap: () => 0,
    update: (_map: number, key: Uint8Array) => (failing(key[0] ?? 0, 'update') ? -errno : 0),
    ioctl: (fd: number) => (failing(cpuOf(fd), 'ioctl') ? -1 : 0),
    attachPerfEvent: (_program: bigint, fd: number) => (failing(cpuOf(fd), 'attach') ? null : BigInt(fd)),
    destroyLink: (link: bigint) => (open.delete(Number(link)) ? 0 : -1),
    closeFd: (fd: number) => {
      if (!open.delete(fd)) throw new Error(`${fd} is closed twice, or never was ours`);
      return 0;
    },
    programAutoload: () => true,
    listen: () => {},
  } as unknown as Libbpf;
  return { bpf, open };
}
const [ENODEV, EMFILE, EPERM] = [19, 24, 1];

test('a processor that is not there has no buffer, and nothing is lost by that', () => {
  const { bpf, open } = machine([undefined, ['open', ENODEV], undefined]);
  const source = openPerf(bpf, 7);
  expect('fds' in source && source.fds).toEqual([100, 102]);
  if ('fds' in source) source.close();
  expect(open.size).toBe(0);
});

test.each([
  ['open', EMFILE],
  ['mmap', EPERM],
  ['update', EMFILE],
  ['ioctl', EPERM],
] as const)('where %s fails on one processor none is read: what happens there would be lost untold', (call, errno) => {
  const { bpf, open } = machine([undefined, [call, errno], undefined]);
  expect(openPerf(bpf, 7)).toEqual({ errno });
  expect(open.size).toBe(0);
});

test.each([
  [[undefined, ['open', ENODEV], undefined], true],
  [[undefined, ['open', EMFILE], undefined], false],
  [[undefined, undefined, ['attach', EPERM]], false],
  [[['open', ENODEV]], false],
] as const)('a clock on every processor that is there, or on none: %j', (fails, ok) => {
  const { bpf, open } = machine(fails);
  const described = { name: 'sample', section: 'perf_event', instructions: 2, helpers: [], kfuncs: [], ...meaningOf('perf_event') };
  const object = { bpf, at: 1n, programs: [{ name: 'sample', at: 2n, log: undefined }], maps: [], voice: new Voice(), kept: [] } as unknown as OpenObject;
  const attached = attachPrograms(
    object,
    { license: 'GPL', programs: [described], maps: [], variables: [], outputs: [], core: false },
    {},
    recordedHost({ files: {} }),
  );
  expect(attached.ok).toBe(ok);
  if ('detach' in attached) attached.detach();
  expect(open.size).toBe(0);
});

test('who cannot wait for all descriptors waits for none of them', () => {
  const closed: number[] = [];
  const poll = (fd: number) => {
    if (fd === 3) throw new Error('EPERM');
    return { stop: () => {}, again: () => {}, close: () => void closed.push(fd) };
  };
  expect(() => new Waker({ poll } as unknown as Libbpf, [1, 2, 3])).toThrow('EPERM');
  expect(closed).toEqual([1, 2]);
});
