import { statSync } from 'node:fs';
import { Exit } from '../core/exit.ts';
import { dashboardFor } from '../line/dashboard.ts';
import { localNames } from '../line/names.ts';
import { localMachine } from '../local.ts';
import { requestOf, requestToRun } from './ask.ts';
import { modelWish } from './model-wish.ts';
import type { AskFlags } from './options.ts';
import { Presenter } from './present.ts';
import { saveFile } from './save.ts';
import { listen } from './signals.ts';
import { canAsk, write } from './terminal.ts';

export interface DashboardFlags extends AskFlags {
  readonly output?: string;
}

/** `gpttrace export dashboard "QUESTION"|FILE.bt` */
export async function dashboardCommand(words: readonly string[], flags: DashboardFlags): Promise<Exit> {
  const interruption = listen();
  const presenter = new Presenter(localNames());
  try {
    const [only = '', ...others] = words;
    const request = others.length === 0 && isProgram(only) ? requestToRun(only, flags) : requestOf(words.join(' '), flags);
    const events = dashboardFor(request, { ...localMachine(), interactive: canAsk(), stop: interruption.stop, kill: interruption.kill, ...modelWish(flags) });
    for (;;) {
      const next = await events.next();
      if (next.done !== true) {
        await presenter.present(next.value);
        continue;
      }
      if (typeof next.value === 'number') return interruption.exit() ?? next.value;
      if (flags.output === undefined) await write(process.stdout, next.value);
      else saveFile(flags.output, next.value, flags.force ?? false);
      return interruption.exit() ?? Exit.answered;
    }
  } finally {
    presenter.dispose();
    interruption.dispose();
  }
}

/** A file that is there, or is called like one. */
function isProgram(word: string): boolean {
  return word === '-' || /\.bt$/.test(word) || statSync(word, { throwIfNoEntry: false })?.isFile() === true;
}
