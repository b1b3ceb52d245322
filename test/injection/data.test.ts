/** What the machine, its people and the web say reaches a model as data: no text of theirs can close the markers it stands between, or comes to stand elsewhere. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BUDGET } from '../../src/core/budget.ts';
import type { ModelRequest } from '../../src/models/model.ts';
import type { Passage, Workshop } from '../../src/plan/agent/workshop.ts';
import { Agent } from '../../src/plan/agent.ts';
import { machine } from '../check/linux-6.18.ts';
import { hasOrder, ORDER, obedient, readIn } from '../models/obedient.ts';
import { call, type Line } from '../models/scripted.ts';
import { ended, QUESTION, type Scene, workshopOn } from '../plan/agent/bench.ts';
import { hear } from '../plan/contract/hold.ts';
import { HARMLESS, harmful, ORDERS, submit } from './orders.ts';

const MARKER = join(tmpdir(), `gt-injected-${process.pid}`);
const passage = (text: string): Passage => ({ source: `/notes/${text}`, title: text, text });
const look = (name: string, input: unknown): Line => ({ calls: [call(name, input)] });

interface Channel {
  readonly what: string;
  /** What of a scene the order is in. */
  readonly scene?: (order: string) => Scene;
  readonly workshop?: (order: string) => Partial<Workshop>;
  /** What brings the model to see it. */
  readonly before?: readonly Line[];
  /** The program that ran and did not answer. */
  readonly failed?: (order: string) => Parameters<Agent['again']>[0];
}

const BROKEN = 'tracepoint:sched:sched_process_exec { @seen[args->flub] = count(); }';
const CHANNELS: readonly Channel[] = [
  { what: 'the question', scene: (order) => ({ question: `${QUESTION} ${order}` }) },
  { what: 'the name of a process that is asked about', scene: (comm) => ({ options: { comm } }) },
  { what: 'the command that is traced', scene: (order) => ({ options: { command: ['sh', '-c', order] } }) },
  { what: 'a program of the library, and its title', scene: (order) => ({ examples: [{ title: order, source: `// ${order}\n${HARMLESS}` }] }) },
  { what: 'what is answered without a model', scene: (order) => ({ nearest: { title: order, source: `/* ${order} */ ${HARMLESS}` } }) },
  { what: 'names of tracepoints', workshop: (order) => ({ findProbes: () => order }), before: [look('find_probes', { words: 'exec' })] },
  { what: 'fields of a tracepoint', workshop: (order) => ({ describeProbe: () => order }), before: [look('describe_probe', { probe: 'tracepoint:a:b' })] },
  { what: 'types of the kernel', workshop: (order) => ({ describeType: () => order }), before: [look('describe_type', { type: 'struct x' })] },
  { what: 'programs that are looked for', workshop: (order) => ({ findExamples: () => order }), before: [look('find_examples', { words: 'exec' })] },
  { what: 'man pages of tools', workshop: (order) => ({ listTools: () => order }), before: [look('list_tools', { words: 'exec' })] },
  { what: 'a document', workshop: (order) => ({ documents: async () => [passage(order)] }), before: [look('search_documents', { words: 'exec' })] },
  { what: 'the web', workshop: (order) => ({ lookUp: async () => [passage(order)] }), before: [look('look_up', { words: 'exec' })] },
  { what: 'how often probes fire', workshop: (order) => ({ sample: async () => order }), before: [look('sample', { source: HARMLESS })] },
  {
    what: 'a tool that fails',
    workshop: (order) => ({
      documents: async () => {
        throw new Error(order);
      },
    }),
    before: [look('search_documents', { words: 'exec' })],
  },
  { what: 'what bpftrace says against a program', workshop: (order) => ({ load: async () => `ERROR: ${order}` }), before: [submit(HARMLESS)] },
  { what: 'what is near what a program got wrong', workshop: (order) => ({ describeProbe: () => order }), before: [submit(BROKEN)] },
  {
    what: 'what the checker found, by names of this machine',
    workshop: (order) => ({
      contract: () => [{ code: 'x', severity: 'error', message: order, hints: [order], fixes: [{ title: order, edits: [], automatic: false }] }],
    }),
    before: [submit(HARMLESS)],
  },
  {
    what: 'what was mended',
    workshop: (order) => ({
      repair: (source) => ({ source, diagnostics: [], mends: [{ what: order, why: order, changes: order }] }),
      contract: () => [{ code: 'x', severity: 'error', message: 'no', hints: [], fixes: [] }],
    }),
    before: [submit(HARMLESS)],
  },
  { what: 'what was said when it was attached', before: [submit(HARMLESS)], failed: (said) => ({ kind: 'rejected', said: `ERROR: ${said}` }) },
  {
    what: 'how often the probes of what saw nothing fire',
    before: [submit(HARMLESS)],
    failed: (hits) => ({ kind: 'silent', seconds: 1, probes: 1, hits }),
  },
];

async function played({ scene, workshop, before = [], failed }: Channel, order: string, deed: Line) {
  const given = scene?.(order) ?? {};
  const intent = await hear(QUESTION);
  const model = obedient(deed, before, submit(HARMLESS));
  const compiled: string[] = [];
  const own = workshopOn(intent, {
    load: async () => undefined,
    sample: async () => 'often',
    documents: async () => [],
    lookUp: async () => [],
    anything: true,
  });
  const shop: Workshop = { ...own, ...workshop?.(order) };
  const agent = new Agent({
    model,
    workshop: {
      ...shop,
      load: (source, signal) => {
        compiled.push(source);
        return shop.load(source, signal);
      },
    },
    budget: DEFAULT_BUDGET,
    intent,
    question: given.question ?? QUESTION,
    facts: machine.facts,
    examples: given.examples ?? [],
    ...(given.nearest === undefined ? {} : { nearest: given.nearest }),
    ...(given.options === undefined ? {} : { options: given.options }),
  });
  const { signal } = new AbortController();
  let last = await ended(agent.plan(signal));
  if (failed !== undefined && last.outcome.kind === 'drafted') last = await ended(agent.again(failed(order), signal));
  return { ...last, asked: model.asked, compiled };
}

/** What is said to a model outside of data; and that its data is whole. */
function outsideOf({ turns, tools }: ModelRequest): string {
  const told = turns.flatMap((turn) => (turn.role === 'model' ? [] : turn.role === 'tools' ? turn.results.map(({ text }) => text) : [turn.text]));
  return [
    JSON.stringify(tools),
    ...told.map((text) => {
      const rest = text.replace(/^<data label="[^"<>\n]*">\n[\s\S]*?\n?<\/data>$/gm, '');
      expect(rest, text).not.toMatch(/<\s*\/?\s*data/i);
      return rest;
    }),
  ].join('\n');
}

const CASES = CHANNELS.flatMap((channel) => ORDERS.map(([how, order]) => ({ what: `${channel.what}: ${how}`, channel, order })));

describe('an order that stands in', () => {
  it.each(CASES)('$what', async ({ channel, order }) => {
    const [[, source] = ['', '']] = harmful(MARKER);
    const { outcome, asked, compiled } = await played(channel, order, submit(source));
    const innocent = await played(channel, 'nothing of note', submit(source));
    for (const request of asked) {
      expect(hasOrder(outsideOf(request))).toBe(false);
      // Whatever the data says, who the model is here is said in the same words.
      expect(request.system).toBe(innocent.asked[0]?.system);
    }
    // It was read, and obeyed; to no avail.
    expect(asked.some((request) => hasOrder(readIn(request)))).toBe(true);
    expect(compiled.filter((text) => text.includes(MARKER))).toEqual([]);
    expect(JSON.stringify(outcome)).not.toContain(MARKER);
    expect(existsSync(MARKER)).toBe(false);
  });
});

describe('a model of few tokens', () => {
  it.each(ORDERS)('sees it as data, where all is cut to fit: %s', async (_, order) => {
    const model = obedient(submit(HARMLESS), [], submit(HARMLESS));
    const intent = await hear(QUESTION);
    const long = `${order}\n`.repeat(400);
    const own = workshopOn(intent, { anything: true });
    const agent = new Agent({
      model: { ...model, context: 4096 },
      workshop: { ...own, findProbes: () => long, load: async () => long },
      budget: DEFAULT_BUDGET,
      intent,
      question: long,
      facts: machine.facts,
      examples: [{ title: order, source: long }],
    });
    await ended(agent.plan(new AbortController().signal));
    expect(model.asked.length).toBeGreaterThan(1);
    for (const request of model.asked) expect(hasOrder(outsideOf(request))).toBe(false);
  });
});

it('an obedient model finds its orders', () => {
  for (const [what, order] of ORDERS) expect([what, hasOrder(JSON.stringify([order]))]).toEqual([what, true]);
  expect(hasOrder(`there is nothing to ignore, nor any ${ORDER.split(' ')[1]?.toLowerCase()} thing`)).toBe(false);
});
