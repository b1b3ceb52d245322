/** Events of the line on standard output, as they come. */
import type { AskEvent } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { ValueNames } from '../core/names.ts';
import { type Program, withOutput } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import type { Live } from './live.ts';
import type { Presenter } from './present.ts';
import type { Interruption } from './signals.ts';
import { write } from './terminal.ts';

/** Shows events of the line, as text or as JSON. */
export interface EventOutput {
  readonly show: (event: AskEvent) => Promise<void>;
  readonly dispose: () => void;
}

/** Each event as a line of JSON. */
export function jsonOutput(): EventOutput {
  let program: Program | undefined;
  const show = async (event: AskEvent): Promise<void> => {
    if (event.type === 'plan') program = event.plan.program;
    const { jsonLines } = await import('./json.ts');
    // Of a tool the columns are known once it has printed them.
    for (const one of event.type === 'trace' && program !== undefined ? event.events : []) {
      if (one.type === 'output' && program !== undefined) program = withOutput(program, one.output);
    }
    const lines = jsonLines(event, program);
    if (lines.length > 0) await write(process.stdout, `${lines.join('\n')}\n`);
  };
  return { show, dispose: () => {} };
}

/** What draws the answer is imported with the first event to draw: by then the tracer is compiling, and nobody waits for us. */
export function textOutput(names?: ValueNames, live?: { readonly request: Request; readonly interruption: Interruption }, stop?: AbortSignal): EventOutput {
  let presenter: Presenter | undefined;
  let running: Extract<AskEvent, { type: 'running' }> | undefined;
  let facts: KernelFacts | undefined;
  let screen: Live | undefined;
  const present = async (event: AskEvent): Promise<void> => {
    if (presenter === undefined) {
      const [{ Presenter }, { localNames }] = await Promise.all([import('./present.ts'), import('../line/names.ts')]);
      presenter = new Presenter(names ?? localNames(), stop);
      if (running !== undefined) await presenter.present(running);
    }
    await presenter.present(event);
  };
  /** Whether the live screen shows it. */
  const shownLive = async (event: AskEvent): Promise<boolean> => {
    if (live === undefined || running === undefined) return false;
    if (event.type === 'trace' && screen === undefined && facts !== undefined && event.events.some(({ type }) => type === 'attached')) {
      const [{ Live }, { localNames }] = await Promise.all([import('./live.ts'), import('../line/names.ts')]);
      // What was shown until now makes way.
      presenter?.dispose();
      screen = new Live({ ...live, plan: running.plan, facts, names: names ?? localNames() });
    }
    if (screen === undefined) return false;
    if (screen.take(event)) return true;
    const left = screen;
    screen = undefined;
    await left.close(present);
    return false;
  };
  const show = async (event: AskEvent): Promise<void> => {
    if (event.type === 'facts') facts = event.facts;
    if (event.type === 'facts' || (event.type === 'plan' && presenter === undefined)) return;
    if (await shownLive(event)) return;
    if (event.type === 'running') {
      running = event;
      await presenter?.present(event);
      return;
    }
    await present(event);
  };
  return {
    show,
    dispose: () => {
      screen?.dispose();
      presenter?.dispose();
    },
  };
}

/** Shows all events to their end: the exit status. */
export async function drain(events: AsyncGenerator<AskEvent, Exit>, show: (event: AskEvent) => Promise<void>): Promise<Exit> {
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      await show(next.value);
    }
  } finally {
    // Should showing fail, the line still ends what it started.
    await events.return(Exit.internal);
  }
}
