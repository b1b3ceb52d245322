/** A question, or a tool with its arguments, to what is shown, agreed to and run. */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Intent } from '../core/intent.ts';
import type { Host } from '../system/host.ts';
import { type Mistake, readArguments } from './arguments.ts';
import { answersAtOnce, chooseTools, type Ranked } from './choose.ts';
import { fillArguments, isFunctionName, takesFunction } from './fill.ts';
import { learnSchema, noSchemas, type SchemaCache } from './learn.ts';
import { assessTool } from './policy.ts';
import type { ToolSchema } from './schema.ts';
import { plainSummary, type Tool, type ToolPlan } from './tool.ts';

export interface Planning {
  readonly host: Host;
  readonly cache?: SchemaCache;
  /** The tool that was named; otherwise the best one is chosen. */
  readonly tool?: Tool;
  /** How long to watch where the question does not say. */
  readonly seconds?: number;
}

export type ToolPlanned =
  | { readonly kind: 'plan'; readonly plan: ToolPlan; readonly others: readonly Ranked[] }
  /** No tool that is installed answers it. */
  | { readonly kind: 'nothing'; readonly why: 'unknown' | NonNullable<Intent['refusal']>['value'] }
  /** The tool cannot be started so: an argument is missing or wrong. */
  | { readonly kind: 'wrong'; readonly tool: Tool; readonly source: string; readonly diagnostics: readonly Diagnostic[] };

const MOST_OTHERS = 5;

/** The tool for a question with its arguments filled in. The language's lexicon must have been read, as it has where the question was understood. */
export async function planTool(intent: Intent, tools: readonly Tool[], planning: Planning): Promise<ToolPlanned> {
  if (intent.refusal !== undefined) return { kind: 'nothing', why: intent.refusal.value };
  const ranked = planning.tool === undefined ? chooseTools(intent, tools, { headers: hasHeaders(planning.host) }) : [{ tool: planning.tool, score: 1 }];
  const [best, ...others] = ranked;
  if (best === undefined) return { kind: 'nothing', why: 'unknown' };
  const schema = await learnSchema(best.tool, planning.host, planning.cache ?? noSchemas);
  const seconds = answersAtOnce(best.tool) ? undefined : (intent.seconds?.value ?? planning.seconds);
  const { args, notes, endsItself, pid, top } = fillArguments(intent, best.tool, schema, seconds, planning.host);
  const all = [...args, ...functionOf(intent, schema)];
  const planned = planArguments(best.tool, schema, all, {
    notes: [...notes, ...intent.unapplied],
    endsItself: endsItself || seconds === undefined,
    confidence: Math.min(1, best.score),
    ...(seconds === undefined ? {} : { seconds }),
    ...(pid === undefined ? {} : { pid }),
    ...(top === undefined ? {} : { top }),
  });
  return planned.kind === 'plan' ? { ...planned, others: others.slice(0, MOST_OTHERS) } : planned;
}

/** A tool with the arguments a user or a model gave, held against its schema. */
export function planArguments(
  tool: Tool,
  schema: ToolSchema,
  args: readonly string[],
  more: Partial<Pick<ToolPlan, 'notes' | 'endsItself' | 'confidence' | 'seconds' | 'pid' | 'top'>> = {},
): ToolPlanned {
  const { given, diagnostics } = readArguments(args, schema);
  const needed = needs(
    tool,
    given.some(({ option }) => option?.names.includes('-p') === true),
  );
  const mistakes: readonly Mistake[] = [...diagnostics, ...needed];
  const head = [tool.name.split(' ')[0] ?? tool.name, ...tool.words];
  const words = [...head, ...args].map(quoted);
  const source = words.join(' ');
  const starts = words.map((_, i) => words.slice(0, i).join(' ').length + (i === 0 ? 0 : 1));
  const span = (at?: number): { start: number; end: number } => {
    const i = at === undefined ? 0 : head.length + at;
    const start = starts[i] ?? 0;
    return { start, end: at === undefined ? quoted(tool.name).length : start + (words[i]?.length ?? 0) };
  };
  if (mistakes.length > 0) {
    const diagnostics = mistakes.map(({ at, ...one }): Diagnostic => (at === undefined ? one : { ...one, span: span(at) }));
    return { kind: 'wrong', tool, source, diagnostics };
  }
  return {
    kind: 'plan',
    others: [],
    plan: {
      tool,
      command: { tool: tool.name, path: tool.path, args: [...tool.words, ...args] },
      source,
      title: plainSummary(schema.summary) || tool.name,
      safety: assessTool(tool, given, span),
      notes: [],
      endsItself: false,
      confidence: 1,
      ...more,
    },
  };
}

function needs(tool: Tool, hasPid: boolean): Diagnostic[] {
  if (tool.kind !== 'strace' || hasPid) return [];
  return [
    {
      code: 'missing-argument',
      severity: 'error',
      message: 'strace needs a process to look at',
      hints: ['name it by its number, such as "of pid 1234"', 'perf trace watches the whole machine'],
      fixes: [],
    },
  ];
}

/** The function that was named, where the tool takes one; nothing but a name, for patterns fit more than was meant. */
function functionOf({ event, question }: Intent, schema: ToolSchema): string[] {
  if (!takesFunction(schema)) return [];
  const written = [...new Set(question.match(/\w+/g))].filter(isFunctionName);
  const name = event?.value.kind === 'function' ? event.value.name : written.length === 1 ? written[0] : undefined;
  return name !== undefined && /^[A-Za-z_][\w.]*$/.test(name) ? [name] : [];
}

/** As a person would have to type it in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether what bcc compiles against is on the machine. */
export function hasHeaders(host: Host): boolean {
  return host.exists(`/lib/modules/${host.release}/build`) || host.exists('/sys/kernel/kheaders.tar.xz');
}
