import { compareVersions, type Version } from './version.ts';

/** From when to when a name exists. */
export interface Lifetime {
  readonly name: string;
  /** First version that has it; absent where the oldest known one has. */
  readonly since?: Version;
  /** First version that no longer has it; absent where the newest known one has. */
  readonly until?: Version;
  /** What it is called, or what is used in its place, from `until` on. */
  readonly renamedTo?: string;
  /** What it was called, or what was used in its place, before `since`. */
  readonly renamedFrom?: string;
}

/** An entry of the table: as it was first, and what each later version changed of it, oldest change first. */
export type Entry<T extends Lifetime> = T & { readonly changes?: readonly (Partial<Omit<T, keyof Lifetime>> & { readonly in: Version })[] };

/** Whether a version has it. */
export function existsIn(entry: Lifetime, version: Version): boolean {
  if (entry.since !== undefined && compareVersions(version, entry.since) < 0) return false;
  return entry.until === undefined || compareVersions(version, entry.until) < 0;
}

/** The entry as it is in one version; undefined where that version does not have it. */
export function entryIn<T extends Lifetime>(entry: Entry<T>, version: Version): T | undefined {
  if (!existsIn(entry, version)) return undefined;
  const { changes, ...first } = entry;
  let now = first as unknown as T;
  for (const { in: since, ...change } of changes ?? []) if (compareVersions(version, since) >= 0) now = { ...now, ...change };
  return now;
}

/** All entries a version has, by name. A table holds no name twice for one version (test/bpftrace/dialect.test.ts). */
export function tableIn<T extends Lifetime>(entries: readonly Entry<T>[], version: Version): ReadonlyMap<string, T> {
  const table = new Map<string, T>();
  for (const entry of entries) {
    const now = entryIn(entry, version);
    if (now !== undefined) table.set(now.name, now);
  }
  return table;
}
