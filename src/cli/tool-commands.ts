/** The command line of installed tools. */
import type { Command } from 'commander';
import { addRunOptions, parsePercent, parsePositive, parseText } from './options.ts';
import { spoken } from './tongue.ts';
import type { ToolFlags } from './tool.ts';
import type { ToolsFlags } from './tools.ts';

const EXAMPLES = `
Examples:
  gpttrace tool opensnoop "which files does nginx fail to open? 5 seconds"
  gpttrace tool runqlat --duration 5
  gpttrace tool ss -- -tlnp
  gpttrace tool perf stat -- -a --timeout 2000`;

/** Declares `gpttrace tool` and `gpttrace tools`. */
export function addTools(program: Command): void {
  const tool = program
    .command('tool')
    .description('let a tool that is installed (of bcc, libbpf-tools, bpftrace, perf, ss, strace, bpftool) answer a question, or run it with arguments')
    .usage(spoken('[options] <NAME> ["QUESTION"]\n       gpttrace tool [options] <NAME> -- ARGUMENTS'))
    .argument('<NAME...>', 'which tool, and what you want to know of it')
    .showHelpAfterError(spoken('(arguments of the tool itself stand behind --: gpttrace tool ss -- -tn)'))
    .addHelpText('after', spoken(EXAMPLES));
  addRunOptions(tool)
    .option('-p, --pid <PID>', 'only this process', parsePositive)
    .option('--comm <NAME>', 'only processes of this name', parseText)
    .option('--max-overhead <PERCENT>', "how much of this machine's CPU time a run may cost before it is slowed down, then ended; 25% without", parsePercent)
    .action(async (words: readonly string[], flags: ToolFlags) => {
      const { toolCommand } = await import('./tool.ts');
      process.exitCode = await toolCommand(...partedAt(words, rawArguments(program)), flags);
    });
  program
    .command('tools')
    .description('tools that are installed: all of them, those that answer a question, or what one of them takes')
    .argument('[word...]', 'a question, or the name of a tool')
    .option('-n, --top <N>', 'show no more than N', parsePositive)
    .option('--json', 'one JSON value a line')
    .action(async (words: readonly string[], flags: ToolsFlags) => {
      const { toolsCommand } = await import('./tools.ts');
      process.exitCode = await toolsCommand(words, flags);
    });
}

/** What was typed, with the `--` that commander takes away. */
function rawArguments(program: Command): readonly string[] {
  return (program as Command & { readonly rawArgs?: readonly string[] }).rawArgs ?? [];
}

/** What stands before `--`, and what behind it; undefined without one. */
function partedAt(words: readonly string[], typed: readonly string[]): [readonly string[], readonly string[] | undefined] {
  const at = typed.indexOf('--');
  if (at === -1) return [words, undefined];
  const behind = typed.length - at - 1;
  return [words.slice(0, words.length - behind), words.slice(words.length - behind)];
}
