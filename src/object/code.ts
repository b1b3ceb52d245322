/** What a program's instructions tell: whom they call, what they return (Documentation/bpf/standardization/instruction-set.rst). */
import type { BpfElf, ElfSymbol } from './elf.ts';
import { helperName } from './helpers.ts';
import { within } from './limits.ts';
import { constantReturns } from './returns.ts';

const CALL = 0x85;
const LOAD_WORD = 0x18;
/** Source registers that say what kind of call it is, or of which kind a loaded word is. */
const TO_PROGRAM = 1;
const TO_KERNEL = 2;
export const WIDTH = 8;
/** Looked at for what programs return, of all of them together: of the rest nobody knows. */
const MOST_STEPS = 2_000_000;

export interface FoundProgram {
  readonly name: string;
  readonly section: string;
  /** Number of its section, and where in it. */
  readonly at: { readonly section: number; readonly start: number; readonly end: number };
  readonly instructions: number;
  readonly helpers: readonly string[];
  readonly kfuncs: readonly string[];
  readonly returns?: readonly number[];
}

interface Calls {
  readonly helpers: readonly string[];
  readonly kfuncs: readonly string[];
  /** Functions of the object that it calls or hands to a helper. */
  readonly own: readonly ElfSymbol[];
}

/** The programs of an object: the functions of its executable sections but `.text`, which holds what they share. */
export function programsIn(elf: BpfElf): FoundProgram[] {
  const functions = elf.symbols.filter(({ kind, section }) => kind === 'function' && section > 0 && elf.sections[section] !== undefined);
  within(functions.length, 'functions');
  within(
    functions.reduce((sum, symbol) => sum + (codeOf(elf, symbol)?.byteLength ?? 0) / WIDTH, 0),
    'instructions',
  );
  const known = new Map<ElfSymbol, Calls>();
  const places = new Places(elf, functions);
  const callsOf = (symbol: ElfSymbol): Calls => {
    const found = known.get(symbol) ?? callsIn(elf, symbol, places);
    known.set(symbol, found);
    return found;
  };
  const programs = functions.filter((symbol) => !symbol.local && isProgram(elf, symbol));
  within(programs.length, 'programs');
  let all = 0;
  let steps = 0;
  return programs.flatMap((symbol) => {
    const code = codeOf(elf, symbol);
    if (code === undefined) return [];
    const reached = reach(symbol, callsOf);
    all += reached.length;
    within(all, 'reached');
    const { returns, steps: taken } = constantReturns(code, MOST_STEPS - steps);
    steps += taken;
    return {
      name: symbol.name,
      section: elf.sections[symbol.section]?.name ?? '',
      at: { section: symbol.section, start: symbol.value, end: symbol.value + code.byteLength },
      instructions: reached.reduce((sum, one) => sum + Math.floor((codeOf(elf, one)?.byteLength ?? 0) / WIDTH), 0),
      helpers: [...new Set(reached.flatMap((one) => callsOf(one).helpers))],
      kfuncs: [...new Set(reached.flatMap((one) => callsOf(one).kfuncs))],
      ...(returns === undefined ? {} : { returns }),
    };
  });
}

function isProgram(elf: BpfElf, { section }: ElfSymbol): boolean {
  const header = elf.sections[section];
  return header !== undefined && header.type === 1 && (header.flags & 4) !== 0 && header.name !== '.text';
}

/** A function, and those it leads to. */
function reach(from: ElfSymbol, callsOf: (symbol: ElfSymbol) => Calls): ElfSymbol[] {
  const reached = new Set([from]);
  for (const one of reached) for (const next of callsOf(one).own) reached.add(next);
  return [...reached];
}

function codeOf(elf: BpfElf, { section, value, size }: ElfSymbol): DataView | undefined {
  const content = elf.contentAt(section);
  if (content === undefined || value % WIDTH !== 0 || value >= content.length) return undefined;
  const length = Math.min(size, content.length - value);
  return new DataView(content.buffer, content.byteOffset + value, length - (length % WIDTH));
}

/** What is at a place of a section, looked up once. */
class Places {
  readonly #elf: BpfElf;
  readonly #functions = new Map<number, ElfSymbol[]>();
  readonly #found = new Map<string, ElfSymbol | undefined>();
  readonly #targets = new Map<number, ReadonlyMap<number, ElfSymbol | undefined>>();

  constructor(elf: BpfElf, functions: readonly ElfSymbol[]) {
    this.#elf = elf;
    for (const one of functions) {
      const there = this.#functions.get(one.section);
      if (there === undefined) this.#functions.set(one.section, [one]);
      else there.push(one);
    }
  }

  functionAt(section: number, value: number): ElfSymbol | undefined {
    const key = `${section}:${value}`;
    if (!this.#found.has(key)) {
      const found = this.#functions.get(section)?.find((one) => value >= one.value && value < one.value + Math.max(1, one.size));
      this.#found.set(key, found);
    }
    return this.#found.get(key);
  }

  /** What the linker is to put in, by where. */
  targets(section: number): ReadonlyMap<number, ElfSymbol | undefined> {
    const known = this.#targets.get(section) ?? new Map(this.#elf.relocations(section).map(({ offset, symbol }) => [offset, symbol]));
    this.#targets.set(section, known);
    return known;
  }
}

function callsIn(elf: BpfElf, symbol: ElfSymbol, places: Places): Calls {
  const code = codeOf(elf, symbol);
  const calls = { helpers: new Set<string>(), kfuncs: new Set<string>(), own: new Set<ElfSymbol>() };
  if (code === undefined) return { helpers: [], kfuncs: [], own: [] };
  const targets = places.targets(symbol.section);
  for (let at = 0; at < code.byteLength; at += WIDTH) {
    const operation = code.getUint8(at);
    const source = code.getUint8(at + 1) >>> 4;
    const immediate = code.getInt32(at + 4, true);
    const target = targets.get(symbol.value + at);
    if (operation === CALL && source === 0) calls.helpers.add(helperName(immediate));
    else if (operation === CALL && target !== undefined && target.section === 0) calls.kfuncs.add(target.name);
    else if (operation === CALL && source === TO_KERNEL) calls.kfuncs.add(`kfunc_${immediate}`);
    else if (operation === CALL && source === TO_PROGRAM) {
      // A call of a section's symbol counts from the section's start; one without relocation from where it stands.
      const to = (immediate + 1) * WIDTH;
      const found =
        target === undefined
          ? places.functionAt(symbol.section, symbol.value + at + to)
          : places.functionAt(target.section, target.kind === 'section' ? to : target.value);
      if (found !== undefined) calls.own.add(found);
    } else if (operation === LOAD_WORD) {
      // The address of a function, for bpf_loop() and the like.
      const found = target === undefined ? undefined : places.functionAt(target.section, target.kind === 'section' ? immediate : target.value);
      if (found !== undefined) calls.own.add(found);
      at += WIDTH;
    }
  }
  return { helpers: [...calls.helpers], kfuncs: [...calls.kfuncs], own: [...calls.own] };
}
