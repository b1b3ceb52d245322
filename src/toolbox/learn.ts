/** What a tool understands, asked of it once and kept by its path and its time. */
import { manualOf } from '../knowledge/tools.ts';
import type { Host } from '../system/host.ts';
import { parseHelp } from './help.ts';
import { joined, parseManual } from './manual.ts';
import { emptySchema, type Positional, type ToolSchema } from './schema.ts';
import type { Tool, ToolKind } from './tool.ts';

/** Where schemas are kept; a cache never fails. */
export interface SchemaCache {
  read(key: string): ToolSchema | undefined;
  write(key: string, schema: ToolSchema): void;
}

export const noSchemas: SchemaCache = { read: () => undefined, write: () => undefined };

const TIMEOUT_MS = 5000;
/** Of what is kept: one more whenever the parsers read more. */
export const SCHEMA_FORMAT = 2;

/** How each kind is asked; scripts of bpftrace and shell scripts are not: what stands in their files is all they take. */
const ASKED: Readonly<Record<ToolKind, readonly string[] | undefined>> = {
  bcc: ['--help'],
  libbpf: ['--help'],
  bpftrace: undefined,
  'perf-tools': ['-h'],
  perf: ['-h'],
  ss: ['--help'],
  strace: ['--help'],
  bpftool: undefined,
};

/** The schema of a tool. Its help is asked for without a terminal and without input, for five seconds at most. */
export async function learnSchema(tool: Tool, host: Host, cache: SchemaCache = noSchemas): Promise<ToolSchema> {
  const key = [SCHEMA_FORMAT, tool.path, ...tool.words, host.stamp(tool.path) ?? ''].join(' ');
  const known = cache.read(key);
  if (known !== undefined) return known;
  const schema = await learn(tool, host);
  // What said nothing may have been too slow this once.
  if (schema.options.length > 0 || ASKED[tool.kind] === undefined) cache.write(key, schema);
  return schema;
}

/** What may stand alone, where the usage does not tell it to a parser: strace's is two lines in braces, of ss it is a language. */
const ALONE: Readonly<Partial<Record<ToolKind, readonly Positional[]>>> = {
  strace: [{ name: 'PROG', type: 'string', meaning: 'command to start', required: false, repeatable: true }],
  ss: [{ name: 'FILTER', type: 'string', meaning: 'which sockets: state established, dport = :443', required: false, repeatable: true }],
};

async function learn(tool: Tool, host: Host): Promise<ToolSchema> {
  const page = manualPage(tool, host);
  const manual = page === undefined ? emptySchema : parseManual(page);
  const asked = ASKED[tool.kind];
  if (asked === undefined) return scriptSchema(tool, host, manual);
  const { stdout, stderr } = await host.run(tool.path, [...tool.words, ...asked], { input: '', timeout: TIMEOUT_MS });
  const schema = joined(parseHelp(`${stdout}\n${stderr}`, tool.words), manual);
  return { ...schema, positionals: ALONE[tool.kind] ?? schema.positionals, summary: tool.summary };
}

function manualPage(tool: Tool, host: Host): string | undefined {
  const name = [tool.name.split(' ')[0], ...tool.words].join('-');
  return manualOf(name, 8, host) ?? manualOf(name, 1, host) ?? (tool.kind === 'bpftrace' ? manualOf(`${name}.bt`, 8, host) : undefined);
}

/** A script of bpftrace takes what it reads as `$1`; bpftool's commands take what narrows them, by its own words. */
function scriptSchema(tool: Tool, host: Host, manual: ToolSchema): ToolSchema {
  if (tool.kind === 'bpftool') {
    const options = [
      { names: ['-j', '--json'], meaning: 'print JSON' },
      { names: ['-p', '--pretty'], meaning: 'print JSON that is easy to read' },
    ];
    const which = {
      name: 'WHICH',
      type: 'string' as const,
      meaning: 'id, name, tag or pinned, then its value',
      required: tool.words.at(-1) === 'dump',
      repeatable: true,
    };
    return { summary: tool.summary, options, positionals: [which], examples: [] };
  }
  const read = host.read(tool.path);
  const numbers = 'text' in read ? [...read.text.matchAll(/\$([1-9])\b/g)].map(([, number]) => Number(number)) : [];
  const positionals = Array.from({ length: Math.max(0, ...numbers) }, (_, at) => ({
    name: `$${at + 1}`,
    type: 'string' as const,
    meaning: 'parameter of the script',
    required: false,
  }));
  return { summary: tool.summary, options: [], positionals, examples: manual.examples };
}
