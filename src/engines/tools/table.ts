import type { Bucket, HistogramEntry, MapEntry, Scalar, TraceEvent } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { cellsOf, type Header, headerOf } from './cells.ts';
import { cellValue, columnOf, isKnownHeading, unitOf } from './columns.ts';
import { counted, FUNCTIONS, functionOf, SUMMARY_COLUMNS, TraceSummary } from './perf.ts';

/** Of a line no more is read than this: what is longer is no row of a table. */
const MOST_LINE = 64 * 1024;
/** Of one map: beyond these no more is kept until it is told again. */
const MOST_ENTRIES = 10_000;
const MOST_BUCKETS = 4_096;
/** Different tables in one output. */
const MOST_TABLES = 64;

const ESCAPE = String.fromCharCode(27);
const ANSI = new RegExp(`${ESCAPE}(?:\\[[0-9;?]*[A-Za-z]|\\([A-Z0-9])`, 'g');
const SCALE: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4, P: 1024 ** 5, E: 1024 ** 6 };

const CLOCK = /^\[?\d\d:\d\d:\d\d\]?(?: loadavg: .{0,80})?$/;
const BANNER = /^(?:Tracing|Attaching|Attached|Sampling|Collecting|Profiling|Counting|Summarizing)\b.{0,200}$/;
const LOG2 = /^\s*(\d{1,20}) -> (\d{1,20})\s*: (\d{1,20})\s+\|/;
const LINEAR = /^\s*(\d{1,20})\s*: (\d{1,20})\s+\|/;
const DISTRIBUTION = /^\s*(\S.{0,60}?)\s*: count\s+distribution$/;
const GROUP = /^([a-z][\w ]{0,30}) = (.{1,200})$/i;
const RANGE = /^([[(])(-?\d{1,20}|\.\.\.)([KMGTPE]?)(?:, (-?\d{1,20}|\.\.\.)([KMGTPE]?))?([\])])\s+(\d{1,20}) \|/;
const MAP = /^(@\w{0,60})(?:\[(.{0,2000})\])?:\s*(-?\d{1,20})?\s*$/;

/** Types the lines of a tool as they come. It holds on to no more than one map of each name, and never throws. */
export class ToolOutput {
  readonly #tables = new Map<string, number>();
  #header: Header | undefined;
  #statement = -1;
  #isCounting = false;
  readonly #summary = new TraceSummary();
  /** The histogram that is being read. */
  #open: { readonly map: string; readonly key: readonly Scalar[]; readonly buckets: Bucket[]; readonly isWhole: boolean } | undefined;
  #group: { readonly name: string; readonly value: string } | undefined;
  readonly #histograms = new Map<string, Map<string, HistogramEntry>>();
  readonly #values = new Map<string, Map<string, MapEntry>>();
  readonly #told = new Set<string>();

  /** What the next lines tell. */
  read(text: string): TraceEvent[] {
    const events: TraceEvent[] = [];
    for (const line of text.split('\n')) this.#line(line, events);
    return events;
  }

  /** What is left when it has ended. */
  end(): TraceEvent[] {
    const events: TraceEvent[] = [];
    this.#closeHistogram(events);
    this.#tellMaps(events);
    return events;
  }

  #line(raw: string, events: TraceEvent[]): void {
    if (raw.length > MOST_LINE) {
      events.push({ type: 'text', text: `${raw.slice(0, MOST_LINE)} …` });
      return;
    }
    const line = raw.replace(ANSI, '').replace(/\r/g, '').trimEnd();
    if (this.#bucket(line)) return;
    this.#closeHistogram(events);
    if (line === '') return;
    if (CLOCK.test(line)) {
      this.#tellMaps(events);
      events.push({ type: 'text', text: line, banner: true });
      return;
    }
    if (this.#perfTrace(line, events) || this.#perfTop(line, events)) return;
    const header = headerOf(line);
    if (header !== undefined) {
      this.#begin(header, events);
      return;
    }
    if (/^\s*Performance counter stats for /.test(line)) {
      const headings = [columnOf('EVENT'), columnOf('VALUE'), columnOf('UNIT')];
      this.#begin({ line, headings: headings.map((column) => ({ column, start: 0, end: 0 })) }, events);
      this.#isCounting = true;
      return;
    }
    if (this.#distribution(line, events) || this.#map(line, events) || this.#row(line, events)) return;
    const text = untabbed(line);
    events.push(BANNER.test(line) ? { type: 'text', text, banner: true } : { type: 'text', text });
  }

  #perfTrace(line: string, events: TraceEvent[]): boolean {
    const read = this.#summary.read(line);
    if (read === undefined) return false;
    if (read === 'about') return true;
    this.#begin({ line: '', headings: SUMMARY_COLUMNS.map((column) => ({ column, start: 0, end: 0 })) }, events);
    events.push({ type: 'row', statement: this.#statement, values: read });
    return true;
  }

  /** Each screen is the whole anew: the last is the answer. */
  #perfTop(line: string, events: TraceEvent[]): boolean {
    const read = functionOf(line);
    if (read === undefined) return false;
    if (read === 'screen') this.#tellMaps(events);
    if (typeof read === 'string') return true;
    if (!this.#told.has(FUNCTIONS.map)) {
      this.#told.add(FUNCTIONS.map);
      events.push({ type: 'output', output: FUNCTIONS });
    }
    const entries = this.#values.get(FUNCTIONS.map) ?? new Map<string, MapEntry>();
    if (entries.size < MOST_ENTRIES) this.#values.set(FUNCTIONS.map, entries.set(read.key.join('\n'), read));
    return true;
  }

  /** A heading that comes again is the same table, told anew. */
  #begin(header: Header, events: TraceEvent[]): void {
    this.#isCounting = false;
    const shape = header.headings.map(({ column }) => column.name).join(' ');
    const known = this.#tables.get(shape);
    this.#header = header;
    if (known !== undefined) {
      this.#statement = known;
      return;
    }
    if (this.#tables.size >= MOST_TABLES) {
      this.#header = undefined;
      return;
    }
    this.#statement = this.#tables.size;
    this.#tables.set(shape, this.#statement);
    events.push({ type: 'output', output: { shape: 'rows', statement: this.#statement, columns: header.headings.map(({ column }) => column) } });
  }

  #row(line: string, events: TraceEvent[]): boolean {
    if (this.#header === undefined) return false;
    const values = this.#isCounting ? counted(line) : cellsOf(line, this.#header);
    if (values === undefined) return /^[-\s]+$/.test(line);
    events.push({ type: 'row', statement: this.#statement, values });
    return true;
  }

  /** `usecs : count distribution`, with the group it is of on a line before it. */
  #distribution(line: string, events: TraceEvent[]): boolean {
    const name = DISTRIBUTION.exec(line)?.[1];
    if (name === undefined) {
      const [, group, value] = this.#header === undefined ? (GROUP.exec(line) ?? []) : [];
      if (group === undefined || value === undefined) return false;
      this.#group = { name: group, value };
      return true;
    }
    this.#header = undefined;
    const map = name;
    const keys: Column[] = this.#group === undefined ? [] : [columnOf(this.#group.name)];
    const key = this.#group === undefined ? [] : [this.#group.value];
    this.#learn(map, { name, kind: 'plain', type: 'integer', ...withUnit(name) }, keys, 'histogram', events);
    this.#open = { map, key, buckets: [], isWhole: this.#group === undefined };
    this.#group = undefined;
    return true;
  }

  /** `@name[key]: 5`, or the heading of bpftrace's histogram. */
  #map(line: string, events: TraceEvent[]): boolean {
    const [, map, keyText, value] = MAP.exec(line) ?? [];
    if (map === undefined) return false;
    this.#header = undefined;
    const key = keyText === undefined ? [] : keyText.split(', ').map((part) => cellValue(part, { name: '', kind: 'plain', type: 'unknown' }));
    if (value === undefined) {
      const name = map.slice(1) || 'value';
      this.#learn(map, { name, kind: 'plain', type: 'integer', ...withUnit(name) }, key.map(nameless), 'histogram', events);
      this.#open = { map, key, buckets: [], isWhole: false };
      return true;
    }
    const id = keyText ?? '';
    if (this.#values.get(map)?.has(id) === true) this.#tellMaps(events);
    this.#learnValues(map, key, events);
    const entries = this.#values.get(map) ?? new Map<string, MapEntry>();
    if (entries.size < MOST_ENTRIES && (this.#values.has(map) || this.#values.size < MOST_TABLES)) {
      this.#values.set(map, entries.set(id, { key, value: cellValue(value, { name: '', kind: 'count', type: 'integer' }) }));
    }
    return true;
  }

  #bucket(line: string): boolean {
    if (this.#open === undefined) return false;
    const bucket = bucketOf(line);
    if (bucket === undefined) return false;
    if (this.#open.buckets.length < MOST_BUCKETS) this.#open.buckets.push(bucket);
    return true;
  }

  #closeHistogram(events: TraceEvent[]): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || open.buckets.length === 0) return;
    const entry = { key: open.key, buckets: open.buckets };
    if (open.isWhole) {
      events.push({ type: 'histogram', map: open.map, entries: [entry] });
      return;
    }
    const id = open.key.join(', ');
    if (this.#histograms.get(open.map)?.has(id) === true) this.#tellMaps(events);
    const entries = this.#histograms.get(open.map) ?? new Map<string, HistogramEntry>();
    if (entries.size < MOST_ENTRIES && (this.#histograms.has(open.map) || this.#histograms.size < MOST_TABLES)) {
      this.#histograms.set(open.map, entries.set(id, entry));
    }
  }

  #tellMaps(events: TraceEvent[]): void {
    for (const [map, entries] of this.#histograms) events.push({ type: 'histogram', map, entries: [...entries.values()] });
    for (const [map, entries] of this.#values) events.push({ type: 'map', map, entries: [...entries.values()] });
    this.#histograms.clear();
    this.#values.clear();
  }

  /** A map that is called as a kind of thing is, such as `@syscall`, has those for its keys. */
  #learnValues(map: string, key: readonly Scalar[], events: TraceEvent[]): void {
    const name = map.slice(1);
    const named =
      key.length === 1 && isKnownHeading(name)
        ? [{ ...columnOf(name), type: typeof key[0] === 'string' ? ('string' as const) : ('integer' as const) }]
        : undefined;
    const value: Column = { name: named === undefined && name !== '' ? name : 'count', kind: 'count', type: 'integer' };
    this.#learn(map, value, named ?? key.map(nameless), 'values', events);
  }

  #learn(map: string, value: Column, keys: readonly Column[], shape: 'histogram' | 'values', events: TraceEvent[]): void {
    if (this.#told.has(map) || this.#told.size >= MOST_TABLES) return;
    this.#told.add(map);
    events.push({ type: 'output', output: { shape, map, keys, value } });
  }
}

function withUnit(name: string): Pick<Column, 'unit'> {
  const unit = unitOf(name);
  return unit === undefined ? {} : { unit };
}

function nameless(_: Scalar, at: number): Column {
  return { name: `key ${at + 1}`, kind: 'plain', type: 'unknown' };
}

function bucketOf(line: string): Bucket | undefined {
  const [, low, high, count] = LOG2.exec(line) ?? [];
  if (low !== undefined) return { min: Number(low), max: Number(high), count: Number(count) };
  const [, at, many] = LINEAR.exec(line) ?? [];
  if (at !== undefined) return { min: Number(at), max: Number(at), count: Number(many) };
  const range = RANGE.exec(line);
  if (range === null) return undefined;
  const [, , first = '', firstScale = '', second, secondScale = '', close, hits] = range;
  const min = first === '...' ? undefined : Number(first) * (SCALE[firstScale] ?? 1);
  const end = second === undefined ? min : second === '...' ? undefined : Number(second) * (SCALE[secondScale] ?? 1) - (close === ')' ? 1 : 0);
  return { ...(min === undefined ? {} : { min }), ...(end === undefined ? {} : { max: end }), count: Number(hits) };
}

/** As a terminal shows it: a tab leads to the next column that is a multiple of eight. */
function untabbed(line: string): string {
  return line.split('\t').reduce((so, part) => `${so}${' '.repeat(8 - (so.length % 8))}${part}`);
}
