import { expect, test, vi } from 'vitest';
import { Judge } from '../../src/web/judge.ts';

const log = vi.hoisted((): string[] => []);

vi.mock('../../src/line/learn/grader.ts', () => ({ openGrader: async () => ({ dispose: () => log.push('disposed'), leaveGuest: () => {} }) }));
vi.mock('../../src/line/learn/grade-work.ts', () => ({
  gradeAndTell: async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    log.push('graded');
    return {};
  },
}));

test('a judge that is ended lets what it judges come to its end, before the files of that go', async () => {
  const judge = new Judge(() => {});
  const graded = judge.grade({} as never, {} as never, 'en');
  await expect(judge.grade({} as never, {} as never, 'en')).rejects.toThrow('judged');
  await judge.close();
  expect(log).toEqual(['graded', 'disposed']);
  await graded;
  await expect(judge.grade({} as never, {} as never, 'en')).rejects.toThrow('the server is ending');
});
