/** What a module says of itself in the section that `gpttrace build --wasm` adds. It is the module's word, and only its shape is checked: names of rows harm nobody. */
import { DESCRIPTION_SECTION, type ModuleDescription } from '../../core/module-description.ts';
import type { Column, Output } from '../../core/program.ts';
import { readModule } from './module.ts';

/** Undefined where it says nothing, or nothing that can be understood. */
export function describedBy(wasm: Uint8Array): ModuleDescription | undefined {
  const read = readModule(wasm);
  const section = read.ok ? read.module.custom.get(DESCRIPTION_SECTION) : undefined;
  if (section === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(section).toString('utf8'));
    if (!isObject(value) || !Array.isArray(value.outputs) || !value.outputs.every(isRows)) return undefined;
    return { ...(typeof value.title === 'string' ? { title: value.title } : {}), outputs: value.outputs };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRows(value: unknown): value is Output {
  return isObject(value) && value.shape === 'rows' && Number.isSafeInteger(value.statement) && Array.isArray(value.columns) && value.columns.every(isColumn);
}

function isColumn(value: unknown): value is Column {
  return isObject(value) && typeof value.name === 'string' && typeof value.kind === 'string' && typeof value.type === 'string';
}
