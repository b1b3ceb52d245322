import { isatty } from 'node:tty';
import { Argument, Command, CommanderError } from 'commander';
import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { Problem } from '../core/problem.ts';
import { addChat } from './chat-command.ts';
import { addDashboard } from './dashboard-command.ts';
import { addEval } from './eval-command.ts';
import { addExport } from './export-commands.ts';
import { addFeedback } from './feedback-commands.ts';
import type { GrantFlags } from './grants.ts';
import { addIndex } from './index-commands.ts';
import { addLab } from './lab-commands.ts';
import { addLearn } from './learn-command.ts';
import { addMachine } from './machine-commands.ts';
import { addMcp } from './mcp-command.ts';
import { addModel } from './model-commands.ts';
import {
  type AskFlags,
  addGrantOptions,
  addLocalOptions,
  addMeansOptions,
  addModelOptions,
  addRehearsalOptions,
  addRunOptions,
  addSetting,
  addTargetOptions,
  parsePositive,
  parseSeconds,
} from './options.ts';
import { addOwnPrograms, refuseSecondFile } from './own-commands.ts';
import type { FileFlags } from './request.ts';
import { addServe } from './serve-command.ts';
import { addSessions } from './session-commands.ts';
import { speakAs, spoken, spokenError, spokenHelp } from './tongue.ts';
import { addTools } from './tool-commands.ts';

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

  addOwnPrograms(program);
  addMachine(program);

  program
    .command('doctor')
    .description('tell what this machine can do, what is missing, and the command that mends each')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { doctorCommand } = await import('./doctor.ts');
      process.exitCode = await doctorCommand(flags.json ?? false);
    });

  addEval(program);
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
