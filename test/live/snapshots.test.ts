/** Maps that are looked at while a program runs, by real bpftrace. */
import { expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import type { MapEvent, TraceEvent } from '../../src/core/events.ts';
import { bpftraceEngine } from '../../src/engines/bpftrace/engine.ts';
import { machineHere } from './pipeline.ts';

const here = await machineHere();
if ('cannot' in here) console.warn(`skipped: looks at maps (${here.cannot})`);
const facts = 'cannot' in here ? undefined : here.machine.facts;
const SECONDS = 3;

async function run(source: string, snapshots?: number): Promise<TraceEvent[]> {
  if (facts === undefined) throw new Error('nothing can be traced here');
  const outputs = outputList(describeOutputs(parse(source).script, source, () => undefined));
  const program = { language: 'bpftrace', source, title: '', origin: { kind: 'edited' }, attachPoints: ['interval:ms:10'], outputs } as const;
  const signals = { stop: new AbortController().signal, kill: new AbortController().signal };
  const events: TraceEvent[] = [];
  const job = { program, facts, allowUnsafe: false, args: [], ...signals, ...(snapshots === undefined ? {} : { snapshots }) };
  for await (const batch of bpftraceEngine.run(job)) events.push(...batch);
  expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'finished' });
  return events;
}

/** What is printed at the end, in any order of maps. */
function answers(events: readonly TraceEvent[]): MapEvent[] {
  return events.filter((event) => event.type === 'map' || event.type === 'histogram').sort((a, b) => (a.map < b.map ? -1 : 1));
}

// Counted up to a limit, so that two runs have one answer.
const COUNTS = `interval:ms:10 { if (@c < 200) { @c++; @n["a"] = count(); @h[1] = hist(@c); } @scratch[tid] = nsecs; }
interval:s:${SECONDS} { exit(); } END { clear(@scratch); }`;

it.skipIf(facts === undefined)('maps grow while a program runs, and its answer is what it is without looks', async () => {
  const events = await run(COUNTS, 0.5);
  const looks = events.flatMap((event) => (event.type === 'snapshot' ? [event.map] : []));
  expect([...new Set(looks.map(({ map }) => map))].sort()).toEqual(['@c', '@h', '@n']);
  const counts = looks.flatMap((look) => (look.type === 'map' && look.map === '@n' ? look.entries.map(({ value }) => Number(value)) : []));
  expect(counts.length).toBeGreaterThanOrEqual(3);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts[0]).toBeLessThan(200);
  expect(answers(events)).toEqual(answers(await run(COUNTS)));
});

it.skipIf(facts === undefined)('a program that prints its maps itself is left alone', async () => {
  const events = await run('interval:ms:10 { @n = count(); } interval:ms:500 { print(@n); } interval:s:2 { exit(); }', 0.3);
  expect(events.filter(({ type }) => type === 'snapshot')).toEqual([]);
  expect(answers(events).length).toBeGreaterThanOrEqual(3);
});
