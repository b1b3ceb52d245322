import type { Diagnostic, TextEdit } from '../../../core/diagnostic.ts';

/**
 * Something about a text that keeps it from being read as a program, found before there is a tree. It yields what it finds with an automatic fix, as a rule
 * does; never throws. It is asked only about texts that do not parse.
 */
export type TextMender = (source: string) => Diagnostic | undefined;

/** What a mender found. Without edits nothing can be done about it. */
export function textProblem(code: string, message: string, title: string, edits: readonly TextEdit[], hints: readonly string[] = []): Diagnostic {
  const first = edits[0]?.span;
  const fixes = edits.length > 0 ? [{ title, edits, automatic: true }] : [];
  return { code, severity: 'error', message, ...(first === undefined ? {} : { span: first }), hints, fixes };
}

/** The edits that leave of a source only what lies between two places. */
export function keepOnly(source: string, start: number, end: number): TextEdit[] {
  const edits: TextEdit[] = [];
  if (start > 0) edits.push({ span: { start: 0, end: start }, text: '' });
  if (end < source.length) edits.push({ span: { start: end, end: source.length }, text: '' });
  return edits;
}

/** The kinds of probes as people and models write them, in any case: what a line of a program begins with. */
export const PROBE_START: RegExp =
  /(?:^|(?<=[\s'"`;}]))(?:(?:kprobe|kretprobe|kfunc|kretfunc|fentry|fexit|tracepoint|rawtracepoint|uprobe|uretprobe|usdt|software|hardware|profile|interval|watchpoint|asyncwatchpoint|iter|[tkufipsh]|kr|ur|rt):[\w/*?"$.:[-]|(?:BEGIN|END)\s*(?:\{|\/))/i;

/** Whether there is a probe with a block anywhere in a text. */
export function looksLikeBpftrace(text: string): boolean {
  const match = PROBE_START.exec(text);
  return match !== null && text.includes('{', match.index);
}
