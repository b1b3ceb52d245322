/** Questions about tracing itself, told from what is shipped: no manuals here, and no documents of a user's. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import type { ToldPassage } from '../../src/line/events.ts';
import { tell } from '../../src/line/tell.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import { realHost } from '../../src/system/real.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { checker, hear, index, knowledge, offers } from '../plan/contract/hold.ts';
import { TOLD, TRACED } from './told-questions.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const host = { ...realHost(), bytes: () => undefined };
beforeAll(() => vi.stubEnv('XDG_DATA_HOME', '/nonexistent'));
afterAll(() => vi.unstubAllEnvs());

async function told(question: string, more: Partial<Request> = {}, around = {}): Promise<readonly ToldPassage[] | undefined> {
  const planned = planEmbedded(await hear(question), knowledge.programs, index, checker, false, { offers, fill: { seconds: 10 } });
  return tell(planned, { question, ...more }, { host, ...around });
}

it.each(TOLD)('%s: the glossary first, or a place that is about it', async (question, among) => {
  const passages = (await told(question)) ?? [];
  expect(passages.map(({ source, title }) => (source === 'glossary' ? title : source))).toContain(among);
  expect(passages[0]?.source).toBe('glossary');
});

it.each(TRACED)('%s: nothing is told, for a trace is wanted', async (question) => {
  expect(await told(question)).toBeUndefined();
});

it('an agreed run changes nothing where somebody asks what a word means; a command to be traced does', async () => {
  expect(await told('what is off-CPU time', {}, { agreed: true })).toMatchObject([{ title: 'off-cpu' }]);
  expect(await told('what is off-CPU time', { command: 'ls' })).toBeUndefined();
});

it('a question in Chinese is told in Chinese', async () => {
  expect((await told('什么是 kprobe'))?.[0]?.text).toMatch(/\p{Script=Han}/u);
});

it.each<[string, RegExp]>([
  ['what is max-overhead?', /docs\/COST\.md/],
  ['how does rehearsal work', /docs\/REHEARSAL\.md/],
])('%s: the documentation, by its name', async (question, source) => {
  expect((await told(question))?.map((one) => one.source).join()).toMatch(source);
});

it.each(['how do I see DNS latency?', '怎么看 DNS 延迟'])('%s: the question that shows it', async (question) => {
  const passages = (await told(question)) ?? [];
  expect(passages[0]?.source).toBe('library/host-lookups.bt');
  expect(passages[0]?.ask).toBeTruthy();
});

it.each<[string, Partial<Request>, object]>([
  ['how do I see DNS latency?', {}, { agreed: true }],
  ['how do I see DNS latency?', {}, { willRun: false }],
  ['how do I see DNS latency?', { command: 'ls' }, {}],
  ['which files are opened', {}, {}],
  ['what is a good restaurant?', {}, {}],
  ['explain love', {}, {}],
  ['what is the weather like', {}, {}],
  ['what does the frobnicate syscall do?', {}, {}],
  ['show me the passwords of the verifier', {}, {}],
])('%s %j %j: nothing is told', async (question, more, around) => {
  expect(await told(question, more, around)).toBeUndefined();
});
