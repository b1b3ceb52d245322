/** The command line of the index of the user's own documents. */
import type { Command } from 'commander';
import type { IndexFlags } from './index-command.ts';
import { parsePositive, parseText } from './options.ts';

/** Declares `gpttrace index` and all below it. */
export function addIndex(program: Command): void {
  const index = program
    .command('index')
    .description('documents of your own, which a model may look things up in')
    .helpCommand(false)
    .allowExcessArguments()
    .action(async (_flags: object, { args, commands }: Command) => {
      const { indexListCommand, noIndexCommand } = await import('./index-command.ts');
      const [word] = args;
      if (word !== undefined)
        throw noIndexCommand(
          word,
          commands.map((command) => command.name()),
        );
      process.exitCode = await indexListCommand({});
    });
  index
    .command('add')
    .description('index a file, a folder or a Git repository; what is indexed already is brought up to date')
    .argument('<PATH|GIT-URL>', 'such as ~/runbooks or https://HOST/NAME.git')
    .option('--name <NAME>', 'what to call it; the last part of the path without', parseText)
    .option('-y, --yes', 'send passages to the configured provider of embeddings without asking')
    .option('--json', 'as JSON')
    .action(async (text: string, flags: IndexFlags) => {
      const { indexAddCommand } = await import('./index-command.ts');
      process.exitCode = await indexAddCommand(text, flags);
    });
  index
    .command('update')
    .description('read again what has changed; all sources where none is named')
    .argument('[name...]')
    .option('-y, --yes', 'send passages to the configured provider of embeddings without asking')
    .option('--json', 'one JSON value a line')
    .action(async (names: readonly string[], flags: IndexFlags) => {
      const { indexUpdateCommand } = await import('./index-command.ts');
      process.exitCode = await indexUpdateCommand(names, flags);
    });
  index
    .command('list')
    .description('what is indexed')
    .option('--json', 'as JSON')
    .action(async (flags: IndexFlags) => {
      const { indexListCommand } = await import('./index-command.ts');
      process.exitCode = await indexListCommand(flags);
    });
  index
    .command('search')
    .description('the passages that a model would be shown for these words')
    .argument('<words...>')
    .option('-n, --top <N>', 'show the N best', parsePositive)
    .option('--json', 'one JSON value a line')
    .action(async (words: readonly string[], flags: IndexFlags) => {
      const { indexSearchCommand } = await import('./index-command.ts');
      process.exitCode = await indexSearchCommand(words.join(' '), flags);
    });
  index
    .command('remove')
    .alias('rm')
    .description('forget a source; its own files stay as they are')
    .argument('<name...>')
    .option('--json', 'as JSON')
    .action(async (names: readonly string[], flags: IndexFlags) => {
      const { indexRemoveCommand } = await import('./index-command.ts');
      process.exitCode = await indexRemoveCommand(names, flags);
    });
}
