/** How much one source may hold: an index is for what somebody reads, not for a disk. */
export const LIMITS = {
  /** Bytes of one file. */
  file: 2_000_000,
  files: 20_000,
  /** Bytes of all files that are read. */
  bytes: 64_000_000,
  passages: 50_000,
} as const;

/** Why files were left out. */
export type Left = 'large' | 'binary' | 'generated' | 'link' | 'unreadable' | 'too-many';

/** How many of each. What is of no kind that is read (pictures, archives) is not counted. */
export type LeftOut = Readonly<Partial<Record<Left, number>>>;
