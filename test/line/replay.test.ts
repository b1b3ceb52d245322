import { describe, expect, it } from 'vitest';
import type { Overhead } from '../../src/core/overhead.ts';
import type { AskEvent } from '../../src/line/events.ts';
import { Recorder } from '../../src/line/record.ts';
import { replaySession } from '../../src/line/replay.ts';
import type { OpenedSession } from '../../src/line/sessions.ts';
import { COUNTS, counts, lineOf, planOf, programOf, REQUEST } from '../sessions/runs.ts';

describe('a replay', () => {
  it('ends with all that was said under the answer, and what it cost', async () => {
    const plan = planOf(programOf([COUNTS]));
    const batches = [{ at: 1, events: [{ type: 'attached' as const, probes: 1 }, counts(['cat', 2])] }];
    const overhead = { seconds: 1, share: 0.3 } as unknown as Overhead;
    const remarks = ['this run cost 30%'];
    const answer: AskEvent = { type: 'answer', sentence: 'In 1.0 s.', reasons: [], remarks, datasets: [], records: 1, lost: 0, seconds: 1, overhead };
    const recorder = new Recorder(REQUEST);
    for (const event of [
      ...lineOf(plan, batches),
      {
        type: 'trace' as const,
        at: 1,
        events: [
          { type: 'overhead' as const, overhead },
          { type: 'ended' as const, reason: 'finished' as const, seconds: 1 },
        ],
      },
      answer,
    ])
      recorder.take(event);
    const record = recorder.record();
    if (record === undefined) throw new Error('nothing ran');
    const session: OpenedSession = {
      id: '2qk000',
      record,
      plan,
      request: REQUEST,
      problems: () => [],
      events: async function* () {
        yield batches;
      },
    };
    const seen: AskEvent[] = [];
    for await (const event of replaySession(session, Number.POSITIVE_INFINITY, new AbortController().signal)) seen.push(event);
    expect(seen.at(-1)).toEqual(answer);
  });
});
