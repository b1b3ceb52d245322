/** A question answered by a tool that is installed, with its options filled in. */
import type { Machine } from '../../check/machine.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import type { Planned } from '../../plan/plan.ts';
import { answersAtOnce } from '../../toolbox/choose.ts';
import { findTools } from '../../toolbox/find.ts';
import { noSchemas } from '../../toolbox/learn.ts';
import { planTool, type ToolPlanned } from '../../toolbox/plan.ts';
import type { Surroundings } from '../events.ts';
import { hear } from '../hear.ts';
import { DEFAULT_SECONDS, timed } from '../plans.ts';
import { planAbleTool, type Unable } from '../tools/able.ts';
import { planOfTool, remarksOn } from '../tools/plan.ts';

type Around = Pick<Surroundings, 'host' | 'schemas' | 'willRun'>;

/** What is taken where nobody asked for a tool. */
export interface Unasked {
  /** Below this confidence (0 to 1) there is no plan. */
  readonly least: number;
  /** Only what answers at once: that attaches nothing, so no kernel lacks what it needs. */
  readonly atOnce?: boolean;
}

/**
 * The plan that starts the tool which fits best and can work here. Throws a Problem where none of them can, or it cannot be started for such a question; where nobody
 * asked for a tool there is no plan instead.
 */
export async function planByTool(request: Request, machine: Machine, { host, schemas = noSchemas, willRun }: Around, unasked?: Unasked): Promise<Planned> {
  const { intent, endless } = timed(await hear(request, machine, host), request);
  const { language } = intent;
  const nothing: Planned = { kind: 'nothing', nearest: [], why: 'unknown', language };
  const tools = findTools(host).filter((tool) => unasked?.atOnce !== true || answersAtOnce(tool));
  const planning = { host, cache: schemas, ...(endless ? {} : { seconds: DEFAULT_SECONDS }) };
  // What was not applied is told here, in the question's language.
  const heard = { ...intent, unapplied: [] };
  let planned: ToolPlanned | Unable = await planAbleTool(heard, tools, planning, machine);
  // It may be for another machine.
  if (planned.kind === 'unable' && willRun === false) planned = await planTool(heard, tools, planning);
  if (planned.kind === 'nothing') return { ...nothing, why: planned.why };
  if (planned.kind !== 'plan') {
    if (unasked !== undefined) return nothing;
    throw planned.kind === 'unable'
      ? whyUnable(planned)
      : new Problem(messages.wrongToolArguments(planned.tool.name, planned.diagnostics.length), planned.diagnostics, planned.source);
  }
  const { plan: made } = planned;
  if (unasked !== undefined && made.confidence < unasked.least) return nothing;
  const notes = [...made.notes, ...remarksOn(intent, host)];
  const plan = planOfTool(made, intent, machine);
  const endsItself = made.endsItself && (made.seconds !== undefined || answersAtOnce(made.tool));
  return { kind: 'plan', plan: { ...plan, notes, program: { ...plan.program, endsItself } } };
}

function whyUnable({ tool: { name }, works: { verdict, why, mend } }: Unable): Problem {
  return new Problem(verdict === 'no' ? messages.toolCannotWork(name, why, mend) : messages.toolNeedsRoot(name));
}
