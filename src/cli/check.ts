import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import { type Inspection, type Inspector, openInspector, type Sampled } from '../line/check.ts';
import { countText, plural } from '../views/diagnostics.ts';
import { group, visible, visibleLine } from '../views/values.ts';
import { frames, placed } from './diagnostics.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { nameOf, programFiles, readGiven } from './program-file.ts';
import { reportProblem } from './report.ts';
import { type Interruption, listen } from './signals.ts';
import { stdoutStyle, write } from './terminal.ts';
import { betweenSpoken, spoken } from './tongue.ts';

export interface CheckFlags extends MachineFlags {
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly allowUnsafe?: boolean;
  readonly bpftrace?: string;
  readonly warningsAsErrors?: boolean;
  readonly sample?: boolean;
  readonly verbose?: boolean;
  /** The question that the programs are to answer. */
  readonly for?: string;
}

/** One file that was asked about: what is known of it, or why it could not be read. */
export type Checked =
  | { readonly file: string; readonly source: string; readonly inspection: Inspection; readonly sampled?: readonly Sampled[]; readonly log?: string }
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
  const files = lookedAt(paths, checked, flags);
  if (flags.json) for (const one of checked) await write(process.stdout, `${JSON.stringify(asJson(one))}\n`);
  for (const file of files) {
    // Between two files Ctrl-C and a closed pipe are heard.
    await new Promise((resolve) => setImmediate(resolve));
    if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
    const looked = await checkFile(file, inspector, flags, interruption.stop);
    const one = flags.sample ? await withSample(looked, inspector, interruption) : looked;
    // Ctrl-C while probes were counted.
    if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
    checked.push(one);
    if (!flags.sarif) await write(process.stdout, flags.json ? `${JSON.stringify(asJson(one))}\n` : asText(one, flags.verbose ?? false));
    if ('problem' in one && !flags.json) reportProblem(one.problem, false);
  }
  if (flags.sarif) await write(process.stdout, `${JSON.stringify((await import('./sarif.ts')).sarif(checked), null, 2)}\n`);
  else if (!flags.json) await write(process.stdout, `${summary(checked)}\n`);
  await new Promise((resolve) => setImmediate(resolve));
  return interruption.exit() ?? exitOf(checked, flags.warningsAsErrors ?? false);
}

/** All files that are meant. A folder that has none, or cannot be read, is told of, and does not keep the others from being checked. */
function lookedAt(paths: readonly string[], checked: Checked[], { json }: CheckFlags): string[] {
  const files = paths.flatMap((path) => {
    try {
      return programFiles([path]);
    } catch (problem) {
      if (!(problem instanceof Problem) || paths.length === 1) throw problem;
      checked.push({ file: path, problem });
      if (json !== true) reportProblem(problem, false);
      return [];
    }
  });
  return [...new Set(files)];
}

async function checkFile(file: string, inspector: Inspector, flags: CheckFlags, stop: AbortSignal): Promise<Checked> {
  try {
    const given = readGiven(file);
    if (given.language === 'bpftrace') return { file: nameOf(file), source: given.source, inspection: inspector.inspect(given.source) };
    refuseElsewhere(given, flags);
    const { inspectGiven } = await import('../line/inspect-given.ts');
    const inspection = await inspectGiven(given, { allowUnsafe: flags.allowUnsafe ?? false, stop });
    return { file: nameOf(file), source: inspection.source, inspection, ...(inspection.log === undefined ? {} : { log: inspection.log }) };
  } catch (problem) {
    if (problem instanceof Problem) return { file: nameOf(file), problem };
    throw problem;
  }
}

/** Compilers, verifiers and policy are this machine's: what is asked of bpftrace programs alone is refused for others. */
function refuseElsewhere({ language = 'bpftrace' }: GivenProgram, flags: CheckFlags): void {
  const option = (['facts', 'guest', 'bpftrace', 'for', 'sample'] as const).find((flag) => flags[flag] !== undefined);
  if (option !== undefined) throw new Problem(messages.bpftraceOption(language, `--${option}`));
}

/** Only of a program without mistakes: the probes of another may not be those that were meant. */
async function withSample(one: Checked, inspector: Inspector, { stop, kill }: Interruption): Promise<Checked> {
  if ('problem' in one || one.inspection.diagnostics.some(({ severity }) => severity === 'error')) return one;
  return { ...one, sampled: await inspector.sample(one.source, { stop, kill }) };
}

function exitOf(checked: readonly Checked[], warningsToo: boolean): Exit {
  const diagnostics = checked.flatMap((one) => ('problem' in one ? [] : one.inspection.diagnostics));
  const problems = checked.flatMap((one) => ('problem' in one ? [one.problem.exit] : []));
  // A file that cannot be read tells before one that cannot be checked, each with its own status.
  if (problems.length > 0) return problems.includes(Exit.file) ? Exit.file : (problems[0] ?? Exit.file);
  return diagnostics.some(({ severity }) => severity === 'error' || (warningsToo && severity === 'warning')) ? Exit.badProgram : Exit.answered;
}

function asText(one: Checked, verbose: boolean): string {
  if ('problem' in one) return '';
  const { file, source, inspection } = one;
  const style = stdoutStyle();
  const lines = frames(inspection.diagnostics, source, file, style);
  if (inspection.unchecked.length > 0) lines.push(spoken(`${file}: could not be looked up here: ${inspection.unchecked.join(', ')}`), '');
  if (verbose && one.log !== undefined)
    lines.push(
      spoken(`${file}: what the verifier says:`),
      ...one.log
        .trimEnd()
        .split('\n')
        .map((line) => `  ${visibleLine(line)}`),
      '',
    );
  for (const { probe, perSecond, why } of one.sampled ?? [])
    lines.push(
      visible(
        perSecond === undefined
          ? spoken(`${file}: ${probe} was not counted: ${why}`)
          : spoken(`${file}: ${probe} fires ${group(perSecond)} times a second now`),
      ),
    );
  if (one.sampled !== undefined && one.sampled.length > 0) lines.push('');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function summary(checked: readonly Checked[]): string {
  const diagnostics = checked.flatMap((one) => ('problem' in one ? [] : one.inspection.diagnostics));
  const read = checked.filter((one) => !('problem' in one)).length;
  const unread = checked.filter((one) => 'problem' in one && one.problem.exit === Exit.file).length;
  const unchecked = checked.length - read - unread;
  return [
    ...(read === 0 && checked.length > 0 ? [] : [spoken(`${plural(read, 'program')} checked: ${countText(diagnostics) ?? 'nothing wrong'}`)]),
    ...(unread === 0 ? [] : [spoken(`${plural(unread, 'file')} could not be read`)]),
    ...(unchecked === 0 ? [] : [spoken(`${plural(unchecked, 'file')} could not be checked`)]),
  ].join(betweenSpoken('; '));
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
    ...(one.log === undefined ? {} : { verifierLog: one.log }),
  };
}
