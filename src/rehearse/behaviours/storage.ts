import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  truncateSync,
  unlinkSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { isatty } from 'node:tty';
import type { Behaviour, BehaviourContext } from '../behaviour.ts';

const PAGE = 4096;
/** The smallest that mkfs.xfs makes is 300 MB; none of it is written until it is used. */
const IMAGE_SIZE = 512 * 1024 * 1024;
const DEVICE_SIZE = 1024 * 1024;

/** Runs a program that does a part of the work, and ends the workload where it is missing or fails. */
function must({ cannot }: BehaviourContext, command: string, ...args: readonly string[]): string {
  const { status, stderr, stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) cannot(`${[command, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}

/** Mounts a new file system of a kind from an image in the scratch folder, and unmounts it when `act` is done. */
function onFileSystem(context: BehaviourContext, kind: string, act: (mounted: string) => void): void {
  const image = `${context.dir}/image`;
  const mounted = `${context.dir}/mounted`;
  writeFileSync(image, '');
  truncateSync(image, IMAGE_SIZE);
  mkdirSync(mounted);
  must(context, `mkfs.${kind}`, '-q', image);
  must(context, 'mount', '-o', 'loop', image, mounted);
  try {
    act(mounted);
  } finally {
    spawnSync('umount', [mounted]);
  }
}

/** Runs a command in a control group of its own that may have so much memory, where either version of cgroups manages memory. */
function inGroup(context: BehaviourContext, limit: string, ...command: readonly string[]): void {
  const mount = `${context.dir}/cgroup`;
  mkdirSync(mount);
  try {
    must(context, 'mount', '-t', 'cgroup2', 'none', mount);
    const isNew = readFileSync(`${mount}/cgroup.controllers`, 'utf8').split(/\s/).includes('memory');
    if (isNew) {
      writeFileSync(`${mount}/cgroup.subtree_control`, '+memory');
    } else {
      must(context, 'umount', mount);
      must(context, 'mount', '-t', 'cgroup', '-o', 'memory', 'none', mount);
    }
    const group = `${mount}/gt-storage`;
    mkdirSync(group);
    try {
      writeFileSync(`${group}/${isNew ? 'memory.max' : 'memory.limit_in_bytes'}`, limit);
      must(context, '/bin/sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', group, ...command);
    } finally {
      rmdirSync(group);
    }
  } finally {
    spawnSync('umount', [mount]);
    rmdirSync(mount);
  }
}

/** A block device whose writes fail: what it is kept in has no room. */
function onFullDevice(context: BehaviourContext, act: (device: string) => void): void {
  const mounted = `${context.dir}/full`;
  mkdirSync(mounted);
  must(context, 'mount', '-t', 'tmpfs', '-o', `size=${PAGE}`, 'none', mounted);
  try {
    writeFileSync(`${mounted}/fill`, Buffer.alloc(PAGE));
    writeFileSync(`${mounted}/image`, '');
    truncateSync(`${mounted}/image`, DEVICE_SIZE);
    const device = must(context, 'losetup', '--find', '--show', `${mounted}/image`).trim();
    try {
      act(device);
    } finally {
      spawnSync('losetup', ['-d', device]);
    }
  } finally {
    spawnSync('umount', [mounted]);
  }
}

/** Fills more memory than it may keep, and looks through it twice. No page may be like another, or be all zeros: those need no swap. */
const SWAPPER = `
  require('fs').writeFileSync('/proc/self/comm', 'gt-swap');
  const memory = Buffer.alloc(${96 * 1024 * 1024});
  for (let at = 0; at < memory.length; at += ${PAGE}) memory.writeUInt32LE(at + 1, at);
  for (let i = 0; i < 2; i++) for (let at = 0; at < memory.length; at += ${PAGE}) if (memory.readUInt32LE(at) !== at + 1) throw new Error('lost');
`;

/** Reads with what libuv can do by io_uring where it is told to. */
const RING_READER = `
  const fs = require('fs');
  fs.writeFileSync('/proc/self/comm', 'gt-io-uring');
  const [, path, count] = process.argv;
  const buffer = Buffer.alloc(${PAGE});
  fs.open(path, 'r', async (error, fd) => {
    if (error) throw error;
    for (let i = 0; i < Number(count); i++) await new Promise((done) => fs.read(fd, buffer, 0, ${PAGE}, 0, done));
  });
`;

/** What file systems and the kernel's memory are asked for. */
export const storageBehaviours: readonly Behaviour[] = [
  {
    name: 'fs-io',
    does: 'creates a file (needle-0 and so on) on a file system of the kind ARG (ext4) of its own, writes a page to it, syncs it and reads it back',
    run(context) {
      onFileSystem(context, context.args[0] ?? 'ext4', (mounted) => {
        const page = Buffer.alloc(PAGE);
        for (let i = 0; i < context.count; i++) {
          const fd = openSync(`${mounted}/needle-${i}`, 'w+');
          writeSync(fd, page);
          fsyncSync(fd);
          readSync(fd, page, 0, PAGE, 0);
          closeSync(fd);
          context.pace();
        }
      });
    },
  },
  {
    name: 'compact',
    does: 'asks the kernel to compact all memory',
    run({ count, pace, cannot }) {
      const path = '/proc/sys/vm/compact_memory';
      if (!existsSync(path)) cannot('this kernel cannot compact memory');
      for (let i = 0; i < count; i++) {
        writeFileSync(path, '1');
        pace();
      }
    },
  },
  {
    name: 'copy-file',
    does: 'copies a file of ARG bytes (65536) within the kernel',
    run({ count, args, dir, pace }) {
      writeFileSync(`${dir}/from.dat`, Buffer.alloc(Number(args[0] ?? 16 * PAGE), 'x'));
      for (let i = 0; i < count; i++) {
        copyFileSync(`${dir}/from.dat`, `${dir}/to.dat`);
        unlinkSync(`${dir}/to.dat`);
        pace();
      }
    },
  },
  {
    name: 'ioctl',
    does: 'asks whether a file is a terminal (ioctl TCGETS)',
    run({ count, dir, pace }) {
      const fd = openSync(`${dir}/needle.txt`, 'w');
      for (let i = 0; i < count; i++) {
        isatty(fd);
        pace();
      }
      closeSync(fd);
    },
  },
  {
    name: 'flock',
    does: 'runs a program (flock) that locks a file (needle.lock)',
    run(context) {
      for (let i = 0; i < context.count; i++) {
        must(context, 'flock', `${context.dir}/needle.lock`, 'true');
        context.pace();
      }
    },
  },
  {
    name: 'fallocate',
    does: 'runs a program (fallocate) that reserves 64 KiB for a file (needle.dat)',
    run(context) {
      for (let i = 0; i < context.count; i++) {
        must(context, 'fallocate', '-l', '65536', `${context.dir}/needle.dat`);
        context.pace();
      }
    },
  },
  {
    name: 'watch',
    does: 'watches a directory (needle.d) for changes',
    run({ count, dir, pace }) {
      mkdirSync(`${dir}/needle.d`);
      for (let i = 0; i < count; i++) {
        watch(`${dir}/needle.d`).close();
        pace();
      }
    },
  },
  {
    name: 'shm',
    does: 'runs programs (ipcmk, ipcrm) that make a shared memory segment of ARG bytes (12288) and remove it',
    run(context) {
      for (let i = 0; i < context.count; i++) {
        const id = must(context, 'ipcmk', '-M', context.args[0] ?? '12288').match(/\d+/)?.[0];
        if (id === undefined) return context.cannot('ipcmk does not say what it made');
        must(context, 'ipcrm', '-m', id);
        context.pace();
      }
    },
  },
  {
    name: 'oom-score',
    does: 'sets how readily it may be killed when memory runs out, to 100',
    run({ count, pace }) {
      for (let i = 0; i < count; i++) {
        writeFileSync('/proc/self/oom_score_adj', '100');
        pace();
      }
    },
  },
  {
    name: 'swap',
    does: 'runs a process (gt-swap) that looks through 96 MiB where it may have 96 MiB for all it needs, with a swap file: thousands of pages are swapped in',
    run(context) {
      const file = `${context.dir}/swapfile`;
      must(context, 'dd', 'if=/dev/zero', `of=${file}`, 'bs=1M', 'count=256', 'conv=fsync');
      must(context, 'chmod', '600', file);
      must(context, 'mkswap', file);
      must(context, 'swapon', file);
      try {
        for (let i = 0; i < context.count; i++) inGroup(context, '96M', process.execPath, '-e', SWAPPER);
      } finally {
        spawnSync('swapoff', [file]);
      }
    },
  },
  {
    name: 'reclaim',
    does: 'runs a program (dd) that reads a file of 64 MiB in a cgroup that may have 16 MiB: memory has to be freed for it',
    run(context) {
      const file = `${context.dir}/large.dat`;
      must(context, 'dd', 'if=/dev/zero', `of=${file}`, 'bs=1M', 'count=64', 'conv=fsync');
      for (let i = 0; i < context.count; i++) {
        must(context, 'dd', `of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0');
        inGroup(context, '16M', 'dd', `if=${file}`, 'of=/dev/null', 'bs=1M');
      }
    },
  },
  {
    name: 'writeback',
    does: 'writes 64 KiB to a new file and lets everything be written back (sync)',
    run(context) {
      for (let i = 0; i < context.count; i++) {
        writeFileSync(`${context.dir}/dirty-${i}`, Buffer.alloc(16 * PAGE, 'x'));
        must(context, 'sync');
        context.pace();
      }
    },
  },
  {
    name: 'disk-error',
    does: 'writes a page to a disk (a loop device) that has no room for it',
    run(context) {
      onFullDevice(context, (device) => {
        for (let i = 0; i < context.count; i++) {
          const { status } = spawnSync('dd', ['if=/dev/zero', `of=${device}`, `bs=${PAGE}`, 'count=1', `seek=${i}`, 'oflag=direct']);
          if (status === 0) context.cannot('a loop device without room takes what is written');
          context.pace();
        }
      });
    },
  },
  {
    name: 'io-uring',
    does: 'runs a process (gt-io-uring) that reads a page of a file with io_uring',
    run(context) {
      const path = `${context.dir}/needle.txt`;
      writeFileSync(path, Buffer.alloc(PAGE));
      const { status, stderr } = spawnSync(process.execPath, ['-e', RING_READER, path, String(context.count)], {
        env: { ...process.env, UV_USE_IO_URING: '1' },
        encoding: 'utf8',
      });
      if (status !== 0) context.cannot(stderr.trim());
    },
  },
];
