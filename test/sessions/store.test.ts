/** What is kept, read again: whole, spoiled, too large, beside others, where it cannot be written. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { ValueNames } from '../../src/core/names.ts';
import type { AskEvent } from '../../src/line/events.ts';
import { namesOf } from '../../src/line/names.ts';
import { listSessions, openSession, sessionEvents } from '../../src/line/sessions.ts';
import { throughSinks } from '../../src/line/sink.ts';
import { SessionSink } from '../../src/line/sinks/session.ts';
import type { TimedEvents } from '../../src/sessions/lines.ts';
import { readSession } from '../../src/sessions/read.ts';
import { pinSession, removeSession, retain } from '../../src/sessions/remove.ts';
import { FILES } from '../../src/sessions/session.ts';
import { SessionWriter } from '../../src/sessions/writer.ts';
import { names } from '../views/names.ts';
import { COUNTS, counts, FACTS, lineOf, planOf, programOf, REQUEST, ROWS, row } from './runs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gt-store-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let trial = 0;
let directory = '';
beforeEach(() => {
  trial++;
  directory = join(scratch, String(trial), 'sessions');
});

const plan = planOf(programOf([ROWS, COUNTS]));
const batches: TimedEvents[] = [
  {
    at: 0.1,
    events: [
      { type: 'started', pid: 7 },
      { type: 'attached', probes: 2 },
    ],
  },
  { at: 0.5, events: [row('cat', '/etc/hostname'), row('cat', 'a\u001b[2J'), row('ls', 2n ** 64n - 1n)] },
  { at: 1.5, events: [{ type: 'text', text: 'a line' }, counts(['cat', 2], ['ls', 1])] },
];
const ended: TraceEvent = { type: 'ended', reason: 'finished', seconds: 2 };
const answer: AskEvent = { type: 'answer', sentence: 'In 2.0 s: 3 events.', reasons: [], datasets: [], records: 3, lost: 0, seconds: 2 };

/** Runs the events of a line through the sink; `whole` as they are where it ends well. */
async function keep(events: readonly AskEvent[], sink = new SessionSink(directory)): Promise<{ id: string | undefined; notes: string[] }> {
  async function* line(): AsyncGenerator<AskEvent, number> {
    yield* events;
    return 0;
  }
  const notes: string[] = [];
  for await (const event of throughSinks(line(), REQUEST, [sink])) if (event.type === 'note') notes.push(event.message);
  return { id: sink.kept(), notes };
}

/** A run that somebody killed: what was on the disk by then. `checkpoint` after so many batches. */
function broken(checkpoint?: number): string {
  const writer = new SessionWriter(directory, { request: REQUEST, plan, facts: FACTS, startedAt: Date.now() - 5000 }, briefOf());
  batches.forEach((batch, at) => {
    writer.add(batch);
    if (at + 1 === checkpoint) {
      // The state of a recorder is tested for itself; here it must only be told apart from none.
      writer.checkpoint(() => ({ state: { attachedAt: 0.1, last: batch.at, texts: ['from the checkpoint'] }, brief: briefOf() }));
    }
  });
  const { id } = writer;
  const kept = checkpoint === undefined ? undefined : readFileSync(path(id, 'checkpoint'));
  writer.finish({}, briefOf());
  if (kept !== undefined) writeFileSync(path(id, 'checkpoint'), kept, { mode: 0o600 });
  rmSync(join(directory, id, FILES.record));
  const summary = join(directory, id, FILES.summary);
  // A process that is gone wrote it.
  writeFileSync(summary, readFileSync(summary, 'utf8').replace(/"pid":\d+,"started":"\d+"/, '"pid":1,"started":"0"'));
  return id;
}

function briefOf() {
  return { title: 'Opened files by process', language: 'en', startedAt: Date.now() - 5000, state: 'running', seconds: 1, records: 0, lost: 0 } as const;
}

async function eventsOf(name = 'last'): Promise<TraceEvent[]> {
  const all: TraceEvent[] = [];
  for await (const some of sessionEvents(name, directory)) all.push(...some.flatMap(({ events }) => events));
  return all;
}

const path = (id: string, file: keyof typeof FILES): string => join(directory, id, FILES[file]);
const mode = (at: string): number => statSync(at).mode & 0o777;

describe('a run that is kept', () => {
  it('is read as it was, and is for nobody else', async () => {
    const { id = '', notes } = await keep([...lineOf(plan, [...batches, { at: 2, events: [ended] }]), answer]);
    expect(notes).toEqual([]);
    expect(readdirSync(join(directory, id)).sort()).toEqual(['events.ndjson.gz', 'record.json', 'session.json', 'summary.json']);
    expect([mode(directory), mode(join(directory, id)), ...readdirSync(join(directory, id)).map((name) => mode(join(directory, id, name)))]).toEqual([
      0o700,
      0o700,
      ...Array(4).fill(0o600),
    ]);
    const session = await openSession(id, directory);
    expect(session.record).toMatchObject({
      id,
      state: 'ended',
      reason: 'finished',
      seconds: 2,
      sentence: 'In 2.0 s: 3 events.',
      question: REQUEST.question,
      facts: FACTS,
    });
    expect([session.plan, session.request, session.kept?.count, session.problems()]).toEqual([plan, REQUEST, 8, []]);
    expect(await eventsOf()).toEqual([...batches.flatMap(({ events }) => events), ended]);
    expect(listSessions(directory)).toMatchObject([{ id, state: 'ended', pinned: false, summary: { question: REQUEST.question, seconds: 2, records: 3 } }]);
  });

  it('keeps what its numbers were called where it ran, and is shown by that', async () => {
    const columns = [
      { name: 'container', kind: 'container', type: 'integer' },
      { name: 'process', kind: 'process', type: 'string' },
    ] as const;
    const guest: ValueNames = { ...names, container: (id) => (id === 7 ? 'web (docker)' : undefined) };
    const rows = planOf(programOf([{ shape: 'rows', statement: 0, columns }]));
    const made =
      answer.type === 'answer'
        ? {
            ...answer,
            datasets: [
              {
                shape: 'table',
                title: 't',
                columns,
                rows: [
                  [7, 'nginx'],
                  [8, 'cat'],
                ],
                seen: 2,
              },
            ],
          }
        : answer;
    const events = lineOf(rows, [{ at: 1, events: [{ type: 'attached', probes: 1 }, row(7, 'nginx'), row(8, 'cat'), ended] }]);
    const { id = '' } = await keep([...events, made as AskEvent], new SessionSink(directory, guest));
    const { record } = await openSession(id, directory);
    expect(record.names).toEqual({ container: { '7': 'web (docker)' } });
    const kept = namesOf(record);
    expect([kept.container(7), kept.container(8)]).toEqual(['web (docker)', undefined]);
    // What nobody wrote down is looked up here only where the same kernel would say it.
    expect(kept.errno(2)).toBe(undefined);
    expect(namesOf({ ...record, facts: { ...record.facts, release: release() } }).errno(2)).toBe('ENOENT');
  });

  it('is there though the program saw nothing, and though it was refused', async () => {
    const silent = await keep(
      lineOf(plan, [
        {
          at: 0,
          events: [
            { type: 'attached', probes: 2 },
            { ...ended, reason: 'interrupted' },
          ],
        },
      ]),
    );
    const refused = await keep(lineOf(plan, [{ at: 0, events: [{ type: 'ended', reason: 'rejected', seconds: 0, message: 'no such tracepoint' }] }]));
    expect((await openSession(silent.id ?? '', directory)).record).toMatchObject({ state: 'ended', reason: 'interrupted', records: 0 });
    expect((await openSession(refused.id ?? '', directory)).record).toMatchObject({ state: 'ended', reason: 'rejected', failure: 'no such tracepoint' });
  });

  it('is one for each program that a model had run', async () => {
    const second = planOf(programOf([COUNTS], { title: 'The second' }));
    await keep([...lineOf(plan, [{ at: 0, events: [ended] }]), ...lineOf(second, [{ at: 0, events: [ended] }]).slice(1)]);
    expect(listSessions(directory).map(({ summary }) => summary?.title)).toEqual(['Opened files by process', 'The second']);
  });

  it('is broken off where nobody listens any more', async () => {
    async function* line(): AsyncGenerator<AskEvent, number> {
      yield* lineOf(plan, batches);
      throw new Error('a mistake');
    }
    const listening = throughSinks(line(), REQUEST, [new SessionSink(directory)]);
    await expect(
      listening.next().then(async () => {
        for await (const _ of listening);
      }),
    ).rejects.toThrow('a mistake');
    expect((await openSession('last', directory)).record).toMatchObject({ state: 'broken-off', records: expect.any(Number) });
    expect(await eventsOf()).toHaveLength(7);
  });

  it('is not made by what only plans', async () => {
    await keep([
      { type: 'facts', facts: FACTS },
      { type: 'plan', plan, diagnostics: [] },
    ]);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('a run that is too large', () => {
  it.each([
    ['events', { count: 500, bytes: 1e9 }],
    ['bytes', { count: 1e9, bytes: 3000 }],
  ])('keeps its first events, whole, and says so once: %s', async (_, limits) => {
    const writer = new SessionWriter(directory, { request: REQUEST, plan, facts: FACTS, startedAt: Date.now() }, briefOf(), limits);
    const troubles: string[] = [];
    for (let i = 0; i < 2000; i++) {
      writer.add({ at: i, events: [row('p', String(Math.random()).repeat(20))] });
      if (i % 50 === 0) writer.checkpoint(() => ({ state: {}, brief: briefOf() }));
      troubles.push(...writer.troubles());
    }
    writer.finish({ format: 1 }, { ...briefOf(), state: 'ended' });
    expect(troubles).toEqual([expect.stringMatching(/^the first \d+ events of this run are kept/)]);
    const events = await eventsOf();
    const { summary } = readSession(directory, writer.id);
    expect(summary?.events).toMatchObject({ count: events.length, dropped: 2000 - events.length, why: 'limit' });
    expect(events.length).toBeGreaterThan(0);
    expect(statSync(path(writer.id, 'events')).size).toBeLessThanOrEqual(limits.bytes);
  });
});

describe('a run that was broken off', () => {
  it('is put together from all its events', async () => {
    const id = broken();
    const { record, problems } = await openSession(id, directory);
    expect(record).toMatchObject({ id, state: 'broken-off', seconds: 1.4, texts: ['a line'], probes: 1 });
    expect(record.datasets).toMatchObject([
      { seen: 3 },
      {
        rows: [
          ['cat', 2],
          ['ls', 1],
        ],
      },
    ]);
    expect(record.sentence).toMatch(/^In 1\.4 s: 3 events/);
    expect(problems()).toEqual([]);
  });

  it('goes on from its checkpoint, with the events behind it only', async () => {
    const { record } = await openSession(broken(2), directory);
    expect(record.texts).toEqual(['from the checkpoint', 'a line']);
    expect(record.datasets).toMatchObject([
      {
        title: '@n',
        rows: [
          ['cat', 2],
          ['ls', 1],
        ],
      },
    ]);
  });

  it('is put together from all its events where its checkpoint is none', async () => {
    const id = broken(2);
    for (const text of ['{"format":1,"covered":1e9,"state":{"fold":{"rows":7}}}', '{"format":1,"covered":30,"sta', '', '{"format":2}']) {
      writeFileSync(path(id, 'checkpoint'), text);
      const { record } = await openSession(id, directory);
      expect(record.datasets).toMatchObject([{ seen: 3 }, { title: '@n' }]);
    }
  });
});

/** What is done to the files of a whole session, and to one that was broken off; what is read all the same, and what is said. */
const SPOILED: readonly {
  readonly what: string;
  readonly spoil: (id: string) => void;
  readonly says: readonly RegExp[];
  /** Events that can be read, of 8; of 7 where it was broken off. */
  readonly events?: readonly [number, number];
  /** What `openSession` ends with, of a session that was broken off. */
  readonly fails?: RegExp;
}[] = [
  { what: 'no summary', spoil: (id) => rmSync(path(id, 'summary')), says: [/^summary\.json: there is no such file/] },
  { what: 'half a summary', spoil: (id) => writeFileSync(path(id, 'summary'), '{"format":1,"id'), says: [/^summary\.json: it is spoiled/] },
  { what: 'a summary of another version', spoil: (id) => writeFileSync(path(id, 'summary'), '{"format":2}'), says: [/^summary\.json: .*another version/] },
  {
    what: 'no beginning',
    spoil: (id) => rmSync(path(id, 'start')),
    says: [/^session\.json: there is no such file/],
    fails: /cannot be read: session\.json: there is no/,
  },
  {
    what: 'garbage for a beginning',
    spoil: (id) => writeFileSync(path(id, 'start'), Buffer.from([0, 1, 2, 255])),
    says: [/^session\.json: it is spoiled/],
    fails: /session\.json: it is spoiled/,
  },
  {
    what: 'a directory for a beginning',
    spoil: (id) => {
      rmSync(path(id, 'start'));
      mkdirSync(path(id, 'start'));
    },
    says: [/^session\.json: it is a directory/],
    fails: /it is a directory/,
  },
  {
    what: 'an empty beginning of our format',
    spoil: (id) => writeFileSync(path(id, 'start'), '{"format":1}'),
    says: [/^session\.json: it is no beginning of a run/],
    fails: /it is no beginning of a run/,
  },
  { what: 'an empty record of our format', spoil: (id) => writeFileSync(path(id, 'record'), '{"format":1}'), says: [/^record\.json: it is no run/] },
  {
    what: 'a record with a table that is none',
    spoil: (id) => {
      const record = existsSync(path(id, 'record')) ? (JSON.parse(readFileSync(path(id, 'record'), 'utf8')) as object) : {};
      writeFileSync(path(id, 'record'), JSON.stringify({ format: 1, ...record, datasets: [{ shape: 'weird' }] }));
    },
    says: [/^record\.json: it is no run/],
  },
  { what: 'a list for a record', spoil: (id) => writeFileSync(path(id, 'record'), '[]'), says: [/^record\.json: it is no part of a session/] },
  { what: 'no events', spoil: (id) => rmSync(path(id, 'events')), says: [/1 part of it cannot be read/], events: [0, 0] },
  { what: 'an empty file of events', spoil: (id) => writeFileSync(path(id, 'events'), ''), says: [], events: [0, 0] },
  { what: 'garbage for events', spoil: (id) => writeFileSync(path(id, 'events'), 'x'.repeat(5000)), says: [/1 part of it cannot be read/], events: [0, 0] },
  {
    what: 'events that are cut off',
    spoil: (id) => writeFileSync(path(id, 'events'), readFileSync(path(id, 'events')).subarray(0, -60)),
    says: [/1 part of it cannot be read, the rest can/],
  },
  {
    what: 'garbage behind the events',
    spoil: (id) => writeFileSync(path(id, 'events'), Buffer.concat([readFileSync(path(id, 'events')), Buffer.from('garbage')])),
    says: [/1 part/],
    events: [8, 7],
  },
  {
    what: 'a line among the events that is none',
    spoil: (id) => {
      const [head, ...lines] = gunzipSync(readFileSync(path(id, 'events')))
        .toString()
        .split('\n');
      writeFileSync(path(id, 'events'), gzipSync([head, 'no line', ...lines].join('\n')));
    },
    says: [/1 line of it cannot be read/],
    events: [8, 7],
  },
  {
    what: 'a part among the events that cannot be unpacked',
    spoil: (id) => {
      const whole = readFileSync(path(id, 'events'));
      const wrong = Buffer.from(whole);
      wrong.fill(0xff, 20, 60);
      writeFileSync(path(id, 'events'), Buffer.concat([whole, wrong, whole]));
    },
    says: [/1 part of it cannot be read/],
    events: [16, 14],
  },
  {
    what: 'events packed anew by somebody',
    spoil: (id) => writeFileSync(path(id, 'events'), gzipSync(gunzipSync(readFileSync(path(id, 'events'))), { level: 9 })),
    says: [],
    events: [8, 7],
  },
];

describe('a session that is spoiled', () => {
  it.each(SPOILED)('is read but for $what', async ({ spoil, says, events, fails }) => {
    const { id = '' } = await keep([...lineOf(plan, [...batches, { at: 2, events: [ended] }]), answer]);
    const cut = broken();
    spoil(id);
    const session = await openSession(id, directory);
    let read = 0;
    for await (const some of session.events()) for (const batch of some) read += batch.events.length;
    if (events === undefined) expect(read).toBeLessThanOrEqual(8);
    else expect(read).toBe(events[0]);
    expect(session.problems()).toEqual(says.map((said) => expect.stringMatching(said)));
    expect(session.record).toMatchObject({ id, reason: 'finished', seconds: 2, program: plan.program });
    spoil(cut);
    if (fails !== undefined) {
      await expect(openSession(cut, directory)).rejects.toThrow(fails);
      expect((await eventsOf(cut)).length).toBe(7);
    } else {
      const opened = await openSession(cut, directory);
      expect(opened.record).toMatchObject({ id: cut, program: plan.program });
      if (events !== undefined) expect((await eventsOf(cut)).length).toBe(events[1]);
    }
    expect(
      listSessions(directory)
        .map((one) => one.id)
        .sort(),
    ).toEqual([id, cut].sort());
  });
});

describe('where nothing can be kept', () => {
  const root = process.geteuid?.() === 0;
  it.each<readonly [string, () => void, RegExp, boolean]>([
    [
      'a file in its place',
      () => {
        mkdirSync(join(directory, '..'), { recursive: true });
        writeFileSync(directory, '');
      },
      /is no directory|EEXIST|exists/,
      true,
    ],
    ['a file above it', () => writeFileSync(join(scratch, String(trial)), ''), /a part of the path is not a directory/, true],
    [
      'a link that leads nowhere',
      () => {
        mkdirSync(join(directory, '..'), { recursive: true });
        symlinkSync('/nowhere/at/all', directory);
      },
      /no such file|is no directory|exists/,
      true,
    ],
    [
      "somebody else's directory",
      () => {
        mkdirSync(directory, { recursive: true });
        chownSync(directory, 65534, 65534);
      },
      /belongs to another user/,
      root,
    ],
    [
      "a home of somebody else's",
      () => {
        mkdirSync(join(directory, '..'));
        chownSync(join(directory, '..'), 65534, 65534);
      },
      /belongs to another user/,
      root,
    ],
    [
      'a system that cannot be written',
      () => {
        directory = '/proc/gpttrace/sessions';
      },
      /no such file|permission denied/,
      true,
    ],
  ])('there is %s: the run goes on, and one note says why', async (_, make, says, can) => {
    if (!can) {
      console.log('skipped: this needs root');
      return;
    }
    make();
    const { id, notes } = await keep([...lineOf(plan, batches), answer]);
    expect(id).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^this run is not kept: /)]);
    expect(notes[0]).toMatch(says);
  });

  it('closes a directory that others may look into', async () => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, 0o755);
    await keep(lineOf(plan, [{ at: 0, events: [ended] }]));
    expect(mode(directory)).toBe(0o700);
  });

  it('tells of a session whose directory somebody removed while it ran', async () => {
    const events = lineOf(plan, batches);
    const sink = new SessionSink(directory);
    await sink.begin(REQUEST);
    for (const event of events) await sink.take(event);
    rmSync(directory, { recursive: true });
    await sink.end();
    expect(sink.troubles()).toEqual([expect.stringMatching(/^this run is not kept any further as \w{6}: there is no such file/)]);
  });
});

describe('what is removed by itself', () => {
  const DAY = 24 * 3600 * 1000;
  /** A session of so many days ago. */
  function old(days: number, size = 0): string {
    const startedAt = Date.now() - days * DAY;
    const writer = new SessionWriter(directory, { request: REQUEST, plan, facts: FACTS, startedAt }, { ...briefOf(), startedAt });
    writer.finish({ format: 1, padding: 'x'.repeat(size) }, { ...briefOf(), startedAt, state: 'ended' });
    return writer.id;
  }
  const limits = { sessions: 3, days: 30, bytes: 1e6 };

  it('is what is too old, and what is too much', () => {
    const ids = [40, 31, 5, 4, 3, 2].map((days) => old(days));
    expect(retain(directory, limits)).toEqual(ids.slice(0, 3));
    expect(listSessions(directory).map(({ id }) => id)).toEqual(ids.slice(3));
    const large = [1.5, 1].map((days) => old(days, 600_000));
    expect(retain(directory, { ...limits, sessions: 9 })).toEqual([...ids.slice(3), large[0]]);
    expect(listSessions(directory).map(({ id }) => id)).toEqual([large[1]]);
  });

  it('is never pinned, and never running, here or elsewhere', async () => {
    const pinned = old(90);
    pinSession(directory, pinned, true);
    const startedAt = Date.now() - 50 * DAY;
    const running = new SessionWriter(directory, { request: REQUEST, plan, facts: FACTS, startedAt }, { ...briefOf(), startedAt });
    const elsewhere = broken();
    const summary = readFileSync(path(elsewhere, 'summary'), 'utf8')
      .replace(/"boot":"[^"]*"/, '"boot":"another"')
      .replace(/"startedAt":\d+/, `"startedAt":${startedAt}`);
    writeFileSync(path(elsewhere, 'summary'), summary);
    const gone = old(45);
    expect(retain(directory, { sessions: 0, days: 30, bytes: 0 })).toEqual([gone]);
    expect(Object.fromEntries(listSessions(directory).map(({ id, state }) => [id, state]))).toEqual({
      [pinned]: 'ended',
      [running.id]: 'running',
      [elsewhere]: 'running',
    });
    // Nobody has written it for a while: whoever did is gone.
    const before = new Date(Date.now() - 120_000);
    utimesSync(path(elsewhere, 'summary'), before, before);
    pinSession(directory, pinned, false);
    running.finish({ format: 1 }, { ...briefOf(), startedAt, state: 'ended' });
    expect(retain(directory, { sessions: 0, days: 30, bytes: 0 }).sort()).toEqual([pinned, running.id, elsewhere].sort());
    expect(readdirSync(directory)).toEqual([]);
  });

  it('may be removed by somebody else at the same moment', () => {
    const id = old(2);
    expect([removeSession(directory, id), removeSession(directory, id)]).toEqual([true, false]);
  });

  it('leaves nothing of what was half removed, and all that is not its own', () => {
    old(1);
    mkdirSync(join(directory, '.removed-before'));
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    retain(directory, { ...limits, sessions: 0 });
    expect(readdirSync(directory)).toEqual(['notes.txt']);
  });
});
