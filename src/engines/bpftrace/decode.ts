import type { Bucket, HistogramEntry, MapEntry, Scalar, StatsEntry, TraceEvent } from '../../core/events.ts';
import { lookup } from '../../core/lookup.ts';
import type { Column, MapOutput, RowsOutput } from '../../core/program.ts';
import { ATTACHED_MARK, LINE_TAG, LOOK_MARKS, LOOK_TAG, ROW_TAG, SEPARATOR } from './instrument.ts';
import { type JsonValue, readJsonLine, withoutNumber } from './json.ts';
import { convert, convertText, splitKey } from './keys.ts';
import type { Looks } from './looks.ts';
import { RowReader } from './rows.ts';

const LINE_END = 0x0a;

type JsonObject = { readonly [key: string]: JsonValue };

/** Turns bpftrace's JSON lines into typed events, knowing from the program's tree what they hold. */
export class Decoder {
  readonly #rows: ReadonlyMap<number, RowsOutput>;
  readonly #reader: RowReader;
  readonly #maps: ReadonlyMap<string, MapOutput>;
  #probes = 0;
  /** What was printed of a line that has not ended yet: time() and then printf() make one. */
  #piece = '';
  /** Lines that BEGIN prints: a heading, not something seen. */
  #banner: number;

  readonly #looks: Looks | undefined;

  constructor(rows: ReadonlyMap<number, RowsOutput>, maps: readonly MapOutput[], banner = 0, looks?: Looks) {
    this.#rows = rows;
    this.#reader = new RowReader(rows);
    this.#banner = banner;
    this.#maps = new Map(maps.map((map) => [map.map, map]));
    this.#looks = looks;
  }

  /** The events of some lines: what `decode` makes of each of them. */
  decodeAll(text: string | Buffer): TraceEvent[] {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const events: TraceEvent[] = [];
    for (let at = 0; at <= bytes.length; ) {
      const row = this.#reader.read(bytes, at);
      if (row === undefined) {
        const next = bytes.indexOf(LINE_END, at);
        const end = next === -1 ? bytes.length : next;
        this.#take(bytes.toString('utf8', at, end), events);
        at = end + 1;
      } else {
        events.push(row);
        at = this.#reader.end + 1;
      }
    }
    return events;
  }

  #take(line: string, events: TraceEvent[]): void {
    if (line === '') {
      this.#looks?.emptyLine();
      return;
    }
    if (this.#looks?.skips(line) === true) return;
    const event = this.decode(line);
    if (event === undefined) return;
    const isMap = event.type === 'map' || event.type === 'stats' || event.type === 'histogram';
    events.push(isMap && this.#looks !== undefined ? this.#looks.told(event) : event);
  }

  /** The event of a line; undefined for a line that carries none. */
  decode(line: string): TraceEvent | undefined {
    const record = line.startsWith('{') ? readJsonLine(line) : undefined;
    if (!isObject(record) || typeof record.type !== 'string') return { type: 'text', text: line };
    const { data } = record;
    switch (record.type) {
      case 'attached_probes':
        if (isObject(data)) this.#probes = Number(data.probes);
        return undefined;
      case 'value':
        return this.#value(data ?? null);
      case 'map':
        return isObject(data) ? this.#map(data) : undefined;
      case 'stats':
        return isObject(data) ? this.#stats(data) : undefined;
      case 'hist':
      case 'lhist':
        return isObject(data) ? this.#histogram(data) : undefined;
      case 'lost_events':
        return isObject(data) ? { type: 'lost', count: Number(data.events ?? 0) } : undefined;
      default: {
        if (typeof data === 'string' && data.startsWith(LINE_TAG)) return this.#line(data);
        return this.#text(typeof data === 'string' ? data : (JSON.stringify(toJson(data ?? null)) ?? ''), record.type === 'printf' || record.type === 'time');
      }
    }
  }

  /** What is left of a line when nothing more comes. */
  flush(): TraceEvent | undefined {
    const text = this.#piece;
    this.#piece = '';
    return text === '' ? undefined : { type: 'text', text };
  }

  /** join() and the like print whole lines; what printf() and time() print may be a piece of one. */
  #text(data: string, mayGoOn: boolean): TraceEvent | undefined {
    const whole = this.#piece + data;
    if (mayGoOn && !whole.endsWith('\n')) {
      this.#piece = whole;
      return undefined;
    }
    this.#piece = '';
    const text = whole.endsWith('\n') ? whole.slice(0, -1) : whole;
    if (this.#banner === 0) return { type: 'text', text };
    this.#banner--;
    return { type: 'text', text, banner: true };
  }

  #value(data: JsonValue): TraceEvent | undefined {
    if (Array.isArray(data) && typeof data[0] === 'number') {
      if (data[1] === ATTACHED_MARK && data[0] === ROW_TAG - 1) return { type: 'attached', probes: this.#probes - (this.#looks?.ownProbes ?? 0) };
      const stage = data[0] === LOOK_TAG && typeof data[1] === 'string' ? lookup(LOOK_MARKS, data[1]) : undefined;
      if (stage !== undefined && this.#looks !== undefined) {
        this.#looks.mark(stage);
        return undefined;
      }
      const output = this.#rows.get(data[0] - ROW_TAG);
      if (output !== undefined) {
        const values = (data as readonly JsonValue[]).slice(1).map((value, index) => convert(scalar(value), output.columns[index]));
        return { type: 'row', statement: output.statement, values };
      }
    }
    const text = Array.isArray(data) ? data.map((value) => String(scalar(value as JsonValue))).join(' ') : String(scalar(data));
    return { type: 'text', text };
  }

  /** A row from a line of ours; its words where a value of it holds what sets values apart. */
  #line(data: string): TraceEvent {
    const [statement, ...texts] = data.slice(LINE_TAG.length, data.endsWith('\n') ? -1 : undefined).split(SEPARATOR);
    const output = this.#rows.get(Number(statement));
    if (output?.columns.length !== texts.length) return { type: 'text', text: texts.join(' ') };
    return { type: 'row', statement: output.statement, values: texts.map((text, index) => convertText(text, output.columns[index])) };
  }

  #map(data: JsonObject): TraceEvent | undefined {
    const [name, content] = firstEntry(data);
    if (name === undefined || content === undefined) return undefined;
    const output = this.#maps.get(name);
    const entries: MapEntry[] = [];
    for (const [key, value] of keyed(content, output)) {
      const converted = Array.isArray(value) ? value.map((item) => scalar(item as JsonValue)) : convert(scalar(value), output?.value);
      entries.push({ key, value: converted });
    }
    return { type: 'map', map: name, entries };
  }

  #stats(data: JsonObject): TraceEvent | undefined {
    const [name, content] = firstEntry(data);
    if (name === undefined || content === undefined) return undefined;
    const output = this.#maps.get(name);
    const entries: StatsEntry[] = [];
    // A process may be called "average": only where no keys are known do the names of the fields decide.
    const keyless = output === undefined || output.keys.length === 0;
    const single = keyless && isObject(content) && 'average' in content && typeof content.average !== 'object';
    for (const [key, value] of single ? [[[], content] as const] : keyed(content, output)) {
      // avg() comes as a bare number, stats() as an object.
      if (isObject(value)) entries.push({ key, count: scalar(value.count ?? 0), average: scalar(value.average ?? 0), total: scalar(value.total ?? 0) });
      else entries.push({ key, average: scalar(value) });
    }
    if (entries.every((entry) => entry.count === undefined)) {
      return { type: 'map', map: name, entries: entries.map(({ key, average }) => ({ key, value: average })) };
    }
    return { type: 'stats', map: name, entries };
  }

  #histogram(data: JsonObject): TraceEvent | undefined {
    const [name, content] = firstEntry(data);
    if (name === undefined || content === undefined) return undefined;
    const output = this.#maps.get(name);
    const entries: HistogramEntry[] = [];
    for (const [key, value] of Array.isArray(content) ? [[[], content] as const] : keyed(content, output)) {
      if (Array.isArray(value)) entries.push({ key: key as readonly Scalar[], buckets: value.filter(isObject).map(bucket) });
    }
    return { type: 'histogram', map: name, entries };
  }
}

/** 0.17 computes the bounds of the last bucket, 2^31 and all above, in 32 bits. */
const OVERFLOWN = -(2 ** 31);

function bucket(data: JsonObject): Bucket {
  const { min, max, count } = data;
  if (min === OVERFLOWN && max === 0) return { min: -OVERFLOWN, count: Number(count ?? 0) };
  const bound = (value: JsonValue | undefined): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
  return { ...(bound(min) ? { min } : {}), ...(bound(max) ? { max } : {}), count: Number(count ?? 0) };
}

/** Entries of a map's JSON: an object by printed key, or a bare value for a map without keys. */
function* keyed(content: JsonValue, output: MapOutput | undefined): Generator<readonly [readonly Scalar[], JsonValue]> {
  if (!isObject(content)) {
    yield [[], content];
    return;
  }
  const columns: readonly Column[] = output?.keys ?? [];
  for (const [printed, value] of Object.entries(content)) {
    const key = withoutNumber(printed);
    yield [columns.length === 0 ? [key] : splitKey(key, columns), value];
  }
}

function firstEntry(data: JsonObject): readonly [string | undefined, JsonValue | undefined] {
  const [entry] = Object.entries(data);
  return entry ?? [undefined, undefined];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalar(value: JsonValue): Scalar {
  if (typeof value === 'object' && value !== null) return JSON.stringify(toJson(value)) ?? '';
  return value;
}

function toJson(value: JsonValue): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item)));
}
