/** What the machine has in the place of what a program in C got wrong: it goes back with the faults, so that nobody has to ask for it. */
import type { Diagnostic } from '../../../core/diagnostic.ts';
import { quoted } from '../../../models/quote.ts';
import { attachPointsOf, sectionsOf } from '../../c/attach-points.ts';
import { nearNames, nearProbes } from '../relevant.ts';
import type { Room } from '../room.ts';
import type { CWorkshop } from '../workshop.ts';

const MOST_FACTS = 3;
const MOST_NEAR = 6;
const NO_SUCH_TARGET: ReadonlySet<string> = new Set(['unknown-tracepoint', 'unknown-kernel-function', 'no-attach-target']);
const OTHER_TYPE: ReadonlySet<string> = new Set(['c-unknown-field', 'c-incomplete-type', 'c-unknown-type', 'core-no-field', 'core-no-type']);

export function relevantCFacts(faults: readonly Diagnostic[], source: string, asked: string, workshop: CWorkshop, room: Room): string[] {
  const facts = new Map<string, () => string>();
  for (const { code, message, severity } of faults) {
    if (severity !== 'error') continue;
    const target = /this kernel has no (?:tracepoint |function )([\w:]+)/.exec(message)?.[1];
    const called = /\b(bpf_\w+)/.exec(message)?.[1];
    const type = /\b(?:struct|union|enum) \w+/.exec(message)?.[0] ?? (code === 'c-unknown-type' ? /no type (\w+)/.exec(message)?.[1] : undefined);
    const own = attachPointNamed(/^(\w+): /.exec(message)?.[1], source);
    if (code === 'asked-event') facts.set('attach points that may be what is asked about', () => workshop.findProbes(asked, MOST_NEAR));
    else if (NO_SUCH_TARGET.has(code) && target !== undefined) facts.set(`near ${target}`, () => nearProbes(nearNames(target), workshop));
    else if (OTHER_TYPE.has(code) && type !== undefined) facts.set(type, () => workshop.describeType(type));
    else if (code === 'c-unknown-function' && called !== undefined) facts.set(`near ${called}`, () => workshop.describeHelper?.(called, MOST_NEAR) ?? '');
    else if (code === 'verifier-context' && own !== undefined) facts.set(own, () => workshop.describeProbe(own));
  }
  return [...facts].slice(0, MOST_FACTS).flatMap(([label, look]) => {
    const text = look();
    return text.trim() === '' ? [] : [quoted(label, text, room.result / 2)];
  });
}

/** What is near the attach points that a refusal at the run names. */
export function cFactsAbout(said: string, source: string, workshop: CWorkshop, room: Room): string[] {
  const named = attachPointsOf(source).filter((point) => said.includes(point) || said.includes(point.split(':').at(-1) ?? point));
  return named.slice(0, 2).flatMap((point) => {
    const near = nearProbes(nearNames(point), workshop);
    return near === '' ? [] : [quoted(`near ${point}`, near, room.result / 2)];
  });
}

/** Where a function of a program attaches, in bpftrace's words. */
function attachPointNamed(name: string | undefined, source: string): string | undefined {
  return name === undefined ? undefined : sectionsOf(source).find((section) => section.name === name)?.attachPoint;
}
