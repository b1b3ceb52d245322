import { type AskEvent, ask, type Surroundings } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import type { Program } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import { dashboardOf } from '../export/dashboard.ts';

export type PlanningSurroundings = Omit<Surroundings, 'decide' | 'willRun'>;

/** The dashboard for the program that answers a question, or that is given, as JSON; the exit status where there is none. Runs nothing. */
export async function* dashboardFor(request: Request, around: PlanningSurroundings): AsyncGenerator<AskEvent, string | Exit> {
  let program: Program | undefined;
  let language = 'en';
  const exit = yield* ask(request, {
    ...around,
    willRun: false,
    decide: async (plan) => {
      program = plan.program;
      language = plan.intent.language;
      return { kind: 'stop', exit: Exit.answered };
    },
  });
  return program === undefined ? exit : dashboardText(program, language);
}

/** The dashboard for the metrics of a program, as Grafana takes it. */
export function dashboardText(program: Program, language: string): string {
  return `${JSON.stringify(dashboardOf(program, language), null, 2)}\n`;
}
