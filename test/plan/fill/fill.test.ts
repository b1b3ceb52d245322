import { describe, expect, it } from 'vitest';
import type { Expression, Script } from '../../../src/bpftrace/ast.ts';
import { parse } from '../../../src/bpftrace/parser.ts';
import { walk } from '../../../src/bpftrace/visit.ts';
import type { Intent, Measure, ProcessFilter } from '../../../src/core/intent.ts';
import type { LibraryProgram } from '../../../src/knowledge/library.ts';
import { parseProgram, readLibrary } from '../../../src/knowledge/read.ts';
import { fill } from '../../../src/plan/fill/fill.ts';
import { cutComm } from '../../../src/plan/fill/text.ts';

interface Wish {
  readonly keys?: readonly string[];
  readonly measure?: Measure;
  readonly filter?: ProcessFilter;
  readonly seconds?: number;
}

function wishFor({ keys = [], measure, filter, seconds }: Wish): Intent {
  return {
    question: '',
    language: 'en',
    topic: '',
    unapplied: [],
    conditions: [],
    keys: keys.map((value) => ({ value, words: value })),
    ...(measure === undefined ? {} : { measure: { value: measure, words: '' } }),
    ...(filter === undefined ? {} : { filter: { value: filter, words: '' } }),
    ...(seconds === undefined ? {} : { seconds: { value: seconds, words: '' } }),
  };
}

function program(body: string, more = ''): LibraryProgram {
  const front = `title.en = "a"\ntells.en = "b"\nquestions.en = []\nevent = "e"\nanswer = "@n"\n${more}`;
  return parseProgram('mine', `/*---\n${front}\n---*/\n${body}`);
}

const BY = '[by]\nprocess = "comm"\npid = "pid"\nfile = "str(args->filename)"\n';
const COUNT = `measure = "count"\nkeys = ["process"]\n${BY}`;
const SUM = `measure = "sum"\nkeys = ["process"]\nmeasures = ["count", "average", "max", "min", "distribution"]\n${BY}`;

const FILLED: readonly {
  readonly name: string;
  readonly program: LibraryProgram;
  readonly wish: Wish;
  readonly source: string;
  readonly refused?: readonly string[];
}[] = [
  { name: 'nothing wished', program: program('k:f { @n[comm] = count(); }', COUNT), wish: {}, source: 'k:f { @n[comm] = count(); }' },

  // Keys.
  { name: 'another key', program: program('k:f { @n[comm] = count(); }', COUNT), wish: { keys: ['pid'] }, source: 'k:f { @n[pid] = count(); }' },
  {
    name: 'two keys',
    program: program('k:f { @n[comm] = count(); }', COUNT),
    wish: { keys: ['process', 'file'] },
    source: 'k:f { @n[comm, str(args->filename)] = count(); }',
  },
  { name: 'the key it has', program: program('k:f { @n[comm] = count(); }', COUNT), wish: { keys: ['process'] }, source: 'k:f { @n[comm] = count(); }' },
  {
    name: 'a key for a map without',
    program: program('k:f { @n = count(); }', `measure = "count"\n${BY}`),
    wish: { keys: ['pid'] },
    source: 'k:f { @n[pid] = count(); }',
  },
  {
    name: 'in every probe that assigns it',
    program: program('k:f { @n[comm] = count(); }\nk:g { @n[comm]++; @other[comm] = 1; }', COUNT),
    wish: { keys: ['pid'] },
    source: 'k:f { @n[pid] = count(); }\nk:g { @n[pid]++; @other[comm] = 1; }',
  },
  {
    name: 'a map that is only printed keeps its name',
    program: program('k:f { @n = count(); } i:s:1 { print(@n); clear(@n); }', `measure = "count"\n${BY}`),
    wish: { keys: ['pid'] },
    source: 'k:f { @n[pid] = count(); } i:s:1 { print(@n); clear(@n); }',
  },
  {
    name: 'a key it does not have',
    program: program('k:f { @n[comm] = count(); }', COUNT),
    wish: { keys: ['device'] },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['key'],
  },
  {
    name: 'one it has and one it has not',
    program: program('k:f { @n[comm] = count(); }', COUNT),
    wish: { keys: ['pid', 'device'] },
    source: 'k:f { @n[pid] = count(); }',
    refused: ['key'],
  },
  {
    name: 'a text that looks like the map is left alone',
    program: program('k:f { printf("@n[comm]"); @n[comm] = count(); /* @n[comm] */ }', COUNT),
    wish: { keys: ['pid'] },
    source: 'k:f { printf("@n[comm]"); @n[pid] = count(); /* @n[comm] */ }',
  },

  // Measures.
  { name: 'a count for a sum', program: program('k:f { @n[comm] = sum(arg1); }', SUM), wish: { measure: 'count' }, source: 'k:f { @n[comm] = count(); }' },
  {
    name: 'a histogram for a sum',
    program: program('k:f { @n[comm] = sum((arg1 + 1) / 2); }', SUM),
    wish: { measure: 'distribution' },
    source: 'k:f { @n[comm] = hist((arg1 + 1) / 2); }',
  },
  {
    name: 'an average',
    program: program('k:f { @n[comm] = sum(arg1); }\nk:g { @n[comm] = sum(arg2); @m = sum(arg3); }', SUM),
    wish: { measure: 'average' },
    source: 'k:f { @n[comm] = avg(arg1); }\nk:g { @n[comm] = avg(arg2); @m = sum(arg3); }',
  },
  {
    name: 'measure and keys at once',
    program: program('k:f { @n[comm] = sum(arg1); }', SUM),
    wish: { measure: 'max', keys: ['pid'] },
    source: 'k:f { @n[pid] = max(arg1); }',
  },
  {
    name: 'an average of a count',
    program: program('k:f { @n[comm] = count(); }', COUNT),
    wish: { measure: 'average' },
    source: 'k:f { @n[comm] = count(); }',
    refused: ['measure'],
  },

  // One process.
  { name: 'a pid', program: program('k:f { @n[comm] = count(); }', COUNT), wish: { filter: { pid: 7 } }, source: 'k:f\n/pid == 7/\n{ @n[comm] = count(); }' },
  { name: 'a pid and a name', program: program('k:f { }', COUNT), wish: { filter: { pid: 7, comm: 'sh' } }, source: 'k:f\n/pid == 7 && comm == "sh"/\n{ }' },
  { name: 'beside a predicate', program: program('k:f /arg1/ { }', COUNT), wish: { filter: { pid: 7 } }, source: 'k:f /arg1 && pid == 7/ { }' },
  { name: 'beside an or', program: program('k:f /arg1 || arg2/ { }', COUNT), wish: { filter: { pid: 7 } }, source: 'k:f /(arg1 || arg2) && pid == 7/ { }' },
  {
    name: 'not in BEGIN, END and interval',
    program: program('BEGIN { } k:f { } i:s:1 { } END { }', COUNT),
    wish: { filter: { pid: 7 } },
    source: 'BEGIN { } k:f\n/pid == 7/\n{ } i:s:1 { } END { }',
  },
  {
    name: 'only where it is said',
    program: program('k:f { }\nk:g { }', `${COUNT}[target]\nat = ["k:g"]\npid = "arg0"\n`),
    wish: { filter: { pid: 7 } },
    source: 'k:f { }\nk:g\n/arg0 == 7/\n{ }',
  },
  {
    name: 'where a pattern says',
    program: program('t:a:x1 { }\nt:a:x2 { }\nt:b:x1 { }', `${COUNT}[target]\nat = ["t:a:*"]\n`),
    wish: { filter: { pid: 7 } },
    source: 't:a:x1\n/pid == 7/\n{ }\nt:a:x2\n/pid == 7/\n{ }\nt:b:x1 { }',
  },
  {
    name: 'in one clause of several',
    program: program('k:f /arg1 == 1/ { }\nk:f /arg1 == 2/ { }', `${COUNT}[target]\nat = ["k:f /arg1 == 2/"]\n`),
    wish: { filter: { pid: 7 } },
    source: 'k:f /arg1 == 1/ { }\nk:f /(arg1 == 2) && pid == 7/ { }',
  },
  {
    name: 'where it makes no sense',
    program: program('k:f { }', `${COUNT}`.replace('[by]', 'target = false\n[by]')),
    wish: { filter: { pid: 7 } },
    source: 'k:f { }',
    refused: ['filter'],
  },
];

describe('fill', () => {
  it.each(FILLED)('$name', ({ program: one, wish, source, refused = [] }) => {
    const filled = fill(one, wishFor(wish), false);
    expect(filled.source.trimEnd()).toBe(source);
    expect(filled.refused.map(({ what }) => what)).toEqual(refused);
    expect(parse(filled.source).diagnostics).toEqual([]);
  });

  it('keeps the value of a predicate with a ternary', () => {
    const filled = fill(program('k:f /arg0 ? arg1 : arg2/ { }', COUNT), wishFor({ filter: { pid: 7 } }), false);
    const condition = parse(filled.source).script.probes[0]?.predicate?.condition;
    expect(condition).toMatchObject({ kind: 'binary', operator: '&&', left: { kind: 'ternary' } });
  });

  it.each([
    [5, 'interval:s:5'],
    [0.5, 'interval:ms:500'],
    [1.25, 'interval:ms:1250'],
    [0.0001, 'interval:ms:1'],
    [86400, 'interval:s:86400'],
  ])('ends after %d s', (seconds, interval) => {
    const filled = fill(program('k:f { }', COUNT), wishFor({ seconds }), false);
    const last = parse(filled.source).script.probes.at(-1);
    expect(last?.attachPoints.map(({ text }) => text)).toEqual([interval]);
    expect(last?.body.statements[0]).toMatchObject({ expression: { kind: 'call', name: 'exit' } });
    expect(filled.endsItself).toBe(true);
  });

  it('does not end by itself where no time was given', () => expect(fill(program('k:f { }', COUNT), wishFor({}), false).endsItself).toBe(false));
});

/** What a name may hold, and still be nothing but a string in the program. */
const HOSTILE = [
  'a"; system("x',
  'a\\',
  'a\\"',
  '"',
  '/',
  'a\nb',
  '%s%n',
  '$(reboot)',
  '*/',
  '//',
  "it's",
  'é中文名字',
  '{',
  '/ { } END { system("x"); } k:f /',
  '\t',
  '🙂🙂🙂🙂🙂🙂',
];

describe('a name in a program', () => {
  it.each(HOSTILE)('%j is a string and no code', (comm) => {
    const filled = fill(program('k:f { @n[comm] = count(); }', COUNT), wishFor({ filter: { comm } }), false);
    const { script, diagnostics } = parse(filled.source);
    expect(diagnostics).toEqual([]);
    expect(script.probes).toHaveLength(1);
    expect(callsOf(script)).toEqual(['count']);
    const condition = script.probes[0]?.predicate?.condition;
    expect(condition).toMatchObject({
      kind: 'binary',
      operator: '==',
      left: { kind: 'identifier', name: 'comm' },
      right: { kind: 'string', value: cutComm(comm) },
    });
  });

  it.each([
    ['nginx', 'nginx'],
    ['/usr/sbin/nginx', 'nginx'],
    ['exactly-15-byte', 'exactly-15-byte'],
    ['sixteen-bytes-it', 'sixteen-bytes-i'],
    ['systemd-journald', 'systemd-journal'],
    ['中文名字很长', '中文名字很'],
    ['aa中文名字很长', 'aa中文名字'],
  ])('%s is cut to %s, as the kernel does', (name, cut) => expect(cutComm(name)).toBe(cut));
});

function callsOf(script: Script): string[] {
  return [...walk(script)].flatMap((node) => (node.kind === 'call' ? [node.name] : []));
}

describe('following a command', () => {
  const filled = fill(program('BEGIN { @start = nsecs; }\nk:f /arg0/ { @n[comm] = count(); }\nEND { clear(@start); }', COUNT), wishFor({ seconds: 5 }), true);
  const { script, diagnostics } = parse(filled.source);
  const probesAt = (provider: string) => script.probes.filter(({ attachPoints }) => attachPoints.some((point) => point.provider === provider));

  it('is a program with one BEGIN and one END', () => {
    expect(diagnostics).toEqual([]);
    expect(probesAt('BEGIN')).toHaveLength(1);
    expect(probesAt('END')).toHaveLength(1);
  });
  it('begins with the process that was started', () => {
    const first = script.probes[0];
    expect(first?.attachPoints[0]?.provider).toBe('BEGIN');
    expect(first?.body.statements[0]).toMatchObject({ kind: 'assignment', target: { kind: 'map', keys: [{ kind: 'positional', index: 1 }] } });
  });
  it('goes on through forks and forgets at exits', () => {
    const points = script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ text }) => text));
    expect(points).toContain('tracepoint:sched:sched_process_fork');
    expect(points).toContain('tracepoint:sched:sched_process_exit');
    expect(callsOf(script)).toContain('delete');
  });
  it('lets only its threads count', () => {
    const counted = script.probes.find(({ attachPoints }) => attachPoints[0]?.text === 'k:f');
    expect(counted?.predicate?.condition).toMatchObject({ operator: '&&', right: { kind: 'map', keys: [{ name: 'tid' }] } });
  });
  it('leaves nothing but the answer behind', () => {
    const cleared = [...walk(script)].flatMap((node) => (node.kind === 'call' && node.name === 'clear' ? node.args : []));
    const traced = [...walk(script)].find((node): node is Extract<Expression, { kind: 'map' }> => node.kind === 'map' && node.keys[0]?.kind === 'positional');
    expect(cleared.map((map) => (map.kind === 'map' ? map.name : ''))).toContain(traced?.name);
  });
});

/** Every program of the library with every wish it says it grants, one by one and together. */
describe.each(readLibrary())('library/$name.bt', (one) => {
  const keyWishes: (readonly string[])[] = [[], ...Object.keys(one.by).map((key) => [key]), Object.keys(one.by).slice(0, 2)];
  const measureWishes: (Measure | undefined)[] = [undefined, ...one.measures];
  const filters: (ProcessFilter | undefined)[] = [undefined, { pid: 1 }, { comm: 'a"b' }];

  it('stays a program, whatever is wished', () => {
    const before = parse(one.source).script.probes.length;
    for (const keys of keyWishes) {
      for (const measure of measureWishes) {
        for (const filter of filters) {
          for (const followsCommand of [false, true]) {
            const wish = { keys, ...(measure === undefined ? {} : { measure }), ...(filter === undefined ? {} : { filter }), seconds: 2.5 };
            const filled = fill(one, wishFor(wish), followsCommand);
            const about = `${JSON.stringify(wish)} ${followsCommand}\n${filled.source}`;
            const { script, diagnostics } = parse(filled.source);
            expect(diagnostics, about).toEqual([]);
            expect(script.probes.length, about).toBeGreaterThan(before);
            if (filter !== undefined && one.target === undefined) expect(filled.refused, about).toContainEqual({ what: 'filter' });
            if (filter?.pid !== undefined && one.target !== undefined) expect(filled.source, about).toContain(`${one.target.pid} == 1`);
            const singles = ['BEGIN', 'END'].map(
              (name) => script.probes.filter(({ attachPoints }) => attachPoints.some(({ provider }) => provider === name)).length,
            );
            for (const count of singles) expect(count, about).toBeLessThanOrEqual(1);
          }
        }
      }
    }
  });

  it.runIf(one.answer.startsWith('@'))('is keyed and measured as is told', () => {
    for (const key of Object.keys(one.by)) {
      const filled = fill(one, wishFor({ keys: [key] }), false);
      const assigned = assignmentsTo(parse(filled.source).script, one.answer);
      expect(assigned.length).toBeGreaterThan(0);
      for (const { keys } of assigned) expect(keys).toBe(filled.keys.length);
    }
    const FUNCTIONS: Partial<Record<Measure, string>> = { count: 'count', sum: 'sum', average: 'avg', min: 'min', max: 'max', distribution: 'hist' };
    for (const measure of one.measures) {
      const filled = fill(one, wishFor({ measure }), false);
      expect(filled.refused).toEqual([]);
      for (const { call } of assignmentsTo(parse(filled.source).script, one.answer)) expect(call, measure).toBe(FUNCTIONS[measure]);
    }
  });
});

function assignmentsTo(script: Script, map: string): { readonly keys: number; readonly call: string | undefined }[] {
  return [...walk(script)].flatMap((node) => {
    if (node.kind === 'assignment' && node.target.kind === 'map' && node.target.name === map) {
      return [{ keys: node.target.keys.length, call: node.value.kind === 'call' ? node.value.name : undefined }];
    }
    return node.kind === 'unary' && node.operand.kind === 'map' && node.operand.name === map ? [{ keys: node.operand.keys.length, call: undefined }] : [];
  });
}
