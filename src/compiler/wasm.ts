/** Packs a BPF object and a small user-space part into a WebAssembly module that gpttrace and other wasm-bpf runtimes run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic, Span } from '../core/diagnostic.ts';
import { DESCRIPTION_SECTION, type ModuleDescription } from '../core/module-description.ts';
import type { Output, RowsOutput } from '../core/program.ts';
import type { Host } from '../system/host.ts';
import { type Field, type ObjectParts, objectParts, type RecordBuffer } from './wasm/object.ts';
import { DEFAULT_PART, objectHeader, RUNTIME_HEADER, recordsHeader } from './wasm/user-part.ts';

const COMPILE_MS = 120_000;
const MOST_DIAGNOSTICS = 50;

export interface ModuleOptions {
  readonly host: Host;
  /** The user-space part in C, which includes wasm-bpf.h and bpf-object.h; one that prints every record where there is none. */
  readonly user?: string;
  readonly title?: string;
  /** What the object tells, as its reader has it: its names and kinds are then those of the rows. */
  readonly outputs?: readonly Output[];
}

export interface BuiltModule {
  readonly module?: Uint8Array;
  /** Spans are into the user-space part, where that was given. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is missing on this machine for packing modules, and how to get it; undefined where nothing is. */
export function missingForModules(host: Host): Diagnostic | undefined {
  const missing = [
    ...(host.which('clang') === undefined ? ['clang'] : []),
    ...(host.which('wasm-ld') === undefined ? ['lld'] : []),
    ...(host.exists('/usr/include/wasm32-wasi/stdio.h') ? [] : ['wasi-libc']),
  ];
  if (missing.length === 0) return undefined;
  const hints = [`apt-get install ${missing.join(' ')} libclang-rt-14-dev-wasm32`];
  return failure('no-wasm-toolchain', `a module cannot be packed on this machine: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`, hints);
}

export async function buildModule(object: Uint8Array, options: ModuleOptions): Promise<BuiltModule> {
  const missing = missingForModules(options.host);
  if (missing !== undefined) return { diagnostics: [missing] };
  const parts = objectParts(object);
  if (parts === undefined) return { diagnostics: [failure('no-object', 'it is no compiled BPF object with BTF', ['compile it with -g'])] };
  const named = withNames(parts, options.outputs ?? []);
  if (options.user === undefined && !named.buffers.some(({ fields }) => fields.length > 0)) {
    const hints = [
      'give its ring buffer __type(value, struct NAME), or declare const struct NAME *unused',
      'or write the user-space part: it follows the program on the command line',
    ];
    return {
      diagnostics: [failure('no-records', 'the program has no ring or perf buffer whose records are described, so that nothing would be printed', hints)],
    };
  }
  const printed = { ...named, buffers: named.buffers.filter(({ fields }) => fields.length > 0) };
  const built = await compileModule(object, printed, options);
  if (built.module === undefined || options.user !== undefined) return built;
  const description: ModuleDescription = { ...(options.title === undefined ? {} : { title: options.title }), outputs: printed.buffers.map(outputOf) };
  return { ...built, module: withSection(built.module, JSON.stringify(description)) };
}

type NamedBuffer = RecordBuffer & { readonly rows?: RowsOutput; readonly statement: number };
type Named = Omit<ObjectParts, 'buffers'> & { readonly buffers: readonly NamedBuffer[] };

/** The reader of objects knows more of the columns; what a row is called is its to say where it sees the same fields. */
function withNames(parts: ObjectParts, outputs: readonly Output[]): Named {
  const buffers = parts.buffers.map((buffer, statement) => {
    const rows = outputs.find((output): output is RowsOutput => output.shape === 'rows' && output.statement === statement);
    if (rows === undefined || rows.columns.length !== buffer.fields.length) return { ...buffer, statement };
    return { ...buffer, statement, rows, fields: buffer.fields.map((field, i) => ({ ...field, name: rows.columns[i]?.name ?? field.name })) };
  });
  return { ...parts, buffers };
}

function outputOf(buffer: NamedBuffer): RowsOutput {
  const column = ({ name, form }: Field): RowsOutput['columns'][number] => ({
    name,
    kind: 'plain',
    type: form === 'text' ? 'string' : form === 'float' ? 'unknown' : 'integer',
    ...(form === 'unsigned' ? { integer: 'unsigned' as const } : {}),
  });
  return buffer.rows ?? { shape: 'rows', statement: buffer.statement, columns: buffer.fields.map(column) };
}

async function compileModule(object: Uint8Array, parts: ObjectParts, { host, user }: ModuleOptions): Promise<BuiltModule> {
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-module-'));
  try {
    const [source, out] = [join(folder, 'user.c'), join(folder, 'module.wasm')];
    writeFileSync(join(folder, 'wasm-bpf.h'), RUNTIME_HEADER);
    writeFileSync(join(folder, 'bpf-object.h'), objectHeader(object, parts));
    writeFileSync(join(folder, 'bpf-records.h'), recordsHeader(parts));
    writeFileSync(source, user ?? DEFAULT_PART);
    // The table is what a runtime finds callbacks in.
    const args = [
      '--target=wasm32-wasi',
      '-O2',
      '-std=gnu11',
      '-fno-color-diagnostics',
      '-Wl,--export-table',
      '-Wl,--strip-all',
      '-I',
      folder,
      '-o',
      out,
      source,
    ];
    const ran = await host.run('clang', args, { timeout: COMPILE_MS });
    const diagnostics = said(ran.stderr, source, user ?? DEFAULT_PART);
    if (ran.status === 0) return { module: Uint8Array.from(readFileSync(out)), diagnostics };
    const hasError = diagnostics.some(({ severity }) => severity === 'error');
    const why = ran.failure ?? ran.stderr.trim().split('\n').at(-1) ?? '';
    return { diagnostics: hasError ? diagnostics : [...diagnostics, failure('wasm-not-linked', `clang did not make a module: ${why}`, [])] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** clang's `FILE:LINE:COLUMN: error: MESSAGE`. */
function said(stderr: string, file: string, source: string): Diagnostic[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const found: Diagnostic[] = [];
  for (const line of stderr.split('\n')) {
    const [, at, column, kind, message] = line.startsWith(`${file}:`)
      ? (/^:(\d+):(\d+): (?:fatal )?(error|warning): (.*)$/.exec(line.slice(file.length)) ?? [])
      : [];
    if (at === undefined || message === undefined) continue;
    const start = Math.min(source.length, (starts[Number(at) - 1] ?? source.length) + Number(column) - 1);
    const span: Span = { start, end: Math.min(source.length, start + 1) };
    found.push({ code: 'c-compiler', severity: kind === 'error' ? 'error' : 'warning', message, span, hints: [], fixes: [] });
  }
  return found.slice(0, MOST_DIAGNOSTICS);
}

function failure(code: string, message: string, hints: readonly string[]): Diagnostic {
  return { code, severity: 'error', message, hints, fixes: [] };
}

function withSection(module: Uint8Array, text: string): Uint8Array {
  const name = Buffer.from(DESCRIPTION_SECTION);
  const body = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(text)]);
  const length: number[] = [];
  for (let rest = body.length; ; rest >>>= 7) {
    length.push(rest < 128 ? rest : (rest & 127) | 128);
    if (rest < 128) break;
  }
  return Buffer.concat([module, Buffer.from([0, ...length]), body]);
}
