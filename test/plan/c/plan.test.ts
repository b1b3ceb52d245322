import { describe, expect, it } from 'vitest';
import type { Condition, Intent } from '../../../src/core/intent.ts';
import { buildCLibrary } from '../../../src/knowledge/build.ts';
import type { CLibrary } from '../../../src/knowledge/c/library.ts';
import { LibraryIndex } from '../../../src/knowledge/match.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';
import { namedOutputs } from '../../../src/plan/c/outputs.ts';
import { initialised } from '../../../src/plan/c/params.ts';
import { planC } from '../../../src/plan/c/plan.ts';
import { worthC } from '../../../src/plan/c/worth.ts';
import type { Plan } from '../../../src/plan/plan.ts';

const built = buildCLibrary();
const library: CLibrary = { programs: built.programs, index: new LibraryIndex(built.programs, built.index) };
const bpftrace = readLibrary();

function asked(topic: string, rest: Partial<Intent> = {}): Intent {
  return { question: topic, language: 'en', topic, keys: [], conditions: [], unapplied: [], ...rest };
}

function choice(name: string, score = 0.9): { program: (typeof bpftrace)[number]; score: number } {
  const program = bpftrace.find((one) => one.name === name);
  if (program === undefined) throw new Error(`no ${name}`);
  return { program, score };
}

function planned(intent: Intent, around: Parameters<typeof planC>[2] = {}): Plan {
  const result = planC(intent, library, around);
  if (result.kind !== 'plan') throw new Error(`no plan: ${JSON.stringify(result)}`);
  return result.plan;
}

const condition = (value: Condition, words: string): Partial<Intent> => ({ conditions: [{ value, words }] });

describe('what C cannot grant is said', () => {
  const refused = [
    ['a path', 'file-opens', condition({ what: 'path', path: '/etc', match: 'prefix' }, 'below /etc'), /below \/etc/],
    ['an upper bound', 'syscall-latency', condition({ what: 'time', comparison: '<', ns: 1000 }, 'under 1 us'), /under 1 us/],
    ['what worked', 'file-opens', condition({ what: 'outcome', failed: false }, 'that worked'), /that worked/],
    ['a signal nobody knows the number of', 'signals-sent', condition({ what: 'signal', signal: 'SIGKILL' }, 'SIGKILL'), /SIGKILL/],
    ['a key', 'syscalls-by-process', { keys: [{ value: 'user', words: 'by user' }] }, /by user; it can by process/],
    ['an average', 'syscall-latency', { measure: { value: 'average', words: 'average' } }, /average/],
    ['intervals', 'syscalls-by-process', { every: { value: 1, words: 'every second' } }, /intervals/],
    ['one process, of a program that has no parameter for it', 'tcp-state-changes', { filter: { value: { pid: 1 }, words: 'pid 1' } }, /one process/],
    ['the process a signal is sent to', 'signals-sent', { toward: true, filter: { value: { pid: 1 }, words: 'to pid 1' } }, /one process/],
  ] as const;
  it.each(refused)('%s', (_, name, rest, note) => {
    const plan = planned(asked('x', rest as Partial<Intent>), { choice: choice(name) });
    expect(plan.notes.join('\n')).toMatch(note);
    expect(plan.narrowed).toBe(false);
  });

  it('a command whose children are to be followed', () => {
    const plan = planned(asked('x'), { choice: choice('file-opens'), followsCommand: true });
    expect(plan).toMatchObject({ followsCommand: false, notes: [expect.stringMatching(/one process/)] });
  });

  it('nothing is planned for what no C program is about', () => {
    expect(planC(asked('swapped in pages of memory'), library, { choice: choice('swap-ins') })).toMatchObject({ kind: 'nothing' });
  });

  it('a question that is refused stays refused', () => {
    expect(planC(asked('x', { refusal: { value: 'harm', words: '' } }), library)).toMatchObject({ kind: 'nothing', why: 'harm' });
  });
});

describe('what is asked for stands in the text of the program', () => {
  const set = [
    ['file-opens', { filter: { value: { pid: 42 }, words: '' } }, 'const volatile __u32 target_pid = 42;'],
    ['file-opens', { filter: { value: { comm: 'a "name" that is too long' }, words: '' } }, 'const volatile char target_comm[16] = "a \\"name\\" that i";'],
    ['file-opens', condition({ what: 'outcome', failed: true }, 'failed'), 'const volatile bool failed_only = true;'],
    ['syscall-latency', condition({ what: 'time', comparison: '>', ns: 10_000_000 }, '> 10 ms'), 'const volatile __u64 min_us = 10001;'],
    ['read-sizes', condition({ what: 'size', comparison: '>=', bytes: 4096 }, '4 KiB'), 'const volatile __u64 min_bytes = 4096;'],
    ['tcp-connects', condition({ what: 'port', port: 443 }, 'port 443'), 'const volatile __u16 only_port = 443;'],
  ] as const;
  it.each(set)('%s %j', (name, rest, line) => {
    const plan = planned(asked('x', rest as Partial<Intent>), { choice: choice(name) });
    expect(plan.notes).toEqual([]);
    expect(plan.program.source.split('\n')).toContain(line);
  });

  it('no replacement pattern is made of what a person typed', () => {
    expect(initialised('const volatile char who[16] = "";', 'who', '"$& $1"')).toBe('const volatile char who[16] = "$& $1";');
  });
});

describe('the program that is taken', () => {
  it('is the twin of what bpftrace would be given, or of what stands in for it', () => {
    expect(planned(asked('x'), { choice: choice('file-opens') }).program).toMatchObject({
      language: 'c',
      origin: { kind: 'library', name: 'file-opens' },
      answer: 'rows',
      attachPoints: expect.arrayContaining(['tracepoint:syscalls:sys_exit_openat']),
    });
    expect(planned(asked('x'), { choice: choice('page-faults-software') }).program.origin).toMatchObject({ name: 'page-faults' });
  });

  it('is found by its own questions in both languages', () => {
    for (const { name, twin, questions } of library.programs) {
      if (twin !== undefined) continue;
      for (const language of ['en', 'zh']) {
        for (const question of questions[language] ?? []) {
          const [best] = library.index.match(asked(question, { language, question }));
          expect(best?.program.name, question).toBe(name);
        }
      }
    }
  });
});

describe('the names of what a compiled object tells', () => {
  const column = { name: 'latency_us', kind: 'plain', type: 'integer' } as const;
  it('are those of the plan where there are as many columns', () => {
    const planOutputs = [{ shape: 'rows', statement: 0, columns: [{ name: 'latency', kind: 'plain', type: 'unknown', unit: 'us' }] }] as const;
    const compiled = { shape: 'rows', statement: 0, columns: [column] } as const;
    expect(namedOutputs([compiled], planOutputs)).toEqual([{ ...compiled, columns: [{ ...column, name: 'latency', unit: 'us' }] }]);
    const wider = { ...compiled, columns: [column, column] };
    expect(namedOutputs([wider], planOutputs)).toEqual([wider]);
  });
});

describe('C is worth it', () => {
  const plan = (answer: string, attachPoints: readonly string[], intent: Intent): Plan => ({
    ...planned(asked('x'), { choice: choice('file-opens') }),
    intent,
    program: { language: 'bpftrace', source: '', title: '', origin: { kind: 'library', name: '' }, attachPoints, outputs: [], answer },
  });
  const of = (name: string): (typeof bpftrace)[number] => choice(name).program;
  const each = asked('x', { measure: { value: 'each', words: 'every' } });

  it('where bpftrace would lose rows', () => {
    const opens = plan('rows', ['tracepoint:syscalls:sys_enter_openat'], asked('x'));
    expect(worthC(opens, of('file-opens'), () => 200_000, library)?.program.language).toBe('c');
    expect(worthC(opens, of('file-opens'), () => 10_000, library)).toBeUndefined();
    expect(worthC({ ...opens, narrowed: true }, of('file-opens'), () => 200_000, library)).toBeUndefined();
    expect(worthC(opens, of('file-deletes'), () => 200_000, library)).toBeUndefined();
  });

  it('where rows were asked for and bpftrace would count', () => {
    const calls = plan('@calls', ['tracepoint:raw_syscalls:sys_enter'], each);
    expect(worthC(calls, of('syscalls-by-process'), () => 500_000, library)?.program.origin).toMatchObject({ name: 'syscall-rows' });
    expect(worthC({ ...calls, intent: asked('x') }, of('syscalls-by-process'), () => 500_000, library)).toBeUndefined();
  });
});
