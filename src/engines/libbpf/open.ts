/** An object opened by libbpf, with all that must stay in memory until it is loaded. */
import type { Libbpf, Pointer } from './library.ts';
import { type Failure, Voice } from './voice.ts';

export interface OpenProgram {
  readonly name: string;
  readonly at: Pointer;
  /** Where the verifier writes; nothing there before the kernel has refused it. */
  readonly log: Buffer | undefined;
}

export interface OpenMap {
  readonly name: string;
  readonly at: Pointer;
  readonly type: number;
}

export interface OpenObject {
  readonly bpf: Libbpf;
  readonly at: Pointer;
  readonly programs: readonly OpenProgram[];
  readonly maps: readonly OpenMap[];
  readonly voice: Voice;
  /** libbpf reads the ELF where it lies until the object is loaded. */
  readonly kept: readonly Uint8Array[];
}

/** Numbers of enum bpf_map_type that need something done. */
export const MapType = { perf: 4, ring: 27, percpuHash: 5, percpuArray: 6, lruPercpuHash: 10, stack: 7, array: 2 } as const;

/** What the verifier says of one program may be megabytes; where it is more, the kernel keeps the end of it (since 6.4), which is what tells. */
const LOG = 2 * 1024 * 1024;
/** Begins the names of its global data's maps; libbpf takes seven letters of it. */
const NAME = Buffer.from('gpttrace\0');
/** Up to and with relaxed_maps of struct bpf_object_open_opts. */
const OPTIONS = 24;

/** Opens an object: nothing of it is in the kernel yet. */
export function openObject(bpf: Libbpf, elf: Uint8Array): { readonly ok: true; readonly object: OpenObject } | Failure {
  const voice = new Voice();
  // A copy in memory of its own: a small Uint8Array may lie where the garbage collector moves it.
  const bytes = Buffer.allocUnsafeSlow(elf.length);
  bytes.set(elf);
  const options = Buffer.alloc(OPTIONS);
  options.writeBigUInt64LE(BigInt(OPTIONS), 0);
  options.writeBigUInt64LE(bpf.address(NAME), 8);
  const at = voice.during(bpf, () => bpf.openMem(bytes, bytes.length, options));
  if (at === null) return voice.failure('cannot be opened', bpf.errno());
  const programs: OpenProgram[] = [];
  for (let next = bpf.nextProgram(at, null); next !== null; next = bpf.nextProgram(at, next)) {
    const log = bpf.programAutoload(next) ? Buffer.allocUnsafeSlow(LOG) : undefined;
    if (log !== undefined) {
      log[0] = 0;
      bpf.setLogBuffer(next, log, log.length);
    }
    programs.push({ name: bpf.programName(next), at: next, log });
  }
  const maps: OpenMap[] = [];
  for (let next = bpf.nextMap(at, null); next !== null; next = bpf.nextMap(at, next)) {
    maps.push({ name: bpf.mapName(next), at: next, type: bpf.mapType(next) });
  }
  for (const map of maps) fitSizes(bpf, map);
  return { ok: true, object: { bpf, at, programs, maps, voice, kept: [bytes, options, NAME] } };
}

/** A ring's or a perf buffer's declared value says what its records are, and is none to the kernel, which refuses it. */
function fitSizes(bpf: Libbpf, { at, type }: OpenMap): void {
  if (type === MapType.ring) {
    bpf.setMapKeySize(at, 0);
    bpf.setMapValueSize(at, 0);
  }
  if (type === MapType.perf) {
    bpf.setMapKeySize(at, 4);
    bpf.setMapValueSize(at, 4);
  }
}

/** Writes into a section of global data, which is possible until the object is loaded. False where there is no such place. */
export function writeVariable({ bpf, maps }: OpenObject, section: string, offset: number, value: Uint8Array): boolean {
  const map = maps.find(({ name }) => name.endsWith(section));
  if (map === undefined) return false;
  const size = Buffer.alloc(8);
  const at = bpf.initialValue(map.at, size);
  const length = Number(size.readBigUInt64LE(0));
  if (at === null || offset < 0 || offset + value.length > length) return false;
  new Uint8Array(bpf.view(at, length)).set(value, offset);
  return true;
}
