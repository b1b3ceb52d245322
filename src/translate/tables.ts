/** Maps that are filled once, at the begin, with the names of numbers: in C functions that know them. */
import type { Probe, Script, Statement } from '../bpftrace/ast.ts';
import type { MapPlan } from './maps.ts';
import { quoteText } from './quote.ts';

export interface TableEntry {
  readonly keys: readonly bigint[];
  readonly text: string;
}

/** What a statement of BEGIN puts into such a map; undefined where it does anything else. */
export function entryOf(statement: Statement): { readonly map: string; readonly entry: TableEntry } | undefined {
  if (statement.kind !== 'assignment' || statement.operator !== '=' || statement.target.kind !== 'map' || statement.value.kind !== 'string') return undefined;
  const { name, keys: given } = statement.target;
  const keys = given.flatMap((key) => (key.kind === 'tuple' ? key.items : [key])).flatMap((key) => (key.kind === 'integer' ? [key.value] : []));
  return keys.length === 0 || keys.length !== given.length ? undefined : { map: name, entry: { keys, text: statement.value.value } };
}

export function isBegin({ attachPoints }: Probe): boolean {
  return attachPoints.every(({ provider }) => provider === 'BEGIN');
}

export function tablesOf(script: Script): Map<string, TableEntry[]> {
  const tables = new Map<string, TableEntry[]>();
  for (const statement of script.probes.filter(isBegin).flatMap(({ body }) => body.statements)) {
    const found = entryOf(statement);
    if (found !== undefined) tables.set(found.map, [...(tables.get(found.map) ?? []), found.entry]);
  }
  return tables;
}

export function tableName({ c }: MapPlan): string {
  return `put_${c}`;
}

export function tableFunction(map: MapPlan, entries: readonly TableEntry[]): string {
  const parameters = map.keys.map((_, at) => (map.keys.length === 1 ? 'of' : `of_${at + 1}`));
  const lines = entries.map(({ keys, text }) => {
    const conditions = keys.map((key, at) => `${parameters[at]} == ${key}`).join(' && ');
    return [`if (${conditions})`, `    __builtin_memcpy(into, ${quoteText(text)}, ${Buffer.byteLength(text) + 1});`].join('\n');
  });
  return [
    `// ${map.name}: what numbers are called.`,
    `static __always_inline void ${tableName(map)}(char *into, ${parameters.map((parameter) => `__u64 ${parameter}`).join(', ')})`,
    '{',
    `  ${lines.join('\n  else ')}`,
    '  else',
    '    into[0] = 0;',
    '}',
  ].join('\n');
}
