/** Writes small BTF sections by hand, so that each test says in full what it reads. */
import { Kind } from '../../src/kernel/btf.ts';

export interface Part {
  readonly name?: string;
  readonly type?: number;
  /** A member's offset, or the upper half of a 64-bit enumerator. */
  readonly more?: number;
}

export interface Type {
  readonly kind: keyof typeof Kind;
  readonly name?: string;
  /** Its size, or the id of the type it refers to. */
  readonly size?: number;
  readonly flag?: boolean;
  /** What follows its fixed part: an int's encoding, an array's element, index and length. */
  readonly words?: readonly number[];
  readonly parts?: readonly Part[];
}

/** Ids count from 1, or from where the base ends. Names of the base are found in its strings, as the kernel's own are. */
export function btf(types: readonly Type[], base?: { readonly strings: ReadonlyMap<string, number>; readonly end: number }): Buffer {
  const strings = new Map<string, number>();
  let text = base === undefined ? '\0' : '';
  const offsetOf = (name = ''): number => {
    if (name === '') return 0;
    const known = base?.strings.get(name) ?? strings.get(name);
    if (known !== undefined) return known;
    const offset = (base?.end ?? 0) + text.length;
    strings.set(name, offset);
    text += `${name}\0`;
    return offset;
  };
  const words = types.flatMap(({ kind, name, size = 0, flag = false, words: more = [], parts = [] }) => [
    offsetOf(name),
    ((flag ? 0x80000000 : 0) | (Kind[kind] << 24) | parts.length) >>> 0,
    size,
    ...more,
    ...parts.flatMap((part) => [offsetOf(part.name), (part.type ?? 0) >>> 0, ...(kind === 'enum' || kind === 'prototype' ? [] : [(part.more ?? 0) >>> 0])]),
  ]);
  const section = Buffer.from(Uint32Array.from(words).buffer);
  const header = Buffer.from(Uint32Array.from([0x0001eb9f, 24, 0, section.length, section.length, text.length]).buffer);
  return Buffer.concat([header, section, Buffer.from(text, 'latin1')]);
}

export const INT: Type = { kind: 'int', name: 'int', size: 4, words: [0x01000020] };
export const UNSIGNED: Type = { kind: 'int', name: 'unsigned int', size: 4, words: [32] };
export const CHAR: Type = { kind: 'int', name: 'char', size: 1, words: [8] };

/** The flags and offset of a member in a struct that has bit fields. */
export function bits(size: number, offset: number): number {
  return ((size << 24) | offset) >>> 0;
}
