import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { kindOf } from '../line/file-kind.ts';
import { formatProgram } from '../line/format.ts';
import { countText, plural } from '../views/diagnostics.ts';
import { frames } from './diagnostics.ts';
import { nameOf, programFiles, readForChange } from './program-file.ts';
import { reportProblem } from './report.ts';
import { replaceFile } from './save.ts';
import { listen } from './signals.ts';
import { stderrStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface FmtFlags {
  readonly write?: boolean;
  readonly check?: boolean;
}

type Outcome = 'same' | 'different' | 'wrong' | 'unread';

/** `gpttrace fmt FILE...`: programs in one style. One file comes out on standard output; several must be written, or only looked at. */
export async function fmtCommand(paths: readonly string[], flags: FmtFlags): Promise<Exit> {
  if (flags.write && flags.check) throw new Problem(messages.conflictingOptions('--write', '--check', 'a check changes nothing'));
  if (flags.write && paths.includes('-')) throw new Problem(messages.conflictingOptions('--write', '-', 'standard input is no file that could be changed'));
  const files = programFiles(paths);
  if (files.length > 1 && !flags.write && !flags.check) throw new Problem(messages.whereTo(files.length));
  const interruption = listen();
  const outcomes: Outcome[] = [];
  for (const file of files) {
    await new Promise((resolve) => setImmediate(resolve));
    if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
    outcomes.push(await formatFile(file, flags));
  }
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  if (flags.check)
    await write(process.stdout, count('different') === 0 ? '' : spoken(`${plural(count('different'), 'program')} not in the style of gpttrace fmt\n`));
  await new Promise((resolve) => setImmediate(resolve));
  const ended = interruption.exit();
  if (ended !== undefined) return ended;
  if (count('unread') > 0) return Exit.file;
  return count('wrong') > 0 || (flags.check === true && count('different') > 0) ? Exit.badProgram : Exit.answered;
}

async function formatFile(file: string, flags: FmtFlags): Promise<Outcome> {
  try {
    const { source, bytes } = readForChange(file, 'fmt');
    const language = kindOf(bytes, file);
    if (language !== 'bpftrace') throw new Problem(messages.notForBpftrace('fmt', language));
    const { text, diagnostics } = formatProgram(source);
    if (text === undefined) {
      const lines = frames(diagnostics, source, nameOf(file), stderrStyle());
      await write(process.stderr, `${[...lines, spoken(`${nameOf(file)}: ${countText(diagnostics) ?? 'mistakes'}; it was left as it is`)].join('\n')}\n`);
      return 'wrong';
    }
    if (!flags.write && !flags.check) await write(process.stdout, text);
    if (text === source) return 'same';
    if (flags.check) await write(process.stdout, `${nameOf(file)}\n`);
    if (flags.write) replaceFile(file, bytes, text);
    return 'different';
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    reportProblem(problem, false);
    return 'unread';
  }
}
