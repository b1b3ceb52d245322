import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { AskEvent } from '../../../src/ask.ts';
import type { TraceEvent } from '../../../src/core/events.ts';
import { Exit } from '../../../src/core/exit.ts';
import type { Program } from '../../../src/core/program.ts';
import type { Sink } from '../../../src/line/sink.ts';
import { throughSinks } from '../../../src/line/sink.ts';
import { openMetrics } from '../../../src/line/sinks/metrics.ts';
import { Receiver } from '../../export/otlp-receiver.ts';
import { entry, look, map, opens, program, stacks } from '../../export/programs.ts';
import { column, names } from '../../views/names.ts';

function running(one: Program, language = 'en'): AskEvent[] {
  const plan: Extract<AskEvent, { type: 'plan' }>['plan'] = {
    program: one,
    intent: { question: 'who?', language, topic: '', keys: [], unapplied: [], conditions: [] },
    confidence: 1,
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    narrowed: false,
    followsCommand: false,
  };
  return [
    { type: 'plan', plan, diagnostics: [] },
    { type: 'running', plan },
  ];
}

const trace = (...events: readonly TraceEvent[]): AskEvent => ({ type: 'trace', at: 1, events });

async function notesOf(sink: Sink, events: readonly AskEvent[], during: () => Promise<void> = async () => {}): Promise<string[]> {
  const line = async function* (): AsyncGenerator<AskEvent, Exit> {
    yield* events;
    await during();
    return Exit.answered;
  };
  const notes: string[] = [];
  for await (const event of throughSinks(line(), { question: 'who?' }, [sink])) if (event.type === 'note') notes.push(event.message);
  return notes;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const wish = { version: '1.2.3', names };

it('a run is pushed to a receiver and can be asked for, and says so; the question goes nowhere', async () => {
  const receiver = new Receiver();
  const port = await receiver.listen();
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'team=a');
  vi.stubEnv('OTEL_SERVICE_NAME', 'mine');
  const sink = await openMetrics({ ...wish, otlp: true, interval: 1000, prometheus: '0' }, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  const told: string[] = [];
  const heard: Sink = {
    begin: (request) => sink.begin(request),
    take: (event) => sink.take(event),
    end: () => sink.end(),
    troubles: () => {
      const now = sink.troubles();
      told.push(...now);
      return now;
    },
  };
  const url = (): string => /http:\S+/.exec(told[0] ?? '')?.[0] ?? '';
  let text = '';
  await notesOf(heard, [...running(program([opens])), trace({ type: 'attached', probes: 1 }, look(map('@opens', entry('sh', 3))))], async () => {
    text = await (await fetch(url())).text();
  });
  expect(text).toContain('gpttrace_disk_io_opens_total{process="sh"} 3\n');
  await expect(fetch(url())).rejects.toThrow();
  const [push] = receiver.taken;
  expect(receiver.taken.length).toBe(1);
  expect(push?.metrics[0]).toMatchObject({ name: 'gpttrace.disk_io.opens', points: [{ attributes: { process: 'sh' }, value: 3 }] });
  expect(push?.resource).toMatchObject({ 'service.name': 'mine', 'service.version': '1.2.3', team: 'a', 'host.name': expect.any(String) });
  expect(JSON.stringify([push?.resource, text])).not.toContain('who?');
  expect(told).toEqual([
    expect.stringMatching(/^metrics for Prometheus at http:\/\/127\.0\.0\.1:\d+\/metrics$/),
    `metrics go to http://127.0.0.1:${port}/v1/metrics every 1000 s`,
  ]);
  await receiver.close();
});

it('what became of it is said in the language of the question, and the run ends all the same', async () => {
  const receiver = new Receiver();
  const port = await receiver.listen();
  await receiver.close();
  const sink = await openMetrics({ ...wish, otlp: `http://127.0.0.1:${port}`, maxSeries: 1 }, {});
  const one = program([opens, { ...stacks, map: '@delay', value: column('delay') }]);
  const notes = await notesOf(sink, [...running(one, 'zh'), trace(look(map('@opens', entry('a', 1), entry('b', 1))))]);
  expect(notes).toEqual([
    `指标每 10 秒发往 http://127.0.0.1:${port}/v1/metrics`,
    '@delay 按调用栈保存且不能相加,因此没有对应的指标',
    'gpttrace.disk_io.opens 的序列超过 1 条:其余的合并为 otel.metric.overflow,不能相加的则略去;--max-series 可提高上限',
    `最后一次指标没有送达 http://127.0.0.1:${port}/v1/metrics:那里没有程序在监听`,
  ]);
});

it('what is shown in part and emptied is said to be so', async () => {
  const sink = await openMetrics({ ...wish, prometheus: '0' }, {});
  const one = program([opens], { source: 'interval:s:1 { print(@opens, 5); clear(@opens); }' });
  expect((await notesOf(sink, running(one)))[1]).toBe('of @opens only the largest entries are shown each time, so its metric counts no others');
});

it('where nothing ran, nothing is pushed and nobody waits', async () => {
  const receiver = new Receiver();
  const port = await receiver.listen();
  const sink = await openMetrics({ ...wish, otlp: `http://127.0.0.1:${port}`, prometheus: '0', linger: 600 }, {});
  expect(await notesOf(sink, running(program([opens])).slice(0, 1))).toEqual([]);
  expect(receiver.requests).toBe(0);
  await receiver.close();
});

it('who is told to linger does, until Ctrl-C', async () => {
  const stop = new AbortController();
  const sink = await openMetrics({ ...wish, prometheus: '0', linger: 600, stop: stop.signal }, {});
  const answer: AskEvent = { type: 'answer', sentence: '', reasons: [], datasets: [], records: 0, lost: 0, seconds: 1 };
  const notes = await notesOf(sink, [...running(program([opens])), answer], async () => {
    setTimeout(() => stop.abort(), 50);
  });
  expect(notes.at(-1)).toBe('the metrics can be asked for 600 s more; Ctrl-C ends it');
});

it('a port in use is no reason to trace: it is said first', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(openMetrics({ ...wish, prometheus: String(port) }, {})).rejects.toMatchObject({ code: 'cannot-listen' });
  await expect(openMetrics({ ...wish, otlp: 'who opens files' }, {})).rejects.toMatchObject({ code: 'bad-otlp' });
  other.close();
});

it('where nothing was run nothing is pushed, then or later', async () => {
  const receiver = new Receiver();
  const port = await receiver.listen();
  const sink = await openMetrics({ ...wish, otlp: `http://127.0.0.1:${port}`, interval: 0.01 }, {});
  const [plan] = running(program([opens]));
  await notesOf(sink, plan === undefined ? [] : [plan]);
  const before = receiver.taken.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(receiver.taken.length).toBe(before);
  await receiver.close();
});
