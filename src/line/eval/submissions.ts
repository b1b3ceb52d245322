/** What became of the programs that a model submitted, read off what was told meanwhile. */
import type { Machine } from '../../check/check.ts';
import type { AgentEvent } from '../../plan/agent/events.ts';
import type { Submission } from '../../rehearse/result.ts';
import { errorsOf } from './verdicts.ts';

/** Adds what an event tells of the submissions until then. */
export function note(submissions: Submission[], event: AgentEvent, machine: Machine): void {
  if (event.stage === 'drafted') {
    submissions.push({ source: event.source, errors: errorsOf(event.source, machine), mends: [] });
    return;
  }
  const last = submissions.pop();
  if (last === undefined) return;
  if (event.stage === 'mended') submissions.push({ ...last, mends: event.mends.map(({ what }) => what) });
  else if (event.stage === 'sent-back') submissions.push({ ...last, sentBack: { by: event.by, faults: event.faults } });
  else submissions.push(last);
}
