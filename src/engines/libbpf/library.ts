/**
 * The distribution's libbpf and libc, called through koffi: no native code of our own. Opened when first asked for; what is missing is one failure, told the same to everybody.
 * Functions are declared by hand from libbpf.h, bpf.h and man 2 of version 1.0, the first with this ABI.
 */
import { messages } from '../../core/messages.ts';
import type { Message } from '../../core/problem.ts';

/** An address in this process; null where C has NULL. */
export type Pointer = bigint | null;

export interface Libbpf {
  readonly version: string;
  /** Of the libbpf or libc call that just failed. */
  readonly errno: () => number;
  readonly address: (bytes: Uint8Array) => bigint;
  /** Memory of this process as it is: it must stay mapped for as long as the buffer can be reached. */
  readonly view: (at: bigint, length: number) => ArrayBuffer;
  readonly poll: (fd: number, onReadable: () => void) => { stop(): void; close(): void; again(): void };

  readonly openMem: (bytes: Uint8Array, length: number, options: Uint8Array) => Pointer;
  readonly load: (object: Pointer) => number;
  readonly close: (object: Pointer) => void;
  readonly nextProgram: (object: Pointer, previous: Pointer) => Pointer;
  readonly programName: (program: Pointer) => string;
  readonly programFd: (program: Pointer) => number;
  readonly programAutoload: (program: Pointer) => boolean;
  readonly setLogBuffer: (program: Pointer, bytes: Uint8Array, length: number) => number;
  readonly attach: (program: Pointer) => Pointer;
  readonly attachXdp: (program: Pointer, index: number) => Pointer;
  readonly attachPerfEvent: (program: Pointer, fd: number) => Pointer;
  /** A link by its fd, which is all that keeps it; negative where it fails. */
  readonly linkCreate: (programFd: number, target: number, type: number, options: Uint8Array) => number;
  readonly tcHookCreate: (hook: Uint8Array) => number;
  readonly tcHookDestroy: (hook: Uint8Array) => number;
  readonly tcAttach: (hook: Uint8Array, options: Uint8Array) => number;
  readonly tcDetach: (hook: Uint8Array, options: Uint8Array) => number;
  readonly destroyLink: (link: Pointer) => number;
  readonly nextMap: (object: Pointer, previous: Pointer) => Pointer;
  readonly mapName: (map: Pointer) => string;
  readonly mapFd: (map: Pointer) => number;
  readonly mapType: (map: Pointer) => number;
  readonly mapKeySize: (map: Pointer) => number;
  readonly setMapKeySize: (map: Pointer, size: number) => number;
  readonly mapValueSize: (map: Pointer) => number;
  readonly setMapValueSize: (map: Pointer, size: number) => number;
  readonly mapMaxEntries: (map: Pointer) => number;
  readonly initialValue: (map: Pointer, size: Uint8Array) => Pointer;
  readonly nextKey: (fd: number, key: Uint8Array | null, next: Uint8Array) => number;
  readonly lookup: (fd: number, key: Uint8Array, value: Uint8Array) => number;
  readonly lookupBatch: (fd: number, from: Uint8Array | null, to: Uint8Array, keys: Uint8Array, values: Uint8Array, count: Uint8Array, options: null) => number;
  readonly update: (fd: number, key: Uint8Array | null, value: Uint8Array, flags: number | bigint) => number;
  readonly lookupFlags: (fd: number, key: Uint8Array | null, value: Uint8Array, flags: bigint) => number;
  readonly remove: (fd: number, key: Uint8Array | null) => number;
  readonly possibleCpus: () => number;
  /** What libbpf says goes here until it is set again: the level (0 warning, 1 info, 2 debug) and the text. */
  readonly listen: (listener: ((level: number, text: string) => void) | undefined) => void;

  readonly mmap: (at: null, length: number, protection: number, flags: number, fd: number, offset: number) => Pointer;
  readonly munmap: (at: bigint, length: number) => number;
  readonly perfEventOpen: (attributes: Uint8Array, pid: number, cpu: number, group: number, flags: number) => number;
  readonly ioctl: (fd: number, request: number, argument: number) => number;
  /** 0 where there is no such interface. */
  readonly ifNameToIndex: (name: string) => number;
  readonly closeFd: (fd: number) => number;
  /** Waits, with the whole thread, until something of the array of struct pollfd is ready. */
  readonly waitFor: (fds: Uint8Array, count: number, milliseconds: number) => number;
  /** openat2(2): the flags, mode and way of resolving are in a struct open_how. */
  readonly openBeneath: (folder: number, path: Uint8Array, how: Uint8Array) => number;
}

export type LibbpfOrNot = { readonly ok: true; readonly bpf: Libbpf } | { readonly ok: false; readonly message: Message };

let opened: Promise<LibbpfOrNot> | undefined;

/** libbpf of this machine, or what is missing. */
export function libbpf(): Promise<LibbpfOrNot> {
  opened ??= open(() => import('koffi'), 'libbpf.so.1');
  return opened;
}

/** The number of perf_event_open in each architecture's table of calls. */
const PERF_EVENT_OPEN: Readonly<Partial<Record<NodeJS.Architecture, number>>> = { x64: 298, arm64: 241, riscv64: 241, loong64: 241 };

/** openat2(2) has the same number everywhere. */
const OPENAT2 = 437;

/** Opens a library by its name: apart from `libbpf`, so that its absence can be tried. */
export async function open(koffiOf: () => Promise<typeof import('koffi')>, name: string): Promise<LibbpfOrNot> {
  const perfEventOpen = PERF_EVENT_OPEN[process.arch];
  if (perfEventOpen === undefined) return { ok: false, message: messages.otherByteOrder() };
  let koffi: typeof import('koffi').default;
  try {
    koffi = (await koffiOf()).default;
  } catch (error) {
    return { ok: false, message: messages.noKoffi(firstLine(error)) };
  }
  try {
    return { ok: true, bpf: bind(koffi, name, perfEventOpen) };
  } catch (error) {
    return { ok: false, message: messages.noLibbpf(firstLine(error)) };
  }
}

/** Where a message of libbpf is put together. */
const TEXT = 64 * 1024;

function bind(koffi: typeof import('koffi').default, name: string, perfEventOpen: number): Libbpf {
  const own = koffi.load(name);
  const libc = koffi.load('libc.so.6');
  const version = own.func('const char *libbpf_version_string()') as () => string;
  const syscall = libc.func('int64_t syscall(int64_t number, void *a, int b, int c, int d, uint64_t e)') as (...values: unknown[]) => number;
  const openat2 = libc.func('int64_t syscall(int64_t number, int folder, void *path, void *how, size_t size)') as (...values: unknown[]) => number;
  return {
    version: version(),
    errno: () => koffi.errno(),
    address: (bytes) => koffi.address(bytes),
    view: (at, length) => koffi.view(at, length),
    poll: (fd, onReadable) => {
      const handle = koffi.node.poll(fd, { readable: true }, onReadable);
      return { stop: () => handle.stop(), close: () => handle.close(), again: () => handle.start({ readable: true }, onReadable) };
    },
    openMem: own.func('void *bpf_object__open_mem(void *bytes, size_t length, void *options)'),
    load: own.func('int bpf_object__load(void *object)'),
    close: own.func('void bpf_object__close(void *object)'),
    nextProgram: own.func('void *bpf_object__next_program(void *object, void *previous)'),
    programName: own.func('const char *bpf_program__name(void *program)'),
    programFd: own.func('int bpf_program__fd(void *program)'),
    programAutoload: own.func('bool bpf_program__autoload(void *program)'),
    setLogBuffer: own.func('int bpf_program__set_log_buf(void *program, void *bytes, size_t length)'),
    attach: own.func('void *bpf_program__attach(void *program)'),
    attachXdp: own.func('void *bpf_program__attach_xdp(void *program, int index)'),
    attachPerfEvent: own.func('void *bpf_program__attach_perf_event(void *program, int fd)'),
    linkCreate: own.func('int bpf_link_create(int programFd, int target, int type, void *options)'),
    tcHookCreate: own.func('int bpf_tc_hook_create(void *hook)'),
    tcHookDestroy: own.func('int bpf_tc_hook_destroy(void *hook)'),
    tcAttach: own.func('int bpf_tc_attach(void *hook, void *options)'),
    tcDetach: own.func('int bpf_tc_detach(void *hook, void *options)'),
    destroyLink: own.func('int bpf_link__destroy(void *link)'),
    nextMap: own.func('void *bpf_object__next_map(void *object, void *previous)'),
    mapName: own.func('const char *bpf_map__name(void *map)'),
    mapFd: own.func('int bpf_map__fd(void *map)'),
    mapType: own.func('int bpf_map__type(void *map)'),
    mapKeySize: own.func('uint32_t bpf_map__key_size(void *map)'),
    setMapKeySize: own.func('int bpf_map__set_key_size(void *map, uint32_t size)'),
    mapValueSize: own.func('uint32_t bpf_map__value_size(void *map)'),
    setMapValueSize: own.func('int bpf_map__set_value_size(void *map, uint32_t size)'),
    mapMaxEntries: own.func('uint32_t bpf_map__max_entries(void *map)'),
    initialValue: own.func('void *bpf_map__initial_value(void *map, void *size)'),
    nextKey: own.func('int bpf_map_get_next_key(int fd, void *key, void *next)'),
    lookup: own.func('int bpf_map_lookup_elem(int fd, void *key, void *value)'),
    lookupBatch: own.func('int bpf_map_lookup_batch(int fd, void *from, void *to, void *keys, void *values, void *count, void *options)'),
    update: own.func('int bpf_map_update_elem(int fd, void *key, void *value, uint64_t flags)'),
    lookupFlags: own.func('int bpf_map_lookup_elem_flags(int fd, void *key, void *value, uint64_t flags)'),
    remove: own.func('int bpf_map_delete_elem(int fd, void *key)'),
    possibleCpus: own.func('int libbpf_num_possible_cpus()'),
    listen: listening(koffi, own, libc),
    mmap: libc.func('void *mmap(void *at, size_t length, int protection, int flags, int fd, int64_t offset)'),
    munmap: libc.func('int munmap(void *at, size_t length)'),
    perfEventOpen: (attributes, pid, cpu, group, flags) => Number(syscall(perfEventOpen, attributes, pid, cpu, group, flags)),
    ioctl: libc.func('int ioctl(int fd, uint64_t request, uint64_t argument)'),
    ifNameToIndex: libc.func('unsigned int if_nametoindex(const char *name)'),
    closeFd: libc.func('int close(int fd)'),
    waitFor: libc.func('int poll(void *fds, unsigned long count, int milliseconds)'),
    openBeneath: (folder, path, how) => Number(openat2(OPENAT2, folder, path, how, how.length)),
  };
}

type Native = ReturnType<typeof import('koffi').default.load>;

/**
 * libbpf prints to stderr unless it is told otherwise. It hands its text over as a format and a va_list, which where an argument of that size goes by its address
 * (System V for x86-64, AAPCS64) can be handed on to vsnprintf.
 */
function listening(koffi: typeof import('koffi').default, own: Native, libc: Native): Libbpf['listen'] {
  let listener: ((level: number, text: string) => void) | undefined;
  const bytes = Buffer.alloc(TEXT);
  const vsnprintf = libc.func('int vsnprintf(void *bytes, size_t length, void *format, void *values)') as (...values: unknown[]) => number;
  const callback = koffi.proto('int', ['int', 'void *', 'void *']);
  const print = koffi.register((level: number, format: bigint, values: bigint): number => {
    if (listener === undefined) return 0;
    const length = vsnprintf(bytes, bytes.length, format, values);
    listener(level, bytes.toString('utf8', 0, Math.max(0, Math.min(length, bytes.length - 1))));
    return length;
  }, koffi.pointer(callback));
  const setPrint = own.func('libbpf_set_print', 'void *', [koffi.pointer(callback)]) as (print: bigint) => unknown;
  setPrint(print);
  return (next) => {
    listener = next;
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
