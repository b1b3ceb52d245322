/**
 * The perf buffers of a BPF_MAP_TYPE_PERF_EVENT_ARRAY, one a processor (man 2 perf_event_open, "MMAP layout"): a page with positions, then data, in which a record may lie
 * across the end. What did not fit is told in records of its own, each before the next one that fits: of what is lost last only the kernel's own count tells, which Linux has
 * since 6.0 (PERF_FORMAT_LOST).
 */
import { readSync } from 'node:fs';
import type { Libbpf } from './library.ts';
import { mapped, PAGE, type RecordSource, type Take } from './mapped.ts';

const SAMPLE = 9;
const LOST = 2;
/** Of struct perf_event_mmap_page, in words of 8 bytes. */
const HEAD = 1024 / 8;
const TAIL = 1032 / 8;
/** Of struct perf_event_attr. */
const ATTRIBUTES = 112;
const SOFTWARE = 1;
const BPF_OUTPUT = 10;
const SAMPLE_RAW = 1 << 10;
const FORMAT_LOST = 1 << 4;
const CLOSE_ON_EXEC = 8;
const EINVAL = 22;
const ENODEV = 19;
const ENABLE = 0x2400;
/** Bytes of data for each processor: as much as libbpf's tools ask for, and a burst of 100,000 events a second for some milliseconds. */
const SIZE = 64 * PAGE;

/** Opens the buffers of every processor that is there and names them to the map; a failed call's errno where one could not be opened: what happens there would be lost untold. */
export function openPerf(bpf: Libbpf, mapFd: number): RecordSource | { readonly errno: number } {
  const attributes = Buffer.alloc(ATTRIBUTES);
  attributes.writeUInt32LE(SOFTWARE, 0);
  attributes.writeUInt32LE(ATTRIBUTES, 4);
  attributes.writeBigUInt64LE(BigInt(BPF_OUTPUT), 8);
  attributes.writeBigUInt64LE(1n, 16);
  attributes.writeBigUInt64LE(BigInt(SAMPLE_RAW), 24);
  attributes.writeBigUInt64LE(BigInt(FORMAT_LOST), 32);
  // wakeup_events: it is woken for the first record; a reader that is busy is not waiting.
  attributes.writeUInt32LE(1, 48);
  const buffers: PerfBuffer[] = [];
  let errno = 0;
  let counted = true;
  const given = (failed: number): { readonly errno: number } => {
    for (const { fd } of buffers) bpf.closeFd(fd);
    return { errno: failed };
  };
  for (let cpu = 0; cpu < bpf.possibleCpus(); cpu++) {
    let fd = bpf.perfEventOpen(attributes, -1, cpu, -1, CLOSE_ON_EXEC);
    if (fd < 0 && counted && bpf.errno() === EINVAL) {
      counted = false;
      attributes.writeBigUInt64LE(0n, 32);
      fd = bpf.perfEventOpen(attributes, -1, cpu, -1, CLOSE_ON_EXEC);
    }
    if (fd < 0) {
      errno = bpf.errno();
      // A processor may be possible and not be there.
      if (errno === ENODEV) continue;
      return given(errno);
    }
    const memory = mapped(bpf, fd, 0, PAGE + SIZE, true);
    const key = Buffer.alloc(8);
    key.writeUInt32LE(cpu);
    const value = Buffer.alloc(8);
    value.writeInt32LE(fd);
    if (memory === undefined || bpf.update(mapFd, key, value, 0) !== 0 || bpf.ioctl(fd, ENABLE, 0) !== 0) {
      errno = bpf.errno();
      bpf.closeFd(fd);
      return given(errno);
    }
    buffers.push(new PerfBuffer(fd, memory, counted ? () => lostOf(fd) : undefined));
  }
  return buffers.length === 0 ? { errno } : new PerfBuffers(buffers, (fd) => bpf.closeFd(fd));
}

/** What the kernel counted of a perf event that is read with PERF_FORMAT_LOST: its value, then what was lost. */
function lostOf(fd: number): number {
  const read = Buffer.alloc(16);
  return readSync(fd, read, 0, read.length, null) === read.length ? Number(read.readBigUInt64LE(8)) : 0;
}

/** One processor's. `counted` tells what the kernel lost of it, where the kernel counts that. */
export class PerfBuffer {
  readonly fd: number;
  readonly size: number;
  consumed = 0;
  #told = 0;
  readonly #counted: (() => number) | undefined;
  readonly #positions: BigInt64Array;
  readonly #bytes: Buffer;
  readonly #view: DataView;

  constructor(fd: number, memory: ArrayBuffer, counted?: () => number) {
    this.fd = fd;
    this.#counted = counted;
    this.size = memory.byteLength - PAGE;
    this.#positions = new BigInt64Array(memory, 0, PAGE / 8);
    this.#bytes = Buffer.from(memory, PAGE);
    this.#view = new DataView(memory, PAGE);
  }

  /** By the kernel's count, or else by the records that told of it. */
  get lost(): number {
    return Math.max(this.#told, this.#counted?.() ?? 0);
  }

  consume(take: Take, most: number): number {
    const head = Number(Atomics.load(this.#positions, HEAD));
    let tail = Number(Atomics.load(this.#positions, TAIL));
    const before = tail;
    let count = 0;
    try {
      while (tail < head && count < most) {
        const at = tail % this.size;
        // Records begin at multiples of 8, so that their header never lies across the end.
        const kind = this.#view.getUint32(at, true);
        const length = this.#view.getUint16(at + 6, true);
        if (length < 8) throw new Error('a record of a perf buffer has no length');
        tail += length;
        if (kind === LOST) this.#told += Number(this.#view.getBigUint64((at + 16) % this.size, true));
        if (kind !== SAMPLE) continue;
        count++;
        const raw = this.#view.getUint32((at + 8) % this.size, true);
        const fits = Math.min(raw, length - 12);
        if (at + 12 + fits <= this.size) take(this.#bytes, this.#view, at + 12, fits);
        else this.#takeInTwo(take, at + 12, fits);
      }
    } finally {
      this.consumed += tail - before;
      if (tail !== before) Atomics.store(this.#positions, TAIL, BigInt(tail));
    }
    return count;
  }

  #takeInTwo(take: Take, at: number, length: number): void {
    const whole = Buffer.alloc(length);
    for (let index = 0; index < length; index++) whole[index] = this.#bytes[(at + index) % this.size] ?? 0;
    take(whole, new DataView(whole.buffer, whole.byteOffset, length), 0, length);
  }
}

class PerfBuffers implements RecordSource {
  readonly fds: readonly number[];
  readonly capacity: number;
  /** The kernel tells what did not fit. */
  readonly wasFull: boolean = false;
  readonly #buffers: readonly PerfBuffer[];
  readonly #closeFd: (fd: number) => void;
  #isOpen = true;
  #lost = 0;

  constructor(buffers: readonly PerfBuffer[], closeFd: (fd: number) => void) {
    this.#buffers = buffers;
    this.#closeFd = closeFd;
    this.fds = buffers.map(({ fd }) => fd);
    // One processor may be the one that is busy.
    this.capacity = buffers[0]?.size ?? 0;
  }

  get consumed(): number {
    return this.#buffers.reduce((sum, { consumed }) => sum + consumed, 0);
  }

  get lost(): number {
    if (this.#isOpen) this.#lost = this.#buffers.reduce((sum, { lost }) => sum + lost, 0);
    return this.#lost;
  }

  consume(take: Take, most: number): number {
    let count = 0;
    if (this.#isOpen) for (const buffer of this.#buffers) count += buffer.consume(take, Math.max(1, Math.ceil(most / this.#buffers.length)));
    return count;
  }

  close(): void {
    if (this.#isOpen) for (const fd of this.fds) this.#closeFd(fd);
    this.#isOpen = false;
  }
}
