/** What a WebAssembly module is given of this machine beside what every module gets. */

export interface Folder {
  /** Where it is here. */
  readonly path: string;
  /** What the module knows it by. */
  readonly name: string;
  readonly writable: boolean;
}

export interface Grants {
  readonly folders?: readonly Folder[];
  readonly env?: Readonly<Record<string, string>>;
  /** Memory at most, in MiB. */
  readonly memory?: number;
}
