/** "save it": the program of an answer in a file, or the answer itself, by what the file is called. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { nameForSaving } from '../../line/saved.ts';
import { FORMATS } from '../../report/formats.ts';
import { exportCommand, exportRecord } from '../export.ts';
import { fileOf, saveFile } from '../save.ts';
import type { Asked } from './asked.ts';

/** The file it was saved to. Throws a Problem where it cannot be. */
export async function saveAsked(
  { plan, record, session }: Pick<Asked, 'plan' | 'record' | 'session'>,
  path: string | undefined,
  language: string,
): Promise<string> {
  const file = path ?? programName(plan);
  if (!isAnswer(file)) {
    saveFile(file, await fileOf(plan, file), false);
    return file;
  }
  if (record === undefined) throw new Problem(messages.notRunYet(language));
  if (session === undefined) {
    // It was not kept: there is what is still known of it.
    await exportRecord(record, file);
    return file;
  }
  const exit = await exportCommand(session, { output: file });
  if (exit !== Exit.answered) throw new Problem(messages.unwritable(file, `it ended with status ${exit}`));
  return file;
}

/** Whether a file of this name holds what was seen, and not what saw it. */
function isAnswer(file: string): boolean {
  return FORMATS.some(({ extensions }) => extensions.some((extension) => file.toLowerCase().endsWith(extension)));
}

/** What the program is called where nobody named it. */
export function programName(plan: Asked['plan']): string {
  return nameForSaving(stemOf(plan.program.origin), plan);
}

function stemOf(origin: Asked['plan']['program']['origin']): string {
  const name = 'name' in origin ? origin.name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '') : '';
  return name === '' ? 'gpttrace-program' : name.slice(0, 60);
}
