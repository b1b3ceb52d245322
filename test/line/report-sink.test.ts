import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import { Problem } from '../../src/core/problem.ts';
import type { AskEvent } from '../../src/line/events.ts';
import { readyToWrite, writeReport } from '../../src/line/report-file.ts';
import { throughSinks } from '../../src/line/sink.ts';
import { ReportSink, type ReportWish } from '../../src/line/sinks/report.ts';
import { readRun } from '../../src/report/read.ts';
import { byProcess, rows } from '../report/records.ts';
import { names } from '../views/names.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'gpttrace-report-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function sinkFor(wishes: readonly (string | ReportWish)[], force = false, session: string | undefined = undefined): ReportSink {
  const paths = wishes.map((wish) => (typeof wish === 'string' ? { path: wish } : wish)).map((wish) => ({ ...wish, path: join(place, wish.path) }));
  return new ReportSink(paths, { force, names, session: () => session });
}

/** The events of a run of that program, which saw those. */
function eventsOf({ program, facts }: typeof byProcess, ...seen: readonly TraceEvent[]): AskEvent[] {
  const plan = {
    program,
    intent: { language: 'en' },
    tells: 'what it tells',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
  } as unknown as Extract<AskEvent, { type: 'running' }>['plan'];
  return [
    { type: 'facts', facts },
    { type: 'running', plan },
    { type: 'trace', at: 1, events: [{ type: 'attached', probes: 2 }, ...seen] },
  ];
}

const FAULTS: TraceEvent = { type: 'map', map: '@faults', entries: [{ key: ['nginx'], value: 7 }] };
const FINISHED: TraceEvent = { type: 'ended', reason: 'finished', seconds: 5 };
const ANSWER: AskEvent = { type: 'answer', sentence: 'seven', reasons: [], datasets: [], records: 1, lost: 0, seconds: 5 };

/** What the line tells, sinks heard; with what was thrown at its end. */
async function follow(sink: ReportSink, events: readonly AskEvent[], thrown?: Error): Promise<{ told: AskEvent[]; error?: unknown }> {
  async function* line(): AsyncGenerator<AskEvent, number> {
    yield* events;
    if (thrown !== undefined) throw thrown;
    return 0;
  }
  const told: AskEvent[] = [];
  try {
    for await (const event of throughSinks(line(), { question: 'count page faults' }, [sink])) told.push(event);
    return { told };
  } catch (error) {
    return { told, error };
  }
}

function notesOf(told: readonly AskEvent[]): string[] {
  return told.flatMap((event) => (event.type === 'note' ? [event.message] : []));
}

it('a pipe without a name, as is behind /dev/stdout, is written to', () => {
  const fifo = join(place, 'pipe');
  execFileSync('mkfifo', [fifo]);
  const end = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  rmSync(fifo);
  const path = `/proc/self/fd/${end}`;
  readyToWrite(path, false);
  expect(writeReport(path, 'a,b\r\n', false)).toBeUndefined();
  const read = Buffer.alloc(9);
  expect(read.subarray(0, readSync(end, read)).toString()).toBe('a,b\r\n');
  closeSync(end);
});

describe('what a program can never be written as', () => {
  const planned = (record: typeof byProcess): AskEvent[] =>
    eventsOf(record, FAULTS, FINISHED).flatMap((event): AskEvent[] =>
      event.type === 'running' ? [{ type: 'plan', plan: event.plan, diagnostics: [] }, event] : [event],
    );

  it('is told before anybody is asked about it, and nothing is run', async () => {
    const { told, error } = await follow(sinkFor([{ path: 'a.svg', as: 'flame-graph' }]), planned(byProcess));
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code: 'unfit-program', exit: 10, message: expect.stringMatching(/flame-graph.*a\.svg: it has no call stacks/) });
    expect(told.map(({ type }) => type)).toEqual(['facts']);
    expect(readdirSync(place)).toEqual([]);
  });

  it('is not guessed of one that counts by stacks and may see none', async () => {
    const keys = [{ name: 'stack', kind: 'stack', type: 'stack' }] as const;
    const value = { name: 'samples', kind: 'count', type: 'integer' } as const;
    const program = { ...byProcess.program, outputs: [{ shape: 'values', map: '@faults', keys, value }] } as const;
    const { error } = await follow(sinkFor(['a.svg']), planned({ ...byProcess, program }));
    expect(error).toBeUndefined();
  });
});

describe('what a run is written into', () => {
  it('is written when it is over, each form by its flag or its ending, and told with its size', async () => {
    const sink = sinkFor([{ path: 'report', as: 'html' }, 'a.csv', 'a.json', 'a.parquet'], false, 'abc123');
    const { told } = await follow(sink, [...eventsOf(byProcess, FAULTS, FINISHED), ANSWER]);
    expect(sink.exit()).toBeUndefined();
    expect(readdirSync(place).sort()).toEqual(['a.csv', 'a.json', 'a.parquet', 'report']);
    expect(readFileSync(join(place, 'report'), 'utf8')).toContain('count page faults');
    expect(readRun(readFileSync(join(place, 'a.json'), 'utf8'))).toMatchObject({ id: 'abc123', question: 'count page faults', sentence: 'seven', seconds: 5 });
    expect(readFileSync(join(place, 'a.parquet')).subarray(0, 4).toString()).toBe('PAR1');
    expect(notesOf(told)).toEqual([
      expect.stringMatching(/report: html, \d+ kB$/),
      expect.stringMatching(/a\.csv: csv, \d+ bytes/),
      expect.stringMatching(/a\.json: json, /),
      expect.stringMatching(/a\.parquet: parquet, /),
    ]);
    expect(statSync(join(place, 'a.csv')).mode & 0o111).toBe(0);
  });

  it('says what a single table leaves out, and how to have it', async () => {
    const row: TraceEvent = { type: 'row', statement: 0, values: [1, 'sh', '/etc/passwd', 2] };
    const events = [...eventsOf(rows, row), { type: 'trace', at: 4.5, events: [row, FINISHED] } as const];
    const { told } = await follow(sinkFor(['a.csv'], false, 'abc123'), events);
    expect(notesOf(told)[0]).toMatch(/without series; gpttrace export abc123 --dataset series/);
    expect(readFileSync(join(place, 'a.csv'), 'utf8')).toBe(
      '"pid","process","file","errno","errno_name"\r\n1,"sh","/etc/passwd",2,"ENOENT"\r\n1,"sh","/etc/passwd",2,"ENOENT"\r\n',
    );
  });

  it('is written also where the run was interrupted, died, or nobody listens any more: with what was seen', async () => {
    for (const [index, events] of [
      [FAULTS, { type: 'ended', reason: 'interrupted', seconds: 1 }],
      [FAULTS, { type: 'ended', reason: 'crashed', seconds: 1, message: 'it died' }],
      [FAULTS],
    ].entries()) {
      const sink = sinkFor([`${index}.json`]);
      const { error } = await follow(sink, eventsOf(byProcess, ...(events as TraceEvent[])), new Problem({ code: 'x', exit: 8, message: 'x', hints: [] }));
      expect(error).toBeInstanceOf(Problem);
      // The line is gone, so that whoever called it must ask.
      expect(sink.troubles()).toHaveLength(1);
      expect(readRun(readFileSync(join(place, `${index}.json`), 'utf8'))).toMatchObject({ datasets: [{ rows: [['nginx', 7]] }] });
    }
  });

  it('is not written where nothing ran', async () => {
    const refused: TraceEvent = { type: 'ended', reason: 'rejected', seconds: 0, message: 'no' };
    const stopped: AskEvent[] = eventsOf(byProcess).slice(0, 2);
    for (const events of [[], stopped.slice(0, 1), [...stopped, { type: 'trace', at: 0, events: [refused] } as const]]) {
      const { told } = await follow(sinkFor(['a.json']), events);
      expect(notesOf(told)).toEqual([]);
      expect(readdirSync(place)).toEqual([]);
    }
  });

  it.each([
    { name: 'a directory that went away', spoil: () => rmSync(join(place, 'd'), { recursive: true }), says: /no such file/ },
    { name: 'a file somebody made meanwhile', spoil: () => writeFileSync(join(place, 'd/a.json'), 'precious'), says: /somebody else/ },
    { name: 'a directory in its place', spoil: () => mkdirSync(join(place, 'd/a.json')), says: /directory/ },
  ])('fails with one note and status 10 behind the answer: $name', async ({ spoil, says }) => {
    mkdirSync(join(place, 'd'));
    const sink = sinkFor(['d/a.json', 'b.csv']);
    spoil();
    const { told } = await follow(sink, [...eventsOf(byProcess, FAULTS, FINISHED), ANSWER]);
    expect(told.findIndex(({ type }) => type === 'answer')).toBeLessThan(told.findIndex(({ type }) => type === 'note'));
    expect(notesOf(told)[0]).toMatch(says);
    expect(notesOf(told)).toHaveLength(2);
    expect(sink.exit()).toBe(10);
    expect(existsSync(join(place, 'b.csv'))).toBe(true);
    if (says.source.startsWith('somebody')) expect(readFileSync(join(place, 'd/a.json'), 'utf8')).toBe('precious');
  });

  it('fails the same way on a disk that is full', async () => {
    const sink = new ReportSink([{ path: '/dev/full', as: 'csv' }], { force: false, names, session: () => undefined });
    const { told } = await follow(sink, [...eventsOf(byProcess, FAULTS, FINISHED), ANSWER]);
    expect(notesOf(told)).toEqual([expect.stringMatching(/full/)]);
    expect(sink.exit()).toBe(10);
  });
});

describe('what cannot be written is told before anything runs', () => {
  function problemOf(action: () => unknown): Problem {
    try {
      action();
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error('it went well');
  }

  it.each<{ readonly name: string; readonly wishes: readonly (string | ReportWish)[]; readonly exit: number; readonly says: RegExp }>([
    { name: 'a file that exists', wishes: ['there.json'], exit: 10, says: /exists/ },
    { name: 'a link to one', wishes: ['link.json'], exit: 10, says: /exists/ },
    { name: 'a directory that is not there', wishes: ['no/a.json'], exit: 10, says: /no such file or directory/ },
    { name: 'a file as a directory', wishes: ['there.json/a.json'], exit: 10, says: /directory/ },
    { name: 'a directory', wishes: [{ path: 'd', as: 'html' }], exit: 10, says: /it is a directory/ },
    { name: 'one name twice', wishes: ['a.json', { path: './d/../a.json', as: 'html' }], exit: 2, says: /two reports/ },
    { name: 'a form nobody knows', wishes: ['a.xlsx'], exit: 2, says: /does not tell/ },
  ])('$name', ({ wishes, exit, says }) => {
    writeFileSync(join(place, 'there.json'), 'precious');
    symlinkSync('there.json', join(place, 'link.json'));
    mkdirSync(join(place, 'd'));
    const problem = problemOf(() => sinkFor(wishes));
    expect(problem.exit).toBe(exit);
    expect(problem.message).toMatch(says);
    expect(readFileSync(join(place, 'there.json'), 'utf8')).toBe('precious');
  });

  it('with --force a file is overwritten, through a link what it leads to, its mode kept', async () => {
    writeFileSync(join(place, 'there.json'), 'old', { mode: 0o600 });
    symlinkSync('there.json', join(place, 'link.json'));
    await follow(sinkFor(['link.json'], true), [...eventsOf(byProcess, FAULTS, FINISHED), ANSWER]);
    expect(readFileSync(join(place, 'there.json'), 'utf8')).toContain('"format": 1');
    expect(statSync(join(place, 'there.json')).mode & 0o777).toBe(0o600);
  });

  it('- is no file', () => {
    expect(problemOf(() => new ReportSink([{ path: '-', as: 'csv' }], { force: false, names, session: () => undefined }))).toMatchObject({ exit: 2 });
  });
});
