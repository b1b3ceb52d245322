import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { openInspector, type Repaired } from '../line/check.ts';
import { kindOf } from '../line/file-kind.ts';
import { countText, plural } from '../views/diagnostics.ts';
import { paintDiff, unifiedDiff } from '../views/diff.ts';
import { paint, type Style } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';
import { frames, placed } from './diagnostics.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { nameOf, readForChange } from './program-file.ts';
import { replaceFile } from './save.ts';
import { listen } from './signals.ts';
import { stderrStyle, stdoutStyle, write } from './terminal.ts';
import { betweenSpoken, spoken } from './tongue.ts';

export interface FixFlags extends MachineFlags {
  readonly write?: boolean;
  readonly json?: boolean;
  readonly allowUnsafe?: boolean;
  readonly bpftrace?: string;
}

/**
 * `gpttrace fix FILE`: mends what can be mended without a person, and shows every change with its reason. Only `--write` changes the file. A program from
 * standard input comes out mended on standard output, what is said about it on standard error.
 */
export async function fixCommand(file: string, flags: FixFlags): Promise<Exit> {
  const piped = file === '-';
  if (piped && flags.write) throw new Problem(messages.conflictingOptions('--write', '-', 'standard input is no file that could be changed'));
  const machine = whichMachine(flags);
  const interruption = listen();
  const { source, bytes } = readForChange(file, 'fix');
  const language = kindOf(bytes, file);
  const mended = language === 'c' ? await mendC(file, source, flags, interruption.stop) : await (await openInspector({ ...flags, ...machine })).mend(source);
  if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
  // What is shown is what is on the disk: nothing is told to be changed that could not be.
  const written = flags.write === true && mended.source !== source;
  if (written) replaceFile(file, bytes, mended.source);
  const name = nameOf(file);
  if (flags.json) await write(process.stdout, `${JSON.stringify(asJson(name, mended, written))}\n`);
  else if (piped) {
    await write(process.stdout, mended.source);
    await write(process.stderr, `${report(name, source, mended, false, stderrStyle()).join('\n')}\n`);
  } else await write(process.stdout, `${report(name, source, mended, written, stdoutStyle()).join('\n')}\n`);
  await new Promise((resolve) => setImmediate(resolve));
  return interruption.exit() ?? (mended.diagnostics.some(({ severity }) => severity === 'error') ? Exit.badProgram : Exit.answered);
}

/** Compilers and verifiers are this machine's. */
async function mendC(path: string, source: string, flags: FixFlags, stop: AbortSignal): Promise<Repaired> {
  const option = (['facts', 'guest', 'bpftrace'] as const).find((flag) => flags[flag] !== undefined);
  if (option !== undefined) throw new Problem(messages.bpftraceOption('c', `--${option}`));
  const { mendGiven } = await import('../line/mend-given.ts');
  return mendGiven({ path, source, language: 'c' }, { allowUnsafe: flags.allowUnsafe ?? false, stop });
}

function asJson(file: string, { source, changes, diagnostics }: Repaired, written: boolean): unknown {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { type: 'fix', file, changes, written, source, errors, diagnostics: placed(diagnostics, source) };
}

function report(file: string, before: string, { source, changes, diagnostics }: Repaired, written: boolean, style: Style): string[] {
  const lines = changes.flatMap(({ what, why, code, line, changes: different }) => [
    `${visible(file)}:${line}: ${paint(visible(spoken(what)), 'bold', style)}`,
    spoken(`  because ${visible(why)} [${code}]`),
    ...(different === undefined ? [] : [`  ${paint(spoken('then:'), 'yellow', style)} ${visible(spoken(different))}`]),
  ]);
  if (lines.length > 0) lines.push('');
  const diff = paintDiff(unifiedDiff(before, source, file).map(visibleLine), style);
  if (diff.length > 0) lines.push(...diff, '');
  const left = diagnostics.filter(({ severity }) => severity !== 'note');
  lines.push(...frames(left, source, file, style));
  const done = changes.length === 0 ? spoken('nothing to change') : spoken(`${plural(changes.length, 'change')}${written ? ', written' : ''}`);
  lines.push([done, ...(left.length === 0 ? [] : [spoken(`${countText(left)} left`)])].join(betweenSpoken('; ')));
  return lines;
}
