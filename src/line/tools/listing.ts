/** The tools that are installed, each with what is known of it before it runs. */
import type { Machine } from '../../check/machine.ts';
import type { SafetyClass } from '../../core/program.ts';
import { gatherFacts } from '../../kernel/facts.ts';
import { localMachine } from '../../local.ts';
import type { Host } from '../../system/host.ts';
import { chooseTools } from '../../toolbox/choose.ts';
import { findTools, preferred, toolNamed } from '../../toolbox/find.ts';
import { learnSchema, noSchemas, type SchemaCache } from '../../toolbox/learn.ts';
import { hasHeaders, planTool } from '../../toolbox/plan.ts';
import { assessTool, classOfOption } from '../../toolbox/policy.ts';
import type { ToolOption, ToolSchema } from '../../toolbox/schema.ts';
import { plainSummary, type Tool, type ToolKind } from '../../toolbox/tool.ts';
import { hear } from '../hear.ts';
import { machineOf } from '../prepare.ts';
import { nameAndQuestion } from './named.ts';
import { type Works, worksHere } from './works.ts';

export interface Listed {
  readonly name: string;
  readonly kind: ToolKind;
  readonly path: string;
  readonly summary: string;
  readonly works: Works;
  /** Without any arguments. */
  readonly safety: readonly SafetyClass[];
  /** Tools of other kinds that do the same. */
  readonly others: readonly string[];
  /** Of a question: the command line that would answer it. */
  readonly command?: string;
}

export interface Detailed extends Listed {
  readonly options: readonly (ToolOption & { readonly safety: SafetyClass })[];
  readonly positionals: ToolSchema['positionals'];
  readonly examples: ToolSchema['examples'];
}

interface Place {
  readonly host: Host;
  readonly machine: Machine;
  readonly schemas: SchemaCache;
}

async function place(): Promise<Place> {
  const { host, cache, lists, schemas = noSchemas } = localMachine();
  const { facts } = await gatherFacts(host, cache);
  return { host, machine: await machineOf(facts, { host, lists }), schemas };
}

/** All of them, of several that do the same the one that asks least; those that work here first, then by name. */
export async function listTools(): Promise<Listed[]> {
  const { host, machine } = await place();
  const bases = new Map<string, Tool[]>();
  for (const tool of findTools(host)) bases.set(tool.base, [...(bases.get(tool.base) ?? []), tool]);
  const listed = [...bases.values()].flatMap((tools) => {
    const works = new Map(tools.map((tool) => [tool, worksHere(tool, machine, host)]));
    const able = tools.filter((tool) => works.get(tool)?.verdict !== 'no');
    const tool = preferred(able.length > 0 ? able : tools);
    return tool === undefined ? [] : [listedOf(tool, tools, works.get(tool) ?? { verdict: 'unknown', why: '' })];
  });
  const order = { yes: 0, unknown: 1, no: 2 };
  return listed.sort((a, b) => order[a.works.verdict] - order[b.works.verdict] || (a.name < b.name ? -1 : 1));
}

/** Those that answer a question, best first, each with its command line. Understands it as `ask` does. */
export async function toolsFor(question: string, most: number): Promise<Listed[]> {
  const { host, machine, schemas } = await place();
  const tools = findTools(host);
  const intent = await hear({ question }, machine, host);
  const ranked = intent.refusal === undefined ? chooseTools(intent, tools, { headers: hasHeaders(host) }) : [];
  const found: Listed[] = [];
  for (const { tool } of ranked.slice(0, most)) {
    const planned = await planTool(intent, tools, { host, cache: schemas, tool, seconds: 10 });
    const same = tools.filter(({ base }) => base === tool.base);
    found.push({ ...listedOf(tool, same, worksHere(tool, machine, host)), ...(planned.kind === 'plan' ? { command: planned.plan.source } : {}) });
  }
  return found;
}

/** All that one of them takes; undefined where the words name none. */
export async function toolDetails(words: readonly string[]): Promise<Detailed | undefined> {
  const { name, question } = nameAndQuestion(words.join(' ').trim().split(/\s+/));
  if (question !== '') return undefined;
  const { host, machine, schemas } = await place();
  const tools = findTools(host);
  const found = toolNamed(name, tools);
  if (found.kind === 'unknown') return undefined;
  const { tool } = found;
  const schema = await learnSchema(tool, host, schemas);
  return {
    ...listedOf(
      tool,
      tools.filter(({ base }) => base === tool.base),
      worksHere(tool, machine, host),
    ),
    options: schema.options.map((option) => ({ ...option, safety: classOfOption(tool, option) })),
    positionals: schema.positionals,
    examples: schema.examples,
  };
}

function listedOf(tool: Tool, same: readonly Tool[], works: Works): Listed {
  return {
    name: tool.name,
    kind: tool.kind,
    path: tool.path,
    summary: plainSummary(tool.summary),
    works,
    safety: assessTool(tool, [], () => ({ start: 0, end: 0 })).classes,
    others: same.filter((other) => other !== tool).map(({ name }) => name),
  };
}
