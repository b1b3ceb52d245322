/** The constants that a program returns: every register followed through every path, as the set of constants it may hold. */

/** A register holds one of these, or anything (`any`), or nothing yet. */
type Held = ReadonlySet<number> | 'any' | undefined;
type State = readonly Held[];

const REGISTERS = 11;
const WIDTH = 8;
/** Of more different values nobody reads the list; of more instructions, the kernel would not load them. */
const MOST_VALUES = 16;
const MOST_STEPS = 200_000;

const CLASS = { load: 0, loadRegister: 1, store: 2, storeRegister: 3, alu: 4, jump: 5, jump32: 6, alu64: 7 } as const;
const EXIT = 0x95;
const CALL = 0x85;
/** Loads 64 bits, in two instructions. */
const WIDE = 0x18;
const MOVE = 0xb0;
const FROM_REGISTER = 8;
const ATOMIC = 0xc0;

export interface Returns {
  /** Undefined where a path returns what is no constant, or the code makes no sense. */
  readonly returns: readonly number[] | undefined;
  /** How much was looked at. */
  readonly steps: number;
}

/** `most`: how much is looked at. */
export function constantReturns(code: DataView, most: number = MOST_STEPS): Returns {
  let steps = 0;
  const returns = followed(code, () => ++steps <= Math.min(most, MOST_STEPS));
  return { returns, steps };
}

function followed(code: DataView, goesOn: () => boolean): readonly number[] | undefined {
  const count = Math.floor(code.byteLength / WIDTH);
  const states: (State | undefined)[] = new Array(count);
  if (count === 0) return undefined;
  states[0] = new Array<Held>(REGISTERS).fill('any');
  const todo = [0];
  const returned = new Set<number>();
  while (todo.length > 0) {
    const at = todo.pop() ?? 0;
    const state = states[at];
    if (state === undefined || !goesOn()) return undefined;
    const { next, after } = step(code, at, state);
    if (next.length === 0) {
      const value = state[0];
      if (value === 'any' || value === undefined) return undefined;
      for (const one of value) returned.add(one);
      continue;
    }
    for (const to of next) {
      if (to < 0 || to >= count) return undefined;
      const before = states[to];
      const joined = before === undefined ? after : join(before, after);
      if (joined === before) continue;
      states[to] = joined;
      todo.push(to);
    }
  }
  return returned.size === 0 || returned.size > MOST_VALUES ? undefined : [...returned].sort((a, b) => a - b);
}

/** Where an instruction leads, and what the registers hold then. None follows an exit. */
function step(code: DataView, at: number, state: State): { readonly next: readonly number[]; readonly after: State } {
  const offset = at * WIDTH;
  const operation = code.getUint8(offset);
  const registers = code.getUint8(offset + 1);
  const [target, source] = [registers & 15, registers >>> 4];
  const jump = code.getInt16(offset + 2, true);
  const immediate = code.getInt32(offset + 4, true);
  const kind = operation & 7;
  const following = [at + 1];
  switch (kind) {
    case CLASS.alu:
    case CLASS.alu64: {
      const isMove = (operation & 0xf0) === MOVE;
      const plain = isMove && jump === 0;
      return { next: following, after: put(state, target, plain ? ((operation & FROM_REGISTER) === 0 ? new Set([immediate]) : state[source]) : 'any') };
    }
    case CLASS.load:
      return operation === WIDE
        ? { next: [at + 2], after: put(state, target, source === 0 ? wideConstant(code, offset) : 'any') }
        : { next: following, after: put(state, 0, 'any') };
    case CLASS.loadRegister:
      return { next: following, after: put(state, target, 'any') };
    case CLASS.storeRegister:
      return { next: following, after: (operation & 0xe0) === ATOMIC ? put(put(state, source, 'any'), 0, 'any') : state };
    case CLASS.jump:
    case CLASS.jump32: {
      if (operation === EXIT) return { next: [], after: state };
      if (operation === CALL) return { next: following, after: [0, 1, 2, 3, 4, 5].reduce((so, one) => put(so, one, 'any'), state) };
      if ((operation & 0xf0) === 0) return { next: [at + 1 + (kind === CLASS.jump32 ? immediate : jump)], after: state };
      return { next: [at + 1, at + 1 + jump], after: state };
    }
    default:
      return { next: following, after: state };
  }
}

/** The numbers of 32 bits that a program returns too: as the kernel's headers have them, -1 is 0xffffffff. */
function wideConstant(code: DataView, offset: number): Held {
  if (offset + 2 * WIDTH > code.byteLength) return 'any';
  const high = code.getUint32(offset + WIDTH + 4, true);
  return high > 0x1f_ffff ? 'any' : new Set([high * 0x1_0000_0000 + code.getUint32(offset + 4, true)]);
}

function put(state: State, register: number, held: Held): State {
  if (state[register] === held || register >= REGISTERS) return state;
  const changed = [...state];
  changed[register] = held;
  return changed;
}

function join(a: State, b: State): State {
  let changed = false;
  const joined = a.map((held, i) => {
    const one = joinHeld(held, b[i]);
    if (one !== held) changed = true;
    return one;
  });
  return changed ? joined : a;
}

function joinHeld(a: Held, b: Held): Held {
  if (a === b || b === undefined || a === 'any') return a;
  if (a === undefined || b === 'any') return b;
  if ([...b].every((one) => a.has(one))) return a;
  const both = new Set([...a, ...b]);
  return both.size > MOST_VALUES ? 'any' : both;
}
