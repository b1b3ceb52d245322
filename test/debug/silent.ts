import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { parse as parseProgram } from '../../src/bpftrace/parser.ts';
import type { EndReason } from '../../src/core/events.ts';
import { type Counted, type CountingLevel, countIn } from '../../src/debug/counters.ts';
import { type Diagnosis, diagnoseProgram, type RunFacts } from '../../src/debug/diagnose.ts';
import { machine } from '../check/linux-6.18.ts';

/** A block of silent.toml: what each part means stands there. */
export interface Silent {
  readonly program: string;
  /** Counted beside the program, by probe only. */
  readonly level?: CountingLevel;
  readonly counts?: Readonly<Record<string, number>>;
  readonly seen?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly ranges?: Readonly<Record<string, readonly [number, number]>>;
  readonly printed?: number;
  readonly maps?: Readonly<Record<string, readonly [number, number]>>;
  readonly lost?: number;
  readonly ended?: EndReason;
  readonly seconds?: number;
  readonly unattached?: readonly string[];
  readonly beside?: { readonly workload: string; readonly counts: Readonly<Record<string, number>> };
  readonly refused?: string;
  readonly given?: number;
  readonly finding?: string;
  readonly at?: string;
  readonly also?: readonly string[];
  readonly without?: readonly string[];
  readonly verdict: string;
  readonly repaired?: string;
}

export const SILENT: readonly Silent[] = (
  parse(readFileSync(fileURLToPath(new URL('silent.toml', import.meta.url)), 'utf8')) as unknown as { silent: readonly Silent[] }
).silent;

const SECONDS = 5;

export function diagnosed(block: Silent, language: 'en' | 'zh'): Diagnosis {
  const run = block.counts === undefined ? undefined : factsOf(block, block.counts);
  return diagnoseProgram({
    file: 'silent.bt',
    source: block.program,
    language,
    machine,
    seconds: SECONDS,
    processRuns: (pid) => pid === 1,
    given: block.given ?? 0,
    counted: countedIn(block),
    ...(run === undefined ? {} : { run }),
    ...(block.refused === undefined ? {} : { refused: block.refused }),
  });
}

function countedIn({ program, level = 'full' }: Silent): Counted {
  return countIn(parseProgram(program).script, program, level);
}

function factsOf(block: Silent, counts: Readonly<Record<string, number>>): RunFacts {
  const counted = countedIn(block);
  const numbered = (label: string): number => {
    const watched = counted.watched.find(({ passes }) => passes === label);
    if (watched === undefined) throw new Error(`nothing is watched before ${label}`);
    return watched.number;
  };
  for (const label of Object.keys(counts)) if (counted.counters.every((counter) => counter.label !== label)) throw new Error(`there is no counter ${label}`);
  const seen = Object.entries(block.seen ?? {}).map(
    ([label, values]) => [numbered(label), Object.entries(values).map(([value, count]) => ({ value, count }))] as const,
  );
  // Every counter that is not named was passed by none; of a run without events that is all of them.
  const all = new Map(counted.counters.map(({ label }) => [label, counts[label] ?? 0]));
  return {
    seconds: block.seconds ?? SECONDS,
    counts: all,
    seen: new Map(seen),
    ranges: new Map(Object.entries(block.ranges ?? {}).map(([label, [low, high]]) => [numbered(label), { low, high }])),
    printed: block.printed ?? 0,
    maps: new Map(Object.entries(block.maps ?? {}).map(([map, [entries, zeros]]) => [map, { entries, zeros }])),
    lost: block.lost ?? 0,
    ended: block.ended ?? (block.seconds === undefined ? 'deadline' : 'finished'),
    unattached: block.unattached ?? [],
    ...(block.beside === undefined ? {} : { beside: { workload: block.beside.workload, counts: new Map(Object.entries(block.beside.counts)) } }),
  };
}
