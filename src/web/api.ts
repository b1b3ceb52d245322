/**
 * What the page and its server say to each other: paths under /api, JSON both ways. Types only; the page is built with them too.
 *
 * - The page is `/` alone; its own places are in the fragment. It is opened with `#token=TOKEN`. Files beside it are those of `assets/` and what else vite copies.
 * - `__CSP_NONCE__`, wherever it stands in index.html, becomes the nonce that style elements may have (vite: `html.cspNonce`; CodeMirror: `EditorView.cspNonce`).
 *   Scripts are files of `assets/`; there are no inline ones.
 * - A request with the right bearer token gets a cookie with its answer, for what can set no header: EventSource, and links to download. It opens GETs only.
 * - Integers beyond 2^53 are strings of their digits.
 */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { RecordedNames } from '../core/names.ts';
import type { SafetyClass } from '../core/program.ts';
import type { Diagnosis } from '../debug/diagnosis.ts';
import type { ProgramExplanation } from '../explain/lines/lines.ts';

import type { Grade } from '../learn/grade.ts';
import type { Lang, ProgramFile, Said, Section } from '../learn/lesson.ts';
import type { LessonState } from '../learn/progress.ts';
import type { Teaching } from '../learn/teacher/verdict.ts';
import type { ToldPassage } from '../line/events.ts';
import type { FeedbackRecord } from '../line/manage-feedback.ts';
import type { Numbered } from '../line/runs/log.ts';
import type { RunPhase } from '../line/runs/run.ts';
import type { Near, Plan } from '../plan/plan.ts';

/** Every request carries the token of the opened URL: `authorization: Bearer TOKEN`; of EventSource and downloads, which can set none, a cookie that the page was given. */
export interface Api {
  /** What the page is told at first. */
  'GET /api/hello': { readonly query: { readonly lang?: string }; readonly answer: Hello };
  /** Plans and, where the policy allows it, runs. Body: StartBody. */
  'POST /api/runs': { readonly body: StartBody; readonly answer: RunState };
  'GET /api/runs': { readonly answer: readonly RunState[] };
  'GET /api/runs/:id': { readonly answer: RunState };
  /** What somebody says to a plan. */
  'POST /api/runs/:id/decide': { readonly body: DecideBody; readonly answer: RunState };
  /** By SIGINT: it answers with what it saw. */
  'POST /api/runs/:id/stop': { readonly answer: RunState };
  /** Server-sent events: `state` (RunState), `batch` (Batch, every 50 to 100 ms while there is something), `end`. The id of a message is the cursor to read on from. */
  'GET /api/runs/:id/events': { readonly query: { readonly from?: number }; readonly stream: Batch };
  /** What a run has seen so far, as a RunRecord with its names; 409 `nothing-seen` before it runs. */
  'GET /api/runs/:id/record': { readonly answer: unknown };
  /** As one HTML file, kept or not. */
  'GET /api/runs/:id/report.html': { readonly answer: string };
  /** What stands out in what it saw, and what could be asked next; 409 `nothing-seen` before it runs. */
  'GET /api/runs/:id/after': { readonly answer: After };
  /** Diagnostics of a program as it is typed, with fixes. */
  'POST /api/check': { readonly body: CheckBody; readonly answer: { readonly diagnostics: readonly Diagnostic[]; readonly safety: readonly string[] } };
  'POST /api/explain': { readonly body: CheckBody; readonly answer: { readonly lines: readonly string[]; readonly explanation: ProgramExplanation } };
  /** A program of bpftrace in the one style; none where it cannot be read whole. */
  'POST /api/format': { readonly body: Pick<CheckBody, 'source'>; readonly answer: { readonly text: string | null } };
  /** Why a program is silent: looked at, then a copy of it that counts is run for so long, once more beside a workload where a probe does not fire. */
  'POST /api/debug': { readonly body: DebugBody; readonly answer: Diagnosed };
  'GET /api/probes': { readonly query: { readonly q: string; readonly top?: string }; readonly answer: readonly ProbeLine[] };
  'GET /api/type': { readonly query: { readonly name: string }; readonly answer: { readonly text: string } };
  'GET /api/doctor': { readonly answer: readonly { readonly what: string; readonly verdict: string; readonly says: string; readonly mend?: string }[] };
  /** What this machine offers, as a file: programs are checked for it elsewhere by `gpttrace check --facts FILE`. */
  'GET /api/facts': { readonly answer: string };
  /** What the options may name. */
  'GET /api/offers': { readonly answer: Offers };
  /** Tracing tools that are installed; with `q` those that answer a question, best first, each with its command line. */
  'GET /api/tools': { readonly query: { readonly q?: string }; readonly answer: readonly ToolLine[] };
  /** All that one of them takes. */
  'GET /api/tools/:name': { readonly answer: ToolView };
  /** Its arguments as they are typed: the command they make, what is wrong with it, what it may do. Nothing is run. */
  'POST /api/tools/:name/check': {
    readonly body: { readonly line: string };
    readonly answer: { readonly source: string; readonly diagnostics: readonly Diagnostic[]; readonly safety: readonly SafetyClass[] };
  };
  /** What a language model would be sent for a question, which is not sent. */
  'POST /api/prompt': { readonly body: StartBody; readonly answer: PromptView };
  'GET /api/suggest': { readonly query: { readonly q: string; readonly lang?: string }; readonly answer: readonly string[] };
  /** The latest first. */
  'GET /api/sessions': { readonly answer: readonly SessionLine[] };
  /** The RunRecord of a kept run, as `--export run.json` writes it. */
  'GET /api/sessions/:id': { readonly answer: unknown };
  /** As one HTML file, to hand on. */
  'GET /api/sessions/:id/report.html': { readonly answer: string };
  /** In another form of `gpttrace export --list`, as a download: csv, json, folded, flame-graph ... */
  'GET /api/sessions/:id/export/:form': { readonly answer: string };
  /** The forms it can be handed on in, and why not in the others. */
  'GET /api/sessions/:id/exports': { readonly answer: readonly ExportForm[] };
  'GET /api/sessions/:id/after': { readonly answer: After };
  /** What somebody thinks of its answer: kept on this machine, as `gpttrace feedback` does. */
  'POST /api/sessions/:id/feedback': { readonly body: { readonly kind: 'good' | 'bad' }; readonly answer: { readonly id: string } };
  /** It is gone, for good; 400 while it still runs. */
  'POST /api/sessions/:id/remove': { readonly body: Record<string, never>; readonly answer: { readonly id: string } };
  /** What was said of answers, the latest first. */
  'GET /api/feedback': { readonly answer: readonly FeedbackLine[] };
  /** Takes it back: it changes nothing any more. */
  'POST /api/feedback/:id/remove': { readonly body: Record<string, never>; readonly answer: { readonly id: string } };
  /** Plays it once more: a run like any other, whose events are read at /api/runs/:id/events. In read-only mode, too. */
  'POST /api/sessions/:id/replay': { readonly body: { readonly speed?: number }; readonly answer: RunState };
  'GET /api/sessions/:a/diff/:b': { readonly answer: unknown };
  /** The course: its lessons, and how far somebody has come. */
  'GET /api/course': { readonly answer: CourseView };
  'GET /api/course/:lesson': { readonly answer: LessonView };
  /** Judges a program on this kernel, beside its exercise's workload; keeps it as the learner's file. */
  'POST /api/course/:lesson/:exercise/grade': { readonly body: GradeBody; readonly answer: Graded };
  /** One hint more. */
  'POST /api/course/:lesson/:exercise/hint': { readonly body: Record<string, never>; readonly answer: ExerciseView };
  /** The way to what somebody wants to be able to see: planned as any question is, not run. */
  'POST /api/course/goal': { readonly body: { readonly goal: string; readonly lang?: Lang }; readonly answer: GoalView };
  /** The same of the last one. */
  'GET /api/course/goal': { readonly answer: GoalView | null };
  /** A question about a lesson: to the model in use, else to the course itself. */
  'POST /api/course/:lesson/ask': {
    readonly body: { readonly question: string; readonly lang?: Lang; readonly source?: string };
    readonly answer: LessonAnswer;
  };
  /** An answer, for whoever gives up. */
  'POST /api/course/:lesson/:exercise/solution': { readonly body: Record<string, never>; readonly answer: ExerciseView };
  /** What changed in their stacks, as a picture. */
  'GET /api/sessions/:a/diff/:b/flame.svg': { readonly answer: string };
}

export interface Hello {
  readonly version: string;
  readonly host: string;
  readonly kernel: string;
  readonly readOnly: boolean;
  readonly allowUnsafe: boolean;
  readonly model?: string;
  /** The longest that a run may take, where there is such a limit. */
  readonly maxSeconds?: number;
  /** As whom, and where, a command is started that is to be traced; absent where the server starts none. */
  readonly commands?: { readonly user: string; readonly folder: string };
  /** How many may go on at a time. */
  readonly maxRuns: number;
  /** Questions to begin with. */
  readonly examples: readonly string[];
}

export interface Offers {
  /** Language models that can be asked. No address and no key of them. */
  readonly models: readonly { readonly name: string; readonly local: boolean }[];
  /** Guests of the lab that have been built. */
  readonly guests: readonly string[];
  /** Where metrics are pushed to where that is wished; absent where they cannot be. */
  readonly otlp?: string;
  /** Whether runs are kept as sessions. */
  readonly keeps: boolean;
}

export interface StartBody {
  readonly question?: string;
  /** The run that the question may build on: "only nginx", "as a histogram". */
  readonly after?: string;
  /** A run of this server, or a kept one, once more: the very program, with all that it was begun with. It waits to be agreed to as the first did. Nothing else goes with it. */
  readonly again?: string;
  /** An installed tool that is to answer. `line` holds its arguments, in quotes where a shell would want them; without it they are made of the question. */
  readonly tool?: { readonly name: string; readonly line?: string };
  /** A program instead of a question. */
  readonly source?: string;
  /** Of `source`; bpftrace without. */
  readonly language?: 'bpftrace' | 'c';
  readonly seconds?: number;
  readonly pid?: number;
  readonly comm?: string;
  /** A shell command to trace, with its children, until it ends: started once somebody has agreed to the plan. Of a question only. */
  readonly command?: string;
  readonly top?: number;
  readonly planner?: 'auto' | 'embedded' | 'model';
  readonly as?: 'bpftrace' | 'c' | 'tool';
  /** The language model to ask, one of the offers; implies `planner: model`. */
  readonly model?: string;
  /** No model is asked that is not on this machine. */
  readonly localOnly?: boolean;
  /** US dollars that the model may cost. */
  readonly maxCost?: number;
  /** Tried in a guest of the lab before it is agreed to. */
  readonly sandbox?: boolean;
  /** The guest for that, one of the offers; implies `sandbox`. */
  readonly guest?: string;
  /**
   * The guest of the lab, one of the offers, in which all of it runs instead of on this machine; `workload` is a behaviour of the generator that runs beside it there, and
   * `command` one of the guest's.
   */
  readonly within?: string;
  /** Run next to a workload that makes its event happen, once it is agreed to. */
  readonly rehearse?: boolean;
  /** The workload for that, such as `open 20`, and a question that a program of one's own answers; both imply `rehearse`, unless it runs in a guest. */
  readonly workload?: string;
  readonly about?: string;
  /** Positional parameters of a `source` in bpftrace; constants of one in C, as NAME=VALUE, and where it attaches. */
  readonly args?: readonly string[];
  readonly settings?: readonly string[];
  /** Its metrics are pushed by OTLP while it runs, to where whoever started the server says. */
  readonly otlp?: boolean;
  /** False where it is not to be kept as a session. */
  readonly keep?: boolean;
  /** Whether the model says something of the program and of the answer, too. */
  readonly explain?: boolean;
  /** Only planned. */
  readonly dry?: boolean;
}

/** `chosen`: which of the choices was meant, by its name; without one, none of them. */
export type DecideBody =
  | { readonly say: 'run' | 'no' }
  | { readonly say: 'chosen'; readonly name?: string }
  | { readonly say: 'edit'; readonly source: string };

export interface CheckBody {
  readonly source: string;
  /** Of the source; bpftrace without. */
  readonly language?: 'bpftrace' | 'c';
  /** The language it is explained in: `en` or `zh`. */
  readonly lang?: string;
  /** The guest of the lab it is for, instead of this machine; of what is checked alone. */
  readonly within?: string;
}

export interface DebugBody extends Omit<CheckBody, 'within'> {
  readonly lang?: Lang;
  /** For how long it is watched: 5 without, 60 at most. */
  readonly seconds?: number;
}

export interface FeedbackLine extends Pick<FeedbackRecord, 'id' | 'kind' | 'question' | 'program'> {
  /** Seconds since 1970. */
  readonly at: number;
}

export interface Diagnosed {
  /** With what its conditions met: for the eyes of whoever asked. */
  readonly diagnosis: Diagnosis;
  /** Which lesson is about a finding, by its id; empty where none is. */
  readonly lessons: readonly string[];
}

export interface RunState {
  readonly id: string;
  readonly phase: RunPhase;
  readonly question?: string;
  /** The installed tool that was named to answer. */
  readonly tool?: string;
  readonly plan?: Plan;
  /** The guest of the lab that it runs in, and not on this machine. */
  readonly within?: string;
  /** What is started with it once it is agreed to: the arguments, one each. */
  readonly command?: readonly string[];
  /** What the question could mean, while it waits for somebody to say which. */
  readonly choices?: readonly Near[];
  readonly diagnostics: readonly Diagnostic[];
  readonly exit?: number;
  readonly problem?: { readonly code: string; readonly message: string; readonly hints: readonly string[] };
  readonly session?: string;
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** The session that it plays once more. */
  readonly replayOf?: string;
}

export interface Batch {
  readonly events: readonly Numbered[];
  readonly next: number;
  /** Events before these that the page does not get: it read too slowly, and they are no longer kept. */
  readonly missed: number;
  /** What numbers in these events are called (users, devices, calls), where the page has not been told before. */
  readonly names?: RecordedNames;
}

export interface ProbeLine {
  readonly name: string;
  readonly fields: readonly string[];
  /** What is to be known of it, such as that this kernel does not attach it. */
  readonly note?: string;
}

export interface ToolLine {
  readonly name: string;
  readonly summary: string;
  readonly works: { readonly verdict: 'yes' | 'no' | 'unknown'; readonly why: string; readonly mend?: string };
  /** Of it without any arguments. */
  readonly safety: readonly SafetyClass[];
  /** Of a question: the command that would answer it. */
  readonly command?: string;
}

export interface ToolView extends ToolLine {
  /** Whose it is: `bcc`, `perf` ... */
  readonly kind: string;
  readonly path: string;
  readonly options: readonly { readonly names: readonly string[]; readonly argument?: string; readonly meaning: string; readonly safety: SafetyClass }[];
  readonly positionals: readonly { readonly name: string; readonly meaning: string; readonly required: boolean }[];
  readonly examples: readonly { readonly args: string; readonly says: string }[];
}

export interface PromptView {
  /** That would be asked; null where none is in use. */
  readonly model: string | null;
  /** What is to be known beside it, such as that nothing would be sent. */
  readonly notes: readonly string[];
  readonly system?: string;
  readonly user?: string;
  readonly tools?: readonly { readonly name: string; readonly description: string; readonly schema: Readonly<Record<string, unknown>> }[];
}

export interface After {
  /** Sentences. */
  readonly findings: readonly string[];
  readonly next: readonly NextQuestion[];
}

export interface NextQuestion {
  readonly question: string;
  readonly title: string;
  readonly safety: readonly SafetyClass[];
  readonly seconds?: number;
}

export interface ExportForm {
  readonly name: string;
  /** With its dot; empty where its files have none of their own. */
  readonly extension: string;
  readonly what: string;
  /** Why this run cannot be written so. */
  readonly unfit?: string;
}

export interface SessionLine {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly startedAt: number;
  readonly seconds: number;
  readonly records: number;
  readonly state: 'running' | 'ended' | 'broken-off' | 'unreadable';
}

export interface CourseView {
  readonly lessons: readonly LessonLine[];
  /** Where to go on, by its id. */
  readonly next?: string;
}

export interface LessonLine {
  readonly id: string;
  readonly number: number;
  readonly title: Said;
  readonly goal: Said;
  readonly minutes: number;
  readonly state: LessonState;
  /** How many exercises it has, and how many of them were passed. */
  readonly exercises: number;
  readonly passed: number;
}

export interface LessonView extends LessonLine {
  readonly text: Readonly<Record<Lang, readonly Section[]>>;
  readonly read: ProgramFile;
  /** Lessons that teach what must be known before. */
  readonly before: readonly LessonName[];
  readonly work: readonly ExerciseView[];
  readonly previous?: LessonName;
  readonly following?: LessonName;
}

export interface LessonName {
  readonly id: string;
  readonly title: Said;
}

export interface ExerciseView {
  readonly id: string;
  readonly title: Said;
  readonly task: Said;
  readonly needs: readonly string[];
  readonly language: ProgramFile['language'];
  /** What runs beside the program while it is judged; `{n}` stands for a number chosen anew. */
  readonly workload: string;
  /** The learner's program, which is the start until something was changed. */
  readonly source: string;
  readonly start: string;
  readonly tries: number;
  readonly passed: boolean;
  /** Those that were given. */
  readonly hints: readonly Said[];
  readonly hintsLeft: number;
  /** Once it was passed or given up. */
  readonly solution?: string;
}

export interface GoalView {
  readonly goal: string;
  /** What answers it. */
  readonly title: string;
  /** What its program is made of. */
  readonly holds: readonly { readonly title: Said; readonly known: boolean }[];
  /** Those that teach what of it is not known yet. */
  readonly lessons: readonly LessonLine[];
  /** The last exercise: `POST /api/course/goal/ID/grade`. */
  readonly exercise: ExerciseView;
  /** False where nobody knows a workload for it: then it is run, and what it says is for the learner to judge. */
  readonly isJudged: boolean;
}

export interface LessonAnswer {
  /** Of a model. */
  readonly text?: string;
  readonly model?: string;
  readonly passages: readonly ToldPassage[];
}

export interface GradeBody {
  readonly source: string;
  /** The program as the page had it: where the file was changed by somebody else, it is not written over. */
  readonly before: string;
  readonly lang?: Lang;
}

export interface Graded {
  readonly grade: Grade;
  /** The same in a teacher's words. */
  readonly teaching: Teaching;
  readonly exercise: ExerciseView;
}

/** Failures come with an HTTP status, and this. */
export interface ApiFailure {
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
}
