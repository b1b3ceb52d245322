/** How a program's text shows that its answer is told apart by something: over keys of maps and printed values, without blanks. */
const SHOWN_BY: Readonly<Record<string, RegExp>> = {
  process: /\bcomm\b|_comm\b/,
  pid: /\b(?:pid|tgid|tid)\b|_pid\b/,
  tid: /\btid\b|_pid\b|->pid\b/,
  ppid: /parent|ppid/,
  user: /\buid\b|username|cred/,
  cpu: /\bcpu\b|_cpu\b/,
  file: /\bstr\(|path\(|name|\bfd\b|->f_|\bino\b/,
  directory: /\bstr\(|path\(|name/,
  syscall: /->id\b|\bid\b|\bprobe\b|\bfunc\b|nr\b|"/,
  errno: /ret|err/,
  signal: /sig/,
  device: /dev|disk|major|name/,
  address: /ntop|addr/,
  port: /port|\[[23]\]|bswap/,
  state: /state/,
  protocol: /proto/,
  container: /cgroup|nsproxy/,
  stack: /k?u?stack/,
  'kernel stack': /\bkstack/,
  'user stack': /\bustack/,
};

/** Whether parts of an answer show a key. A key that is no kind of value is looked for by its own name. */
export function showsKey(key: string, parts: readonly string[]): boolean {
  const pattern = Object.hasOwn(SHOWN_BY, key) ? SHOWN_BY[key] : undefined;
  const name = key.split(' ').at(-1) ?? key;
  return parts.some((part) => (pattern === undefined ? part.includes(name) : pattern.test(part)));
}
