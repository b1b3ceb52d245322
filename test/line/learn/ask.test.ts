/** What a model is told that is asked about a lesson: the lesson and the learner's program are data, and fit into what it takes. */
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../../src/learn/course.ts';
import { askModel } from '../../../src/line/learn/ask.ts';
import type { ChatModel, ModelRequest } from '../../../src/models/model.ts';
import { courseFiles, WHOLE } from '../../learn/course.ts';

const [, lesson] = readCourse(courseFiles(WHOLE)).course.lessons;
const never = new AbortController().signal;

function model(context: number, failed = false): { readonly open: Parameters<typeof askModel>[0]; readonly asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  const chat: ChatModel = {
    name: 'test/model',
    tools: false,
    context,
    local: true,
    async *exchange(request) {
      asked.push(request);
      yield { type: 'thinking' };
      yield { type: 'text', text: 'It is ' };
      yield { type: 'text', text: 'a name.' };
      return {
        text: 'It is a name.',
        calls: [],
        usage: { input: 1, output: 1 },
        seconds: 0,
        ...(failed ? { failure: { kind: 'unreachable' as const, said: 'no route' } } : {}),
      };
    },
  };
  return { open: { model: chat } as Parameters<typeof askModel>[0], asked };
}

describe('a model that is asked about a lesson', () => {
  it('gets the lesson, its tasks and the program as data', async () => {
    const { open, asked } = model(32_000);
    const said: string[] = [];
    const answer = await askModel(open, 'what is comm?', lesson, 'en', 'BEGIN { }', (text) => said.push(text), never);
    expect(answer).toEqual({ text: 'It is a name.' });
    expect(said.join('')).toBe('It is a name.');
    const [{ system, turns, tools } = { system: '', turns: [], tools: [] }] = asked;
    const [turn] = turns;
    const text = turn?.role === 'user' ? turn.text : '';
    expect(system).toMatch(/data.*no instruction/);
    expect(text).toMatch(/<lesson name="filters">[\s\S]*Look at this[\s\S]*Print what gt-open opens\.[\s\S]*<\/lesson>/);
    expect(text).toMatch(/<program>\nBEGIN \{ \}\n<\/program>/);
    expect(text.endsWith('what is comm?')).toBe(true);
    // The solution is not among it.
    expect(text).not.toContain('comm == "gt-open"');
    expect(tools).toEqual([]);
  });

  it('in Chinese gets the Chinese lesson', async () => {
    const { open, asked } = model(32_000);
    await askModel(open, 'comm 是什么？', lesson, 'zh', undefined, () => {}, never);
    expect(JSON.stringify(asked)).toMatch(/Chinese.*打印 gt-open 打开的文件/);
    expect(JSON.stringify(asked)).not.toContain('<program>\\n');
  });

  it('that takes little gets less of the lesson, and the whole question', async () => {
    const { open, asked } = model(1_250);
    await askModel(open, 'what is comm?', lesson, 'en', undefined, () => {}, never);
    expect(JSON.stringify(asked[0]?.turns).length).toBeLessThan(700);
    expect(JSON.stringify(asked[0]?.turns)).toContain('what is comm?');
  });

  it('may fail', async () => {
    const { open } = model(32_000, true);
    expect(await askModel(open, 'what is comm?', undefined, 'en', undefined, () => {}, never)).toMatchObject({ failure: { kind: 'unreachable' } });
  });
});
