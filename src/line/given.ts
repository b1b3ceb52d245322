/** A file of the user's own that is no bpftrace program: what is known of it before it is proven. */
import type { Request } from '../core/request.ts';
import { attachPointsOf } from '../plan/c/attach-points.ts';
import type { Plan } from '../plan/plan.ts';
import { planTexts } from '../plan/texts.ts';
import { grantNotes } from './grants.ts';

/** Adds what the file itself tells, and what was asked for by flag. */
export async function describeGiven(plan: Plan, request: Request): Promise<Plan> {
  const { seconds, pid, grants } = request;
  const { program } = plan;
  const common = { ...program, endsItself: false, ...(seconds === undefined || seconds === 0 ? {} : { seconds }), ...(pid === undefined ? {} : { pid }) };
  if (program.language === 'c') return { ...plan, program: { ...common, attachPoints: attachPointsOf(program.source) } };
  const bytes = Buffer.from(program.binary ?? '', 'base64');
  if (program.language === 'object') {
    const [{ noteOf }, { contentsOf }] = await Promise.all([import('../compiler/package.ts'), import('./contents.ts')]);
    const note = noteOf(bytes);
    return { ...plan, program: { ...common, title: note?.title ?? program.title, source: note?.source ?? contentsOf(bytes) } };
  }
  const { moduleContents } = await import('./contents.ts');
  const { pid: _, ...wide } = common;
  const notes = pid === undefined ? plan.notes : [...plan.notes, planTexts(plan.intent.language).notNarrowed(pid)];
  const granted = grants === undefined ? [] : grantNotes(grants, plan.intent.language);
  return { ...plan, notes: [...notes, ...granted], program: { ...wide, source: moduleContents(bytes) } };
}
