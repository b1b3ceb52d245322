/** What an attach point hands to a program in C: its section, its context, its fields. */
import type { Machine } from '../../../check/check.ts';
import type { TypeAnswer } from '../../../core/definition.ts';
import { lookup } from '../../../core/lookup.ts';
import { isDescribing } from '../../../kernel/kernel-types.ts';
import type { Field } from '../../../kernel/tracepoints.ts';
import { renderDefinitions } from '../../../views/definition.ts';
import { clip, describeProbeText } from '../lookups.ts';

const PLAIN = { columns: Number.POSITIVE_INFINITY, color: false, unicode: false };
/** What every tracepoint's record begins with. */
const COMMON = /^common_|^__syscall_nr$/;

/** `attachPoint`: as bpftrace writes it (`tracepoint:sched:sched_switch`), or as a section (`tracepoint/sched/sched_switch`). */
export function describeCProbeText(attachPoint: string, machine: Machine): string {
  const written = attachPoint.trim().replace(/^SEC\("([^"]*)"\)$/, '$1');
  const [, category, name] = /^(?:tracepoint|tp)[:/](\w+)[:/](\w+)$/.exec(written) ?? [];
  if (category !== undefined && name !== undefined) return tracepointText(category, name, machine);
  const [, kind = '', target] = /^(kprobe|kretprobe|fentry|fexit|kfunc|kretfunc|tp_btf|raw_tp|rawtracepoint)[:/](\w+)$/.exec(written) ?? [];
  if (target === undefined) return userText(written, machine);
  return /^(?:tp_btf|raw)/.test(kind) ? rawText(target, machine) : functionText(kind, target, machine);
}

const USER: Readonly<Record<string, string>> = {
  uprobe: 'BPF_KPROBE(NAME, its parameters)',
  uretprobe: 'BPF_KRETPROBE(NAME, long result)',
  usdt: 'BPF_USDT(NAME, its arguments)',
};

function userText(written: string, machine: Machine): string {
  const [, kind = '', place = ''] = /^(uprobe|uretprobe|usdt)(?::|\/(?=\/))(.*)$/.exec(written) ?? [];
  const text = describeProbeText(kind === '' ? written : `${kind}:${place}`, machine);
  const macro = lookup(USER, kind);
  return macro === undefined ? text : `SEC("${kind}/${place}") int ${macro}\n${text.replaceAll('a text: str()', 'a text: bpf_probe_read_user_str')}`;
}

function tracepointText(category: string, name: string, machine: Machine): string {
  const fields = machine.tracepoints.fields(category, name);
  if (fields === undefined) return describeProbeText(`tracepoint:${category}:${name}`, machine);
  const section = `SEC("tracepoint/${category}/${name}")`;
  if (category === 'syscalls') return clip([section, ...syscallLines(name, fields)].join('\n'));
  const own = fields.filter((field) => !COMMON.test(field.name));
  const context = contextOf(name, own, machine);
  return clip(
    [
      section,
      context === undefined
        ? 'the type of its context is not known: declare a struct with unsigned long long unused; and then its fields'
        : `its context: struct ${context} *ctx; its fields, read as ctx->NAME:`,
      ...own.map(({ declaration }) => `  ${declaration}`),
      ...(own.some(({ declaration }) => declaration.includes('__data_loc'))
        ? ['a __data_loc field is read as (char *)ctx + (ctx->__data_loc_NAME & 0xffff), with bpf_probe_read_kernel_str']
        : []),
      ...rawLines(name, machine),
    ].join('\n'),
  );
}

function syscallLines(name: string, fields: readonly Field[]): string[] {
  if (name.startsWith('sys_exit_')) return ['its context: struct trace_event_raw_sys_exit *ctx; ctx->ret is what the call returned, negative where it failed'];
  const own = fields.filter((field) => !COMMON.test(field.name));
  return ['its context: struct trace_event_raw_sys_enter *ctx; its arguments:', ...own.map(({ declaration }, at) => `  ctx->args[${at}]: ${declaration}`)];
}

/** A struct is that of a class of tracepoints: the one with its name, or the one that has its fields. */
function contextOf(name: string, fields: readonly Field[], { types }: Machine): string | undefined {
  if (types === undefined || !isDescribing(types)) return undefined;
  const prefix = 'trace_event_raw_';
  const describe = (struct: string): TypeAnswer | undefined => types.describe(`struct ${struct}`, 0);
  const own = describe(`${prefix}${name}`);
  if (own !== undefined && 'found' in own) return `${prefix}${name}`;
  const classes = (own?.names ?? []).map((one) => one.replace(/^struct /, '')).filter((one) => one.startsWith(prefix));
  const words = name.split('_');
  // Classes are named after the beginning of what their tracepoints have in common: block_rq_issue is of block_rq.
  for (let length = words.length - 1; length > 0; length--) {
    const candidates = classes.filter((one) => one.startsWith(`${prefix}${words.slice(0, length).join('_')}`));
    const fitting = candidates.filter((one) => hasFields(describe(one), fields)).sort((a, b) => a.length - b.length);
    if (fitting[0] !== undefined) return fitting[0];
  }
  return undefined;
}

function hasFields(answer: TypeAnswer | undefined, fields: readonly Field[]): boolean {
  const record = answer !== undefined && 'found' in answer ? answer.found.definitions.find(({ kind }) => kind === 'record') : undefined;
  if (record?.kind !== 'record') return false;
  const names = new Set(record.members.map(({ name }) => name.replace(/^__data_loc_/, '')));
  return fields.every(({ name }) => names.has(name));
}

/** Its arguments as tp_btf programs get them: the first parameter of the kernel's own type is not theirs. */
function rawLines(name: string, { types }: Machine): string[] {
  const answer = types !== undefined && isDescribing(types) ? types.describe(`btf_trace_${name}`, 0) : undefined;
  if (answer === undefined || !('found' in answer)) return [];
  const declared = renderDefinitions(answer.found, PLAIN)[0] ?? '';
  const parameters = /\)\s*\(void \*,?\s*(.*)\);/.exec(declared)?.[1];
  return parameters === undefined ? [] : [`or SEC("tp_btf/${name}") int BPF_PROG(NAME, ...) with the arguments: ${parameters}`];
}

function rawText(name: string, machine: Machine): string {
  const lines = rawLines(name, machine);
  return lines.length > 0 ? lines.join('\n').replace(/^or /, '') : `the arguments of ${name} are not known`;
}

function functionText(kind: string, name: string, machine: Machine): string {
  const { types, facts } = machine;
  const answer = types !== undefined && isDescribing(types) ? types.describe(name, 0) : undefined;
  const prototype = answer !== undefined && 'found' in answer ? renderDefinitions(answer.found, PLAIN).join('\n') : `the parameters of ${name} are not known`;
  const isTraced = /^(?:f|kfunc|kretfunc)/.test(kind);
  const finding = facts.probeKinds[isTraced ? 'kfunc' : 'kprobe'];
  const refused = finding.verdict === 'no' ? ['it cannot be attached here: functions of the kernel cannot be probed that way'] : [];
  const isExit = /ret|exit/.test(kind);
  const way = isTraced
    ? `SEC("${isExit ? 'fexit' : 'fentry'}/${name}") int BPF_PROG(NAME, its parameters${isExit ? ', then what it returned' : ''})`
    : `SEC("${isExit ? 'kretprobe' : 'kprobe'}/${name}") int ${isExit ? 'BPF_KRETPROBE(NAME, long result)' : 'BPF_KPROBE(NAME, its parameters)'}`;
  return clip([...refused, way, prototype].join('\n'));
}
