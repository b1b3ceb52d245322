/** "write it in C", `/write as c`: the program of the last answer, as text, in the language that is wished for. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Language } from '../../core/program.ts';
import { fileOf, saveFile } from '../save.ts';
import { write } from '../terminal.ts';
import { programName } from './save.ts';
import type { Scene } from './scene.ts';

/** As the command `write` has them. */
export interface WriteFlags {
  readonly as?: Language;
  readonly output?: string;
  readonly force?: boolean;
}

/** Runs nothing. Throws a Problem where nothing was asked, or it cannot be said in that language. */
export async function writeAsked(scene: Scene, { as, output, force }: WriteFlags): Promise<Exit> {
  const { plan } = scene.asked();
  const { language, title } = plan.program;
  const wished = as ?? (output?.endsWith('.bpf.c') === true ? 'c' : language);
  if (wished !== language && (wished !== 'c' || language !== 'bpftrace')) throw new Problem(messages.nothingToWrite(title, language, wished));
  const written = wished === language ? plan : await scene.setting.ground.inC(plan);
  const text = await fileOf(written, output ?? programName(written));
  if (output === undefined) await write(process.stdout, text);
  else {
    saveFile(output, text, force ?? false);
    await scene.note(scene.words.saved(output));
  }
  return Exit.answered;
}
