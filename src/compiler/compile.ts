/** C to a BPF object, with the machine's clang. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Host } from '../system/host.ts';
import { clangDiagnostics } from './clang.ts';
import { handOver, readableTypes, readOwn, scratchFolder } from './confined.ts';
import { lintOf } from './lint.ts';
import { withoutDwarf } from './sections.ts';
import { type Toolchain, toolchainOf } from './toolchain.ts';
import { kernelKey, type Vmlinux, vmlinuxOf } from './vmlinux.ts';

const COMPILE_TIMEOUT = 30_000;
/** What clang says of itself where it met one of the bounds it is run within (src/system/real.ts). */
const GAVE_UP = /out of memory|bad_alloc|CPU time limit exceeded/i;
const CRASHED = /^clang\S*: error: (?:clang frontend command failed|unable to execute command)/m;
const TOO_LONG = 'it took too long';
/** Objects kept of what was compiled before in this process: repairing and rehearsing compile the same text several times. */
const MOST_KEPT = 16;
/** What a machine is called in `bpf_tracing.h`, by Node's name of it. */
const TARGETS: Readonly<Record<string, string>> = {
  x64: 'x86',
  arm64: 'arm64',
  arm: 'arm',
  riscv64: 'riscv',
  s390x: 's390',
  ppc64: 'powerpc',
  loong64: 'loongarch',
  mips: 'mips',
};
/** Where Debian has the headers of the machine itself (`asm/types.h`), which `linux/bpf.h` includes. */
const TRIPLES: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  s390x: 's390x-linux-gnu',
  ppc64: 'powerpc64le-linux-gnu',
};

export interface CompileOptions {
  readonly host: Host;
  /** The file that the source was read from: what it includes is looked for beside it. */
  readonly file?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where `vmlinux.h` is kept; the user's cache folder otherwise. */
  readonly cache?: string | undefined;
  readonly toolchain?: Toolchain | undefined;
  /** A stranger wrote it: clang then reads nothing that not everybody may, `file` and what is beside it neither. */
  readonly confined?: boolean | undefined;
}

export interface Compiled {
  /** The ELF file; absent where there are errors. */
  readonly object?: Uint8Array;
  /** Errors first, then warnings, each in the order of the source. */
  readonly diagnostics: readonly Diagnostic[];
}

const kept = new Map<string, Compiled>();

/**
 * Compiles C for the kernel. What is wrong with the program comes back as diagnostics; a Problem is thrown where this machine cannot compile: no clang, no headers, no
 * BTF, or a clang that failed for a reason of its own.
 */
export async function compile(source: string, asked: CompileOptions): Promise<Compiled> {
  const options = asked.confined === true ? { ...asked, file: undefined } : asked;
  const { host, signal } = options;
  signal?.throwIfAborted();
  const tools = options.toolchain ?? toolchainOf(host);
  const { clang } = tools;
  const wantsTypes = /vmlinux\.h/.test(source) || includesOwn(source);
  const missing = tools.missing.filter((part) => part !== 'bpftool');
  if (clang === undefined || missing.length > 0) throw new Problem(messages.noToolchain(missing, tools.install));
  const key = keyOf(source, options, clang);
  const known = key === undefined ? undefined : kept.get(key);
  if (known !== undefined) return known;
  const types = wantsTypes ? await vmlinuxOf(host, tools.bpftool, options) : undefined;
  signal?.throwIfAborted();
  if (types !== undefined && types.kind !== 'there' && !ownTypes(options.file, host)) throw new Problem(noTypes(types, tools));
  const compiled = await run(clang, source, options, types?.kind === 'there' ? types.folder : undefined);
  if (key !== undefined) {
    kept.set(key, compiled);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  }
  return compiled;
}

/** What clang is called with, but for the files: also what stands at the top of a written program. */
export function clangFlags(arch: string): readonly string[] {
  const target = TARGETS[arch];
  return ['-target', 'bpf', '-g', '-O2', ...(target === undefined ? [] : [`-D__TARGET_ARCH_${target}`])];
}

/** Where the headers of the machine itself are on Debian. */
export function ownHeaders(arch: string): string | undefined {
  const triple = TRIPLES[arch];
  return triple === undefined ? undefined : `/usr/include/${triple}`;
}

async function run(clang: string, source: string, options: CompileOptions, types: string | undefined): Promise<Compiled> {
  const { host, file, signal, confined = false } = options;
  const scratch = scratchFolder(confined, host);
  try {
    const name = nameOf(file);
    const from = join(scratch, name);
    const to = join(scratch, 'object');
    writeFileSync(from, source, { mode: 0o600 });
    if (confined) handOver(scratch, host);
    if (confined) handOver(from, host);
    const headers = confined && types !== undefined ? readableTypes(types, scratch) : types;
    const own = ownHeaders(host.arch);
    const args = [
      ...clangFlags(host.arch),
      '-Wall',
      '-Wno-address-of-packed-member',
      '-Wno-missing-declarations',
      '-Wno-unused-variable',
      '-Wno-unused-function',
      // The lines of the source, which the verifier shows beside what it refuses, without the name of a folder that is gone by then.
      '-gdwarf-5',
      '-gembed-source',
      `-ffile-prefix-map=${scratch}=.`,
      '-ferror-limit=0',
      '-fno-color-diagnostics',
      '-fdiagnostics-parseable-fixits',
      '-fdiagnostics-print-source-range-info',
      '-fmessage-length=0',
      ...(file === undefined ? [] : ['-iquote', dirname(resolve(file))]),
      ...(headers === undefined ? [] : ['-isystem', headers]),
      ...(own !== undefined && host.exists(own) ? ['-idirafter', own] : []),
      '-c',
      from,
      '-o',
      to,
    ];
    const result = await host.run(clang, args, {
      timeout: COMPILE_TIMEOUT,
      ...(signal === undefined ? {} : { signal }),
      ...(confined ? { confined: scratch } : { bounded: true }),
    });
    signal?.throwIfAborted();
    // It names the file inside of what it says, too: a folder that is gone by then is nobody's business.
    const said = result.stderr.replaceAll(`${scratch}/`, '');
    const diagnostics = [...clangDiagnostics(said, source, [from, name, `./${name}`]), ...lintOf(source)];
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    diagnostics.sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
    if (result.status !== 0) {
      if (result.failure === TOO_LONG || result.signal !== null || GAVE_UP.test(said)) throw new Problem(messages.compilerGaveUp(file ?? 'the program'));
      if (CRASHED.test(said)) throw new Problem(messages.clangFailed(clang, 'it crashed'));
      if (!failed) throw new Problem(messages.clangFailed(clang, result.failure ?? said.trim().split('\n')[0] ?? `it ended with ${result.status}`));
    }
    if (!failed && !existsSync(to)) throw new Problem(messages.clangFailed(clang, 'it wrote no object'));
    return failed ? { diagnostics } : { object: withoutDwarf(confined ? readOwn(to) : readFileSync(to)), diagnostics };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The name that BTF and the verifier's log have for the source. */
function nameOf(file: string | undefined): string {
  const name = file === undefined || file === '-' ? '' : basename(file).replace(/[^\w.+-]/g, '_');
  return name.endsWith('.c') && !name.startsWith('-') ? name : 'program.bpf.c';
}

/** Whether it includes files of its own, which may change without it: nothing is kept of such. */
function includesOwn(source: string): boolean {
  return /^[ \t]*#[ \t]*include[ \t]*"(?!vmlinux\.h")/m.test(source);
}

function ownTypes(file: string | undefined, host: Host): boolean {
  return file !== undefined && host.exists(join(dirname(resolve(file)), 'vmlinux.h'));
}

function keyOf(source: string, { host, file, confined = false }: CompileOptions, clang: string): string | undefined {
  if (includesOwn(source) || ownTypes(file, host)) return undefined;
  const about = [nameOf(file), confined, clang, host.stamp(clang) ?? '', host.arch, kernelKey(host) ?? host.release];
  return createHash('sha256')
    .update(JSON.stringify([...about, source]))
    .digest('hex');
}

function noTypes(types: Exclude<Vmlinux, { kind: 'there' }>, tools: Toolchain): ReturnType<typeof messages.noKernelTypes> {
  if (types.kind === 'no-btf') return messages.noKernelTypes();
  return types.kind === 'no-bpftool' ? messages.noToolchain(['bpftool'], tools.install) : messages.noVmlinux(types.said);
}
