/** What several commands take: options, how their values are read, and what comes of them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Request } from '../core/request.ts';

/** Flags shared by everything that can run a program. */
export interface RunFlags extends ExportFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly plain?: boolean;
  readonly duration?: number;
  readonly top?: number;
  readonly dryRun?: boolean;
  readonly explain?: boolean;
  readonly save?: string;
  readonly force?: boolean;
  readonly allowUnsafe?: boolean;
  /** A share (0 to 1) of the machine's CPU time. */
  readonly maxOverhead?: number;
  /** False where the run is not to be kept as a session. */
  readonly keep?: boolean;
  readonly html?: string;
  readonly csv?: string;
  readonly parquet?: string;
  readonly svg?: string;
  /** Files whose names tell their forms. */
  readonly export?: readonly string[];
  readonly sandbox?: boolean;
  /** Implies `sandbox`. */
  readonly guest?: string;
  readonly rehearse?: boolean;
  /** Implies `rehearse`, as `for` does. */
  readonly workload?: string;
  readonly for?: string;
}

/** Of what tells a run to monitoring while it lasts. */
interface ExportFlags {
  /** An address, or `true` for the usual one. */
  readonly otlp?: string | true;
  readonly otlpInterval?: number;
  readonly prometheus?: string;
  readonly maxSeries?: number;
  readonly linger?: number;
}

/** Of what may ask a language model. */
export interface ModelFlags {
  readonly planner?: 'auto' | 'embedded' | 'model';
  readonly model?: string;
  readonly record?: string;
  readonly localOnly?: boolean;
  readonly maxCost?: number;
  readonly showPrompt?: boolean;
}

export interface AskFlags extends RunFlags, ModelFlags {
  readonly pid?: number;
  readonly comm?: string;
  readonly command?: string;
  readonly engine?: keyof typeof ENGINES;
  readonly as?: NonNullable<Request['as']>;
}

/** What an answer is run by, and what that is written in. */
export const ENGINES = { bpftrace: 'bpftrace', libbpf: 'c', tool: 'tool' } as const;
const LANGUAGES = Object.values(ENGINES);

/** Of everything that can run a program. */
export function addRunOptions(command: Command): Command {
  command
    .option('-y, --yes', 'run without asking')
    .option('-d, --duration <SECONDS>', 'how long to watch; 0 for until Ctrl-C', parseSeconds)
    .option('-n, --top <N>', 'show the N largest', parsePositive)
    .option('--json', 'one JSON value a line on standard output')
    .option('--plain', 'no live screen: lines as they come, also on a terminal')
    .option('--dry-run', 'do everything but run')
    .option('--explain', 'explain the program before it runs')
    .option('-s, --save <FILE.bt>', 'keep the program in a file')
    .option('--force', 'overwrite a file that exists')
    .option('--allow-unsafe', 'let the program do more than watch')
    .option('--no-keep', 'do not keep the run as a session (gpttrace sessions)');
  return addReportOptions(addExportOptions(command));
}

/** Where what a run sees goes while it lasts (docs/METRICS.md). */
function addExportOptions(command: Command): Command {
  return command
    .option(
      '--otlp [URL]',
      'push metrics to an OTLP receiver (http/protobuf); this machine, port 4318, where neither this nor OTEL_EXPORTER_OTLP_ENDPOINT says',
    )
    .addOption(new Option('--otlp-interval <SECONDS>', 'how often; every 10 seconds without').argParser(parseInterval))
    .option('--prometheus <[HOST:]PORT>', 'let Prometheus ask for metrics at /metrics; only this machine reaches it where no host is named', parseText)
    .option('--linger <SECONDS>', 'let it ask for so long when the run is over', parseSeconds)
    .option('--max-series <N>', 'series of one metric at most; the others become one, 1000 without', parsePositive);
}

/** What the run is written into when it is over (docs/REPORTS.md). */
function addReportOptions(command: Command): Command {
  const file = (flag: string, what: string): Option => new Option(`${flag} <FILE>`, what).argParser(parseText).conflicts('dryRun');
  return command
    .addOption(file('--html', 'write a report of the run: one page with charts, program, machine and cost'))
    .addOption(file('--csv', 'write the answer as CSV'))
    .addOption(file('--parquet', 'write the answer as Apache Parquet'))
    .addOption(file('--svg', 'write its stacks as a flame graph'))
    .addOption(
      new Option('--export <FILE>', 'write the run in the form its name ends in, such as run.json; can be given again (gpttrace export --list)')
        .argParser((path: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), parseText(path)])
        .conflicts('dryRun'),
    );
}

/** Of what runs on this machine. */
export function addLocalOptions(command: Command): Command {
  return command
    .option('--sandbox', 'try the program in a guest of the lab first; what fails there never runs here')
    .option('--guest <NAME>', 'the guest for that, such as 6.12+0.23; the one most like this machine without', parseText)
    .option('--max-overhead <PERCENT>', "how much of this machine's CPU time a run may cost before it is slowed down, then ended; 25% without", parsePercent);
}

/** Of what is rehearsed before it is run; a program of the user's own does not say by itself what it is about. */
export function addRehearsalOptions(command: Command, isFile: boolean): Command {
  command.option('--rehearse', 'run the program next to a workload first that makes its event happen; what sees nothing of it is not run');
  if (!isFile) return command;
  return command
    .option('--workload <BEHAVIOUR>', 'the workload for that, such as "open 20"', parseText)
    .option('--for <QUESTION>', 'a question that the program answers, to choose the workload by', parseText);
}

/** What a WebAssembly module is given (docs/WASM.md). */
export function addGrantOptions(command: Command): Command {
  const more = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), parseText(text)];
  return command
    .addOption(new Option('--dir <PATH[:NAME][:rw]>', 'let a module read this folder, by this name; with :rw write, too; can be given again').argParser(more))
    .addOption(new Option('--env <NAME[=VALUE]>', 'give a module this environment variable; can be given again').argParser(more))
    .option('--memory <MIB>', 'how much memory a module may take, 256 MiB without', parseMebibytes);
}

/** By what means a question is answered: by what the answer is run, or what it is written in. */
export function addMeansOptions(command: Command, isWritten: boolean): Command {
  command.addOption(
    new Option(
      '--engine <ENGINE>',
      'what answers: a bpftrace program, one in C (libbpf) or a tool that is installed; without it whatever does at the least cost',
    ).choices(Object.keys(ENGINES)),
  );
  return isWritten
    ? command.addOption(new Option('--as <LANGUAGE>', 'what it is written in: bpftrace, C, or the command of a tool').choices(LANGUAGES))
    : command;
}

/** Of everything that answers a question. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('-p, --pid <PID>', 'only this process', parsePositive)
    .option('--comm <NAME>', 'only processes of this name', parseText)
    .addOption(new Option('-c, --command <COMMAND>', 'trace just this shell command and its children, until it ends').argParser(parseText));
}

/** Of everything that answers a question, and may ask a language model for it. */
export function addModelOptions(command: Command): Command {
  return addModelChoice(command, 'what the model may cost for this question').option(
    '--show-prompt',
    'show what the model would be sent; sends nothing, runs nothing',
  );
}

/** Which model is asked, whether it is, and what that may cost. */
export function addModelChoice(command: Command, cost: string): Command {
  return command
    .addOption(
      new Option('--planner <PLANNER>', 'who plans: the library (embedded), a language model (model), or the model where the library is unsure (auto)').choices(
        ['auto', 'embedded', 'model'],
      ),
    )
    .option('--model <NAME>', 'ask this language model, such as ollama/NAME; implies --planner model', parseText)
    .option('--local-only', 'ask no model that is not on this machine')
    .option('--max-cost <DOLLARS>', cost, parseDollars)
    .option('--record <DIR>', 'write down what is said to the model and by it', parseText);
}

/** A machine that was written down; `verb` says what for: `check for`, `of`. */
export function factsOption(verb: string): Option {
  return new Option('--facts <FILE>', `${verb} the machine on which "gpttrace facts" wrote this`);
}

/** A guest in the place of this machine. */
export function guestOption(verb: string): Option {
  return new Option('--guest <NAME>', `${verb} a guest of the lab, such as 6.12+0.23`).argParser(parseText);
}

/** `10`, `0.5`, `500ms` or `2m`, as seconds. Throws what commander shows. */
export function parseSeconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600 }[match?.[2] ?? 's'] ?? 1;
  const seconds = Number(match?.[1]) * factor;
  if (match === null || seconds > 24 * 3600) throw new InvalidArgumentError('expected a number of seconds up to a day, such as 10, 0.5, 500ms or 2m.');
  return seconds;
}

/** As `parseSeconds`, but some. Throws what commander shows. */
export function parseInterval(text: string): number {
  const seconds = parseSeconds(text);
  if (seconds < 0.1) throw new InvalidArgumentError('expected at least 0.1 seconds.');
  return seconds;
}

/** A whole number of at least 1. Throws what commander shows. */
export function parsePositive(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 2 ** 31) throw new InvalidArgumentError('expected a whole number of at least 1.');
  return number;
}

/** As much memory as a module can have. Throws what commander shows. */
function parseMebibytes(text: string): number {
  const mebibytes = /^(\d+)(?: ?M(?:iB?)?)?$/i.exec(text)?.[1];
  const number = Number(mebibytes);
  if (mebibytes === undefined || number < 1 || number > 4096) throw new InvalidArgumentError('expected a whole number of MiB from 1 to 4096.');
  return number;
}

/** A part of something, `2%` or `2`, as a share (0 to 1). Throws what commander shows. */
export function parsePercent(text: string): number {
  const percent = /^(\d{1,3}(?:\.\d+)?|\.\d+) ?%?$/.exec(text)?.[1];
  const share = Number(percent) / 100;
  if (percent === undefined || share <= 0 || share > 1) throw new InvalidArgumentError('expected a percentage above 0 and up to 100, such as 2% or 0.5.');
  return share;
}

/** An amount of money: `0.05` or `$2`. Throws what commander shows. */
export function parseDollars(text: string): number {
  const dollars = /^\$?(\d{1,6}(?:\.\d+)?|\.\d+)$/.exec(text)?.[1];
  if (dollars === undefined) throw new InvalidArgumentError('expected US dollars, such as 0.05 or 2.');
  return Number(dollars);
}

/** A version of bpftrace. Throws what commander shows. */
export function parseVersion(text: string): string {
  const version = /^v?(\d+\.\d+(?:\.\d+)?)$/.exec(text)?.[1];
  if (version === undefined) throw new InvalidArgumentError('expected a version of bpftrace, such as 0.17 or 0.23.2.');
  return version;
}

/** `NAME=VALUE`, beside those before it. Throws what commander shows. */
export function addSetting(text: string, before: readonly string[] | undefined): readonly string[] {
  if (!/^\w+=/.test(text)) throw new InvalidArgumentError('expected NAME=VALUE, such as interface=eth0.');
  return [...(before ?? []), text];
}

/** Anything but nothing. Throws what commander shows. */
export function parseText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('expected some text.');
  return text;
}

/** A regular expression. Throws what commander shows. */
export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
