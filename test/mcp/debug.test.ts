/** The tool that tells why a program is silent: it runs one, so it is held to the policy. */
import { describe, expect, test, vi } from 'vitest';
import type { Diagnosis } from '../../src/debug/diagnosis.ts';
import type { DebugAround, DebugEvent, DebugRequest } from '../../src/line/debug.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { call, clientOf, FakePerson, stage } from './harness.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const SOURCE = 'tracepoint:syscalls:sys_enter_openat /comm == "Cat"/ { @ = count(); }';

/** Finds that another process was there. One that is lasting runs until it is stopped. */
function watcher(lasts = false) {
  const ran: { readonly request: DebugRequest; readonly around: DebugAround }[] = [];
  async function* debug(request: DebugRequest, around: DebugAround): AsyncGenerator<DebugEvent, void> {
    const { program, language } = request;
    const looked: Diagnosis = { type: 'diagnosis', file: program.path, language, program: 'bpftrace', verdict: 'unrun', stages: [], findings: [] };
    if (!(await around.agree(looked))) {
      yield looked;
      return;
    }
    ran.push({ request, around });
    if (lasts) await new Promise<void>((resolve) => around.stop.addEventListener('abort', () => resolve()));
    const seen = [{ value: 'secretd', count: 3 }];
    const fix = { title: 'other name', edits: [{ span: { start: 0, end: 1 }, text: 'secretd' }] } as never;
    const finding = {
      id: 'filter-almost',
      stage: 'passes',
      severity: 'error',
      concept: 'filters',
      says: 'nothing is "Cat", "secretd" was there',
      tries: ['"secretd"'],
    } as const;
    yield { ...looked, verdict: 'silent', seconds: request.seconds, findings: [{ ...finding, seen, fix }], repaired: SOURCE.replace('Cat', 'secretd') };
  }
  return { ran, debug };
}

describe('debug', () => {
  test('runs a copy of what only observes, within the limits, keeps nothing, and tells nothing of other processes', async () => {
    const { ran, debug } = watcher();
    const place = stage({ maxSeconds: 4 }, new FakePerson(), debug);
    const client = await clientOf(place);
    const told = await call(client, 'debug', { source: SOURCE, seconds: 30 });
    expect(told).toMatchObject({ phase: 'ended', exit: 9, diagnosis: { verdict: 'silent', seconds: 4, findings: [{ id: 'filter-almost' }] } });
    expect(JSON.stringify(told)).not.toContain('secretd');
    expect(told).not.toHaveProperty('session');
    expect(ran).toHaveLength(1);
    expect(ran[0]?.request).toMatchObject({ seconds: 4, beside: false, program: { source: SOURCE } });
    expect(ran[0]?.around).toMatchObject({ interactive: false });
    expect(place.logged).toEqual([]);
  });

  test('only looks at a program that cannot run', async () => {
    const told = await call(await clientOf(stage()), 'debug', { source: 'BEGIN { @x = nosuchthing; }' });
    expect(told).toMatchObject({ diagnosis: { verdict: 'broken' } });
    expect(told).not.toHaveProperty('run');
  });

  test('asks the user of a client that can, and runs nothing without their yes', async () => {
    const { ran, debug } = watcher();
    const no = await clientOf(stage({}, new FakePerson(), debug), () => ({ action: 'decline' }));
    expect(await call(no, 'debug', { source: SOURCE })).toMatchObject({ phase: 'ended', exit: 5 });
    expect(ran).toEqual([]);
    const yes = await clientOf(stage({}, new FakePerson(), debug), () => ({ action: 'accept', content: { run: true } }));
    expect(await call(yes, 'debug', { source: SOURCE })).toMatchObject({ diagnosis: { verdict: 'silent' } });
  });

  test('waits for the person where it may cost or show more, and gives the diagnosis once they have said yes', async () => {
    const { ran, debug } = watcher();
    const place = stage({}, new FakePerson(), debug);
    const client = await clientOf(place);
    const waits = await call(client, 'debug', { source: `${SOURCE} // costly` });
    expect(waits).toMatchObject({ phase: 'deciding', waiting: { for: 'approval' } });
    expect(await call(client, 'debug', { run: waits.run })).toMatchObject({ phase: 'deciding' });
    expect(ran).toEqual([]);
    await call(client, 'run_approve', { run: waits.run, code: place.person.code });
    expect(await call(client, 'debug', { run: waits.run })).toMatchObject({ phase: 'ended', diagnosis: { verdict: 'silent' } });
    expect(ran).toHaveLength(1);
    // Of another client it is none.
    const other = await clientOf(place, undefined, 'two');
    expect((await call(other, 'debug', { run: waits.run })).failed).toContain('[no-such-run]');
  });

  test('what does more than watch is not run', async () => {
    const { ran, debug } = watcher();
    expect(await call(await clientOf(stage({}, new FakePerson(), debug)), 'debug', { source: `${SOURCE} // unsafe` })).toMatchObject({
      phase: 'ended',
      exit: 6,
    });
    expect(ran).toEqual([]);
  });

  test('takes a place among the runs, and is stopped as they are', async () => {
    const { ran, debug } = watcher(true);
    const place = stage({ maxRuns: 1 }, new FakePerson(), debug);
    const client = await clientOf(place);
    const first = call(client, 'debug', { source: SOURCE });
    await expect.poll(() => ran.length).toBe(1);
    expect((await call(client, 'debug', { source: SOURCE })).failed).toContain('[too-many-runs]');
    const { runs = [] } = await call(client, 'run_list');
    expect(runs).toMatchObject([{ phase: 'running' }]);
    await call(client, 'run_stop', { run: runs[0]?.run });
    expect(await first).toMatchObject({ phase: 'ended', diagnosis: { verdict: 'silent' } });
  });
});
