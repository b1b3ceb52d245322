/** What goes in and out of the line: its surroundings, and the events that every front end shows. */
import type { Dataset } from '../core/dataset.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { TraceEvent } from '../core/events.ts';
import type { Exit } from '../core/exit.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Overhead } from '../core/overhead.ts';
import type { Program } from '../core/program.ts';
import type { ExplainEvent } from '../explain/model/events.ts';
import type { FeedbackRecord, Opinion } from '../feedback/record.ts';
import type { FactsCache } from '../kernel/cache.ts';
import type { ListCache } from '../kernel/list-cache.ts';
import type { OpenGuest } from '../lab/lab.ts';
import type { AgentEvent } from '../plan/agent/events.ts';
import type { Near, Plan } from '../plan/plan.ts';
import type { Seen } from '../rehearse/seen.ts';
import type { Host } from '../system/host.ts';
import type { Launcher } from '../system/launcher.ts';
import type { SchemaCache } from '../toolbox/learn.ts';
import type { OpenModel } from './model/open.ts';
import type { Sink } from './sink.ts';

/** What a person, or a policy in their place, says to a plan. An edited source comes back as a new plan. */
export type Decision = { readonly kind: 'run' } | { readonly kind: 'stop'; readonly exit: Exit } | { readonly kind: 'edited'; readonly source: string };

/** What the person has said of answers: read when a question is planned, added to where they choose among programs or change one. */
export interface Feedback {
  /** Oldest first; none where nothing is kept, or cannot be read. */
  read(): Promise<readonly FeedbackRecord[]>;
  /** Never throws: what cannot be kept is not. */
  note(opinion: Opinion): Promise<void>;
}

export interface Surroundings {
  readonly host: Host;
  readonly cache?: FactsCache;
  readonly lists?: ListCache;
  /** What installed tools understand, learnt before. */
  readonly schemas?: SchemaCache;
  /** Where the tracer and the command it watches are started: on the machine that `host` is the door to. This one where it does not say. */
  readonly launcher?: Launcher;
  /** Asked once for every plan; nothing runs before it says so. */
  readonly decide: (plan: Plan, diagnostics: readonly Diagnostic[]) => Promise<Decision>;
  /** Asked where a question could mean several things: which of them was meant; undefined for none. Without it the choices are told, and nothing runs. */
  readonly choose?: (choices: readonly Near[], language: string) => Promise<Near | undefined>;
  /** Which was meant, where that is known: a question that was changed means the program it meant before. Then nobody is asked, and nothing is learnt of it. */
  readonly meant?: (choices: readonly Near[]) => Near | undefined;
  readonly allowUnsafe?: boolean;
  /**
   * Programs come from somebody else than whoever runs us: compilers read nothing for them that not everybody may, and what may do more than watch is not even loaded before
   * somebody has agreed to it.
   */
  readonly confined?: boolean;
  /** Whether `decide` will say yes to whatever passes the checks: consent given beforehand. */
  readonly agreed?: boolean;
  /** False where the program is only looked at: then a machine that cannot run it is no failure. */
  readonly willRun?: boolean;
  /** Without it nothing is learnt, and nothing that was. */
  readonly feedback?: Feedback;
  /** Whether somebody can type a password for sudo. */
  readonly interactive?: boolean;
  /** Opens the guest in which a plan is tried before it is agreed to; a Problem where there is none. Without it nothing is tried. */
  readonly sandbox?: (facts: KernelFacts, signal: AbortSignal) => Promise<OpenGuest>;
  /** Rehearses a plan before it runs: what is silent next to a workload that makes its event happen is not run. In the guest where a sandbox is opened. */
  readonly rehearse?: RehearsalWish;
  /** Opens the language model: asked only where the embedded planner is not sure, or the request wants it. Undefined where none is configured. */
  readonly model?: () => Promise<OpenModel | undefined>;
  /** What was asked and answered before, in a talk: a model is told of it, and nobody else reads it. */
  readonly before?: Before;
  /** What answers the question, where that is known: it ran before, and is run once more. */
  readonly planned?: Plan;
  /** False where the best program of a model that gave up is not worth a file. */
  readonly keepDrafts?: boolean;
  /** Whether the model explains programs and answers, too: what a trace saw goes to it for this, and for nothing else. */
  readonly explain?: boolean;
  /** Asked before probes of a program that nobody has agreed to are counted for half a second. Without it they are not, unless all was agreed to beforehand. */
  readonly allowSample?: (probes: readonly string[]) => Promise<boolean>;
  /** Asked where what compiles C is missing: whether these packages may be installed, by this command. Without it they are not. */
  readonly mayInstall?: (packages: readonly string[], command: string, language: string) => Promise<boolean>;
  /** Seconds between two looks at the program's maps while it runs (`Job.snapshots`). None without. */
  readonly snapshots?: number;
  /** The share of the machine's CPU time (0 to 1) that a run may cost; `DEFAULT_MAX_OVERHEAD` without. Beyond it the run is slowed down, then ended. */
  readonly maxOverhead?: number;
  /** Who hears every event beside whoever asked: sessions, exporters, reports. */
  readonly sinks?: readonly Sink[];
  /** Whether what a traced command prints is told as events; without it that goes to our standard error. */
  readonly tellsPrinted?: boolean;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** A question of a talk, and the program that answered it. Nothing of what was seen. */
export interface Before {
  readonly question: string;
  readonly program: Pick<Program, 'title' | 'source' | 'language'>;
}

/** Which workload a plan is rehearsed with, where that is not to be told by what it watches. */
export interface RehearsalWish {
  /** A behaviour of the workload generator: `["open", "20"]`. */
  readonly workload?: readonly string[];
  /** A question about what it watches. */
  readonly question?: string;
}

/** A guest, in words. */
export interface SandboxGuest {
  readonly name: string;
  readonly release: string;
  readonly bpftrace: string;
}

/** What became of a plan in a guest. One that fails there ends the line with a Problem. */
export type SandboxEvent = { readonly type: 'sandbox' } & (
  | { readonly stage: 'opening' }
  | { readonly stage: 'trying'; readonly guest: SandboxGuest; readonly workload: string }
  | {
      readonly stage: 'proven';
      readonly guest: SandboxGuest;
      /** What ran beside it, for a person: a command, or what it is made of. */
      readonly workload: string;
      /** Probes that were attached. */
      readonly probes: number;
      readonly records: number;
      readonly lost: number;
      readonly seconds: number;
      /** The answer it gave there. */
      readonly sentence: string;
      /** What is not as it will be here, and what bpftrace warned of. */
      readonly notes: readonly string[];
    }
  /** The guest lacks what the program needs. */
  | { readonly stage: 'untried'; readonly guest: SandboxGuest; readonly why: string }
);

/** What a rehearsal came to; `left` is what was left out of the question for it, in its words. */
export type Rehearsal =
  | (Seen & { readonly left: readonly string[] })
  /**
   * No workload makes such an event; this machine cannot do it; the program cannot be made without what the workload does not meet; or its time was over
   * before the workload was.
   */
  | { readonly kind: 'untried'; readonly why: 'no-workload' | 'cannot' | 'no-program' | 'cut-short'; readonly said: string };

/** A program that is silent in it ends the line with a Problem. */
export type RehearsalEvent = { readonly type: 'rehearsal'; readonly guest?: SandboxGuest } & (
  | { readonly stage: 'rehearsing'; readonly workload: string }
  | { readonly stage: 'rehearsed'; readonly workload?: string; readonly result: Rehearsal; readonly language: string }
);

/** What a model does, and that it did not come to an answer: then what there is without it is offered. */
export type ModelEvent =
  | AgentEvent
  | {
      readonly type: 'model';
      readonly stage: 'gave-up';
      /** Absent where it could not even be opened. */
      readonly model?: string;
      readonly code: string;
      readonly message: string;
      readonly hints: readonly string[];
      /** The file that holds its best program so far. */
      readonly draft?: string;
      /** What there is without it: the embedded planner's own plan, programs to choose from, or passages that it was to put together. */
      readonly instead: 'plan' | 'choices' | 'passages' | 'nothing';
    };

/** A piece of an answer about tracing itself. */
export interface ToldPassage {
  /** Where it stands: `glossary`, `docs/COST.md`, `bpftrace(8)`, a program of the library, a document of the user's. */
  readonly source: string;
  readonly title?: string;
  readonly text: string;
  /** The question that gets this program. */
  readonly ask?: string;
}

/** What a model made of the passages: each sentence was held against those that it cites. */
export interface ToldSynthesis {
  readonly model: string;
  /** `cites`: numbers of passages, the first is 1. */
  readonly sentences: readonly { readonly text: string; readonly cites: readonly number[] }[];
}

export type AskEvent =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'facts'; readonly facts: KernelFacts }
  | { readonly type: 'plan'; readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }
  /** A question about tracing itself, answered with what is written about it; nothing is run. */
  | { readonly type: 'told'; readonly passages: readonly ToldPassage[]; readonly said?: ToldSynthesis; readonly language: string }
  | { readonly type: 'unanswered'; readonly code: string; readonly message: string; readonly hints: readonly string[]; readonly nearest: readonly Near[] }
  | SandboxEvent
  | RehearsalEvent
  | ModelEvent
  | ExplainEvent
  | { readonly type: 'running'; readonly plan: Plan }
  /** What the traced command printed, mixed as it came; `left`: letters beyond what is told of it. */
  | { readonly type: 'printed'; readonly text: string; readonly left?: number }
  /** `at`: seconds since the run began, on a clock that only goes forward. */
  | { readonly type: 'trace'; readonly at: number; readonly events: readonly TraceEvent[] }
  | {
      readonly type: 'answer';
      readonly sentence: string;
      /** Where nothing was seen: why that may be. */
      readonly reasons: readonly string[];
      /** What else is worth knowing of the run: what it cost, where that is notable; probes of a pair of which one was never hit. */
      readonly remarks?: readonly string[];
      readonly datasets: readonly Dataset[];
      readonly records: number;
      readonly lost: number;
      readonly seconds: number;
      /** What it cost, as last measured, with how often each probe was hit. */
      readonly overhead?: Overhead;
    };
