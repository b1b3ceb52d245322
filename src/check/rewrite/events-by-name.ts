import type { Tracepoints } from '../../kernel/tracepoints.ts';
import type { FunctionEvent } from '../tables/function-event.ts';
import { systemCallNames } from '../tables/system-calls.ts';
import { argumentFields } from './fields.ts';

/** How kernels have named the functions of system calls (arch/x86/include/asm/syscall_wrapper.h, include/linux/syscalls.h, and SyS_ before Linux 4.17). */
const SYSTEM_CALL = /^(?:__(?:x64|ia32|arm64|riscv|s390x?|powerpc)_)?(?:compat_|__se_|__do_)?(?:sys|SyS|ksys|SYSC|syscall_)_(\w+?)$/;

/** A function of a system call is its tracepoints, argument for argument. */
export function systemCallEvent(name: string, at: 'entry' | 'return', tracepoints: Tracepoints): FunctionEvent[] {
  if (/^sys_(?:enter|exit)$/.test(name)) {
    const to = [`raw_syscalls:${name}`];
    return [
      name === 'sys_enter'
        ? { functions: [name], to, args: ['args->id', 'args->id'] }
        : { functions: [name], to, args: ['args->ret', 'args->ret'], retval: 'args->ret' },
    ];
  }
  const call = SYSTEM_CALL.exec(name)?.[1];
  if (call === undefined) return [];
  const side = at === 'entry' ? 'enter' : 'exit';
  const isThere = (known: string): boolean => tracepoints.has('syscalls', `sys_${side}_${known}`) === true;
  const there = (isThere(call) ? [call] : systemCallNames(call).filter(isThere)).map((known) => `syscalls:sys_${side}_${known}`);
  if (there.length === 0) return [];
  const fields = argumentFields(there[0] ?? '', tracepoints);
  const changes =
    there.length > 1 || !there[0]?.endsWith(`_${call}`)
      ? `the system call ${call} goes by ${there.length > 1 ? 'several names' : 'this name'} here`
      : undefined;
  const event = { functions: [name], to: [there.join(',')], ...(changes === undefined ? {} : { changes }) };
  return [at === 'entry' ? { ...event, args: fields.map((field) => `args->${field}`) } : { ...event, retval: 'args->ret' }];
}

/** A tracepoint of the very name that was taken for a function: `kprobe:sched_switch`. */
export function sameName(name: string, tracepoints: Tracepoints): FunctionEvent[] {
  const same = (tracepoints.list() ?? []).filter((id) => id.endsWith(`:${name}`));
  if (same.length !== 1) return [];
  return [{ functions: [name], to: same, retval: 'args->ret' }];
}

/** `kprobe:btrfs_*`: the tracepoints whose names begin so, where they are all of one category. */
export function wildcardEvent(name: string, at: 'entry' | 'return', tracepoints: Tracepoints): FunctionEvent[] {
  const prefix = /^(\w{3,})\*$/.exec(name)?.[1];
  if (prefix === undefined || at === 'return') return [];
  const matching = (tracepoints.list() ?? []).filter((id) => id.split(':')[1]?.startsWith(prefix));
  const categories = new Set(matching.map((id) => id.split(':')[0]));
  const [category] = categories;
  if (categories.size !== 1 || category === undefined || matching.length > 200) return [];
  const changes = `the ${matching.length} tracepoints of ${category} whose names begin so are told, instead of every function`;
  return [{ functions: [name], to: [`${category}:${prefix}*`], changes }];
}
