import type { AttachPoint, Identifier, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Fix, TextEdit } from '../../core/diagnostic.ts';
import { functionName, functionSide } from '../attach-point.ts';
import type { RuleContext } from '../rule.ts';
import { type NamedFunction, RENAMED_FUNCTIONS, type RenamedFunction } from '../tables/renamed-functions.ts';
import { systemCallNames } from '../tables/system-calls.ts';
import { argumentNumber } from './usage.ts';

/** The function that is meant by a name that this kernel does not have. */
export interface Renamed {
  readonly to: string;
  /** What is known of it, as a hint. */
  readonly why: string;
  /** What stands for an argument by its number; undefined where nothing does. `same`: all arguments are what they were. */
  readonly argument: 'same' | ((number: number) => string | undefined);
  readonly returnsSame: boolean;
  readonly changes?: string;
}

/** What compilers put behind the name of a function that they made a copy of (GCC's ipa-sra and ipa-cp). Of a `.part` only a part of the calls is told. */
const COPIED = /(?:\.(?:isra|constprop)\.\d+)+$/;

/** How the function of a system call is called on an architecture (arch/.../syscall_wrapper.h), since Linux 4.17. */
const WRAPPERS: Readonly<Record<string, string>> = { x64: '__x64_sys_', arm64: '__arm64_sys_', s390x: '__s390x_sys_', riscv64: '__riscv_sys_' };

/** Compatibility calls are left out: they are another kind of program's. */
const SYSTEM_CALL = /^(?:__(?:x64|arm64|riscv|s390x)_sys|__se_sys|__do_sys|ksys|sys|SyS|SYSC)_(\w+)$/;

/** What a function is called on this kernel. None where its name is not known to have been another. */
export function renamedTo(name: string, provider: string, context: RuleContext): Renamed | undefined {
  return fromTable(name, provider, context) ?? copyOf(name, provider, context) ?? systemCall(name, provider, context) ?? profiled(name, provider, context);
}

function fromTable(name: string, provider: string, context: RuleContext): Renamed | undefined {
  for (const entry of RENAMED_FUNCTIONS) {
    const from = entry.forms.findIndex((form) => form.name === name);
    if (from === -1) continue;
    const later = entry.forms.map((_, at) => at).filter((at) => at > from);
    const earlier = entry.forms.map((_, at) => at).filter((at) => at < from);
    for (const at of [...later, ...earlier.reverse()]) {
      const there = here(entry.forms[at]?.name ?? '', provider, context);
      if (there !== undefined) return formOf(entry, from, at, there, context);
    }
  }
  return undefined;
}

function formOf(entry: RenamedFunction, from: number, at: number, to: string, { facts }: RuleContext): Renamed {
  const before = argumentsOf(entry.forms, from);
  const after = argumentsOf(entry.forms, at);
  const isCopy = COPIED.test(to);
  const reads = facts.btf ? (entry.forms[at]?.reads ?? {}) : {};
  const argument = (number: number): string | undefined => {
    const word = before?.[number];
    const place = word === undefined ? -1 : (after?.indexOf(word) ?? -1);
    if (word === undefined || isCopy) return undefined;
    return place === -1 ? new Map(Object.entries(reads)).get(word) : `arg${place}`;
  };
  const isSame = !isCopy && (before === after || before?.join() === after?.join());
  const returnsSame = returnOf(entry.forms, from) === returnOf(entry.forms, at);
  const why = `${entry.forms[from]?.name} is ${to} in this kernel (Linux ${entry.fact})`;
  return { to, why, argument: isSame ? 'same' : argument, returnsSame, ...(entry.changes === undefined ? {} : { changes: entry.changes }) };
}

function argumentsOf(forms: readonly NamedFunction[], at: number): readonly string[] | undefined {
  const told = forms.slice(0, at + 1).findLast(({ args }) => args !== undefined)?.args;
  return told?.split(' ').filter((word) => word !== '');
}

function returnOf(forms: readonly NamedFunction[], at: number): string | undefined {
  return forms.slice(0, at + 1).findLast(({ returns }) => returns !== undefined)?.returns;
}

/** `finish_task_switch.isra.0` for `finish_task_switch`, and the other way round. */
function copyOf(name: string, provider: string, context: RuleContext): Renamed | undefined {
  const plain = name.replace(COPIED, '');
  const to = here(plain, provider, context);
  if (to === undefined || to === name) return undefined;
  return { to, why: `the compiler calls it ${to} in this kernel`, argument: () => undefined, returnsSame: true };
}

/** The function of a system call takes the registers of the program that makes it; before Linux 4.17, and in `ksys_` functions, the arguments themselves. */
function systemCall(name: string, provider: string, context: RuleContext): Renamed | undefined {
  const { arch, btf } = context.facts;
  const call = SYSTEM_CALL.exec(name)?.[1] ?? (/^[a-z0-9_]+$/.test(name) ? name : undefined);
  if (call === undefined) return undefined;
  const wrapper = WRAPPERS[arch];
  const prefixes = [...(wrapper === undefined ? [] : [wrapper]), 'sys_', 'SyS_'];
  const there = prefixes.flatMap((prefix) =>
    [call, ...systemCallNames(call)].map((known) => here(`${prefix}${known}`, provider, context)).filter((known) => known !== undefined),
  );
  const [to, ...others] = new Set(there);
  // Several calls that may be meant: the tracepoints can take them all.
  if (to === undefined || (others.length > 0 && !there.includes(`${wrapper}${call}`))) return undefined;
  const why = `the function of the system call ${call} is ${to} on this machine`;
  const takesRegisters = (of: string): boolean => /^__(?:x64|arm64|riscv|s390x)_sys_/.test(of);
  if (takesRegisters(name) === takesRegisters(to)) return { to, why, argument: 'same', returnsSame: true };
  const registers = ARGUMENT_REGISTERS[arch];
  const argument = (number: number): string | undefined => {
    const register = btf && takesRegisters(to) ? registers?.[number] : undefined;
    return register === undefined ? undefined : `((struct pt_regs *)arg0)->${register}`;
  };
  return { to, why, argument, returnsSame: true };
}

/** Members of struct pt_regs with the arguments of a system call (arch/x86/include/asm/syscall_wrapper.h, arch/arm64/include/asm/syscall_wrapper.h). */
const ARGUMENT_REGISTERS: Readonly<Record<string, readonly string[]>> = {
  x64: ['di', 'si', 'dx', 'r10', 'r8', 'r9'],
  arm64: ['regs[0]', 'regs[1]', 'regs[2]', 'regs[3]', 'regs[4]', 'regs[5]'],
};

/** Since Linux 6.10 what allocates is a macro around a function called `..._noprof` (include/linux/alloc_tag.h). */
function profiled(name: string, provider: string, context: RuleContext): Renamed | undefined {
  const to = here(name.endsWith('_noprof') ? name.slice(0, -'_noprof'.length) : `${name}_noprof`, provider, context);
  if (to === undefined || COPIED.test(to)) return undefined;
  return { to, why: `${name} is ${to} in this kernel (Linux 6.10, include/linux/alloc_tag.h)`, argument: 'same', returnsSame: true };
}

/** The name, or that of the compiler's copy of it, where the kernel has it and it can be traced. */
function here(name: string, provider: string, { functions, types }: RuleContext): string | undefined {
  if (functions === undefined || name === '') return undefined;
  const isFentry = /func$/.test(provider);
  const fits = (known: string): boolean => functions.traceable(known, isFentry ? 'fentry' : 'kprobe') !== 'no';
  if (functions.has(name) === 'yes') return fits(name) ? name : undefined;
  // Types are told of functions by their own names alone.
  if (isFentry && types !== undefined) return undefined;
  const copies = ['.isra.0', '.constprop.0', '.constprop.0.isra.0', '.isra.0.constprop.0'].map((suffix) => name + suffix);
  return copies.find((copy) => functions.has(copy) === 'yes' && fits(copy));
}

/** The edits that put the function's name of today in the place of the old one, and what stands for its arguments; undefined where something has no counterpart. */
export function renameFix(point: AttachPoint, probe: Probe, renamed: Renamed, context: RuleContext): Fix | undefined {
  const name = functionName(point);
  const text = point.text.replace(name, renamed.to);
  const edits = point.text.includes('+') ? undefined : readings(point, probe, renamed, context);
  const rename = { span: point.span, text };
  if (edits === undefined) return undefined;
  const fix = { title: `use ${text}`, edits: [rename, ...edits], automatic: true };
  return renamed.changes === undefined ? fix : { ...fix, changes: renamed.changes };
}

function readings(point: AttachPoint, probe: Probe, { argument, returnsSame, to }: Renamed, { types }: RuleContext): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const isEntry = functionSide(point.provider) === 'entry';
  for (const node of walk(probe)) {
    if (node.kind === 'field' && node.object.kind === 'identifier' && node.object.name === 'args') {
      if (types?.function(to)?.params.some((param) => param.name === node.name) === false) return undefined;
    }
    if (node.kind === 'call' && node.name === 'reg' && argument !== 'same') return undefined;
    if (node.kind !== 'identifier') continue;
    if (node.name === 'retval' && !returnsSame) return undefined;
    const edit = isEntry ? moved(node, argument) : [];
    if (edit === undefined) return undefined;
    edits.push(...edit);
  }
  // The other functions of a list have their arguments where they were.
  return edits.length > 0 && probe.attachPoints.length > 1 ? undefined : edits;
}

function moved(node: Identifier, argument: Renamed['argument']): TextEdit[] | undefined {
  const number = argumentNumber(node.name);
  if (number === undefined || argument === 'same') return [];
  const text = argument(number);
  if (text === undefined) return undefined;
  return text === node.name ? [] : [{ span: node.span, text }];
}
