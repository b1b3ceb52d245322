/** Whatever a model says, and however often: the work ends, within its bounds, and every request is one that a provider takes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { estimateTokens, type ModelRequest } from '../../../src/models/model.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';
import { ANSWER, agentOf, ended, program } from './bench.ts';

const submit =
  (source: string): (() => Line) =>
  () => ({ calls: [call('submit_program', program(source))] });
const LINES: readonly (() => Line)[] = [
  submit(ANSWER),
  submit('tracepoint:sched:sched_switch { @[args->flub] = count(); }'),
  submit('tracepoint:sched:sched_switch { @[args->flab] = count() }'),
  submit('tracepoint:syscalls:sys_enter_read { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_read { @ns = hist(nsecs - @s[tid]); }'),
  submit('BEGIN { system("id"); }'),
  submit('I am prose, and no program.'),
  () => ({ text: 'What do you mean?' }),
  () => ({ text: `\`\`\`\n${ANSWER}\n\`\`\`` }),
  () => ({ text: '<tool_call>{"name": "find_probes", "arguments": {"words": "exec"}}</tool_call>' }),
  () => ({ text: 'x'.repeat(3000), calls: [call('find_probes', { words: 'sched sys block' }), call('nothing', {}), call('describe_probe', { probe: 7 })] }),
  () => ({ calls: [call('find_examples', { words: 'x' }), call('submit_program', program(ANSWER)), call('decline', { why: 'harm', said: 'x' })] }),
  () => ({ calls: [{ ...call('submit_program', undefined), malformed: '{' }], truncated: true }),
  () => ({ calls: [call('keep_program', { said: 'It is right.' })] }),
  () => ({ failure: { kind: 'no-tools', said: 'x' } }),
  () => ({ failure: { kind: 'context-too-long', said: 'x' } }),
  () => ({ failure: { kind: 'empty', said: 'x' } }),
  () => ({}),
];

it('ends, within its bounds, with requests that are whole', async () => {
  const scene = fc.record({
    lines: fc.array(fc.integer({ min: 0, max: LINES.length - 1 }), { minLength: 1, maxLength: 12 }),
    tools: fc.boolean(),
    context: fc.constantFrom(4096, 32_000),
    calls: fc.integer({ min: 0, max: 12 }),
    attempts: fc.integer({ min: 0, max: 6 }),
    runs: fc.array(fc.constantFrom('silent' as const, 'rejected' as const), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ lines, tools, context, calls, attempts, runs }) => {
      const model = scripted(
        lines.map((line) => (LINES[line] as () => Line)()),
        { tools, context },
      );
      const agent = await agentOf(model, { anything: true, budget: { calls, attempts } });
      const { signal } = new AbortController();
      let { outcome, stages } = await ended(agent.plan(signal));
      for (const kind of runs) {
        if (outcome.kind !== 'drafted') break;
        ({ outcome, stages } = await ended(agent.again(kind === 'silent' ? { kind, seconds: 1, probes: 1 } : { kind, said: 'ERROR: no' }, signal)));
      }
      expect(stages.at(-1)).toBe('spent');
      expect(stages.filter((stage) => stage === 'spent')).toHaveLength(1);
      expect(outcome.spent.calls).toBe(model.asked.length);
      expect(outcome.spent.calls).toBeLessThanOrEqual(calls);
      expect(outcome.spent.attempts).toBeLessThanOrEqual(attempts);
      const shown = outcome.kind === 'drafted' ? outcome.draft : outcome.kind === 'gave-up' ? outcome.best : undefined;
      expect(shown?.source ?? '').not.toContain('system(');
      for (const request of model.asked) expectWhole(request, context);
    }),
    { numRuns: 150 },
  );
}, 120_000);

/** Begins with the user, takes turns, answers each call once; and fits. */
function expectWhole({ system, turns, tools, most }: ModelRequest, context: number): void {
  expect(turns[0]?.role).toBe('user');
  expect(turns.at(-1)?.role).not.toBe('model');
  for (const [i, turn] of turns.entries()) {
    const before = turns[i - 1];
    if (turn.role === 'model') expect(before?.role).not.toBe('model');
    if (turn.role === 'user') expect(before?.role).not.toBe('user');
    if (turn.role === 'tools') expect(turn.results.map(({ id }) => id)).toEqual(before?.role === 'model' ? before.calls.map(({ id }) => id) : undefined);
    if (turn.role === 'model' && turn.calls.length > 0) expect(turns[i + 1]?.role).toBe('tools');
  }
  expect(estimateTokens(system) + estimateTokens(JSON.stringify(turns)) + estimateTokens(JSON.stringify(tools)) + most).toBeLessThanOrEqual(context);
}
