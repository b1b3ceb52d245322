import { describe, expect, it } from 'vitest';
import { call, scripted } from '../../models/scripted.ts';
import { ANSWER, agentOf, lastToldIn, plan, program } from './bench.ts';

const said = (tool: string, input: unknown): { readonly text: string } => ({ text: JSON.stringify({ tool, arguments: input }) });

describe('a model that takes no tools', () => {
  it('is told of them in text, and calls them in text', async () => {
    const model = scripted([said('find_probes', { words: 'exec' }), said('submit_program', program(ANSWER))], { tools: false });
    const { outcome, stages } = await plan(model, { anything: true });
    expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: ANSWER, title: 'New programs' } });
    // What it writes is its calls, and no word for a person.
    expect(stages).toEqual(['asking', 'tool', 'asking', 'drafted', 'spent']);
    expect(model.asked[0]?.tools).toEqual([]);
    expect(model.asked[0]?.system).toContain('- find_probes: ');
    expect(model.asked[0]?.system).toContain('"why" ("off-topic" or "harm" or "impossible")');
    expect(model.asked[1]?.turns.map(({ role }) => role)).toEqual(['user', 'model', 'user']);
    expect(lastToldIn(model.asked[1])).toMatch(/^find_probes answered:\n<data label="answer of find_probes">/);
  });

  it('may reply with a fenced program alone: the question is its title', async () => {
    const { outcome } = await plan(scripted([{ text: `Sure!\n\`\`\`bpftrace\n${ANSWER}\n\`\`\`` }], { tools: false }), { anything: true });
    expect(outcome).toMatchObject({ kind: 'drafted', draft: { source: ANSWER, title: 'count new programs by process name' } });
  });

  it('is reminded of how to call once', async () => {
    const model = scripted([{ text: 'I would look at exec.' }], { tools: false });
    const { outcome } = await plan(model, { anything: true });
    expect(lastToldIn(model.asked[1])).toContain('exactly one JSON object');
    expect(model.asked[1]?.mustCall).toBeUndefined();
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'no-submission', spent: { calls: 2 } });
  });

  it('has a wrong program back in text', async () => {
    const model = scripted([{ text: '```\ntracepoint:sched:sched_switch { @[args->flub] = count(); }\n```' }, { text: `\`\`\`\n${ANSWER}\n\`\`\`` }], {
      tools: false,
    });
    const { outcome } = await plan(model, { anything: true });
    expect(lastToldIn(model.asked[1])).toContain('submit_program answered:\nThe program does not fit this machine');
    expect(outcome.kind).toBe('drafted');
  });

  it('shows in its prompt what the first exchange sends', async () => {
    const model = scripted([said('submit_program', program(ANSWER))], { tools: false });
    const prompt = (await agentOf(model, { anything: true })).prompt();
    await plan(model, { anything: true });
    expect(prompt).toEqual({ system: model.asked[0]?.system, user: lastToldIn(model.asked[0]), tools: [] });
  });
});

describe('a model whose server turns out to take no tools', () => {
  it('is spoken to in text from then on, with what was said before', async () => {
    const noTools = { failure: { kind: 'no-tools' as const, said: 'does not support tools' } };
    const model = scripted([{ text: 'a', calls: [call('find_probes', { words: 'exec' })] }, noTools, said('submit_program', program(ANSWER))]);
    const { outcome } = await plan(model, { anything: true });
    expect(outcome).toMatchObject({ kind: 'drafted', spent: { calls: 3 } });
    expect(model.asked[1]?.tools).not.toEqual([]);
    const { tools, turns = [], system } = model.asked[2] ?? {};
    expect(tools).toEqual([]);
    expect(system).toContain('You have no tool interface here');
    expect(turns).toMatchObject([
      { role: 'user' },
      { role: 'model', text: 'a\n{"tool":"find_probes","arguments":{"words":"exec"}}', calls: [] },
      { role: 'user', text: expect.stringContaining('find_probes answered:') },
    ]);
  });

  it('that says so of text too has failed', async () => {
    const { outcome } = await plan(scripted([{ failure: { kind: 'no-tools', said: 'none' } }]), { anything: true });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'failure', failure: { kind: 'no-tools' }, spent: { calls: 2 } });
  });
});

describe('a failed exchange', () => {
  it.each([
    'no-key',
    'key-refused',
    'no-such-model',
    'no-credit',
    'rate-limited',
    'unreachable',
    'server',
    'too-slow',
    'filtered',
    'bad-request',
    'not-recorded',
  ] as const)('ends the work: %s', async (kind) => {
    const { outcome, stages } = await plan(scripted([{ failure: { kind, said: 'it failed' } }]), { anything: true });
    expect(outcome).toMatchObject({ kind: 'gave-up', why: 'failure', failure: { kind, said: 'it failed' }, spent: { calls: 1 } });
    expect(stages).toEqual(['asking', 'spent']);
  });

  it.each(['cut', 'empty', 'malformed'] as const)('is tried once more: %s', async (kind) => {
    const failed = { text: 'half a', failure: { kind, said: 'it broke' } };
    expect((await plan(scripted([failed, { calls: [call('submit_program', program(ANSWER))] }]), { anything: true })).outcome).toMatchObject({
      kind: 'drafted',
      spent: { calls: 2 },
    });
    expect((await plan(scripted([failed]), { anything: true })).outcome).toMatchObject({ kind: 'gave-up', why: 'failure', spent: { calls: 2 } });
  });
});
