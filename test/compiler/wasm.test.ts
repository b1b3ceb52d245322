import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildModule } from '../../src/compiler/wasm.ts';
import { Clock } from '../../src/engines/libbpf/clock.ts';
import { describedBy } from '../../src/engines/wasm/description.ts';
import { WASM_BPF } from '../../src/engines/wasm/interface.ts';
import { readModule } from '../../src/engines/wasm/module.ts';
import { findObjects } from '../../src/engines/wasm/objects.ts';
import { Printed } from '../../src/engines/wasm/printed.ts';
import { readObject } from '../../src/object/read.ts';
import { realHost } from '../../src/system/real.ts';
import { compiled, noClang } from '../engines/wasm/run.ts';
import { runElsewhere } from './other-runtime.ts';

const host = realHost();

describe('what is missing', () => {
  test.each<[string, string, RegExp]>([
    ['clang', 'clang', /^a module cannot be packed on this machine: clang is missing$/],
    ['lld', 'wasm-ld', /lld is missing/],
  ])('%s', async (_name, command, message) => {
    const bare = { ...host, which: (name: string) => (name.startsWith(command) ? undefined : host.which(name)) };
    const { module, failure } = await buildModule(new Uint8Array(100), { host: bare });
    expect(module).toBeUndefined();
    expect(failure?.code).toBe('no-wasm-toolchain');
    expect(failure?.message).toMatch(message);
  });

  test('what to install is named by the packages of the distribution', async () => {
    const bare = { ...host, which: (name: string) => (name === 'dnf' ? '/bin/dnf' : undefined), uid: 0, exists: () => false };
    const { failure } = await buildModule(new Uint8Array(100), { host: bare });
    expect(failure?.hints[0]).toBe('install: dnf install clang lld wasi-libc-devel compiler-rt');
  });
});

describe.skipIf(noClang !== undefined)(`modules that are packed${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const sourceOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
  const execs = noClang === undefined ? compiled(sourceOf('../engines/wasm/execs.bpf.c'), 'object.bpf.c') : new Uint8Array();
  const kinds = noClang === undefined ? compiled(sourceOf('kinds.bpf.c'), 'object.bpf.c') : new Uint8Array();

  test('bring the object along, and say what they print', async () => {
    const { module: wasm = new Uint8Array(), diagnostics } = await buildModule(execs, { host, title: 'programs started' });
    expect(diagnostics).toEqual([]);
    expect(findObjects(wasm).map((one) => Buffer.compare(one, execs))).toEqual([0]);
    const described = describedBy(wasm);
    expect(described?.title).toBe('programs started');
    const read = readObject(execs);
    expect(described?.outputs).toEqual(read.ok ? read.object.description.outputs.filter(({ shape }) => shape === 'rows') : []);
  });

  test('import what every wasm-bpf runtime has, by its names and types, and nothing else but WASI', async () => {
    const { module: wasm = new Uint8Array() } = await buildModule(execs, { host });
    const read = readModule(wasm);
    const imports = read.ok ? read.module.imports : [];
    expect(imports.filter(({ module }) => module !== 'wasm_bpf' && module !== 'wasi_snapshot_preview1')).toEqual([]);
    const ours = imports.filter(({ module }) => module === 'wasm_bpf');
    expect(ours.length).toBeGreaterThan(4);
    expect(Object.fromEntries(ours.map(({ name, type }) => [name, type]))).toEqual(
      Object.fromEntries(Object.entries(WASM_BPF).filter(([name]) => ours.some((one) => one.name === name))),
    );
    const exports = read.ok ? read.module.exports.map(({ name, kind }) => `${kind} ${name}`) : [];
    expect(exports).toEqual(expect.arrayContaining(['memory memory', 'table __indirect_function_table', 'function _start']));
  });

  test('tell under another runtime the very values that the object’s own decoder tells', async () => {
    const read = readObject(kinds);
    if (!read.ok) throw new Error(read.message);
    const decode = read.object.decoderOf('events');
    const [{ columns = [] } = {}] = read.object.description.outputs.filter((output) => output.shape === 'rows');
    const { module: wasm = new Uint8Array() } = await buildModule(kinds, { host });
    const records = recordsLike(136);
    const { printed, calls } = runElsewhere(wasm, records);
    const clock = new Clock(5n);
    const rows = new Printed([{ shape: 'rows', statement: 0, columns }], clock).add(printed);
    const told = clock.namer(columns) ?? ((values) => values);
    expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(['src_mac', 'when']));
    expect(rows).toEqual(
      records.map((bytes) => ({ type: 'row', statement: 0, values: told(decode?.(bytes, new DataView(bytes.buffer), 0, bytes.length) ?? []) })),
    );
    expect(calls.filter(([name]) => name !== 'poll')).toEqual([
      ['load', kinds.length],
      ['map', 7n, 'events'],
      ['attach', 7n, 'seen', 0],
      ['close', 7n],
    ]);
  });

  test('a user-space part of one’s own is what runs', async () => {
    const user = `#include <stdio.h>
#include "wasm-bpf.h"
#include "bpf-object.h"
static int total;
static int add(void *context, void *data, int size) { total += size; return 0; }
int main(void) {
  static char record[256];
  bpf_object_id object = wasm_load_bpf_object(bpf_object, sizeof(bpf_object));
  int fd = wasm_bpf_map_fd_by_name(object, "events");
  for (int i = 0; bpf_programs[i]; i++) wasm_attach_bpf_program(object, bpf_programs[i], "");
  while (wasm_bpf_buffer_poll(object, fd, add, 0, record, sizeof(record), 100) >= 0) ;
  printf("%d bytes\\n", total);
  return 0;
}
`;
    const { module: wasm = new Uint8Array(), diagnostics } = await buildModule(kinds, { host, user });
    expect(diagnostics).toEqual([]);
    expect(runElsewhere(wasm, [new Uint8Array(10), new Uint8Array(20)]).printed).toBe('30 bytes\n');
  });

  test.each<[string, string, RegExp, string]>([
    ['a name that is not declared', '#include "wasm-bpf.h"\nint main(void) { return nothing; }\n', /undeclared identifier 'nothing'/, 'nothing'],
    ['a header that is not there', '#include <sys/ptrace.h>\nint main(void) { return 0; }\n', /sys\/ptrace.h/, '<'],
  ])('a user-space part with %s: where it is', async (_name, user, message, at) => {
    const { module: wasm, failure, diagnostics } = await buildModule(execs, { host, user });
    expect(wasm).toBeUndefined();
    expect(failure).toBeUndefined();
    const start = user.indexOf(at);
    expect(diagnostics).toEqual([
      { code: 'c-compiler', severity: 'error', message: expect.stringMatching(message), span: { start, end: start + 1 }, hints: [], fixes: [] },
    ]);
  });

  test('a user-space part that cannot be linked is said so, with the linker’s words', async () => {
    const { failure } = await buildModule(execs, { host, user: 'int fork(void);\nint main(void) { return fork(); }\n' });
    expect(failure?.code).toBe('wasm-not-linked');
    expect(failure?.message).toMatch(/fork/);
  });

  test.each<[string, string | Uint8Array]>([
    ['no-object', new Uint8Array(100)],
    ['no-object', execs.subarray(0, 300)],
    ['no-records', '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\nSEC("xdp") int pass(struct xdp_md *c) { return 2; }'],
  ])('%s', async (code, given) => {
    const bytes = typeof given === 'string' ? compiled(given, 'object.bpf.c') : given;
    expect((await buildModule(bytes, { host })).failure?.code).toBe(code);
  });
});

/** Records of every length, with all kinds of bytes in them; the same each time. */
function recordsLike(size: number): Uint8Array[] {
  let seed = 12345;
  const byte = (): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return seed >> 16;
  };
  const random = Array.from({ length: 40 }, (_, i) =>
    Uint8Array.from({ length: i < 20 ? size : 1 + (byte() % size) }, () => byte() & (i % 2 === 0 ? 0x7f : 0x3f)),
  );
  const edges = [0, 0xff, 1, 0x80].map((value) => new Uint8Array(size).fill(value));
  return [...edges.filter((one) => one[0] !== 0x80 && one[0] !== 0xff), ...random];
}
