import type { AnyNode, AttachPoint, Probe, Script } from '../../bpftrace/ast.ts';
import { children } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import type { SafetyReason } from '../../core/program.ts';
import { isPattern } from '../attach-point.ts';
import type { Machine } from '../machine.ts';
import { attachedPlaces } from './attach.ts';
import { rateOf } from './rate.ts';

/** From here on a probe is felt by everything that runs: at 50,000 events a second and about a microsecond for each, a twentieth of a processor. */
const HOT_RATE = 50_000;
/** From here on a line, or a stack, for every event is more than bpftrace reads, or ten times what an event else costs. */
export const BUSY_RATE = 20_000;
/** Of a clock, on each processor. Profilers take 49 to 999. */
const FASTEST_CLOCK = 1_000;
/** From here on attaching and detaching takes seconds, in which the kernel stops all processors again and again. */
const WIDE = 100;

const CLOCKS: Readonly<Record<string, string>> = { profile: 'on each processor ', interval: '' };

/** What a program costs the machine while it runs, as far as its probes tell. */
export function* costReasons(script: Script, machine: Machine): Generator<SafetyReason> {
  for (const probe of script.probes) {
    const rates = probe.attachPoints.map((point) => rateOf(point, machine));
    yield* ofPoints(probe, rates, machine);
    const rate = rates.reduce((sum, one) => sum + one, 0);
    if (rate < BUSY_RATE || probe.predicate !== undefined) continue;
    for (const { node, what } of everyEvent(probe.body)) {
      yield { kind: 'costly', why: `${what} for every event, ${aboutRate(rate)}`, span: node.span, rate };
    }
  }
}

function* ofPoints(probe: Probe, rates: readonly number[], machine: Machine): Generator<SafetyReason> {
  let together = 0;
  for (const [at, point] of probe.attachPoints.entries()) {
    const rate = rates[at] ?? 0;
    const places = isPattern(point.text) ? attachedPlaces(point, machine)?.length : undefined;
    const clock = lookup(CLOCKS, point.provider);
    const { span } = point;
    if (places !== undefined && places > WIDE)
      yield { kind: 'costly', why: `${point.text} is attached at ${places} places: ${wideText(point, rate)}`, span, rate };
    else if (clock !== undefined && rate > FASTEST_CLOCK * (clock === '' ? 1 : 8))
      yield { kind: 'costly', why: `${point.text} fires ${clock}more than ${grouped(FASTEST_CLOCK)} times a second`, span, rate };
    else if (rate >= HOT_RATE) yield { kind: 'costly', why: `${point.text} fires ${aboutRate(rate)}`, span, rate };
    else together += rate;
  }
  const [first] = probe.attachPoints;
  if (together >= HOT_RATE && first !== undefined)
    yield { kind: 'costly', why: `the probes of this list fire ${aboutRate(together)}`, span: first.span, rate: together };
}

function wideText({ provider }: AttachPoint, rate: number): string {
  const takes = provider === 'tracepoint' ? 'that takes seconds to attach and to detach' : 'that takes long to attach';
  return rate >= HOT_RATE ? `${takes}, and they fire ${aboutRate(rate)}` : takes;
}

/** What a body does for each event, whatever the event is like: not what stands under a condition. */
function* everyEvent(node: AnyNode): Generator<{ readonly node: AnyNode; readonly what: string }> {
  const todo: AnyNode[] = [node];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'call' && /^(?:printf|print|system|cat|time|join|errorf|warnf)$/.test(next.name)) yield { node: next, what: 'it prints' };
    if ((next.kind === 'call' || next.kind === 'identifier') && /^(?:kstack|ustack|dw_ustack)$/.test(next.name)) yield { node: next, what: 'it takes a stack' };
    if (next.kind !== 'if' && next.kind !== 'ternary') todo.push(...[...children(next)].reverse());
  }
}

/** `about 100,000 times a second on a busy machine`. */
export function aboutRate(rate: number): string {
  const digits = 10 ** Math.floor(Math.log10(Math.max(1, rate)));
  return `about ${grouped(Math.round(rate / digits) * digits)} times a second on a busy machine`;
}

function grouped(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
