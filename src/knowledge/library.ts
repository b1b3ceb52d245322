import type { Measure } from '../core/intent.ts';
import type { Column, ColumnKind, Unit } from '../core/program.ts';

/** A text in several languages, by BCP 47 code; `en` is always there. */
export type Localised = Readonly<Record<string, string>>;

export interface NamedColumn {
  readonly name: string;
  readonly unit?: Unit;
}

/** What the processes a program is narrowed to are compared by, and where. */
export interface Target {
  /** Attach points that get the predicate; all but BEGIN, END and interval where it is missing. */
  readonly at?: readonly string[];
  readonly pid: string;
  readonly comm: string;
  readonly tid: string;
}

/** What the process is compared by that something is done to, and where; a number or a name that the probes are not told is missing. */
export interface Toward {
  readonly at?: readonly string[];
  readonly pid?: string;
  readonly comm?: string;
}

export interface Evidence {
  readonly match: string;
  readonly min?: number;
  readonly max?: number;
}

export interface Workload {
  readonly run: readonly string[];
  readonly sees: readonly string[];
  readonly hides: readonly string[];
  readonly evidence: readonly Evidence[];
}

/**
 * An expression valid where the answer is made, or several of which one must hold. `outcome` is true where an event failed, or a fixed word: all that the
 * program sees failed (true) or worked (false). `false` of another kind: the program cannot tell, or (of a path) knows names without their directories.
 */
export type FilterTerm = string | readonly string[] | boolean;

/** A program of the library: its text, and what its front matter says of it (docs/LIBRARY.md). */
export interface LibraryProgram {
  readonly name: string;
  /** The program without its front matter. */
  readonly source: string;
  readonly title: Localised;
  readonly tells: Localised;
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly event: string;
  readonly measure: Measure;
  /** `@map`, or `rows`. */
  readonly answer: string;
  readonly keys: readonly string[];
  readonly value: NamedColumn;
  readonly columns: readonly NamedColumn[];
  readonly by: Readonly<Record<string, string>>;
  /** What conditions on its events are told by, by the kind of the condition. */
  readonly filter: Readonly<Record<string, FilterTerm>>;
  readonly measures: readonly Measure[];
  /** How "only what is done to process X" is applied: one of a pid and a name, or both, which the probes that match `at` are told; absent where nobody is done to. */
  readonly toward?: Toward;
  readonly target: Target | undefined;
  readonly variantOf: string | undefined;
  readonly prefer: number;
  /** Whether it attaches to functions of the kernel, which many machines do not let one do; tracepoints and the like are everywhere. */
  readonly onFunctions: boolean;
  readonly workload: Workload | undefined;
}

/** The text for a language, English where there is none in it. */
export function localised(text: Localised, language: string): string {
  return text[language] ?? text.en ?? '';
}

const KINDS: ReadonlySet<string> = new Set<ColumnKind>([
  'process',
  'pid',
  'tid',
  'ppid',
  'user',
  'group',
  'container',
  'cpu',
  'file',
  'directory',
  'syscall',
  'errno',
  'signal',
  'address',
  'port',
  'protocol',
  'state',
  'family',
  'capability',
  'softirq',
  'permissions',
  'device',
  'stack',
  'time',
]);

/** What a column of the library means: the last word of its name says (docs/LIBRARY.md, "Kinds of a name"). */
export function columnOf(named: NamedColumn, inferred: Column | undefined): Column {
  const last = named.name.split(' ').at(-1) ?? '';
  const kind = KINDS.has(last) ? (last as ColumnKind) : 'plain';
  const integer = inferred?.integer;
  const stack = inferred?.stack;
  return {
    name: named.name,
    kind,
    type: inferred?.type ?? 'unknown',
    ...(named.unit === undefined ? {} : { unit: named.unit }),
    ...(integer === undefined ? {} : { integer }),
    ...(stack === undefined ? {} : { stack }),
  };
}
