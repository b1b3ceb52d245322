/** Questions about tracing itself with a model: who is asked, what is told, and what there is where the model is of no use. */
import { expect, it, vi } from 'vitest';
import { type AskEvent, ask } from '../../../src/ask.ts';
import { DEFAULT_BUDGET } from '../../../src/core/budget.ts';
import { Exit } from '../../../src/core/exit.ts';
import { messages } from '../../../src/core/messages.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { Request } from '../../../src/core/request.ts';
import { NO_SETTINGS } from '../../../src/models/settings.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { builtKnowledge } from '../../fixtures/knowledge.ts';
import { lineEnd } from '../../fixtures/line-end.ts';
import { call, type Line, scripted } from '../../models/scripted.ts';

vi.mock('../../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const here = recordedHost({
  release: '6.18.0-here',
  files: {
    '/usr/bin/bpftrace': 'binary',
    '/proc/sys/kernel/random/boot_id': 'boot\n',
    '/proc/self/status': 'CapEff:\t000001ffffffffff\n',
    '/proc/sys/kernel/perf_event_paranoid': '2\n',
    '/sys/kernel/tracing/available_events': 'exceptions:page_fault_user\n',
    '/sys/kernel/tracing/events/exceptions/page_fault_user/format': 'name: x\nformat:\n\tfield:unsigned long address;\toffset:8;\tsize:8;\tsigned:0;\n',
  },
  commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' } },
});

const says = (...claims: readonly (readonly [string, number])[]): Line => ({
  calls: [call('explain', { claims: claims.map(([text, passage]) => ({ text, passages: [passage] })) })],
});

async function told(request: Request, lines: readonly Line[] | Problem) {
  const model = scripted(Array.isArray(lines) ? (lines as readonly Line[]) : []);
  const never = new AbortController().signal;
  const { events, exit, problem } = await lineEnd(
    ask(request, {
      host: here,
      stop: never,
      kill: never,
      model: async () => {
        if (lines instanceof Problem) throw lines;
        return { model, budget: DEFAULT_BUDGET, settings: NO_SETTINGS };
      },
      decide: () => Promise.resolve({ kind: 'stop', exit: Exit.notConsented }),
    }),
  );
  if (problem !== undefined) throw problem;
  const event = events.find((one): one is Extract<AskEvent, { type: 'told' }> => one.type === 'told');
  const gaveUp = events.flatMap((one) => (one.type === 'model' && one.stage === 'gave-up' ? [one] : []))[0];
  return { event, gaveUp, exit, asked: model.asked };
}

it('several passages are put together, and only those that are cited are named, in that order', async () => {
  const { event, exit, asked } = await told({ question: 'what is the difference between a kprobe and a tracepoint?' }, [
    says(['A tracepoint is a place that developers marked.', 2], ['A kprobe sits on a function of the kernel.', 1]),
  ]);
  expect([exit, asked.length]).toEqual([Exit.answered, 1]);
  expect(event?.said).toEqual({
    model: 'scripted',
    sentences: [
      { text: 'A tracepoint is a place that developers marked.', cites: [1] },
      { text: 'A kprobe sits on a function of the kernel.', cites: [2] },
    ],
  });
  expect(event?.passages.map(({ title }) => title)).toEqual(['tracepoint', 'kprobe']);
});

it.each<[string, Line]>([
  ['cites what was not given', says(['A tracepoint is a place.', 1], ['It is fast.', 99])],
  ['answers in prose', { text: 'A tracepoint is a place.' }],
])('where a model %s, that is said and the passages are shown as they are', async (_what, line) => {
  const { event, gaveUp, exit, asked } = await told({ question: 'difference between kprobe and tracepoint' }, [line]);
  expect([exit, asked.length, event?.said]).toEqual([Exit.answered, 2, undefined]);
  expect(gaveUp).toMatchObject({ code: 'model-uncited', instead: 'passages' });
  expect(event?.passages.map(({ title }) => title).slice(0, 2)).toEqual(['kprobe', 'tracepoint']);
});

it('where it cannot be reached or opened, that is said, and the passages are shown', async () => {
  const failed = await told({ question: 'what is a tracepoint?' }, [{ failure: { kind: 'unreachable', said: 'so it said' } }]);
  expect([failed.exit, failed.gaveUp?.code, failed.event?.passages[0]?.title]).toEqual([Exit.answered, 'model-unreachable', 'tracepoint']);
  const closed = await told({ question: 'what is a tracepoint?' }, new Problem(messages.noModel()));
  expect([closed.exit, closed.gaveUp?.code, closed.event?.passages[0]?.title]).toEqual([Exit.answered, 'no-model', 'tracepoint']);
});

it('nobody is asked with --planner embedded', async () => {
  const { event, asked } = await told({ question: 'what is a tracepoint?', planner: 'embedded' }, [says(['It is a place.', 1])]);
  expect([asked.length, event?.passages[0]?.title]).toEqual([0, 'tracepoint']);
});

it('a model that is wanted answers what a word means, too, and writes no program for it', async () => {
  const { event, asked } = await told({ question: 'what is off-CPU time?', planner: 'model' }, [says(['A thread waits.', 1])]);
  expect([asked[0]?.about.purpose, event?.said?.sentences.length]).toEqual(['explain', 1]);
});
