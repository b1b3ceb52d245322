/** A program in words, for whoever is asked to agree to it. */

import type { ProgramExplanation } from '../explain/lines/lines.ts';
import { renderProgram } from '../explain/render.ts';
import type { Plan } from '../plan/plan.ts';
import type { Style } from '../views/layout.ts';
import { explainProgram } from './explain-program.ts';

/** What each line of a plan's program does, in the language of its question; from the tree and what it was planned with. */
export async function explainPlan(plan: Plan, style: Style): Promise<string[]> {
  return renderProgram(await planInWords(plan), plan.program.source, { ...style, language: plan.intent.language });
}

/** The same, part by part. */
export function planInWords({ program, safety, intent: { language } }: Plan): Promise<ProgramExplanation> {
  return explainProgram(program, safety, language);
}
