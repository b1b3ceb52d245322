/** The command line of what was said of answers. */
import type { Command } from 'commander';
import type { FeedbackFlags } from './feedback.ts';
import { parsePositive, parseText } from './options.ts';

const ID = 'its id, or a beginning of it';

/** Declares `gpttrace feedback` and all below it. */
export function addFeedback(program: Command): void {
  const feedback = program
    .command('feedback')
    .description('what you said of answers: it is kept on this machine, and changes which programs come first')
    .helpCommand(false)
    .allowExcessArguments()
    .option('--json', 'one JSON value a line')
    .action(async (flags: FeedbackFlags, { args, commands }: Command) => {
      const { feedbackListCommand, noFeedbackCommand } = await import('./feedback.ts');
      const [word] = args;
      if (word !== undefined)
        throw noFeedbackCommand(
          word,
          commands.map((command) => command.name()),
        );
      process.exitCode = await feedbackListCommand([], flags);
    });
  feedback
    .command('list')
    .alias('ls')
    .description('all of it, or what these words are in')
    .argument('[word...]', 'words of the question, the program or the kind')
    .option('-n, --top <N>', 'show no more than the N latest', parsePositive)
    .option('--json', 'one JSON value a line')
    .action(async (words: readonly string[], flags: FeedbackFlags) => {
      const { feedbackListCommand } = await import('./feedback.ts');
      process.exitCode = await feedbackListCommand(words, flags);
    });
  feedback
    .command('show')
    .description('all that is kept of one; of an edit, the program as it was run')
    .argument('<id>', ID)
    .option('--json', 'as one JSON value')
    .action(async (id: string, flags: FeedbackFlags) => {
      const { feedbackShowCommand } = await import('./feedback.ts');
      process.exitCode = await feedbackShowCommand(id, flags);
    });
  feedback
    .command('remove')
    .aliases(['rm', 'delete'])
    .description('take it back: it changes nothing any more')
    .argument('<id...>', ID)
    .option('--json', 'one JSON value a line')
    .action(async (ids: readonly string[], flags: FeedbackFlags) => {
      const { feedbackRemoveCommand } = await import('./feedback.ts');
      process.exitCode = await feedbackRemoveCommand(ids, flags);
    });
  feedback
    .command('clear')
    .description('remove all of it')
    .option('-y, --yes', 'remove without asking')
    .action(async (flags: FeedbackFlags) => {
      const { feedbackClearCommand } = await import('./feedback.ts');
      process.exitCode = await feedbackClearCommand(flags);
    });
  for (const [kind, description] of [
    ['good', 'say that a run answered what was asked'],
    ['bad', 'say that it did not'],
  ] as const) {
    feedback
      .command(kind)
      .description(description)
      .argument('[session]', 'the id of the run, a part of it, or last', 'last')
      .option('--for <QUESTION>', `say it for this question instead of the one that was asked`, parseText)
      .option('--json', 'as one JSON value')
      .action(async (session: string, flags: FeedbackFlags) => {
        const { feedbackJudgeCommand } = await import('./feedback.ts');
        process.exitCode = await feedbackJudgeCommand(session, kind, flags);
      });
  }
}
