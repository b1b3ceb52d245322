import type { Lifetime } from './entry.ts';
import { VERSIONS, type Version } from './version.ts';

/** The kinds of things the table holds. */
export type Thing = 'builtin' | 'function' | 'probe' | 'config' | 'conversion' | 'feature';

/** When a name exists, seen from one version. */
export interface Availability {
  /** Whether this version has it. */
  readonly here: boolean;
  /** The first version that has it; absent where the oldest known one has. */
  readonly since?: Version;
  /** The first version after it that has it no longer. */
  readonly until?: Version;
  /** What this version has in its place. */
  readonly instead?: string;
}

/** Looks a name up in one version. */
type LookUp = (version: Version) => Lifetime | undefined;

/** When a name exists, as seen from `version`; undefined where no known version has it. */
export function availabilityOf(lookUp: LookUp, version: Version): Availability | undefined {
  const has = VERSIONS.map((candidate) => lookUp(candidate));
  const first = has.findIndex((entry) => entry !== undefined);
  const entry = has[first];
  if (entry === undefined) return undefined;
  const end = has.findIndex((found, n) => n > first && found === undefined);
  const since = first === 0 ? undefined : VERSIONS[first];
  const until = end < 0 ? undefined : VERSIONS[end];
  const now = VERSIONS.indexOf(version);
  const here = has[now] !== undefined;
  const instead = here ? undefined : now < first ? entry.renamedFrom : entry.renamedTo;
  return {
    here,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(instead === undefined ? {} : { instead }),
  };
}

/**
 * Why a name that another version has is not there in this one, as a sentence without its full stop:
 * `has_key() came with bpftrace 0.22; 0.17 is installed`. `shown` is the name as the reader knows it.
 */
export function explainAvailability(shown: string, { since, until, instead }: Availability, version: Version): string {
  const isOld = since !== undefined && VERSIONS.indexOf(version) < VERSIONS.indexOf(since);
  const when = isOld ? `${shown} came with bpftrace ${since}` : `${shown} is gone since bpftrace ${until ?? version}`;
  const use = instead === undefined ? '' : `, which has ${instead} in its place`;
  return `${when}; ${version} is installed${use}`;
}
