/** The command line of models. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ModelUseFlags } from './model.ts';
import { parsePositive, parseText } from './options.ts';

/** Declares `gpttrace model` and all below it. */
export function addModel(program: Command): void {
  const model = program
    .command('model')
    .description('language models, for questions that the library does not answer')
    .helpCommand(false)
    // What is no command below it arrives here: it deserves better than "too many arguments".
    .allowExcessArguments()
    .action(async (_flags: object, { args, commands }: Command) => {
      const { modelListCommand, noModelCommand } = await import('./model.ts');
      const [word] = args;
      if (word !== undefined)
        throw noModelCommand(
          word,
          commands.map((command) => command.name()),
        );
      process.exitCode = await modelListCommand(false);
    });
  model
    .command('use')
    .description('use a model from now on; none for no model')
    .argument('<name>', 'PROVIDER/MODEL such as ollama/qwen3, a name of your own, replay:DIR, or none')
    .option('--url <URL>', 'where its server is, such as http://127.0.0.1:8000/v1', parseText)
    .option('--as <ALIAS>', 'a name of your own for it', parseText)
    .option('--key-stdin', 'read its key from standard input')
    .option('--no-tools', 'speak to it in text only')
    .option('--context <N>', 'how many tokens it takes, prompt and reply together', parsePositive)
    .option('--price <IN,OUT>', 'what it costs, in US dollars for a million tokens in and out', parsePrice)
    .action(async (name: string, flags: ModelUseFlags) => {
      const { modelUseCommand } = await import('./model.ts');
      process.exitCode = await modelUseCommand(name, flags);
    });
  model
    .command('list')
    .description('the model in use, the providers, where keys were found, and well-known models')
    .option('--json', 'as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { modelListCommand } = await import('./model.ts');
      process.exitCode = await modelListCommand(flags.json ?? false);
    });
  model
    .command('test')
    .description('ask a model for one word, to see whether it works; the one in use without a name')
    .argument('[name]')
    .option('--local-only', 'refuse a model that is not on this machine')
    .option('--json', 'as JSON')
    .action(async (name: string | undefined, flags: { json?: boolean; localOnly?: boolean }) => {
      const { modelTestCommand } = await import('./model.ts');
      process.exitCode = await modelTestCommand(name, flags);
    });
  model
    .command('forget')
    .description('remove a key that was typed in')
    .argument('<provider>', 'whose key, or the name of your own that it was typed in for')
    .action(async (name: string) => {
      const { modelForgetCommand } = await import('./model.ts');
      process.exitCode = await modelForgetCommand(name);
    });
}

/** `0.15,0.6`. Throws what commander shows. */
function parsePrice(text: string): { readonly input: number; readonly output: number } {
  const [, input, output] = /^\s*\$?(\d+(?:\.\d+)?)\s*[,/]\s*\$?(\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (input === undefined || output === undefined) throw new InvalidArgumentError('expected two amounts of dollars, such as 0.15,0.6.');
  return { input: Number(input), output: Number(output) };
}
