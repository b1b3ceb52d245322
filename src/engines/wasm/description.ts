/**
 * What a module says of itself in the section that `gpttrace build --wasm` adds. It is the module's word: its shape is checked, and of what it says no more is taken than is
 * known here.
 */
import { isObject } from '../../core/is-object.ts';
import { DESCRIPTION_SECTION, type ModuleDescription } from '../../core/module-description.ts';
import type { Column, ColumnKind, Output, Unit, ValueType } from '../../core/program.ts';
import { LONGEST_FORMAT } from '../../object/tags.ts';
import { readModule } from './module.ts';

/** Rows of more columns, and more of them, no program has. */
const MOST = { columns: 128, outputs: 64, name: 256, title: 1024 } as const;
const KINDS: readonly ColumnKind[] = [
  ...(['process', 'pid', 'tid', 'ppid', 'user', 'group', 'container', 'cpu', 'file', 'directory', 'syscall', 'errno', 'signal', 'address', 'port'] as const),
  ...(['protocol', 'state', 'family', 'capability', 'softirq', 'permissions', 'device', 'stack', 'time', 'count', 'plain'] as const),
];
const TYPES: readonly ValueType[] = ['integer', 'string', 'stack', 'address', 'unknown'];
const UNITS: readonly Unit[] = ['bytes', 'ns', 'us', 'ms', 's', 'pages'];
const INTEGERS: readonly NonNullable<Column['integer']>[] = ['unsigned', 'int32', 'hexadecimal', 'octal'];

/** Undefined where it says nothing, or nothing that can be understood. */
export function describedBy(wasm: Uint8Array): ModuleDescription | undefined {
  const read = readModule(wasm);
  const section = read.ok ? read.module.custom.get(DESCRIPTION_SECTION) : undefined;
  if (section === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(section).toString('utf8'));
    if (!isObject(value) || !Array.isArray(value.outputs) || value.outputs.length > MOST.outputs) return undefined;
    const outputs = value.outputs.map(rowsOf);
    if (!outputs.every((one) => one !== undefined)) return undefined;
    return { ...(isText(value.title, MOST.title) ? { title: value.title } : {}), outputs };
  } catch {
    return undefined;
  }
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

function rowsOf(value: unknown): Output | undefined {
  if (!isObject(value) || value.shape !== 'rows' || !Number.isSafeInteger(value.statement) || !Array.isArray(value.columns)) return undefined;
  const columns = value.columns.length > MOST.columns ? [undefined] : value.columns.map(columnOf);
  return columns.every((one) => one !== undefined) ? { shape: 'rows', statement: Number(value.statement), columns } : undefined;
}

/** Of a kind that is not known here it is a plain one. */
function columnOf(value: unknown): Column | undefined {
  const type = isObject(value) ? oneOf(value.type, TYPES) : undefined;
  if (!isObject(value) || !isText(value.name, MOST.name) || typeof value.kind !== 'string' || type === undefined) return undefined;
  const [unit, integer, stack] = [oneOf(value.unit, UNITS), oneOf(value.integer, INTEGERS), oneOf(value.stack, ['kernel', 'user'] as const)];
  return {
    name: value.name,
    kind: oneOf(value.kind, KINDS) ?? 'plain',
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(integer === undefined ? {} : { integer }),
    ...(stack === undefined ? {} : { stack }),
    ...(isText(value.clock, LONGEST_FORMAT) && value.clock !== '' ? { clock: value.clock } : {}),
  };
}
