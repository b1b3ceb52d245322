import { ask, type Surroundings } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import { localMachine } from '../local.ts';
import { visible } from '../views/values.ts';
import { drain, textOutput } from './event-output.ts';
import { modelWish } from './model-wish.ts';
import type { AskFlags } from './options.ts';
import { requestOf } from './request.ts';
import { listen } from './signals.ts';
import { canAsk, write } from './terminal.ts';

/** What a program in C calls itself in what it says of building it, where nobody named it. */
const NAMELESS = 'program.bpf.c';

/** `gpttrace write "QUESTION"`: the program, nothing else. */
export async function writeCommand(question: string, flags: AskFlags & { readonly output?: string }): Promise<Exit> {
  const { host, cache, lists } = localMachine();
  const interruption = listen();
  let text: string | Uint8Array | undefined;
  const around: Surroundings = {
    host,
    cache,
    lists,
    interactive: canAsk(),
    willRun: false,
    stop: interruption.stop,
    kill: interruption.kill,
    ...modelWish(flags),
    decide: async (plan) => {
      for (const note of plan.notes) process.stderr.write(`${visible(note)}\n`);
      text = await (await import('./save.ts')).fileOf(plan, flags.output ?? NAMELESS);
      return { kind: 'stop', exit: Exit.answered };
    },
  };
  const request = requestOf(question, flags, flags.output);
  try {
    if (flags.showPrompt === true) return await (await import('./show-prompt.ts')).showPromptCommand(request, around, false);
    const output = textOutput();
    const exit = await drain(ask(request, around), output.show).finally(output.dispose);
    if (text !== undefined) {
      if (flags.output === undefined) await write(process.stdout, text);
      else (await import('./save.ts')).saveFile(flags.output, text, flags.force ?? false);
    }
    return interruption.exit() ?? exit;
  } finally {
    interruption.dispose();
  }
}
