import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { codeOnly, topLevels } from './scan.ts';

const KINDS =
  'kprobe|kretprobe|kfunc|kretfunc|fentry|fexit|tracepoint|rawtracepoint|uprobe|uretprobe|usdt|software|hardware|profile|interval|watchpoint|asyncwatchpoint|iter';
/** Followed by a part of an attach point, not by a predicate. */
const SPACED = new RegExp(`\\b(?:${KINDS})s?(?=\\s*:)`, 'i');

interface Slip {
  readonly pattern: RegExp;
  /** With `$1` and so on as String.replace knows them. */
  readonly by: string;
}

/** How the line before a block is miswritten, most particular first. Each pattern must not match what it makes. */
const SLIPS: readonly Slip[] = [
  // probe kprobe:vfs_read, on kprobe:vfs_read
  { pattern: new RegExp(`\\b(?:probe|on|attach|trace)\\s+(?=(?:${KINDS})\\b)`, 'gi'), by: '' },
  // KPROBE(vfs_read), tracepoint("sched", "sched_switch")
  { pattern: new RegExp(`\\b(${KINDS})s?\\s*:?\\s*\\(\\s*["']?([\\w.*]+)["']?\\s*,\\s*["']?([\\w.*]+)["']?\\s*\\)`, 'gi'), by: '$1:$2:$3' },
  { pattern: new RegExp(`\\b(${KINDS})s?\\s*:?\\s*\\(\\s*["']?([\\w.*:]+)["']?\\s*\\)`, 'gi'), by: '$1:$2' },
  // kprobe:vfs_read(), kprobe:tcp_connect(struct sock *sk), BEGIN(); what compares is a condition, and no list of parameters
  {
    pattern: new RegExp(`(\\b(?:(?:${KINDS}):[\\w.:*]+|BEGIN|END))(?:\\s*\\((?:\\s*|[^()=<>!&|/]*\\w[\\s*]+\\w[^()=<>!&|/]*)\\)|\\([\\w\\s*,.]*\\))`, 'gi'),
    by: '$1',
  },
  // kprobe : vfs_read, Kprobe: tcp_connect
  { pattern: new RegExp(`\\b((?:${KINDS})s?)(?:[ \\t]+:[ \\t]*|:[ \\t]+)(?=[\\w*])`, 'gi'), by: '$1:' },
  { pattern: /(\b(?:tracepoint|usdt|uprobe|uretprobe|profile|interval|software|hardware):[\w./*]+)(?:[ \t]+:[ \t]*|:[ \t]+)(?=[\w*])/gi, by: '$1:' },
  // tracepoint::sched:sched_switch
  { pattern: new RegExp(`\\b((?:${KINDS})s?)::+(?=[\\w*])`, 'gi'), by: '$1:' },
  // tracepoint/sched/sched_switch, kprobe/vfs_read
  { pattern: /\btracepoint[/.](\w+)[/.:](\w+)/gi, by: 'tracepoint:$1:$2' },
  { pattern: /\b(kprobe|kretprobe|kfunc|kretfunc|fentry|fexit)[/.](\w+)/gi, by: '$1:$2' },
  // tracepoint:md/md_flush and tracepoint:sched.sched_switch; a slash that is closed again begins a predicate
  { pattern: /\btracepoint:(\w+)\/(\w+)(?=\s*(?:$|,))/gi, by: 'tracepoint:$1:$2' },
  { pattern: /\btracepoint:(\w+)(?:\.|->|::)(\w+)/gi, by: 'tracepoint:$1:$2' },
  // tracepoint sched:sched_switch, kprobe vfs_read
  { pattern: /\btracepoint[ \t]+(?=\w+:\w)/gi, by: 'tracepoint:' },
  { pattern: /\b(kprobe|kretprobe|kfunc|kretfunc|fentry|fexit)[ \t]+(?=\w+\s*$)/gi, by: '$1:' },
  // kprobe:a || kprobe:b, kprobe:a; kprobe:b, kprobe:a kprobe:b
  { pattern: new RegExp(`(?<=[\\w*])\\s*(?:\\|\\|?|;|&&?|\\band\\b|\\bor\\b)\\s*(?=(?:${KINDS}):\\w)`, 'gi'), by: ', ' },
  { pattern: new RegExp(`(?<=:[\\w*]+)[ \\t]+(?=(?:${KINDS}):\\w)`, 'gi'), by: ', ' },
  // kprobe:vfs_read: {
  { pattern: new RegExp(`(\\b(?:${KINDS}):[\\w*]+(?::[\\w*]+)*|\\b(?:BEGIN|END)):(?=\\s*$)`, 'gi'), by: '$1' },
  // kprobe:vfs_read if (pid == 1) {
  { pattern: /(:[\w*]+)\s+(?:if|when|where)\s*\(((?:[^()]|\([^()]*\))*)\)\s*$/gi, by: '$1 /$2/ ' },
  // kprobe:vfs_read /pid == 1 {
  { pattern: /(:[\w*]+\s*\/[^/]+?)\s*$/g, by: '$1/ ' },
];

/** Slips in the lines before blocks: separators, parentheses, blanks, placeholders, and semicolons behind the blocks. */
export const headers: TextMender = (source) => {
  const code = codeOnly(source);
  const holders = placeholders(code);
  if (holders.length > 0) {
    return textProblem('placeholder', 'a placeholder stands where a name belongs', 'take every name that fits', holders);
  }
  const edits: TextEdit[] = [];
  for (const { header, block } of topLevels(source)) {
    const semicolon = /^\s*;/.exec(code.slice(block.end));
    const start = startOf(code, header.start, header.end);
    const text = code.slice(start, header.end);
    if (/^\s*(?:struct|union|enum|config)\b/.test(text)) continue;
    if (semicolon !== null) edits.push({ span: { start: block.end, end: block.end + semicolon[0].length }, text: '' });
    if (source.slice(start, header.end) !== text && /["']/.test(source.slice(start, header.end))) continue;
    let mended = text;
    for (const { pattern, by } of SLIPS) mended = mended.replace(pattern, by);
    // Comments in the header are kept: then only what stands before them is looked at.
    if (mended !== text && source.slice(start, header.end) === text) edits.push({ span: { start, end: header.end }, text: mended });
  }
  if (edits.length === 0) return undefined;
  return textProblem('malformed-probe', 'a probe is miswritten', 'write it as KIND:NAME, with a comma between several', edits);
};

/** A header begins behind the last line that ends as a statement or directive does. */
function startOf(code: string, from: number, to: number): number {
  const lines = code.slice(from, to).split('\n');
  let at = from;
  let start = from;
  for (const line of lines) {
    at += line.length + 1;
    if (/[;}]\s*$/.test(line) && !SPACED.test(line)) start = Math.min(at, to);
  }
  const blank = /^\s*/.exec(code.slice(start, to))?.[0].length ?? 0;
  return start + blank;
}

/** `sys_exit_{syscall}`, `sys_enter_<name>`, `sys_enter_[syscall]`. */
function placeholders(code: string): TextEdit[] {
  return [...code.matchAll(/\bsys_(?:enter|exit)_(\{\w+\}|<\w+>|\[\w+\]|\$\w+|%s)/g)].map((match) => {
    const end = match.index + match[0].length;
    return { span: { start: end - (match[1]?.length ?? 0), end }, text: '*' };
  });
}
