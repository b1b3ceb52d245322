/** Commands on what a machine offers: its probes, its types, and all of it written down. */
import type { Command } from 'commander';
import type { FactsFlags } from './facts.ts';
import { factsOption, guestOption, parsePositive } from './options.ts';
import type { ProbesFlags } from './probes.ts';
import type { TypeFlags } from './type.ts';

export function addMachine(program: Command): void {
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
}
