/** What a program's instructions tell: whom they call, what they return (Documentation/bpf/standardization/instruction-set.rst). */
import type { BpfElf, ElfSymbol } from './elf.ts';
import { helperName } from './helpers.ts';
import { constantReturns } from './returns.ts';

const CALL = 0x85;
const LOAD_WORD = 0x18;
/** Source registers that say what kind of call it is, or of which kind a loaded word is. */
const TO_PROGRAM = 1;
const TO_KERNEL = 2;
export const WIDTH = 8;

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
  const known = new Map<ElfSymbol, Calls>();
  const callsOf = (symbol: ElfSymbol): Calls => {
    const found = known.get(symbol) ?? callsIn(elf, symbol, functions);
    known.set(symbol, found);
    return found;
  };
  return functions
    .filter((symbol) => !symbol.local && isProgram(elf, symbol))
    .flatMap((symbol) => {
      const code = codeOf(elf, symbol);
      if (code === undefined) return [];
      const reached = reach(symbol, callsOf);
      const returns = constantReturns(code);
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

function callsIn(elf: BpfElf, symbol: ElfSymbol, functions: readonly ElfSymbol[]): Calls {
  const code = codeOf(elf, symbol);
  const calls = { helpers: new Set<string>(), kfuncs: new Set<string>(), own: new Set<ElfSymbol>() };
  if (code === undefined) return { helpers: [], kfuncs: [], own: [] };
  const targets = new Map(elf.relocations(symbol.section).map(({ offset, symbol: target }) => [offset, target]));
  const functionAt = (section: number, value: number): ElfSymbol | undefined =>
    functions.find((one) => one.section === section && value >= one.value && value < one.value + Math.max(1, one.size));
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
        target === undefined ? functionAt(symbol.section, symbol.value + at + to) : functionAt(target.section, target.kind === 'section' ? to : target.value);
      if (found !== undefined) calls.own.add(found);
    } else if (operation === LOAD_WORD) {
      // The address of a function, for bpf_loop() and the like.
      const found = target === undefined ? undefined : functionAt(target.section, target.kind === 'section' ? immediate : target.value);
      if (found !== undefined) calls.own.add(found);
      at += WIDTH;
    }
  }
  return { helpers: [...calls.helpers], kfuncs: [...calls.kfuncs], own: [...calls.own] };
}
