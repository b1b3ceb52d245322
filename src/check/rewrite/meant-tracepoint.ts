import type { Probe } from '../../bpftrace/ast.ts';
import { editDistance } from '../../core/distance.ts';
import { hasTracepoint } from '../attach-point.ts';
import type { RuleContext } from '../rule.ts';
import { MEANT_EVENTS } from '../tables/meant-events.ts';
import { RENAMED_TRACEPOINTS } from '../tables/renamed-tracepoints.ts';
import { systemCallNames } from '../tables/system-calls.ts';
import { eventsHere } from './events-here.ts';

/** What is meant by a tracepoint that does not exist, where that is beyond doubt. */
export interface Meant {
  /** Attach points. */
  readonly points: readonly string[];
  readonly when?: string;
  readonly changes?: string;
}

/** By the tables first, then by the name's own form. */
export function meantTracepoint(category: string, name: string, probe: Probe, context: RuleContext): Meant | undefined {
  const { tracepoints } = context;
  const all = tracepoints.list();
  if (all === undefined) return undefined;
  const has = (id: string): boolean => hasTracepoint(tracepoints, id);
  const as = (...ids: readonly string[]): Meant => ({ points: ids.map((id) => `tracepoint:${id}`) });
  const now = RENAMED_TRACEPOINTS.find(({ ids }) => ids.includes(`${category}:${name}`))?.ids.find(has);
  if (now !== undefined) return as(now);
  const call = systemCall(category, name, has);
  if (call !== undefined) return call;
  const table = MEANT_EVENTS.find(({ written, to }) => written.test(`tracepoint:${category}:${name}`) && has(to));
  const elsewhere = all.filter((id) => id.endsWith(`:${name}`));
  if (elsewhere.length === 1) return as(...elsewhere);
  // The name in the place of the category: tracepoint:signal_deliver:deliver.
  const asCategory = all.filter((id) => id.endsWith(`:${category}`));
  if (asCategory.length === 1 && table === undefined) return as(...asCategory);
  if (table !== undefined)
    return { ...as(table.to), ...(table.when === undefined ? {} : { when: table.when }), ...(table.changes === undefined ? {} : { changes: table.changes }) };
  const longer = all.filter(
    (id) => id === `${category}:${category}_${name}` || id === `${category}:mm_${name}` || id === `${category}:${category.replace(/s$/, '')}_${name}`,
  );
  if (longer.length === 1) return as(...longer);
  const near = unmistakable(`${category}:${name}`, all);
  if (near !== undefined) return as(near);
  return byFunction(name, probe, context);
}

/** `sys_enter_stat` where it is newstat, `sys_open` or `open_enter` in the category of system calls. */
function systemCall(category: string, name: string, has: (id: string) => boolean): Meant | undefined {
  if (!/^(?:raw_)?sys_?calls?$/.test(category)) return undefined;
  const match = /^(?:sys_)?(?:(enter|exit|entry|return)_)?(?:sys_|__x64_sys_)?([a-z0-9_*]+?)(?:_(enter|entry|exit|return))?$/.exec(name);
  const [, before, call = '', behind] = match ?? [];
  if (match === null || call === '' || /^(?:enter|exit|sys)$/.test(call)) return undefined;
  const side = /^(?:exit|return)$/.test(before ?? behind ?? '') ? 'exit' : 'enter';
  const ids = call.includes('*') ? [`syscalls:sys_${side}_${call}`] : systemCallNames(call).map((known) => `syscalls:sys_${side}_${known}`);
  const there = ids.filter((id) => id.includes('*') || has(id));
  if (there.length === 0 || (there.length === 1 && there[0] === `${category}:${name}`)) return undefined;
  const changes =
    there.length > 1 || (!there[0]?.endsWith(`_${call}`) && !call.includes('*'))
      ? `${call} is made through ${there.map((id) => id.replace(/^.*sys_\w+?_/, '')).join(', ')}: all of these are told`
      : undefined;
  return { points: there.map((id) => `tracepoint:${id}`), ...(changes === undefined ? {} : { changes }) };
}

/** One slip of the pen in a long name, and no second name as near. A system call with another number is another one: fchmodat2 is not fchmodat. */
function unmistakable(wanted: string, all: readonly string[]): string | undefined {
  const most = wanted.length > 14 ? 2 : 1;
  if (wanted.startsWith('syscalls:') && all.some((id) => withoutDigits(id) === withoutDigits(wanted))) return undefined;
  let best: { id: string; distance: number } | undefined;
  let second = Number.POSITIVE_INFINITY;
  for (const id of all) {
    if (Math.abs(id.length - wanted.length) > most) continue;
    const distance = editDistance(wanted, id, most);
    if (distance > most) continue;
    if (best === undefined || distance < best.distance) {
      second = best?.distance ?? second;
      best = { id, distance };
    } else second = Math.min(second, distance);
  }
  return best !== undefined && second > best.distance ? best.id : undefined;
}

function withoutDigits(id: string): string {
  return id.replace(/\d/g, '');
}

/** A kernel function taken for a tracepoint: probed as one where that can be done, else by the tracepoints that tell of it. */
function byFunction(name: string, probe: Probe, context: RuleContext): Meant | undefined {
  const { facts, functions } = context;
  const plain = name.replace(/_(?:entry|enter)$/, '');
  if (functions?.traceable(plain) === 'yes' && facts.probeKinds.kprobe.verdict === 'yes') return { points: [`kprobe:${plain}`] };
  const [event] = eventsHere(plain, /_(?:return|exit)$/.test(name) ? 'return' : 'entry', context);
  if (event === undefined || probe.attachPoints.length > 1) return undefined;
  const { when, changes } = event;
  return { points: event.tracepoints.map((id) => `tracepoint:${id}`), ...(when === undefined ? {} : { when }), ...(changes === undefined ? {} : { changes }) };
}
