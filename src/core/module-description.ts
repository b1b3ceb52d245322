import type { Output } from './program.ts';

/** The custom section of a WebAssembly module in which its builder says what it prints; other runtimes skip it. */
export const DESCRIPTION_SECTION = 'gpttrace';

/** What that section holds, as JSON. */
export interface ModuleDescription {
  readonly title?: string;
  /** The rows it prints, as JSON objects with the names of the columns. */
  readonly outputs: readonly Output[];
}
