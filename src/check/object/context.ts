/**
 * Whether programs on tracepoints read what is there. The verifier only looks whether a read lies within the longest record there is, and the kernel, when it attaches,
 * whether it lies within this one: what is read as another field than it is, nobody sees but here.
 */
import { findMember } from '../../core/ctype.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import type { Field } from '../../kernel/tracepoints.ts';
import type { ContextRead } from '../../object/context.ts';
import type { ObjectFile } from '../../object/read.ts';
import type { Member } from '../../object/relocations.ts';
import type { Machine } from '../machine.ts';
import { spanOfLine } from './lines.ts';

/** Bytes in which the kernel keeps something else while a program sees a record: its common fields. */
const HEADER = 8;
const OF_KERNEL = /^trace_event_raw_|^syscall_trace_(?:enter|exit)$/;
/** What the structures of system calls have, whose records have a field for each argument by its name. */
const OF_CALLS: Readonly<Record<string, readonly string[]>> = { enter: ['id', 'nr', 'args'], exit: ['id', 'nr', 'ret'] };
const MOST_NAMED = 12;

interface Placed extends Field {
  readonly place: NonNullable<Field['place']>;
}

interface Event {
  /** `sched:sched_switch`. */
  readonly name: string;
  readonly fields: readonly Placed[];
  /** Members that the kernel's structure for it has; undefined where they are called as the fields are. */
  readonly members: readonly string[] | undefined;
  /** Where the last field ends. */
  readonly end: number;
}

/** `source`: the C that the object was made of. Says nothing where the format of a tracepoint cannot be read. */
export function contextDiagnostics(object: ObjectFile, machine: Machine, source?: string): Diagnostic[] {
  return object.description.programs.flatMap(({ name, type, section, target }): Diagnostic[] => {
    const event = type === 'tracepoint' && !section.startsWith('?') ? eventOf(target, machine) : undefined;
    if (event === undefined) return [];
    const { reads, asks } = object.contextOf(name);
    const wrong = reads.flatMap((read) => {
      const how = wrongOf(read, event, machine);
      return how === undefined ? [] : [{ read, how }];
    });
    const [first] = wrong;
    if (first === undefined) return [];
    const line = object.linesOf(name).findLast(({ instruction }) => instruction <= first.read.instruction);
    const span = line === undefined || source === undefined ? undefined : spanOfLine(source, line);
    const same = wrong.filter(({ how }) => how === first.how).map(({ read }) => read);
    const told = WORDS[first.how]({ name, event, reads: same, machine, source });
    return [{ ...told, message: `${name}: ${told.message}`, severity: asks ? 'warning' : told.severity, ...(span === undefined ? {} : { span }) }];
  });
}

function eventOf(target: string, { tracepoints }: Machine): Event | undefined {
  const [category = '', name = ''] = target.split('/');
  const fields = tracepoints.fields(category, name) ?? [];
  const placed = fields.filter((field): field is Placed => field.place !== undefined);
  if (placed.length === 0 || placed.length < fields.length) return undefined;
  const call = category === 'syscalls' ? /^sys_(enter|exit)_/.exec(name)?.[1] : undefined;
  return {
    name: `${category}:${name}`,
    fields: [...placed].sort((a, b) => a.place.offset - b.place.offset),
    members: call === undefined ? undefined : OF_CALLS[call],
    end: Math.max(...placed.map(({ place }) => place.offset + place.size)),
  };
}

type How = 'header' | 'beyond' | 'struct' | 'moved' | 'place';

function wrongOf(read: ContextRead, { fields, members, end }: Event, machine: Machine): How | undefined {
  const { offset, size, member } = read;
  if (member !== undefined && OF_KERNEL.test(member.struct) && member.name !== 'ent') {
    const isThere = members === undefined ? isSameField(member, fields, machine) : members.includes(member.name);
    if (!isThere) return 'struct';
    // What is adapted lies where this kernel has it.
    if (read.adapted && members === undefined) return undefined;
  }
  if (offset < HEADER) return 'header';
  if (offset + size > end) return 'beyond';
  const namesake = read.adapted ? undefined : namesakeOf(read, fields);
  if (namesake !== undefined && (offset < namesake.place.offset || offset >= namesake.place.offset + namesake.place.size)) return 'moved';
  return isAtFields(read, fields) ? undefined : 'place';
}

/** Whether a member of the kernel's structure is the field of its name: another tracepoint may have one of the name elsewhere. */
function isSameField({ struct, name }: Member, fields: readonly Placed[], { types }: Machine): boolean {
  const field = fields.find((one) => one.name === plain(name));
  const type = types?.named(`struct ${struct}`);
  const there = types === undefined || type?.kind !== 'record' ? undefined : findMember(types, type, name)?.bitOffset;
  return field !== undefined && (there === undefined || there === field.place.offset * 8);
}

/** The field that is called as the member of a structure of the program's own. */
function namesakeOf({ member }: ContextRead, fields: readonly Placed[]): Placed | undefined {
  return member === undefined ? undefined : fields.find(({ name }) => name === plain(member.name));
}

/** In one field, or from the begin of one to the end of one, or of what is left free behind it. */
function isAtFields({ offset, size }: ContextRead, fields: readonly Placed[]): boolean {
  const end = offset + size;
  const within = fields.some(({ place }) => offset >= place.offset && end <= place.offset + place.size);
  if (within) return true;
  const begins = fields.some(({ place }) => place.offset === offset);
  return begins && fields.every(({ place }) => end <= place.offset || end >= place.offset + place.size || offset >= place.offset + place.size);
}

/** As format files call what a structure calls by where its bytes are kept. */
function plain(member: string): string {
  return member.replace(/^__(?:data|rel)_loc_/, '');
}

interface Told {
  readonly name: string;
  readonly event: Event;
  readonly reads: readonly ContextRead[];
  readonly machine: Machine;
  readonly source: string | undefined;
}
type Words = Omit<Diagnostic, 'span'>;

const WORDS: Readonly<Record<How, (told: Told) => Words>> = {
  struct: ({ event, reads, machine, source }) => {
    const [first] = reads;
    const struct = first?.member?.struct ?? '';
    const names = [...new Set(reads.filter(({ member }) => member?.struct === struct).map(({ member }) => member?.name ?? ''))];
    const right = structOf(event, machine);
    return {
      code: 'wrong-context',
      severity: 'error',
      message: `it reads ${names.join(', ')} of struct ${struct}, and that is not what ${event.name} delivers`,
      hints: [
        ...(right === undefined ? [] : [`the type of its argument: struct ${right}`]),
        `its fields: ${listed(event.members ?? event.fields.map((field) => field.name))}`,
        'the kernel would not notice: what lies at that place is read, whatever it is',
      ],
      fixes: right === undefined || source === undefined ? [] : renamed(struct, right, names, event, source),
    };
  },
  header: ({ event }) => ({
    code: 'wrong-context',
    severity: 'error',
    message: `it reads the first ${HEADER} bytes of what ${event.name} delivers: the common fields are not there while a program sees the record`,
    hints: ['bpf_get_current_pid_tgid() >> 32 tells the process, bpf_get_smp_processor_id() the processor'],
    fixes: [],
  }),
  beyond: ({ event, reads, machine }) => ({
    code: 'wrong-context',
    severity: 'error',
    message: `it reads ${placeOf(reads[0])} of what ${event.name} delivers, which has ${event.end} bytes`,
    hints: [...aboutFields(event, machine), 'the kernel loads such a program and then refuses to attach it'],
    fixes: [],
  }),
  moved: ({ event, reads, machine }) => {
    const [first] = reads;
    const field = first === undefined ? undefined : namesakeOf(first, event.fields);
    return {
      code: 'wrong-context',
      severity: 'error',
      message: `it reads ${field?.name} of struct ${first?.member?.struct} at offset ${first?.offset}, and what ${event.name} delivers has it at ${field?.place.offset}`,
      hints: [...aboutFields(event, machine), 'the kernel would not notice: what lies at that place is read, whatever it is'],
      fixes: [],
    };
  },
  place: ({ event, reads, machine }) => ({
    code: 'wrong-context',
    severity: 'warning',
    message: `it reads ${placeOf(reads[0])} of what ${event.name} delivers, and no field lies so`,
    hints: aboutFields(event, machine),
    fixes: [],
  }),
};

function placeOf(read: ContextRead | undefined): string {
  return read === undefined ? '' : `${read.size} ${read.size === 1 ? 'byte' : 'bytes'} at offset ${read.offset}`;
}

function aboutFields(event: Event, machine: Machine): string[] {
  const right = structOf(event, machine);
  const fields = event.fields.map(({ name, place }) => `${name} (${place.size} at ${place.offset})`);
  return [`its fields, bytes at offset: ${listed(fields)}`, ...(right === undefined ? [] : [`vmlinux.h has them as struct ${right}`])];
}

function listed(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more` : names.join(', ');
}

/** The structure that the kernel's types have for the tracepoint: of its own name, or of the class that it shares with others. */
function structOf({ name, members, fields }: Event, { types }: Machine): string | undefined {
  if (members !== undefined) return `trace_event_raw_sys_${members.includes('ret') ? 'exit' : 'enter'}`;
  const has = (struct: string): boolean => {
    const type = types?.named(`struct ${struct}`);
    if (types === undefined || type?.kind !== 'record') return false;
    return fields.every((field) => {
      const member = ['', '__data_loc_', '__rel_loc_'].map((prefix) => findMember(types, type, `${prefix}${field.name}`)).find((one) => one !== undefined);
      return member?.bitOffset === field.place.offset * 8;
    });
  };
  const own = `trace_event_raw_${name.replace(/^.*:/, '')}`;
  if (has(own)) return own;
  const all = types?.names('tags').flatMap((tag) => /^struct (trace_event_raw_\w+)$/.exec(tag)?.[1] ?? []) ?? [];
  return all.find(has);
}

/** Only where all that is read has the same name there. */
function renamed(struct: string, right: string, names: readonly string[], event: Event, source: string): Fix[] {
  const known = event.members ?? event.fields.map(({ name }) => name);
  if (!names.every((name) => known.includes(plain(name)))) return [];
  const edits = [...source.matchAll(new RegExp(`\\bstruct\\s+${struct}\\b`, 'g'))].map(({ index, 0: text }) => ({
    span: { start: index, end: index + text.length },
    text: `struct ${right}`,
  }));
  return edits.length === 1 ? [{ title: `take struct ${right} for its argument`, edits, automatic: true }] : [];
}
