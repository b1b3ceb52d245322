/**
 * The functions of `wasm_bpf` (https://github.com/eunomia-bpf/wasm-bpf, its runtime's documentation): what a module reaches the kernel by. Whatever pointer, number or
 * name the guest gives, the answer is a value or an error number.
 */
import { type Guest, GuestFault, type GuestMemory, type Said, type Stopping } from './guest.ts';
import { ERRNO, type GuestMap, type Kernel, type Loaded } from './kernel.ts';
import { isVariantOf } from './objects.ts';

const MOST_NAME = 4096;
const MOST_OBJECTS = 64;
/** A wait is cut into pieces, so that a guest that waits for ever can be asked to end. */
const SLICE_MS = 100;

/** What calls the guest back with a record: by its table's number, or by the name that Go's modules export. */
export type Callback = (context: number, data: number, size: number) => number;

interface Buffered {
  readonly records: Uint8Array[];
}

export interface Host {
  readonly imports: Record<'wasm_bpf' | 'callback-wrapper', Record<string, (...values: never[]) => number | bigint>>;
  close(): void;
}

export function hostOf(
  guest: Guest,
  memory: GuestMemory,
  stopping: Stopping,
  kernel: () => Kernel | string,
  callbacks: { readonly byNumber: (number: number) => Callback | undefined; readonly byName: () => Callback | undefined },
  say: (said: Said) => void,
): Host {
  const loaded = new Map<bigint, Loaded>();
  const pending = new Map<number, Buffered>();
  let [next, probes, told] = [1n, 0, false];
  const note = (message: string): void => say({ kind: 'note', message });
  // Told when the guest first asks for what was seen: by then it has attached what it wanted.
  const tellAttached = (): void => {
    if (told) return;
    told = true;
    say({ kind: 'attached', probes });
  };
  const mapOf = (fd: number): GuestMap | undefined => [...loaded.values()].flatMap(({ maps }) => [...maps.values()]).find((map) => map.fd === fd);

  const load = (pointer: number, length: number): bigint => {
    const elf = Uint8Array.from(memory.bytes(pointer, length));
    if (guest.objects !== undefined && !guest.objects.some((known) => isVariantOf(elf, known))) {
      note('the module made a BPF object that is not among those it was checked for; it was not loaded');
      return 0n;
    }
    if (loaded.size >= MOST_OBJECTS) return 0n;
    const opened = kernel();
    const object = typeof opened === 'string' ? opened : opened.load(elf);
    if (typeof object === 'string') {
      note(`the BPF object of the module was not loaded: ${object}`);
      return 0n;
    }
    loaded.set(next, object);
    return next++;
  };

  const attach = (id: bigint, name: number, target: number): number => {
    const object = loaded.get(id);
    if (object === undefined) return ERRNO.invalid;
    const program = memory.text(name, MOST_NAME);
    const where = target === 0 ? '' : memory.text(target, MOST_NAME);
    const status = object.attach(program);
    if (status === 0) probes++;
    else note(`the BPF program ${program} was not attached${where === '' ? '' : ` to ${where}`} (error ${-status})`);
    return status;
  };

  const poll = (id: bigint, fd: number, callback: Callback | undefined, context: number, data: number, most: number, milliseconds: number): number => {
    const map = [...(loaded.get(id)?.maps.values() ?? [])].find((one) => one.fd === fd);
    const opened = kernel();
    if (map === undefined || callback === undefined || typeof opened === 'string') return ERRNO.invalid;
    memory.bytes(data, most);
    tellAttached();
    const waiting = pending.get(fd) ?? { records: [] };
    pending.set(fd, waiting);
    const until = performance.now() + (milliseconds < 0 ? Number.POSITIVE_INFINITY : milliseconds);
    while (waiting.records.length === 0) {
      if (stopping.check()) return ERRNO.interrupted;
      const got = opened.poll(map, Math.max(0, Math.min(SLICE_MS, Math.ceil(until - performance.now()))));
      if (typeof got === 'number') return got;
      waiting.records.push(...got);
      if (performance.now() >= until) break;
    }
    let count = 0;
    const { records } = waiting;
    // What the callback has not seen by then it sees at the next poll.
    for (let at = 0; at < records.length; at++) {
      const record = records[at] ?? new Uint8Array();
      const length = Math.min(record.length, most);
      memory.bytes(data, length).set(record.subarray(0, length));
      const answer = callback(context, data, length);
      count++;
      if (answer < 0) {
        records.splice(0, at + 1);
        return answer;
      }
    }
    records.length = 0;
    return count;
  };

  const operate = (fd: number, command: number, key: number, value: number, nextKey: number, flags: bigint): number => {
    const map = mapOf(fd);
    const opened = kernel();
    if (map === undefined || typeof opened === 'string') return ERRNO.badFile;
    tellAttached();
    const [LOOKUP, UPDATE, NEXT] = [1, 2, 4];
    const given = key === 0 || map.keySize === 0 ? undefined : memory.bytes(key, map.keySize);
    if (given === undefined && command !== NEXT && map.keySize > 0) return ERRNO.fault;
    const into = command === LOOKUP ? memory.bytes(value, map.valueSize) : command === NEXT ? memory.bytes(nextKey, map.keySize) : undefined;
    const { status, bytes } = opened.operate(map, command, given, flags, command === UPDATE ? memory.bytes(value, map.valueSize) : undefined);
    if (status === 0 && bytes !== undefined) into?.set(bytes);
    return status;
  };

  const number = (value: number | bigint): number => Number(value);
  const guarded =
    <Failure extends number | bigint>(failure: Failure, call: (...values: (number | bigint)[]) => number | bigint): ((...values: never[]) => number | bigint) =>
    (...values) => {
      try {
        return call(...values);
      } catch (error) {
        if (error instanceof GuestFault) return failure;
        throw error;
      }
    };
  type Given = [number | bigint, number | bigint, number | bigint, number | bigint, number | bigint, number | bigint, number | bigint];
  return {
    imports: {
      wasm_bpf: {
        wasm_load_bpf_object: guarded(0n, (...[at, length]) => load(number(at ?? 0), number(length ?? 0))),
        wasm_close_bpf_object: guarded(ERRNO.fault, (id) => {
          const object = loaded.get(BigInt(id ?? 0));
          if (object === undefined) return ERRNO.invalid;
          for (const { fd } of object.maps.values()) pending.delete(fd);
          object.close();
          loaded.delete(BigInt(id ?? 0));
          return 0;
        }),
        wasm_attach_bpf_program: guarded(ERRNO.fault, (id, name, target) => attach(BigInt(id ?? 0), number(name ?? 0), number(target ?? 0))),
        wasm_bpf_map_fd_by_name: guarded(
          ERRNO.fault,
          (id, name) => loaded.get(BigInt(id ?? 0))?.maps.get(memory.text(number(name ?? 0), MOST_NAME))?.fd ?? ERRNO.noEntry,
        ),
        wasm_bpf_buffer_poll: guarded(ERRNO.fault, (...given) => {
          const [id, fd, callback, context, data, most, ms] = given as Given;
          return poll(BigInt(id), number(fd), callbacks.byNumber(number(callback)), number(context), number(data), number(most), number(ms));
        }),
        wasm_bpf_map_operate: guarded(ERRNO.fault, (...given) => {
          const [fd, command, key, value, nextKey, flags] = given as Given;
          return operate(number(fd), number(command), number(key), number(value), number(nextKey), BigInt.asUintN(64, BigInt(flags)));
        }),
      },
      // Go cannot give a function as a number: its modules export one of a fixed name.
      'callback-wrapper': {
        wasm_bpf_buffer_poll: guarded(ERRNO.fault, (...given) => {
          const [id, fd, context, data, most, ms] = given as Given;
          return poll(BigInt(id), number(fd), callbacks.byName(), number(context), number(data), number(most), number(ms));
        }),
      },
    },
    close: () => {
      for (const object of loaded.values()) object.close();
      loaded.clear();
    },
  };
}
