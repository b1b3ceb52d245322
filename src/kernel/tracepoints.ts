import { type Host, textOf } from '../system/host.ts';

export interface Field {
  readonly name: string;
  /** As the format file declares it: `const char * filename`. */
  readonly declaration: string;
  /** Bytes in its record, where a format file told them. */
  readonly place?: { readonly offset: number; readonly size: number };
}

/**
 * The tracepoints of a kernel, looked up as they are asked for. Everything is undefined where the lists cannot be read: that is not a no.
 */
export interface Tracepoints {
  has(category: string, name: string): boolean | undefined;
  /** `category:name`, all of them. */
  list(): readonly string[] | undefined;
  fields(category: string, name: string): readonly Field[] | undefined;
}

export const unknownTracepoints: Tracepoints = { has: () => undefined, list: () => undefined, fields: () => undefined };

/** The tracepoints of lists that were read before: another machine's. The declarations of each one's fields; null where they could not be read. */
export function recordedTracepoints(recorded: Readonly<Record<string, readonly string[] | null>>): Tracepoints {
  const names = Object.keys(recorded);
  const known = new Map(Object.entries(recorded));
  return {
    has: (category, name) => known.has(`${category}:${name}`),
    list: () => names,
    fields: (category, name) => known.get(`${category}:${name}`)?.map(declared),
  };
}

/** Reads tracefs; each answer is kept for as long as the object lives. */
export function tracefsTracepoints(host: Host, tracefs: string): Tracepoints {
  const fieldsOf = new Map<string, readonly Field[] | undefined>();
  let all: readonly string[] | undefined;
  return {
    has: (category, name) => isPlain(category) && isPlain(name) && host.exists(`${tracefs}/events/${category}/${name}/format`),
    list() {
      all ??= (textOf(host, `${tracefs}/available_events`) ?? '').split('\n').filter((line) => line.includes(':'));
      return all;
    },
    fields(category, name) {
      const id = `${category}:${name}`;
      if (!fieldsOf.has(id)) {
        const format = isPlain(category) && isPlain(name) ? textOf(host, `${tracefs}/events/${category}/${name}/format`) : undefined;
        fieldsOf.set(id, format === undefined ? undefined : parseFormat(format));
      }
      return fieldsOf.get(id);
    },
  };
}

/**
 * For a user who may not read tracefs but may run bpftrace through sudo: asks `bpftrace -lv` once for everything (0.1 s), which it prints as the name and
 * its indented fields.
 */
export async function listedTracepoints(host: Host, command: readonly string[]): Promise<Tracepoints> {
  const [program = '', ...args] = command;
  const listing = await host.run(program, [...args, '-lv', 'tracepoint:*']);
  if (listing.status !== 0) return unknownTracepoints;
  const fieldsOf = new Map<string, readonly Field[]>();
  for (const [, name = '', fields = ''] of listing.stdout.matchAll(/^tracepoint:(\S+)\n((?: {4}.*\n)*)/gm)) fieldsOf.set(name, parseListing(fields));
  return {
    has: (category, name) => fieldsOf.has(`${category}:${name}`),
    list: () => [...fieldsOf.keys()],
    fields: (category, name) => fieldsOf.get(`${category}:${name}`),
  };
}

/** The fields of a format file, without the common ones, which bpftrace does not offer. */
export function parseFormat(format: string): Field[] {
  return [...format.matchAll(/^\tfield:([^;]+);(?:\s*offset:(\d+);\s*size:(\d+);)?/gm)]
    .map(([, declaration = '', offset, size]) => ({
      ...declared(declaration),
      ...(offset === undefined || size === undefined ? {} : { place: { offset: Number(offset), size: Number(size) } }),
    }))
    .filter((field) => !field.name.startsWith('common_'));
}

function parseListing(listing: string): Field[] {
  return [...listing.matchAll(/^ {4}([^;\n]+);?$/gm)].map((match) => declared(match[1] ?? ''));
}

function declared(declaration: string): Field {
  const name = /([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*$/.exec(declaration)?.[1] ?? '';
  return { name, declaration };
}

/** Keeps a name from walking out of the events directory. */
function isPlain(name: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name);
}
