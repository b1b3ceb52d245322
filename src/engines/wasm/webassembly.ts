/** The part of the WebAssembly interface of JavaScript that is used here: its types come with a browser's, which nothing else of this program has. */

export interface Memory {
  readonly buffer: ArrayBuffer;
}

export interface Table {
  readonly length: number;
  get(at: number): unknown;
}

export type Exports = Readonly<Record<string, unknown>>;
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Interface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => { readonly exports: Exports };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Table: new (...values: never[]) => Table;
  readonly CompileError: new (...values: never[]) => Error;
  readonly LinkError: new (...values: never[]) => Error;
}

export const webAssembly: Interface = (globalThis as unknown as { readonly WebAssembly: Interface }).WebAssembly;
