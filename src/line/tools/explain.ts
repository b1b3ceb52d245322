/** The command line of an installed tool in words: its own, of its help and its manual page. */
import type { Program } from '../../core/program.ts';
import type { ProgramExplanation } from '../../explain/lines/lines.ts';
import { localMachine } from '../../local.ts';
import { readArguments } from '../../toolbox/arguments.ts';
import { findTools } from '../../toolbox/find.ts';
import { learnSchema } from '../../toolbox/learn.ts';
import { plainSummary } from '../../toolbox/tool.ts';

/** What the tool is for, and what each of its arguments does; nothing where it is not installed (any more). */
export async function explainTool({ command }: Program): Promise<ProgramExplanation> {
  const { host, schemas } = localMachine();
  const tool = findTools(host).find(({ name }) => name === command?.tool);
  if (tool === undefined || command === undefined) return { lines: [], maps: [], limits: [] };
  const schema = await learnSchema(tool, host, schemas);
  const { given } = readArguments(command.args.slice(tool.words.length), schema);
  let alone = 0;
  const facts = given.map(({ option, value }) => {
    const positional = option === undefined ? schema.positionals[Math.min(alone++, schema.positionals.length - 1)] : undefined;
    const shown = option === undefined ? (value ?? '') : [option.names[0], ...(value === undefined ? [] : [value])].join(' ');
    const meaning = option?.meaning ?? [positional?.name, positional?.meaning].filter((part) => part !== undefined && part !== '').join(', ');
    return meaning === '' ? shown : `${shown}: ${meaning}`;
  });
  return { lines: [], maps: [], limits: [], facts: [`${tool.name}: ${plainSummary(tool.summary)}`, ...facts] };
}
