/** What a program reads of its argument, the context: registers that hold its address followed through every path, and through what is kept on the stack. */
import type { Member } from './relocations.ts';

/** Bytes of the context that an instruction reads, or hands to a helper that reads them. */
export interface ContextRead {
  /** Number of the instruction in its program. */
  readonly instruction: number;
  readonly offset: number;
  readonly size: number;
  /** Whether it is a helper that reads: the kernel then does not look whether there is such a field. */
  readonly byHelper: boolean;
  /** As the C names it, where the object tells. */
  readonly member?: Member;
  /** Whether its place is adapted to the kernel's types when it is loaded. */
  readonly adapted: boolean;
}

/** A number, or an address that many bytes into the context. */
interface Value {
  readonly of: 'context' | 'number';
  readonly at: number;
  readonly member?: Member;
}
type Held = Value | undefined;

interface State {
  readonly registers: readonly Held[];
  /** What was put onto the stack in whole words, by where. */
  readonly stack: ReadonlyMap<number, Held>;
}

const WIDTH = 8;
const REGISTERS = 11;
const FRAME = 10;
/** Of more the kernel would not load it; nothing is said then. */
const MOST_STEPS = 100_000;
/** Words that are followed on the stack: it has 64. */
const MOST_SLOTS = 64;

const CLASS = { load: 0, loadRegister: 1, store: 2, storeRegister: 3, alu: 4, jump: 5, jump32: 6, alu64: 7 } as const;
const EXIT = 0x95;
const CALL = 0x85;
const WIDE = 0x18;
const MOVE = 0xb0;
const ADD = 0;
const FROM_REGISTER = 8;
const MEMORY: readonly number[] = [0x60, 0x80];
/** By the bits of an instruction that tell how much it reads. */
const SIZES: Readonly<Record<number, number>> = { 0: 4, 8: 2, 16: 1, 24: 8 };
const WORD = 24;
/** bpf_probe_read, bpf_probe_read_kernel: a destination, how much, from where. */
const READERS: readonly number[] = [4, 113];

/** Empty where it cannot be told. `members`: of instructions that are adapted to the kernel's types. */
export function contextReads(code: DataView, members: ReadonlyMap<number, Member>): readonly ContextRead[] {
  const count = Math.floor(code.byteLength / WIDTH);
  const states: (State | undefined)[] = new Array(count);
  if (count === 0) return [];
  const registers = new Array<Held>(REGISTERS).fill(undefined);
  registers[1] = { of: 'context', at: 0 };
  states[0] = { registers, stack: new Map() };
  const todo = [0];
  for (let steps = 0; todo.length > 0; steps++) {
    if (steps >= MOST_STEPS) return [];
    const at = todo.pop() ?? 0;
    const state = states[at];
    if (state === undefined) continue;
    const after = step(code, at, state, members.get(at));
    for (const to of next(code, at)) {
      if (to < 0 || to >= count) return [];
      const before = states[to];
      const joined = before === undefined ? after : join(before, after);
      if (joined === before) continue;
      states[to] = joined;
      todo.push(to);
    }
  }
  return states.flatMap((state, at) => {
    const read = state === undefined ? undefined : readAt(code, at, state, members.get(at));
    return read === undefined ? [] : [read];
  });
}

function partsOf(code: DataView, at: number) {
  const offset = at * WIDTH;
  const registers = code.getUint8(offset + 1);
  const operation = code.getUint8(offset);
  return {
    operation,
    kind: operation & 7,
    target: registers & 15,
    source: registers >>> 4,
    jump: code.getInt16(offset + 2, true),
    immediate: code.getInt32(offset + 4, true),
  };
}

function readAt(code: DataView, at: number, { registers }: State, own: Member | undefined): ContextRead | undefined {
  const { operation, kind, source, jump, immediate } = partsOf(code, at);
  if (kind === CLASS.loadRegister && MEMORY.includes(operation & 0xe0)) {
    const from = registers[source];
    return from?.of === 'context' ? read(at, from.at + jump, SIZES[operation & WORD] ?? 0, false, own ?? from.member) : undefined;
  }
  if (operation !== CALL || source !== 0 || !READERS.includes(immediate)) return undefined;
  const [size, from] = [registers[2], registers[3]];
  return from?.of === 'context' && size?.of === 'number' ? read(at, from.at, size.at, true, from.member) : undefined;
}

function read(instruction: number, offset: number, size: number, byHelper: boolean, member: Member | undefined): ContextRead {
  return { instruction, offset, size, byHelper, adapted: member !== undefined, ...(member === undefined ? {} : { member }) };
}

/** Where an instruction leads; none follows an exit. */
function next(code: DataView, at: number): readonly number[] {
  const { operation, kind, jump, immediate } = partsOf(code, at);
  if (kind === CLASS.load && operation === WIDE) return [at + 2];
  if ((kind !== CLASS.jump && kind !== CLASS.jump32) || operation === CALL) return [at + 1];
  if (operation === EXIT) return [];
  if ((operation & 0xf0) === 0) return [at + 1 + (kind === CLASS.jump32 ? immediate : jump)];
  return [at + 1, at + 1 + jump];
}

function step(code: DataView, at: number, state: State, own: Member | undefined): State {
  const { operation, kind, target, source, jump, immediate } = partsOf(code, at);
  const { registers, stack } = state;
  switch (kind) {
    case CLASS.alu64:
    case CLASS.alu: {
      const other: Held = (operation & FROM_REGISTER) !== 0 ? registers[source] : number(immediate, own);
      if ((operation & 0xf0) === MOVE && jump === 0) return put(state, target, kind === CLASS.alu && other?.of === 'context' ? undefined : other);
      return put(state, target, (operation & 0xf0) === ADD && kind === CLASS.alu64 ? plus(registers[target], other) : undefined);
    }
    case CLASS.load:
      return operation === WIDE ? put(state, target, undefined) : forget(state);
    case CLASS.loadRegister: {
      const isWord = source === FRAME && MEMORY.includes(operation & 0xe0) && (operation & WORD) === WORD;
      return put(state, target, isWord ? stack.get(jump) : undefined);
    }
    case CLASS.store:
    case CLASS.storeRegister: {
      if (!MEMORY.includes(operation & 0xe0)) return put(put(state, source, undefined), 0, undefined);
      if (target !== FRAME) return state;
      const isWord = kind === CLASS.storeRegister && (operation & WORD) === WORD;
      const kept = new Map([...stack].filter(([slot]) => slot + 8 <= jump || slot >= jump + 8));
      if (isWord && registers[source] !== undefined && kept.size < MOST_SLOTS) kept.set(jump, registers[source]);
      return { registers, stack: kept };
    }
    default:
      return operation === CALL ? forget(state) : state;
  }
}

function number(at: number, member: Member | undefined): Value {
  return { of: 'number', at, ...(member === undefined ? {} : { member }) };
}

function plus(a: Held, b: Held): Held {
  if (a === undefined || b === undefined || (a.of === 'context' && b.of === 'context')) return undefined;
  const member = b.member ?? a.member;
  return { of: a.of === 'context' || b.of === 'context' ? 'context' : 'number', at: a.at + b.at, ...(member === undefined ? {} : { member }) };
}

/** What a call, or an old way to read packets, leaves behind. */
function forget(state: State): State {
  return [0, 1, 2, 3, 4, 5].reduce((so, register) => put(so, register, undefined), state);
}

function put(state: State, register: number, held: Held): State {
  if (register >= FRAME || state.registers[register] === held) return state;
  const registers = [...state.registers];
  registers[register] = held;
  return { ...state, registers };
}

function isSame(a: Held, b: Held): boolean {
  return a === b || (a !== undefined && b !== undefined && a.of === b.of && a.at === b.at && a.member === b.member);
}

/** What both have; the first itself where that is all it has. */
function join(a: State, b: State): State {
  const registers = a.registers.map((held, i) => (isSame(held, b.registers[i]) ? held : undefined));
  const stack = new Map([...a.stack].filter(([slot, held]) => isSame(held, b.stack.get(slot))));
  const isAll = stack.size === a.stack.size && registers.every((held, i) => held === a.registers[i]);
  return isAll ? a : { registers, stack };
}
