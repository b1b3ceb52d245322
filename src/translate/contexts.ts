/** What a tracepoint hands over, as a C structure: the kernel's own of the same fields, or one made of the format file. */
import type { AttachPoint } from '../bpftrace/ast.ts';
import type { CTypes } from '../core/ctype.ts';
import type { Field, Tracepoints } from '../kernel/tracepoints.ts';
import { Unsaid } from './unsaid.ts';

export interface Context {
  /** `struct trace_event_raw_sched_switch`. */
  readonly type: string;
  /** Of a structure of our own. */
  readonly definition?: string;
  /** How a field is read; undefined where there is none of that name. */
  member(name: string): Member | undefined;
}

export interface Member {
  /** `ctx->prev_pid`; of text that lies behind the fields, where it begins. */
  readonly code: string;
  readonly located: boolean;
}

/** Before the fields of each event are eight bytes that all have in common. */
const HEADER = '__u64 common';

export function contextOf(point: AttachPoint, tracepoints: Tracepoints, types: CTypes | undefined): Context {
  const [category = '', name = ''] = point.parts;
  const fields = tracepoints.fields(category, name);
  if (fields === undefined) throw new Unsaid(`the fields of ${point.text} cannot be read on this machine`, point);
  if (category === 'syscalls') return syscall(name, fields);
  const type = types === undefined ? undefined : kernelStruct(name, fields, types);
  const known = new Map(fields.map((field) => [field.name, /__(data|rel)_loc\b/.exec(field.declaration)?.[1]] as const));
  const member = (wanted: string): Member | undefined => {
    if (!known.has(wanted)) return undefined;
    const located = known.get(wanted);
    if (located === undefined) return { code: `ctx->${wanted}`, located: false };
    // The lower half says where it begins: from the event's own begin, or from behind this field.
    const at = `__${located}_loc_${wanted}`;
    const from = located === 'rel' ? `(void *)ctx + __builtin_offsetof(${type ?? own(name)}, ${at}) + sizeof(ctx->${at})` : '(void *)ctx';
    return { code: `${from} + (ctx->${at} & 0xffff)`, located: true };
  };
  if (type !== undefined) return { type, member };
  return { type: own(name), definition: defined(name, point, fields), member };
}

function own(name: string): string {
  return `struct ${name}_event`;
}

/** All system calls share one structure: the arguments stand in it by their number. */
function syscall(name: string, fields: readonly Field[]): Context {
  const isExit = name.startsWith('sys_exit_');
  const args = fields.filter((field) => field.name !== '__syscall_nr').map((field) => field.name);
  return {
    type: isExit ? 'struct trace_event_raw_sys_exit' : 'struct trace_event_raw_sys_enter',
    member(wanted) {
      // The number takes four bytes only, whatever the structure says.
      if (wanted === '__syscall_nr') return { code: '(__s32)ctx->id', located: false };
      const at = args.indexOf(wanted);
      return at < 0 ? undefined : { code: isExit ? 'ctx->ret' : `ctx->args[${at}]`, located: false };
    },
  };
}

const kept = new WeakMap<CTypes, Map<string, string>>();

/** A structure of the kernel with just these fields: it is named for the class of the event, which the format file does not tell. */
function kernelStruct(name: string, fields: readonly Field[], types: CTypes): string | undefined {
  let byMembers = kept.get(types);
  if (byMembers === undefined) {
    byMembers = new Map();
    for (const tag of types.names('tags')) {
      if (!tag.startsWith('struct trace_event_raw_')) continue;
      const members = membersOf(tag, types);
      if (!byMembers.has(members)) byMembers.set(members, tag);
    }
    kept.set(types, byMembers);
  }
  const wanted = fields.map((field) => (/__(data|rel)_loc\b/.test(field.declaration) ? `${located(field.declaration)}${field.name}` : field.name)).join();
  const exact = `struct trace_event_raw_${name}`;
  return membersOf(exact, types) === wanted ? exact : byMembers.get(wanted);
}

function located(declaration: string): string {
  return declaration.includes('__rel_loc') ? '__rel_loc_' : '__data_loc_';
}

function membersOf(tag: string, types: CTypes): string {
  const type = types.named(tag);
  if (type?.kind !== 'record') return '';
  return types
    .members(type)
    .map((member) => member.name)
    .filter((member) => member !== 'ent' && member !== '__data')
    .join();
}

function defined(name: string, point: AttachPoint, fields: readonly Field[]): string {
  const members = fields.map(({ name: field, declaration }) =>
    /__(data|rel)_loc\b/.test(declaration) ? `__u32 ${located(declaration)}${field}` : declaration.replace(/\s+/g, ' ').trim(),
  );
  return [`// What ${point.text} hands over, by its format file.`, `${own(name)} {`, ...[HEADER, ...members].map((member) => `  ${member};`), '};'].join('\n');
}
