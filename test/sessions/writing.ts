/** A process that keeps a run, to be killed: `node --import scripts/typescript.mjs writing.ts DIRECTORY BATCHES PAUSE_MS PADDING`. Says after each batch how many rows it has handed over. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sink } from '../../src/line/sink.ts';
import { SessionSink } from '../../src/line/sinks/session.ts';
import { lineOf, planOf, programOf, REQUEST, ROWS, row } from './runs.ts';

const [directory = '', batches = '100', pause = '5', padding = '0'] = process.argv.slice(2);
const sink: Sink = new SessionSink(directory);
await sink.begin(REQUEST);
for (const event of lineOf(planOf(programOf([ROWS], { answer: 'rows' })), [{ at: 0, events: [{ type: 'attached', probes: 2 }] }])) await sink.take(event);
const began = performance.now();
let rows = 0;
for (let batch = 0; batch < Number(batches); batch++) {
  const at = (performance.now() - began) / 1000;
  const events = Array.from({ length: 1 + (batch % 40) }, () => row('p', `${rows++} ${Math.random().toString(36).repeat(Number(padding))}`));
  await sink.take({ type: 'trace', at, events });
  const troubles = sink.troubles();
  process.stdout.write(`${JSON.stringify({ rows, at, ...(troubles.length === 0 ? {} : { troubles }) })}\n`);
  await sleep(Number(pause));
}
await sink.take({ type: 'trace', at: (performance.now() - began) / 1000, events: [{ type: 'ended', reason: 'finished', seconds: 1 }] });
await sink.end();
process.stdout.write(`${JSON.stringify({ rows, at: 0, ended: sink.kept?.() ?? null, troubles: sink.troubles() })}\n`);
