import { isatty } from 'node:tty';
import { Argument, Command, CommanderError, Option } from 'commander';
import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { Problem } from '../core/problem.ts';
import type { BuildFlags } from './build.ts';
import { addChat } from './chat-command.ts';
import type { CheckFlags } from './check.ts';
import { addDashboard } from './dashboard-command.ts';
import type { DebugFlags } from './debug.ts';
import type { EvalFlags } from './eval.ts';
import type { ExplainFlags } from './explain-command.ts';
import { addExport } from './export-commands.ts';
import type { FactsFlags } from './facts.ts';
import { addFeedback } from './feedback-commands.ts';
import type { FixFlags } from './fix.ts';
import type { FmtFlags } from './fmt.ts';
import type { GrantFlags } from './grants.ts';
import { addIndex } from './index-commands.ts';
import { addLab } from './lab-commands.ts';
import { addLearn } from './learn-command.ts';
import { addMcp } from './mcp-command.ts';
import { addModel } from './model-commands.ts';
import {
  type AskFlags,
  addGrantOptions,
  addLocalOptions,
  addMeansOptions,
  addModelChoice,
  addModelOptions,
  addRehearsalOptions,
  addRunOptions,
  addSetting,
  addTargetOptions,
  factsOption,
  guestOption,
  parsePattern,
  parsePositive,
  parseSeconds,
  parseText,
  parseVersion,
} from './options.ts';
import type { ProbesFlags } from './probes.ts';
import type { FileFlags } from './request.ts';
import { addServe } from './serve-command.ts';
import { addSessions } from './session-commands.ts';
import { speakAs, spoken, spokenError, spokenHelp } from './tongue.ts';
import { addTools } from './tool-commands.ts';
import type { TypeFlags } from './type.ts';

const EXAMPLES = `  gpttrace "count page faults by process for 5 seconds"
  gpttrace "which processes are hammering the disk? watch for 10 seconds"
  gpttrace "which files does nginx open" --yes | head
  gpttrace "histogram of read latency" --pid 1234 --duration 30
  gpttrace "which files are opened" -c "ls /etc"
  gpttrace "统计每个进程的系统调用次数，持续 5 秒"
  gpttrace "which files does nginx open" --rehearse
  gpttrace "which cgroup has the most timer ticks" --model ollama/qwen3
  gpttrace "which files are opened" --html report.html --csv opens.csv
  gpttrace run mine.bt --duration 10
  gpttrace check mine.bt
  gpttrace check --for "count page faults by process" theirs.bt
  gpttrace fix mine.bt --write
  gpttrace fmt mine.bt --write
  gpttrace explain mine.bt
  gpttrace write "new tcp connections" -o connects.bt
  gpttrace probes "file opens"
  gpttrace export last --as csv | head
  gpttrace model use ollama/qwen3
  gpttrace chat
  gpttrace doctor`;

const STATUSES = `Exit status: 0 answered, 2 usage, 3 no program for this question, 4 the program
is wrong, 5 not agreed to, 6 refused as unsafe, 7 this machine cannot trace,
8 bpftrace failed, 9 nothing was seen, 10 a file cannot be read or written,
11 it failed in a guest, where --sandbox tried it first, 12 a case of a suite
or an exercise was not passed, 13 it saw nothing of the workload --rehearse gave
it first, 14 the language model could not be used.`;

/** Understands the command line and does what it says. Sets the exit status; never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  await speakAs(argv);
  const program = buildProgram();
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.stdout.on('error', endWithReader);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? Exit.answered : Exit.usage;
    else {
      const [{ describeBug, reportProblem }, { exitOfReason }] = await Promise.all([import('./report.ts'), import('./signals.ts')]);
      // Of `eval` it is a file, and what is printed is for people.
      const isJson = argv.includes('--json') && argv[0] !== 'eval';
      process.exitCode = error instanceof Problem ? reportProblem(error, isJson) : (exitOfReason(error) ?? describeBug(error));
    }
  }
  if (process.exitCode === Exit.hangup || terminals.some((fd) => !isatty(fd))) dieOfHangup();
}

/** Whoever reads a help or a list may stop reading: that is no mistake; a disk that is full is one. A run listens by itself, and ends well (`signals.ts`). */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (process.stdout.listenerCount('error') > 1) return;
  if (error.code === 'EIO' && process.stdout.isTTY) dieOfHangup();
  if (error.code === 'EPIPE') process.exit(Exit.outputClosed);
  // What was to be shown is lost: nobody may take it for done.
  process.stderr.write(spoken(`gpttrace: cannot write the answer: ${describeFileError(error)}\n`));
  process.exit(Exit.file);
}

/** As a program ends whose terminal is gone: Node would try to put that terminal back into order, and abort over it. */
function dieOfHangup(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

async function refuseMistyped(words: readonly string[], program: Command): Promise<void> {
  const [{ mistypedCommand }, { messages }] = await Promise.all([import('./mistyped.ts'), import('../core/messages.ts')]);
  const names = program.commands.map((command) => command.name());
  const meant = mistypedCommand(words, names);
  if (meant !== undefined) throw new Problem(messages.mistypedCommand(words[0] ?? '', meant));
}

/** The command line. */
export function buildProgram(): Command {
  const program = new Command('gpttrace')
    .description('Ask this machine a question in plain language; a checked eBPF program answers it.')
    .usage(spoken('[options] "QUESTION"\n       gpttrace COMMAND ...\n       gpttrace             (on a terminal: a conversation)'))
    .argument('[question...]', 'what you want to know, in plain language')
    .option('-V, --version', 'print the version')
    .helpCommand(false)
    .showHelpAfterError(spoken('(gpttrace --help shows what there is)'))
    .configureOutput({ outputError: (text, write) => write(spokenError(text)) })
    .configureHelp(spokenHelp())
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', `\n${spoken('Examples:')}\n${EXAMPLES}\n\n${spoken(STATUSES)}`)
    .action(async (words: readonly string[], flags: AskFlags & { version?: boolean }) => {
      // An option that begins with no- has a value though nobody gave it.
      const isGiven = program.options.some((option) => program.getOptionValueSource(option.attributeName()) === 'cli');
      if (words.length === 0 && !isGiven) {
        if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) program.help({ error: true });
        const { chatCommand } = await import('./chat/chat.ts');
        process.exitCode = await chatCommand(flags, buildProgram);
        return;
      }
      if (words[0] !== undefined && !/\s/.test(words[0])) await refuseMistyped(words, program);
      const { askCommand } = await import('./ask.ts');
      process.exitCode = await askCommand(words.join(' '), flags);
    });
  addModelOptions(addMeansOptions(addRehearsalOptions(addLocalOptions(addTargetOptions(addRunOptions(program))), false), false));

  addChat(program, buildProgram);

  const run = program
    .command('run')
    .description('check and run a program of your own: bpftrace, C for BPF, a compiled object or a WebAssembly module')
    .usage('[options] <FILE> [-- ARGS...]')
    .argument('<FILE>', 'FILE.bt, FILE.bpf.c, FILE.bpf.o or FILE.wasm; - for standard input')
    .argument('[ARGS...]', 'after --: arguments of a module, positional parameters of bpftrace')
    .option('-p, --pid <PID>', 'only this process, where a program in C has a constant for it (target_pid)', parsePositive)
    .option('--set <NAME=VALUE>', 'set a constant of a program in C, or where it attaches: interface, direction, hz; can be given again', addSetting);
  addGrantOptions(addRehearsalOptions(addLocalOptions(addRunOptions(run)), true)).action(
    async (file: string, args: readonly string[], flags: FileFlags & GrantFlags) => {
      refuseSecondFile(program, run, args);
      const { runCommand } = await import('./ask.ts');
      process.exitCode = await runCommand(file, args, flags);
    },
  );

  addModelOptions(
    addMeansOptions(
      addTargetOptions(
        program.command('write').description('only write the program that answers a question; runs nothing, asks nobody').argument('<question...>'),
      ),
      true,
    ),
  )
    .option('-o, --output <FILE>', 'write it to a file instead of standard output')
    .option('-d, --duration <SECONDS>', 'how long the program runs; 0 for until it is stopped', parseSeconds)
    .option('--force', 'overwrite a file that exists')
    .action(async (words: readonly string[], flags: AskFlags & { output?: string }) => {
      const { writeCommand } = await import('./write.ts');
      process.exitCode = await writeCommand(words.join(' '), flags);
    });

  program
    .command('build')
    .description('compile a program in C into one file to carry: a BPF object that says what it is for; runs nothing')
    .argument('[FILE.bpf.c]', 'the program; - for standard input')
    .option('-o, --output <FILE>', 'where to write it, - for standard output; FILE.bpf.o in this directory without')
    .option('--wasm [USER.c]', 'pack it into a WebAssembly module, with this user-space part, or one that prints every record')
    .option('--force', 'overwrite a file that exists')
    .option('--allow-unsafe', 'let the program do more than watch')
    .option('--json', 'one JSON value on standard output')
    .action(async (file: string | undefined, flags: BuildFlags) => {
      const { buildCommand } = await import('./build.ts');
      process.exitCode = await buildCommand(file, flags);
    });

  program
    .command('check')
    .description('check programs: bpftrace, C for BPF (by the compiler and, as root, the kernel), objects and modules; runs nothing')
    .argument('<FILE...>', 'programs, or directories of *.bt files; - for standard input')
    .option('-v, --verbose', 'of C and objects that the kernel refuses, all that its verifier says')
    .option('--json', 'one JSON value a file on standard output')
    .option('--sarif', 'SARIF 2.1.0, for editors and CI')
    .option('--for <QUESTION>', 'say too what they do not do of what this question asks')
    .option('--bpftrace <VERSION>', 'check for this version of bpftrace', parseVersion)
    .addOption(factsOption('check for'))
    .addOption(guestOption('check for'))
    .option('--allow-unsafe', 'let programs do more than watch')
    .option('--sample', 'count for half a second how often the probes fire on this machine; needs root')
    .option('--warnings-as-errors', 'let a warning fail the check too')
    .action(async (files: readonly string[], flags: CheckFlags) => {
      const { checkCommand } = await import('./check.ts');
      process.exitCode = await checkCommand(files, flags);
    });

  program
    .command('probes')
    .description('find probes of this machine: by attach point, by a part of the name, or by meaning')
    .argument('<pattern...>', "such as 'tracepoint:syscalls:*open*', 'uprobe:/bin/bash:*', openat or file opens")
    .option('-v, --verbose', 'show what each hands over: fields, parameters and their types')
    .option('-n, --top <N>', 'show no more than N', parsePositive)
    .addOption(factsOption('of'))
    .addOption(guestOption('of'))
    .option('--json', 'one JSON value a line')
    .action(async (words: readonly string[], flags: ProbesFlags) => {
      const { probesCommand } = await import('./probes.ts');
      process.exitCode = await probesCommand(words, flags);
    });

  program
    .command('type')
    .description('show the C definition of a type, member or function of the kernel')
    .argument('<name...>', "such as 'struct task_struct', pid_t, task_struct.mm or vfs_read")
    .option('--depth <N>', 'show structs that are members in full, so many levels deep', parsePositive)
    .addOption(factsOption('of'))
    .addOption(guestOption('of'))
    .option('--json', 'as JSON')
    .action(async (words: readonly string[], flags: TypeFlags) => {
      const { typeCommand } = await import('./type.ts');
      process.exitCode = await typeCommand(words, flags);
    });

  program
    .command('facts')
    .description('write down what this machine offers, to check programs for it elsewhere: check --facts FILE')
    .option('-o, --output <FILE>', 'where to write it; standard output without')
    .option('--force', 'overwrite a file that exists')
    .option('--no-types', 'leave out the types of the kernel, which are two thirds of the size')
    .action(async (flags: FactsFlags) => {
      const { factsCommand } = await import('./facts.ts');
      process.exitCode = await factsCommand(flags);
    });

  program
    .command('fix')
    .description('mend a bpftrace program, showing every change and its reason')
    .argument('<FILE.bt>', 'the program; - for standard input, which comes out mended on standard output')
    .option('-w, --write', 'change the file')
    .option('--json', 'one JSON value on standard output')
    .option('--bpftrace <VERSION>', 'mend for this version of bpftrace', parseVersion)
    .addOption(factsOption('mend for'))
    .addOption(guestOption('mend for'))
    .option('--allow-unsafe', 'let the program do more than watch')
    .action(async (file: string, flags: FixFlags) => {
      const { fixCommand } = await import('./fix.ts');
      process.exitCode = await fixCommand(file, flags);
    });

  const debug = program.command('debug');
  debug
    .description('say in plain words why a program of your own fails or stays silent, and what to try; runs it for some seconds')
    .usage('[options] <FILE.bt> [-- ARGS...]')
    .argument('<FILE.bt>', 'FILE.bt, FILE.bpf.c or FILE.bpf.o; - for standard input')
    .argument('[ARGS...]', 'after --: positional parameters of bpftrace, constants of C as NAME=VALUE')
    .option('-y, --yes', 'run it without asking')
    .option('-d, --duration <SECONDS>', 'how long to watch; 5 seconds without', parsePositive)
    .addOption(
      new Option('-c, --command <COMMAND>', 'run this shell command beside it, which makes happen what it is to see; its end is the end').argParser(parseText),
    )
    .option('--no-workload', 'do not try probes that never fired once more beside a workload of our own')
    .option('--dry-run', 'run nothing: only read it, and look its names up')
    .option('--fix', 'write the repaired program to the file, where there is one; mistakes alone are mended by gpttrace fix')
    .addOption(new Option('--lang <LANG>', 'say it in this language instead of that of the locale').choices(['en', 'zh']))
    .option('--json', 'one JSON value on standard output; without what was seen of other processes')
    .action(async (file: string, args: readonly string[], flags: DebugFlags) => {
      refuseSecondFile(program, debug, args);
      const { debugCommand } = await import('./debug.ts');
      process.exitCode = await debugCommand(file, args, flags);
    });

  program
    .command('fmt')
    .description('put bpftrace programs into one style')
    .argument('<FILE.bt...>', 'programs, or directories of them; - for standard input')
    .option('-w, --write', 'change the files instead of printing the one that is given')
    .option('--check', 'only name the files that would change, with exit status 4 where there are any')
    .action(async (files: readonly string[], flags: FmtFlags) => {
      const { fmtCommand } = await import('./fmt.ts');
      process.exitCode = await fmtCommand(files, flags);
    });

  program
    .command('explain')
    .description('explain a program (bpftrace line by line; C and objects by what they hold), or what stands out in a run that was kept; asks no model')
    .argument('<FILE|SESSION>', 'a program, a run (its id, a part of it, or last; or its JSON file); - for standard input')
    .addOption(new Option('--lang <LANG>', 'explain in this language instead of that of the locale, or of the run').choices(['en', 'zh']))
    .option('--bpftrace <VERSION>', 'explain for this version of bpftrace', parseVersion)
    .addOption(factsOption('explain for'))
    .addOption(guestOption('explain for'))
    .option('--json', 'one JSON value on standard output')
    .action(async (what: string, flags: ExplainFlags) => {
      const { explainCommand } = await import('./explain-command.ts');
      process.exitCode = await explainCommand(what, flags);
    });

  program
    .command('doctor')
    .description('tell what this machine can do, what is missing, and the command that mends each')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { doctorCommand } = await import('./doctor.ts');
      process.exitCode = await doctorCommand(flags.json ?? false);
    });

  const evaluation = program
    .command('eval')
    .description('run suites of questions with known answers, and judge each program by what it does')
    .argument('<SUITE.jsonl...>', 'suites, a case a line (docs/EVAL.md)')
    .option('-y, --yes', 'run workloads and tracers without asking')
    .option('--dry', 'run nothing: plan and check only, and judge programs by their text')
    .addOption(factsOption('plan for, running nothing,'))
    .option('--filter <REGEX>', 'only cases whose id, request, class, kind or language matches', parsePattern)
    .option('--lang <LANG>', 'only cases in this language, such as en', parseText)
    .option('--every <N>', 'only every Nth case: a sample', parsePositive)
    .option('--show <ID>', 'only this case, with its program and all its records', parseText)
    .option('-v, --verbose', 'show the program and all records of every case that was not passed')
    .option('-j, --jobs <N>', 'so many at a time; a tracer sees the workloads of the others, so only with --dry, or where that does no harm', parsePositive)
    .option('--tries <N>', 'try each case so often: how likely one of them passes (pass@k) is told too', parsePositive)
    .option('--json <FILE>', 'write the whole report')
    .option('--markdown <FILE>', 'write the scoreboard and every failure')
    .option('--force', 'overwrite files that exist');
  addModelChoice(evaluation, 'what the model may cost for all cases together').action(async (files: readonly string[], flags: EvalFlags) => {
    const { evalCommand } = await import('./eval.ts');
    process.exitCode = await evalCommand(files, flags);
  });

  addLab(program);
  addModel(program);
  addIndex(program);
  addSessions(program);
  addFeedback(program);
  addExport(program);
  addDashboard(program);
  addTools(program);
  addServe(program);
  addLearn(program);
  addMcp(program);

  program
    .command('completion')
    .description('print a completion script: eval "$(gpttrace completion bash)"')
    .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: string) => {
      const { completionScript } = await import('./completion.ts');
      process.stdout.write(completionScript(shell, program));
    });
  helpAfterErrors(program);
  return program;
}

/** After a mistake with a command, the help that is about it. One that has its own says that. */
function helpAfterErrors(above: Command, path = 'gpttrace'): void {
  for (const command of above.commands) {
    const name = `${path} ${command.name()}`;
    if (name !== 'gpttrace tool') command.showHelpAfterError(spoken(`(${name} --help shows how it is used)`));
    helpAfterErrors(command, name);
  }
}

/** A second file is a mistake, and no argument of the first. What commander was given it keeps to itself. */
function refuseSecondFile(program: Command, command: Command, args: readonly string[]): void {
  const given: unknown = Reflect.get(program, 'rawArgs');
  if (args.length === 0 || !Array.isArray(given) || given.includes('--')) return;
  command.error(`error: too many arguments for '${command.name()}': one file, and what the program is given after --`, { code: 'commander.excessArguments' });
}
