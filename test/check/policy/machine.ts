/** Machines for the tests of the policy: one whose lists can be read, and one where nothing can be looked up. */
import type { Machine } from '../../../src/check/machine.ts';
import type { KernelFacts } from '../../../src/core/facts.ts';
import { gatherFacts } from '../../../src/kernel/facts.ts';
import { unknownTracepoints } from '../../../src/kernel/tracepoints.ts';
import { recordedHost } from '../../../src/system/recorded.ts';

const facts: KernelFacts = (await gatherFacts(recordedHost({ files: { '/sys/kernel/btf/vmlinux': '' } }))).facts;

export const blind: Machine = { facts, tracepoints: unknownTracepoints };

/** With so many system calls, and two tracepoints of the scheduler. */
export function withTracepoints(calls: number, more: readonly string[] = []): Machine {
  const names = ['sched:sched_switch', 'sched:sched_process_exec', ...Array.from({ length: calls }, (_, at) => `syscalls:sys_enter_call${at}`), ...more];
  return { facts, tracepoints: { has: (category, name) => names.includes(`${category}:${name}`), list: () => names, fields: () => undefined } };
}

export function withFunctions(functions: readonly string[]): Machine {
  return { ...blind, functions: { has: () => 'unknown', traceable: () => 'unknown', list: () => functions, names: () => functions, module: () => undefined } };
}
