/** Changes to the text of the settings, each held against what was wanted before anybody writes it. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { ModelEntry } from './settings.ts';
import { bare, quoted, setValue } from './settings-edit.ts';
import { parseTable } from './settings-file.ts';

type Value = string | number | boolean | Readonly<Record<string, number>>;
interface Edit {
  readonly table: readonly string[];
  readonly key: string;
  /** Taken out where it is undefined. */
  readonly value: Value | undefined;
}

/** With another model in use; none where it is undefined. Throws a Problem where that cannot be written without losing something. */
export function withUse(text: string, name: string | undefined, path: string): string {
  return changed(text, path, [{ table: [], key: 'use', value: name }], name === undefined ? 'take out the line that begins with use' : `use = ${quoted(name)}`);
}

/** With a model under a name of the user's own. Throws as withUse does. */
export function withModel(text: string, name: string, entry: ModelEntry, path: string): string {
  const { provider, model, url, keyFrom, tools, context, price } = entry;
  const values: Readonly<Record<string, Value | undefined>> = { provider, model, url, 'key-from': keyFrom, tools, context, price: price && { ...price } };
  const table = ['models', name];
  const edits = Object.entries(values).map(([key, value]): Edit => ({ table, key, value }));
  const lines = edits.flatMap(({ key, value }) => (value === undefined ? [] : [`${key} = ${literal(value)}`]));
  return changed(text, path, edits, `[models.${bare(name)}] ${lines.join(', ')}`);
}

/** With a key that was typed in; without it where it is undefined. Throws as withUse does; what it says has no key in it. */
export function withKey(text: string, name: string, key: string | undefined, path: string): string {
  const begun = text === '' && key !== undefined ? '# Keys that were typed in at "gpttrace model use". For nobody else to read.\n' : text;
  return changed(begun, path, [{ table: ['keys'], key: name, value: key }], `${bare(name)} under [keys]`);
}

function changed(text: string, path: string, edits: readonly Edit[], byHand: string): string {
  const before = parseTable(text, path);
  const wanted = edits.reduce<Table>((table, edit) => put(table, edit.table, edit), before as Table);
  const out = edits.reduce((current, { table, key, value }) => setValue(current, table, key, value === undefined ? undefined : literal(value)), text);
  if (!holds(out, wanted)) throw new Problem(messages.settingsByHand(path, byHand));
  return out;
}

type Table = { readonly [key: string]: unknown };

function put(table: Table, path: readonly string[], edit: Edit): Table {
  const [first, ...rest] = path;
  if (first !== undefined) {
    const inner = table[first];
    // Nothing is taken out of what is not there.
    if (inner === undefined && edit.value === undefined) return table;
    return { ...table, [first]: put((inner ?? {}) as Table, rest, edit) };
  }
  const { [edit.key]: _old, ...others } = table;
  return edit.value === undefined ? others : { ...others, [edit.key]: edit.value };
}

function holds(text: string, wanted: Table): boolean {
  try {
    return canonical(parseTable(text, '')) === canonical(wanted);
  } catch {
    return false;
  }
}

/** The order of keys is nobody's business. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function literal(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([key, amount]) => `${key} = ${amount}`)
    .join(', ')} }`;
}
