import { messages } from '../core/messages.ts';
import { commandArguments } from '../line/command.ts';
import type { BackgroundRun } from '../line/runs/run.ts';
import type { RunState } from './api.ts';
import { planToShow } from './json.ts';

/** How a run stands, for the page. */
export function stateOf(run: BackgroundRun, replayOf?: string, within?: string): RunState {
  const { plan, exit, session, problem, diagnostics, request, choices } = run;
  const wrong = problem ?? (run.fault === undefined ? undefined : messages.serverFault());
  const question = request.question ?? (replayOf === undefined ? undefined : plan?.intent.question);
  return {
    id: run.id,
    phase: run.phase,
    ...(question === undefined || question === '' ? {} : { question }),
    ...(request.tool === undefined ? {} : { tool: request.tool.name }),
    ...(plan === undefined ? {} : { plan: planToShow(plan) }),
    ...(within === undefined ? {} : { within }),
    ...(request.command === undefined ? {} : { command: commandArguments(request.command) }),
    ...(choices.length === 0 ? {} : { choices }),
    // What ended it may be what is wrong with a program that nobody was shown.
    diagnostics: problem !== undefined && problem.diagnostics.length > 0 ? problem.diagnostics : diagnostics,
    ...(exit === undefined ? {} : { exit }),
    ...(wrong === undefined ? {} : { problem: { code: wrong.code, message: wrong.message, hints: wrong.hints } }),
    ...(session === undefined ? {} : { session }),
    startedAt: Math.floor(run.startedAt / 1000),
    ...(replayOf === undefined ? {} : { replayOf }),
  };
}
