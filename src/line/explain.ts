/** A program in words, for whoever is asked to agree to it. */
import { explainLines } from '../explain/lines/lines.ts';
import { renderProgram } from '../explain/render.ts';
import type { Plan } from '../plan/plan.ts';
import type { Style } from '../views/layout.ts';

/** What each line of a plan's program does, in the language of its question; from the tree and what it was planned with. */
export function explainPlan({ program, intent: { language } }: Plan, style: Style): string[] {
  return renderProgram(explainLines(program, language), program.source, { ...style, language });
}
