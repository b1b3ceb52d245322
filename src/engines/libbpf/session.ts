/** One object in the kernel: loaded and attached, its buffers and maps at hand, all of it gone again after `close`. */
import type { MapEvent } from '../../core/events.ts';
import type { MapOutput, Output } from '../../core/program.ts';
import { realHost } from '../../system/real.ts';
import type { Job } from '../engine.ts';
import { attachPrograms } from './attach.ts';
import { Clock } from './clock.ts';
import type { Decode, Decoding } from './decoding.ts';
import { errnoInWords } from './errno.ts';
import type { Libbpf } from './library.ts';
import { closeObject, loadObject } from './load.ts';
import { lossReader } from './loss.ts';
import { mapEvent } from './map-events.ts';
import type { RecordSource } from './mapped.ts';
import { entriesOf, type LoadedMap, loadedMap } from './maps.ts';
import { MapType, type OpenObject, openObject } from './open.ts';
import { openPerf } from './perf.ts';
import { placesOf } from './places.ts';
import { openRing } from './ring.ts';
import { setVariables } from './settings.ts';
import { type NameStacks, StackNames } from './stacks.ts';

export interface Rows {
  /** The number of its output. */
  readonly statement: number;
  readonly source: RecordSource;
  readonly decode: Decode;
}

export interface Session {
  readonly ok: true;
  readonly rows: readonly Rows[];
  /** How many programs were attached. */
  readonly programs: number;
  readonly warnings: readonly string[];
  /** Events that were lost so far, as far as they are counted. */
  lost(): number;
  /** Whether more may be missing than is counted. */
  mayMiss(): boolean;
  maps(): readonly MapEvent[];
  /** Looks at the processes whose stacks its maps hold, while they live: their functions cannot be named once they are gone. Undefined where there are none. */
  readonly learn?: () => void;
  /** From here on nothing new is seen. What the buffers and maps hold can still be read. */
  detach(): void;
  close(): void;
}

export type SessionOrNot = Session | { readonly ok: false; readonly message: string };

/** The last lines of what the verifier or libbpf wrote say what it stumbled over. */
const TELLING_LINES = 6;

export function openSession(bpf: Libbpf, job: Job, elf: Uint8Array, decoding: Decoding): SessionOrNot {
  const opened = openObject(bpf, elf);
  if (!opened.ok) return { ok: false, message: opened.message };
  const { object } = opened;
  let isOpen = true;
  const cleanup: (() => void)[] = [];
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const undo of cleanup.splice(0).reverse()) undo();
    closeObject(object);
  };
  try {
    const made = start(bpf, job, object, decoding, cleanup);
    if (!('rows' in made)) {
      close();
      return made;
    }
    return { ...made, close };
  } catch (error) {
    close();
    throw error;
  }
}

function start(
  bpf: Libbpf,
  job: Job,
  object: OpenObject,
  decoding: Decoding,
  cleanup: (() => void)[],
): Omit<Session, 'close'> | { ok: false; message: string } {
  const { description } = decoding;
  const places = placesOf(job.program.attach, job.args, description);
  if (!places.ok) return places;
  const unset = setVariables(object, description.variables, job.program.pid, places.args);
  if (unset !== undefined) return { ok: false, message: unset };
  const loaded = loadObject(object);
  if (!loaded.ok) return { ok: false, message: [loaded.message, ...loaded.log.trimEnd().split('\n').slice(-TELLING_LINES)].join('\n') };
  const maps = object.maps.map((map) => loadedMap(bpf, map));
  const warnings: string[] = [];
  const namers: Namers = { stacks: new StackNames(bpf, maps, realHost()), clock: new Clock() };
  const rows: Rows[] = [];
  // A buffer's number is its place among the object's buffers, in the order of the object's description.
  const buffers = description.maps.filter(({ type }) => type === 'ringbuf' || type === 'perf_event_array');
  for (const [statement, { name }] of buffers.entries()) {
    const map = maps.find((one) => one.name === name);
    const decode = decoding.record(name);
    if (map === undefined || (map.type !== MapType.ring && map.type !== MapType.perf)) continue;
    if (decode === undefined) {
      warnings.push(`what ${name} delivers is not shown: the object does not tell the type of its records; declare it: __type(value, struct event)`);
      continue;
    }
    const source = sourceOf(bpf, map);
    if (typeof source === 'string') return { ok: false, message: source };
    cleanup.push(() => source.close());
    rows.push({ statement, source, decode: naming(decode, namers, description.outputs, statement) });
  }
  const count = lossReader(bpf, description, maps);
  const attached = attachPrograms(object, description, places.attach, realHost());
  if (!attached.ok) return { ok: false, message: attached.message };
  cleanup.push(attached.detach);
  if (attached.count === 0) return { ok: false, message: ['none of its programs is attached: nothing would be seen', ...attached.warnings].join('\n') };
  const outputs = job.program.outputs.filter((output): output is MapOutput => output.shape !== 'rows');
  const ofProcesses = outputs.filter(
    ({ keys }) => keys.some(({ kind, stack }) => kind === 'stack' && stack !== 'kernel') && keys.some(({ kind }) => kind === 'pid'),
  );
  return {
    ok: true,
    rows,
    programs: attached.count,
    warnings: [...warnings, ...attached.warnings],
    lost: () => (count?.() ?? 0) + rows.reduce((sum, { source }) => sum + source.lost, 0),
    mayMiss: () => count === undefined && rows.some(({ source }) => source.wasFull),
    maps: () => outputs.flatMap((output) => toldBy(bpf, output, maps, decoding, namers)),
    ...(ofProcesses.length === 0 ? {} : { learn: () => void ofProcesses.flatMap((output) => toldBy(bpf, output, maps, decoding, namers)) }),
    detach: attached.detach,
  };
}

/** What makes text of what the kernel hands out as numbers. */
interface Namers {
  readonly stacks: StackNames;
  readonly clock: Clock;
}

function sourceOf(bpf: Libbpf, map: LoadedMap): RecordSource | string {
  if (map.type === MapType.ring) {
    return openRing(bpf, map.fd, map.maxEntries) ?? `the ring buffer ${map.name} cannot be mapped: ${errnoInWords(bpf.errno())}`;
  }
  const perf = openPerf(bpf, map.fd);
  return 'errno' in perf ? `the perf buffers of ${map.name} cannot be opened: ${errnoInWords(perf.errno)}` : perf;
}

function toldBy(bpf: Libbpf, output: MapOutput, maps: readonly LoadedMap[], decoding: Decoding, { stacks, clock }: Namers): MapEvent[] {
  const map = maps.find(({ name }) => name === output.map);
  const value = decoding.value(output.map);
  if (map === undefined || value === undefined) return [];
  const isArray = map.type === MapType.array || map.type === MapType.percpuArray;
  const event = mapEvent(output, entriesOf(bpf, map), { key: decoding.key(output.map), value, isArray, buckets: decoding.buckets?.(output.map) });
  const name = both(stacks.namer(output.keys), clock.namer(output.keys));
  return [name === undefined ? event : withKeys(event, name)];
}

/** Rows in which stacks and times of day are text. */
function naming(decode: Decode, { stacks, clock }: Namers, outputs: readonly Output[], statement: number): Decode {
  const output = outputs.find((one) => one.shape === 'rows' && one.statement === statement);
  const name = output?.shape === 'rows' ? both(stacks.namer(output.columns), clock.namer(output.columns)) : undefined;
  return name === undefined ? decode : (bytes, view, offset, length) => name(decode(bytes, view, offset, length));
}

function both(one: NameStacks | undefined, other: NameStacks | undefined): NameStacks | undefined {
  return one === undefined || other === undefined ? (one ?? other) : (values) => other(one(values));
}

function withKeys(event: MapEvent, name: NameStacks): MapEvent {
  switch (event.type) {
    case 'map':
      return { ...event, entries: event.entries.map((entry) => ({ ...entry, key: name(entry.key) })) };
    case 'stats':
      return { ...event, entries: event.entries.map((entry) => ({ ...entry, key: name(entry.key) })) };
    case 'histogram':
      return { ...event, entries: event.entries.map((entry) => ({ ...entry, key: name(entry.key) })) };
  }
}
