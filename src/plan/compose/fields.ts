/** What the fields of an event are good for: what they are read with, printed with and called. */
import type { Unit } from '../../core/program.ts';
import type { EventField } from './offers.ts';
import { unitOf } from './units.ts';

export interface Part {
  /** As the kernel calls it. */
  readonly name: string;
  /** As a column or key is called: what a value means is said by its last word (docs/LIBRARY.md). */
  readonly column: string;
  readonly kind: 'text' | 'number' | 'address' | 'pointer';
  /** What it is in the probe of the event: a value, or what points to it and can be kept until that is read. */
  readonly raw: string;
  /** How it is read from there, `#` being what points to it; absent for what is a value itself. */
  readonly through?: string;
  /** Its conversion in a printf. */
  readonly format: string;
  readonly unit?: Unit;
}

/** The expression that gives its value, in the probe of the event or from where it was kept. */
export function read({ raw, through }: Part, kept: string = raw): string {
  return through === undefined ? kept : through.replace('#', kept);
}

/** Types of C that are numbers, without qualifiers. */
const NUMBER =
  /^(?:(?:__)?[us](?:8|16|32|64)|u?int(?:8|16|32|64)_t|(?:unsigned |signed )?(?:char|short|int|long|long long)(?: int)?|unsigned|bool|_Bool|enum \w+|(?:size|ssize|loff|off|pid|uid|gid|tid|dev|ino|umode|mode|sector|gfp|key|mqd|clockid|key_serial|blkcnt|time64|ktime|errseq|qid|rwf|fmode|dma_addr|phys_addr|ext4_lblk|ext4_fsblk|vm_flags|xfs_\w+|blk_opf|aio_context|old_uid|old_gid|nlink|pteval|pgoff|vm_fault|netdev_features|isolate_mode|slab_flags|drbd_\w+)_t)$/;
const WIDE =
  /\b(?:long|u64|__u64|s64|__s64|uint64_t|int64_t|size_t|ssize_t|loff_t|off_t|sector_t|ino_t|ktime_t|time64_t|dma_addr_t|phys_addr_t|blkcnt_t|ext4_fsblk_t|vm_flags_t|aio_context_t|pteval_t)\b/;
const SIGNED =
  /^(?:(?:__)?s\d+|int\d+_t|(?:signed )?(?:char|short|int|long|long long)|ssize_t|loff_t|off_t|pid_t|ktime_t|time64_t|enum \w+|mqd_t|key_t|key_serial_t|clockid_t)$/;
/** Numbers that are sets of bits, or places in memory. */
const IN_HEX = /(?:^|_)(?:flags?|mask|addr|address|ip|ptr|offset_addr|call_site|callsite|caller|rip|function)$|^(?:call_site|prot|gfp)/;
const BUFFERS = /^(?:buf|ubuf|u_msg_ptr|optval|vec|value|list|addr|oldset|bufs?|data|sys_buf|msg)$/;

/** A field as it can be told; undefined for what has no value that can be shown: structures, arrays of numbers. */
export function partOf(category: string, field: EventField): Part | undefined {
  const { name, declaration } = field;
  const raw = `args->${name}`;
  const column = columnOf(category, field);
  const type = declaration
    .replace(/\[[^\]]*\]\s*$/, '')
    .trim()
    .replace(new RegExp(`\\b${name}$`), '')
    .trim();
  if (/__data_loc\s+char\[\]/.test(declaration)) return { name, column, kind: 'text', raw, through: 'str(#)', format: '%s' };
  if (/__(?:data|rel)_loc\b/.test(declaration)) return undefined;
  if (/\[[^\]]*\]\s*$/.test(declaration)) return arrayOf(name, column, declaration, raw);
  if (/\*/.test(type)) return pointerOf(category, name, column, type, raw);
  const plain = type
    .replace(/\b(?:const|volatile)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!NUMBER.test(plain)) return undefined;
  const unit = unitOf(name, `${category}:${name}`);
  const long = WIDE.test(plain) || category === 'syscalls' ? 'l' : '';
  const conversion = IN_HEX.test(name) ? `0x%${long}x` : SIGNED.test(plain) ? `%${long}d` : `%${long}u`;
  return { name, column, kind: 'number', raw, format: conversion, ...(unit === undefined ? {} : { unit }) };
}

function arrayOf(name: string, column: string, declaration: string, raw: string): Part | undefined {
  if (/\bchar\s+\w+\s*\[\d+\]/.test(declaration) && !/\bunsigned\b/.test(declaration)) return { name, column, kind: 'text', raw, format: '%s' };
  const length = /\b(?:__)?u8\s+\w+\s*\[(4|16)\]/.exec(declaration)?.[1];
  return length !== undefined && /addr|src|dst|gw|key/.test(name) ? { name, column, kind: 'address', raw, through: 'ntop(#)', format: '%s' } : undefined;
}

function pointerOf(category: string, name: string, column: string, type: string, raw: string): Part {
  const isText = /^(?:const )?char \*(?: ?const)?$/.test(type) && (category !== 'syscalls' || (/const/.test(type) && !BUFFERS.test(name)));
  if (!isText) return { name, column, kind: 'pointer', raw, format: '0x%lx' };
  return { name, column, kind: 'text', raw, through: 'str(#)', format: '%s' };
}

/** Names whose last word would say that the values are something they are not. */
const MISLEADING: ReadonlySet<string> = new Set([
  'state',
  'time',
  'device',
  'syscall',
  'errno',
  'signal',
  'user',
  'stack',
  'ppid',
  'directory',
  'protocol',
  'group',
  'container',
  'family',
  'capability',
  'softirq',
  'permissions',
]);
const WORDS: Readonly<Record<string, string>> = {
  saddr: 'source address',
  daddr: 'destination address',
  saddr_v6: 'source address',
  daddr_v6: 'destination address',
  sport: 'source port',
  dport: 'destination port',
  pid: 'event pid',
  tid: 'event tid',
  comm: 'event process',
  cpu: 'event cpu',
};
const PATHS = /^(?:filename|pathname|path|oldname|newname|specialfile)$/;

function columnOf(category: string, { name, declaration }: EventField): string {
  if (/\bdev_t\b/.test(declaration)) return name === 'dev' ? 'device' : `${name.replace(/_?dev$/, '')} device`.trim();
  if (name === 'sig' && /^(?:signal|syscalls)$/.test(category)) return 'signal';
  if (category === 'raw_syscalls' && name === 'id') return 'syscall';
  if (category === 'syscalls' && name === 'family') return 'family';
  if (category === 'syscalls' && name === 'group') return 'new group';
  if (category === 'capability' && name === 'cap') return 'capability';
  if (category === 'irq' && name === 'vec') return 'softirq';
  if (/\bumode_t\b/.test(declaration) && name === 'mode') return 'permissions';
  if (category === 'sock' && /^(?:old|new)state$/.test(name)) return `${name.slice(0, 3)} state`;
  if (category === 'sock' && name === 'protocol') return 'protocol';
  if (/(?:^|_)(?:addr|address)$/.test(name) && !/u8/.test(declaration)) return name;
  if (category === 'syscalls' && name === 'pid') return 'target pid';
  if (category === 'syscalls' && PATHS.test(name)) return name.startsWith('old') ? 'old file' : name.startsWith('new') ? 'new file' : 'file';
  const known = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  if (known !== undefined) return known;
  return MISLEADING.has(name) ? `${name} value` : name;
}

/** Fields that bpftrace does not offer, or that say nothing. */
const SILENT = /^(?:common_\w+|__syscall_nr|__probe_\w+)$/;

/** All of an event's fields that can be told, one under each column name: of two addresses of one end, the wider one, which holds both kinds. */
export function partsOf(category: string, fields: readonly EventField[]): Part[] {
  const parts = new Map<string, Part>();
  for (const field of fields) {
    if (SILENT.test(field.name)) continue;
    const part = partOf(category, field);
    if (part === undefined) continue;
    const taken = parts.has(part.column) && !field.name.endsWith('_v6');
    parts.set(taken ? field.name : part.column, taken ? { ...part, column: field.name } : part);
  }
  return [...parts.values()];
}

const DULL = /^(?:dfd|olddfd|newdfd|ip_summed|vlan_\w+|mac_\w+|common_\w+|netns_ino|rip|guest_rip|transport_\w+|network_\w+|__\w+)$/;

/** Parts beside which bare pointers are left out. */
const ENOUGH = 3;

/** The parts a row has room for, in the order of the event: texts stay first, then amounts, then ids, bare pointers last. */
export function telling(parts: readonly Part[], room: number, texts = 3): Part[] {
  const worth = (part: Part): number => {
    if (DULL.test(part.name)) return 1;
    if (part.kind === 'pointer') return 2;
    if (part.kind === 'text' || part.kind === 'address') return 6;
    if (part.unit !== undefined || /device|signal|syscall|port|state|ret\b|err/.test(part.column)) return 5;
    return /flags|mask|cookie|family|reserved|seq|vector$/.test(part.name) ? 3 : 4;
  };
  // A row is put together on the stack of the program, which has 512 bytes; a text takes 64 of them, and as many again on its way.
  let strings = 0;
  const bright = parts.filter((part) => worth(part) > 1);
  const told = bright.length > 0 ? bright : parts;
  const shown = told.filter(({ kind }) => kind !== 'pointer');
  // A place in memory tells nobody anything where there is something else.
  const chosen = (shown.length >= ENOUGH ? shown : told)
    .map((part, index) => ({ part, index, worth: worth(part) }))
    .sort((a, b) => b.worth - a.worth || a.index - b.index)
    .filter(({ part }) => part.through?.startsWith('str(') !== true || ++strings <= texts)
    .slice(0, room);
  return chosen.sort((a, b) => a.index - b.index).map(({ part }) => part);
}
