import { describe, expect, it } from 'vitest';
import type { RunFailure } from '../../../src/plan/agent/events.ts';
import { call, type Line, type Scripted, scripted } from '../../models/scripted.ts';
import { ANSWER, agentOf, type Ended, ended, lastToldIn, program, type Scene } from './bench.ts';

const submits = (source: string): Line => ({ calls: [call('submit_program', program(source))] });
const OTHER = 'tracepoint:syscalls:sys_enter_execve { @[comm] = count(); }';
const SILENT: RunFailure = { kind: 'silent', seconds: 5, probes: 1, hits: 'tracepoint:sched:sched_process_exec 0' };
const REJECTED: RunFailure = {
  kind: 'rejected',
  said: `Attaching 1 probe...\nERROR: couldn't set RLIMIT_MEMLOCK\n${Array.from({ length: 400 }, (_, n) => `${n}: (bf) r1 = r${n}`).join('\n')}\nR2 invalid mem access 'scalar'\nERROR: Error attaching probe: tracepoint:sched:sched_process_exec`,
};

/** A program that passed, ran and failed; then what comes of it. */
async function afterRun(failure: RunFailure, lines: readonly Line[], scene: Scene = {}): Promise<Ended & { readonly model: Scripted }> {
  const model = scripted([submits(ANSWER), ...lines]);
  const agent = await agentOf(model, { anything: true, ...scene });
  const { signal } = new AbortController();
  await ended(agent.plan(signal));
  return { ...(await ended(agent.again(failure, signal))), model };
}

describe('a run that was refused', () => {
  it('goes back in its own words, cut to what tells, with what is near', async () => {
    const { outcome, stages, model } = await afterRun(REJECTED, [submits(OTHER)]);
    expect(stages).toEqual(['sent-back run', 'asking', 'drafted', 'spent']);
    expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: OTHER }, spent: { attempts: 2, calls: 2 } });
    const told = lastToldIn(model.asked[1]);
    expect(told).toContain("R2 invalid mem access 'scalar'");
    expect(told).toContain('Error attaching probe');
    expect(told).toContain('<data label="near tracepoint:sched:sched_process_exec">');
    expect(told).not.toContain('RLIMIT_MEMLOCK');
    expect(told).not.toContain('100: (bf)');
    expect(model.asked[1]?.tools.map(({ name }) => name)).not.toContain('keep_program');
  });

  it('leaves the program as the best there is, with why it failed', async () => {
    const { outcome } = await afterRun(REJECTED, [submits('tracepoint:sched:sched_switch { @[args->flub] = count(); }')], { budget: { attempts: 2 } });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'attempts', best: { source: ANSWER, faults: [{ code: 'refused-at-run' }] } });
  });
});

describe('a rehearsal that saw nothing', () => {
  it('goes back with what the workload did, and is no silence that may be right', async () => {
    const said = 'in rehearsal it saw nothing, next to a workload (exec 20) of 20 new programs';
    const { outcome, stages, model } = await afterRun({ kind: 'rehearsed', said }, [submits(OTHER)]);
    expect(stages).toEqual(['sent-back silent', 'asking', 'drafted', 'spent']);
    expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: OTHER } });
    expect(lastToldIn(model.asked[1])).toContain(said);
    expect(model.asked[1]?.tools.map(({ name }) => name)).not.toContain('keep_program');
  });
});

describe('a run that saw nothing', () => {
  it('goes back with what was attached, and may be answered by another program', async () => {
    const { outcome, stages, model } = await afterRun(SILENT, [submits(OTHER)]);
    expect(stages).toEqual(['sent-back silent', 'asking', 'drafted', 'spent']);
    expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: OTHER } });
    const told = lastToldIn(model.asked[1]);
    expect(told).toContain('ran for 5 s with 1 probes attached');
    expect(told).toContain('tracepoint:sched:sched_process_exec 0');
  });

  it('may be right: the model says why', async () => {
    const { outcome, stages } = await afterRun(SILENT, [{ calls: [call('keep_program', { said: 'No program was started.' })] }]);
    expect(outcome).toMatchObject({ kind: 'kept', said: 'No program was started.', spent: { attempts: 1, calls: 2 } });
    expect(stages).toEqual(['sent-back silent', 'asking', 'spent']);
  });

  it('is not answered by the same program', async () => {
    const { stages, model, outcome } = await afterRun(SILENT, [submits(ANSWER), { calls: [call('keep_program', { said: 'x' })] }]);
    expect(stages).toEqual(['sent-back silent', 'asking', 'drafted', 'sent-back same', 'asking', 'spent']);
    expect(lastToldIn(model.asked[2])).toContain('call keep_program');
    expect(outcome.kind).toBe('kept');
  });

  it('is worth more than a program that never ran', async () => {
    const { outcome } = await afterRun(SILENT, [submits('tracepoint:sched:sched_switch { @[args->flub] = count(); }')], { budget: { attempts: 2 } });
    expect(outcome).toMatchObject({ kind: 'gave-up', best: { source: ANSWER, faults: [{ code: 'saw-nothing' }] } });
  });

  it('after the last attempt ends the work without a call', async () => {
    const { outcome, model } = await afterRun(SILENT, [], { budget: { attempts: 1 } });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'attempts', best: { source: ANSWER } });
    expect(model.asked).toHaveLength(1);
  });
});

describe('time', () => {
  it('counts only while the agent works', async () => {
    let time = 0;
    const model = scripted([submits(ANSWER), submits(OTHER)]);
    const agent = await agentOf(model, { anything: true, now: () => time, budget: { seconds: 60 } });
    const { signal } = new AbortController();
    await ended(agent.plan(signal), ({ stage }) => {
      if (stage === 'drafted') time += 2000;
    });
    time += 1_000_000;
    const { outcome } = await ended(agent.again(SILENT, signal));
    expect(outcome).toMatchObject({ kind: 'drafted', spent: { seconds: 2 } });
  });
});

describe('an agent with nothing that ran', () => {
  it('cannot go on from it', async () => {
    const agent = await agentOf(scripted([submits(ANSWER)]));
    await expect(agent.again(SILENT, new AbortController().signal).next()).rejects.toThrow('no program has passed');
  });
});
