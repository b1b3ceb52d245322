/** A compiled BPF object, read: what it is, what it delivers, and how to read that. Never throws, whatever the bytes. For 64-bit little-endian objects. */
import type { BpfMap, BpfObject, BpfProgram, BpfVariable } from '../core/bpf-object.ts';
import type { Column, Output } from '../core/program.ts';
import { Btf } from '../kernel/btf.ts';
import { sizeOf } from '../kernel/btf-declare.ts';
import { programsIn } from './code.ts';
import { type ContextRead, contextReads } from './context.ts';
import { type Decoder, decoderFor } from './decode.ts';
import { type BpfElf, type ElfFailure, readBpfElf } from './elf.ts';
import { type Field, fieldsOf, typeName } from './fields.ts';
import { TooMuch, within } from './limits.ts';
import { linesOf, type SourceLine, usesTypesOfKernel } from './lines.ts';
import { type MapReader, mapReader } from './map-values.ts';
import { type FoundMap, isBuffer, mapsIn } from './maps.ts';
import { variableNamed } from './named.ts';
import { meaningOf } from './program-types.ts';
import { argumentOf, memberAt, relocationsOf } from './relocations.ts';

export type ObjectFailure = ElfFailure | 'no-program' | 'damaged' | 'too-large';

export interface ObjectFile {
  readonly description: BpfObject;
  readonly btf: Btf | undefined;
  /** Of the records of a ring or perf buffer, in the order of the columns of its rows; undefined for other maps. */
  decoderOf(map: string): Decoder | undefined;
  /** Where the columns of such rows lie in a record, in their order; none where the object does not tell. */
  fieldsOf(map: string): readonly Field[];
  /** Of maps that are shown as values or histograms. */
  readerOf(map: string): MapReader | undefined;
  /** Where the instructions of a program come from, in their order. */
  linesOf(program: string): readonly SourceLine[];
  /** What a program reads of its argument. */
  contextOf(program: string): Context;
}

export interface Context {
  /** In the order of the instructions; none where it cannot be told. */
  readonly reads: readonly ContextRead[];
  /** Whether the program asks what the kernel has, so that not all of it is meant for every kernel. */
  readonly asks: boolean;
}

export type ReadObject = { readonly ok: true; readonly object: ObjectFile } | { readonly ok: false; readonly why: ObjectFailure; readonly message: string };

const WHY: Readonly<Record<ObjectFailure, string>> = {
  'not-elf': 'this is no ELF file, so no compiled BPF program',
  'other-machine': 'this ELF file is made for another machine than BPF',
  'other-byte-order': 'this BPF object is made for big-endian machines, and this one is little-endian',
  'not-an-object': 'this ELF file is no object as clang -target bpf -c makes it',
  truncated: 'this ELF file ends before what it says it has: it is cut off or damaged',
  'no-program': 'there is no BPF program in this object',
  'too-large': 'this object has more in it than any compiler writes for a program that the kernel would load: it is not looked through',
  damaged: 'this object cannot be read: its parts contradict each other',
};

export function readObject(bytes: Uint8Array): ReadObject {
  try {
    const elf = readBpfElf(bytes);
    if (typeof elf === 'string') return failed(elf);
    const object = objectOf(elf);
    return object.description.programs.length === 0 ? failed('no-program') : { ok: true, object };
  } catch (error) {
    if (error instanceof TooMuch) return failed('too-large');
    // Offsets that lead out of a section end in a RangeError: there is nothing else to do about any of them.
    return failed('damaged');
  }
}

function failed(why: ObjectFailure): ReadObject {
  return { ok: false, why, message: WHY[why] };
}

const UNKNOWN: Column = { name: 'bytes', kind: 'plain', type: 'string' };

function objectOf(elf: BpfElf): ObjectFile {
  const types = elf.content('.BTF');
  const btf = types === undefined ? undefined : Btf.read(types);
  within((btf?.end ?? 1) - 1, 'types');
  const found = programsIn(elf);
  const maps = btf === undefined ? [] : mapsIn(elf, btf);
  const stacks = maps.some(({ map }) => map.type === 'stack_trace');
  const decoders = new Map<string, Decoder>();
  const fields = new Map<string, readonly Field[]>();
  const readers = new Map<string, MapReader>();
  const outputs = maps.flatMap((one): Output[] => {
    if (isBuffer(one.map)) {
      const { columns, decoder, parts } = recordsOf(one, btf, stacks);
      decoders.set(one.map.name, decoder);
      fields.set(one.map.name, parts);
      return [{ shape: 'rows', statement: decoders.size - 1, columns }];
    }
    const reader = btf === undefined ? undefined : mapReader(one, btf, stacks);
    if (reader !== undefined) readers.set(one.map.name, reader);
    return reader === undefined ? [] : [reader.output];
  });
  const extension = elf.content('.BTF.ext');
  const license = Buffer.from(elf.content('license') ?? [])
    .toString('latin1')
    .replace(/\0.*$/s, '');
  return {
    btf,
    description: {
      license,
      programs: found.map(({ at: _at, ...program }): BpfProgram => ({ ...program, ...meaningOf(program.section) })),
      maps: maps.map(({ map }): BpfMap => map),
      variables: btf === undefined ? [] : variablesIn(elf, btf),
      outputs,
      core: usesTypesOfKernel(extension),
    },
    decoderOf: (map) => decoders.get(map),
    fieldsOf: (map) => fields.get(map) ?? [],
    readerOf: (map) => readers.get(map),
    linesOf: (name) => {
      const program = found.find((one) => one.name === name);
      return program === undefined || btf === undefined ? [] : linesOf(extension, btf, program);
    },
    contextOf: (name) => {
      const program = found.find((one) => one.name === name);
      const content = program === undefined ? undefined : elf.contentAt(program.at.section);
      if (program === undefined || content === undefined) return { reads: [], asks: false };
      const { start, end } = program.at;
      const { members, asks } = btf === undefined ? { members: new Map(), asks: false } : relocationsOf(extension, btf, program);
      const struct = btf === undefined ? undefined : argumentOf(btf, name);
      const reads = contextReads(new DataView(content.buffer, content.byteOffset + start, end - start), members);
      return { asks, reads: reads.map((read) => (btf === undefined || struct === undefined ? read : { ...named(btf, struct, read), ...read })) };
    },
  };
}

/** By the type of the argument, where nothing is adapted. */
function named(btf: Btf, struct: number, { offset }: ContextRead): Pick<ContextRead, 'member'> {
  const member = memberAt(btf, struct, offset);
  return member === undefined ? {} : { member };
}

/** Of what nobody can tell the type, the bytes. */
function recordsOf(
  { value, map }: FoundMap,
  btf: Btf | undefined,
  stacks: boolean,
): { readonly columns: readonly Column[]; readonly decoder: Decoder; readonly parts: readonly Field[] } {
  const fields = value === undefined || btf === undefined ? [] : fieldsOf(btf, value, map.name, stacks);
  if (fields.length > 0 && btf !== undefined && value !== undefined)
    return { columns: fields.map((field) => field.column), decoder: decoderFor(fields, sizeOf(btf, value)), parts: fields };
  return {
    columns: [UNKNOWN],
    parts: [],
    decoder: (bytes, _view, offset, length) => [`0x${Buffer.from(bytes.subarray(offset, offset + length)).toString('hex')}`],
  };
}

/** clang leaves the offsets of variables in BTF at zero; libbpf takes them from the table of symbols, and so do we. */
function variablesIn(elf: BpfElf, btf: Btf): BpfVariable[] {
  return elf.symbols.flatMap((symbol): BpfVariable[] => {
    const section = elf.sections[symbol.section]?.name ?? '';
    if (symbol.kind !== 'object' || !/^\.(rodata|data|bss)/.test(section)) return [];
    const variable = variableNamed(btf, symbol.name);
    const type = variable === undefined ? undefined : btf.sizeOrType(variable);
    if (type === undefined) return [];
    return [{ name: symbol.name, section, offset: symbol.value, size: symbol.size, type: typeName(btf, type) }];
  });
}
