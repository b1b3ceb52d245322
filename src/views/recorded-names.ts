/** Names of numbers as plain data: written down where a run was, looked up where it is read. */
import type { Dataset } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import { lookup } from '../core/lookup.ts';
import { NAMED_KINDS, type RecordedNames, type ValueNames } from '../core/names.ts';
import type { Column } from '../core/program.ts';

type Named = keyof ValueNames;

/** A number it has no name for has none. */
export function namesFrom(recorded: RecordedNames | undefined): ValueNames {
  const named =
    (kind: Named) =>
    (number: number): string | undefined =>
      lookup(recorded?.[kind] ?? {}, String(number));
  return {
    syscall: named('syscall'),
    errno: named('errno'),
    signal: named('signal'),
    user: named('user'),
    device: named('device'),
    protocol: named('protocol'),
    state: named('state'),
    group: named('group'),
    container: named('container'),
    family: named('family'),
    capability: named('capability'),
    softirq: named('softirq'),
  };
}

/** What the numbers in some datasets are called here. */
export function namesIn(datasets: readonly Dataset[], names: ValueNames): RecordedNames {
  const recorded: Partial<Record<Named, Record<string, string>>> = {};
  const note = (value: Scalar | undefined, { kind }: Column): void => {
    if (!isNamed(kind) || (typeof value !== 'number' && typeof value !== 'bigint')) return;
    const name = names[kind](Number(value));
    if (name === undefined) return;
    const known = recorded[kind] ?? {};
    recorded[kind] = known;
    known[String(value)] = name;
  };
  for (const dataset of datasets) {
    const columns = dataset.shape === 'table' ? dataset.columns : dataset.keys;
    const rows = dataset.shape === 'table' ? dataset.rows : dataset.groups.map(({ key }) => key);
    columns.forEach((column, index) => {
      if (isNamed(column.kind)) for (const row of rows) note(row[index], column);
    });
  }
  return recorded;
}

function isNamed(kind: string): kind is Named {
  return NAMED_KINDS.has(kind);
}
