/** What people call system calls, and what the kernel's tracepoints call them. */

/** A word for a call, and the calls of the kernel it may come to: what libraries make of it, and what newer ones use in its place. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  open: ['open', 'openat', 'openat2'],
  creat: ['creat', 'openat'],
  stat: ['newstat', 'newfstatat', 'statx', 'stat'],
  lstat: ['newlstat', 'newfstatat', 'statx', 'lstat'],
  fstat: ['newfstat', 'fstat'],
  fstatat: ['newfstatat'],
  uname: ['newuname', 'uname'],
  fork: ['clone', 'clone3', 'fork', 'vfork'],
  exec: ['execve', 'execveat'],
  select: ['select', 'pselect6'],
  pselect: ['pselect6'],
  poll: ['poll', 'ppoll'],
  access: ['access', 'faccessat', 'faccessat2'],
  unlink: ['unlink', 'unlinkat'],
  rmdir: ['rmdir', 'unlinkat'],
  mkdir: ['mkdir', 'mkdirat'],
  mknod: ['mknod', 'mknodat'],
  rename: ['rename', 'renameat', 'renameat2'],
  link: ['link', 'linkat'],
  symlink: ['symlink', 'symlinkat'],
  readlink: ['readlink', 'readlinkat'],
  chmod: ['chmod', 'fchmodat', 'fchmodat2'],
  chown: ['chown', 'lchown', 'fchownat'],
  utime: ['utime', 'utimes', 'utimensat'],
  utimes: ['utimes', 'utimensat'],
  accept: ['accept', 'accept4'],
  send: ['sendto'],
  recv: ['recvfrom'],
  pread: ['pread64'],
  pwrite: ['pwrite64'],
  sendfile: ['sendfile64', 'sendfile'],
  umount: ['umount', 'umount2'],
  umount2: ['umount', 'umount2'],
  wait: ['wait4', 'waitid'],
  waitpid: ['wait4'],
  wait3: ['wait4'],
  getdents: ['getdents', 'getdents64'],
  readdir: ['getdents64', 'getdents'],
  nanosleep: ['nanosleep', 'clock_nanosleep'],
  exit: ['exit', 'exit_group'],
  _exit: ['exit_group'],
  pipe: ['pipe', 'pipe2'],
  dup2: ['dup2', 'dup3'],
  eventfd: ['eventfd', 'eventfd2'],
  signalfd: ['signalfd', 'signalfd4'],
  epoll_create: ['epoll_create', 'epoll_create1'],
  inotify_init: ['inotify_init', 'inotify_init1'],
  fadvise: ['fadvise64'],
  posix_fadvise: ['fadvise64'],
  getrlimit: ['getrlimit', 'prlimit64'],
  setrlimit: ['setrlimit', 'prlimit64'],
  prlimit: ['prlimit64'],
  sigaction: ['rt_sigaction'],
  sigprocmask: ['rt_sigprocmask'],
  sigsuspend: ['rt_sigsuspend'],
  sigreturn: ['rt_sigreturn'],
  preadv64: ['preadv'],
  futimens: ['utimensat'],
};

/**
 * Calls whose names are plain words, or the names of commands: they count as calls only where the question says so. The others are unmistakable: futex,
 * getpid, ioctl.
 */
const WORDS: ReadonlySet<string> = new Set(
  `accept access acct alarm bind bpf chdir chmod chown chroot clone close connect creat dup exec exit flock fork getcpu kill link listen mkdir mknod mount open
  pause personality pipe poll read reboot readdir rename rmdir rseq seccomp security select send recv shutdown socket splice stat symlink sync sysfs syslog tee
  time times truncate umask umount uname unlink unshare uprobe uretprobe ustat utime utimes wait write sendfile swapon swapoff readlink readahead vhangup`.split(
    /\s+/,
  ),
);

/** The calls that a name stands for, of those that the machine lists; empty where there are none. */
export function syscallsNamed(name: string, has: (syscall: string) => boolean): string[] {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  return [...new Set(known ?? [name])].filter(has);
}

/** Whether a call's name needs a word beside it that says it is one. */
export function isPlainWord(name: string): boolean {
  return WORDS.has(name);
}

/** Calls that do not come back. */
export const NEVER_RETURNS: ReadonlySet<string> = new Set(['exit', 'exit_group', 'rt_sigreturn', 'uretprobe', 'uprobe']);

/** Calls after which nothing is left of the memory their arguments point to. */
export const REPLACES_MEMORY: ReadonlySet<string> = new Set(['execve', 'execveat']);

/** Calls whose result, where they worked, is how many bytes there were. */
export const RETURNS_BYTES: ReadonlySet<string> = new Set(
  `read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2 sendto recvfrom sendmsg recvmsg sendfile64 sendfile splice tee vmsplice
  copy_file_range getrandom getdents getdents64 process_vm_readv process_vm_writev readlink readlinkat getxattr lgetxattr fgetxattr getxattrat listxattr
  llistxattr flistxattr listxattrat msgrcv mq_timedreceive getcwd`.split(/\s+/),
);
