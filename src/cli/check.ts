import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type Inspection, type Inspector, openInspector, type Sampled } from '../line/check.ts';
import { countText, plural } from '../views/diagnostics.ts';
import { group, visible } from '../views/values.ts';
import { frames, placed } from './diagnostics.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { nameOf, programFiles, readProgram } from './program-file.ts';
import { reportProblem } from './report.ts';
import { type Interruption, listen } from './signals.ts';
import { stdoutStyle, write } from './terminal.ts';

export interface CheckFlags extends MachineFlags {
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly allowUnsafe?: boolean;
  readonly bpftrace?: string;
  readonly warningsAsErrors?: boolean;
  readonly sample?: boolean;
  /** The question that the programs are to answer. */
  readonly for?: string;
}

/** One file that was asked about: what is known of it, or why it could not be read. */
export type Checked =
  | { readonly file: string; readonly source: string; readonly inspection: Inspection; readonly sampled?: readonly Sampled[] }
  | { readonly file: string; readonly problem: Problem };

/** `gpttrace check FILE...`: everything that is wrong with each of them. Looks at all, whatever is wrong with one. */
export async function checkCommand(paths: readonly string[], flags: CheckFlags): Promise<Exit> {
  if (flags.json && flags.sarif) throw new Problem(messages.conflictingOptions('--json', '--sarif', 'both would go to standard output'));
  const elsewhere = (['facts', 'guest', 'bpftrace'] as const).find((flag) => flags[flag] !== undefined);
  if (flags.sample && elsewhere !== undefined)
    throw new Problem(messages.conflictingOptions('--sample', `--${elsewhere}`, 'probes are counted on this machine, as it is'));
  const machine = whichMachine(flags);
  const interruption = listen();
  const inspector = await openInspector({ ...flags, ...machine, ...(flags.for === undefined ? {} : { question: flags.for }) });
  const checked: Checked[] = [];
  for (const file of programFiles(paths)) {
    // Between two files Ctrl-C and a closed pipe are heard.
    await new Promise((resolve) => setImmediate(resolve));
    if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
    const looked = checkFile(file, inspector);
    const one = flags.sample ? await withSample(looked, inspector, interruption) : looked;
    // Ctrl-C while probes were counted.
    if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
    checked.push(one);
    if (!flags.sarif) await write(process.stdout, flags.json ? `${JSON.stringify(asJson(one))}\n` : asText(one));
    if ('problem' in one && !flags.json) reportProblem(one.problem, false);
  }
  if (flags.sarif) await write(process.stdout, `${JSON.stringify((await import('./sarif.ts')).sarif(checked), null, 2)}\n`);
  else if (!flags.json) await write(process.stdout, `${summary(checked)}\n`);
  await new Promise((resolve) => setImmediate(resolve));
  return interruption.exit() ?? exitOf(checked, flags.warningsAsErrors ?? false);
}

function checkFile(file: string, inspector: Inspector): Checked {
  try {
    const source = readProgram(file);
    return { file: nameOf(file), source, inspection: inspector.inspect(source) };
  } catch (problem) {
    if (problem instanceof Problem) return { file: nameOf(file), problem };
    throw problem;
  }
}

/** Only of a program without mistakes: the probes of another may not be those that were meant. */
async function withSample(one: Checked, inspector: Inspector, { stop, kill }: Interruption): Promise<Checked> {
  if ('problem' in one || one.inspection.diagnostics.some(({ severity }) => severity === 'error')) return one;
  return { ...one, sampled: await inspector.sample(one.source, { stop, kill }) };
}

function exitOf(checked: readonly Checked[], warningsToo: boolean): Exit {
  const diagnostics = checked.flatMap((one) => ('problem' in one ? [] : one.inspection.diagnostics));
  if (checked.some((one) => 'problem' in one)) return Exit.file;
  return diagnostics.some(({ severity }) => severity === 'error' || (warningsToo && severity === 'warning')) ? Exit.badProgram : Exit.answered;
}

function asText(one: Checked): string {
  if ('problem' in one) return '';
  const { file, source, inspection } = one;
  const style = stdoutStyle();
  const lines = frames(inspection.diagnostics, source, file, style);
  if (inspection.unchecked.length > 0) lines.push(`${file}: could not be looked up here: ${inspection.unchecked.join(', ')}`, '');
  for (const { probe, perSecond, why } of one.sampled ?? [])
    lines.push(
      visible(perSecond === undefined ? `${file}: ${probe} was not counted: ${why}` : `${file}: ${probe} fires ${group(perSecond)} times a second now`),
    );
  if (one.sampled !== undefined && one.sampled.length > 0) lines.push('');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function summary(checked: readonly Checked[]): string {
  const diagnostics = checked.flatMap((one) => ('problem' in one ? [] : one.inspection.diagnostics));
  const read = checked.filter((one) => !('problem' in one)).length;
  const unread = checked.length - read;
  return [
    `${plural(read, 'program')} checked: ${countText(diagnostics) ?? 'nothing wrong'}`,
    ...(unread === 0 ? [] : [`${plural(unread, 'file')} could not be read`]),
  ].join('; ');
}

/** One JSON value a file: what a program needs to show it. Lines and columns count from 1, columns in UTF-16 units; `start` and `end` are offsets from 0. */
function asJson(one: Checked): unknown {
  if ('problem' in one) {
    const { code, message, hints, exit } = one.problem;
    return { type: 'problem', file: one.file, code, message, hints, exit };
  }
  const { file, source, inspection } = one;
  const diagnostics = placed(inspection.diagnostics, source);
  const count = (wanted: string): number => diagnostics.filter(({ severity }) => severity === wanted).length;
  return {
    type: 'check',
    file,
    errors: count('error'),
    warnings: count('warning'),
    safety: inspection.safety,
    diagnostics,
    unchecked: inspection.unchecked,
    ...(one.sampled === undefined ? {} : { sampled: one.sampled }),
  };
}
