/** The command line of a talk. */
import type { Command } from 'commander';
import { type AskFlags, addMeansOptions, addModelChoice, parsePositive, parseSeconds } from './options.ts';

/** Declares `gpttrace chat`, in which all of `commandLine` can be used. */
export function addChat(program: Command, commandLine: () => Command): void {
  const chat = program
    .command('chat')
    .description('talk: questions that build on the last one, explanations, suggestions; reads its lines from standard input where that is no terminal')
    .option('-y, --yes', 'run without asking')
    .option('-d, --duration <SECONDS>', 'how long to watch where a question does not say; 0 for until Ctrl-C', parseSeconds)
    .option('-n, --top <N>', 'show the N largest', parsePositive)
    .option('--plain', 'no live screen: lines as they come, also on a terminal')
    .option('--dry-run', 'do everything but run')
    .option('--explain', 'explain each program before it runs')
    .option('--allow-unsafe', 'let programs do more than watch')
    .option('--no-keep', 'do not keep the runs as sessions (gpttrace sessions)');
  addModelChoice(addMeansOptions(chat, false), 'what the model may cost for each question').action(async (flags: AskFlags) => {
    const { chatCommand } = await import('./chat/chat.ts');
    process.exitCode = await chatCommand(flags, commandLine);
  });
}
