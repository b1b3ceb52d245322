import type { AttachPoint } from '../bpftrace/ast.ts';
import { lookup } from '../core/lookup.ts';
import type { Tracepoints } from '../kernel/tracepoints.ts';

/** Whether an attach point, or a part of one, names many places at once. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/** The function an attach point names, without module and offset. */
export function functionName({ parts }: Pick<AttachPoint, 'parts'>): string {
  return (parts.at(-1) ?? '').replace(/\+.*$/, '');
}

/** The kinds of probes on kernel functions, and on what of a call. */
const KERNEL_FUNCTIONS: Readonly<Record<string, 'entry' | 'return'>> = { kprobe: 'entry', kretprobe: 'return', kfunc: 'entry', kretfunc: 'return' };

/** On what of a kernel function's calls a kind of probe is; undefined for other kinds. */
export function functionSide(provider: string): 'entry' | 'return' | undefined {
  return lookup(KERNEL_FUNCTIONS, provider);
}

const RETURN_KINDS: Readonly<Record<string, string>> = { kprobe: 'kretprobe', kfunc: 'kretfunc', uprobe: 'uretprobe' };

/** The kind of probe on a function's end, for the kind that is on its beginning; undefined for other kinds. */
export function returnKind(provider: string): string | undefined {
  return lookup(RETURN_KINDS, provider);
}

/** Whether a kernel is known to have the tracepoint `category:name`. */
export function hasTracepoint(tracepoints: Tracepoints, id: string): boolean {
  const [category = '', name = ''] = id.split(':');
  return tracepoints.has(category, name) === true;
}
