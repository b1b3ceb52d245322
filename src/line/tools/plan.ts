/** A tool that the user named, with arguments made of a question or given as they are, to a plan that is shown, agreed to and run like any other. */
import type { Machine } from '../../check/machine.ts';
import type { Intent } from '../../core/intent.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { GivenTool, Request } from '../../core/request.ts';
import type { Plan } from '../../plan/plan.ts';
import { planTexts } from '../../plan/texts.ts';
import type { Host } from '../../system/host.ts';
import { aboutOf, answersAtOnce, chooseTools } from '../../toolbox/choose.ts';
import { findTools } from '../../toolbox/find.ts';
import { learnSchema, noSchemas } from '../../toolbox/learn.ts';
import { hasHeaders, planArguments, planTool, type ToolPlanned } from '../../toolbox/plan.ts';
import type { ToolSchema } from '../../toolbox/schema.ts';
import { ownSeconds } from '../../toolbox/times.ts';
import { plainSummary, programOf, type Tool, type ToolPlan } from '../../toolbox/tool.ts';
import type { Surroundings } from '../events.ts';
import { hear } from '../hear.ts';
import { DEFAULT_SECONDS, missingProcess } from '../plans.ts';
import { validateQuestion } from '../question.ts';
import { commandFor, toolOf } from './named.ts';
import { needsRoot, startedAsUser } from './rights.ts';
import { worksHere } from './works.ts';

type Around = Pick<Surroundings, 'host' | 'schemas' | 'willRun'>;

/** Throws a Problem for a tool that is not there, that cannot work here, or whose arguments are wrong. */
export async function planGivenTool(request: Request, given: GivenTool, machine: Machine, around: Around): Promise<Plan> {
  const { question = '' } = request;
  if (question !== '') validateQuestion(question);
  const { host, schemas = noSchemas } = around;
  const tools = findTools(host);
  const intent = await hear(request, machine, host);
  const command = question === '' || given.args !== undefined ? undefined : commandFor(given.name, intent, tools);
  const { tool, args } = command === undefined ? toolOf(given, tools, host) : { tool: command };
  if (around.willRun !== false) refuseHere(tool, machine, around);
  const schema = await learnSchema(tool, host, schemas);
  if (args !== undefined) {
    const planned = planArguments(tool, schema, args, timesOf(request, tool, args, schema));
    return planOfTool(planOf(planned, intent), intent, machine);
  }
  if (question !== '') refuseOther(intent, tool, tools, aboutOf(intent, tool, tools), around);
  const timeless = request.seconds === 0;
  const planning = { host, cache: schemas, tool, ...(timeless ? {} : { seconds: DEFAULT_SECONDS }) };
  const planned = await planTool({ ...(timeless ? withoutTime(intent) : intent), unapplied: [] }, tools, planning);
  const plan = planOfTool(planOf(planned, intent), intent, machine);
  return { ...plan, notes: [...plan.notes, ...remarksOn(intent, host)] };
}

/** What of a question no tool was told, and that whom it is about is not there. */
export function remarksOn(intent: Intent, host: Host): string[] {
  const texts = planTexts(intent.language);
  return [...intent.unapplied.map((words) => texts.unapplied(words)), missingProcess(intent, host)].filter((note) => note !== undefined);
}

/** What the line shows and runs, of a tool with its arguments. */
export function planOfTool(toolPlan: ToolPlan, intent: Intent, { facts }: Machine): Plan {
  const program = programOf(toolPlan);
  const command = program.command === undefined || !startedAsUser(toolPlan, facts) ? program.command : { ...program.command, asUser: true };
  return {
    program: { ...program, ...(command === undefined ? {} : { command }) },
    intent,
    confidence: toolPlan.confidence,
    tells: '',
    safety: toolPlan.safety,
    notes: toolPlan.notes,
    narrowed: toolPlan.pid !== undefined,
    followsCommand: false,
  };
}

function planOf(planned: ToolPlanned, { language }: Intent): ToolPlan {
  if (planned.kind === 'plan') return planned.plan;
  if (planned.kind === 'wrong')
    throw new Problem(messages.wrongToolArguments(planned.tool.name, planned.diagnostics.length), planned.diagnostics, planned.source);
  throw new Problem(planned.why === 'unknown' ? messages.noTool(language) : messages.notTracing(planned.why, language, true));
}

/** Arguments as they are say by themselves how long, unless a shorter time was asked for; where nothing does, it is watched for as long as a question would be. */
function timesOf(
  { seconds, top }: Request,
  tool: Tool,
  args: readonly string[],
  schema: ToolSchema,
): Pick<Partial<ToolPlan>, 'seconds' | 'top' | 'endsItself'> {
  const limit = top === undefined ? {} : { top };
  if (answersAtOnce(tool)) return { endsItself: true, ...limit };
  const own = ownSeconds(args, schema);
  if (own !== undefined && (seconds === undefined || seconds === 0 || own <= seconds)) return { seconds: own, endsItself: true, ...limit };
  return { ...(seconds === 0 ? {} : { seconds: seconds ?? DEFAULT_SECONDS }), ...limit };
}

function withoutTime({ seconds: _, ...endless }: Intent): Intent {
  return endless;
}

function refuseHere(tool: Tool, machine: Machine, { host }: Around): void {
  const { verdict, why, mend } = worksHere(tool, machine, host);
  if (verdict === 'no') throw new Problem(messages.toolCannotWork(tool.name, why, mend));
  const { privilege } = machine.facts;
  if (needsRoot(tool) && privilege !== 'root' && privilege !== 'sudo') throw new Problem(messages.toolNeedsRoot(tool.name));
}

/** Less than that is words that questions about anything have. */
const LEAST_ABOUT = 0.3;

/** A question that shares no word with what the tool is for gets no arguments by chance. */
function refuseOther(intent: Intent, tool: Tool, tools: readonly Tool[], about: number, { host }: Around): void {
  if (intent.refusal !== undefined || about >= LEAST_ABOUT) return;
  const better = chooseTools(intent, tools, { headers: hasHeaders(host) })
    .filter(({ tool: { base } }) => base !== tool.base)
    .slice(0, 3);
  throw new Problem(
    messages.notAboutTool(
      tool.name,
      plainSummary(tool.summary),
      better.map((one) => one.tool.name),
      intent.language,
    ),
  );
}
