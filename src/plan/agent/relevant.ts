/** What the machine has in the place of what a program got wrong: it goes back with the faults, so that nobody has to ask for it. */
import type { Script } from '../../bpftrace/ast.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { quoted } from '../../models/quote.ts';
import type { Room } from './room.ts';
import type { MachineLookups } from './workshop.ts';

/** The attach point is not there, or cannot be attached: what is near? */
const NO_SUCH_PROBE: ReadonlySet<string> = new Set([
  'unknown-tracepoint',
  'malformed-tracepoint',
  'unknown-kernel-function',
  'untraceable-function',
  'probe-kind-unavailable',
  'unknown-probe-kind',
  'malformed-probe',
  'unknown-symbol',
  'unknown-usdt',
]);
/** It is there, and hands over something else: what? */
const OTHER_FIELDS: ReadonlySet<string> = new Set(['unknown-field', 'wrong-access', 'no-such-argument', 'not-in-this-probe', 'unknown-parameter']);
const OTHER_TYPE: ReadonlySet<string> = new Set(['unknown-struct', 'unknown-member', 'unknown-type']);

const MOST_FACTS = 3;
const MOST_NEAR = 6;

/** `asked`: what the question is about, in its own words. */
export function relevantFacts(faults: readonly Diagnostic[], script: Script, source: string, asked: string, workshop: MachineLookups, room: Room): string[] {
  const facts = new Map<string, () => string>();
  for (const { code, span, message, severity } of faults) {
    if (severity !== 'error') continue;
    const point = attachPointAt(script, span?.start);
    if (code === 'asked-event') facts.set('attach points that may be what is asked about', () => workshop.findProbes(asked, MOST_NEAR));
    else if (NO_SUCH_PROBE.has(code)) {
      const words = point === undefined ? message : nearNames(point);
      facts.set(`near ${words}`, () => nearProbes(words, workshop));
    } else if (OTHER_FIELDS.has(code) && point !== undefined) facts.set(point, () => workshop.describeProbe(point));
    else if (OTHER_TYPE.has(code)) {
      const type = /\b(?:struct|union|enum) \w+/.exec(span === undefined ? message : `${source.slice(span.start, span.end)} ${message}`)?.[0];
      if (type !== undefined) facts.set(type, () => workshop.describeType(type));
    }
  }
  return [...facts].slice(0, MOST_FACTS).flatMap(([label, look]) => {
    const text = look();
    return text.trim() === '' ? [] : [quoted(label, text, room.result / 2)];
  });
}

/** Those that are near, and of the first two what they hand over; nothing where none of them attaches. */
export function nearProbes(words: string, workshop: MachineLookups): string {
  const near = workshop.findProbes(words, MOST_NEAR);
  const able = near.split('\n').filter((line) => !line.includes('cannot be attached'));
  const points = able.flatMap((line) => /^\W*((?:[a-z]+):[\w:.*/+-]+)/.exec(line)?.[1] ?? []);
  if (points.length === 0) return '';
  const told = points.slice(0, 2).map((point) => workshop.describeProbe(point));
  return [near, ...told].filter((text) => text.trim() !== '').join('\n\n');
}

/** Where the probe that holds a place attaches, as it is written. */
function attachPointAt(script: Script, offset: number | undefined): string | undefined {
  if (offset === undefined) return undefined;
  const probe = script.probes.find(({ span }) => span.start <= offset && offset < span.end);
  const points = probe?.attachPoints ?? [];
  return (points.find(({ span }) => span.start <= offset && offset < span.end) ?? points[0])?.text;
}

/** The words of its name, without the kind and the category, which may be wrong too. */
export function nearNames(point: string): string {
  return (point.split(/[:/]/).at(-1) ?? point).replaceAll('_', ' ').trim();
}

/** What is near the attach points that a refusal at the run names. */
export function factsAbout(said: string, script: Script, workshop: MachineLookups, room: Room): string[] {
  const points = script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ text }) => text));
  const named = [...new Set(points)].filter((point) => said.includes(point) || said.includes(point.split(':').at(-1) ?? point));
  return named.slice(0, 2).flatMap((point) => {
    const near = nearProbes(nearNames(point), workshop);
    return near === '' ? [] : [quoted(`near ${point}`, near, room.result / 2)];
  });
}
