import { describe, expect, it } from 'vitest';
import type { ChatModel } from '../../../src/models/model.ts';
import { call, scripted } from '../../models/scripted.ts';
import { ANSWER, agentOf, ended, plan, program, type Scene } from './bench.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const wrong = { calls: [call('submit_program', program('tracepoint:sched:sched_switch { @[args->flub] = count(); }'))] };
const right = { calls: [call('submit_program', program(ANSWER))] };

/** A model that is deaf to its signal, and never replies after so many replies. */
function deaf(replies: number): ChatModel {
  const first = scripted([wrong]);
  return {
    ...first,
    async *exchange(request, signal) {
      if (first.asked.length < replies) return yield* first.exchange(request, signal);
      yield { type: 'thinking' };
      return never();
    },
  };
}

interface Case {
  readonly name: string;
  readonly model: ChatModel;
  readonly scene?: Scene;
  /** The event at which it is interrupted. */
  readonly at: string;
  readonly best?: string;
}

const CASES: readonly Case[] = [
  { name: 'while the model is asked', model: deaf(0), at: 'asking' },
  { name: 'while it thinks', model: deaf(1), at: 'thinking', best: 'args->flub' },
  { name: 'while a tool works', model: scripted([{ calls: [call('look_up', { words: 'x' })] }]), scene: { lookUp: never }, at: 'tool' },
  { name: 'while probes are counted', model: scripted([{ calls: [call('sample', { source: ANSWER })] }]), scene: { sample: never }, at: 'tool' },
  { name: 'while a program is compiled', model: scripted([right]), scene: { load: never }, at: 'drafted', best: ANSWER },
  { name: 'when a program goes back', model: deaf(1), at: 'sent-back', best: 'args->flub' },
  {
    name: 'when a program was mended',
    model: scripted([{ calls: [call('submit_program', program(ANSWER.replace('count()', 'count')))] }]),
    scene: { load: never },
    at: 'mended',
    best: ANSWER,
  },
];

describe('an interrupt', () => {
  it.each(CASES)('ends the work at once $name', async ({ model, scene, at, best }) => {
    const stop = new AbortController();
    const agent = await agentOf(model, { anything: true, ...scene });
    const done = await ended(agent.plan(stop.signal), ({ stage }) => {
      if (stage === at) setTimeout(() => stop.abort(), 5);
    });
    expect(done.outcome).toMatchObject({ kind: 'gave-up', why: 'interrupted' });
    if (best !== undefined) expect(done.outcome).toMatchObject({ best: { source: expect.stringContaining(best) } });
    expect(done.stages.at(-1)).toBe('spent');
    expect(done.outcome.spent.seconds).toBeLessThan(5);
    expect(done.outcome.spent.inputTokens).toBeGreaterThan(1000);
  });

  it('before the first exchange asks nobody', async () => {
    const model = scripted([right]);
    const { outcome, stages } = await plan(model, { anything: true, signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'interrupted', spent: { calls: 0 } });
    expect(stages).toEqual(['spent']);
    expect(model.asked).toEqual([]);
  });

  it('that the model tells is one', async () => {
    const { outcome } = await plan(scripted([{ failure: { kind: 'interrupted', said: 'interrupted' } }]), { anything: true });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'interrupted' });
  });
});
