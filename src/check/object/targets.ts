import type { BpfMap, BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Machine } from '../machine.ts';
import { suggest } from '../suggest.ts';

/** How the kernel's types call the prototype of a tracepoint, and its functions the hooks of security modules and system calls. */
const TRACED = 'btf_trace_';
const HOOK = 'bpf_lsm_';
const SYSTEM_CALLS: readonly string[] = ['__x64_sys_', '__arm64_sys_', '__riscv_sys_', '__se_sys_', 'sys_'];

/** What the programs of an object attach to that is not on the machine. Says nothing where it cannot tell. */
export function targetDiagnostics(object: BpfObject, machine: Machine): Diagnostic[] {
  return object.programs.flatMap((program) => {
    const found = missingTarget(program, object, machine);
    return found === undefined ? [] : [found];
  });
}

function missingTarget(program: BpfProgram, { maps }: BpfObject, machine: Machine): Diagnostic | undefined {
  if (program.type === 'unspec') return unknownSection(program);
  // A section that begins with `?` is for who asks for it.
  if (program.section.startsWith('?')) return undefined;
  return (
    missingHelper(program, machine) ??
    (program.autoAttach
      ? (incompleteSection(program) ?? missingPlace(program, machine) ?? missingMaps(program, maps) ?? unavailableKind(program, machine))
      : undefined)
  );
}

/** Kprobes need the same of a kernel whoever attaches them. What bpftrace cannot do with fentry, libbpf may. */
function unavailableKind({ name, section }: BpfProgram, { facts }: Machine): Diagnostic | undefined {
  if (!/^k(?:ret)?(?:probe|syscall)(?:\.multi)?\//.test(section) || facts.probeKinds.kprobe.verdict !== 'no') return undefined;
  return {
    code: 'probe-kind-unavailable',
    severity: 'error',
    message: `${name}: this kernel attaches no kprobes: ${facts.probeKinds.kprobe.why}`,
    hints: ['a tracepoint may tell the same: gpttrace probes WORDS', 'build makes an object of it all the same, for another kernel'],
    fixes: [],
  };
}

/** By the kinds of programs, as their sections begin. */
const PLACES: readonly (readonly [RegExp, (program: BpfProgram, machine: Machine) => Diagnostic | undefined])[] = [
  [/^(?:tracepoint|tp)\//, missingTracepoint],
  [/^(?:raw_tracepoint|raw_tp)(?:\.w)?\/|^tp_btf\//, missingRawTracepoint],
  [/^(?:kprobe|kretprobe|fentry|fexit|fmod_ret)(?:\.s)?\//, missingFunction],
  [/^k(?:ret)?syscall\//, missingSystemCall],
  [/^lsm(?:\.s)?\//, missingHook],
  [/^u(?:ret)?probe(?:\.s)?\//, missingUserFunction],
  [/^usdt(?:\.s)?\//, missingUsdt],
];

function missingPlace(program: BpfProgram, machine: Machine): Diagnostic | undefined {
  return PLACES.find(([section]) => section.test(program.section))?.[1](program, machine);
}

/** What libbpf wants to be said of a place: the form, and an example. */
const FORMS: readonly (readonly [section: RegExp, whole: RegExp, form: string])[] = [
  [/^(?:tracepoint|tp)\//, /^[^/]+\/[^/]+$/, 'tracepoint/CATEGORY/NAME'],
  [/^usdt(?:\.s)?\//, /^.+:[^:]+:[^:]+$/, 'usdt/FILE:PROVIDER:NAME'],
  [/^u(?:ret)?probe(?:\.s)?\//, /^.+:[^:]+$/, 'uprobe/FILE:FUNCTION'],
];
const USDT_MAP = '__bpf_usdt_specs';

function incompleteSection({ name, section, target }: BpfProgram): Diagnostic | undefined {
  const form = FORMS.find(([kind, whole]) => kind.test(section) && !whole.test(target))?.[2];
  if (form === undefined) return undefined;
  return { ...missing('incomplete-section', `${name}: SEC("${section}") does not say all of its place`, []), hints: [`SEC("${form}")`] };
}

function missingMaps({ name, section }: BpfProgram, maps: readonly BpfMap[]): Diagnostic | undefined {
  if (!/^usdt\b/.test(section) || maps.some((map) => map.name === USDT_MAP)) return undefined;
  return { ...missing('incomplete-section', `${name}: libbpf needs maps of its own to attach to USDT probes`, []), hints: ['add: #include <bpf/usdt.bpf.h>'] };
}

function unknownSection(program: BpfProgram): Diagnostic {
  return {
    code: 'unknown-section',
    severity: 'error',
    message: `${program.name}: libbpf knows no programs of the section "${program.section}"`,
    hints: ['sections say what a program is and where it attaches: SEC("tracepoint/sched/sched_switch"), SEC("kprobe/vfs_read"), SEC("xdp")'],
    fixes: [],
  };
}

function missingTracepoint({ name, target }: BpfProgram, { tracepoints }: Machine): Diagnostic | undefined {
  const [category = '', event = ''] = target.split('/');
  if (tracepoints.has(category, event) !== false) return undefined;
  const near = suggest(`${category}:${event}`, tracepoints.list() ?? []);
  return {
    code: 'unknown-tracepoint',
    severity: 'error',
    message: `${name}: this kernel has no tracepoint ${category}:${event}`,
    hints: near.length === 0 ? [] : [`did you mean ${near.map((one) => one.replace(':', '/')).join(', ')}?`],
    fixes: [],
  };
}

/** Bare ones stand in no list of tracefs: the kernel's types have a prototype of each. */
function missingRawTracepoint({ name, target, section }: BpfProgram, { tracepoints, types }: Machine): Diagnostic | undefined {
  const listed = tracepoints.list();
  const known = types?.names('typedefs').filter((one) => one.startsWith(TRACED)) ?? [];
  if (listed === undefined || known.length === 0 || listed.some((one) => one.endsWith(`:${target}`)) || known.includes(`${TRACED}${target}`)) return undefined;
  const near = suggest(
    target,
    known.map((one) => one.slice(TRACED.length)),
  );
  return missing('unknown-tracepoint', `${name}: this kernel has no tracepoint ${target} for SEC("${section}")`, near);
}

/** enum bpf_func_id of the kernel's types has the helpers that it has. */
function missingHelper({ name, helpers }: BpfProgram, { types }: Machine): Diagnostic | undefined {
  if (helpers.length === 0 || types?.enumerator('BPF_FUNC_map_lookup_elem') === undefined) return undefined;
  const lacking = helpers.filter((helper) => !/^bpf_helper_\d+$/.test(helper) && types.enumerator(`BPF_FUNC_${helper.slice(4)}`) === undefined);
  if (lacking.length === 0) return undefined;
  return {
    code: 'verifier-helper-missing',
    severity: 'error',
    message: `${name}: this kernel has no ${lacking.map((helper) => `${helper}()`).join(', ')}`,
    hints: ['helpers came with one kernel after another (man 7 bpf-helpers): it needs a newer one, or an older helper in its place'],
    fixes: [],
  };
}

function missingFunction({ name, target }: BpfProgram, { functions }: Machine): Diagnostic | undefined {
  const wanted = target.replace(/\+.*$/, '');
  if (functions === undefined || wanted === '' || /[*?]/.test(wanted)) return undefined;
  const traceable = functions.list();
  const isListed = traceable !== undefined && traceable.length > 0;
  // Without the list of what can be traced, what is no function at all is still known.
  if (isListed ? traceable.includes(wanted) : functions.has(wanted) !== 'no') return undefined;
  const near = suggest(wanted, isListed ? traceable : (functions.names() ?? []));
  return {
    code: 'unknown-kernel-function',
    severity: 'error',
    message: `${name}: this kernel has no function ${wanted} that could be probed`,
    hints: near.length === 0 ? [] : [`did you mean ${near.join(', ')}?`],
    fixes: [],
  };
}

function missingSystemCall({ name, target }: BpfProgram, { functions }: Machine): Diagnostic | undefined {
  if (functions === undefined || SYSTEM_CALLS.some((prefix) => functions.has(`${prefix}${target}`) !== 'no')) return undefined;
  return missing('unknown-kernel-function', `${name}: this kernel has no system call ${target}`, []);
}

/** Each hook has an empty function of its own, on which programs are placed. */
function missingHook({ name, target }: BpfProgram, { functions }: Machine): Diagnostic | undefined {
  if (functions === undefined || functions.has(`${HOOK}${target}`) !== 'no') return undefined;
  const hooks = (functions.names() ?? []).flatMap((one) => (one.startsWith(HOOK) ? [one.slice(HOOK.length)] : []));
  if (hooks.length > 0) return missing('unknown-kernel-function', `${name}: this kernel has no security hook ${target}`, suggest(target, hooks));
  return {
    code: 'unknown-kernel-function',
    severity: 'error',
    message: `${name}: this kernel takes no programs at its security hooks: it was built without CONFIG_BPF_LSM`,
    hints: ['a tracepoint of the system call sees what is asked for: SEC("tracepoint/syscalls/sys_enter_openat")'],
    fixes: [],
  };
}

function missingUserFunction({ name, target }: BpfProgram, { symbols }: Machine): Diagnostic | undefined {
  const [, file = '', wanted = ''] = /^(.*?):([^:]*)$/.exec(target) ?? [];
  if (symbols === undefined || file === '' || wanted === '' || /[*?]/.test(target)) return undefined;
  const path = symbols.find(file);
  if (path === undefined) return noFile(name, file, symbols.around(file));
  const known = symbols.functions(path);
  const plain = wanted.replace(/\+.*$/, '').replace(/@.*$/, '');
  if (known === undefined || symbols.extent(path) === 'some' || /^0x|^\d/.test(plain) || known.includes(plain)) return undefined;
  return missing('unknown-symbol', `${name}: ${path} has no function ${plain} by its tables of symbols`, suggest(plain, known));
}

function missingUsdt({ name, target }: BpfProgram, { symbols }: Machine): Diagnostic | undefined {
  const [, file = '', provider = '', probe = ''] = /^(.*):([^:]+):([^:]+)$/.exec(target) ?? [];
  if (symbols === undefined || file === '') return undefined;
  const path = symbols.find(file, 'usdt');
  if (path === undefined) return noFile(name, file, symbols.around(file));
  const known = symbols.usdt(path);
  if (known === undefined || known.some((one) => one.provider === provider && one.name === probe)) return undefined;
  const near = suggest(
    `${provider}:${probe}`,
    known.map((one) => `${one.provider}:${one.name}`),
  );
  return missing('unknown-usdt', `${name}: ${path} has no USDT probe ${provider}:${probe}`, near);
}

function noFile(name: string, file: string, around: readonly string[]): Diagnostic {
  return missing('unknown-target', `${name}: there is no program or library ${file}`, suggest(file, [...around]));
}

function missing(code: string, message: string, near: readonly string[]): Diagnostic {
  return { code, severity: 'error', message, hints: near.length === 0 ? [] : [`did you mean ${near.join(', ')}?`], fixes: [] };
}
