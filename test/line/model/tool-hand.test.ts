/** A model that chooses an installed tool and its options, on the tools of a machine written down. */
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import type { Request } from '../../../src/core/request.ts';
import type { AskEvent, Surroundings } from '../../../src/line/events.ts';
import { wordsOf } from '../../../src/line/model/tool-hand.ts';
import { Writer } from '../../../src/line/model/writer.ts';
import { NO_SETTINGS } from '../../../src/models/settings.ts';
import type { Host } from '../../../src/system/host.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { machine } from '../../check/linux-6.18.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';
import { host } from '../../toolbox/machine.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const describes = (tool: string): Line => ({ calls: [call('describe_tool', { tool })] });
const submits = (source: string): Line => ({ calls: [call('submit_program', { source, title: 'Runs and waits', tells: 'how long threads wait.' })] });

async function choose(
  lines: readonly Line[],
  request: Partial<Request> = {},
  options: { readonly on?: Host; readonly context?: number; readonly tools?: boolean; readonly allowUnsafe?: boolean } = {},
) {
  const { on = host, context = 128_000, tools = true, allowUnsafe = false } = options;
  const model = scripted(lines, { context, tools });
  const never = new AbortController().signal;
  const around: Surroundings = {
    host: on,
    stop: never,
    kill: never,
    willRun: false,
    allowUnsafe,
    decide: () => Promise.reject(new Error('nobody decides here')),
  };
  const asked: Request = { question: 'which gizmos does the frobnicator quux', as: 'tool', ...request };
  const opened = { model, budget: DEFAULT_BUDGET, settings: NO_SETTINGS };
  const writer = await Writer.open(opened, asked, machine, around, { kind: 'nothing', nearest: [], why: 'unknown', language: 'en' });
  const writing = writer.write();
  const events: AskEvent[] = [];
  for (;;) {
    const next = await writing.next();
    if (next.done !== true) {
      events.push(next.value);
      continue;
    }
    const sentBack = events.flatMap((event) => (event.type === 'model' && event.stage === 'sent-back' ? [`${event.by}: ${event.faults.join('; ')}`] : []));
    return { made: next.value, sentBack, told: (at: number) => JSON.stringify(model.asked[at]?.turns.at(-1)), model };
  }
}

describe('a tool that a model chooses', () => {
  it('is described, submitted with its options, and becomes a plan that starts it without a shell', async () => {
    const { made, told, model, sentBack } = await choose([describes('runqlat'), submits('runqlat -m 5 1')]);
    expect(sentBack).toEqual([]);
    expect(model.asked[0]?.system).toMatch(/<data label="installed tools">\n[\s\S]*runqlat: /);
    expect(model.asked[0]?.tools.map(({ name }) => name)).toEqual(['describe_tool', 'check_program', 'submit_program', 'decline']);
    expect(told(1)).toMatch(/-m, --milliseconds/);
    expect(made).toMatchObject({
      kind: 'plan',
      plan: {
        tells: 'how long threads wait',
        notes: ['scripted chose the tool and its options'],
        program: {
          language: 'tool',
          source: 'runqlat -m 5 1',
          title: 'Runs and waits',
          origin: { kind: 'tool', name: 'runqlat' },
          seconds: 10,
          command: { args: ['-m', '5', '1'] },
        },
      },
    });
  });

  it.each([
    ['an option that it has not', 'runqlat --duratoin 5', /^check: .*--duratoin/, '-m, --milliseconds'],
    ['a value that is none', 'runqlat -p sshd', /^check: .*sshd/, '-p'],
    ['a tool that is not installed', 'opensnop', /^syntax: no tool called "opensnop" is installed/, 'did you mean opensnoop'],
    ['what a shell would do', 'runqlat 5 1 | rm x', /^check: /, '-m'],
    ['a quotation without an end', "runqlat 'x", /^syntax: a quotation/, ''],
    ['what changes the machine', 'ss -K', /^policy: .*closes the sockets/, ''],
  ])('goes back with %s', async (_, wrong, by, hint) => {
    const { made, sentBack, told } = await choose([submits(wrong), submits('runqlat 5 1')]);
    expect(sentBack[0]).toMatch(by);
    expect(told(1)).toContain(hint);
    expect(made).toMatchObject({ kind: 'plan', plan: { program: { source: 'runqlat 5 1' } } });
  });

  it('may do more than watch only where the user says so', async () => {
    expect((await choose([submits('ss -K')], {}, { allowUnsafe: true })).made).toMatchObject({ kind: 'plan', plan: { safety: { classes: ['unsafe'] } } });
  });

  it('is advised once to narrow it to the process that is asked about', async () => {
    const { sentBack, made } = await choose([submits('runqlat 5 1'), submits('runqlat -p 4242 5 1')], { pid: 4242 });
    expect(sentBack).toEqual(['contract: the question is about 4242 only, and the tool shows others']);
    expect(made).toMatchObject({ kind: 'plan', plan: { narrowed: true, program: { pid: 4242, source: 'runqlat -p 4242 5 1' } } });
  });

  it('comes to nothing without a file of it, and is asked of nobody where no tool is there', async () => {
    const { made } = await choose([submits('ss -K'), submits('ss -K')]);
    expect(made).toMatchObject({ kind: 'gave-up', event: { code: 'model-gave-up-attempts' } });
    expect(made.kind === 'gave-up' ? made.event.draft : '').toBeUndefined();
    await expect(choose([submits('ss')], {}, { on: recordedHost({ release: '6.18.0', files: {} }) })).rejects.toMatchObject({ code: 'no-tool' });
  });

  it('fits a small model that is spoken to in text', async () => {
    const { model, made } = await choose(
      [{ text: '{"tool": "submit_program", "arguments": {"source": "runqlat 5 1", "title": "a", "tells": "b"}}' }],
      {},
      { context: 4096, tools: false },
    );
    expect((model.asked[0]?.system.length ?? 0) / 3).toBeLessThan(0.5 * 4096);
    expect(model.asked[0]?.system).not.toContain('fenced block');
    expect(made.kind).toBe('plan');
  });
});

describe('the words of a command line', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['opensnoop -p 1', ['opensnoop', '-p', '1']],
    [`perf stat -e 'a b' "c \\"d" e\\ f`, ['perf', 'stat', '-e', 'a b', 'c "d', 'e f']],
    ["x ''", ['x', '']],
    ['a;b $(c) `d`', ['a;b', '$(c)', '`d`']],
    ['', []],
    ["a 'b", undefined],
    ['a "b', undefined],
    ['a \\', undefined],
  ])('%s', (line, words) => expect(wordsOf(line)).toEqual(words));
});
