import { getSystemErrorName } from 'node:util';

/** What a failed call of libbpf means to who loads a program. */
const WORDS: Readonly<Record<string, string>> = {
  EPERM: 'not permitted: loading needs root, or CAP_BPF and CAP_PERFMON',
  EACCES: 'the kernel refuses it',
  EINVAL: 'the kernel or libbpf takes no such program, map or option',
  ENOENT: 'something it needs is not there',
  ESRCH: 'something it needs is not there',
  E2BIG: 'it is too large',
  ENOSPC: 'there is no room: its verification said more than fits, or a limit is reached',
  ENOMEM: 'there is not enough memory',
  EOPNOTSUPP: 'this kernel or this machine does not support it',
  ENOTSUP: 'this kernel or this machine does not support it',
  EBUSY: 'something else is attached there',
  EEXIST: 'something else is attached there',
  ENODEV: 'there is no such device',
};

/** libbpf has errors of its own, from 4000 (enum libbpf_errno). */
const OWN: readonly string[] = [
  'it is no ELF file that libbpf understands',
  'it is not a BPF object',
  'its version does not fit',
  'its byte order is another one',
  'it is damaged inside',
  'it cannot be relocated: a section or type it refers to is missing',
  'it cannot be loaded',
  'the kernel refused it at verification',
  'a program has too many instructions',
  'its kernel version does not fit',
  'its program type does not fit',
  'the kernel does not answer as it should',
  'the kernel does not answer as it should',
  'its program type is not known',
];

/** An error number, however it was returned, as its name and what it means: `ENOENT: something it needs is not there`. */
export function errnoInWords(number: number): string {
  const errno = Math.abs(number);
  if (errno >= 4000) return OWN[errno - 4000] ?? `libbpf's error ${errno}`;
  if (errno === 0) return 'no reason was given';
  // What the kernel keeps for itself, and yet returns for some kinds of programs.
  if (errno === 524) return 'ENOTSUPP: this kernel or this machine does not support it';
  const name = getSystemErrorName(-errno);
  const words = WORDS[name];
  return words === undefined ? name : `${name}: ${words}`;
}
