/**
 * How much an object may have of what is looked through. Compilers and the kernel stay far below each. What is more is refused, and never left out: of a program that was
 * left out nobody would know what it does.
 */
export const MOST = {
  symbols: 65_536,
  relocations: 500_000,
  functions: 8192,
  programs: 1024,
  /** Of all functions together; the verifier takes a million of one program. */
  instructions: 4_000_000,
  /** Functions that programs lead to, each counted for each program. */
  reached: 250_000,
  maps: 512,
  types: 300_000,
} as const;

/** Thrown and caught inside of this room. */
export class TooMuch extends Error {}

export function within(count: number, what: keyof typeof MOST): void {
  if (count > MOST[what]) throw new TooMuch(what);
}
