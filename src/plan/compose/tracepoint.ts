/** Programs on one tracepoint, or on two that are the beginning and the end of something. */
import type { LibraryProgram } from '../../knowledge/library.ts';
import { identityOf, isElsewhere, partnerOf } from './contexts.ts';
import { partsOf, read, telling } from './fields.ts';
import type { EventField, Offers } from './offers.ts';
import { latencyCell, pairOf } from './pair.ts';
import { byParts, cellOf, type Filter, OWN_TARGET, type Scene, STACKS, SUBJECTS, WHO } from './scene.ts';
import { type Ask, tell } from './tell.ts';
import { sizeOf } from './units.ts';
import { type Wish, wishOf } from './wish.ts';

/** Rows a person reads; the rest of the event's fields are for keys and conditions. */
const COLUMNS = 8;
/** Events the library has a word for, to which some of its slots are particular. */
const CLASSES: Readonly<Record<string, string>> = {
  'signal:signal_generate': 'signal',
  'sched:sched_wakeup': 'wakeup',
  'sched:sched_waking': 'wakeup',
  'sched:sched_wakeup_new': 'wakeup',
};

export function composeTracepoint(category: string, name: string, ask: Ask): LibraryProgram | undefined {
  const fields = ask.offers.fields(category, name);
  if (fields === undefined) return undefined;
  const scene = singleScene(category, name, fields);
  const parts = partsOf(category, fields);
  const wish = wishOf(ask.intent, parts, Object.keys(SUBJECTS));
  const isTimed = wish.measure === 'latency' || wish.boundInTime || (wish.ofTime && /^(?:each|sum|average|min|max|distribution)$/.test(wish.measure));
  if (isTimed) {
    const timed = timedScene(category, name, wish, ask.offers);
    if (timed !== undefined) return tell(timed.scene, wish, [], timed.latency);
    // What takes no time of its own may still have an amount that is one: sched_stat_wait's delay.
    if (wish.measure === 'latency') return tell(scene, { ...wish, measure: 'distribution' }, timesOf(parts));
  }
  const rate = ask.offers.rate(`tracepoint:${category}:${name}`);
  const told = tell(scene, wish, parts, undefined, rate);
  if (told !== undefined || isTimed) return told;
  // Of what has no amount, how long it takes is what can be summed up.
  const timed = timedScene(category, name, wish, ask.offers);
  return timed === undefined ? undefined : tell(timed.scene, { ...wish, ofTime: true }, [], timed.latency);
}

function timesOf(parts: ReturnType<typeof partsOf>): ReturnType<typeof partsOf> {
  return parts.filter(({ unit }) => unit === 'ns' || unit === 'us' || unit === 'ms');
}

function singleScene(category: string, name: string, fields: readonly EventField[]): Scene {
  const id = `${category}:${name}`;
  const elsewhere = isElsewhere(id);
  const parts = partsOf(category, fields).map((part) => (elsewhere ? { ...part, column: part.column.replace(/^event /, '') } : part));
  const who = elsewhere ? [] : WHO;
  return {
    name: `tracepoint:${id}`,
    event: CLASSES[id] ?? `tracepoint:${id}`,
    label: { en: `${id} events`, zh: `${id} 事件` },
    by: { ...byParts(parts), ...(elsewhere ? { ...ownSubjects(fields), cpu: 'cpu', ...STACKS } : SUBJECTS) },
    target: elsewhere ? undefined : OWN_TARGET,
    // An event without fields still has a moment and a place.
    cells: [...who, ...telling(parts, COLUMNS - who.length).map((part) => cellOf(part)), ...(elsewhere && parts.length === 0 ? [CPU] : [])],
    around: (statements) => [{ at: [`tracepoint:${id}`], statements }],
    maps: [],
    filter: filterOf(parts),
  };
}

/** Whichever end of a connection has the port or the address that is asked for; what takes part in several amounts, by the one that counts. */
function filterOf(parts: ReturnType<typeof partsOf>): Filter {
  const size = sizeOf(parts);
  const ports = parts.filter(({ column }) => column.endsWith(' port')).map((part) => read(part));
  return { ...(size === undefined ? {} : { size: read(size) }), ...(ports.length === 0 ? {} : { port: ports }) };
}

const CPU = { column: { name: 'cpu' }, format: '%d', read: 'cpu' };

/** Where the current process is not the one in question, the event may name one itself. */
function ownSubjects(fields: readonly EventField[]): Record<string, string> {
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  return { ...(has('pid') ? { pid: 'args->pid' } : {}), ...(has('comm') ? { process: 'args->comm' } : {}) };
}

function timedScene(
  category: string,
  name: string,
  wish: Wish,
  offers: Offers,
): { readonly scene: Scene; readonly latency: ReturnType<typeof pairOf>['latency'] } | undefined {
  const split = (id: string): [string, string] => [category, id.slice(category.length + 1)];
  const pair = partnerOf(`${category}:${name}`, (id) => offers.fields(...split(id)) !== undefined);
  if (pair === undefined) return undefined;
  const begins = offers.fields(...split(pair.begin)) ?? [];
  const ends = offers.fields(...split(pair.end)) ?? [];
  const shared = new Set(
    begins.filter((field) => ends.some((other) => other.name === field.name && other.declaration === field.declaration)).map((field) => field.name),
  );
  const identity = identityOf(pair.begin, shared);
  const builtins = 'builtins' in identity ? identity.builtins : [];
  const byThread = builtins.includes('tid');
  const elsewhere = isElsewhere(pair.begin);
  const atEnd = partsOf(category, ends);
  // What only its beginning knows is kept where it is asked for.
  const kept = partsOf(category, begins).filter(
    (part) => !ends.some((field) => field.name === part.name) && (wish.keys.includes(part.column) || wish.keys.includes(part.name)),
  );
  const remembered = pairOf({
    enter: [`tracepoint:${pair.begin}`],
    exit: [`tracepoint:${pair.end}`],
    id: [...builtins, ...identity.fields.map((field) => `args->${field}`)],
    kept,
  });
  const subjects = byThread && !elsewhere ? SUBJECTS : { cpu: 'cpu', ...STACKS };
  const who = byThread && !elsewhere ? WHO : [];
  const ending = pair.end.slice(category.length + 1);
  const scene: Scene = {
    name: `tracepoint:${pair.begin}`,
    event: `tracepoint:${pair.begin}`,
    label: { en: `intervals from ${pair.begin} to ${ending}`, zh: `从 ${pair.begin} 到 ${ending} 的过程` },
    by: { ...byParts(atEnd), ...remembered.by, ...subjects },
    target: elsewhere ? undefined : byThread ? OWN_TARGET : { ...OWN_TARGET, at: [`tracepoint:${pair.begin}`] },
    cells: [...who, ...telling(atEnd, COLUMNS - who.length - 1).map((part) => cellOf(part)), latencyCell(remembered.latency)],
    around: remembered.around,
    maps: remembered.maps,
    filter: { ...filterOf(atEnd), time: remembered.elapsed },
  };
  return { scene, latency: remembered.latency };
}
