/** What keeping a run costs, and how long a session of a million events takes to open, beside unpacking its file alone. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const EVENTS = 1_000_000;
const TIMES = 5;
/** Rows that come together at 10,000 a second. */
const TOGETHER = 100;
/** Microseconds that bpftrace takes itself for a record, at the least. */
const BPFTRACE_US = 10;

/** Adds its rows by `add`, as those of `run.mjs`. */
export async function sessions(add, median) {
  const { SessionWriter } = await import('../dist/sessions/writer.js');
  const { openSession } = await import('../dist/line/sessions.js');
  const { Recorder } = await import('../dist/line/record.js');
  const scratch = mkdtempSync(join(tmpdir(), 'gt-bench-sessions-'));
  const columns = ['pid', 'process', 'file', 'latency'].map((name, at) => ({ name, kind: name, type: at % 3 === 0 ? 'integer' : 'string' }));
  const program = {
    language: 'bpftrace',
    title: 'bench',
    source: '',
    origin: { kind: 'edited' },
    attachPoints: [],
    outputs: [{ shape: 'rows', statement: 0, columns }],
    answer: 'rows',
  };
  const plan = { program, intent: { language: 'en' }, tells: '', safety: { classes: ['observe'], reasons: [] }, notes: [] };
  const facts = { release: 'bench' };
  const values = (i) => [1000 + ((i * 7919) % 500), `process-${(i * 31) % 40}`, `/var/lib/data/${(i * 104_729) % 5000}/file name`, (i * 17) % 9999];
  const all = Array.from({ length: EVENTS / TOGETHER }, (_, batch) => ({
    at: (batch * TOGETHER) / 10_000,
    events: Array.from({ length: TOGETHER }, (_, i) => ({ type: 'row', statement: 0, values: values(batch * TOGETHER + i) })),
  }));
  all.unshift({ at: 0, events: [{ type: 'attached', probes: 1 }] });
  const limits = { count: 2 * EVENTS, bytes: 2 ** 30 };

  /** A session of them all, ended or killed; CPU seconds that keeping it took. */
  const kept = (name, ended) => {
    const recorder = new Recorder({});
    recorder.take({ type: 'facts', facts });
    recorder.take({ type: 'running', plan });
    const writer = new SessionWriter(join(scratch, name), { request: {}, plan, facts, startedAt: Date.now() }, recorder.brief(), limits);
    let used = 0;
    for (const batch of all) {
      recorder.take({ type: 'trace', ...batch });
      const before = process.cpuUsage();
      writer.add(batch);
      if (writer.wantsCheckpoint || (!ended && batch === all[Math.floor(all.length * 0.97)]))
        writer.checkpoint(() => ({ state: recorder.state(), brief: recorder.brief() }));
      const { user, system } = process.cpuUsage(before);
      used += user + system;
    }
    const files = join(scratch, name, writer.id);
    if (!ended) {
      const checkpoint = readFileSync(join(files, 'checkpoint.json'));
      const summary = readFileSync(join(files, 'summary.json'), 'utf8').replace(/"pid":\d+/, '"pid":1');
      writer.finish({}, recorder.brief());
      rmSync(join(files, 'record.json'));
      writeFileSync(join(files, 'checkpoint.json'), checkpoint);
      writeFileSync(join(files, 'summary.json'), summary);
    } else writer.finish(recorder.record(), recorder.brief());
    return { used, directory: join(scratch, name), files };
  };

  try {
    const whole = kept('whole', true);
    const cut = kept('cut', false);
    add('a record kept in its session', whole.used / EVENTS, 'us', 'bpftrace, at the least', BPFTRACE_US, 0.1);
    const times = { whole: [], cut: [], events: [], unpacked: [] };
    for (let i = 0; i < TIMES; i++) {
      times.unpacked.push(await timed(() => gunzipSync(readFileSync(join(whole.files, 'events.ndjson.gz')))));
      times.whole.push(await timed(() => openSession('last', whole.directory)));
      times.cut.push(await timed(() => openSession('last', cut.directory)));
      times.events.push(
        await timed(async () => {
          let seen = 0;
          for await (const batches of (await openSession('last', whole.directory)).events()) for (const { events } of batches) seen += events.length;
          if (seen !== EVENTS + 1) throw new Error(`${seen} events were read`);
        }),
      );
    }
    const opened = await openSession('last', cut.directory);
    if (opened.record.records !== EVENTS || opened.record.state !== 'broken-off')
      throw new Error(`opened wrongly: ${opened.record.records}, ${opened.record.state}`);
    const unpacked = median(times.unpacked);
    add('a session of 1 M events opened', median(times.whole), 'ms', 'gunzip of its events', unpacked, 1);
    add('the same, broken off', median(times.cut), 'ms', 'gunzip of its events', unpacked, 1);
    add('all its events read', median(times.events), 'ms', 'gunzip of them', unpacked);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function timed(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}
