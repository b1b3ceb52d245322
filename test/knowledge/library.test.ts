import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeOutputs } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import { assess } from '../../src/check/policy/assess.ts';
import { columnOf, localised } from '../../src/knowledge/library.ts';
import { parseProgram, readLibrary } from '../../src/knowledge/read.ts';
import { blind } from '../check/policy/machine.ts';

const library = readLibrary();
const MEASURES = ['each', 'count', 'sum', 'average', 'min', 'max', 'distribution', 'latency', 'stacks'];
const UNITS = ['bytes', 'ns', 'us', 'ms', 's', 'pages', undefined];

/** What docs/LIBRARY.md asks of a program. */
describe.each(library)('library/$name.bt', (program) => {
  const { script } = parse(program.source);
  const outputs = describeOutputs(script, program.source, () => undefined);

  it('says in both languages what it is and what it answers', () => {
    for (const language of ['en', 'zh']) {
      expect(program.title[language]).toBeTruthy();
      expect(program.tells[language]).toBeTruthy();
      if (program.variantOf === undefined) expect(program.questions[language]?.length).toBeGreaterThanOrEqual(4);
    }
    expect(program.title.zh).toMatch(/\p{Script=Han}/u);
  });

  it('has the answer it names', () => {
    expect(MEASURES).toContain(program.measure);
    if (program.answer === 'rows') {
      expect(outputs.prints).toHaveLength(1);
      expect(outputs.prints[0]?.call.args).toHaveLength(program.columns.length + 1);
      for (const { unit } of program.columns) expect(UNITS).toContain(unit);
      return;
    }
    const map = outputs.maps.find((output) => output.map === program.answer);
    expect(map).toBeDefined();
    expect(map?.keys).toHaveLength(program.keys.length);
    expect(UNITS).toContain(program.value.unit);
    expect(map?.shape).toBe(program.measure === 'distribution' || program.measure === 'latency' ? 'histogram' : 'values');
    expect(outputs.maps.map((output) => output.map)).toEqual([program.answer]);
  });

  it('narrows only where it says it does', () => {
    const points = script.probes.flatMap(({ attachPoints }) => attachPoints.map(({ text }) => text));
    for (const pattern of program.target?.at ?? []) {
      const place = pattern.split(/\s+(?=\/)/)[0] ?? '';
      const matching = new RegExp(`^${place.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`);
      expect(
        points.some((point) => matching.test(point)),
        pattern,
      ).toBe(true);
    }
  });

  it.runIf(program.variantOf !== undefined)('is a variant of a program that is no variant itself', () => {
    const base = library.find(({ name }) => name === program.variantOf);
    expect(base).toBeDefined();
    expect(base?.variantOf).toBeUndefined();
    expect(base?.answer === 'rows').toBe(program.answer === 'rows');
  });

  it('is of the class that was found right for it, and never unsafe', () => {
    const classes = assess(parse(program.source).script, program.source, blind).classes;
    expect(classes).toEqual(CARE[program.name] ?? ['observe']);
  });
});

/** Looked at one by one: what of the library is more than watching. */
const CARE: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...[
    'atomic-sections',
    'blocked-time',
    'btrfs-operations',
    'btrfs-operations-count',
    'context-switches',
    'involuntary-switches',
    'voluntary-switches',
    'uninterruptible-time',
    'cpu-idle-states',
    'cpu-migrations-switch',
    'failed-page-allocations',
    'dcache-lookups',
    'file-opens-paths',
    'kernel-alloc-sizes',
    'kernel-allocations',
    'malloc-held',
    'malloc-sizes',
    'mutex-waits',
    'memory-peaks',
    'mmap-lock-waits',
    'kernel-lock-waits',
    'kernel-timers',
    'kvm-exit-time',
    'kvm-exits',
    'kvm-userspace-exits',
    'limit-failures',
    'mutex-locks',
    'mutex-locks-contended',
    'off-cpu-stacks',
    'off-cpu-time',
    'on-cpu-time',
    'page-allocations',
    'rcu-stalls',
    'run-queue-latency',
    'slab-allocations',
    'slab-allocations-functions',
    'swap-ins',
    'run-queue-length-tracepoints',
    'slow-run-queue-waits',
    'syscall-errors',
    'syscall-latency',
    'syscall-rate',
    'syscall-time',
    'syscalls-by-name',
    'syscalls-by-process',
    'tcp-congestion-windows',
    'syscalls-by-process-and-name',
    'tcp-rtt',
    'tcp-rtt-connections',
    'tcp-rtt-connections-functions',
    'tcp-rtt-connections-ipv4',
    'tcp-rtt-hosts',
    'tcp-send-windows',
    'wakeup-latency',
    'wakeups',
  ].map((name) => [name, ['costly']]),
  ...[
    'bash-commands',
    'bash-commands-libreadline',
    'dns-names',
    'environment-reads',
    'host-lookups',
    'library-loads',
    'process-execs-args',
    'python-imports',
    'tls-libraries',
    'unix-connects',
  ].map((name) => [name, ['reads-user-data']]),
  ['http-requests', ['costly', 'reads-user-data']],
]);

describe('no question is asked of two programs', () => {
  it.each(['en', 'zh'])('in %s', (language) => {
    const seen = new Map<string, string>();
    const doubled: string[] = [];
    for (const { name, questions, variantOf } of library) {
      if (variantOf !== undefined) continue;
      for (const question of questions[language] ?? []) {
        const other = seen.get(question.toLowerCase());
        if (other !== undefined) doubled.push(`${question}: ${other}, ${name}`);
        seen.set(question.toLowerCase(), name);
      }
    }
    expect(doubled).toEqual([]);
  });
});

const FRONT = 'title.en = "a"\ntells.en = "b"\nquestions.en = []\nevent = "e"\nmeasure = "count"\nanswer = "@a"\n';
const front = (toml: string): string => `/*---\n${toml}\n---*/\n\nBEGIN { }\n`;

describe('parseProgram', () => {
  it.each([
    { name: 'no front matter', text: 'BEGIN { }', says: /front matter/ },
    { name: 'a front matter that is never closed', text: '/*---\ntitle.en = "a"\n', says: /front matter/ },
    { name: 'broken TOML', text: front('title = ['), says: /./ },
    { name: 'no measure', text: front(FRONT.replace(/measure.*\n/, '')), says: /measure/ },
    { name: 'no title', text: front(FRONT.replace(/title.*\n/, '')), says: /title/ },
  ])('tells the file that has $name', ({ text, says }) => {
    expect(() => parseProgram('mine', text)).toThrow(/library\/mine\.bt/);
    expect(() => parseProgram('mine', text)).toThrow(says);
  });

  it('fills in what may be left out', () => {
    const program = parseProgram('mine', front(FRONT));
    expect(program).toMatchObject({
      source: 'BEGIN { }\n',
      keys: [],
      by: {},
      measures: [],
      prefer: 0,
      target: { pid: 'pid', comm: 'comm', tid: 'tid' },
    });
    expect(program.variantOf).toBeUndefined();
    expect(program.workload).toBeUndefined();
  });

  it('takes a target apart', () => {
    expect(parseProgram('mine', front(`${FRONT}target = false`)).target).toBeUndefined();
    expect(parseProgram('mine', front(`${FRONT}[target]\nat = ["k:f"]\npid = "args->pid"`)).target).toEqual({
      at: ['k:f'],
      pid: 'args->pid',
      comm: 'comm',
      tid: 'tid',
    });
  });
});

describe('readLibrary', () => {
  it('names the file that is wrong among others', () => {
    const place = mkdtempSync(join(tmpdir(), 'gpttrace-library-'));
    try {
      writeFileSync(join(place, 'a.bt'), front(FRONT));
      writeFileSync(join(place, 'b.bt'), 'BEGIN { }');
      writeFileSync(join(place, 'notes.md'), 'no program');
      expect(() => readLibrary(pathToFileURL(`${place}/`))).toThrow(/library\/b\.bt/);
      rmSync(join(place, 'b.bt'));
      expect(readLibrary(pathToFileURL(`${place}/`)).map(({ name }) => name)).toEqual(['a']);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe('columnOf', () => {
  it.each([
    ['process', 'process'],
    ['parent process', 'process'],
    ['child pid', 'pid'],
    ['latency', 'plain'],
    ['errno', 'errno'],
    ['process count', 'plain'],
  ])('%s is of kind %s', (name, kind) => expect(columnOf({ name }, undefined).kind).toBe(kind));
  it('keeps the type that was inferred, and takes the unit that was given', () => {
    const inferred = { name: 'x', kind: 'plain', type: 'integer', integer: 'int32' } as const;
    expect(columnOf({ name: 'latency', unit: 'us' }, inferred)).toEqual({ name: 'latency', kind: 'plain', type: 'integer', integer: 'int32', unit: 'us' });
  });
});

describe('localised', () => {
  it('falls back to English', () => {
    expect(localised({ en: 'a', zh: 'b' }, 'zh')).toBe('b');
    expect(localised({ en: 'a' }, 'fr')).toBe('a');
  });
});
