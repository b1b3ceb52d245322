import type { Dataset, Histogram, Table } from '../core/dataset.ts';
import type { MapEntry, MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import { type Column, type MapOutput, type Output, type Program, type RowsOutput, tracerOf, withOutput } from '../core/program.ts';
import { isWindowTime, Windows, type WindowsState } from './windows.ts';

/** Rows kept of each printf: the last ones. The others are counted only, so that a flood stays bounded. */
export const KEPT_ROWS = 1000;
/** Keys a bpftrace map holds where BPFTRACE_MAP_KEYS_MAX does not say otherwise (man bpftrace). */
const MAP_KEYS = Number(process.env.BPFTRACE_MAP_KEYS_MAX) || 4096;
/** Different values of a row's telling column that are counted apart. */
const MAX_TALLIED = 10_000;

/** What a fold has come to. */
export interface FoldState {
  readonly rows: readonly (RowState & { readonly statement: number })[];
  readonly maps: ReadonlyMap<string, MapEvent>;
  readonly looks: ReadonlyMap<string, MapEvent>;
  readonly texts: number;
  readonly lost: number;
  readonly full: boolean;
  readonly probes: number;
  readonly windows?: WindowsState;
  readonly learned?: readonly Output[];
}

interface RowState {
  readonly kept: readonly (readonly Scalar[])[];
  readonly tally: ReadonlyMap<Scalar, number>;
  readonly seen: number;
}

/** What a map held, and what was made of it. */
interface Told {
  readonly event: MapEvent;
  dataset?: Dataset;
}

/** What a run amounts to, folded from its events as they come. */
export class Fold {
  readonly #program: Program;
  /** What the program tells of, and what was learned while it ran. */
  readonly #outputs: Output[];
  readonly #rows = new Map<number, RowStore>();
  readonly #maps = new Map<string, Told>();
  readonly #windows: Windows | undefined;
  /** What maps held when they were last looked at, where they have not been printed since. */
  readonly #looks = new Map<string, Told>();
  #texts = 0;
  lost = 0;
  /** Whether a map reached the number of keys bpftrace keeps, so that later ones were not counted. */
  full = false;
  probes = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#outputs = [...program.outputs];
    this.#windows = program.window === undefined ? undefined : new Windows(program.window);
  }

  /** What it amounts to so far, as data (numbers, texts, arrays, maps), from which `resume` goes on. */
  state(): FoldState {
    return {
      rows: [...this.#rows].map(([statement, store]) => ({ statement, ...store.state() })),
      maps: eventsOf(this.#maps),
      looks: eventsOf(this.#looks),
      texts: this.#texts,
      lost: this.lost,
      full: this.full,
      probes: this.probes,
      ...(this.#windows === undefined ? {} : { windows: this.#windows.state() }),
      ...(this.#outputs.length === this.#program.outputs.length ? {} : { learned: this.#outputs.slice(this.#program.outputs.length) }),
    };
  }

  /** Goes on from what a fold of the same program had come to. */
  resume({ rows, maps, looks, texts, lost, full, probes, windows, learned = [] }: FoldState): void {
    for (const output of learned) this.#learn(output);
    for (const { statement, ...state } of rows) this.#store(statement).resume(state);
    for (const [name, event] of maps) this.#maps.set(name, { event });
    for (const [name, event] of looks) this.#looks.set(name, { event });
    this.#texts = texts;
    this.lost = lost;
    this.full = full;
    this.probes = probes;
    if (windows !== undefined) this.#windows?.resume(windows);
  }

  add(one: TraceEvent): void {
    const event = this.#windows !== undefined && isAnswer(one, this.#program.answer) ? this.#windows.add(one) : one;
    if ('entries' in event && event.entries.length >= MAP_KEYS) this.full = true;
    switch (event.type) {
      case 'attached':
        this.probes = Math.max(1, event.probes - this.#helpers());
        break;
      case 'output':
        this.#learn(event.output);
        break;
      case 'row':
        this.#row(event.statement, event.values);
        break;
      case 'map':
      case 'stats':
      case 'histogram':
        this.#looks.delete(event.map);
        this.#maps.set(event.map, { event });
        break;
      case 'snapshot': {
        const look = event.map;
        const whole = this.#windows !== undefined && look.map === this.#program.answer ? this.#windows.soFarWith(look) : look;
        if (whole.entries.length >= MAP_KEYS) this.full = true;
        this.#looks.set(look.map, { event: whole });
        break;
      }
      case 'text':
        if (this.#windows !== undefined && isWindowTime(event.text)) this.#windows.timeShown();
        else if (event.banner !== true) this.#texts++;
        break;
      case 'lost':
        this.lost += event.count;
        break;
      default:
        break;
    }
  }

  /** The program with the forms of output that were learned while it ran. */
  get program(): Program {
    return this.#outputs.slice(this.#program.outputs.length).reduce(withOutput, this.#program);
  }

  #learn(output: Output): void {
    const isKnown = this.#outputs.some((one) =>
      one.shape === 'rows' ? output.shape === 'rows' && one.statement === output.statement : output.shape !== 'rows' && one.map === output.map,
    );
    if (!isKnown) this.#outputs.push(output);
  }

  /** Made when it is asked for: of a map of many keys that is looked at often, most looks are never shown. */
  #datasetOf(told: Told): Dataset {
    told.dataset ??= this.#dataset(told.event);
    return told.dataset;
  }

  #dataset(event: MapEvent): Dataset {
    const title = this.#title(event.map);
    if (event.type === 'map') return tableOf(event.entries, this.#output(event.map, event.entries), title);
    if (event.type === 'stats') {
      const entries = event.entries.map((entry): MapEntry => ({ key: entry.key, value: [entry.count ?? null, entry.average, entry.total ?? null] }));
      return statsTable(entries, this.#output(event.map, entries), title);
    }
    const output = this.#output(event.map, event.entries);
    const groups = event.entries.map(({ key, buckets }) => ({ key, buckets }));
    return { shape: 'histogram', title, keys: output.keys, value: output.value, groups };
  }

  /** The answer first, then the other outputs in the order of the program. Empty ones are left out. */
  datasets(): Dataset[] {
    const maps = this.maps().map((name) => this.dataset(name));
    const tables = [...this.#rows.values()].map((store) => store.table(this.#program.title));
    return [...tables, ...maps.filter((dataset) => dataset !== undefined)].filter((dataset) => !isEmpty(dataset));
  }

  /** The maps that are told of, whether anything is known of them yet: the answer first. */
  maps(): string[] {
    const order = [this.#program.answer, ...this.#outputs.map((output) => (output.shape === 'rows' ? undefined : output.map))];
    const names = [...new Set([...order.filter((name) => name !== undefined), ...this.#maps.keys(), ...this.#looks.keys()])];
    const known = new Set(this.#outputs.flatMap((output) => (output.shape === 'rows' ? [] : [output.map])));
    return names.filter((name) => this.#program.answer === undefined || known.has(name) || name === this.#program.answer);
  }

  /** What a map held when it was last looked at or printed, be it nothing; undefined where it was neither. */
  dataset(map: string): Dataset | undefined {
    const told = this.#looks.get(map) ?? this.#maps.get(map);
    return told === undefined ? undefined : this.#datasetOf(told);
  }

  /** Records seen: rows, lines of text, entries of maps. None at all is silence. */
  get records(): number {
    let sum = this.#texts;
    for (const dataset of this.datasets()) sum += dataset.shape === 'table' ? dataset.seen : dataset.groups.length;
    return sum;
  }

  /** Probes that see no event: clocks, beginnings and ends; bpftrace's engine adds a beginning where there is none. */
  #helpers(): number {
    if (tracerOf(this.#program) !== 'bpftrace') return 0;
    const names = this.#program.attachPoints.map((point) => point.split(':')[0] ?? '');
    const own = names.filter((name) => /^(BEGIN|END|begin|end|interval|i)$/.test(name)).length;
    return own + (names.some((name) => /^begin$/i.test(name)) ? 0 : 1);
  }

  #row(statement: number, values: readonly Scalar[]): void {
    this.#store(statement).add(values);
  }

  #store(statement: number): RowStore {
    let store = this.#rows.get(statement);
    if (store === undefined) {
      const output = this.#outputs.find((candidate): candidate is RowsOutput => candidate.shape === 'rows' && candidate.statement === statement);
      store = new RowStore(output?.columns ?? []);
      this.#rows.set(statement, store);
    }
    return store;
  }

  /** What is known of a map; for one the tree does not tell, as many nameless keys as its entries have. */
  #output(map: string, entries: readonly { readonly key: readonly Scalar[] }[]): MapOutput {
    const output = this.#outputs.find((candidate): candidate is MapOutput => candidate.shape !== 'rows' && candidate.map === map);
    const width = entries[0]?.key.length ?? 0;
    if (output !== undefined && output.keys.length === width) return output;
    const keys = Array.from({ length: width }, (_, index): Column => ({ name: `key ${index + 1}`, kind: 'plain', type: 'unknown' }));
    return { shape: 'values', map, keys, value: output?.value ?? { name: map.slice(1) || 'value', kind: 'plain', type: 'unknown' } };
  }

  #title(map: string): string {
    const { answer, title, window } = this.program;
    return map === answer ? (window?.title ?? title) : map;
  }
}

function eventsOf(maps: ReadonlyMap<string, Told>): ReadonlyMap<string, MapEvent> {
  return new Map([...maps].map(([name, { event }]) => [name, event]));
}

function isAnswer(event: TraceEvent, answer: string | undefined): event is MapEvent {
  return (event.type === 'map' || event.type === 'histogram' || event.type === 'stats') && event.map === answer;
}

class RowStore {
  readonly #columns: readonly Column[];
  readonly #telling: number;
  readonly #kept: (readonly Scalar[])[] = [];
  readonly tally = new Map<Scalar, number>();
  #seen = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#telling = columns.findIndex((column) => column.kind === 'process');
  }

  state(): RowState {
    return { kept: this.#kept, tally: this.tally, seen: this.#seen };
  }

  resume({ kept, tally, seen }: RowState): void {
    kept.forEach((row, at) => {
      this.#kept[at] = row;
    });
    for (const [who, count] of tally) this.tally.set(who, count);
    this.#seen = seen;
  }

  add(values: readonly Scalar[]): void {
    this.#kept[this.#seen % KEPT_ROWS] = values;
    this.#seen++;
    const who = values[this.#telling];
    if (who === undefined) return;
    const before = this.tally.get(who);
    if (before !== undefined || this.tally.size < MAX_TALLIED) this.tally.set(who, (before ?? 0) + 1);
  }

  table(title: string): Table {
    const at = this.#seen % KEPT_ROWS;
    const rows = this.#seen > KEPT_ROWS ? [...this.#kept.slice(at), ...this.#kept.slice(0, at)] : this.#kept;
    const [most] = [...this.tally].sort((a, b) => b[1] - a[1]);
    return {
      shape: 'table',
      title,
      columns: this.#columns,
      rows,
      seen: this.#seen,
      ...(most === undefined ? {} : { most: { value: most[0], count: most[1] } }),
    };
  }
}

function tableOf(entries: readonly MapEntry[], output: MapOutput, title: string): Table {
  const wide = entries.find((entry) => Array.isArray(entry.value));
  const width = Array.isArray(wide?.value) ? wide.value.length : 1;
  const values =
    width === 1
      ? [output.value]
      : Array.from({ length: width }, (_, index): Column => ({ name: `${output.value.name} ${index + 1}`, kind: 'plain', type: 'unknown' }));
  const rows = entries.map(({ key, value }) => [...key, ...(Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar])]);
  const amount = output.keys.length;
  // bpftrace prints a map that was never hit as 0 (until 0.23): that is silence, not a count.
  const hit = rows.filter((row) => row.length > 1 || row[0] !== 0);
  return {
    shape: 'table',
    title,
    columns: [...output.keys, ...values],
    rows: width === 1 ? sortByAmount(hit, amount) : hit,
    seen: hit.length,
    ...(width === 1 ? { amount } : {}),
  };
}

function statsTable(entries: readonly MapEntry[], output: MapOutput, title: string): Table {
  const unit = output.value.unit === undefined ? {} : { unit: output.value.unit };
  const columns: Column[] = [
    ...output.keys,
    { name: 'count', kind: 'count', type: 'integer' },
    { name: `average ${output.value.name}`, kind: 'plain', type: 'integer', ...unit },
    { name: `total ${output.value.name}`, kind: 'count', type: 'integer', ...unit },
  ];
  const rows = entries.map(({ key, value }) => [...key, ...(value as readonly Scalar[])]).filter((row) => row[output.keys.length] !== 0);
  const amount = columns.length - 1;
  return { shape: 'table', title, columns, rows: sortByAmount(rows, amount), seen: rows.length, amount };
}

/** Largest first; equal ones in the order of their keys, so that two runs look alike. */
function sortByAmount(rows: readonly (readonly Scalar[])[], amount: number): (readonly Scalar[])[] {
  // Taken out once, not at each comparison.
  const sizes = Float64Array.from(rows, (row) => Number(row[amount] ?? 0) || 0);
  const keys = rows.map((row) => String(row[0]));
  const places = Uint32Array.from(rows, (_, index) => index);
  places.sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || compare(keys[a] ?? '', keys[b] ?? '') || a - b);
  return Array.from(places, (place) => rows[place] ?? []);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isEmpty(dataset: Table | Histogram): boolean {
  if (dataset.shape === 'table') return dataset.seen === 0;
  return dataset.groups.every((group) => group.buckets.every((bucket) => bucket.count === 0));
}
