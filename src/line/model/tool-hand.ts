/** What a model chooses an installed tool with: the tools, what each takes, and how a command line becomes a plan. Nothing goes through a shell. */
import type { Machine } from '../../check/machine.ts';
import { flat } from '../../core/flat.ts';
import type { Intent } from '../../core/intent.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import { fault } from '../../plan/agent/examination.ts';
import type { HeldCommand, ToolWorkshop } from '../../plan/agent/workshop.ts';
import { answersAtOnce, chooseTools } from '../../toolbox/choose.ts';
import { describeSchema, describeTools } from '../../toolbox/describe.ts';
import { findTools, toolNamed } from '../../toolbox/find.ts';
import { learnSchema, noSchemas } from '../../toolbox/learn.ts';
import { hasHeaders, planArguments, type ToolPlanned } from '../../toolbox/plan.ts';
import type { Tool } from '../../toolbox/tool.ts';
import type { Surroundings } from '../events.ts';
import { DEFAULT_SECONDS, timed } from '../plans.ts';
import { planOfTool } from '../tools/plan.ts';
import { worksHere } from '../tools/works.ts';
import type { Hand } from './hand.ts';
import { confidenceIn, notesOf, provenBy } from './plan-of-draft.ts';
import type { Beside } from './workshop.ts';

export function toolHandFor(name: string, request: Request, heard: Intent, machine: Machine, around: Surroundings, beside: Beside): Hand {
  const { host, schemas = noSchemas, allowUnsafe = false } = around;
  const { intent, endless } = timed(heard, request);
  const tools = findTools(host);
  if (tools.length === 0) throw new Problem(messages.noTool(heard.language));
  const works = (tool: Tool): boolean => worksHere(tool, machine, host).verdict !== 'no';
  const held = new Map<string, ToolPlanned>();

  async function hold(given: string): Promise<HeldCommand> {
    const words = wordsOf(given);
    if (words === undefined) return { source: given, diagnostics: [fault('bad-quotes', 'a quotation in it does not end')], unmet: [] };
    const found = toolIn(words, tools);
    if (!('tool' in found)) {
      const near = found.near.length > 0 ? [`did you mean ${found.near.join(', ')}?`] : [];
      return { source: given, diagnostics: [fault('unknown-tool', `no tool called ${JSON.stringify(words[0] ?? '')} is installed`, near)], unmet: [] };
    }
    const { tool, args } = found;
    const { verdict, why } = worksHere(tool, machine, host);
    if (verdict === 'no')
      return { source: given, tool: tool.name, diagnostics: [fault('tool-cannot-work', `${tool.name} cannot work here: ${why}`)], unmet: [] };
    const seconds = answersAtOnce(tool) || endless ? undefined : (intent.seconds?.value ?? DEFAULT_SECONDS);
    const planned = planArguments(tool, await learnSchema(tool, host, schemas), args, {
      ...(seconds === undefined ? { endsItself: answersAtOnce(tool) } : { seconds }),
      ...(intent.top === undefined ? {} : { top: intent.top.value }),
      ...(intent.filter?.value.pid === undefined ? {} : { pid: intent.filter.value.pid }),
    });
    if (planned.kind === 'nothing') throw new Error('a tool with its arguments is a plan, or wrong');
    if (planned.kind === 'wrong') return { source: planned.source, tool: tool.name, diagnostics: planned.diagnostics, unmet: [] };
    const { source, safety } = planned.plan;
    held.set(source, planned);
    const acts = allowUnsafe ? [] : safety.reasons.filter(({ kind }) => kind === 'unsafe').map(({ why: does }) => does);
    return {
      source,
      tool: tool.name,
      diagnostics: [],
      ...(acts.length === 0 ? {} : { forbidden: `it does more than watch: ${[...new Set(acts)].join('; ')}` }),
      unmet: unnarrowed(args, intent),
    };
  }

  const workshop: ToolWorkshop = {
    language: 'tool',
    list: (most) => listed(intent, tools.filter(works), hasHeaders(host), most),
    async describeTool(wanted) {
      const named = toolNamed(wanted.trim(), tools);
      if (named.kind === 'unknown')
        return `no tool called ${JSON.stringify(wanted)} is installed${named.near.length > 0 ? `; names like it: ${named.near.join(', ')}` : ''}`;
      const { verdict, why } = worksHere(named.tool, machine, host);
      if (verdict === 'no') return `${named.tool.name} cannot work here: ${why}`;
      return describeSchema(named.tool, await learnSchema(named.tool, host, schemas));
    },
    hold,
    ...beside,
  };
  return {
    language: 'tool',
    workshop,
    examples: [],
    planOf(draft) {
      const planned = held.get(draft.source);
      if (planned?.kind !== 'plan') throw new Error('a command line that passed was not held against its tool');
      const plan = planOfTool(planned.plan, intent, machine);
      const proven = provenBy(false, intent);
      return {
        ...plan,
        program: { ...plan.program, title: flat(draft.title) },
        confidence: confidenceIn(proven),
        tells: flat(draft.tells).replace(/[.。]$/, ''),
        notes: [...plan.notes, messages.toolChosen(name, heard.language), ...notesOf(draft, name, heard.language)],
      };
    },
  };
}

/** The tools that come nearest to the question first, for who can be told only some. */
function listed(intent: Intent, tools: readonly Tool[], headers: boolean, most: number): string {
  const near = chooseTools(intent, tools, { headers }).map(({ tool }) => tool);
  const lines = describeTools([...near, ...tools]).split('\n');
  let length = 0;
  const shown = lines.filter((line) => {
    length += line.length + 1;
    return length <= most;
  });
  return shown.length === lines.length ? shown.join('\n') : `${shown.join('\n')}\nand ${lines.length - shown.length} more`;
}

/** The tool that a command line starts: names have one word or more (`perf stat`). */
function toolIn(
  words: readonly string[],
  tools: readonly Tool[],
): { readonly tool: Tool; readonly args: readonly string[] } | { readonly near: readonly string[] } {
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const named = toolNamed(words.slice(0, length).join(' '), tools);
    if (named.kind === 'tool') return { tool: named.tool, args: words.slice(length) };
  }
  const named = toolNamed(words[0] ?? '', tools);
  return { near: named.kind === 'unknown' ? named.near : [] };
}

/** Words as a shell would take them apart, and nothing else that a shell does; undefined where a quotation does not end. */
export function wordsOf(line: string): string[] | undefined {
  const words = [...line.trim().matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs)];
  const rest = line.replace(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs, '');
  if (rest.trim() !== '') return undefined;
  return words.map(([word]) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
      (_, plain?: string, double?: string, one?: string) => plain ?? double?.replace(/\\(.)/gs, '$1') ?? one ?? '',
    ),
  );
}

function unnarrowed(args: readonly string[], { filter }: Intent): HeldCommand['unmet'] {
  const { pid, comm } = filter?.value ?? {};
  const asked = [pid === undefined ? undefined : String(pid), comm].find((one) => one !== undefined && !args.some((arg) => arg.includes(one)));
  if (asked === undefined) return [];
  return [
    {
      ...fault('asked-filter', `the question is about ${asked} only, and the tool shows others`, ['give the option that narrows it, where it has one']),
      severity: 'warning',
    },
  ];
}
