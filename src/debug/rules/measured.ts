/** What was counted while it ran: where its events got to, and where they did not. */
import type { MapRef } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { mapUses } from '../../check/map-uses.ts';
import { editDistance } from '../../core/distance.ts';
import { callOf, TOOLS_CALL } from '../calls.ts';
import type { Counter, Watched } from '../counters.ts';
import type { SeenValue } from '../diagnosis.ts';
import { commandFor } from '../how.ts';
import { countOf, type DebugRule, type Found, isEvent, type Look, showedSomething, textAt } from '../look.ts';

/** More than this a second costs what is watched. */
const FLOOD = 50_000;
/** Ended sooner than this, it has hardly watched. */
const HARDLY = 0.5;
const MOST_SEEN = 5;
/** Shorter than this anything is like anything. */
const LEAST_MEANT = 3;
/** From here on one is not like the other. */
const FAR = 3;

/** Attached, and not fired once. */
export const neverFired: DebugRule = function* (look) {
  const { run } = look;
  if (run === undefined) return;
  for (const [number, probe] of look.script.probes.entries()) {
    const hit = look.counted.counters.find((counter) => counter.kind === 'hit' && counter.probe === number);
    const [point] = probe.attachPoints;
    if (hit === undefined || point === undefined || !isEvent(point.provider) || countOf(look, hit) !== 0) continue;
    const values = { probe: probe.attachPoints.map(({ text }) => text).join(', '), seconds: seconds(run.seconds) };
    const beside = run.beside?.counts.get(hit.label) ?? 0;
    const command = probe.attachPoints.map(commandFor).find((one) => one !== undefined);
    const { call = '', side = 'enter' } = callOf(point.text) ?? {};
    const other = Object.hasOwn(TOOLS_CALL, call) ? TOOLS_CALL[call] : undefined;
    const here = other !== undefined && look.context.tracepoints.has('syscalls', `sys_${side}_${other}`) === true ? { other, call } : undefined;
    if (run.beside !== undefined && beside > 0)
      yield { id: 'fires-beside-workload', span: hit.span, values: { ...values, workload: run.beside.workload, count: group(beside), command: command ?? '' } };
    else if (here !== undefined)
      yield {
        id: 'never-fired-other-call',
        span: hit.span,
        values: { ...values, call, other: here.other, point: `tracepoint:syscalls:sys_${side}_${here.other}` },
      };
    else if (command === undefined) yield { id: 'never-fired', span: hit.span, values };
    else yield { id: 'never-fired-try', span: hit.span, values: { ...values, command } };
  }
};

/** A part of a filter, or an `if`, that no event has passed. */
export const letsNoneThrough: DebugRule = function* (look) {
  if (look.run === undefined) return;
  for (const counter of look.counted.counters) {
    const { before } = counter;
    if (before === undefined || !/^(?:part|then|else|after)$/.test(counter.kind)) continue;
    const came = countOf(look, before) ?? 0;
    if (came === 0 || countOf(look, counter) !== 0) continue;
    // A branch that leads to nothing to be seen is nobody's loss; neither is one beside which something is shown.
    const leads = look.counted.reached.filter((reached) => reached.counter === counter || isBehind(reached.counter, counter));
    if (counter.kind !== 'part' && (leads.length === 0 || showedSomething(look))) continue;
    if (counter.kind === 'part' || counter.kind === 'then') yield* whyNone(look, counter, came);
    else
      yield {
        id: counter.kind === 'else' ? 'branch-always-taken' : 'always-returns',
        span: counter.span,
        values: { condition: textAt(look, counter.span), count: group(came) },
      };
  }
};

function* whyNone(look: Look, counter: Counter, came: number): Generator<Found> {
  const condition = textAt(look, counter.span);
  const probe = look.script.probes[counter.probe]?.attachPoints.map(({ text }) => text).join(', ') ?? '';
  const values = { probe, condition, count: group(came), seconds: seconds(look.run?.seconds ?? 0) };
  const start = startAsked(look, counter);
  if (start !== undefined) {
    yield* neverRemembered(look, counter, start, values);
    return;
  }
  const told = look.counted.watched.filter(({ passes }) => passes === counter.label);
  const id = counter.kind === 'part' ? 'filter' : 'branch';
  for (const watched of told) {
    const found = withSeen(look, watched, id, values);
    if (found !== undefined) {
      yield { span: counter.span, ...found };
      return;
    }
  }
  yield { id: `${id}-lets-none-through`, span: counter.span, values };
}

/** Counted beside the program only: what was hit and showed nothing was kept by its filter, or the first of its ifs. */
export const keptBesides: DebugRule = function* (look) {
  const { run, counted } = look;
  if (run === undefined || counted.level !== 'hits' || showedSomething(look)) return;
  for (const counter of counted.counters) {
    const probe = look.script.probes[counter.probe];
    const came = countOf(look, counter) ?? 0;
    if (probe === undefined || came === 0 || counted.reached.every(({ counter: reached }) => reached !== counter)) continue;
    const condition = probe.predicate?.condition ?? probe.body.statements.find((one) => one.kind === 'if')?.condition;
    if (condition === undefined) continue;
    const values = { probe: textAt(look, counter.span), condition: textAt(look, condition.span), count: group(came), seconds: seconds(run.seconds) };
    yield { id: `${probe.predicate === undefined ? 'branch' : 'filter'}-lets-none-through`, span: condition.span, values };
  }
};

/** With the values that were there in the place of what was asked for. */
function withSeen(look: Look, watched: Watched, kind: string, values: Readonly<Record<string, string>>): Found | undefined {
  const { wanted, operator, number, node } = watched;
  const what = textAt(look, node.span);
  const range = look.run?.ranges.get(number);
  if (range !== undefined) {
    const { low, high } = range;
    const seen = { low: group(low), high: group(high), what, wanted: `${operator} ${wanted}` };
    return { id: low === high ? `${kind}-lets-none-through-one` : `${kind}-lets-none-through-range`, values: { ...values, ...seen } };
  }
  const seen = look.run?.seen.get(number)?.slice(0, MOST_SEEN);
  if (seen === undefined || seen.length === 0) return undefined;
  const meant = operator === '==' ? nearest(wanted, look.run?.seen.get(number) ?? []) : undefined;
  if (meant === undefined) return { id: `${kind}-lets-none-through-seen`, values: { ...values, what, wanted }, seen };
  const { left, right } = watched.comparison;
  const literal = left.kind === 'string' ? left : right;
  const edits = literal.kind === 'string' ? [{ span: literal.span, text: JSON.stringify(meant) }] : [];
  return { id: `${kind}-almost`, span: literal.span, values: { ...values, what, wanted, meant }, seen, edits };
}

/** Of what was there the one that was probably meant: the same but for case or folder, a name that goes on, or a slip of the finger away. */
function nearest(wanted: string, seen: readonly SeenValue[]): string | undefined {
  const ranked = seen.map(({ value }) => ({ value, far: farFrom(wanted, value) }));
  return ranked.filter(({ far }) => far < FAR).sort((a, b) => a.far - b.far)[0]?.value;
}

function farFrom(wanted: string, value: string): number {
  const [a, b] = [wanted.toLowerCase(), value.toLowerCase()];
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  if (shorter.length < LEAST_MEANT || /^\d+$/.test(shorter)) return FAR;
  if (a === b) return 0;
  const isPath = a.includes('/') || b.includes('/');
  if (isPath && a.split('/').at(-1) === b.split('/').at(-1) && (!a.includes('/') || !b.includes('/'))) return 1;
  if (!isPath && longer.startsWith(shorter)) return 1;
  return shorter.length > LEAST_MEANT ? 1 + editDistance(a, b, 1) : FAR;
}

/** The map of beginnings that a condition asks for: `/@start[tid]/`. */
function startAsked(look: Look, { span, probe: number }: Counter): MapRef | undefined {
  const probe = look.script.probes[number];
  if (probe === undefined) return undefined;
  const uses = mapUses(look.context);
  for (const node of walk(probe)) {
    if (node.kind !== 'map' || node.span.start < span.start || node.span.end > span.end) continue;
    const use = uses.get(node.name);
    if (use !== undefined && use.stores.length > 0 && use.stores.every((store) => store.probe !== probe)) return node;
  }
  return undefined;
}

/** Nothing is found in the map of beginnings: none was seen, or it was put where this does not look. */
function* neverRemembered(look: Look, counter: Counter, map: MapRef, values: Readonly<Record<string, string>>): Generator<Found> {
  const stores = look.counted.reached.filter((reached) => reached.map === map.name);
  const stored = stores.reduce((sum, { counter: reached }) => sum + (countOf(look, reached) ?? 0), 0);
  const writer = look.script.probes[stores[0]?.probe ?? -1]?.attachPoints[0]?.text ?? '';
  const more = { ...values, map: textAt(look, map.span), name: map.name, writer, stored: group(stored) };
  yield { id: stored === 0 ? 'start-never-stored' : 'start-never-found', span: counter.span, values: more };
}

/** Reached what stores or prints, and nothing of it was there to be seen. */
export const leftNothing: DebugRule = function* (look) {
  const { run } = look;
  if (run === undefined || run.lost > 0 || showedSomething(look) || !/^(?:finished|deadline|command-ended)$/.test(run.ended)) return;
  const came = look.counted.reached.filter(({ map, counter }) => map !== undefined && look.shown.has(map) && (countOf(look, counter) ?? 0) > 0);
  const [first] = came;
  if (first?.map === undefined) return;
  const { clears = [], deletes = [] } = mapUses(look.context).get(first.map) ?? {};
  const at = clears[0] ?? deletes[0];
  if (at === undefined) return;
  yield { id: 'emptied', span: at.map.span, values: { map: first.map, count: group(countOf(look, first.counter) ?? 0) } };
};

export const lostOutput: DebugRule = function* ({ run }) {
  if (run !== undefined && run.lost > 0) yield { id: 'lost', values: { count: group(run.lost) } };
};

export const flood: DebugRule = function* (look) {
  const { run } = look;
  if (run === undefined || run.seconds <= 0) return;
  for (const counter of look.counted.counters) {
    const rate = counter.kind === 'hit' ? (countOf(look, counter) ?? 0) / run.seconds : 0;
    if (rate < FLOOD) continue;
    yield { id: 'flood', span: counter.span, values: { probe: textAt(look, counter.span), rate: group(Math.round(rate)) } };
  }
};

export const endedEarly: DebugRule = function* (look) {
  const { run, seconds: wished } = look;
  if (run === undefined || run.ended !== 'finished' || run.seconds >= Math.min(HARDLY, wished)) return;
  const exit = [...walk(look.script)].find((node) => node.kind === 'call' && node.name === 'exit');
  if (exit !== undefined) yield { id: 'ended-early', span: exit.span, values: { seconds: seconds(run.seconds) } };
};

export const tooDear: DebugRule = function* ({ run }) {
  if (run?.ended === 'overhead') yield { id: 'too-dear' };
};

export const notAttached: DebugRule = function* (look) {
  for (const name of look.run?.unattached ?? []) {
    const point = look.script.probes.flatMap(({ attachPoints }) => attachPoints).find(({ text }) => text === name || name.endsWith(text));
    yield { id: 'not-attached', ...(point === undefined ? {} : { span: point.span }), values: { probe: name } };
  }
};

function isBehind(counter: Counter, other: Counter): boolean {
  for (let at: Counter | undefined = counter; at !== undefined; at = at.before) if (at === other) return true;
  return false;
}

function seconds(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function group(value: number): string {
  return value.toLocaleString('en-US');
}
