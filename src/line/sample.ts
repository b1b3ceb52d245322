/** Counts, for half a second, how often the probes of a program fire on this machine now: nothing of what the program itself does is run. */
import type { AttachPoint, Script } from '../bpftrace/ast.ts';
import { parse } from '../bpftrace/parser.ts';
import { isPattern } from '../check/attach-point.ts';
import type { Machine } from '../check/machine.ts';
import { attachedPlaces } from '../check/policy/attach.ts';
import type { MapOutput, Program } from '../core/program.ts';
import { engines } from '../engines/index.ts';

/** How often one attach point fired. */
export interface Sampled {
  readonly probe: string;
  /** Events a second; undefined where it was not counted. */
  readonly perSecond?: number;
  /** Why it was not. */
  readonly why?: string;
}

export interface SampleSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

const MILLISECONDS = 500;
/** Each place takes some 75 ms to detach from (bpftrace 0.17): of more than this, counting would take longer than most programs run. */
const MOST_PLACES = 64;
const COUNTED = /^(?:tracepoint|rawtracepoint|kprobe|kretprobe|kfunc|kretfunc|fentry|fexit|uprobe|uretprobe|usdt|software|hardware)$/;

/** Needs a machine that can trace. Never throws: what cannot be counted says why. Ends by itself, and leaves nothing running. */
export async function sample(source: string, machine: Machine, signals: SampleSignals): Promise<readonly Sampled[]> {
  const points = distinct(parse(source).script);
  const able =
    machine.facts.bpftrace === undefined ? 'bpftrace is not installed' : /^(?:root|sudo)$/.test(machine.facts.privilege) ? undefined : 'counting needs root';
  if (able !== undefined) return points.map(({ text }) => ({ probe: text, why: able }));
  const results: Sampled[] = [];
  const counted: AttachPoint[] = [];
  let places = 0;
  for (const point of points) {
    const wide = isPattern(point.text) ? attachedPlaces(point, machine)?.length : 1;
    if (wide === undefined || places + wide > MOST_PLACES) results.push({ probe: point.text, why: 'it stands for too many places to try' });
    else {
      places += wide;
      counted.push(point);
    }
  }
  return counted.length === 0 ? results : [...(await count(counted, machine, signals)), ...results];
}

function distinct(script: Script): AttachPoint[] {
  const points = new Map<string, AttachPoint>();
  for (const point of script.probes.flatMap((probe) => probe.attachPoints)) {
    if (COUNTED.test(point.provider) && !/\$/.test(point.text)) points.set(point.text, point);
  }
  return [...points.values()];
}

async function count(points: readonly AttachPoint[], machine: Machine, signals: SampleSignals): Promise<readonly Sampled[]> {
  const source = countingProgram(points);
  // What was one attach point in its own program may be more in another: what is run is only what was meant.
  const same = distinct(parse(source).script).map(({ text }) => text);
  const refuse = (why: string): readonly Sampled[] => points.map(({ text }) => ({ probe: text, why }));
  if (same.join('\n') !== points.map(({ text }) => text).join('\n')) return refuse('it cannot be counted by itself');
  const counts = new Map<string, number>();
  let failed: string | undefined;
  const running = engines.bpftrace.run({ program: programOf(source, points), facts: machine.facts, allowUnsafe: false, args: [], ...signals });
  for await (const events of running) {
    for (const event of events) {
      if (event.type === 'map') counts.set(event.map, Number(event.entries[0]?.value ?? 0));
      if (event.type === 'ended' && event.reason !== 'finished') failed = event.message ?? event.reason;
    }
  }
  if (failed !== undefined) return refuse(failed);
  return points.map(({ text }, at) => ({ probe: text, perSecond: Math.round(((counts.get(mapOf(at)) ?? 0) * 1000) / MILLISECONDS) }));
}

/** Detaching takes time, in which what is still attached would go on counting: `@over` says when it is not to. */
function countingProgram(points: readonly AttachPoint[]): string {
  const probes = points.map(({ text }, at) => `${text}\n/@over == 0/\n{\n  ${mapOf(at)} = count();\n}`);
  return [...probes, `interval:ms:${MILLISECONDS}\n{\n  @over = 1;\n  exit();\n}`, 'END\n{\n  clear(@over);\n}', ''].join('\n\n');
}

function mapOf(at: number): string {
  return `@sample${at}`;
}

function programOf(source: string, points: readonly AttachPoint[]): Program {
  const outputs = points.map((_, at): MapOutput => ({ shape: 'values', map: mapOf(at), keys: [], value: { name: 'events', kind: 'count', type: 'integer' } }));
  const attachPoints = points.map(({ text }) => text);
  return { language: 'bpftrace', source, title: '', origin: { kind: 'edited' }, attachPoints, outputs, seconds: MILLISECONDS / 1000, endsItself: true };
}
