/** Commands on programs of one's own: compiled, checked, mended, laid out, explained, and why one is silent. */
import { type Command, Option } from 'commander';
import type { BuildFlags } from './build.ts';
import type { CheckFlags } from './check.ts';
import type { DebugFlags } from './debug.ts';
import type { ExplainFlags } from './explain-command.ts';
import type { FixFlags } from './fix.ts';
import type { FmtFlags } from './fmt.ts';
import { factsOption, guestOption, parsePositive, parseText, parseVersion } from './options.ts';

export function addOwnPrograms(program: Command): void {
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
}

/** A second file is a mistake, and no argument of the first. What commander was given it keeps to itself. */
export function refuseSecondFile(program: Command, command: Command, args: readonly string[]): void {
  const given: unknown = Reflect.get(program, 'rawArgs');
  if (args.length === 0 || !Array.isArray(given) || given.includes('--')) return;
  command.error(`error: too many arguments for '${command.name()}': one file, and what the program is given after --`, { code: 'commander.excessArguments' });
}
