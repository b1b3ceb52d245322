/** Which events attach points see, as far as the library's programs tell: each of them is written for one class of events. */
import type { AttachPoint } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { Verdict } from '../../core/facts.ts';
import type { EventName, Intent } from '../../core/intent.ts';
import { lookup } from '../../core/lookup.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import type { Match } from '../../knowledge/match.ts';
import { tidies } from './reading.ts';

/** The classes of events a question may be about, and what attach points see. */
export interface EventClasses {
  /** In words, for a person. */
  readonly asked: string;
  /** Classes that the question fits, those included that are seen at the same places; empty where that is unclear. */
  readonly wanted: ReadonlySet<string>;
  /** Whether what is asked for is an amount, which a count does not tell. */
  readonly amount: boolean;
  /** The classes of an attach point, as `nameOf` has it; undefined where no program of the library uses it. */
  readonly of: (point: string) => ReadonlySet<string> | undefined;
}

/** So sure must the library be of what a question is about, and so near may others come. */
const SURE = 0.75;
const NEAR = 0.15;

/** What the best matches of a question are about, and which attach points see that. */
export function eventClasses(matches: readonly Match[], library: readonly LibraryProgram[]): EventClasses {
  const [best] = matches;
  const clear = best !== undefined && best.score >= SURE ? best : undefined;
  // Above 1 a score only tells that the words are the same.
  const top = Math.min(1, best?.score ?? 0);
  const near = clear === undefined ? [] : matches.filter(({ score }) => top - score <= NEAR);
  const seen = classesOfPoints(library);
  const wanted = new Set(near.map(({ program }) => program.event));
  return {
    asked: best?.program.title.en ?? '',
    wanted: new Set([...wanted, ...kinOf(wanted, seen)]),
    amount: clear?.program.measure === 'sum',
    of: (point) => classesAt(point, seen),
  };
}

/** Samples of who is on a CPU tell what its switches tell. */
const ALIKE: Readonly<Record<string, string>> = { 'on-cpu': 'cpu-sample', 'cpu-sample': 'on-cpu' };

/** Classes whose events are for the greater part seen where those are seen: the time of a disk request and its size have one place. */
function kinOf(wanted: ReadonlySet<string>, seen: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const all = [...seen.values()];
  const others = new Set(all.flatMap((classes) => (isWanted(classes, wanted) ? [...classes] : [])));
  const alike = [...wanted].flatMap((one) => lookup(ALIKE, one) ?? []);
  const kin = [...others].filter((other) => {
    const places = all.filter((classes) => classes.has(other));
    return places.filter((classes) => isWanted(classes, wanted)).length * 2 > places.length;
  });
  return [...alike, ...kin];
}

const kept = new WeakMap<readonly LibraryProgram[], ReadonlyMap<string, ReadonlySet<string>>>();

function classesOfPoints(library: readonly LibraryProgram[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = kept.get(library);
  if (known !== undefined) return known;
  const classes = new Map<string, Set<string>>();
  for (const { source, event } of library) {
    for (const probe of parse(source).script.probes) {
      if (tidies(probe)) continue;
      for (const point of probe.attachPoints) {
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

/** A pattern sees what any of the places sees that it stands for. */
function classesAt(point: string, seen: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> | undefined {
  if (!isPattern(point)) return seen.get(point);
  const isAllCalls = point === 'syscall *';
  const found = [...seen].filter(([name]) => glob(point).test(name) || (isAllCalls && ALL_CALLS.test(name))).flatMap(([, classes]) => [...classes]);
  return found.length === 0 ? undefined : new Set(found);
}

/** What sees every call at once, as all their own tracepoints together do. */
const ALL_CALLS = /^event sys_(?:enter|exit)$/;
const ALIASES: Readonly<Record<string, string>> = { faults: 'page-faults', cs: 'context-switches', cpu: 'cpu-clock' };
const SYSCALL_FUNCTION = /^(?:__(?:x64|arm64|ia32|se|do)_)*(?:compat_)?sys_(\w+)$/;

/** What is looked at, whatever kind of probe looks: a function is the same function for each kind, a call the same at both its ends. */
function nameOf({ provider, parts }: AttachPoint): string {
  const last = (parts.at(-1) ?? '').replace(/\+\d+$/, '');
  if (/^k(?:ret)?(?:probe|func)$|^f(?:entry|exit)$/.test(provider)) {
    const call = SYSCALL_FUNCTION.exec(last)?.[1];
    return call === undefined ? `function ${last}` : `syscall ${call}`;
  }
  if (/^u(?:ret)?probe$/.test(provider)) return `user ${last}`;
  if (/^raw_?tracepoint$|^tracepoint$/.test(provider)) return parts[0] === 'syscalls' ? `syscall ${last.replace(/^sys_(?:enter|exit)_/, '')}` : `event ${last}`;
  if (provider === 'profile') return provider;
  return provider === 'software' || provider === 'hardware' ? `${provider} ${lookup(ALIASES, parts[0] ?? '') ?? parts[0]}` : `${provider} ${parts.join(':')}`;
}

/** Whether attach points see what the question is about. `byNumber`: the program tells calls apart by their numbers. */
export function isOfEvent(points: readonly AttachPoint[], { event }: Intent, { wanted, of }: EventClasses, byNumber: boolean): Verdict {
  if (points.length === 0) return 'unknown';
  const known = points.map((point) => of(nameOf(point)));
  if (event !== undefined && points.some((point) => sees(point, event.value))) return 'yes';
  if (known.some((classes) => isWanted(classes, wanted))) return 'yes';
  if (byNumber && points.some(({ text }) => /raw_syscalls|sys_(?:enter|exit)$/.test(text))) return 'unknown';
  // Who calls an event by its name means that one; of a call, a function may be a part that nobody here knows.
  if (event !== undefined && (event.confidence ?? 1) >= NAMED)
    return event.value.kind === 'syscall' && points.some(({ provider }) => /^k|^f/.test(provider)) ? 'unknown' : 'no';
  if (wanted.size === 0) return 'unknown';
  // A probe that no program of the library uses may see anything.
  return known.some((classes) => classes === undefined) ? 'unknown' : 'no';
}

/** A name that was guessed at may be no name. */
const NAMED = 0.75;

function isWanted(classes: ReadonlySet<string> | undefined, wanted: ReadonlySet<string>): boolean {
  return classes !== undefined && [...classes].some((one) => wanted.has(one));
}

function sees(point: AttachPoint, event: EventName): boolean {
  const { provider, parts, text } = point;
  const last = (parts.at(-1) ?? '').replace(/\+\d+$/, '');
  switch (event.kind) {
    case 'tracepoint':
      return /tracepoint$/.test(provider) && glob(last).test(event.name);
    case 'syscall':
      return (
        nameOf(point) === `syscall ${event.name}` || /raw_syscalls:/.test(text) || (last.includes('sys_') && glob(`*${last}`).test(`sys_enter_${event.name}`))
      );
    case 'function':
    case 'user-function':
      return glob(last).test(event.name) && !/tracepoint$/.test(provider);
  }
}

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

function glob(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
}
