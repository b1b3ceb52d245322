/**
 * The part of the kernel that a guest reaches: BPF objects loaded, attached and read through libbpf. What the guest writes comes here already checked to be within its
 * memory; what comes back is bytes of our own, which no call writes beyond.
 */
import { readObject } from '../../object/read.ts';
import { realHost } from '../../system/real.ts';
import { attachPrograms } from '../libbpf/attach.ts';
import type { Libbpf } from '../libbpf/library.ts';
import { closeObject, loadObject } from '../libbpf/load.ts';
import { lossReader } from '../libbpf/loss.ts';
import type { RecordSource } from '../libbpf/mapped.ts';
import { loadedMap } from '../libbpf/maps.ts';
import { MapType, openObject } from '../libbpf/open.ts';
import { openPerf } from '../libbpf/perf.ts';
import { openRing } from '../libbpf/ring.ts';

/** Error numbers as the guest sees them, negative. */
export const ERRNO = {
  noEntry: -2,
  interrupted: -4,
  badFile: -9,
  noMemory: -12,
  fault: -14,
  invalid: -22,
  tooMany: -24,
  unsupported: -95,
} as const;

/** Maps with a value for each processor: a look at them writes all of those. */
const PER_CPU: readonly number[] = [MapType.percpuHash, MapType.percpuArray, MapType.lruPercpuHash, 21];
/** Types of programs that are attached to a network interface. */
const ON_INTERFACES: readonly string[] = ['xdp', 'sched_cls', 'sched_act'];
/** Records taken in one go: the guest is asked again before more are copied. */
const MOST_RECORDS = 1024;
/** Of struct pollfd. */
const POLL_ENTRY = 8;
const POLL_IN = 1;

export interface GuestMap {
  readonly name: string;
  readonly fd: number;
  readonly type: number;
  readonly keySize: number;
  /** Bytes a look at one entry writes. */
  readonly valueSize: number;
  readonly maxEntries: number;
}

export interface Loaded {
  readonly maps: ReadonlyMap<string, GuestMap>;
  /** Where its section says; one for packets at the network interface that `target` names. */
  attach(program: string, target: string): { readonly status: number; readonly message?: string };
  /** Waits for records and takes those there are; an error number where the map delivers none. */
  poll(map: GuestMap, milliseconds: number): readonly Uint8Array[] | number;
  /** Records that were lost so far, as far as they are counted. */
  lost(): number;
  /** Whether more may be missing than is counted. */
  mayMiss(): boolean;
  close(): void;
}

/** What a map was asked: numbers of enum bpf_cmd. */
export const Operation = { lookup: 1, update: 2, remove: 3, nextKey: 4 } as const;

/** Loads an object, or says why it is not loaded. */
export function load(bpf: Libbpf, elf: Uint8Array): Loaded | string {
  const read = readObject(elf);
  if (!read.ok) return read.message;
  const opened = openObject(bpf, elf);
  if (!opened.ok) return opened.message;
  const { object } = opened;
  const { description } = read.object;
  const judged = description.programs.map(({ name }) => name);
  if (object.programs.length !== judged.length || object.programs.some(({ name }) => !judged.includes(name))) {
    closeObject(object);
    return 'libbpf finds other programs in it than it was judged by';
  }
  const loaded = loadObject(object);
  if (!loaded.ok) {
    closeObject(object);
    return loaded.message;
  }
  const processors = bpf.possibleCpus();
  const maps = new Map<string, GuestMap>();
  for (const map of object.maps) {
    const { valueSize, ...known } = loadedMap(bpf, map);
    maps.set(map.name, { ...known, valueSize: PER_CPU.includes(map.type) ? Math.ceil(valueSize / 8) * 8 * processors : valueSize });
  }
  const sources = new Map<number, RecordSource | number>();
  const sourceOf = (map: GuestMap): RecordSource | number => {
    const source = sources.get(map.fd) ?? openSource(bpf, map);
    sources.set(map.fd, source);
    return source;
  };
  const open = (): RecordSource[] => [...sources.values()].filter((source) => typeof source !== 'number');
  const count = lossReader(
    bpf,
    description,
    object.maps.map((map) => loadedMap(bpf, map)),
  );
  const detach: (() => void)[] = [];
  return {
    maps,
    attach: (name, target) => {
      const program = object.programs.find((one) => one.name === name);
      if (program === undefined) return { status: ERRNO.noEntry, message: `there is no program ${name} in the object` };
      // What comes before a perf buffer is there is lost, and not even counted.
      for (const map of maps.values()) if (map.type === MapType.ring || map.type === MapType.perf) sourceOf(map);
      const described = description.programs.filter((one) => one.name === name);
      // Which interface is for the module to say: other runtimes choose none for it either.
      if (target === '' && described.some(({ type }) => ON_INTERFACES.includes(type)))
        return { status: ERRNO.invalid, message: `${name} is not attached: the module names no network interface for it` };
      const attached = attachPrograms(object, { ...description, programs: described }, target === '' ? {} : { interface: target }, realHost());
      if (!attached.ok) return { status: 'errno' in attached ? -Math.abs(attached.errno) || ERRNO.invalid : ERRNO.invalid, message: attached.message };
      if (attached.count === 0) return { status: ERRNO.invalid, message: attached.warnings[0] ?? `${name} is not attached: it is only for who asks for it` };
      detach.push(attached.detach);
      return { status: 0 };
    },
    poll: (map, milliseconds) => {
      const source = sourceOf(map);
      if (typeof source === 'number') return source;
      const taken: Uint8Array[] = [];
      // Guest code never runs here: records are copied, and given to it afterwards.
      const take = (bytes: Uint8Array, _view: DataView, offset: number, length: number): void => {
        taken.push(Uint8Array.from(bytes.subarray(offset, offset + length)));
      };
      source.consume(take, MOST_RECORDS);
      if (taken.length > 0 || milliseconds <= 0) return taken;
      wait(bpf, source.fds, milliseconds);
      source.consume(take, MOST_RECORDS);
      return taken;
    },
    lost: () => (count?.() ?? 0) + open().reduce((sum, source) => sum + source.lost, 0),
    mayMiss: () => count === undefined && open().some((source) => source.wasFull),
    close: () => {
      for (const one of detach.splice(0)) one();
      for (const source of open()) source.close();
      sources.clear();
      closeObject(object);
    },
  };
}

function openSource(bpf: Libbpf, map: GuestMap): RecordSource | number {
  if (map.type === MapType.ring) return openRing(bpf, map.fd, map.maxEntries) ?? ERRNO.noMemory;
  if (map.type !== MapType.perf) return ERRNO.invalid;
  const perf = openPerf(bpf, map.fd);
  return 'errno' in perf ? -perf.errno || ERRNO.noMemory : perf;
}

function wait(bpf: Libbpf, fds: readonly number[], milliseconds: number): void {
  const entries = Buffer.alloc(fds.length * POLL_ENTRY);
  for (const [i, fd] of fds.entries()) {
    entries.writeInt32LE(fd, i * POLL_ENTRY);
    entries.writeInt16LE(POLL_IN, i * POLL_ENTRY + 4);
  }
  bpf.waitFor(entries, fds.length, milliseconds);
}

/** One operation on a map: 0 or an error number, and what was read. */
export function operate(
  bpf: Libbpf,
  map: GuestMap,
  command: number,
  key: Uint8Array | undefined,
  value: Uint8Array | undefined,
  flags: bigint,
): { readonly status: number; readonly bytes?: Uint8Array } {
  const own = key === undefined ? null : Buffer.from(key);
  if (command === Operation.lookup || command === Operation.nextKey) {
    const bytes = Buffer.alloc(command === Operation.lookup ? map.valueSize : map.keySize);
    return { status: command === Operation.lookup ? bpf.lookupFlags(map.fd, own, bytes, flags) : bpf.nextKey(map.fd, own, bytes), bytes };
  }
  if (command === Operation.update && value !== undefined) return { status: bpf.update(map.fd, own, Buffer.from(value), flags) };
  return { status: command === Operation.remove ? bpf.remove(map.fd, own) : ERRNO.invalid };
}
