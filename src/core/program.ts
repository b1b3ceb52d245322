import type { Span } from './diagnostic.ts';

/**
 * What the values of a column mean, so that a view can show them in the reader's terms. Open-ended: a kind no view knows is shown as it is.
 * The vocabulary is in docs/LIBRARY.md ("Kinds of a name").
 */
export type ColumnKind =
  | 'process'
  | 'pid'
  | 'tid'
  | 'ppid'
  | 'user'
  | 'group'
  | 'container'
  | 'cpu'
  | 'file'
  | 'directory'
  | 'syscall'
  | 'errno'
  | 'signal'
  | 'address'
  | 'port'
  | 'protocol'
  | 'state'
  | 'family'
  | 'capability'
  | 'softirq'
  | 'permissions'
  | 'device'
  | 'stack'
  | 'time'
  | 'count'
  | 'plain';

export type Unit = 'bytes' | 'ns' | 'us' | 'ms' | 's' | 'pages';

/** How values arrive from bpftrace: enough to take a printed map key apart again. */
export type ValueType = 'integer' | 'string' | 'stack' | 'address' | 'unknown';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly type: ValueType;
  readonly unit?: Unit;
  /** How the 64 bits bpftrace prints as a signed number are meant: `int32` for a C int that was widened without its sign; of `%x` and `%o` the base they are shown in. */
  readonly integer?: 'unsigned' | 'int32' | 'hexadecimal' | 'octal';
  /** Of a column of stacks: whose, where the program tells. */
  readonly stack?: 'kernel' | 'user';
  /** Of a time of the kernel's clock in a compiled program's records: the form it is shown in as the time of day (strftime(3)). */
  readonly clock?: string;
}

/**
 * A `printf` whose records are typed rows; `statement` is its number in the program, in source order. Of C a ring or perf buffer, by its number among those of the
 * object; of a tool the table it prints.
 */
export interface RowsOutput {
  readonly shape: 'rows';
  readonly statement: number;
  readonly columns: readonly Column[];
}

/** A map: one value, statistics or a histogram per key. */
export interface MapOutput {
  readonly shape: 'values' | 'stats' | 'histogram';
  /** bpftrace's with its `@`; a BPF map of C by its name. */
  readonly map: string;
  readonly keys: readonly Column[];
  readonly value: Column;
}

export type Output = RowsOutput | MapOutput;

/** What may happen when the program runs, the mildest first. */
export const SAFETY_CLASSES = ['observe', 'reads-user-data', 'costly', 'unsafe'] as const;
export type SafetyClass = (typeof SAFETY_CLASSES)[number];

/** Why a program is of a class: which part of it, and what that part does, as a sentence. */
export interface SafetyReason {
  readonly kind: Exclude<SafetyClass, 'observe'>;
  readonly why: string;
  readonly span: Span;
  /** Of something costly: events a second on a busy machine, as an order of magnitude. */
  readonly rate?: number;
}

/** What a program may do to the machine and to those who use it. */
export interface Safety {
  /** Worst first; only `observe` where there is nothing to mind. Never empty. */
  readonly classes: readonly SafetyClass[];
  /** In the order of the classes, then of the source. */
  readonly reasons: readonly SafetyReason[];
}

/**
 * `composed`: made for an event of the machine's own lists, whose name it has. `model`: written by the language model of that name. `tool`: the installed tool of that
 * name.
 */
export type Origin =
  | { readonly kind: 'library' | 'composed' | 'model' | 'tool'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  /** `of`: the program of the library, or the event, that it was before somebody changed it. */
  | { readonly kind: 'edited'; readonly of?: string };

/** A program that shows its answer at intervals, each time begun anew. */
export interface Window {
  /** Length of one. */
  readonly seconds: number;
  /** How the answers of all windows make one: added up, or the least or greatest of them; `last` where they do not, so that only the last is shown again. */
  readonly together: 'sum' | 'min' | 'max' | 'last';
  /** What the answer at the end is called. */
  readonly title: string;
}

/**
 * What a program is written in. `c`: CO-RE C, compiled with clang; `object`: what clang made of such C, in an ELF file; `wasm`: a module that brings its own BPF
 * object along and works on what that delivers; `tool`: a tool that is installed, with its arguments.
 */
export const LANGUAGES = ['bpftrace', 'c', 'object', 'wasm', 'tool'] as const;
export type Language = (typeof LANGUAGES)[number];

/** An installed tool and what it is started with: never through a shell. */
export interface ToolCommand {
  /** As it is typed: `opensnoop-bpfcc`. */
  readonly tool: string;
  /** What is started, an absolute path. */
  readonly path: string;
  readonly args: readonly string[];
  /** It works for every user: it is not started through sudo. */
  readonly asUser?: boolean;
}

/** Where a compiled program is attached, as far as its sections do not say: XDP and tc need an interface, samples of the processors a rate. */
export interface Attachment {
  /** Of an XDP or tc program: the network interface, by name. */
  readonly interface?: string;
  /** Of a tc program: packets that arrive or that leave. */
  readonly direction?: 'ingress' | 'egress';
  /** Of a `perf_event` program: how often a second it runs on each processor. */
  readonly hz?: number;
}

/** A program that can be checked, shown, saved and run: plain, serialisable data. */
export interface Program {
  readonly language: Language;
  /** Its text. Of an `object` or a `wasm` module what it holds, as a person reads it; of a `tool` its command line, as a person would type it. */
  readonly source: string;
  /** `object`, `wasm`: the file, as base64. `c`: what it was compiled to when it was proven; that, and nothing else, is run. */
  readonly binary?: string;
  /** `tool`: what is started. */
  readonly command?: ToolCommand;
  /** What the answer is called. */
  readonly title: string;
  readonly origin: Origin;
  readonly attachPoints: readonly string[];
  readonly attach?: Attachment;
  readonly outputs: readonly Output[];
  /** The output that answers the question; the others are shown below it. */
  readonly answer?: string;
  /** C declarations of the tracepoint fields it reads, by attach point and field: what types its rows. */
  readonly declarations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How long it is to run; until it is stopped where there is no such time. */
  readonly seconds?: number;
  /** The one process it is narrowed to, where it is. */
  readonly pid?: number;
  /** Whether the program text itself ends after `seconds`. */
  readonly endsItself?: boolean;
  readonly window?: Window;
  /** How many of the largest entries to show. */
  readonly top?: number;
}

/** The same program, knowing of one more form of what it delivers. */
export function withOutput(program: Program, output: Output): Program {
  const outputs = [...program.outputs, output];
  // What a tool prints first is what it is for.
  if (program.language !== 'tool' || program.answer !== undefined) return { ...program, outputs };
  return { ...program, outputs, answer: output.shape === 'rows' ? 'rows' : output.map };
}

/** The process that traces, by its name; empty where that is gpttrace's own. Runs that were kept may not say their language. */
export function tracerOf({ language, command }: { readonly language?: Language | undefined; readonly command?: ToolCommand | undefined }): string {
  if (language === 'tool') return command?.tool ?? '';
  return OTHERS.has(language) ? '' : 'bpftrace';
}

const OTHERS: ReadonlySet<string | undefined> = new Set(LANGUAGES.filter((language) => language !== 'bpftrace'));

/** Its text where that is a bpftrace program; empty for programs of other languages, which whoever reads bpftrace's must not take for one. Runs that were kept may not say their language. */
export function scriptOf({ language, source }: { readonly source: string; readonly language?: Language | undefined }): string {
  return OTHERS.has(language) ? '' : source;
}
