/** What a file of the user's own is: told by its bytes first, then by its name. */
import type { GivenProgram } from '../core/request.ts';

export type FileKind = NonNullable<GivenProgram['language']>;

const ELF = Buffer.from('\x7fELF', 'latin1');
const WASM = Buffer.from('\0asm', 'latin1');
/** What C for BPF has, and no bpftrace program: a section, or libbpf's headers. */
const IN_C = /^[ \t]*#[ \t]*include[ \t]*[<"]bpf\/|^[^"\n]*\bSEC\s*\(\s*"/m;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** A name that promises something else than what is there keeps its promise where the bytes are no proof: a cut-off object is then told as one. */
export function kindOf(bytes: Uint8Array, path: string): FileKind {
  if (startsWith(bytes, ELF)) return 'object';
  if (startsWith(bytes, WASM)) return 'wasm';
  if (/\.o$/i.test(path)) return 'object';
  if (/\.wasm$/i.test(path)) return 'wasm';
  if (/\.bt$/i.test(path)) return 'bpftrace';
  if (/\.c$/i.test(path)) return 'c';
  return IN_C.test(Buffer.from(bytes).toString('utf8').replace(COMMENTS, '')) ? 'c' : 'bpftrace';
}

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.every((byte, at) => bytes[at] === byte);
}
