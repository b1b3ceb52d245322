/** What is kept of the programs that a model submitted, by what was told while it worked. */
import { describe, expect, it } from 'vitest';
import { note } from '../../../src/line/eval/submissions.ts';
import type { AgentEvent } from '../../../src/plan/agent/events.ts';
import type { Submission } from '../../../src/rehearse/result.ts';
import { blind } from '../../check/policy/machine.ts';

const drafted = (source: string, attempt = 1): AgentEvent => ({ type: 'model', stage: 'drafted', attempt, of: 5, title: '', source });
const back = (by: Extract<AgentEvent, { stage: 'sent-back' }>['by']): AgentEvent => ({ type: 'model', stage: 'sent-back', by, faults: ['no'] });

function submissions(...events: readonly AgentEvent[]): Submission[] {
  const found: Submission[] = [];
  for (const event of events) note(found, event, blind);
  return found;
}

describe('submissions', () => {
  it('are none where none was made', () => {
    expect(submissions(back('same'), { type: 'model', stage: 'thinking' })).toEqual([]);
  });

  it('have what was wrong with them as they came, what was mended, and why they went back', () => {
    expect(
      submissions(
        drafted('BEGIN { @ = count( }'),
        { type: 'model', stage: 'mended', mends: [{ what: 'close it', why: 'it is open' }] },
        { type: 'model', stage: 'thinking' },
        drafted('BEGIN { @ = count(); }', 2),
        back('silent'),
        drafted('BEGIN { @ = count(); }', 3),
      ),
    ).toEqual([
      { source: 'BEGIN { @ = count( }', errors: [expect.stringMatching(/expected an expression/)], mends: ['close it'] },
      { source: 'BEGIN { @ = count(); }', errors: [], mends: [], sentBack: { by: 'silent', faults: ['no'] } },
      { source: 'BEGIN { @ = count(); }', errors: [], mends: [] },
    ]);
  });
});
