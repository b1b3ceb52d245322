import type { Libbpf } from './library.ts';

const READ = 1;
const WRITE = 2;
const SHARED = 1;
const FAILED = 0xffff_ffff_ffff_ffffn;
/** Bytes of a page: what positions and data of the kernel's buffers are apart. */
export const PAGE = 4096;

/** Memory is given back once nobody can reach a view of it any more: touching what is unmapped would end the process. */
const unmapping = new FinalizationRegistry<() => void>((unmap) => unmap());

/** Maps memory of the kernel; undefined where that is refused. */
export function mapped(bpf: Libbpf, fd: number, offset: number, length: number, writable: boolean): ArrayBuffer | undefined {
  const at = bpf.mmap(null, length, writable ? READ | WRITE : READ, SHARED, fd, offset);
  if (at === null || at === FAILED || at < 0n) return undefined;
  const buffer = bpf.view(at, length);
  unmapping.register(buffer, () => bpf.munmap(at, length));
  return buffer;
}

/** Takes one record: `length` bytes from `offset`. Nothing of either may be kept. */
export type Take = (bytes: Buffer, view: DataView, offset: number, length: number) => void;

/** A buffer through which the kernel delivers records. */
export interface RecordSource {
  /** What becomes readable when there is something. */
  readonly fds: readonly number[];
  /** Hands over what is there, at most so many records; how many there were. */
  consume(take: Take, most: number): number;
  /** Bytes that were consumed so far, and bytes that fit in before records are lost. */
  readonly consumed: number;
  readonly capacity: number;
  /** Records that the kernel could not deliver, as far as it counts them. */
  readonly lost: number;
  /** Whether it was found so full that the next record may have had no room: then what is not counted may be missing. */
  readonly wasFull: boolean;
  close(): void;
}
