/** The tool for a question among those that can work on this machine. */
import type { Machine } from '../../check/machine.ts';
import type { Intent } from '../../core/intent.ts';
import { type Planning, planTool, type ToolPlanned } from '../../toolbox/plan.ts';
import type { Tool } from '../../toolbox/tool.ts';
import { needsRoot } from './rights.ts';
import { type Works, worksHere } from './works.ts';

/** So many that cannot work are passed over; each costs a look into its file. */
const MOST_TRIED = 6;
/** Another one that fits so much worse than what was meant answers something else. */
const AS_GOOD = 0.75;

/** Tools answer it, and none of them can work here: the best of them, and why it cannot. */
export interface Unable {
  readonly kind: 'unable';
  readonly tool: Tool;
  readonly works: Works;
}

/** As `planTool`, but a tool that cannot work here gives way to the next best. */
export async function planAbleTool(intent: Intent, tools: readonly Tool[], planning: Planning, machine: Machine): Promise<ToolPlanned | Unable> {
  let unable: Unable | undefined;
  let left = tools;
  let best = 0;
  for (let tried = 0; tried < MOST_TRIED; tried++) {
    const planned = await planTool(intent, left, planning);
    if (planned.kind === 'nothing') return unable ?? planned;
    const tool = planned.kind === 'plan' ? planned.plan.tool : planned.tool;
    const confidence = planned.kind === 'plan' ? planned.plan.confidence : best;
    best = Math.max(best, confidence);
    if (confidence < AS_GOOD * best) break;
    const works = worksHere(tool, machine, planning.host);
    if (works.verdict !== 'no' && (!needsRoot(tool) || machine.facts.privilege !== 'none')) return planned;
    unable ??= { kind: 'unable', tool, works };
    left = left.filter((other) => other.name !== tool.name);
  }
  return unable ?? { kind: 'nothing', why: 'unknown' };
}
