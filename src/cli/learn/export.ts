/** `gpttrace learn --export`. */
import { Exit } from '../../core/exit.ts';
import { exportCourse } from '../../line/learn/export.ts';
import { visible } from '../../views/values.ts';
import { write } from '../terminal.ts';
import { type LangFlags, placeFor } from './place.ts';

export async function exportCommand(to: string, flags: LangFlags & { readonly force?: boolean; readonly json?: boolean }): Promise<Exit> {
  const { opened, lang, words } = placeFor(flags);
  const { begin, files } = exportCourse(opened.course, { to, lang, force: flags.force === true });
  await write(process.stdout, flags.json === true ? `${JSON.stringify({ type: 'exported', begin, files })}\n` : `${words.exported(visible(begin), files)}\n`);
  return Exit.answered;
}
