import type { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { nameAndQuestion } from '../line/tools/named.ts';
import { localMachine } from '../local.ts';
import { followOn } from './ask.ts';
import type { RunFlags } from './options.ts';
import { listen } from './signals.ts';

export interface ToolFlags extends RunFlags {
  readonly pid?: number;
  readonly comm?: string;
}

/** `gpttrace tool NAME ["QUESTION"] [-- ARGUMENTS]` */
export async function toolCommand(words: readonly string[], args: readonly string[] | undefined, flags: ToolFlags): Promise<Exit> {
  const { name, question } = nameAndQuestion(words.filter((word) => word.trim() !== ''));
  if (name === '') throw new Problem(messages.toolSaysNothing());
  if (question !== '' && args !== undefined) throw new Problem(messages.questionAndArguments());
  const { duration, pid, comm, top } = flags;
  const request = {
    tool: { name, ...(args === undefined ? {} : { args }) },
    ...(question === '' ? {} : { question }),
    ...(duration === undefined ? {} : { seconds: duration }),
    ...(pid === undefined ? {} : { pid }),
    ...(comm === undefined ? {} : { comm }),
    ...(top === undefined ? {} : { top }),
  };
  return followOn(localMachine(), request, flags, listen());
}
