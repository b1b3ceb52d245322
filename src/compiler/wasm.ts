/** Packs a BPF object and a small user-space part into a WebAssembly module that gpttrace and other wasm-bpf runtimes run. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, Span } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { DESCRIPTION_SECTION, type ModuleDescription } from '../core/module-description.ts';
import type { Message } from '../core/problem.ts';
import type { RowsOutput } from '../core/program.ts';
import { readObject } from '../object/read.ts';
import type { Host } from '../system/host.ts';
import { scratchFolder } from '../system/scratch.ts';
import { installing, type Part, toolchainOf } from './toolchain.ts';
import { DEFAULT_PART, objectHeader, type RecordBuffer, RUNTIME_HEADER, recordsHeader } from './wasm/user-part.ts';

const COMPILE_MS = 120_000;
const MOST_DIAGNOSTICS = 50;
/** The linker's first reason, without the temporary file that it is about. */
const LINKER = /^\S*wasm-ld\S*: error: (?:\S+\.o: )?(.+)$/m;

export interface ModuleOptions {
  readonly host: Host;
  /** The user-space part in C, which includes wasm-bpf.h and bpf-object.h; one that prints every record where there is none. */
  readonly user?: string;
  readonly title?: string;
}

export interface BuiltModule {
  readonly module?: Uint8Array;
  /** Why there is no module, where it is not for mistakes in the user-space part. */
  readonly failure?: Message;
  /** Of the user-space part; spans are into it, where it was given. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is missing on this machine for packing modules, and how to get it; undefined where nothing is. */
export function missingForModules(host: Host): Message | undefined {
  const { clang } = toolchainOf(host);
  // A clang with its version in its name starts the linker of that version.
  const linkers = ['wasm-ld', `wasm-ld${/-\d+$/.exec(clang ?? '')?.[0] ?? ''}`];
  const parts: Part[] = [
    ...(clang === undefined ? (['clang'] as const) : []),
    ...(linkers.every((name) => host.which(name) === undefined) ? (['lld'] as const) : []),
    ...(host.exists('/usr/include/wasm32-wasi/stdio.h') ? [] : (['wasi-libc'] as const)),
  ];
  if (parts.length === 0) return undefined;
  return messages.noWasmToolchain(parts, installing(host, [...parts, 'wasm-runtime']).install);
}

export async function buildModule(object: Uint8Array, options: ModuleOptions): Promise<BuiltModule> {
  const missing = missingForModules(options.host);
  if (missing !== undefined) return { diagnostics: [], failure: missing };
  const read = readObject(object);
  if (!read.ok) return { diagnostics: [], failure: messages.noObjectToPack(read.message) };
  if (read.object.btf === undefined) return { diagnostics: [], failure: messages.noObjectToPack('it has no BTF') };
  const { programs, maps, outputs } = read.object.description;
  const names = programs.filter(({ autoAttach }) => autoAttach).map(({ name }) => name);
  const buffers = maps
    .filter(({ type }) => type === 'ringbuf' || type === 'perf_event_array')
    .flatMap(({ name }, statement): (RecordBuffer & { readonly rows: RowsOutput })[] => {
      const fields = read.object.fieldsOf(name);
      const rows = outputs.find((output): output is RowsOutput => output.shape === 'rows' && output.statement === statement);
      return fields.length === 0 || rows === undefined ? [] : [{ map: name, fields, rows }];
    });
  if (options.user === undefined && buffers.length === 0) return { diagnostics: [], failure: messages.noRecords() };
  const files = { 'bpf-object.h': objectHeader(object, names), 'bpf-records.h': recordsHeader(buffers) };
  const built = await compileModule(files, options);
  if (built.module === undefined || options.user !== undefined) return built;
  const description: ModuleDescription = { ...(options.title === undefined ? {} : { title: options.title }), outputs: buffers.map(({ rows }) => rows) };
  return { ...built, module: withSection(built.module, JSON.stringify(description)) };
}

async function compileModule(headers: Readonly<Record<string, string>>, { host, user }: ModuleOptions): Promise<BuiltModule> {
  const folder = scratchFolder('gpttrace-module-');
  try {
    const [source, out] = [join(folder, 'user.c'), join(folder, 'module.wasm')];
    for (const [name, text] of Object.entries({ 'wasm-bpf.h': RUNTIME_HEADER, ...headers })) writeFileSync(join(folder, name), text);
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
    const ran = await host.run(toolchainOf(host).clang ?? 'clang', args, { timeout: COMPILE_MS });
    const diagnostics = said(ran.stderr, source, user ?? DEFAULT_PART);
    if (ran.status === 0) return { module: Uint8Array.from(readFileSync(out)), diagnostics };
    const hasError = diagnostics.some(({ severity }) => severity === 'error');
    const why = ran.failure ?? LINKER.exec(ran.stderr)?.[1] ?? ran.stderr.trim().split('\n').at(-1) ?? '';
    return { diagnostics, ...(hasError ? {} : { failure: messages.wasmNotLinked(why) }) };
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
