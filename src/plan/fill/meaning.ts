/** What a name means at a place of a program: the expression that holds it there. */
import type { Expression } from '../../bpftrace/ast.ts';
import type { Unit } from '../../core/program.ts';
import type { LibraryProgram, NamedColumn } from '../../knowledge/library.ts';
import { expressionIn } from './joined.ts';
import type { Place } from './places.ts';

/** What every probe knows of the process it runs in. */
const OF_THE_PROCESS: Readonly<Record<string, string>> = {
  process: 'comm',
  pid: 'pid',
  tid: 'tid',
  user: 'uid',
  cpu: 'cpu',
  // bpftrace 0.17 takes the path, cgroup_path(cgroup), as a program's key and cannot print it beside another.
  container: 'cgroup',
  stack: 'kstack',
  'kernel stack': 'kstack',
  'user stack': 'ustack',
};

/** Nanoseconds of a unit of time. */
export const NANOSECONDS: Partial<Readonly<Record<Unit, number>>> = { ns: 1, us: 1000, ms: 1_000_000, s: 1_000_000_000 };

/** A value that a program measures. */
export interface Amount {
  readonly text: string;
  readonly column: NamedColumn;
}

export class Meaning {
  readonly #program: LibraryProgram;
  readonly #source: string;
  readonly #place: Place;
  readonly #inProcess: boolean;

  /** `inProcess`: whether the probe runs in the process that does what is told. */
  constructor(program: LibraryProgram, source: string, place: Place, inProcess: boolean) {
    this.#program = program;
    this.#source = source;
    this.#place = place;
    this.#inProcess = inProcess;
  }

  /** By the program's own word, by a column of its rows, or by what every probe knows of its process. */
  named(name: string): string | undefined {
    return this.#told(name) ?? this.ofProcess(name);
  }

  /** The program's own name for what is asked for: "local port" is the port where there is no other. */
  ownName(asked: string): string | undefined {
    if (this.#told(asked) !== undefined) return asked;
    const names = [...Object.keys(this.#program.by), ...this.#program.columns.map(({ name }) => name)];
    const [only, ...others] = names.filter((name) => name.split(' ').at(-1) === asked);
    if (only !== undefined && others.length === 0) return only;
    return this.ofProcess(asked) === undefined ? undefined : asked;
  }

  /** Whether this is where a process enters or leaves the kernel. */
  get isAtCall(): boolean {
    return this.#place.probe.attachPoints.every(({ provider, parts }) => provider === 'tracepoint' && /^(raw_)?syscalls$/.test(parts[0] ?? ''));
  }

  #told(name: string): string | undefined {
    const { by, columns } = this.#program;
    return (Object.hasOwn(by, name) ? by[name] : undefined) ?? this.#value(columns.findIndex((column) => column.name === name));
  }

  ofProcess(name: string): string | undefined {
    return this.#inProcess && Object.hasOwn(OF_THE_PROCESS, name) ? OF_THE_PROCESS[name] : undefined;
  }

  /** The values with a unit of bytes or of time, as they are told: a column of the rows, or what the map is made of. */
  amounts(what: 'size' | 'time'): Amount[] {
    const { answer, columns, value } = this.#program;
    const isMeant = ({ unit }: NamedColumn): boolean => (what === 'size' ? unit === 'bytes' : unit !== undefined && NANOSECONDS[unit] !== undefined);
    const told = answer === 'rows' ? columns : [value];
    return told.flatMap((column, index) => {
      const text = isMeant(column) ? this.#value(index) : undefined;
      return text === undefined ? [] : [{ text, column }];
    });
  }

  /** What the map is made of, whatever its unit; nothing of a plain count. */
  get measured(): string | undefined {
    return this.#program.answer === 'rows' ? undefined : this.#value(0);
  }

  #value(index: number): string | undefined {
    const node: Expression | undefined = this.#place.values[index];
    return node === undefined ? undefined : this.#source.slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  }
}

/** A time before it was made one of a coarser unit: `(x) / 1000` of microseconds is `x` of nanoseconds. */
export function inNanoseconds({ text, column }: Amount): { readonly text: string; readonly factor: number } {
  const factor = NANOSECONDS[column.unit ?? 'ns'] ?? 1;
  const tree = expressionIn(text);
  const prefix = 'BEGIN { @ = '.length;
  if (factor > 1 && tree?.kind === 'binary' && tree.operator === '/' && tree.right.kind === 'integer' && Number(tree.right.value) === factor) {
    const { start, end } = tree.left.span;
    return { text: text.slice(start - prefix, end - prefix).replace(/^\((.*)\)$/s, '$1'), factor: 1 };
  }
  return { text, factor };
}
