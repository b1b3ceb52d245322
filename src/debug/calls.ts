/** System calls that hardly anybody makes: what the C library calls in their place, or that it asks the kernel for nothing at all. */

/** Beside those that the checker knows (superseded-call): glibc 2.36, sysdeps/unix/sysv/linux/creat64.c, readdir64.c, pipe.c and so on; x86-64. */
export const OLD_CALLS: Readonly<Record<string, string>> = {
  creat: 'openat',
  getdents: 'getdents64',
  pipe: 'pipe2',
  select: 'pselect6',
  eventfd: 'eventfd2',
  signalfd: 'signalfd4',
  inotify_init: 'inotify_init1',
  epoll_create: 'epoll_create1',
  utime: 'utimensat',
};

/** Calls that tools make by a file's folder: `rm` unlinks by unlinkat. */
export const TOOLS_CALL: Readonly<Record<string, string>> = {
  unlink: 'unlinkat',
  rmdir: 'unlinkat',
  rename: 'renameat2',
  mkdir: 'mkdirat',
  chmod: 'fchmodat',
  chown: 'fchownat',
  link: 'linkat',
  symlink: 'symlinkat',
  readlink: 'readlinkat',
  access: 'faccessat2',
  mknod: 'mknodat',
  clone: 'clone3',
  vfork: 'clone3',
  send: 'sendto',
  recv: 'recvfrom',
  accept: 'accept4',
  dup2: 'dup3',
  renameat: 'renameat2',
  faccessat: 'faccessat2',
  epoll_wait: 'epoll_pwait',
};

/** Answered by the vDSO, without a call of the kernel (vdso(7)). */
export const IN_VDSO: ReadonlySet<string> = new Set(['gettimeofday', 'clock_gettime', 'time', 'getcpu', 'clock_getres']);

/** Whoever makes them does not come back from them. */
export const NEVER_RETURN: ReadonlySet<string> = new Set(['exit', 'exit_group', 'rt_sigreturn']);

/** The name of a call in the name of its tracepoint. */
export function callOf(attachPoint: string): { readonly call: string; readonly side: 'enter' | 'exit' } | undefined {
  const found = /^tracepoint:syscalls:sys_(enter|exit)_(\w+)$/.exec(attachPoint);
  const [, side, call] = found ?? [];
  return call === undefined ? undefined : { call, side: side === 'exit' ? 'exit' : 'enter' };
}
