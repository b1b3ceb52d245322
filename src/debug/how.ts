/** What makes an event happen: a command for another terminal. Data; what no line says is told in general words. */
import type { AttachPoint } from '../bpftrace/ast.ts';
import { callOf } from './calls.ts';

/** Commands by system call; what several do is said by the first that names it. */
const CALLS: Readonly<Record<string, string>> = {
  openat: 'cat /etc/hostname',
  close: 'cat /etc/hostname',
  read: 'cat /etc/hostname',
  write: 'echo hello',
  newfstatat: 'sh -c "test -e /etc/hostname"',
  statx: 'stat /etc/hostname',
  getdents64: 'ls /etc',
  execve: '/bin/true',
  exit_group: '/bin/true',
  clone: 'sh -c "/bin/true; /bin/true"',
  clone3: 'sh -c "/bin/true; /bin/true"',
  wait4: 'sh -c "/bin/true; /bin/true"',
  mmap: '/bin/true',
  munmap: '/bin/true',
  mprotect: '/bin/true',
  brk: '/bin/true',
  pipe2: 'ls | cat',
  unlink: `perl -e 'open F, ">/tmp/try"; unlink "/tmp/try"'`,
  unlinkat: 'touch /tmp/try; rm /tmp/try',
  mkdir: 'mkdir /tmp/try; rmdir /tmp/try',
  rmdir: 'mkdir /tmp/try; rmdir /tmp/try',
  rename: `touch /tmp/try; perl -e 'rename "/tmp/try", "/tmp/tried"'`,
  renameat2: 'touch /tmp/try; mv /tmp/try /tmp/tried',
  fchmodat: 'touch /tmp/try; chmod 600 /tmp/try',
  fchownat: 'touch /tmp/try; chown $(id -u) /tmp/try',
  symlinkat: 'ln -sf /etc/hostname /tmp/try',
  symlink: 'ln -sf /etc/hostname /tmp/try',
  linkat: 'touch /tmp/try; ln -f /tmp/try /tmp/tried',
  fsync: 'dd if=/dev/zero of=/tmp/try bs=4k count=1 conv=fsync',
  fdatasync: 'dd if=/dev/zero of=/tmp/try bs=4k count=1 conv=fdatasync',
  ftruncate: 'truncate -s 0 /tmp/try',
  utimensat: 'touch /tmp/try',
  kill: 'sleep 9 & kill $!',
  clock_nanosleep: 'sleep 1',
  nanosleep: `perl -e 'select undef, undef, undef, 0.1'`,
  chdir: 'sh -c "cd /tmp"',
  mount: 'mount -t tmpfs try /mnt; umount /mnt',
  umount: 'mount -t tmpfs try /mnt; umount /mnt',
  socket: 'bash -c "echo > /dev/tcp/127.0.0.1/80"',
  connect: 'bash -c "echo > /dev/tcp/127.0.0.1/80"',
  sendto: 'getent hosts example.org',
  recvfrom: 'getent hosts example.org',
  prlimit64: 'bash -c "ulimit -n"',
  setpriority: 'nice true',
  sync: 'sync',
};

const TRACEPOINTS: readonly (readonly [RegExp, string])[] = [
  [/^sched:sched_process_(?:exec|exit|fork|wait)$/, '/bin/true'],
  [/^sched:sched_(?:switch|wakeup|waking|wakeup_new)$/, 'sleep 0.1'],
  [/^signal:/, 'sleep 9 & kill $!'],
  [/^block:/, 'dd if=/dev/zero of=/tmp/try bs=4k count=64 oflag=direct'],
  [/^(?:jbd2|ext4|xfs|btrfs|writeback):/, 'touch /tmp/try; sync'],
  [/^tcp:|^sock:|^net:|^skb:/, 'bash -c "echo > /dev/tcp/127.0.0.1/80"'],
  [/^exceptions:page_fault_(?:user|kernel)$|^kmem:|^vmscan:/, '/bin/true'],
  [/^task:/, '/bin/true'],
  [/^timer:|^hrtimer:/, 'sleep 0.1'],
  [/^irq:|^softirq:/, 'sleep 0.1'],
  [/^raw_syscalls:/, '/bin/true'],
];

/** A command that makes a probe fire; undefined where none is known. */
export function commandFor({ text, provider, parts }: AttachPoint): string | undefined {
  const call = callOf(text)?.call;
  if (call !== undefined) return Object.hasOwn(CALLS, call) ? CALLS[call] : undefined;
  const [first = '', second = ''] = parts;
  if (provider === 'tracepoint') return TRACEPOINTS.find(([pattern]) => pattern.test(`${first}:${second}`))?.[1];
  if (provider === 'uprobe' || provider === 'uretprobe' || provider === 'usdt') {
    // What a program's own functions do only its user knows; the program itself is where to begin.
    if (/\.so(?:\.|$)/.test(first)) return /libc[.-]/.test(first) ? 'ls -l /etc' : undefined;
    return /\/(?:ba)?sh$/.test(first) ? `${first} -c "echo hello; true"` : undefined;
  }
  if (provider === 'software') return 'ls -lR /etc';
  if (provider === 'profile' || provider === 'hardware') return 'timeout 2 sha1sum /dev/zero';
  return undefined;
}
