/** A program's settings: constants of its `.rodata`, which are written before it is loaded. */
import type { BpfVariable } from '../../core/bpf-object.ts';
import { type OpenObject, writeVariable } from './open.ts';

/** What a program that can be narrowed to one process calls it, in libbpf-tools and elsewhere. */
const PID_NAMES: ReadonlySet<string> = new Set(['target_pid', 'targ_pid', 'target_tgid', 'targ_tgid', 'filter_pid', 'pid_target']);

/** The constant that narrows it to one process; undefined where it has none. */
export function pidVariable(variables: readonly BpfVariable[]): BpfVariable | undefined {
  return variables.find(({ section, name }) => section === '.rodata' && PID_NAMES.has(name));
}

/** Sets the process it is narrowed to and `NAME=VALUE` arguments. Says what cannot be set. */
export function setVariables(object: OpenObject, variables: readonly BpfVariable[], pid: number | undefined, args: readonly string[]): string | undefined {
  const constants = variables.filter(({ section }) => section === '.rodata');
  const narrowed = pidVariable(variables);
  if (pid !== undefined && narrowed !== undefined) set(object, narrowed, BigInt(pid));
  for (const arg of args) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    const variable = variables.find((one) => one.name === name && (one.section === '.rodata' || one.section === '.data' || one.section === '.bss'));
    const known = constants.map((one) => one.name).join(', ');
    if (variable === undefined)
      return `"${arg}" sets nothing of this program: NAME=VALUE with one of ${known === '' ? 'its constants, of which it has none' : known}`;
    const value = numberIn(text ?? '');
    if (value === undefined || !set(object, variable, value))
      return `"${arg}": ${variable.name} is ${variable.type}, which takes whole numbers of ${variable.size} bytes`;
  }
  return undefined;
}

function numberIn(text: string): bigint | undefined {
  if (text === 'true' || text === 'false') return text === 'true' ? 1n : 0n;
  return /^-?\d+$|^0x[\da-f]+$/i.test(text) ? BigInt(text) : undefined;
}

function set(object: OpenObject, { section, offset, size }: BpfVariable, value: bigint): boolean {
  const bits = BigInt(size * 8);
  if (![1, 2, 4, 8].includes(size) || value >= 1n << bits || value < -(1n << (bits - 1n))) return false;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return writeVariable(object, section, offset, bytes.subarray(0, size));
}
