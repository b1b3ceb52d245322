import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Behaviour } from '../behaviour.ts';

const PAGE = 4096;
const MIB = 1024 * 1024;
/** Below malloc's threshold for mmap: taken from the heap that brk moves. */
const HEAP_BLOCK = 64 * 1024;

/** How many bytes this process's heap can grow by before it meets another mapping (/proc/self/maps, man 5 proc). */
function heapRoom(): number {
  const ranges = readFileSync('/proc/self/maps', 'utf8').split('\n');
  const heap = ranges.findIndex((line) => line.endsWith('[heap]'));
  const end = ranges[heap]?.match(/-([0-9a-f]+)/)?.[1];
  const next = ranges[heap + 1]?.match(/^[0-9a-f]+/)?.[0];
  return end === undefined || next === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(next, 16) - Number.parseInt(end, 16);
}

export const memoryBehaviours: readonly Behaviour[] = [
  {
    name: 'fault',
    does: 'touches one page of fresh memory (a minor page fault each)',
    run({ count }) {
      // A large allocation comes from mmap, zero-filled and untouched: each first write to a page is one fault.
      const memory = Buffer.alloc(count * PAGE);
      for (let i = 0; i < count; i++) memory[i * PAGE] = 1;
    },
  },
  {
    name: 'disk-fault',
    does: 'runs a program (gt-evicted) whose pages are on disk only (a major page fault each, or several)',
    run({ count, cannot, pace }) {
      const binary = ['/bin/bash', '/bin/busybox'].find((path) => existsSync(path));
      if (binary === undefined) return cannot('neither bash nor busybox to run');
      // Not the usual scratch directory: /tmp is often a tmpfs, whose pages are never on disk.
      const dir = mkdtempSync('/var/tmp/gt-workload-');
      try {
        const copy = `${dir}/gt-evicted`;
        copyFileSync(binary, copy);
        chmodSync(copy, 0o755);
        for (let i = 0; i < count; i++) {
          const evicted = spawnSync('dd', [`of=${copy}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0']);
          if (evicted.status !== 0) cannot('this dd cannot drop a file from the page cache');
          spawnSync(copy, ['--help']);
          pace();
        }
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
  },
  {
    name: 'map',
    does: 'maps 1 MiB of memory (and does not touch it)',
    run({ count, pace }) {
      const kept: Buffer[] = [];
      for (let i = 0; i < count; i++) {
        kept.push(Buffer.allocUnsafeSlow(MIB));
        pace();
      }
    },
  },
  {
    name: 'heap',
    does: 'allocates 64 KiB from the heap and keeps it',
    run({ count, pace, cannot }) {
      // In one run of about seventy V8 lays its code right behind the heap, brk fails, and malloc takes mmap: another process is laid out anew.
      if (heapRoom() < count * HEAP_BLOCK * 2) {
        const { status, stderr } = spawnSync(process.execPath, process.argv.slice(1), { encoding: 'utf8' });
        if (status !== 0) cannot(`no process with room for its heap to grow: ${stderr.trim()}`);
        return;
      }
      const kept: Buffer[] = [];
      for (let i = 0; i < count; i++) {
        kept.push(Buffer.allocUnsafeSlow(HEAP_BLOCK));
        pace();
      }
    },
  },
  {
    name: 'kmalloc',
    does: 'reads a file of /proc, for which the kernel allocates a buffer of a page',
    run({ count, pace }) {
      for (let i = 0; i < count; i++) {
        readFileSync('/proc/self/comm');
        pace();
      }
    },
  },
];
