/**
 * Looks at the maps of a program while it runs. Until 0.21 bpftrace prints all its maps at a SIGUSR1, and two empty lines before it prints them at its end (main.cpp and
 * run_bpftrace.cpp, 0.17 to 0.21); since 0.22 a probe of the program does what is wanted at that signal (docs/migration_guide.md, "default SIGUSR1 handler removed").
 */
import type { AnyNode, Probe, Script } from '../../bpftrace/ast.ts';
import { compareVersions, versionOf } from '../../bpftrace/dialect/version.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { MapEvent, TraceEvent } from '../../core/events.ts';
import type { MapOutput } from '../../core/program.ts';

/** What a look is made of: a probe that prints between two marks, or bpftrace's own answer, which is over before a mark or an empty line. */
export type Way = 'probe' | 'signal';

/** What is to be looked at while it runs. */
export interface LooksWish {
  readonly maps: readonly MapOutput[];
  /** What bpftrace says of itself. */
  readonly version: string | undefined;
  /** Whether it keeps the symbols of user programs that it has read. */
  readonly keepsSymbols: boolean;
}

/** How the maps of this program can be looked at; undefined where they cannot, as what it prints itself could not be told apart, or would suffer. */
export function wayToLook(script: Script, { maps, version, keepsSymbols }: LooksWish): Way | undefined {
  if (maps.length === 0) return undefined;
  for (const item of script.items) {
    const atEnd = item.kind === 'probe' && isEnd(item);
    for (const node of walk(item)) {
      // Naming the functions of all programs takes up to half a minute, each time anew, in which bpftrace does not hear that it should end.
      if (!keepsSymbols && (node.kind === 'identifier' || node.kind === 'call') && (node.name === 'ustack' || node.name === 'usym')) return undefined;
      if (node.kind !== 'call') continue;
      // A signal cuts short what it reads of a command.
      if (node.name === 'system') return undefined;
      if (!atEnd && printsMap(node)) return undefined;
    }
    if (item.kind === 'probe' && item.attachPoints.some(({ provider }) => provider === 'self' || provider === 'iter')) return undefined;
  }
  return compareVersions(versionOf(version), '0.22') >= 0 ? 'probe' : 'signal';
}

/** The probes that print maps at the end. */
export function printingEnds(script: Script): readonly Probe[] {
  return script.probes.filter((probe) => isEnd(probe) && [...walk(probe)].some(printsMap));
}

function isEnd(probe: Probe): boolean {
  return probe.attachPoints.every(({ provider }) => provider === 'END');
}

function printsMap(node: AnyNode): boolean {
  return node.kind === 'call' && node.name === 'print' && node.args[0]?.kind === 'map';
}

/** Tells what a look shows from what the program prints. */
export class Looks {
  readonly #maps: ReadonlySet<string>;
  readonly #way: Way;
  /** Whether a map that is printed now is a look's. */
  #isLook: boolean;
  #isEnding = false;
  /** Maps that looks have shown, and that were not printed since. */
  readonly #shown = new Set<string>();
  #seen: string[] = [];
  #isOver = false;

  constructor(way: Way, maps: readonly MapOutput[]) {
    this.#maps = new Set(maps.map(({ map }) => map));
    this.#way = way;
    this.#isLook = way === 'signal';
  }

  /** Probes that were added for looks. */
  get ownProbes(): number {
    return this.#way === 'probe' ? 1 : 0;
  }

  /** An empty line: what comes now is printed at the end. */
  emptyLine(): void {
    if (this.#way === 'signal') this.#ends();
  }

  mark(stage: 'begun' | 'over' | 'ending'): void {
    if (stage === 'over') this.#isOver = true;
    if (stage === 'ending') this.#ends();
    else this.#isLook = stage === 'begun' && !this.#isEnding;
  }

  #ends(): void {
    this.#isEnding = true;
    this.#isLook = false;
  }

  /** Whether the line is of a look, and of a map that nobody asks for: it need not be read. */
  skips(line: string): boolean {
    if (!this.#isLook) return false;
    const map = MAP_LINE.exec(line)?.[1];
    if (map === undefined || this.#maps.has(map)) return false;
    this.#seen.push(map);
    return true;
  }

  told(event: MapEvent): TraceEvent {
    if (!this.#isLook) {
      this.#shown.delete(event.map);
      return event;
    }
    this.#shown.add(event.map);
    this.#seen.push(event.map);
    return { type: 'snapshot', map: event };
  }

  /** The maps that looks have shown since this was last asked, also those that nobody asked for; and whether a mark told that the look is over. */
  since(): { readonly maps: readonly string[]; readonly over: boolean } {
    const since = { maps: this.#seen, over: this.#isOver };
    this.#seen = [];
    this.#isOver = false;
    return since;
  }

  /** Once it has ended well: what looks have shown, and was not printed at the end, for it was empty then. */
  emptied(): readonly MapEvent[] {
    return [...this.#shown].map((map) => ({ type: 'map', map, entries: [] }));
  }
}

const MAP_LINE = /^\{"type": "(?:map|stats|hist|lhist)", "data": \{"(@[^"\\]*)"/;
