/** Which events attach points see, as far as the library's programs tell: each of them is written for one class of events. */
import type { AttachPoint } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { Verdict } from '../../core/facts.ts';
import type { EventName, Intent } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import type { Match } from '../../knowledge/match.ts';

/** The classes of events a question may be about, and what attach points see. */
export interface EventClasses {
  /** In words, for a person. */
  readonly asked: string;
  /** Classes that the question fits; empty where that is unclear. */
  readonly wanted: ReadonlySet<string>;
  /** The classes of an attach point, spelt without its provider; undefined where no program of the library uses it. */
  readonly of: (point: string) => ReadonlySet<string> | undefined;
}

/** So sure must the library be of what a question is about, and so near may others come. */
const SURE = 0.62;
const NEAR = 0.15;

/** What the best matches of a question are about, and which attach points see that. */
export function eventClasses(matches: readonly Match[], library: readonly LibraryProgram[]): EventClasses {
  const [best] = matches;
  const isClear = best !== undefined && best.score >= SURE;
  const near = isClear ? matches.filter(({ score }) => best.score - score <= NEAR) : [];
  const seen = classesOfPoints(library);
  return { asked: best?.program.title.en ?? '', wanted: new Set(near.map(({ program }) => program.event)), of: (point) => seen.get(point) };
}

const kept = new WeakMap<readonly LibraryProgram[], ReadonlyMap<string, ReadonlySet<string>>>();

function classesOfPoints(library: readonly LibraryProgram[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = kept.get(library);
  if (known !== undefined) return known;
  const classes = new Map<string, Set<string>>();
  for (const { source, event } of library) {
    for (const { attachPoints } of parse(source).script.probes) {
      for (const point of attachPoints) {
        const name = nameOf(point);
        const own = classes.get(name) ?? new Set();
        own.add(event);
        classes.set(name, own);
      }
    }
  }
  kept.set(library, classes);
  return classes;
}

/** Kinds that see the same: a function is the same function for each of them. */
function nameOf({ provider, parts }: AttachPoint): string {
  const name = parts.join(':');
  if (/^k(?:ret)?(?:probe|func)$|^f(?:entry|exit)$/.test(provider)) return `function ${parts.at(-1) ?? ''}`;
  return /^u(?:ret)?probe$/.test(provider) ? `user ${parts.at(-1) ?? ''}` : `${provider} ${name}`;
}

/** Whether attach points see what the question is about. */
export function isOfEvent(points: readonly AttachPoint[], { event }: Intent, { wanted, of }: EventClasses): Verdict {
  if (event !== undefined)
    return points.some((point) => sees(point, event.value))
      ? 'yes'
      : wanted.size > 0 && points.some((point) => isWanted(of(nameOf(point)), wanted))
        ? 'yes'
        : 'no';
  if (wanted.size === 0) return 'unknown';
  const known = points.map((point) => of(nameOf(point)));
  if (known.some((classes) => isWanted(classes, wanted))) return 'yes';
  // A probe that no program of the library uses may see anything.
  return known.some((classes) => classes === undefined) ? 'unknown' : 'no';
}

function isWanted(classes: ReadonlySet<string> | undefined, wanted: ReadonlySet<string>): boolean {
  return classes !== undefined && [...classes].some((one) => wanted.has(one));
}

function sees({ provider, parts, text }: AttachPoint, event: EventName): boolean {
  switch (event.kind) {
    case 'tracepoint':
      return parts.join(':') === `${event.category}:${event.name}` || parts.at(-1) === event.name;
    case 'syscall':
      return new RegExp(`sys_(?:enter_|exit_)?\\w*${event.name}\\b|raw_syscalls:`).test(text);
    case 'function':
    case 'user-function':
      return parts.at(-1) === event.name && provider !== 'tracepoint';
  }
}
