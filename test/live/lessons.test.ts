/** Every exercise of the course on the real kernel: its solution passes, what the learner begins with does not, and each slip fails and is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exercise } from '../../src/learn/lesson.ts';
import { openCourse, ownCourse } from '../../src/line/learn/files.ts';
import { type Grader, openGrader } from '../../src/line/learn/grader.ts';
import { trialsOf, tryTogether } from '../../src/line/learn/trials.ts';
import { isKindOfProbe } from '../../src/rehearse/needs.ts';
import { isAgain, whyNot } from './helpers.ts';

const why = whyNot('bpftrace', 'root', 'tracefs');
const folder = ownCourse();
const exercises = openCourse(folder).course.lessons.flatMap((lesson) =>
  // Those on functions of the kernel are judged in a guest: guest-lessons.test.ts.
  lesson.exercises.filter(({ needs }) => !needs.some(isKindOfProbe)).map((exercise) => ({ lesson, exercise, name: `${lesson.id}/${exercise.id}` })),
);
/** Exercises that are judged at the same time: tracers mostly wait for their compiler. */
const AT_ONCE = 3;

/** What tells a workload: the behaviours it is made of, and the processes and files that its answer is told by. Two that share one are not judged at the same time. */
function namesIn({ workload, expect: { sees, hides, evidence } }: Exercise): ReadonlySet<string> {
  const text = [workload, ...sees, ...hides, ...evidence.map(({ match }) => match)]
    .join(' ')
    .replaceAll('\\.', '.')
    .replaceAll(/\\[a-z]/g, ' ');
  const behaviours = [...workload.matchAll(/\bworkload\s+([\w-]+)/g)].map(([, behaviour = '']) => `gt-${behaviour}`);
  return new Set([...behaviours, ...(text.match(/\bgt-\w+|\b[A-Z]{2,}_\w+|\b\w{3,}\.(?:txt|dat|d|sock)\b/g) ?? [])]);
}

function apart(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].every((name) => !others.has(name));
}

describe.skipIf(why !== undefined)('the exercises of the course', { timeout: 600_000 }, () => {
  const signals = { stop: new AbortController(), kill: new AbortController() };
  const judged = new Map<string, ReturnType<typeof tryTogether>>();
  let grader: Grader;

  beforeAll(async () => {
    grader = await openGrader(folder, false, { stop: signals.stop.signal, kill: signals.kill.signal }, () => {});
    const queue = [...exercises];
    const going = new Map<string, { readonly names: ReadonlySet<string>; readonly end: Promise<string> }>();
    while (queue.length > 0 || going.size > 0) {
      const free = going.size < AT_ONCE ? queue.findIndex(({ exercise }) => [...going.values()].every(({ names }) => apart(names, namesIn(exercise)))) : -1;
      const [next] = free === -1 ? [] : queue.splice(free, 1);
      if (next === undefined) {
        going.delete(await Promise.race([...going.values()].map(({ end }) => end)));
        continue;
      }
      // All of an exercise's programs beside one run of its workload.
      const { lesson, exercise, name } = next;
      const ending = tryTogether(trialsOf(lesson, exercise), grader);
      judged.set(name, ending);
      going.set(name, {
        names: namesIn(exercise),
        end: ending.then(
          () => name,
          () => name,
        ),
      });
    }
  }, 600_000);
  afterAll(() => {
    signals.stop.abort('interrupted');
    grader.dispose();
  });

  it('are there', () => expect(exercises.length).toBeGreaterThan(0));

  it.for(exercises)('$name', async ({ name, lesson, exercise }, { skip, task }) => {
    // At a second try it is judged anew, and alone: of what was judged beside others nothing would have changed.
    const tried = (await (isAgain(task) ? tryTogether(trialsOf(lesson, exercise), grader) : judged.get(name))) ?? [];
    expect(tried).toHaveLength(2 + exercise.slips.length);
    const unjudged = tried.find(({ grade }) => grade.verdict === 'not-judged');
    const faults = tried.flatMap(({ what, index, fault, grade }) =>
      fault === undefined
        ? []
        : [`${what} ${index}: ${fault} (n = ${grade.n})`, ...grade.faults, ...grade.diagnostics.map(({ message }) => message), ...grade.said.slice(0, 8)],
    );
    expect(faults).toEqual([]);
    if (unjudged === undefined) return;
    // The machine lacks what it needs; whatever else is not judged is a mistake of the lesson.
    expect(exercise.needs).not.toEqual([]);
    skip(unjudged.grade.notes.join('; '));
  });
});
