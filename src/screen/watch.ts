/** What a run has shown so far, folded from its events as they come: little for each event, the rest when somebody looks. */
import type { Dataset, HeatMap, Series } from '../core/dataset.ts';
import type { TraceEvent } from '../core/events.ts';
import type { Overhead } from '../core/overhead.ts';
import { type MapOutput, type Program, withOutput } from '../core/program.ts';
import { Fold } from '../views/fold.ts';
import { History, tellingOf } from '../views/history.ts';
import { isWindowTime } from '../views/windows.ts';
import { Meter } from './meter.ts';
import { keyName, sumOf } from './rows.ts';
import { type Item, Tail } from './tail.ts';

export interface MapLook {
  /** With its `@`. */
  readonly map: string;
  readonly output: MapOutput | undefined;
  /** Undefined while nothing is known of it. */
  readonly dataset: Dataset | undefined;
  /** What it has counted in all; undefined where its values do not add up. */
  readonly total: number | undefined;
  /** All keys together first where they add up, then the largest ones. */
  readonly series: readonly Series[];
  /** By the name of the key (`keyName`). */
  readonly byKey: ReadonlyMap<string, Series>;
  readonly heats: readonly HeatMap[];
  /** Whether its series tell how much came in a second, or how much there is. */
  readonly isRate: boolean;
}

/** What can be shown of a run at a moment. It does not change: a screen that is paused keeps it. */
export interface Look {
  readonly program: Program;
  readonly maps: readonly MapLook[];
  /** The last rows and lines, oldest first. */
  readonly items: readonly Item[];
  /** Rows and lines seen, those that are not kept among them. */
  readonly seen: number;
  readonly rows: Series;
}

export type Phase = 'attaching' | 'tracing' | 'collecting';

/** How a run goes: shown also while the screen is paused. */
export interface Vitals {
  readonly phase: Phase;
  /** Seconds since all probes were attached, when something last came. */
  readonly seconds: number;
  /** Events a second: rows, or what maps counted. */
  readonly rate: number;
  readonly lost: number;
  /** Seconds since maps were last looked at; absent where they have not been. */
  readonly age?: number;
  readonly overhead?: Overhead;
}

export class Watch {
  program: Program;
  readonly #fold: Fold;
  readonly #history: History;
  readonly #tail = new Tail();
  readonly #rows = new Meter();
  /** By map: how all its keys together grew. */
  readonly #totals = new Map<string, Meter>();
  readonly #sums = new Map<string, number | undefined>();
  #maps: readonly MapLook[] | undefined;
  #attachedAt: number | undefined;
  #seconds = 0;
  #phase: Phase = 'attaching';
  #lost = 0;
  #lookedAt: number | undefined;
  #overhead: Overhead | undefined;
  readonly warnings: string[] = [];

  constructor(program: Program) {
    this.program = program;
    this.#fold = new Fold(program);
    this.#history = new History(program);
  }

  /** Takes one more event; `at`: seconds since the run began. */
  add(event: TraceEvent, at: number): void {
    this.#seconds = at - (this.#attachedAt ?? at);
    switch (event.type) {
      case 'output':
        this.program = withOutput(this.program, event.output);
        this.#fold.add(event);
        this.#history.add(event, at);
        break;
      case 'row':
        this.#tail.add(event);
        this.#rows.count(this.#seconds);
        break;
      case 'text':
        if (this.program.window !== undefined && isWindowTime(event.text)) this.#fold.add(event);
        else if (event.banner !== true) {
          this.#tail.add(event);
          this.#rows.count(this.#seconds);
        }
        break;
      case 'attached':
        this.#attachedAt = at;
        this.#seconds = 0;
        this.#phase = 'tracing';
        this.#fold.add(event);
        break;
      case 'snapshot':
      case 'map':
      case 'stats':
      case 'histogram':
        this.#fold.add(event);
        this.#history.add(event, this.#seconds);
        this.#lookedAt = this.#seconds;
        this.#maps = undefined;
        this.#measure(event.type === 'snapshot' ? event.map.map : event.map);
        break;
      case 'lost':
        this.#lost += event.count;
        break;
      case 'warning':
        this.warnings.push(event.message);
        break;
      case 'overhead':
        this.#overhead = event.overhead;
        break;
      case 'ended':
        this.#phase = 'collecting';
        break;
      default:
        break;
    }
  }

  /** Those that see events. */
  get probes(): number {
    return this.#fold.probes;
  }

  /** It was asked to end: what comes now is its answer. */
  ending(): void {
    this.#phase = 'collecting';
  }

  look(): Look {
    this.#maps ??= this.#lookAtMaps();
    const rows = { title: this.program.title, column: { name: 'events', kind: 'count', type: 'integer' } as const, key: [], points: this.#rows.points };
    return { program: this.program, maps: this.#maps, items: this.#tail.items(), seen: this.#tail.seen, rows };
  }

  /** `now`: seconds since the run began. */
  vitals(now: number): Vitals {
    const seconds = this.#attachedAt === undefined ? 0 : Math.max(this.#seconds, now - this.#attachedAt);
    const answer = this.program.answer ?? this.#fold.maps()[0];
    const counted = answer === undefined ? undefined : this.#totals.get(answer);
    return {
      phase: this.#phase,
      seconds,
      rate: this.#tail.seen > 0 || counted === undefined ? this.#rows.rate(seconds) : (counted.points.at(-1)?.value ?? 0),
      lost: this.#lost,
      ...(this.#lookedAt === undefined ? {} : { age: seconds - this.#lookedAt }),
      ...(this.#overhead === undefined ? {} : { overhead: this.#overhead }),
    };
  }

  #measure(map: string): void {
    const dataset = this.#fold.dataset(map);
    const total = dataset === undefined ? undefined : totalOf(dataset);
    this.#sums.set(map, total);
    if (total === undefined) return;
    const meter = this.#totals.get(map) ?? new Meter();
    this.#totals.set(map, meter);
    meter.reach(total, this.#seconds);
  }

  #lookAtMaps(): MapLook[] {
    const heats = this.#history.heatMaps();
    const series = this.#history.series();
    return this.#fold.maps().flatMap((map): MapLook[] => {
      const output = this.program.outputs.find((one): one is MapOutput => one.shape !== 'rows' && one.map === map);
      const dataset = this.#fold.dataset(map);
      // The answer of a program may be its rows.
      if (output === undefined && dataset === undefined) return [];
      const title = map === this.program.answer ? this.program.title : map;
      const own = series.filter((one) => one.title === title);
      const total = this.#totals.get(map);
      const adds = total !== undefined && (own.length > 1 || output?.shape === 'histogram');
      const together: Series[] = adds ? [{ title, column: countOf(output), key: [], points: total.points }] : [];
      return [
        {
          map,
          output,
          dataset,
          total: this.#sums.get(map),
          series: [...together, ...own],
          byKey: new Map(own.map((one) => [keyName(one.key), one])),
          heats: heats.filter((one) => one.title === title),
          isRate: output === undefined || output.shape === 'histogram' || tellingOf(output.value) === 'rate',
        },
      ];
    });
  }
}

/** What a map has counted in all; undefined where its values do not add up. */
function totalOf(dataset: Dataset): number | undefined {
  if (dataset.shape === 'histogram') {
    let sum = 0;
    for (const group of dataset.groups) for (const bucket of group.buckets) sum += bucket.count;
    return sum;
  }
  return sumOf(dataset.rows, dataset);
}

function countOf(output: MapOutput | undefined): Series['column'] {
  return output === undefined || output.shape === 'histogram' ? { name: 'samples', kind: 'count', type: 'integer' } : output.value;
}
