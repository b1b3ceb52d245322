import { lookup } from '../../core/lookup.ts';

/** How a program's text shows that its answer is told apart by something: over keys of maps and printed values, without blanks. */
const SHOWN_BY: Readonly<Record<string, RegExp>> = {
  // A pid tells a process as well as its name does.
  process: /comm|\b(?:pid|tgid|tid)\b|_pid\b/,
  pid: /\b(?:pid|tgid|tid)\b|_pid\b/,
  tid: /\btid\b|_pid\b|->pid\b/,
  ppid: /parent|ppid/,
  user: /\b[ef]?uid\b|username|cred/,
  cpu: /cpu/,
  file: /\bk?str\(|path\(|name|\bfd\b|->f_|\bi_?no\b|inode/,
  directory: /\bk?str\(|path\(|name|\bi_?no\b|inode/,
  syscall: /->id\b|\.id\b|\bid\b|\bprobe\b|\bfunc\b|_nr\b|\bnr\b|syscall|^"|ksym\(/,
  errno: /ret|err|status|\bres\b/,
  signal: /sig/,
  device: /dev|disk|major|name/,
  interface: /dev|name|ifindex|queue/,
  address: /ntop|addr|\bdst\b|\bsrc\b/,
  port: /port|skc_num|snum|bswap|\[[23]\]/,
  state: /state/,
  protocol: /proto|family/,
  container: /cgroup|nsproxy|nodename|path/,
  function: /[ku]sym|func|callback|\bprobe\b|location|stack|\bip\b|\breg\(/,
  stack: /stack/,
  'kernel stack': /\bkstack/,
  'user stack': /\bustack/,
};

/** Whether parts of an answer show a key. A key that is no kind of value is looked for by its own name. */
export function showsKey(key: string, parts: readonly string[]): boolean {
  const pattern = lookup(SHOWN_BY, key);
  const name = key.split(' ').at(-1) ?? key;
  return parts.some((part) => (pattern === undefined ? part.includes(name) : pattern.test(part)));
}
