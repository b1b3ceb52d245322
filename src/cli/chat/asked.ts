/** What a talk knows of something that was asked. */
import type { Plan } from '../../ask.ts';
import type { Exit } from '../../core/exit.ts';
import type { Intent } from '../../core/intent.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Before } from '../../line/events.ts';

export interface Asked {
  /** As it stands in the talk. */
  readonly question: string;
  /** Absent of a file that was run. */
  readonly intent?: Intent;
  readonly plan: Plan;
  /** Whether it is what was asked before it, changed. */
  readonly isChange: boolean;
  /** Whether a model wrote its program, or what was made of it since. */
  readonly written: boolean;
  /** What was seen; absent where it was not run. */
  readonly record?: RunRecord;
  readonly session?: string;
  /** Of a file: its positional parameters, or the constants of C. */
  readonly given?: readonly string[];
  /** Runs it once more, for a time of its own. */
  readonly again: (seconds: number | undefined) => Promise<Exit>;
}

/** What a change would change. Of a file it is nothing, but that there is an answer to speak of. */
export function intentOf(asked: Asked | undefined): Intent | undefined {
  return asked === undefined ? undefined : (asked.intent ?? emptyIntent(asked.question));
}

export function emptyIntent(question: string): Intent {
  return { question, language: 'en', topic: '', keys: [], conditions: [], unapplied: [] };
}

/** What a model is told of it when something is asked after it. */
export function beforeOf(asked: Asked | undefined): { readonly before?: Before } {
  if (asked === undefined) return {};
  const { question, plan } = asked;
  const { title, source, language } = plan.program;
  return { before: { question, program: { title, source, language } } };
}

/** Whether no question gets the program by itself: what a model wrote, and what somebody changed. Planned anew it would be another. */
export function isOneOff({ plan: { program }, written }: Pick<Asked, 'plan' | 'written'>): boolean {
  return written || program.origin.kind === 'edited';
}

/** The same program for another time. */
export function forSeconds(plan: Plan, seconds: number | undefined): Plan {
  if (seconds === undefined) return plan;
  const { intent, program } = plan;
  const source = program.endsItself === true ? endingAfter(program.source, seconds) : program.source;
  return { ...plan, intent: { ...intent, seconds: { value: seconds, words: '' } }, program: { ...program, source, seconds } };
}

/** The interval that does nothing but end a program, moved. */
function endingAfter(source: string, seconds: number): string {
  const interval = Number.isInteger(seconds) ? `interval:s:${seconds}` : `interval:ms:${Math.round(seconds * 1000)}`;
  return source.replace(/\binterval:(?:s|ms|us):\d+(?=\s*\{\s*exit\(\);?\s*\})/g, interval);
}
