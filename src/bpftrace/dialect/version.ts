/**
 * The bpftrace releases the table knows, by major and minor number: within one minor the language stays as it is (bpftrace's docs/release_process.md).
 */
export const VERSIONS = ['0.17', '0.18', '0.19', '0.20', '0.21', '0.22', '0.23', '0.24', '0.25', '0.26', '0.27'] as const;
export type Version = (typeof VERSIONS)[number];

const NEWEST: Version = '0.27';

/**
 * The known version nearest to what a bpftrace says of itself (`0.17.0`, `v0.23.2`, `bpftrace v0.24.0-rc1`). Older than known is taken for the oldest,
 * newer than known for the newest, and what is no version for the newest too: it has the most, so that nothing is complained about without knowing.
 */
export function versionOf(text: string | undefined): Version {
  const match = /(\d+)\.(\d+)/.exec(text ?? '');
  if (match === null) return NEWEST;
  const [, major, minor] = match;
  if (major !== '0' || Number(minor) > Number(NEWEST.slice(2))) return NEWEST;
  return VERSIONS.find((version) => version === `0.${Number(minor)}`) ?? VERSIONS[0];
}

/** Negative where `a` came out before `b`, 0 where they are the same. */
export function compareVersions(a: Version, b: Version): number {
  return VERSIONS.indexOf(a) - VERSIONS.indexOf(b);
}
