/** What there is to say once something was seen. */
import type { RunRecord } from '../core/run-record.ts';
import type { Surroundings } from '../line/events.ts';
import type { Plan } from '../plan/plan.ts';
import type { After, NextQuestion } from './api.ts';

/** What stands out in a run, and what could be asked next and would be answered here. */
export async function tellAfter(record: RunRecord, plan: Plan | undefined, here: Pick<Surroundings, 'host'>): Promise<After> {
  const [{ runFindings }, { TalkGround }] = await Promise.all([import('../line/explain-text.ts'), import('../line/talk/ground.ts')]);
  const intent = plan?.program.origin.kind === 'file' ? undefined : plan?.intent;
  const suggested = await new TalkGround(here).suggest(record, intent, false);
  const next = suggested.map(({ question, plan: { program, safety } }): NextQuestion => {
    const { title, seconds } = program;
    return { question, title, safety: safety.classes, ...(seconds === undefined ? {} : { seconds }) };
  });
  return { findings: runFindings(record).map(({ text }) => text), next };
}
