/** A run as server-sent events: what came in a tenth of a second goes together; who reads slowly gets fewer and larger batches, none without bounds. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ValueNames } from '../core/names.ts';
import type { BackgroundRun } from '../line/runs/run.ts';
import type { RunState } from './api.ts';
import { eventJson, jsonOf } from './json.ts';
import { NameTeller } from './names.ts';

/** Milliseconds for which what comes is put together, once something has. */
const BIN_MS = 80;
const MOST_EVENTS = 10_000;
/** One event that is larger goes alone. */
const MOST_BYTES = 512 * 1024;
/** So often something is said, so that whoever is gone is found out. */
const SIGN_MS = 15_000;
/** Who reads nothing for so long is let go; they come back by the id of the last event they got. */
const PATIENCE_MS = 60_000;
/** Milliseconds after which a browser comes back. */
const RETRY_MS = 1000;

export interface Streaming {
  /** Where to read on. */
  readonly from: number;
  readonly state: () => RunState;
  readonly names: ValueNames;
  /** Whoever reads is gone. */
  readonly gone: AbortSignal;
}

/** Sends a run from `from` on until it has ended or nobody reads any more. The response has its headers. */
export async function streamRun(run: BackgroundRun, response: ServerResponse, { from, state, names, gone }: Streaming): Promise<void> {
  const teller = new NameTeller(names);
  const sign = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, SIGN_MS);
  const send = async (event: string, data: string, id: number): Promise<void> => {
    if (!response.write(`event: ${event}\nid: ${id}\ndata: ${data}\n\n`)) await drained(response, gone);
  };
  let cursor = from;
  let told: readonly unknown[] = [];
  try {
    response.write(`retry: ${RETRY_MS}\n\n`);
    while (!gone.aborted) {
      const standing = [run.phase, run.plan, run.diagnostics, run.session, run.problem, run.choices];
      if (standing.some((value, at) => value !== told[at])) {
        told = standing;
        await send('state', jsonOf(state()), cursor);
      }
      const reading = run.read(cursor, MOST_EVENTS);
      const pieces = bounded(reading.events.values());
      const sent = reading.events.slice(0, pieces.length);
      const next = reading.next - reading.events.length + sent.length;
      if (pieces.length > 0 || reading.missed > 0) {
        const named = teller.tell(sent, run.plan?.program.outputs ?? []);
        const rest = `"next":${next},"missed":${reading.missed}${named === undefined ? '' : `,"names":${jsonOf(named)}`}`;
        await send('batch', `{"events":[${pieces.join(',')}],${rest}}`, next);
      }
      cursor = next;
      if (reading.ended && sent.length === reading.events.length) {
        await send('end', jsonOf(state()), cursor);
        return;
      }
      await run.changed(cursor, gone);
      await pause(BIN_MS, undefined, { signal: gone }).catch(() => {});
    }
  } finally {
    clearInterval(sign);
    response.end();
  }
}

/** As many, in JSON, as go together. */
function bounded(events: IterableIterator<Parameters<typeof eventJson>[0]>): string[] {
  const pieces: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const piece = eventJson(event);
    bytes += piece.length;
    if (bytes > MOST_BYTES && pieces.length > 0) break;
    pieces.push(piece);
  }
  return pieces;
}

/** Waits until there is room again, or nobody who would make some. */
async function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  const patience = setTimeout(() => response.destroy(), PATIENCE_MS);
  await once(response, 'drain', { signal: gone }).catch(() => {});
  clearTimeout(patience);
}
