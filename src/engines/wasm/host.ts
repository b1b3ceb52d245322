/**
 * The functions of `wasm_bpf` (https://github.com/eunomia-bpf/wasm-bpf, its runtime's documentation): what a module reaches the kernel by. Whatever pointer, number or
 * name the guest gives, the answer is a value or an error number.
 */
import type { LibbpfOrNot } from '../libbpf/library.ts';
import { GuestFault, type GuestMemory, type Said } from './guest.ts';
import { GO_CALLBACKS } from './interface.ts';
import { ERRNO, type GuestMap, type Loaded, load as loadInto, Operation, operate as operateOn } from './kernel.ts';
import type { Waiting } from './waiting.ts';

const MOST_NAME = 4096;
/** Objects in the kernel at a time, their bytes, and programs attached: no module needs as many, and each takes of the kernel's memory. */
const MOST_OBJECTS = 64;
const MOST_OBJECT = 16 * 1024 * 1024;
const MOST_ATTACHED = 512;
/** What is said of one run; whoever fails in a loop says the same again and again. */
const MOST_NOTES = 32;
/** A wait is cut into pieces, so that a guest that waits for ever can be asked to end. */
const SLICE_MS = 100;
const LOSS_MS = 250;

/** What calls the guest back with a record: by its table's number, or by the name that Go's modules export. */
export type Callback = (context: number, data: number, size: number) => number;

export interface HostOptions {
  readonly memory: GuestMemory;
  readonly waiting: Waiting;
  /** Undefined where the guest imports nothing that needs it. */
  readonly bpf: LibbpfOrNot | undefined;
  readonly byNumber: (number: number) => Callback | undefined;
  readonly byName: (name: string) => Callback | undefined;
  readonly say: (said: Said) => void;
}

type Call = (...values: never[]) => number | bigint;

export interface Host {
  /** Functions by the module and the name they are imported by. */
  readonly imports: Readonly<Record<string, Readonly<Record<string, Call>>>>;
  close(): void;
}

export function hostOf({ memory, waiting, bpf, byNumber, byName, say }: HostOptions): Host {
  const loaded = new Map<bigint, Loaded>();
  const pending = new Map<number, Uint8Array[]>();
  let [next, probes, told, notes, isCut] = [1n, 0, false, 0, false];
  let [lostBefore, lostTold, lostAt] = [0, 0, 0];
  const note = (message: string): void => {
    if (++notes <= MOST_NOTES) say({ kind: 'note', message });
    if (notes === MOST_NOTES) say({ kind: 'note', message: 'the module goes on so; no more of it is told' });
  };
  // Told when the guest first asks for what was seen: by then it has attached what it wanted.
  const tellAttached = (): void => {
    if (told) return;
    told = true;
    say({ kind: 'attached', probes });
  };
  const mapOf = (fd: number): GuestMap | undefined => [...loaded.values()].flatMap(({ maps }) => [...maps.values()]).find((map) => map.fd === fd);

  const tellLoss = (): void => {
    lostAt = performance.now();
    const lost = lostBefore + [...loaded.values()].reduce((sum, object) => sum + object.lost(), 0);
    if (lost > lostTold) say({ kind: 'lost', count: lost - lostTold });
    lostTold = Math.max(lostTold, lost);
  };

  const load = (pointer: number, length: number): bigint => {
    const bytes = memory.bytes(pointer, length);
    const refused = (why: string): bigint => {
      note(`the BPF object of the module was not loaded: ${why}`);
      return 0n;
    };
    if (length > MOST_OBJECT) return refused(`it has ${length} bytes; at most ${MOST_OBJECT} are taken`);
    if (loaded.size >= MOST_OBJECTS) return refused(`${MOST_OBJECTS} are loaded already`);
    const elf = Uint8Array.from(bytes);
    // Why it may not be loaded is said by whoever says no.
    if (waiting.asked || !waiting.verdict(() => say({ kind: 'object', elf }))) return 0n;
    if (bpf?.ok !== true) return refused(bpf?.message.message ?? 'nothing is imported that would');
    const object = loadInto(bpf.bpf, elf);
    if (typeof object === 'string') return refused(object);
    loaded.set(next, object);
    return next++;
  };

  const close = (id: bigint): number => {
    const object = loaded.get(id);
    if (object === undefined) return ERRNO.invalid;
    for (const { fd } of object.maps.values()) pending.delete(fd);
    tellLoss();
    lostBefore += object.lost();
    if (object.mayMiss()) note('records may be missing: a ring buffer was full at times, and the program does not count what found no room');
    object.close();
    loaded.delete(id);
    return 0;
  };

  const attach = (id: bigint, name: number, target: number): number => {
    const object = loaded.get(id);
    if (object === undefined) return ERRNO.invalid;
    const program = memory.text(name, MOST_NAME);
    const where = target === 0 ? '' : memory.text(target, MOST_NAME);
    if (probes >= MOST_ATTACHED) {
      note(`${program} was not attached: ${MOST_ATTACHED} programs are attached already`);
      return ERRNO.tooMany;
    }
    const { status, message } = object.attach(program, where);
    if (status === 0) probes++;
    else note(message ?? `${program} was not attached (error ${-status})`);
    return status;
  };

  const poll = (id: bigint, fd: number, callback: Callback | undefined, context: number, data: number, most: number, milliseconds: number): number => {
    const object = loaded.get(id);
    const map = [...(object?.maps.values() ?? [])].find((one) => one.fd === fd);
    if (object === undefined || map === undefined || callback === undefined) return ERRNO.invalid;
    memory.bytes(data, most);
    tellAttached();
    const records = pending.get(fd) ?? [];
    pending.set(fd, records);
    const until = performance.now() + (milliseconds < 0 ? Number.POSITIVE_INFINITY : milliseconds);
    while (records.length === 0) {
      if (waiting.check()) return ERRNO.interrupted;
      const got = object.poll(map, Math.max(0, Math.min(SLICE_MS, Math.ceil(until - performance.now()))));
      if (typeof got === 'number') return got;
      for (const record of got) records.push(record);
      if (performance.now() >= until) break;
    }
    if (performance.now() - lostAt > LOSS_MS) tellLoss();
    let count = 0;
    // What the callback has not seen by then it sees at the next poll.
    for (let record = records.shift(); record !== undefined; record = records.shift()) {
      const length = Math.min(record.length, most);
      if (length < record.length && !isCut) {
        isCut = true;
        note(`records of ${map.name} are cut off: they have ${record.length} bytes, and the module has room for ${most}`);
      }
      memory.bytes(data, length).set(record.subarray(0, length));
      const answer = callback(context, data, length);
      count++;
      if (answer < 0) return answer;
    }
    return count;
  };

  const operate = (fd: number, command: number, key: number, value: number, nextKey: number, flags: bigint): number => {
    const map = mapOf(fd);
    if (map === undefined || bpf?.ok !== true) return ERRNO.badFile;
    tellAttached();
    const given = key === 0 || map.keySize === 0 ? undefined : memory.bytes(key, map.keySize);
    if (given === undefined && command !== Operation.nextKey && map.keySize > 0) return ERRNO.fault;
    const into =
      command === Operation.lookup ? memory.bytes(value, map.valueSize) : command === Operation.nextKey ? memory.bytes(nextKey, map.keySize) : undefined;
    const { status, bytes } = operateOn(bpf.bpf, map, command, given, command === Operation.update ? memory.bytes(value, map.valueSize) : undefined, flags);
    if (status === 0 && bytes !== undefined) into?.set(bytes);
    return status;
  };

  type Given = readonly (number | bigint)[];
  const [number, long] = [
    (value: number | bigint | undefined): number => Number(value ?? 0),
    (value: number | bigint | undefined): bigint => BigInt(value ?? 0),
  ];
  const guarded =
    <Failure extends number | bigint>(failure: Failure, call: (given: Given) => number | bigint): Call =>
    (...given) => {
      try {
        return call(given);
      } catch (error) {
        if (error instanceof GuestFault) return failure;
        throw error;
      }
    };
  // Go cannot give a function as a number: its modules export one of a fixed name, and give no number.
  const byExport = (name: string): Record<string, Call> => ({
    wasm_bpf_buffer_poll: guarded(ERRNO.fault, ([id, fd, context, data, most, ms]) =>
      poll(long(id), number(fd), byName(name), number(context), number(data), number(most), number(ms)),
    ),
  });
  return {
    imports: {
      wasm_bpf: {
        wasm_load_bpf_object: guarded(0n, ([at, length]) => load(number(at), number(length))),
        wasm_close_bpf_object: guarded(ERRNO.fault, ([id]) => close(long(id))),
        wasm_attach_bpf_program: guarded(ERRNO.fault, ([id, name, target]) => attach(long(id), number(name), number(target))),
        wasm_bpf_map_fd_by_name: guarded(
          ERRNO.fault,
          ([id, name]) => loaded.get(long(id))?.maps.get(memory.text(number(name), MOST_NAME))?.fd ?? ERRNO.noEntry,
        ),
        wasm_bpf_buffer_poll: guarded(ERRNO.fault, ([id, fd, callback, context, data, most, ms]) =>
          poll(long(id), number(fd), byNumber(number(callback)), number(context), number(data), number(most), number(ms)),
        ),
        wasm_bpf_map_operate: guarded(ERRNO.fault, ([fd, command, key, value, nextKey, flags]) =>
          operate(number(fd), number(command), number(key), number(value), number(nextKey), BigInt.asUintN(64, long(flags))),
        ),
      },
      ...Object.fromEntries(Object.entries(GO_CALLBACKS).map(([module, name]) => [module, byExport(name)])),
    },
    close: () => {
      for (const id of loaded.keys()) close(id);
    },
  };
}
