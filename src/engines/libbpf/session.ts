/** One object in the kernel: loaded and attached, its buffers and maps at hand, all of it gone again after `close`. */
import type { MapEvent } from '../../core/events.ts';
import type { MapOutput } from '../../core/program.ts';
import type { Job } from '../engine.ts';
import { attachPrograms } from './attach.ts';
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
import { openRing } from './ring.ts';
import { setVariables } from './settings.ts';

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
  const unset = setVariables(object, description.variables, job.program.pid, job.args);
  if (unset !== undefined) return { ok: false, message: unset };
  const loaded = loadObject(object);
  if (!loaded.ok) return { ok: false, message: [loaded.message, ...loaded.log.trimEnd().split('\n').slice(-TELLING_LINES)].join('\n') };
  const maps = object.maps.map((map) => loadedMap(bpf, map));
  const warnings: string[] = [];
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
    rows.push({ statement, source, decode });
  }
  const count = lossReader(bpf, description, maps);
  const attached = attachPrograms(object, new Set(description.programs.filter(({ autoAttach }) => autoAttach).map(({ name }) => name)));
  if (!attached.ok) return { ok: false, message: attached.message };
  cleanup.push(attached.detach);
  if (attached.count === 0) return { ok: false, message: 'none of its programs attaches by itself: nothing would be seen' };
  const outputs = job.program.outputs.filter((output): output is MapOutput => output.shape !== 'rows');
  return {
    ok: true,
    rows,
    programs: attached.count,
    warnings,
    lost: () => (count?.() ?? 0) + rows.reduce((sum, { source }) => sum + source.lost, 0),
    mayMiss: () => count === undefined && rows.some(({ source }) => source.wasFull),
    maps: () => outputs.flatMap((output) => toldBy(bpf, output, maps, decoding)),
    detach: attached.detach,
  };
}

function sourceOf(bpf: Libbpf, map: LoadedMap): RecordSource | string {
  if (map.type === MapType.ring) {
    return openRing(bpf, map.fd, map.maxEntries) ?? `the ring buffer ${map.name} cannot be mapped: ${errnoInWords(bpf.errno())}`;
  }
  const perf = openPerf(bpf, map.fd);
  return 'errno' in perf ? `the perf buffers of ${map.name} cannot be opened: ${errnoInWords(perf.errno)}` : perf;
}

function toldBy(bpf: Libbpf, output: MapOutput, maps: readonly LoadedMap[], decoding: Decoding): MapEvent[] {
  const map = maps.find(({ name }) => name === output.map);
  const value = decoding.value(output.map);
  if (map === undefined || value === undefined) return [];
  const isArray = map.type === MapType.array || map.type === MapType.percpuArray;
  return [mapEvent(output, entriesOf(bpf, map), { key: decoding.key(output.map), value, isArray, buckets: decoding.buckets?.(output.map) })];
}
