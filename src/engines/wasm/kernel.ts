/**
 * The part of the kernel that a guest reaches: BPF objects loaded, attached and read through libbpf. What the guest writes comes here already checked to be within its
 * memory; what comes back is bytes of our own, which no call writes beyond.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import koffi from 'koffi';

/** Error numbers as the guest sees them, negative. */
export const ERRNO = { noEntry: -2, interrupted: -4, badFile: -9, noMemory: -12, fault: -14, invalid: -22, unsupported: -95 } as const;

/** Of enum bpf_map_type. */
const PERF_EVENT_ARRAY = 4;
const RING_BUFFER = 27;
/** Maps with a value for each processor: a look at them writes all of those. */
const PER_CPU: readonly number[] = [5, 6, 10, 21];
const PERF_PAGES = 64;
/** Records taken in one go: the guest is asked again before more are copied. */
const MOST_RECORDS = 1024;
const ENOUGH = -1;

export interface GuestMap {
  readonly fd: number;
  readonly type: number;
  readonly keySize: number;
  /** Bytes a look at one entry writes. */
  readonly valueSize: number;
}

export interface Loaded {
  readonly maps: ReadonlyMap<string, GuestMap>;
  /** 0, or an error number. */
  attach(program: string): number;
  close(): void;
}

export interface Kernel {
  /** The object, or why it is not loaded. */
  load(elf: Uint8Array): Loaded | string;
  /** Waits for records and takes those there are; an error number where the map delivers none. */
  poll(map: GuestMap, milliseconds: number): readonly Uint8Array[] | number;
  operate(
    map: GuestMap,
    command: number,
    key: Uint8Array | undefined,
    flags: bigint,
    value: Uint8Array | undefined,
  ): { readonly status: number; readonly bytes?: Uint8Array };
  close(): void;
}

type Pointer = unknown;

/** Throws where there is no libbpf. */
export function openKernel(): Kernel {
  const library = koffi.load('libbpf.so.1');
  const sample = koffi.proto('int gpttrace_wasm_ring_sample(void *context, void *data, size_t size)');
  const perfSample = koffi.proto('void gpttrace_wasm_perf_sample(void *context, int cpu, void *data, uint32_t size)');
  const f = {
    open: library.func('void *bpf_object__open_mem(const void *bytes, size_t size, const void *options)'),
    load: library.func('int bpf_object__load(void *object)'),
    close: library.func('void bpf_object__close(void *object)'),
    find: library.func('void *bpf_object__find_program_by_name(void *object, const char *name)'),
    attach: library.func('void *bpf_program__attach(void *program)'),
    detach: library.func('int bpf_link__destroy(void *link)'),
    nextMap: library.func('void *bpf_object__next_map(void *object, void *previous)'),
    mapName: library.func('const char *bpf_map__name(void *map)'),
    mapFd: library.func('int bpf_map__fd(void *map)'),
    mapType: library.func('int bpf_map__type(void *map)'),
    keySize: library.func('uint32_t bpf_map__key_size(void *map)'),
    valueSize: library.func('uint32_t bpf_map__value_size(void *map)'),
    setKeySize: library.func('int bpf_map__set_key_size(void *map, uint32_t size)'),
    setValueSize: library.func('int bpf_map__set_value_size(void *map, uint32_t size)'),
    ringNew: library.func('void *ring_buffer__new(int fd, gpttrace_wasm_ring_sample *sample, void *context, const void *options)'),
    ringPoll: library.func('int ring_buffer__poll(void *buffer, int milliseconds)'),
    ringFree: library.func('void ring_buffer__free(void *buffer)'),
    perfNew: library.func('void *perf_buffer__new(int fd, size_t pages, gpttrace_wasm_perf_sample *sample, void *lost, void *context, const void *options)'),
    perfPoll: library.func('int perf_buffer__poll(void *buffer, int milliseconds)'),
    perfFree: library.func('void perf_buffer__free(void *buffer)'),
    lookup: library.func('int bpf_map_lookup_elem_flags(int fd, const void *key, void *value, uint64_t flags)'),
    update: library.func('int bpf_map_update_elem(int fd, const void *key, const void *value, uint64_t flags)'),
    remove: library.func('int bpf_map_delete_elem(int fd, const void *key)'),
    next: library.func('int bpf_map_get_next_key(int fd, const void *key, void *next)'),
    setPrint: library.func('void *libbpf_set_print(void *print)'),
  };
  // Guest code never runs beneath native frames, where it could neither trap nor be ended: records are copied here, and given to it afterwards.
  let taken: Uint8Array[] = [];
  const copy = (data: unknown, size: number): number => {
    taken.push(Uint8Array.from(new Uint8Array(koffi.view(data, size))));
    return taken.length < MOST_RECORDS ? 0 : ENOUGH;
  };
  const onRing = koffi.register((_: unknown, data: unknown, size: number | bigint) => copy(data, Number(size)), koffi.pointer(sample));
  const onPerf = koffi.register((_: unknown, __: number, data: unknown, size: number) => void copy(data, size), koffi.pointer(perfSample));
  // libbpf would write to the process's standard error. What it calls is the whole process's: nothing of this thread, which may be gone by then.
  f.setPrint(null);
  const processors = possibleProcessors();
  const buffers = new Map<number, { readonly poll: (milliseconds: number) => number; readonly free: () => void }>();

  const bufferOf = (map: GuestMap): { readonly poll: (milliseconds: number) => number } | number => {
    const open = buffers.get(map.fd);
    if (open !== undefined) return open;
    if (map.type !== RING_BUFFER && map.type !== PERF_EVENT_ARRAY) return ERRNO.invalid;
    const isRing = map.type === RING_BUFFER;
    const native: Pointer = isRing ? f.ringNew(map.fd, onRing, null, null) : f.perfNew(map.fd, PERF_PAGES, onPerf, null, null, null);
    if (!native) return ERRNO.noMemory;
    const buffer = isRing
      ? { poll: (ms: number): number => f.ringPoll(native, ms), free: (): void => f.ringFree(native) }
      : { poll: (ms: number): number => f.perfPoll(native, ms), free: (): void => f.perfFree(native) };
    buffers.set(map.fd, buffer);
    return buffer;
  };

  const loadObject = (elf: Uint8Array): Loaded | string => {
    // libbpf keeps pointers into it until it is loaded.
    const bytes = Buffer.from(elf);
    const object: Pointer = f.open(bytes, bytes.length, null);
    if (!object) return 'libbpf does not understand the object';
    const each = (visit: (map: Pointer) => void): void => {
      for (let map: Pointer = f.nextMap(object, null); map; map = f.nextMap(object, map)) visit(map);
    };
    each((map) => {
      const type = f.mapType(map);
      // Tools for wasm-bpf give these buffers the type of their records, which the kernel refuses.
      if (type === RING_BUFFER) {
        f.setKeySize(map, 0);
        f.setValueSize(map, 0);
      } else if (type === PERF_EVENT_ARRAY) {
        f.setKeySize(map, 4);
        f.setValueSize(map, 4);
      }
    });
    const status: number = f.load(object);
    if (status < 0) {
      f.close(object);
      return `the kernel refused it (error ${-status})`;
    }
    const maps = new Map<string, GuestMap>();
    each((map) => {
      const [type, size] = [f.mapType(map) as number, f.valueSize(map) as number];
      const valueSize = PER_CPU.includes(type) ? Math.ceil(size / 8) * 8 * processors : size;
      maps.set(f.mapName(map), { fd: f.mapFd(map), type, keySize: f.keySize(map), valueSize });
    });
    const links: Pointer[] = [];
    return {
      maps,
      attach: (name) => {
        const program: Pointer = f.find(object, name);
        if (!program) return ERRNO.noEntry;
        const link: Pointer = f.attach(program);
        if (!link) return -(koffi.errno() || -ERRNO.invalid);
        links.push(link);
        return 0;
      },
      close: () => {
        for (const link of links) f.detach(link);
        for (const { fd } of maps.values()) {
          buffers.get(fd)?.free();
          buffers.delete(fd);
        }
        f.close(object);
      },
    };
  };

  return {
    load: loadObject,
    poll: (map, milliseconds) => {
      const buffer = bufferOf(map);
      if (typeof buffer === 'number') return buffer;
      taken = [];
      const status = buffer.poll(milliseconds);
      return taken.length > 0 || status >= 0 || status === ERRNO.interrupted ? taken : status;
    },
    operate: (map, command, key, flags, value) => {
      const [LOOKUP, UPDATE, DELETE, NEXT] = [1, 2, 3, 4];
      const failed = (status: number): number => (status === 0 ? 0 : status === -1 ? -koffi.errno() : status);
      const own = key === undefined ? null : Buffer.from(key);
      if (command === LOOKUP || command === NEXT) {
        const bytes = Buffer.alloc(command === LOOKUP ? map.valueSize : map.keySize);
        return { status: failed(command === LOOKUP ? f.lookup(map.fd, own, bytes, flags) : f.next(map.fd, own, bytes)), bytes };
      }
      if (command === UPDATE && value !== undefined) return { status: failed(f.update(map.fd, own, Buffer.from(value), flags)) };
      return { status: command === DELETE ? failed(f.remove(map.fd, own)) : ERRNO.invalid };
    },
    close: () => {
      for (const { free } of buffers.values()) free();
      buffers.clear();
      for (const callback of [onRing, onPerf]) koffi.unregister(callback);
    },
  };
}

/** How many values a map per processor has: those that could be there, not only those that are. */
function possibleProcessors(): number {
  try {
    const last = readFileSync('/sys/devices/system/cpu/possible', 'latin1').trim().split(/[-,]/).at(-1);
    return Number(last) + 1;
  } catch {
    return cpus().length;
  }
}
