/** A program's settings: constants of its `.rodata`, which are written before it is loaded, and what its other global variables begin with. */
import type { BpfVariable } from '../../core/bpf-object.ts';
import { type OpenObject, writeVariable } from './open.ts';

/** What a program that can be narrowed to one process calls it, in libbpf-tools and elsewhere. */
const PID_NAMES: ReadonlySet<string> = new Set(['target_pid', 'targ_pid', 'target_tgid', 'targ_tgid', 'filter_pid', 'pid_target']);
const SECTIONS: readonly string[] = ['.rodata', '.data', '.bss'];
const WHOLE_SIZES: readonly number[] = [1, 2, 4, 8];

/** The constant that narrows it to one process; undefined where it has none. */
export function pidVariable(variables: readonly BpfVariable[]): BpfVariable | undefined {
  return variables.find(({ section, name }) => section === '.rodata' && PID_NAMES.has(name));
}

export interface Setting {
  readonly variable: BpfVariable;
  /** As many as the variable has. */
  readonly bytes: Buffer;
}

export type Settings =
  | { readonly ok: true; readonly settings: readonly Setting[] }
  /** `hints`: what could be set instead. */
  | { readonly ok: false; readonly message: string; readonly hints: readonly string[] };

/** What `NAME=VALUE` arguments mean to a program with these variables, or the first that means nothing. */
export function settingsOf(variables: readonly BpfVariable[], args: readonly string[]): Settings {
  const settings: Setting[] = [];
  for (const arg of args) {
    const [, name, text = ''] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    const variable = variables.find((one) => one.name === name && SECTIONS.includes(one.section));
    if (variable === undefined) return { ok: false, message: `"${arg}" sets nothing of this program`, hints: [known(variables)] };
    const bytes = bytesOf(variable, text);
    if (bytes === undefined) return { ok: false, message: `"${arg}": ${variable.name} takes ${takes(variable)}`, hints: [] };
    settings.push({ variable, bytes });
  }
  return { ok: true, settings };
}

/** Sets the process it is narrowed to and `NAME=VALUE` arguments. Says what cannot be set. */
export function setVariables(object: OpenObject, variables: readonly BpfVariable[], pid: number | undefined, args: readonly string[]): string | undefined {
  const read = settingsOf(variables, args);
  if (!read.ok) return [read.message, ...read.hints].join('\n');
  const narrowed = pid === undefined ? undefined : pidVariable(variables);
  const bytes = narrowed === undefined ? undefined : bytesOf(narrowed, String(pid));
  const all = [...(narrowed === undefined || bytes === undefined ? [] : [{ variable: narrowed, bytes }]), ...read.settings];
  const unset = all.find(({ variable, bytes: value }) => !writeVariable(object, variable.section, variable.offset, value));
  return unset === undefined ? undefined : `${unset.variable.name} cannot be set: libbpf has no room for it`;
}

function known(variables: readonly BpfVariable[]): string {
  const constants = variables.filter((one) => one.section === '.rodata' && (isText(one) || WHOLE_SIZES.includes(one.size))).map(({ name }) => name);
  return constants.length === 0
    ? 'it has no constant to set: const volatile __u32 min_us = 0; declares one'
    : `it has ${constants.length === 1 ? 'the constant' : 'the constants'} ${constants.join(', ')}`;
}

/** `char[16]`, with whatever else is said of it. */
function isText({ type, size }: BpfVariable): boolean {
  return /^(?:(?:const|volatile|signed)\s+)*char\s*\[\d*\]$/.test(type) && size > 1;
}

function isBool({ type, size }: BpfVariable): boolean {
  return size === 1 && /\b_?[bB]ool\b/.test(type);
}

function isSigned({ type }: BpfVariable): boolean | undefined {
  if (/\bunsigned\b|\b(?:__)?u(?:int)?(?:8|16|32|64)(?:_t)?\b|\b__be\d+\b|size_t/.test(type)) return false;
  return /^(?:(?:const|volatile|signed|char|short|int|long)\s*)+$|\b(?:__)?s(?:8|16|32|64)\b|\bint(?:8|16|32|64)_t\b|\bpid_t\b/.test(type) ? true : undefined;
}

function takes(variable: BpfVariable): string {
  const { size } = variable;
  if (isText(variable)) return `text of at most ${size - 1} bytes, and no byte that is 0`;
  if (isBool(variable)) return 'true or false';
  if (!WHOLE_SIZES.includes(size)) return `no value here: it is ${variable.type}; only whole numbers, true, false and text can be given`;
  const [least, most] = rangeOf(variable);
  return `a whole number from ${least} to ${most}`;
}

/** Of one whose type does not tell its sign, what either could hold. */
function rangeOf(variable: BpfVariable): readonly [bigint, bigint] {
  const bits = BigInt(variable.size * 8);
  const signed = isSigned(variable);
  return [signed === false ? 0n : -(1n << (bits - 1n)), signed === true ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n];
}

function bytesOf(variable: BpfVariable, text: string): Buffer | undefined {
  const { size } = variable;
  const bytes = Buffer.alloc(size);
  if (isText(variable)) {
    const given = Buffer.from(text);
    if (given.length >= size || given.includes(0)) return undefined;
    given.copy(bytes);
    return bytes;
  }
  const value = WHOLE_SIZES.includes(size) ? numberIn(text) : undefined;
  const [least, most] = value === undefined ? [0n, 0n] : rangeOf(variable);
  if (value === undefined || value < least || value > most || (isBool(variable) && value > 1n)) return undefined;
  for (let at = 0; at < size; at++) bytes[at] = Number((BigInt.asUintN(64, value) >> BigInt(8 * at)) & 0xffn);
  return bytes;
}

function numberIn(text: string): bigint | undefined {
  if (text === 'true' || text === 'false') return text === 'true' ? 1n : 0n;
  return /^-?\d{1,20}$|^0x[\da-f]{1,16}$/i.test(text) ? BigInt(text) : undefined;
}
