/** The way to a goal: the lessons for what its program is made of, in their order, and for whoever knows some of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { adapt, check } from '../../src/check/check.ts';
import { assess } from '../../src/check/policy/assess.ts';
import { languageOf } from '../../src/intent/languages.ts';
import { loadLexicon } from '../../src/intent/lexicons.ts';
import { understand } from '../../src/intent/understand.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { type Path, pathTo } from '../../src/learn/path.ts';
import { openCourse } from '../../src/line/learn/files.ts';
import { conceptsOf } from '../../src/line/learn/goal.ts';
import { type Checker, planEmbedded } from '../../src/plan/embedded.ts';
import { recordedMachine } from '../fixtures/machines.ts';
import { LESSONS, OUTLINE, outlined } from './outline.ts';

interface Way {
  readonly goal: string;
  /** Of the library. */
  readonly program: string;
  readonly lessons: string;
}

const WAYS: readonly Way[] = [
  {
    goal: 'I want to see which files are slow to read',
    program: 'file-read-latency',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries latency strings-and-pointers structs-and-btf intervals-and-output syscalls files portability',
  },
  {
    goal: 'which files are opened',
    program: 'file-opens',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries latency strings-and-pointers intervals-and-output syscalls files',
  },
  {
    goal: 'count system calls by process',
    program: 'syscalls-by-process',
    lessons: 'what-is-ebpf probes first-one-liner filters maps-and-keys summaries syscalls cost-and-safety',
  },
  {
    goal: 'where does the kernel spend its cpu time',
    program: 'cpu-kernel-stacks',
    lessons: 'what-is-ebpf probes first-one-liner filters maps-and-keys summaries stacks intervals-and-output',
  },
  {
    goal: 'new tcp connections with address and port',
    program: 'tcp-connects',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries strings-and-pointers structs-and-btf network',
  },
  {
    goal: 'which programs are started',
    program: 'process-execs',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types strings-and-pointers processes-and-signals',
  },
  {
    goal: 'how long do processes wait for a cpu',
    program: 'run-queue-latency',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries latency intervals-and-output processes-and-signals scheduler cost-and-safety',
  },
  {
    goal: 'sizes of malloc calls',
    program: 'malloc-sizes',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries strings-and-pointers user-probes processes-and-signals memory cost-and-safety',
  },
  {
    goal: 'latency of disk requests',
    program: 'disk-latency',
    lessons: 'what-is-ebpf probes first-one-liner filters maps-and-keys summaries latency intervals-and-output block-io',
  },
  {
    goal: 'who sends signals to whom',
    program: 'signals-sent',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types processes-and-signals',
  },
  {
    goal: '读文件要花多长时间',
    program: 'read-latency',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries latency strings-and-pointers intervals-and-output syscalls files',
  },
  {
    goal: '哪些进程缺页最多',
    program: 'page-faults',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries processes-and-signals memory',
  },
  {
    goal: '我想看新建立的 TCP 连接',
    program: 'tcp-connects',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries strings-and-pointers structs-and-btf network',
  },
  {
    goal: 'bash 里输入了哪些命令',
    program: 'bash-commands',
    lessons:
      'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries latency strings-and-pointers user-probes intervals-and-output syscalls processes-and-signals',
  },
  {
    goal: '每个进程写了多少字节',
    program: 'file-writes',
    lessons: 'what-is-ebpf probes first-one-liner filters printf-and-types maps-and-keys summaries strings-and-pointers syscalls files',
  },
];

const knowledge = buildKnowledge();
const index = new LibraryIndex(knowledge.programs, knowledge.index);
const machine = recordedMachine('6.18', '0.17');
const checker: Checker = {
  check: (source) => check(source, machine, true),
  adapt: (source) => adapt(source, machine),
  declarations: () => ({}),
  safety: (parsed, source) => assess(parsed.script, source, machine),
};
const course = outlined();

function way(question: string, known: ReadonlySet<string> = new Set()): { readonly program: string; readonly path: Path } {
  const intent = understand({ question }, { processes: () => new Set(['bash']), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const planned = planEmbedded(intent, knowledge.programs, index, checker, false, { fill: { seconds: 10 } });
  if (planned.kind !== 'plan') throw new Error(`${question}: ${planned.kind}`);
  const { origin } = planned.plan.program;
  return { program: 'name' in origin ? origin.name : '', path: pathTo(conceptsOf(planned.plan), course, known) };
}

const ids = ({ lessons }: Path): string => lessons.map(({ id }) => id).join(' ');

describe('the way to a goal', () => {
  beforeAll(async () => {
    for (const { goal } of WAYS) await loadLexicon(languageOf(goal));
  });

  it.each(WAYS)('$goal', ({ goal, program, lessons }) => {
    const found = way(goal);
    expect({ program: found.program, lessons: ids(found.path) }).toEqual({ program, lessons });
  });

  it('is shorter for who knows some of it', () => {
    const { path } = way(
      'latency of disk requests',
      new Set(['kernel-programs', 'probe', 'attach-point', 'one-liner', 'filter', 'map', 'key', 'count', 'sum', 'histogram']),
    );
    expect(ids(path)).toBe('latency intervals-and-output block-io');
    expect(path.missing).toEqual(['pair', 'latency', 'interval', 'output', 'block-io']);
  });

  it('ends at once for who knows it all', () => {
    const all = new Set(course.concepts.map(({ id }) => id));
    const { path } = way('latency of disk requests', all);
    expect([path.lessons, path.missing]).toEqual([[], []]);
    expect(path.holds).toContain('block-io');
  });

  it('leaves out what nobody teaches', () => {
    expect(pathTo(new Set(['no-such-concept']), course, new Set())).toEqual({ holds: [], missing: [], lessons: [] });
  });
});

describe('the course', () => {
  it('teaches what the outline says, in its order', () => {
    const taught = openCourse(LESSONS).course.lessons.map(({ id, teaches }) => [id, ...teaches]);
    expect(taught).toEqual(OUTLINE.filter(([id]) => taught.some(([other]) => other === id)));
  });

  it('has every concept', () => {
    expect(OUTLINE.flatMap(([, ...teaches]) => teaches).sort()).toEqual(course.concepts.map(({ id }) => id).sort());
  });
});
