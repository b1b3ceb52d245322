import { type Host, textOf } from '../system/host.ts';

export interface Field {
  readonly name: string;
  /** As the format file declares it: `const char * filename`. */
  readonly declaration: string;
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
 * For a user who may not read tracefs but may run bpftrace through sudo: asks `bpftrace -lv` for the tracepoints of interest, which it prints as the
 * name and its indented fields.
 */
export async function listedTracepoints(host: Host, command: readonly string[], wanted: readonly string[]): Promise<Tracepoints> {
  const [program = '', ...args] = command;
  const [names, ...verbose] = await Promise.all([
    host.run(program, [...args, '-l', 'tracepoint:*']),
    ...wanted.map((name) => host.run(program, [...args, '-lv', `tracepoint:${name}`])),
  ]);
  if (names.status !== 0) return unknownTracepoints;
  const all = [...names.stdout.matchAll(/^tracepoint:(\S+)$/gm)].map((match) => match[1] ?? '');
  const known = new Set(all);
  const fieldsOf = new Map(
    wanted.map((name, index) => [name, verbose[index]?.status === 0 && known.has(name) ? parseListing(verbose[index].stdout) : undefined]),
  );
  return {
    has: (category, name) => known.has(`${category}:${name}`),
    list: () => all,
    fields: (category, name) => fieldsOf.get(`${category}:${name}`),
  };
}

/** The fields of a format file, without the common ones, which bpftrace does not offer. */
export function parseFormat(format: string): Field[] {
  return [...format.matchAll(/^\tfield:([^;]+);/gm)].map((match) => declared(match[1] ?? '')).filter((field) => !field.name.startsWith('common_'));
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
