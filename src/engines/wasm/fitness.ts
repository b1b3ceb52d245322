/** Whether a module can be run here, told from its bytes: before consent, and before anything of it is compiled. */
import { isOfBpf, typesOf } from './interface.ts';
import { PAGE, readModule, type WasmModule } from './module.ts';

export const PAGES_PER_MIB: number = (1024 * 1024) / PAGE;
/** What a guest may take of memory unless it is told otherwise: 256 MiB. */
export const MOST_PAGES = 4096;
/** What its tables may have of elements, all together: a compiler puts the functions there that are called by their address. */
export const MOST_ELEMENTS = 1_000_000;
const WASI = ['wasi_snapshot_preview1', 'wasi_unstable'];
const MOST_TABLES = 16;
const NAMED = 5;

export type Fitness =
  | { readonly ok: true; readonly module: WasmModule }
  | {
      readonly ok: false;
      readonly why: 'not-wasm' | 'component' | 'version' | 'truncated' | 'imports' | 'memory' | 'tables' | 'no-start';
      readonly message: string;
    };

/** What keeps a module from being run, as one sentence without its name; or the module. */
export function fitnessOf(bytes: Uint8Array, pages: number = MOST_PAGES): Fitness {
  const read = readModule(bytes);
  if (!read.ok) return read;
  const { module } = read;
  const missing = module.imports.filter(({ module: from, name, kind }) => !(kind === 'memory' || (kind === 'function' && provides(from, name))));
  if (missing.length > 0) {
    const names = missing.slice(0, NAMED).map(({ module: from, name }) => `${from}.${name}`);
    const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
    const preview2 = missing.some(({ module: from }) => from.startsWith('wasi:')) ? ' (WASI preview 2)' : '';
    return { ok: false, why: 'imports', message: `it needs what is not offered here: ${names.join(', ')}${more}${preview2}` };
  }
  const other = module.imports.find((one) => one.kind === 'function' && typesOf(one.module, one.name)?.includes(one.type ?? '') === false);
  if (other !== undefined) {
    const message = `it imports ${other.module}.${other.name} with other parameters than a wasm-bpf runtime has: ${other.type ?? 'of no type'} instead of ${typesOf(other.module, other.name)?.[0]}`;
    return { ok: false, why: 'imports', message };
  }
  for (const { minimum, shared, wide } of module.memories) {
    if (shared || wide)
      return { ok: false, why: 'memory', message: `it needs ${shared ? 'memory shared between threads' : 'memory of 64 bits'}, which is not offered here` };
    if (minimum > pages) {
      return { ok: false, why: 'memory', message: `it wants ${mebibytes(minimum)} MiB of memory to begin with; at most ${mebibytes(pages)} MiB are given` };
    }
  }
  if (module.tables.some(({ plain }) => !plain)) return { ok: false, why: 'tables', message: 'it has a table of a form that is not offered here' };
  const elements = module.tables.reduce((sum, { minimum }) => sum + minimum, 0);
  if (module.tables.length > MOST_TABLES || elements > MOST_ELEMENTS) {
    const wants =
      module.tables.length > MOST_TABLES
        ? `${module.tables.length} tables; at most ${MOST_TABLES}`
        : `tables of ${elements} elements; at most ${MOST_ELEMENTS}`;
    return { ok: false, why: 'tables', message: `it wants ${wants} are given` };
  }
  if (!module.exports.some(({ name, kind }) => name === '_start' && kind === 'function')) {
    return { ok: false, why: 'no-start', message: 'it has no _start function: it is a library, not a program' };
  }
  return { ok: true, module };
}

function provides(module: string, name: string): boolean {
  if (isOfBpf(module)) return typesOf(module, name) !== undefined;
  return WASI.includes(module);
}

function mebibytes(pages: number): number {
  return Math.ceil((pages * PAGE) / 1024 / 1024);
}
