import type { Dataset, Histogram, Table } from '../core/dataset.ts';
import type { MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import { type Column, type MapOutput, type Output, type Program, type RowsOutput, tracerOf, withOutput } from '../core/program.ts';
import { mapTable, statsTable } from './map-tables.ts';
import { type RowState, RowStore } from './row-store.ts';
import { isWindowTime, Windows, type WindowsState } from './windows.ts';

/** Keys a bpftrace map holds where BPFTRACE_MAP_KEYS_MAX does not say otherwise (man bpftrace). */
const MAP_KEYS = Number(process.env.BPFTRACE_MAP_KEYS_MAX) || 4096;
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
    const output = this.#output(event.map, event.entries);
    if (event.type === 'map') return mapTable(event.entries, output, title);
    if (event.type === 'stats') return statsTable(event.entries, output, title);
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

function isEmpty(dataset: Table | Histogram): boolean {
  if (dataset.shape === 'table') return dataset.seen === 0;
  return dataset.groups.every((group) => group.buckets.every((bucket) => bucket.count === 0));
}
