import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import type { Diagnosis } from '../debug/diagnosis.ts';
import { withoutSeen } from '../debug/private.ts';
import { lessonsByConcept } from '../line/debug/lessons.ts';
import { debug } from '../line/debug.ts';
import { localMachine } from '../local.ts';
import { visible } from '../views/values.ts';
import { debugTexts, renderDiagnosis } from './debug-text.ts';
import { localeLanguage } from './locale.ts';
import { nameOf, readForChange, readGiven } from './program-file.ts';
import { question } from './question.ts';
import { replaceFile } from './save.ts';
import { listen } from './signals.ts';
import { canAsk, StatusLine, stdoutStyle, write } from './terminal.ts';

export interface DebugFlags {
  readonly yes?: boolean;
  readonly duration?: number;
  readonly command?: string;
  /** False where no workload of ours is to run beside it. */
  readonly workload?: boolean;
  readonly dryRun?: boolean;
  readonly fix?: boolean;
  readonly lang?: 'en' | 'zh';
  readonly json?: boolean;
}

const DEFAULT_SECONDS = 5;

/** `gpttrace debug FILE`: why a program of the user's own fails or stays silent, and what to try. */
export async function debugCommand(file: string, args: readonly string[], flags: DebugFlags): Promise<Exit> {
  if (flags.fix === true && file === '-') throw new Problem(messages.conflictingOptions('--fix', '-', 'standard input is no file that could be changed'));
  return debugGiven({ ...readGiven(file), path: nameOf(file) }, args, flags, file);
}

/** The same of a program at hand. `file`: where it stands, if it stands anywhere; `-` is standard input, which then is nobody to be asked. */
export async function debugGiven(given: GivenProgram, args: readonly string[], flags: DebugFlags, file?: string): Promise<Exit> {
  const language = flags.lang ?? localeLanguage();
  const { fix = false, json = false, dryRun = false } = flags;
  if (given.language === 'wasm') throw new Problem(messages.noDebugFor('wasm'));
  const { duration: seconds = DEFAULT_SECONDS, command } = flags;
  const interruption = listen();
  const status = new StatusLine();
  const texts = debugTexts(language);
  const agree = async (): Promise<boolean> => {
    if (dryRun || flags.yes === true) return !dryRun;
    if (file === '-' || !canAsk()) throw new Problem(messages.noTerminal(language));
    status.wipe();
    return /^(?:y|yes|是|好)$/i.test((await question(texts.ask(visible(given.path), seconds), interruption.stop))?.trim() ?? '');
  };
  const { host, cache, lists } = localMachine();
  const around = { host, cache, lists, interactive: canAsk(), stop: interruption.stop, kill: interruption.kill, agree };
  const request = {
    program: given,
    language,
    seconds,
    args,
    ...(command === undefined ? {} : { command }),
    beside: flags.workload !== false,
  };
  let diagnosis: Diagnosis | undefined;
  try {
    for await (const event of debug(request, around)) {
      if (event.type === 'diagnosis') diagnosis = event;
      else if (event.type === 'note') process.stderr.write(`gpttrace: ${visible(event.message)}\n`);
      else status.show(event.type === 'watching' ? texts.watching(event.seconds) : texts.rehearsing(event.workload));
    }
  } finally {
    status.clear();
    interruption.dispose();
  }
  if (interruption.stop.aborted && diagnosis?.seconds === undefined) return interruption.exit() ?? Exit.interrupted;
  if (diagnosis === undefined) throw new Error('the line ended without a diagnosis');
  const written = file === undefined ? undefined : fix && writeRepaired(file, diagnosis);
  const text = json
    ? JSON.stringify({ ...withoutSeen(diagnosis, given.source), written: written === true })
    : renderDiagnosis(diagnosis, given.source, written, { ...stdoutStyle(), language }, diagnosis.findings.length === 0 ? undefined : lessonsByConcept()).join(
        '\n',
      );
  await write(process.stdout, `${text}\n`);
  if (fix && written === false && diagnosis.verdict !== 'works') throw new Problem(messages.nothingToFix(given.path));
  return interruption.exit() ?? exitOf(diagnosis, dryRun);
}

function writeRepaired(file: string, { repaired, program }: Diagnosis): boolean {
  if (repaired === undefined || program === 'object') return false;
  replaceFile(file, readForChange(file, 'debug').bytes, repaired);
  return true;
}

function exitOf({ verdict, findings }: Diagnosis, dryRun: boolean): Exit {
  switch (verdict) {
    case 'works':
    case 'doubtful':
      return Exit.answered;
    case 'silent':
      return Exit.sawNothing;
    case 'broken':
      return findings.some(({ id }) => id === 'unsafe-call') ? Exit.unsafe : Exit.badProgram;
    case 'unrun':
      return dryRun ? Exit.answered : Exit.notConsented;
  }
}
