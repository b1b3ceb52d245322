/** How a run went over time, folded from its events as they come: rates, values and histograms by spans of time, within bounds however long it runs. */
import type { HeatMap, Series } from '../core/dataset.ts';
import type { Bucket, MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import { type Column, type MapOutput, type Program, withOutput } from '../core/program.ts';
import { type Bounds, boundsKey, byBounds } from './buckets.ts';

/** Points kept of a series; then neighbours are put together, so that a long run is told more coarsely, not cut off. */
const MOST_POINTS = 240;
/** Keys of a map that are followed: the largest. */
const MOST_KEYS = 64;
/**
 * Seconds between two looks that make a point. What is read late (after gpttrace was suspended, or a look at many keys) and what is read next come at once: as a point of
 * its own, what grew in seconds would be a burst that never was.
 */
export const LEAST_SPAN = 0.25;
/** Seconds of rows that make one point. */
const SPAN = 1;

/** What is told of an amount over time: how much came in each second, or how much there is. */
type Telling = 'rate' | 'level';

interface Track {
  readonly key: readonly Scalar[];
  readonly points: { at: number; value: number }[];
  last: number;
  lastAt: number;
  /** Seconds that the last point stands for. */
  lastSpan?: number;
}

interface Heat {
  readonly key: readonly Scalar[];
  /** By the text of its bounds. */
  readonly bounds: Map<string, Bounds>;
  readonly last: Map<string, number>;
  readonly columns: { at: number; counts: Map<string, number> }[];
}

/** What a history has come to: its rows' rates, and by map and key how values and histograms went. */
export interface HistoryState {
  readonly maps: ReadonlyMap<string, Map<string, Track>>;
  readonly heats: ReadonlyMap<string, Map<string, Heat>>;
  readonly rates: readonly { readonly at: number; readonly value: number }[];
  readonly rowsSince: number;
  readonly spanEnds: number;
}

export class History {
  #program: Program;
  /** Then what it prints beside them, such as the time of day, is no event. */
  readonly #hasMaps: boolean;
  readonly #maps = new Map<string, Map<string, Track>>();
  readonly #heats = new Map<string, Map<string, Heat>>();
  readonly #rates: { at: number; value: number }[] = [];
  #rowsSince = 0;
  #spanEnds: number = SPAN;

  constructor(program: Program) {
    this.#program = program;
    this.#hasMaps = program.outputs.some(({ shape }) => shape !== 'rows');
  }

  /** What it amounts to so far, as data (numbers, texts, arrays, maps), from which `resume` goes on. */
  state(): HistoryState {
    return { maps: this.#maps, heats: this.#heats, rates: this.#rates, rowsSince: this.#rowsSince, spanEnds: this.#spanEnds };
  }

  /** Goes on from what a history of the same program had come to, which is handed over with it. */
  resume({ maps, heats, rates, rowsSince, spanEnds }: HistoryState): void {
    for (const [name, tracks] of maps) this.#maps.set(name, tracks);
    for (const [name, heat] of heats) this.#heats.set(name, heat);
    this.#rates.push(...rates);
    this.#rowsSince = rowsSince;
    this.#spanEnds = spanEnds;
  }

  /** Takes one more event; `at`: seconds since all probes were attached. */
  add(event: TraceEvent, at: number): void {
    if (event.type === 'output') this.#program = withOutput(this.#program, event.output);
    else if (event.type === 'row' || (event.type === 'text' && event.banner !== true && !this.#hasMaps)) this.#row(at);
    else if (event.type === 'snapshot') this.#look(event.map, at);
    else if (event.type === 'map' || event.type === 'stats' || event.type === 'histogram') this.#look(event, at);
  }

  /** Of rows how many came in a second; of maps each key that is followed, and all together where they add up. The answer's first. */
  series(): Series[] {
    const rows: Series[] =
      this.#rates.length === 0
        ? []
        : [{ title: this.#program.title, column: { name: 'events', kind: 'count', type: 'integer' }, key: [], points: this.#rates }];
    const maps = this.#inOrder(this.#maps).flatMap(([map, tracks]) => {
      const output = this.#output(map);
      if (output === undefined) return [];
      const sorted = [...tracks.values()].sort((a, b) => b.last - a.last);
      return sorted.map(({ key, points }): Series => ({ title: this.#title(map), column: output.value, key, points }));
    });
    return [...rows, ...maps];
  }

  heatMaps(): HeatMap[] {
    return this.#inOrder(this.#heats).flatMap(([map, heats]) => {
      const output = this.#output(map);
      return output === undefined ? [] : [...heats.values()].map((heat) => heatMapOf(heat, this.#title(map), output.value));
    });
  }

  #row(at: number): void {
    while (at >= this.#spanEnds) {
      this.#rates.push({ at: this.#spanEnds, value: this.#rowsSince / SPAN });
      this.#rowsSince = 0;
      this.#spanEnds += SPAN;
      if (this.#rates.length > MOST_POINTS) thin(this.#rates);
    }
    this.#rowsSince++;
  }

  #look(event: MapEvent, at: number): void {
    if (event.type === 'histogram') {
      this.#histogram(event, at);
      return;
    }
    const output = this.#output(event.map);
    if (output === undefined) return;
    const tracks = this.#maps.get(event.map) ?? new Map<string, Track>();
    this.#maps.set(event.map, tracks);
    const telling = tellingOf(output.value);
    const leading = leadingOf(event.entries);
    admit(tracks, leading);
    const values = new Map<string, number>();
    for (const [name, { value }] of leading) values.set(name, value);
    // Naming keys is what takes time where there are many: the others are named only where one of them is followed.
    if ([...tracks.keys()].some((name) => !leading.has(name))) for (const entry of event.entries) values.set(nameOf(entry.key), amountOf(entry) ?? 0);
    // A key that is gone was cleared: its counting begins anew.
    for (const [name, track] of tracks) follow(track, values.get(name) ?? 0, at, telling);
  }

  #histogram(event: Extract<MapEvent, { type: 'histogram' }>, at: number): void {
    const heats = this.#heats.get(event.map) ?? new Map<string, Heat>();
    this.#heats.set(event.map, heats);
    for (const { key, buckets } of event.entries) {
      const name = nameOf(key);
      const heat = heats.get(name) ?? (heats.size < MOST_KEYS ? { key, bounds: new Map(), last: new Map(), columns: [] } : undefined);
      if (heat === undefined) continue;
      heats.set(name, heat);
      warm(heat, buckets, at);
    }
  }

  #output(map: string): MapOutput | undefined {
    return this.#program.outputs.find((output): output is MapOutput => output.shape !== 'rows' && output.map === map);
  }

  #title(map: string): string {
    return map === this.#program.answer ? this.#program.title : map;
  }

  /** The answer's first. */
  #inOrder<T>(all: ReadonlyMap<string, T>): [string, T][] {
    const { answer } = this.#program;
    return [...all].sort(([a], [b]) => Number(b === answer) - Number(a === answer));
  }
}

type Entries = readonly ({ readonly key: readonly Scalar[] } & Parameters<typeof amountOf>[0])[];
type Leading = ReadonlyMap<string, { readonly key: readonly Scalar[]; readonly value: number }>;

/** The largest, as many as are followed, by their names. */
function leadingOf(entries: Entries): Leading {
  const amounts = Float64Array.from(entries, (entry) => amountOf(entry) ?? Number.NEGATIVE_INFINITY);
  const least = amounts.length <= MOST_KEYS ? Number.NEGATIVE_INFINITY : (amounts.slice().sort()[amounts.length - MOST_KEYS] ?? 0);
  const leading = new Map<string, { readonly key: readonly Scalar[]; readonly value: number }>();
  const ties: Entries[number][] = [];
  entries.forEach((entry, index) => {
    const value = amounts[index] ?? 0;
    if (value > least) leading.set(nameOf(entry.key), { key: entry.key, value });
    else if (value === least && Number.isFinite(least) && ties.length < MOST_KEYS) ties.push(entry);
  });
  for (const { key } of ties) if (leading.size < MOST_KEYS) leading.set(nameOf(key), { key, value: least });
  return leading;
}

/** Follows the keys that lead, in the place of the smallest that do not where there are too many. */
function admit(tracks: Map<string, Track>, leading: Leading): void {
  const fresh = [...leading].filter(([name]) => !tracks.has(name));
  const excess = tracks.size + fresh.length - MOST_KEYS;
  if (excess > 0) {
    const others = [...tracks].filter(([name]) => !leading.has(name)).sort((a, b) => a[1].last - b[1].last);
    for (const [name] of others.slice(0, excess)) tracks.delete(name);
  }
  for (const [name, { key }] of fresh) tracks.set(name, { key, points: [], last: 0, lastAt: 0 });
}

/** What is counted or summed grows, and its growth is what tells; an average or a greatest value stands for itself. */
export function tellingOf(value: Column): Telling {
  return value.kind === 'count' ? 'rate' : 'level';
}

function amountOf(entry: { readonly value?: unknown; readonly total?: unknown; readonly average?: unknown }): number | undefined {
  const value = entry.value ?? entry.total ?? entry.average;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function follow(track: Track, value: number, at: number, telling: Telling): void {
  const span = at - track.lastAt;
  if (span <= 0) return;
  const grown = value >= track.last ? value - track.last : value;
  const { lastSpan = 0 } = track;
  const before = track.points.at(-1);
  if (span < LEAST_SPAN && lastSpan > 0 && before !== undefined) {
    track.lastSpan = lastSpan + span;
    track.points[track.points.length - 1] = { at, value: telling === 'rate' ? (before.value * lastSpan + grown) / track.lastSpan : value };
  } else {
    track.lastSpan = span;
    track.points.push({ at, value: telling === 'rate' ? grown / span : value });
  }
  track.last = value;
  track.lastAt = at;
  if (track.points.length > MOST_POINTS) thin(track.points);
}

function warm(heat: Heat, buckets: readonly Bucket[], at: number): void {
  const counts = new Map<string, number>();
  const total = new Map<string, number>();
  for (const { count, ...bounds } of buckets) {
    const name = boundsKey(bounds);
    heat.bounds.set(name, bounds);
    total.set(name, count);
  }
  const cleared = [...total].some(([name, count]) => count < (heat.last.get(name) ?? 0));
  for (const [name, count] of total) {
    const grown = count - (cleared ? 0 : (heat.last.get(name) ?? 0));
    if (grown > 0) counts.set(name, grown);
  }
  heat.last.clear();
  for (const [name, count] of total) heat.last.set(name, count);
  heat.columns.push({ at, counts });
  if (heat.columns.length > MOST_POINTS) thinHeat(heat.columns);
}

function heatMapOf({ key, bounds, columns }: Heat, title: string, value: Column): HeatMap {
  const sorted = [...bounds].sort((a, b) => byBounds(a[1], b[1]));
  return {
    title,
    value,
    key,
    buckets: sorted.map(([, bucket]) => bucket),
    columns: columns.map(({ at, counts }) => ({ at, counts: sorted.map(([name]) => counts.get(name) ?? 0) })),
  };
}

/** Each two neighbours become one: their mean, at the later one's time. */
function thin(points: { at: number; value: number }[]): void {
  const half = points.flatMap((point, index) => {
    const next = points[index + 1];
    return index % 2 === 1 ? [] : [next === undefined ? point : { at: next.at, value: (point.value + next.value) / 2 }];
  });
  points.splice(0, points.length, ...half);
}

function thinHeat(columns: { at: number; counts: Map<string, number> }[]): void {
  const half = columns.flatMap((column, index) => {
    const next = columns[index + 1];
    if (index % 2 === 1) return [];
    if (next === undefined) return [column];
    const counts = new Map(column.counts);
    for (const [name, count] of next.counts) counts.set(name, (counts.get(name) ?? 0) + count);
    return [{ at: next.at, counts }];
  });
  columns.splice(0, columns.length, ...half);
}

function nameOf(key: readonly Scalar[]): string {
  // A map of many keys is named anew with each look; no string of bpftrace holds a zero.
  return key.length === 1 ? String(key[0]) : key.join('\u0000');
}
