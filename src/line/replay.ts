import { Exit } from '../core/exit.ts';
import { replayed } from '../engines/replay/replay.ts';
import type { AskEvent } from './events.ts';
import type { OpenedSession } from './sessions.ts';

/** The events of the line as they were when a session ran, so many times as fast, then its answer. Where `stop` is aborted the answer comes at once. */
export async function* replaySession(session: OpenedSession, speed: number, stop: AbortSignal): AsyncGenerator<AskEvent, Exit> {
  const { record, plan } = session;
  yield { type: 'facts', facts: record.facts };
  yield { type: 'plan', plan, diagnostics: [] };
  yield { type: 'running', plan };
  for await (const { at, events } of replayed(session.events(), speed, stop)) yield { type: 'trace', at, events };
  for (const message of session.problems()) yield { type: 'note', message };
  const { sentence, reasons, remarks, datasets, records, lost, seconds, overhead } = record;
  yield {
    type: 'answer',
    sentence,
    reasons,
    ...(remarks === undefined ? {} : { remarks }),
    datasets,
    records,
    lost,
    seconds,
    ...(overhead === undefined ? {} : { overhead }),
  };
  return records > 0 ? Exit.answered : Exit.sawNothing;
}
