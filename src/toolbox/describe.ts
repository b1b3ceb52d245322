/** Tools as a language model reads them: first a line each, then the options of the one it chose. Short enough for any of them. */
import { preferred } from './find.ts';
import type { ToolOption, ToolSchema } from './schema.ts';
import type { Tool } from './tool.ts';

const MOST_SUMMARY = 80;
const MOST_MEANING = 100;

/** A line a tool, of each base the one that asks least of the machine. */
export function describeTools(tools: readonly Tool[]): string {
  const bases = new Map<string, Tool[]>();
  for (const tool of tools) bases.set(tool.base, [...(bases.get(tool.base) ?? []), tool]);
  return [...bases.values()]
    .flatMap((own) => preferred(own) ?? [])
    .map(({ name, summary }) => `${name}: ${summary.slice(0, MOST_SUMMARY)}`)
    .join('\n');
}

/** All that one tool takes. */
export function describeSchema(tool: Tool, schema: ToolSchema): string {
  const positionals = schema.positionals.map(({ name, type, required, meaning }) =>
    `${name} (${type}${required ? '' : ', may be left out'}) ${meaning}`.trim(),
  );
  return [`${tool.name}: ${schema.summary}`, ...schema.options.filter(useful).map(line), ...positionals].join('\n');
}

function useful({ names }: ToolOption): boolean {
  return !names.some((name) => /^--(?:help|usage|version|verbose|debug)$/.test(name));
}

function line({ names, argument, meaning }: ToolOption): string {
  const takes = argument === undefined ? '' : ` ${argument.values?.join('|') ?? argument.name} (${argument.type})`;
  return `${names.join(', ')}${takes}: ${meaning.slice(0, MOST_MEANING)}`;
}
