/** What a question asks for, part by part, each with the words it came from and how sure it is that they were meant so. */
export type Measure = 'each' | 'count' | 'sum' | 'average' | 'min' | 'max' | 'distribution' | 'latency' | 'rate' | 'top' | 'stacks';

/**
 * Why a question is not answered: it asks to act, to harm, what a word means, what the machine is made up of, what was before, what does not happen, or it is
 * no question about a machine at all.
 */
export type Refusal = 'action' | 'harm' | 'definition' | 'configuration' | 'past' | 'negation' | 'off-topic';

export interface Heard<T> {
  readonly value: T;
  /** The words of the question this was read from; empty where it came from a flag. */
  readonly words: string;
  /** 0 to 1; missing where there is no doubt: a flag, or words that mean nothing else. */
  readonly confidence?: number;
}

export interface ProcessFilter {
  readonly pid?: number;
  readonly comm?: string;
}

/** What happens, where the question calls it by the name it has on the machine. */
export type EventName =
  | { readonly kind: 'tracepoint'; readonly category: string; readonly name: string }
  | { readonly kind: 'syscall'; readonly name: string }
  /** A function of the kernel. */
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'user-function'; readonly binary: string; readonly name: string };

/** Which way an amount is compared: more than, at least, less than, at most, or just so much. */
export type Comparison = '>' | '>=' | '<' | '<=' | '==';

/** What an event must be like to count. Whose it must be is `ProcessFilter`. */
export type Condition =
  /** A file whose path begins with `path`, is it, or ends in it. */
  | { readonly what: 'path'; readonly path: string; readonly match: 'prefix' | 'exact' | 'suffix' }
  | { readonly what: 'port'; readonly port: number }
  /** IPv4 or IPv6, as it is written. */
  | { readonly what: 'address'; readonly address: string }
  | { readonly what: 'size'; readonly comparison: Comparison; readonly bytes: number }
  | { readonly what: 'time'; readonly comparison: Comparison; readonly ns: number }
  /** Only what failed, or only what worked. */
  | { readonly what: 'outcome'; readonly failed: boolean }
  /** By name, as in errno.h: `ENOENT`. */
  | { readonly what: 'errno'; readonly errno: string }
  /** By name: `SIGTERM`. */
  | { readonly what: 'signal'; readonly signal: string }
  | { readonly what: 'syscall'; readonly name: string }
  /** A name of /etc/passwd, or a number. */
  | { readonly what: 'user'; readonly user: string }
  | { readonly what: 'cpu'; readonly cpu: number }
  /** The path of a cgroup, or the beginning of a container's id. */
  | { readonly what: 'container'; readonly container: string }
  | { readonly what: 'device'; readonly device: string };

/** How the answer shall look. */
export type OutputWish = 'table' | 'histogram' | 'flame-graph' | 'list';

export interface Intent {
  readonly question: string;
  readonly language: string;
  /** What is left of the question once the parts below are taken out of it: what retrieval works on. */
  readonly topic: string;
  readonly refusal?: Heard<Refusal>;
  readonly event?: Heard<EventName>;
  readonly measure?: Heard<Measure>;
  readonly keys: readonly Heard<string>[];
  readonly filter?: Heard<ProcessFilter>;
  /** Whether that process is the one something is done to ("signals to pid 1"). */
  readonly toward?: boolean;
  readonly conditions: readonly Heard<Condition>[];
  /** A word that stands where a process is named, is no word of the trade, and is the name of none that runs: nobody knows what it restricts. */
  readonly stranger?: string;
  /** Restrictions that were heard and that no program can follow yet. */
  readonly unapplied: readonly string[];
  /** How long to watch, in seconds. */
  readonly seconds?: Heard<number>;
  /** Seconds after which the answer is shown and begun anew. */
  readonly every?: Heard<number>;
  /** How often it is shown so, or how many events are shown, before the program ends. */
  readonly times?: Heard<number>;
  readonly top?: Heard<number>;
  readonly output?: Heard<OutputWish>;
}
