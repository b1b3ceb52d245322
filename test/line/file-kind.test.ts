import { expect, it } from 'vitest';
import { kindOf } from '../../src/line/file-kind.ts';

/** The bytes of a file, its name, and what it is. */
it.each([
  ['\x7fELF\x02\x01', '-', 'object'],
  ['\x7fELF\x02\x01', 'program.bt', 'object'],
  ['\0asm\x01\0\0\0', '-', 'wasm'],
  ['', 'cut.bpf.o', 'object'],
  ['', 'cut.wasm', 'wasm'],
  ['', '-', 'bpftrace'],
  ['BEGIN { exit(); }', '-', 'bpftrace'],
  ['BEGIN { exit(); }', 'program.bpf.c', 'c'],
  ['#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n', '-', 'c'],
  ['SEC("xdp") int f(void *c) { return 2; }', '-', 'c'],
  ['SEC ( "xdp" )\nint f(void *c) { return 2; }', 'program.txt', 'c'],
  // bpftrace programs include headers too, and may speak of sections.
  ['#include <linux/sched.h>\nkprobe:f { @ = count(); }', '-', 'bpftrace'],
  ['// SEC("xdp")\nBEGIN { exit(); }', '-', 'bpftrace'],
  ['/* #include <bpf/bpf_helpers.h> */ BEGIN { exit(); }', '-', 'bpftrace'],
  ['BEGIN { printf("SEC(\\"xdp\\")"); }', '-', 'bpftrace'],
  ['SEC("xdp")', 'program.bt', 'bpftrace'],
] as const)('%j of %s is %s', (bytes, path, kind) => {
  expect(kindOf(Buffer.from(bytes, 'latin1'), path)).toBe(kind);
});
