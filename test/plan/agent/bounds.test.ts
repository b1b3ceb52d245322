import { describe, expect, it } from 'vitest';
import type { Budget } from '../../../src/core/budget.ts';
import { costOf, estimateTokens } from '../../../src/models/model.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';
import { plan, program } from './bench.ts';

const PRICE = { input: 10, output: 50, cached: 1 };
let count = 0;
/** Never the same, never right. */
const wrong: Line = () => ({
  calls: [call('submit_program', program(`tracepoint:sched:sched_switch { @[args->flub${count++}] = count(); }`))],
  usage: { input: 2000, output: 500 },
});

interface Case {
  readonly budget: Partial<Budget>;
  readonly why: string;
  readonly calls: number;
  /** Milliseconds that each reply takes. */
  readonly tick?: number;
}

const CASES: readonly Case[] = [
  { budget: { attempts: 3 }, why: 'attempts', calls: 3 },
  { budget: { attempts: 1 }, why: 'attempts', calls: 1 },
  { budget: { attempts: 0 }, why: 'attempts', calls: 0 },
  { budget: { attempts: 50, calls: 2 }, why: 'calls', calls: 2 },
  { budget: { attempts: 50, calls: 0 }, why: 'calls', calls: 0 },
  // A prompt has more than a thousand tokens.
  { budget: { attempts: 50, tokens: 1000 }, why: 'tokens', calls: 0 },
  { budget: { attempts: 50, tokens: 6000 }, why: 'tokens', calls: 2 },
  { budget: { attempts: 50, seconds: 0 }, why: 'seconds', calls: 0 },
  { budget: { attempts: 50, calls: 500, seconds: 10 }, why: 'seconds', calls: 3, tick: 4000 },
  // A call of 2,000 tokens in and 500 out costs 4.5 cents.
  { budget: { attempts: 50, dollars: 0.1 }, why: 'dollars', calls: 3 },
  { budget: { attempts: 50, dollars: 0.001 }, why: 'dollars', calls: 0 },
];

describe('each bound ends the work', () => {
  it.each(CASES)('$why after $calls: $budget', async ({ budget, why, calls, tick = 0 }) => {
    let time = 0;
    const slow: Line = (request, n) => {
      time += tick;
      return typeof wrong === 'function' ? wrong(request, n) : wrong;
    };
    const model = scripted([slow], { price: PRICE });
    const { outcome, events } = await plan(model, { anything: true, budget: { dollars: 1000, ...budget }, now: () => time });
    expect(outcome).toMatchObject({ kind: 'gave-up', why });
    expect(outcome.spent.calls).toBe(calls);
    expect(model.asked).toHaveLength(outcome.spent.calls);
    expect(outcome.spent).toMatchObject({ inputTokens: 2000 * outcome.spent.calls, outputTokens: 500 * outcome.spent.calls });
    if (outcome.spent.calls > 0) expect(outcome.spent.dollars).toBeCloseTo(outcome.spent.calls * (costOf({ input: 2000, output: 500 }, PRICE) ?? 0));
    expect(events.at(-1)).toEqual({ type: 'model', stage: 'spent', spent: outcome.spent });
    expect('best' in outcome).toBe(outcome.spent.calls > 0);
  });

  it('dollars do not where the price is not known', async () => {
    const { outcome } = await plan(scripted([wrong]), { anything: true, budget: { dollars: 0, attempts: 2 } });
    expect(outcome).toMatchObject({ why: 'attempts' });
    expect(outcome.spent.dollars).toBeUndefined();
  });

  it('dollars that the provider tells itself count', async () => {
    const line: Line = () => ({ calls: [call('find_probes', { words: `${count++}` })], usage: { input: 10, output: 10, dollars: 0.2 } });
    const { outcome } = await plan(scripted([line]), { anything: true, budget: { dollars: 0.5 } });
    expect(outcome).toMatchObject({ why: 'dollars', spent: { calls: 3 } });
    expect(outcome.spent.dollars).toBeCloseTo(0.6);
  });

  it('seconds do in the middle of a reply that does not come', async () => {
    const began = performance.now();
    const model = { ...scripted([]), exchange: hangs };
    const { outcome } = await plan(model, { anything: true, budget: { seconds: 0.05 } });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'seconds' });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('the room of a model', () => {
  for (const context of [4096, 8192, 32_768]) {
    for (const tools of [true, false]) {
      it(`of ${context} tokens is never exceeded, ${tools ? 'with' : 'without'} tools`, async () => {
        const long = (words: string): Line => ({
          calls: [call('find_probes', { words })],
          text: tools ? 'x'.repeat(300) : JSON.stringify({ tool: 'find_probes', arguments: { words } }),
        });
        const lines = Array.from({ length: 12 }, (_, n) => long(`sys sched block net ${n}`)).map((line) =>
          tools ? line : { text: (line as { text: string }).text },
        );
        const model = scripted([...lines, wrong], { context, tools });
        const examples = Array.from({ length: 6 }, (_, n) => ({
          title: `${n}`,
          source: `// ${'example '.repeat(60)}\ntracepoint:sched:sched_switch { @${n} = count(); }`,
        }));
        await plan(model, { anything: true, examples, budget: { calls: 14 } });
        expect(model.asked.length).toBeGreaterThan(12);
        for (const { system, turns, tools: specs, most } of model.asked) {
          expect(estimateTokens(system) + estimateTokens(JSON.stringify(turns)) + estimateTokens(JSON.stringify(specs)) + most).toBeLessThanOrEqual(context);
        }
        // The question is never left out, and neither is what was answered last.
        const last = model.asked[11]?.turns ?? [];
        expect(JSON.stringify(last[0])).toContain('count new programs by process name');
        expect(JSON.stringify(last.at(-1))).toContain('tracepoint:');
      });
    }
  }

  it('that is smaller than was known is tried once more, with less', async () => {
    const tooLong: Line = (request) =>
      estimateTokens(request.system + JSON.stringify(request.turns)) > 1500
        ? { failure: { kind: 'context-too-long', said: 'too long' } }
        : { calls: [call('submit_program', program('tracepoint:sched:sched_process_exec { @[comm] = count(); }'))] };
    const examples = Array.from({ length: 4 }, (_, n) => ({ title: `${n}`, source: `// ${'example '.repeat(300)}\nBEGIN { @${n} = 1; }` }));
    const model = scripted([tooLong]);
    const { outcome } = await plan(model, { anything: true, examples });
    expect(outcome).toMatchObject({ kind: 'drafted', spent: { calls: 2 } });
    const never = await plan(scripted([{ failure: { kind: 'context-too-long', said: 'too long' } }]), { anything: true });
    expect(never.outcome).toMatchObject({ kind: 'gave-up', why: 'failure', failure: { kind: 'context-too-long' }, spent: { calls: 2 } });
  });
});

/** Thinks for ever, and minds no signal. */
async function* hangs(): AsyncGenerator<{ type: 'thinking' }, never> {
  yield { type: 'thinking' };
  await new Promise(() => undefined);
  throw new Error('unreachable');
}
