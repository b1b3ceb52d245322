import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { RunRecord } from '../core/run-record.ts';
import { openRun } from '../line/open-run.ts';
import { readyToWrite, writeReport } from '../line/report-file.ts';
import { cutText, sizeText } from '../line/sinks/report.ts';
import type { Format } from '../report/format.ts';
import { FORMATS, formatNamed, formatOfFile } from '../report/formats.ts';
import { padEnd, paint, width } from '../views/layout.ts';
import { visible, visibleLine } from '../views/values.ts';
import { listen } from './signals.ts';
import { stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ExportFlags {
  readonly as?: string;
  readonly output?: string;
  readonly dataset?: string;
  readonly force?: boolean;
  readonly list?: boolean;
}

/** `gpttrace export SESSION`: a run that is over, as a file or on standard output. */
export async function exportCommand(name: string | undefined, flags: ExportFlags): Promise<Exit> {
  if (flags.output !== undefined && flags.list !== true) return exported(name, flags);
  // Whoever reads it may have read enough.
  const interruption = listen();
  try {
    const exit = await exported(name, flags);
    await new Promise((resolve) => setImmediate(resolve));
    return interruption.exit() ?? exit;
  } finally {
    interruption.dispose();
  }
}

async function exported(name: string | undefined, flags: ExportFlags): Promise<Exit> {
  if (flags.list === true) return listForms(name);
  if (name === undefined) throw new Problem(messages.whichRun());
  const format = formatOf(flags);
  const { output, dataset } = flags;
  if (dataset !== undefined && format.single !== true) throw new Problem(messages.wholeFormat(format.name, namesOf(FORMATS.filter(({ single }) => single))));
  if (output !== undefined) readyToWrite(output, flags.force ?? false);
  await writeRecord(await opened(name, format.single === true), format, flags);
  return Exit.answered;
}

/** A run that is known already, as a file: what its name says. Throws a Problem where it cannot be that, or cannot be written. */
export async function exportRecord(record: RunRecord, output: string): Promise<void> {
  readyToWrite(output, false);
  await writeRecord(record, formatOfFile(output), { output });
}

/** The same, on standard output. Throws a Problem where it cannot be that. */
export function printRecord(record: RunRecord, format: Format): Promise<void> {
  return writeRecord(record, format, {});
}

async function writeRecord(record: RunRecord, format: Format, flags: ExportFlags): Promise<void> {
  const { output, dataset } = flags;
  const isTerminal = output === undefined && process.stdout.isTTY === true;
  const unfit = format.unfit(record);
  if (unfit !== undefined) throw new Problem(messages.unfitFormat(format.name, unfit, namesOf(FORMATS.filter((other) => other.unfit(record) === undefined))));
  const content = await format.write(record, dataset === undefined ? {} : { dataset });
  const cut = format.single === true ? cutText(record) : undefined;
  if (cut !== undefined) process.stderr.write(spoken(`gpttrace: ${visible(cut)}\n`));
  if (output !== undefined) {
    const why = writeReport(output, content, flags.force ?? false);
    if (why !== undefined) throw new Problem(messages.reportUnwritable(output, why));
    process.stderr.write(`${visible(output)}: ${format.name}, ${sizeText(Buffer.byteLength(content))}\n`);
  } else if (typeof content === 'string') {
    // A terminal shows what it is; a pipe gets it as it is.
    await write(process.stdout, isTerminal ? content.split(/\r?\n/).map(visibleLine).join('\n') : content);
  } else {
    if (isTerminal) throw new Problem(messages.binaryOnTerminal(format.name));
    await writeBytes(content);
  }
}

function formatOf({ as, output }: ExportFlags): Format {
  if (as !== undefined) return formatNamed(as);
  if (output !== undefined) return formatOfFile(output);
  throw new Problem(messages.whichFormat(namesOf(FORMATS)));
}

function namesOf(formats: readonly Format[]): string[] {
  return formats.map(({ name }) => name);
}

async function opened(name: string, allRows = false): Promise<RunRecord> {
  const { record, problems } = await openRun(name, { allRows });
  for (const problem of problems) process.stderr.write(spoken(`gpttrace: ${visible(problem)}\n`));
  return record;
}

async function listForms(name: string | undefined): Promise<Exit> {
  const style = stdoutStyle();
  const lines = listed(
    FORMATS.map((format) => [format.name, `${spoken(format.what)}${format.extensions.length === 0 ? '' : ` (${format.extensions.join(', ')})`}`]),
  );
  if (name !== undefined) {
    const record = await opened(name);
    const { tablesOf } = await import('../report/tables.ts');
    const fit = (format: Format): [string, string][] => {
      const why = format.unfit(record);
      return why === undefined ? [] : [[format.name, spoken(why)]];
    };
    const unfit = FORMATS.flatMap(fit);
    lines.push('', paint('--dataset', 'bold', style), ...listed(tablesOf(record).map((table) => [table.name, table.title])));
    if (unfit.length > 0) lines.push('', paint(spoken('not this run'), 'bold', style), ...listed(unfit));
  }
  await write(process.stdout, `${[paint('--as', 'bold', style), ...lines].join('\n')}\n`);
  return Exit.answered;
}

function listed(pairs: readonly (readonly [string, string])[]): string[] {
  const most = Math.max(0, ...pairs.map(([name]) => width(visible(name))));
  return pairs.map(([name, what]) => `  ${padEnd(visible(name), most)}  ${visible(what)}`);
}

function writeBytes(content: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(content, () => resolve());
  });
}
