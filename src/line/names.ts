import { release } from 'node:os';
import type { ValueNames } from '../core/names.ts';
import type { RunRecord } from '../core/run-record.ts';
import { valueNames } from '../kernel/names.ts';
import { realHost } from '../system/real.ts';
import { namesFrom } from '../views/recorded-names.ts';

/** The names of this machine's numbers, for the views. */
export function localNames(): ValueNames {
  return valueNames(realHost());
}

/** The names of a run's numbers: as they were called where it ran. What was not written down is looked up here, where it is the same kernel that says so. */
export function namesOf({ names, facts }: Pick<RunRecord, 'names' | 'facts'>): ValueNames {
  if (names === undefined) return localNames();
  const recorded = namesFrom(names);
  if (facts.release !== release()) return recorded;
  const local = localNames();
  const either = Object.keys(recorded).map((kind) => {
    const named = kind as keyof ValueNames;
    return [named, (number: number) => recorded[named](number) ?? local[named](number)] as const;
  });
  return { ...recorded, ...Object.fromEntries(either) };
}
