/**
 * A WebAssembly module as data (https://webassembly.github.io/spec/core/binary/): as much of it as tells whether and how it can be run, before anything of it is
 * compiled. Never throws, whatever the bytes.
 */
import { Bytes, leb } from './bytes.ts';

export type ImportKind = 'function' | 'table' | 'memory' | 'global' | 'tag';

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: ImportKind;
  /** Of a function: its parameters, then its results, such as `i32 i32 -> i64`. */
  readonly type?: string;
}

/** In pages of 64 KiB. */
export interface Memory {
  readonly minimum: number;
  readonly maximum?: number;
  readonly shared: boolean;
  readonly wide: boolean;
  readonly imported: boolean;
}

/** Of functions or references: so many elements, each of which takes of our memory. */
export interface Elements {
  readonly minimum: number;
  readonly maximum?: number;
  /** Whether it is of a form that is known here: another one's bound could not be set. */
  readonly plain: boolean;
}

export interface Segment {
  /** Where it lies in memory; undefined where only the running module tells. */
  readonly at: number | undefined;
  readonly bytes: Uint8Array;
}

export interface WasmModule {
  readonly imports: readonly Import[];
  readonly exports: readonly { readonly name: string; readonly kind: ImportKind }[];
  readonly memories: readonly Memory[];
  readonly tables: readonly Elements[];
  readonly data: readonly Segment[];
  /** Custom sections by name; of several of one name the last. */
  readonly custom: ReadonlyMap<string, Uint8Array>;
}

export type ReadModule =
  | { readonly ok: true; readonly module: WasmModule }
  | { readonly ok: false; readonly why: 'not-wasm' | 'component' | 'version' | 'truncated'; readonly message: string };

export const PAGE = 65_536;
const KINDS: readonly ImportKind[] = ['function', 'table', 'memory', 'global', 'tag'];
const SECTION = { custom: 0, type: 1, import: 2, table: 4, memory: 5, export: 7, data: 11 } as const;
const HEADER = 8;

export function readModule(bytes: Uint8Array): ReadModule {
  const magic = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (!magic) return { ok: false, why: 'not-wasm', message: 'it is not a WebAssembly file' };
  if (bytes.length < HEADER) return { ok: false, why: 'truncated', message: 'the file is cut off: it ends within its header' };
  // The second half of the version is the layer: 1 is a component.
  if (bytes[6] === 1) {
    const message = 'it is a component (WASI preview 2); only core modules for WASI preview 1 can be run';
    return { ok: false, why: 'component', message };
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(4, true);
  if (version !== 1) return { ok: false, why: 'version', message: `it is of version ${version} of the format; version 1 is known here` };
  try {
    return { ok: true, module: sectionsOf(bytes) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, why: 'truncated', message: `the file is cut off or damaged: ${error.message}` };
    throw error;
  }
}

/**
 * The same module whose memories cannot grow beyond `pages`, nor its tables beyond `elements` each. An imported memory keeps what it says: whoever makes it sets its
 * bound. For a module that was read without a fault, whose tables are plain.
 */
export function bounded(bytes: Uint8Array, pages: number, elements: number): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, HEADER)];
  for (const { id, start, body } of sections(bytes)) {
    const end = body.end;
    const written = id === SECTION.memory ? boundMemories(body, pages) : id === SECTION.table ? boundTables(body, elements) : undefined;
    parts.push(written === undefined ? bytes.subarray(start, end) : Buffer.from([id, ...leb(written.length), ...written]));
  }
  return Buffer.concat(parts);
}

function boundMemories(body: Bytes, pages: number): number[] {
  const memories = memorySection(body);
  return [...leb(memories.length), ...memories.flatMap(({ minimum, maximum = pages }) => [1, ...leb(minimum), ...leb(Math.min(maximum, pages))])];
}

function boundTables(body: Bytes, elements: number): number[] {
  const count = body.unsigned();
  const written = leb(count);
  for (let left = count; left > 0; left--) {
    written.push(body.byte());
    const { minimum, maximum = elements } = limits(body, false);
    written.push(1, ...leb(minimum), ...leb(Math.min(maximum, elements)));
  }
  return written;
}

function* sections(bytes: Uint8Array): Generator<{ readonly id: number; readonly start: number; readonly body: Bytes }> {
  const all = new Bytes(bytes, HEADER);
  while (all.at < all.end) {
    const start = all.at;
    const id = all.byte();
    const length = all.unsigned();
    const from = all.at;
    all.take(length);
    yield { id, start, body: new Bytes(bytes, from, from + length) };
  }
}

function sectionsOf(bytes: Uint8Array): WasmModule {
  const types: (string | undefined)[] = [];
  const imports: Import[] = [];
  const exports: { name: string; kind: ImportKind }[] = [];
  const memories: Memory[] = [];
  const tables: Elements[] = [];
  const data: Segment[] = [];
  const custom = new Map<string, Uint8Array>();
  for (const { id, body } of sections(bytes)) {
    if (id === SECTION.custom) custom.set(body.name(), body.take(body.end - body.at));
    else if (id === SECTION.type) typeSection(body, types);
    else if (id === SECTION.import) importSection(body, types, imports, memories);
    else if (id === SECTION.table) tables.push(...tableSection(body));
    else if (id === SECTION.memory) memories.push(...memorySection(body));
    else if (id === SECTION.export) {
      for (let left = body.unsigned(); left > 0; left--) {
        exports.push({ name: body.name(), kind: kindOf(body.byte()) });
        body.unsigned();
      }
    } else if (id === SECTION.data) dataSection(body, data);
  }
  return { imports, exports, memories, tables, data, custom };
}

function kindOf(number: number): ImportKind {
  const kind = KINDS[number];
  if (kind === undefined) throw new RangeError(`an import or export of the unknown kind ${number}`);
  return kind;
}

const VALUES: Readonly<Record<number, string>> = { 127: 'i32', 126: 'i64', 125: 'f32', 124: 'f64', 123: 'v128', 112: 'funcref', 111: 'externref' };
const FUNCTION = 0x60;

/** Types of functions only; what comes after another kind of type is not known. */
function typeSection(body: Bytes, types: (string | undefined)[]): void {
  const values = (): string[] => {
    const names: string[] = [];
    for (let left = body.unsigned(); left > 0; left--) names.push(VALUES[body.byte()] ?? '?');
    return names;
  };
  for (let left = body.unsigned(); left > 0; left--) {
    if (body.byte() !== FUNCTION) return;
    const parameters = values();
    types.push([...parameters, '->', ...values()].join(' '));
  }
}

function importSection(body: Bytes, types: readonly (string | undefined)[], imports: Import[], memories: Memory[]): void {
  for (let left = body.unsigned(); left > 0; left--) {
    const [module, name] = [body.name(), body.name()];
    const kind = kindOf(body.byte());
    if (kind === 'function') {
      const type = types[body.unsigned()];
      imports.push({ module, name, kind, ...(type === undefined ? {} : { type }) });
      continue;
    }
    imports.push({ module, name, kind });
    if (kind === 'memory') memories.push(limits(body, true));
    else if (kind === 'table') {
      body.byte();
      limits(body, true);
    } else if (kind === 'global') body.take(2);
    else {
      body.byte();
      body.unsigned();
    }
  }
}

function memorySection(body: Bytes): Memory[] {
  const memories: Memory[] = [];
  for (let left = body.unsigned(); left > 0; left--) memories.push(limits(body, false));
  return memories;
}

/** `funcref` and `externref` with numbers of 32 bits; what follows another form is not looked at. */
function tableSection(body: Bytes): Elements[] {
  const tables: Elements[] = [];
  for (let left = body.unsigned(); left > 0; left--) {
    const type = body.byte();
    if (type !== 0x70 && type !== 0x6f) return [...tables, { minimum: 0, plain: false }];
    const { minimum, maximum, shared, wide } = limits(body, false);
    tables.push({ minimum, ...(maximum === undefined ? {} : { maximum }), plain: !shared && !wide });
  }
  return tables;
}

function limits(body: Bytes, imported: boolean): Memory {
  const flags = body.byte();
  const minimum = body.unsigned();
  return { minimum, ...(flags & 1 ? { maximum: body.unsigned() } : {}), shared: (flags & 2) !== 0, wide: (flags & 4) !== 0, imported };
}

function dataSection(body: Bytes, data: Segment[]): void {
  for (let left = body.unsigned(); left > 0; left--) {
    const flags = body.unsigned();
    if (flags === 2) body.unsigned();
    const at = flags === 1 ? undefined : offset(body);
    data.push({ at, bytes: body.take(body.unsigned()) });
  }
}

/** A constant expression: `i32.const N` is known, `global.get N` is for the running module to tell. */
function offset(body: Bytes): number | undefined {
  const [CONST32, CONST64, GLOBAL, END] = [0x41, 0x42, 0x23, 0x0b];
  const operation = body.byte();
  let value: number | undefined;
  if (operation === CONST32) value = body.signed() >>> 0;
  else if (operation === CONST64) value = body.signed();
  else if (operation === GLOBAL) body.unsigned();
  else throw new RangeError('data whose place is computed in a way not known here');
  if (body.byte() !== END) throw new RangeError('data whose place is computed in a way not known here');
  return value;
}
