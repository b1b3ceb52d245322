/** The public API: the line from a question to an answer, and what it is made of. */
export { type AskEvent, ask, DEFAULT_SECONDS, type Decision, type Surroundings } from './ask.ts';
export { adapt, type CheckResult, check, type Machine } from './check/check.ts';
export type { Dataset, Histogram, Table } from './core/dataset.ts';
export { applyEdits, type Diagnostic, renderDiagnostic } from './core/diagnostic.ts';
export type { EndReason, Scalar, TraceEvent } from './core/events.ts';
export { Exit } from './core/exit.ts';
export type { KernelFacts } from './core/facts.ts';
export type { Intent } from './core/intent.ts';
export { Problem } from './core/problem.ts';
export type { Column, Output, Program } from './core/program.ts';
export type { Request } from './core/request.ts';
export { gatherFacts } from './kernel/facts.ts';
export { tracefsTracepoints, unknownTracepoints } from './kernel/tracepoints.ts';
export type { Plan } from './plan/plan.ts';
export type { Host } from './system/host.ts';
export { realHost } from './system/real.ts';
export { recordedHost } from './system/recorded.ts';
