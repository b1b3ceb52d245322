/** The course over HTTP: what a learner is told, what is kept, what is not given away. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { courseToLearn } from '../../src/line/learn/course.ts';
import { progressFile, workFile } from '../../src/line/learn/progress.ts';
import type { CourseView, ExerciseView, GoalView, LessonAnswer, LessonView } from '../../src/web/api.ts';
import type { WebServer } from '../../src/web/server.ts';
import { builtKnowledge } from '../fixtures/knowledge.ts';
import { post, send, serve } from './server.ts';

vi.mock('../../src/knowledge/knowledge.ts', () => ({ loadKnowledge: () => builtKnowledge() }));

const scratch = mkdtempSync(join(tmpdir(), 'gt-lessons-'));
const { course } = courseToLearn();
const [lesson] = course.lessons;
const [exercise] = lesson?.exercises ?? [];
if (lesson === undefined || exercise === undefined) throw new Error('there is no exercise in the course');
const at = `/api/course/${lesson.id}/${exercise.id}`;

describe('the course', () => {
  let server: WebServer;
  let shown: WebServer;
  beforeAll(async () => {
    vi.stubEnv('XDG_STATE_HOME', join(scratch, 'state'));
    vi.stubEnv('XDG_DATA_HOME', join(scratch, 'data'));
    server = await serve();
    shown = await serve({ readOnly: true });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(scratch, { recursive: true, force: true });
  });
  const first = async (of = server): Promise<ExerciseView> => {
    const [view] = ((await send(of, `/api/course/${lesson.id}`)).json as LessonView).work;
    if (view === undefined) throw new Error('no exercise');
    return view;
  };

  it('is listed in its order, and says where to begin', async () => {
    const { lessons, next } = (await send(server, '/api/course')).json as CourseView;
    expect(lessons.map(({ id }) => id)).toEqual(course.lessons.map(({ id }) => id));
    expect(next).toBe(lesson.id);
    expect(lessons.every(({ state, passed }) => state === 'new' && passed === 0)).toBe(true);
  });

  it('gives neither hints nor answers away', async () => {
    const { text } = await send(server, `/api/course/${lesson.id}`);
    for (const one of lesson.exercises) {
      expect(text).not.toContain(JSON.stringify(one.solution.source));
      for (const hint of one.hints) expect(text).not.toContain(JSON.stringify(hint.en));
    }
    expect(await first()).toMatchObject({ hints: [], hintsLeft: exercise.hints.length, source: exercise.start.source, passed: false });
  });

  it('gives one hint at a time, then the answer to whoever asks for it, and remembers', async () => {
    const told: number[] = [];
    for (let count = 0; count <= exercise.hints.length; count++) told.push(((await post(server, `${at}/hint`, {})).json as ExerciseView).hints.length);
    expect(told).toEqual([...exercise.hints.map((_, index) => index + 1), exercise.hints.length]);
    expect((await first()).solution).toBeUndefined();
    expect((await post(server, `${at}/solution`, {})).json).toMatchObject({ solution: exercise.solution.source, passed: false });
    expect(JSON.parse(readFileSync(progressFile(), 'utf8'))).toMatchObject({ exercises: { [`${lesson.id}/${exercise.id}`]: { gaveUp: true } } });
  });

  it('never writes over what was written elsewhere meanwhile', async () => {
    const file = workFile(lesson, exercise);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'BEGIN { /* written in an editor */ }');
    const answer = await post(server, `${at}/grade`, { source: 'BEGIN { }', before: exercise.start.source });
    expect([answer.status, answer.json]).toEqual([409, expect.objectContaining({ code: 'file-changed' })]);
    expect(readFileSync(file, 'utf8')).toBe('BEGIN { /* written in an editor */ }');
    expect((await first()).source).toContain('written in an editor');
  });

  it('answers a question about a lesson from what is written, where no model is in use', async () => {
    const { passages, text } = (await post(server, `/api/course/${lesson.id}/ask`, { question: 'what is a tracepoint?' })).json as LessonAnswer;
    expect(text).toBeUndefined();
    expect(passages.length).toBeGreaterThan(0);
    expect(passages.every(({ source }) => source !== '')).toBe(true);
  });

  it('leads to what somebody wants to see', async () => {
    expect((await send(server, '/api/course/goal')).json).toBeNull();
    const goal = (await post(server, '/api/course/goal', { goal: 'which files are opened' })).json as GoalView;
    expect(goal.holds.length).toBeGreaterThan(0);
    expect(goal.exercise).toMatchObject({ id: expect.stringMatching(/^which-files-are-opened-/), hints: [] });
    await post(server, `/api/course/goal/${goal.exercise.id}/hint`, {});
    const other = (await post(server, '/api/course/goal', { goal: 'count page faults by process' })).json as GoalView;
    expect(other.exercise).toMatchObject({ hints: [], source: expect.stringContaining('page faults') });
    expect((await post(server, `/api/course/goal/${goal.exercise.id}/hint`, {})).status).toBeGreaterThanOrEqual(400);
    expect(((await post(server, '/api/course/goal', { goal: 'which files are opened' })).json as GoalView).exercise.hints.length).toBe(1);
    expect((await send(server, '/api/course/goal')).json).toMatchObject({ goal: 'which files are opened' });
    const none = await post(server, '/api/course/goal', { goal: 'what will the weather be tomorrow' });
    expect([none.status, none.json]).toEqual([expect.any(Number), expect.objectContaining({ message: expect.any(String), hints: expect.any(Array) })]);
    expect(none.status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['a lesson that there is not', 'GET', '/api/course/no-such-lesson', undefined, 404],
    ['a path out of the course', 'GET', '/api/course/..%2f..%2fpackage.json', undefined, 404],
    ['an exercise that there is not', 'POST', `/api/course/${lesson.id}/none/hint`, {}, 404],
    ['a path as an exercise', 'POST', `/api/course/${lesson.id}/..%2f..%2fx/hint`, {}, 404],
    ['no program', 'POST', `${at}/grade`, {}, 422],
    ['a program that is a number', 'POST', `${at}/grade`, { source: 1, before: '' }, 422],
    ['a program of half a megabyte', 'POST', `${at}/grade`, { source: ' '.repeat(512 * 1024), before: '' }, 422],
    ['something nobody asked for', 'POST', `${at}/hint`, { all: true }, 422],
    ['an empty goal', 'POST', '/api/course/goal', { goal: ' ' }, 422],
    ['an empty question', 'POST', `/api/course/${lesson.id}/ask`, { question: '' }, 422],
  ])('refuses %s', async (_, method, path, body, status) => {
    const answer = method === 'GET' ? await send(server, path) : await post(server, path, body);
    expect(answer.json).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(answer.status === status || answer.status === 400).toBe(true);
  });

  it.each([
    ['grade', { source: 'BEGIN { }', before: '' }],
    ['hint', {}],
    ['solution', {}],
  ])('changes nothing where it is only shown: %s', async (what, body) => {
    const before = existsSync(progressFile()) ? readFileSync(progressFile(), 'utf8') : '';
    const answer = await post(shown, `${at}/${what}`, body);
    expect([answer.status, answer.json]).toEqual([403, expect.objectContaining({ code: 'read-only' })]);
    expect(existsSync(progressFile()) ? readFileSync(progressFile(), 'utf8') : '').toBe(before);
  });
});
