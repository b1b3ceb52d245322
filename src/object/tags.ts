/**
 * What declaration tags say that C types cannot: of a map that it is a histogram of equal steps (`linear:MIN:STEP`), of a number that it is a time of the kernel's clock,
 * to be shown as the time of day (`clock:%H:%M:%S`). `__attribute__((btf_decl_tag("...")))`, clang 14 and later.
 */
import { type Btf, Kind } from '../kernel/btf.ts';

/** Slot 0 counts what is below `min`, slot n what is from `min + (n-1) * step`, the last all above. */
export interface Linear {
  readonly min: bigint;
  readonly step: bigint;
}

interface Tags {
  /** The structures of records, by the name of their map. */
  readonly events: ReadonlyMap<string, string>;
  readonly linear: ReadonlyMap<string, Linear>;
  /** By the id of a structure, then the number of its member. */
  readonly clocks: ReadonlyMap<number, ReadonlyMap<number, string>>;
}

/** Formats are short; what is longer is somebody's mistake. */
export const LONGEST_FORMAT = 64;
const WIDEST = 1n << 62n;

const read = new WeakMap<Btf, Tags>();

/** The name of the structure that a map's records are of, where a tag `event:NAME` says so. */
export function eventOfTag(btf: Btf, map: string): string | undefined {
  return tagsIn(btf).events.get(map);
}

/** How a map's slots are meant; undefined where they are powers of two. */
export function linearOf(btf: Btf, map: string): Linear | undefined {
  return tagsIn(btf).linear.get(map);
}

/** The format (strftime(3)) in which a member of a structure is shown; undefined where it is no such time. */
export function clockOf(btf: Btf, struct: number, member: number): string | undefined {
  return tagsIn(btf).clocks.get(struct)?.get(member);
}

function tagsIn(btf: Btf): Tags {
  const known = read.get(btf);
  if (known !== undefined) return known;
  const events = new Map<string, string>();
  const linear = new Map<string, Linear>();
  const clocks = new Map<number, Map<number, string>>();
  for (const id of btf.named([Kind.declarationTag])) {
    const text = btf.name(id);
    const of = btf.sizeOrType(id);
    if (text.startsWith('event:') && !events.has(btf.name(of))) events.set(btf.name(of), text.slice(6));
    const steps = linearIn(text);
    if (steps !== undefined && btf.kind(of) === Kind.variable) linear.set(btf.name(of), steps);
    const format = text.startsWith('clock:') ? text.slice(6) : '';
    if (format === '' || format.length > LONGEST_FORMAT) continue;
    const members = clocks.get(of) ?? new Map<number, string>();
    members.set(btf.encoding(id), format);
    clocks.set(of, members);
  }
  const tags = { events, linear, clocks };
  read.set(btf, tags);
  return tags;
}

function linearIn(text: string): Linear | undefined {
  const [, min, step] = /^linear:(-?\d{1,19}):(\d{1,19})$/.exec(text) ?? [];
  if (min === undefined || step === undefined) return undefined;
  const linear = { min: BigInt(min), step: BigInt(step) };
  const isSound = linear.step > 0n && linear.step < WIDEST && linear.min < WIDEST && linear.min > -WIDEST;
  return isSound ? linear : undefined;
}
