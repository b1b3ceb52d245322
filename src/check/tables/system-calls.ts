import { lookup } from '../../core/lookup.ts';

/**
 * System calls whose tracepoints have other names than the manual's, because SYSCALL_DEFINE names them (fs/stat.c, kernel/sys.c, fs/read_write.c), and
 * calls of libc that make others. All the names are meant together: which of them a program uses depends on its libc.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  stat: ['newstat', 'newfstatat', 'statx'],
  fstat: ['newfstat'],
  lstat: ['newlstat'],
  fstatat: ['newfstatat'],
  stat64: ['newstat'],
  fstat64: ['newfstat'],
  uname: ['newuname'],
  fork: ['fork', 'clone', 'clone3', 'vfork'],
  vfork: ['vfork'],
  send: ['sendto'],
  recv: ['recvfrom'],
  waitpid: ['wait4'],
  wait: ['wait4'],
  wait3: ['wait4'],
  sigaction: ['rt_sigaction'],
  signal: ['rt_sigaction'],
  sigprocmask: ['rt_sigprocmask'],
  sigreturn: ['rt_sigreturn'],
  pread: ['pread64'],
  pwrite: ['pwrite64'],
  umount2: ['umount'],
  readdir: ['getdents64'],
  exec: ['execve', 'execveat'],
  execv: ['execve'],
  execvp: ['execve'],
  getrlimit: ['getrlimit', 'prlimit64'],
  setrlimit: ['setrlimit', 'prlimit64'],
  prlimit: ['prlimit64'],
  sleep: ['nanosleep', 'clock_nanosleep'],
  usleep: ['nanosleep', 'clock_nanosleep'],
  thread_create: ['clone', 'clone3'],
  pthread_create: ['clone', 'clone3'],
  open: ['open', 'openat'],
  openat: ['openat'],
  creat: ['creat', 'open', 'openat'],
  mkdir: ['mkdir', 'mkdirat'],
  unlink: ['unlink', 'unlinkat'],
  rename: ['rename', 'renameat', 'renameat2'],
  chmod: ['chmod', 'fchmodat'],
  epoll_wait: ['epoll_wait', 'epoll_pwait'],
  dup2: ['dup2', 'dup3'],
  pipe: ['pipe', 'pipe2'],
  accept: ['accept', 'accept4'],
  select: ['select', 'pselect6'],
  poll: ['poll', 'ppoll'],
  syslog: ['syslog'],
  sigqueue: ['rt_sigqueueinfo'],
  sigsuspend: ['rt_sigsuspend'],
  fadvise: ['fadvise64'],
  sendfile: ['sendfile64'],
  shmem: ['shmget'],
};

/** The names by which the tracepoints of a system call go, itself included where it may be one of them. */
export function systemCallNames(call: string): readonly string[] {
  return lookup(NAMES, call) ?? [call];
}
