/**
 * A machine written down, so that programs can be checked for it elsewhere: docs/SNAPSHOT.md says what is in it. It holds nothing of what the machine is
 * used for: no addresses, no names of hosts, users or processes.
 */

import { basename } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type KernelFacts, PROBE_KINDS } from '../core/facts.ts';
import { isObject } from '../core/is-object.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../system/host.ts';
import type { KernelFunctions } from './functions.ts';
import { type FunctionLists, readFunctionLists, recordedFunctions } from './kernel-functions.ts';
import { type BtfFiles, type KernelTypes, readBtfFiles, typesOf } from './kernel-types.ts';
import { SymbolList } from './symbol-list.ts';
import { recordedTracepoints, type Tracepoints, unknownTracepoints } from './tracepoints.ts';

const FORMAT = 'gpttrace-facts';
const VERSION = 1;
/** Of one part, unpacked: far more than any kernel has, and too little to fill a memory with. */
const LARGEST_PART = 256 * 1024 * 1024;

/** Null stands for what that machine could not tell. `Packed` is gzip in base64. */
type Packed = string;
export interface Snapshot {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly facts: KernelFacts;
  /** `category:name` to the declarations of its fields. */
  readonly tracepoints: Readonly<Record<string, readonly string[] | null>> | null;
  /** Lines of `name`, or `name [module]`. */
  readonly functions: { readonly [list in keyof FunctionLists]: Packed | null };
  /** BTF, as the kernel offers it. */
  readonly types: { readonly vmlinux: Packed; readonly modules: readonly Packed[] } | null;
}

/** What a program is checked against. */
export interface RecordedMachine {
  readonly facts: KernelFacts;
  readonly tracepoints: Tracepoints;
  readonly functions: KernelFunctions;
  readonly types: KernelTypes | undefined;
}

/** Writes down what this machine tells whoever asks. Takes half a second, most of it to pack the types, which are two thirds of the size. */
export function takeSnapshot(host: Host, facts: KernelFacts, tracepoints: Tracepoints, withTypes: boolean): Snapshot {
  const { known, traceable, blacklist } = readFunctionLists(host, facts.tracefs.path);
  const packed = (list: SymbolList | undefined): Packed | null => (list === undefined ? null : pack(list.compact()));
  const files = withTypes ? readBtfFiles(host) : undefined;
  return {
    format: FORMAT,
    version: VERSION,
    facts: withoutTraces(facts),
    tracepoints: declarationsOf(tracepoints),
    functions: { known: packed(known), traceable: packed(traceable), blacklist: packed(blacklist) },
    types: files === undefined ? null : { vmlinux: pack(files.vmlinux), modules: files.modules().map(pack) },
  };
}

/** The machine that was written down. `path` is what it is called in the Problem that is thrown where `text` is no whole snapshot, or one of a later format. */
export function machineFromSnapshot(text: string, path: string): RecordedMachine {
  const refuse = (why: string): Problem => new Problem(messages.notSnapshot(path, why));
  const read = parse(text);
  if (read === undefined) throw refuse(text.trimStart().startsWith('{') ? 'it is cut short, or was changed' : 'it is no JSON');
  if (!isObject(read) || read.format !== FORMAT || typeof read.version !== 'number') throw refuse('it is something else');
  if (read.version > VERSION) throw new Problem(messages.newerSnapshot(path, read.version, VERSION));
  if (!isWhole(read)) throw refuse('parts of it are missing, or were changed');
  const lists = unpackAll(read);
  const types = lists === undefined ? undefined : typesOf(lists.types);
  if (lists === undefined || (read.types !== null && types === undefined)) throw refuse('parts of it are damaged');
  return {
    facts: read.facts,
    tracepoints: read.tracepoints === null ? unknownTracepoints : recordedTracepoints(read.tracepoints),
    functions: recordedFunctions(lists),
    types,
  };
}

/** The path of bpftrace may be in somebody's home, and an id tells one boot of one machine from all others. */
function withoutTraces({ bpftrace, ...facts }: KernelFacts): KernelFacts {
  return { ...facts, bootId: '', ...(bpftrace === undefined ? {} : { bpftrace: { ...bpftrace, path: basename(bpftrace.path) } }) };
}

function declarationsOf(tracepoints: Tracepoints): Snapshot['tracepoints'] {
  const names = tracepoints.list();
  if (names === undefined || names.length === 0) return null;
  const declarations = names.map((id) => {
    const [category = '', name = ''] = id.split(':');
    return [id, tracepoints.fields(category, name)?.map(({ declaration }) => declaration) ?? null] as const;
  });
  return Object.fromEntries(declarations);
}

function unpackAll({ functions, types }: Snapshot): (FunctionLists & { readonly types: BtfFiles | undefined }) | undefined {
  try {
    const list = (packed: Packed | null): SymbolList | undefined => {
      const found = packed === null ? undefined : SymbolList.fromLines(unpack(packed));
      if (packed !== null && found === undefined) throw new RangeError('an empty list is never written');
      return found;
    };
    const modules = types?.modules.map(unpack) ?? [];
    return {
      known: list(functions.known),
      traceable: list(functions.traceable),
      blacklist: list(functions.blacklist),
      types: types === null ? undefined : { vmlinux: unpack(types.vmlinux), modules: () => modules },
    };
  } catch {
    return undefined;
  }
}

function pack(bytes: Uint8Array): Packed {
  return gzipSync(bytes).toString('base64');
}

function unpack(packed: Packed): Uint8Array {
  return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: LARGEST_PART });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether all that will be looked at is of its type: somebody else may have written it. */
function isWhole(read: Readonly<Record<string, unknown>>): read is Snapshot & Readonly<Record<string, unknown>> {
  const { facts, tracepoints, functions, types } = read;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
  const isPacked = (value: unknown): boolean => value === null || isText(value);
  return (
    isFacts(facts) &&
    (tracepoints === null || (isObject(tracepoints) && Object.values(tracepoints).every((fields) => fields === null || isList(fields)))) &&
    isObject(functions) &&
    [functions.known, functions.traceable, functions.blacklist].every(isPacked) &&
    (types === null || (isObject(types) && isText(types.vmlinux) && isList(types.modules)))
  );
}

function isFacts(facts: unknown): facts is KernelFacts {
  if (!isObject(facts) || facts.format !== 1 || typeof facts.btf !== 'boolean') return false;
  const { arch, release, bootId, privilege, bpftrace, tracefs, probeKinds } = facts;
  return (
    [arch, release, bootId, privilege].every((value) => typeof value === 'string') &&
    (bpftrace === undefined || (isObject(bpftrace) && typeof bpftrace.path === 'string' && typeof bpftrace.version === 'string')) &&
    isObject(tracefs) &&
    typeof tracefs.state === 'string' &&
    isObject(probeKinds) &&
    PROBE_KINDS.every((kind) => {
      const found = probeKinds[kind];
      return isObject(found) && ['yes', 'no', 'unknown'].includes(String(found.verdict)) && typeof found.why === 'string';
    })
  );
}
