/** What a tracer printed, as records that patterns are held against. */
import type { Bucket, MapEntry, Scalar, TraceEvent } from '../core/events.ts';
import type { Column, MapOutput, Program, RowsOutput } from '../core/program.ts';
import type { Show } from './judge.ts';

/** A line, a row, a map entry or a bucket. */
export interface EvalRecord {
  readonly kind: 'line' | 'entry' | 'bucket';
  /** In the reader's terms: names of signals, errors and system calls for their numbers. */
  readonly text: string;
  /** As plain bpftrace prints it, where that differs. A pattern that matches either form matches the record. */
  readonly plain?: string;
  /** Of an entry or a bucket: the same for what is printed of it again. */
  readonly key?: string;
  /** Of a bucket: the name and key of its histogram, in either form. */
  readonly histogram?: readonly string[];
  /** Of an entry or a bucket. */
  readonly amount?: number;
  /** Of an entry of statistics: what its samples add up to. */
  readonly total?: number;
  /** Of a line: the number at each position; undefined where there is none, or a clock time. */
  readonly numbers?: readonly (number | undefined)[];
}

export interface Answer {
  readonly records: readonly EvalRecord[];
  /** Of all stacks. */
  readonly frames: readonly string[];
}

/** Everything that was printed once the workload ran, in its order. A map that never was hit, and a bucket without samples, say nothing. */
export function recordsOf(events: readonly TraceEvent[], program: Program, show: Show): Answer {
  const reader = new Reader(program, show);
  const records = events.flatMap((event) => reader.read(event));
  return { records, frames: [...reader.frames] };
}

const PLAIN: Column = { name: '', kind: 'plain', type: 'unknown' };

class Reader {
  readonly frames = new Set<string>();
  readonly #show: Show;
  readonly #answer: string | undefined;
  readonly #rows: ReadonlyMap<number, RowsOutput>;
  readonly #maps: ReadonlyMap<string, MapOutput>;

  constructor(program: Program, show: Show) {
    this.#show = show;
    this.#answer = program.answer;
    this.#rows = new Map(program.outputs.flatMap((output) => (output.shape === 'rows' ? [[output.statement, output]] : [])));
    this.#maps = new Map(program.outputs.flatMap((output) => (output.shape === 'rows' ? [] : [[output.map, output]])));
  }

  read(event: TraceEvent): EvalRecord[] {
    switch (event.type) {
      case 'row':
        return [this.#row(event.values, this.#rows.get(event.statement)?.columns ?? [])];
      case 'text':
        return event.banner === true ? [] : [this.#line(event.text)];
      case 'map':
        return this.#isShown(event.map) ? event.entries.flatMap((entry) => this.#entry(event.map, entry)) : [];
      case 'stats':
        return this.#isShown(event.map)
          ? event.entries.flatMap(({ key, count, average, total }) => {
              const value = `count ${count ?? ''}, average ${average}, total ${total ?? ''}`;
              const [amount, sum] = [numberOf(count ?? null), numberOf(total ?? null)];
              return amount === 0 ? [] : [this.#keyed(event.map, key, `: ${value}`, { kind: 'entry', ...of('amount', amount), ...of('total', sum) })];
            })
          : [];
      case 'histogram':
        return this.#isShown(event.map)
          ? event.entries.flatMap(({ key, buckets }) => buckets.filter(({ count }) => count !== 0).map((bucket) => this.#bucket(event.map, key, bucket)))
          : [];
      default:
        return [];
    }
  }

  /** A program of the library shows the maps that are its outputs, and no others it keeps for itself. */
  #isShown(map: string): boolean {
    return this.#answer === undefined || map === this.#answer || this.#maps.has(map);
  }

  #row(values: readonly Scalar[], columns: readonly Column[]): EvalRecord {
    const numbers = values.map((value, index) => (columns[index]?.kind === 'time' ? undefined : numberOf(value)));
    return { kind: 'line', ...this.#forms((form) => this.#values(values, columns, form)), numbers };
  }

  #line(text: string): EvalRecord {
    if (text.includes('\n')) this.#addFrames(text);
    return { kind: 'line', text, numbers: numbersIn(text) };
  }

  #entry(map: string, { key, value }: MapEntry): EvalRecord[] {
    const list = Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar];
    const amount = list.length === 1 ? numberOf(list[0] ?? null) : undefined;
    if (key.length === 0 && amount === 0) return [];
    const column = list.length === 1 ? this.#maps.get(map)?.value : undefined;
    const shown = column === undefined ? list.map(String).join(' ') : this.#value(list[0] ?? null, column);
    return [this.#keyed(map, key, `: ${shown}`, { kind: 'entry', ...of('amount', amount) }, `: ${list.map(String).join(' ')}`)];
  }

  #bucket(map: string, key: readonly Scalar[], bucket: Bucket): EvalRecord {
    const { min, max, count } = bucket;
    const histogram = [...new Set((['shown', 'plain'] as const).map((form) => this.#place(map, key, form)))];
    return this.#keyed(map, key, ` [${min ?? ''}, ${max ?? ''}]: ${count}`, { kind: 'bucket', amount: count, histogram }, undefined, `[${min}, ${max}]`);
  }

  #keyed(
    map: string,
    key: readonly Scalar[],
    shown: string,
    rest: Pick<EvalRecord, 'kind' | 'amount' | 'total' | 'histogram'>,
    plain: string = shown,
    part = '',
  ): EvalRecord {
    const forms = this.#forms((form) => this.#place(map, key, form) + (form === 'shown' ? shown : plain));
    return { ...rest, ...forms, key: `${map}${part}\u0000${key.map(String).join('\u0000')}` };
  }

  #place(map: string, key: readonly Scalar[], form: Form): string {
    return key.length === 0 ? map : `${map} ${this.#values(key, this.#maps.get(map)?.keys ?? [], form)}`;
  }

  #forms(make: (form: Form) => string): Pick<EvalRecord, 'text' | 'plain'> {
    const [text, plain] = [make('shown'), make('plain')];
    return text === plain ? { text } : { text, plain };
  }

  #values(values: readonly Scalar[], columns: readonly Column[], form: Form): string {
    return values
      .map((value, index) => {
        const column = columns[index] ?? PLAIN;
        if (form === 'shown' && typeof value === 'string' && (column.type === 'stack' || column.kind === 'stack')) this.#addFrames(value);
        return form === 'plain' || columns[index] === undefined ? String(value) : this.#value(value, column);
      })
      .join(' ');
  }

  /** Amounts stay numbers: "4.0 KiB" could not tell 4096 from 4100. */
  #value(value: Scalar, column: Column): string {
    const { unit: _, kind, ...rest } = column;
    return this.#show(value, { ...rest, kind: kind === 'count' ? 'plain' : kind });
  }

  #addFrames(stack: string): void {
    for (const line of stack.split('\n')) if (line.trim() !== '') this.frames.add(line.trim());
  }
}

type Form = 'shown' | 'plain';

const CLOCK = /\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g;
/** Not what is part of a word or of a hexadecimal number. */
const NUMBER = /(?<![\w.])-?\d+(?:\.\d+)?(?![\dxX])/g;

/** The numbers of a printed line in their order, clock times left out. */
function numbersIn(text: string): number[] {
  return (text.replace(CLOCK, ' ').match(NUMBER) ?? []).map(Number);
}

/** The number a value is, also where it came as text. */
function numberOf(value: Scalar): number | undefined {
  if (typeof value === 'string') return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function of<K extends 'amount' | 'total'>(name: K, value: number | undefined): { readonly [key in K]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: number });
}
