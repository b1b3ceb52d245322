import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import type { AskEvent } from '../../src/line/events.ts';
import { throughSinks } from '../../src/line/sink.ts';
import { SessionSink } from '../../src/line/sinks/session.ts';
import { COUNTS, counts, lineOf, planOf, programOf, REQUEST } from '../sessions/runs.ts';

const state = mkdtempSync(join(tmpdir(), 'gt-web-'));
afterAll(() => rmSync(state, { recursive: true, force: true }));

/** Keeps a run that has counted so much, in a folder of this file's own, which then is where sessions are. Its id. */
export async function keep(entries: readonly (readonly [string, number])[]): Promise<string> {
  vi.stubEnv('XDG_STATE_HOME', state);
  const sink = new SessionSink(join(state, 'gpttrace/sessions'));
  async function* line(): AsyncGenerator<AskEvent, void> {
    yield* lineOf(planOf(programOf([COUNTS])), [
      { at: 0, events: [{ type: 'attached', probes: 1 }] },
      { at: 2, events: [counts(...entries), { type: 'ended', reason: 'finished', seconds: 2 }] },
    ]);
    const columns = COUNTS.shape === 'rows' ? COUNTS.columns : [...COUNTS.keys, COUNTS.value];
    const table = { shape: 'table', title: 'opened files', columns, rows: entries, seen: entries.length, amount: 1 } as const;
    yield { type: 'answer', sentence: 'In 2.0 s.', reasons: [], datasets: [table], records: entries.length, lost: 0, seconds: 2 };
  }
  const events = throughSinks(line(), REQUEST, [sink]);
  for await (const _ of events);
  const id = sink.kept?.();
  if (id === undefined) throw new Error(`nothing was kept: ${sink.troubles().join('; ')}`);
  return id;
}
