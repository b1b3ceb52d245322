/** What begins at one probe and ends at another: remembered from the one to the other. */
import type { Part } from './fields.ts';
import { read } from './fields.ts';
import { type Amount, byParts, type Cell, cellOf, type Scene } from './scene.ts';
import type { Clause } from './write.ts';

export interface Pair {
  readonly enter: readonly string[];
  readonly exit: readonly string[];
  /** What tells one from all others that are going on. */
  readonly id: readonly string[];
  /** What is kept of its beginning until it is told. */
  readonly kept: readonly Part[];
  /** Of those, what must be read at once. */
  readonly atOnce?: (part: Part) => boolean;
  readonly whyEnter?: string | undefined;
  readonly whyExit?: string | undefined;
}

/** In a map of its own: how long it took, in microseconds. */
export interface Kept {
  readonly maps: readonly string[];
  readonly cells: readonly Cell[];
  readonly by: Readonly<Record<string, string>>;
  readonly latency: Amount;
  /** In nanoseconds. */
  readonly elapsed: string;
  readonly around: Scene['around'];
}

export function pairOf({ enter, exit, id, kept, atOnce = () => false, whyEnter, whyExit }: Pair): Kept {
  const key = `[${id.join(', ')}]`;
  const start = kept.some(({ name }) => name === 'start') ? '@begun' : '@start';
  const mapOf = ({ name }: Part): string => `@${name}`;
  const place = (part: Part): string => `${mapOf(part)}${key}`;
  const held = kept.map(
    (part): Part => (atOnce(part) ? { name: part.name, column: part.column, kind: part.kind, raw: read(part), format: part.format } : part),
  );
  const latency: Amount = { column: { name: 'latency', unit: 'us' }, read: `(nsecs - ${start}${key}) / 1000` };
  const around = (statements: readonly string[]): Clause[] => [
    { at: enter, why: whyEnter, statements: [`${start}${key} = nsecs;`, ...held.map((part) => `${place(part)} = ${part.raw};`)] },
    {
      at: exit,
      why: whyExit,
      predicate: `${start}${key}`,
      statements: [...statements, `delete(${start}${key});`, ...held.map((part) => `delete(${place(part)});`)],
    },
  ];
  return {
    maps: [start, ...held.map(mapOf)],
    cells: held.map((part) => cellOf(part, place(part))),
    by: { ...byParts(held, place), latency: latency.read },
    latency,
    elapsed: `nsecs - ${start}${key}`,
    around,
  };
}

/** The column of a latency. */
export function latencyCell({ column, read: expression }: Amount): Cell {
  return { column, format: '%d us', read: expression };
}
