import { statSync } from 'node:fs';
import { Exit } from '../core/exit.ts';
import type { RunRecord } from '../core/run-record.ts';
import { dashboardFor, dashboardText } from '../line/dashboard.ts';
import { localNames } from '../line/names.ts';
import { localMachine } from '../local.ts';
import { modelWish } from './model-wish.ts';
import type { AskFlags } from './options.ts';
import { Presenter } from './present.ts';
import { requestOf, requestToRun } from './request.ts';
import { saveFile } from './save.ts';
import { listen } from './signals.ts';
import { canAsk, write } from './terminal.ts';

export interface DashboardFlags extends AskFlags {
  readonly output?: string;
}

/** `gpttrace export dashboard "QUESTION"|FILE.bt|SESSION` */
export async function dashboardCommand(words: readonly string[], flags: DashboardFlags): Promise<Exit> {
  const [only = '', ...others] = words;
  const session = others.length === 0 && isSession(only) ? await recordOf(only) : undefined;
  if (session !== undefined) return deliver(dashboardText(session.program, session.language), flags);
  const interruption = listen();
  const presenter = new Presenter(localNames());
  try {
    const request = others.length === 0 && isProgram(only) ? requestToRun(only, flags) : requestOf(words.join(' '), flags);
    const events = dashboardFor(request, { ...localMachine(), interactive: canAsk(), stop: interruption.stop, kill: interruption.kill, ...modelWish(flags) });
    for (;;) {
      const next = await events.next();
      if (next.done !== true) {
        await presenter.present(next.value);
        continue;
      }
      if (typeof next.value === 'number') return interruption.exit() ?? next.value;
      await deliver(next.value, flags);
      return interruption.exit() ?? Exit.answered;
    }
  } finally {
    presenter.dispose();
    interruption.dispose();
  }
}

async function deliver(text: string, { output, force }: DashboardFlags): Promise<Exit> {
  if (output === undefined) await write(process.stdout, text);
  else saveFile(output, text, force ?? false);
  return Exit.answered;
}

/** No question is one word with a digit in it, and no file is there under that name. */
function isSession(word: string): boolean {
  return !isProgram(word) && /^(?:last(?:[-~]\d+)?|(?=.*\d)[A-Za-z0-9]{2,12})$/.test(word.trim());
}

async function recordOf(session: string): Promise<RunRecord> {
  const { openSession } = await import('../line/sessions.ts');
  return (await openSession(session)).record;
}

/** A file that is there, or is called like one. */
function isProgram(word: string): boolean {
  return word === '-' || /\.bt$/.test(word) || statSync(word, { throwIfNoEntry: false })?.isFile() === true;
}
