import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clangDiagnostics } from '../../src/compiler/clang.ts';
import { compile } from '../../src/compiler/compile.ts';
import { headerComment } from '../../src/compiler/describe.ts';
import { noteOf, packed } from '../../src/compiler/package.ts';
import { sectionOf } from '../../src/compiler/sections.ts';
import { installing, toolchainOf } from '../../src/compiler/toolchain.ts';
import { vmlinuxOf } from '../../src/compiler/vmlinux.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import { Problem } from '../../src/core/problem.ts';
import { realHost } from '../../src/system/real.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const host = realHost();
const tools = toolchainOf(host);
const why = tools.missing.length > 0 ? `not here: ${tools.missing.join(', ')}` : host.exists('/sys/kernel/btf/vmlinux') ? undefined : 'this kernel has no BTF';
if (why !== undefined) console.log(`compiling is not tested: ${why}`);
const folder = mkdtempSync(join(tmpdir(), 'gpttrace-compile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n';
const PLACE = 'SEC("tracepoint/syscalls/sys_enter_openat")\nint handle(void *ctx) {\n';
const TAIL = '  return 0;\n}\nchar LICENSE[] SEC("license") = "GPL";\n';
const run = (source: string, file?: string): ReturnType<typeof compile> => compile(source, { host, file, cache: folder });

describe.skipIf(why !== undefined)('C to an object', () => {
  it('compiles, keeps no folder of its own and no DWARF in it', async () => {
    const source = `${HEAD}${PLACE}${TAIL}`;
    const { object, diagnostics } = await run(source, join(folder, 'a.bpf.c'));
    expect(diagnostics).toEqual([]);
    expect(Buffer.from(object ?? []).toString('latin1')).not.toMatch(/\/gpttrace-\w{6}\//);
    expect(sectionOf(object ?? new Uint8Array(), '.BTF')?.length).toBeGreaterThan(0);
    expect(object?.length).toBeLessThan(20_000);
    expect((await run(source, join(folder, 'a.bpf.c'))).object).toBe(object);
  });

  /** What is wrong, its codes, and the text each is told at. */
  it.each([
    ['a type without its header', `#include <bpf/bpf_helpers.h>\n${PLACE}  u64 x = 1;\n${TAIL}`, 'c-missing-include', '#include <bpf/bpf_helpers.h>'],
    ['a helper that is none', `${HEAD}${PLACE}  bpf_get_pid();\n${TAIL}`, 'c-unknown-function', 'bpf_get_pid'],
    ['a C library', `${HEAD}${PLACE}  char é[4]; strcpy(é, "a");\n${TAIL}`, 'bpf-library-call', 'strcpy'],
    ['a header of the C library', `${HEAD}#include <no/such.h>\n${PLACE}${TAIL}`, 'c-missing-header', '<no/such.h>'],
    ['floating point', `${HEAD}${PLACE}  volatile double x = bpf_ktime_get_ns();\n${TAIL}`, 'bpf-floating-point', 'bpf_ktime_get_ns'],
    ['a large stack', `${HEAD}${PLACE}  char text[700]; bpf_probe_read_kernel(text, 700, ctx); bpf_trace_printk(text, 700);\n${TAIL}`, 'bpf-stack', 'handle'],
    ['no such field', `${HEAD}${PLACE}  return ((struct task_struct *)ctx)->nothing;\n${TAIL}`, 'c-unknown-field', 'nothing'],
    ['no licence', `${HEAD}${PLACE}  bpf_printk("x"); return 0;\n}\n`, 'c-no-licence', 'bpf_printk'],
    ['no program', `${HEAD}int x;\n`, 'c-no-program', ''],
  ])('%s', async (_, source, code, at) => {
    const { object, diagnostics } = await run(source);
    expect(object).toBeUndefined();
    const found = diagnostics.find((each) => each.code === code);
    expect(found, JSON.stringify(diagnostics)).toMatchObject({ severity: 'error' });
    expect(source.slice(found?.span?.start ?? 0, found?.span?.end ?? 0)).toBe(at);
  });

  it('tells all errors at once, those of an included file at its include', async () => {
    writeFileSync(join(folder, 'own.h'), 'int z = bogus;\n');
    const source = `${HEAD}#include "own.h"\n${PLACE}  one = 1;\n  two = 2;\n${TAIL}`;
    const { diagnostics } = await run(source, join(folder, 'b.bpf.c'));
    expect(diagnostics.map(({ message, span }) => [message, source.slice(span?.start, span?.end)])).toEqual([
      ["in own.h, line 1: use of undeclared identifier 'bogus'", '#include "own.h"'],
      ["use of undeclared identifier 'one'", 'one'],
      ["use of undeclared identifier 'two'", 'two'],
    ]);
  });

  it('mends a missing include and a missing licence by their fixes', async () => {
    let source = `#include <bpf/bpf_helpers.h>\n${PLACE}  u64 x = 1; bpf_printk("%d", x); return 0;\n}\n`;
    for (let round = 0; round < 3; round++) {
      const { object, diagnostics } = await run(source);
      if (object !== undefined) return;
      source = applyEdits(
        source,
        diagnostics.flatMap(({ fixes }) => fixes.filter(({ automatic }) => automatic).slice(0, 1)).flatMap(({ edits }) => edits),
      );
    }
    expect.unreachable(source);
  });

  it('is stopped', async () => {
    await expect(compile(`${HEAD}${PLACE}${TAIL}`, { host, cache: folder, signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('carries a note in an object, which stays one', async () => {
    const { object = new Uint8Array() } = await run(`${HEAD}${PLACE}${TAIL}`);
    const first = packed(object, { title: 'first' }) ?? new Uint8Array();
    const second = packed(first, { title: 'opens', source: 'int x; // é' }) ?? new Uint8Array();
    expect(noteOf(second)).toEqual({ title: 'opens', source: 'int x; // é' });
    expect(sectionOf(second, '.BTF')).toEqual(sectionOf(object, '.BTF'));
    expect(noteOf(object)).toBeUndefined();
    for (let length = 0; length < second.length; length += 97) expect(noteOf(second.subarray(0, length))).toBeUndefined();
  });

  it('writes vmlinux.h aside where the cache cannot be written, once for this process', async () => {
    const cache = '/proc/nowhere';
    const first = await vmlinuxOf(host, tools.bpftool, { cache });
    expect(first).toMatchObject({ kind: 'there', fresh: true });
    expect(await vmlinuxOf(host, undefined, { cache })).toEqual({ ...first, fresh: false });
    rmSync('folder' in first ? first.folder : '', { recursive: true });
  });

  it('writes vmlinux.h once, and anew where it was cut off', async () => {
    const cache = join(folder, 'types');
    const first = await vmlinuxOf(host, tools.bpftool, { cache });
    expect(first).toMatchObject({ kind: 'there', fresh: true });
    expect(await vmlinuxOf(host, undefined, { cache })).toMatchObject({ kind: 'there', fresh: false });
    const path = join('folder' in first ? first.folder : '', 'vmlinux.h');
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    expect(await vmlinuxOf(host, undefined, { cache })).toEqual({ kind: 'no-bpftool' });
    expect(await vmlinuxOf(host, tools.bpftool, { cache })).toMatchObject({ kind: 'there', fresh: true });
    expect(readdirSync('folder' in first ? first.folder : '')).toEqual(['vmlinux.h']);
  });
});

describe('a machine that cannot compile', () => {
  it.each([
    ['/usr/bin/apt-get', 'sudo apt-get install --no-install-recommends clang bpftool libbpf-dev'],
    ['/usr/bin/dnf', 'sudo dnf install clang bpftool libbpf-devel'],
    ['/usr/bin/pacman', 'sudo pacman -S clang bpf libbpf'],
    ['/usr/bin/zypper', 'sudo zypper install clang bpftool libbpf-devel'],
    ['/sbin/apk', 'sudo apk add clang bpftool libbpf-dev linux-headers'],
    ['/usr/bin/emerge', undefined],
  ])('%s', (manager, install) => {
    expect(toolchainOf(recordedHost({ uid: 1000, files: { [manager]: '' } })).install).toBe(install);
  });

  it("takes a clang with its version in its name, the newest, and Ubuntu's real bpftool", () => {
    const files = { '/usr/bin/clang-14': '', '/usr/bin/clang-18': '', '/etc/os-release': 'ID=ubuntu\n', '/usr/lib/linux-tools/6.8.0-31-generic/bpftool': '' };
    expect(toolchainOf(recordedHost({ files }))).toMatchObject({
      clang: '/usr/bin/clang-18',
      bpftool: '/usr/lib/linux-tools/6.8.0-31-generic/bpftool',
      missing: ['headers'],
    });
    expect(installing(recordedHost({ files: { ...files, '/usr/bin/apt-get': '' } }), ['bpftool']).install).toBe(
      'apt-get install --no-install-recommends linux-tools-generic',
    );
  });

  it('says so in one message: no clang; no BTF', async () => {
    await expect(compile(HEAD, { host: recordedHost({ files: { '/usr/bin/apt-get': '' } }) })).rejects.toMatchObject({ code: 'no-compiler' });
    const files = { '/usr/bin/clang': '', '/usr/include/bpf/bpf_helpers.h': '', '/usr/sbin/bpftool': '' };
    await expect(compile(HEAD, { host: recordedHost({ files }) })).rejects.toMatchObject({ code: 'no-kernel-types' });
  });
});

it('takes what clang says of no place, and no line twice', () => {
  const said = 'fatal error: error in backend: Cannot select: t1\nx.c:1:1: error: odd [-Wodd]\nx.c:1:1: error: odd [-Wodd]\n2 errors generated.\n';
  expect(clangDiagnostics(said, 'int x;', ['x.c']).map(({ code }) => code)).toEqual(['c-back-end', 'c-odd']);
});

it('tells how to build by hand, and no title ends the comment', () => {
  const text = headerComment({ title: 'who opens */ files?\nnow', file: 'dir/my-opens.bpf.c', arch: 'x64', source: '' });
  expect(text).toContain('clang -target bpf -g -O2 -D__TARGET_ARCH_x86 -I. -c my-opens.bpf.c -o my-opens.bpf.o');
  expect(text.match(/\*\//g)).toHaveLength(1);
  const usdt = headerComment({ title: 'gc', file: 'gc.bpf.c', arch: 'x64', source: '#include <bpf/usdt.bpf.h>\n' });
  expect(usdt).toContain('-I. -idirafter /usr/include/x86_64-linux-gnu -c gc.bpf.c');
});

describe.skipIf(why !== undefined || host.uid !== 0)('what a stranger wrote', () => {
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'root alone may read this\n', { mode: 0o600 });
  const stranger = (source: string): ReturnType<typeof compile> => compile(source, { host, cache: folder, confined: true });

  it('compiles as it does for the user', async () => {
    const source = `${HEAD}${PLACE}  bpf_printk("of a stranger");\n${TAIL}`;
    const [theirs, ours] = [await stranger(source), await run(source)];
    expect(theirs.diagnostics).toEqual([]);
    const code = ({ object }: typeof ours): Uint8Array | undefined => sectionOf(object ?? new Uint8Array(), 'tracepoint/syscalls/sys_enter_openat');
    expect(code(theirs)?.length).toBeGreaterThan(0);
    expect(code(theirs)).toEqual(code(ours));
  });

  it.each([
    ['included', `#include "${secret}"\n`],
    ['put into the object', `asm(".section .rodata.x\\n.incbin \\"${secret}\\"");\n`],
    ['assembled', `asm(".include \\"${secret}\\"");\n`],
  ])('a file of root alone is not %s, nor quoted', async (_how, line) => {
    const source = `${HEAD}${line}${PLACE}${TAIL}`;
    const { object, diagnostics } = await stranger(source);
    expect(object).toBeUndefined();
    expect(JSON.stringify(diagnostics)).not.toContain('root alone');
    // The user's own compiler would have.
    const { object: own, diagnostics: said } = await run(source);
    expect(`${Buffer.from(own ?? []).toString('latin1')}${JSON.stringify(said)}`).toMatch(/root alone|no type root|unrecognized instruction|invalid/);
  });
});

describe('a compiler that comes to no end', () => {
  const own = { clang: '/usr/bin/clang', missing: [], packages: [] };
  const told = async (result: Partial<Awaited<ReturnType<typeof host.run>>>): Promise<string> => {
    const run = async () => ({ status: 1, signal: null, stdout: '', stderr: '', ...result });
    const failed = await compile(`int x = ${Math.random()};`, { host: { ...host, run }, toolchain: own }).catch((error: unknown) => error);
    return failed instanceof Problem ? failed.code : 'none';
  };

  it('is told, where it wrote no object', async () => {
    const run = async () => ({ status: 0, signal: null, stdout: '', stderr: '' });
    const source = '#include <bpf/bpf_helpers.h>\nchar LICENSE[] SEC("license") = "GPL";\nSEC("xdp") int x(void *ctx) { return 2; }\n';
    await expect(compile(source, { host: { ...host, run }, toolchain: own })).rejects.toThrow(expect.objectContaining({ code: 'compiler-failed' }));
  });

  it.each([
    ['too-much-to-compile', { status: null, signal: 'SIGKILL', failure: 'it took too long' }],
    ['too-much-to-compile', { status: 134, stderr: 'LLVM ERROR: out of memory\nclang: error: clang frontend command failed with exit code 134\n' }],
    ['compiler-failed', { status: 139, stderr: 'clang: error: clang frontend command failed with exit code 139\n' }],
  ])('is %s', async (code, result) => {
    expect(await told(result)).toBe(code);
  });
});
