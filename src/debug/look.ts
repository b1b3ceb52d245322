/** What the rules of a diagnosis look at, and what they find: the program, the machine, and what was counted while it ran. */
import type { Script } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import type { RuleContext } from '../check/rule.ts';
import type { Span, TextEdit } from '../core/diagnostic.ts';
import type { EndReason } from '../core/events.ts';
import type { Counted, Counter } from './counters.ts';
import type { SeenValue } from './diagnosis.ts';

/** What was counted while a program ran: recorded, so that a finding can be told, and tried, without a kernel. */
export interface RunFacts {
  /** For how long it was watched. */
  readonly seconds: number;
  /** How often each counter was passed, by its label; what is missing was not. Empty where nothing could be counted. */
  readonly counts: ReadonlyMap<string, number>;
  /** What conditions compared, by the number of what was watched. */
  readonly seen: ReadonlyMap<number, readonly SeenValue[]>;
  readonly ranges: ReadonlyMap<number, { readonly low: number; readonly high: number }>;
  /** Records and lines that it printed; those of BEGIN are none. */
  readonly printed: number;
  /** What its maps held in the end: how many entries, and how many of them were nothing but zero. */
  readonly maps: ReadonlyMap<string, { readonly entries: number; readonly zeros: number }>;
  readonly lost: number;
  readonly ended: EndReason;
  /** Probes that bpftrace said it could not attach. */
  readonly unattached: readonly string[];
  /** What probes that were never hit did beside a workload that makes their event happen. */
  readonly beside?: { readonly workload: string; readonly counts: ReadonlyMap<string, number> };
}

export interface Look {
  readonly script: Script;
  readonly source: string;
  readonly context: RuleContext;
  readonly counted: Counted;
  /** Absent where it did not run. */
  readonly run?: RunFacts;
  /** For how long it is, or would be, watched. */
  readonly seconds: number;
  /** Whether there is a process of this number now; undefined where nobody can tell. */
  readonly processRuns?: (pid: number) => boolean;
  /** How many positional parameters it is given. */
  readonly given: number;
  /** Maps that are shown: not those that only help. */
  readonly shown: ReadonlySet<string>;
}

/** Something found, before it is put into words (`words.ts`). */
export interface Found {
  readonly id: string;
  readonly span?: Span;
  /** What stands in the slots of its words. */
  readonly values?: Readonly<Record<string, string>>;
  readonly seen?: readonly SeenValue[];
  readonly edits?: readonly TextEdit[];
}

export type DebugRule = (look: Look) => Iterable<Found>;

export function textAt(look: Pick<Look, 'source'>, span: Span): string {
  return look.source.slice(span.start, span.end).replace(/\s+/g, ' ');
}

/** How often something was passed; undefined where that was not counted. */
export function countOf({ run, counted }: Look, counter: Counter): number | undefined {
  if (run === undefined || run.counts.size === 0 || !counted.counters.includes(counter)) return undefined;
  return run.counts.get(counter.label) ?? 0;
}

/** Whether it showed anything that is to be seen: a farewell of END is nothing where the lines that were waited for did not come. */
export function showedSomething(look: Look): boolean {
  const { run, shown } = look;
  if (run === undefined) return false;
  return linesOf(look) > 0 || [...run.maps].some(([name, { entries }]) => shown.has(name) && entries > 0);
}

/** Lines that it showed while it ran; in the end where that is all that it is to print. */
export function linesOf(look: Look): number {
  const { run, counted, script } = look;
  const isAround = (probe: number): boolean => script.probes[probe]?.attachPoints.every(({ provider }) => /^(?:begin|end)$/i.test(provider)) ?? false;
  const between = counted.reached.filter(({ prints, probe }) => prints !== undefined && !isAround(probe));
  const came = between.length === 0 || between.some(({ counter }) => countOf(look, counter) !== 0);
  return came ? (run?.printed ?? 0) : 0;
}

/** Probes of events: not the beginning, the end, or a clock. */
export function isEvent(provider: string): boolean {
  return !/^(?:BEGIN|END|begin|end|interval|self|test|bench)$/.test(provider);
}

/** Whether it ends by itself, by `exit()`. */
export function hasExit(script: Script): boolean {
  return [...walk(script)].some((node) => node.kind === 'call' && node.name === 'exit');
}
