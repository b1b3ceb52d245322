import type { AttachPoint } from '../../bpftrace/ast.ts';
import type { Tracepoints } from '../../kernel/tracepoints.ts';
import type { RuleContext } from '../rule.ts';

/** Words that people put where the kind of a kernel function's probe belongs. */
const FUNCTION_WORDS = /^(?:function|func|fn|kernel|kernel_function|kfunction|kprobes|fbt|entry|kernelprobe|krobe)$/i;
const RETURN_WORDS = /^(?:return|ret|exit|kernel_return)$/i;
const TIMER_WORDS = /^(?:timer|tick|every|time|cron|period|periodic)$/i;

/** What is meant by an attach point whose kind is invented: a tracepoint without the word, a system call, a function, a timer. */
export function inventedKind(point: AttachPoint, { tracepoints, functions }: RuleContext): { readonly text: string; readonly changes?: string } | undefined {
  // signal::signal_deliver, as modules are written elsewhere.
  const parts = point.text.split(/:+/);
  const [kind = '', ...rest] = parts;
  if (rest.length === 1 && TIMER_WORDS.test(kind) && /^\d/.test(rest[0] ?? '')) return { text: `interval:${rest[0] ?? ''}` };
  const call = systemCall(parts, tracepoints);
  if (call !== undefined) return call;
  if (rest.length === 1 && isCategory(kind, tracepoints)) return { text: `tracepoint:${parts.join(':')}` };
  if (rest.length === 2 && /^(?:trace|tp|event|events|perf|trace_event|tracepoints?|probe|kernel|tracepoint_probe)$/i.test(kind))
    return { text: `tracepoint:${rest.join(':')}` };
  if (rest.length === 0) return byNameAlone(kind, tracepoints, functions);
  if (rest.length === 1 && FUNCTION_WORDS.test(kind)) return { text: `kprobe:${rest[0] ?? ''}` };
  if (rest.length === 1 && RETURN_WORDS.test(kind)) return { text: `kretprobe:${rest[0] ?? ''}` };
  return undefined;
}

function isCategory(name: string, tracepoints: Tracepoints): boolean {
  return (tracepoints.list() ?? []).some((id) => id.startsWith(`${name}:`));
}

/** `syscall:open`, `syscalls:open:entry`, `syscall:read:return`, `sys_enter:open`. */
function systemCall(parts: readonly string[], tracepoints: Tracepoints): { readonly text: string } | undefined {
  const [kind = '', ...rest] = parts;
  const words = rest.join(':').toLowerCase();
  const match = /^(?:sys_)?(?:(enter|exit)_)?([a-z0-9_*]+?)(?:[:_](entry|enter|return|exit))?$/.exec(words);
  const whole = /^(?:raw_)?sys(?:call)?s?(?:_(enter|exit|entry|return))?$/i.exec(kind);
  if (match === null || whole === null) return undefined;
  const [, before, name = '', behind] = match;
  const exits = [before, behind, whole[1]?.toLowerCase()].some((word) => word === 'exit' || word === 'return');
  const side = exits && name !== 'exit' ? 'exit' : 'enter';
  if (name === '*' || name === 'all') return { text: `tracepoint:raw_syscalls:sys_${side}` };
  return tracepoints.list() === undefined ? undefined : { text: `tracepoint:syscalls:sys_${side}_${name}` };
}

function byNameAlone(name: string, tracepoints: Tracepoints, functions: RuleContext['functions']): { readonly text: string } | undefined {
  const same = (tracepoints.list() ?? []).filter((id) => id.endsWith(`:${name}`));
  if (same.length === 1) return { text: `tracepoint:${same[0] ?? ''}` };
  return functions?.has(name) === 'yes' ? { text: `kprobe:${name}` } : undefined;
}
