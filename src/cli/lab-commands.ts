/** The command line of the lab. */
import { type Command, Option } from 'commander';
import type { LabFlags } from './lab.ts';
import type { InGuestFlags } from './lab-run.ts';
import { type AskFlags, addRunOptions, addTargetOptions, parseText, type RunFlags } from './options.ts';

/** Declares `gpttrace lab` and all below it. */
export function addLab(program: Command): void {
  const lab = program
    .command('lab')
    .description('virtual machines with other kernels and other versions of bpftrace, to try programs in')
    .helpCommand(false)
    // What is no command below it arrives here: it deserves better than "too many arguments".
    .allowExcessArguments()
    .action(async (_flags: object, { args, commands }: Command) => {
      const { labListCommand, noLabCommand } = await import('./lab.ts');
      const [word] = args;
      if (word !== undefined)
        throw noLabCommand(
          word,
          commands.map((command) => command.name()),
        );
      process.exitCode = labListCommand(false);
    });
  lab
    .command('build')
    .description('build guests from packages of Debian; without a name the one that is most like this machine')
    .argument('[guest...]', 'such as 6.12, or 6.12+0.23: a kernel and a bpftrace')
    .option('--all', 'every kernel of the matrix with every bpftrace')
    .option('-y, --yes', 'install what this machine lacks without asking')
    .option('--json', 'one JSON value a line on standard output')
    .action(async (names: readonly string[], flags: LabFlags) => {
      const { labBuildCommand } = await import('./lab.ts');
      process.exitCode = await labBuildCommand(names, flags);
    });
  lab
    .command('list')
    .description('the guests that have been built, and those there are to choose from')
    .option('--json', 'as JSON')
    .action(async (flags: LabFlags) => {
      const { labListCommand } = await import('./lab.ts');
      process.exitCode = labListCommand(flags.json ?? false);
    });
  lab
    .command('shell')
    .description('a shell in a guest; without a terminal, what comes on standard input runs there as a script')
    .argument('[guest]', 'such as 6.12; the one most like this machine without')
    .action(async (name: string | undefined) => {
      const { labShellCommand } = await import('./lab-shell.ts');
      process.exitCode = await labShellCommand(name);
    });
  lab
    .command('rm')
    .description('remove guests, and the images that no other guest needs')
    .argument('[guest...]')
    .option('--all', 'remove everything')
    .option('-y, --yes', 'without asking')
    .option('--json', 'as JSON')
    .action(async (names: readonly string[], flags: LabFlags) => {
      const { labRemoveCommand } = await import('./lab.ts');
      process.exitCode = await labRemoveCommand(names, flags);
    });
  addLabRuns(lab);
}

/** What runs in a guest takes the flags of what runs here. */
function addLabRuns(lab: Command): void {
  addInGuestOptions(
    addRunOptions(lab.command('run').description('check and run a bpftrace program in a guest').argument('<FILE.bt>', 'the program; - for standard input')),
  )
    .addOption(new Option('-c, --command <COMMAND>', "run this shell command of the guest's beside it, until it ends").argParser(parseText))
    .action(async (file: string, flags: RunFlags & InGuestFlags) => {
      const { labRunCommand } = await import('./lab-run.ts');
      process.exitCode = await labRunCommand(file, flags);
    });
  addInGuestOptions(addTargetOptions(addRunOptions(lab.command('ask').description('ask a guest a question').argument('<question...>')))).action(
    async (words: readonly string[], flags: AskFlags & InGuestFlags) => {
      const { labAskCommand } = await import('./lab-run.ts');
      process.exitCode = await labAskCommand(words.join(' '), flags);
    },
  );
}

function addInGuestOptions(command: Command): Command {
  return command
    .option('--guest <NAME>', 'the guest, such as 6.12+0.23; the one most like this machine without', parseText)
    .option('-w, --workload <BEHAVIOUR>', 'run this of the workload generator beside it: "open 50"', parseText);
}
