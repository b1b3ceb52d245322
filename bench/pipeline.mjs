/** What gpttrace itself takes of a flood: reading, decoding and folding records, without a terminal. Beside the floor (lines split and parsed) or bpftrace alone, measured in turns. */
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';

const here = fileURLToPath(import.meta.url);
const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const SOURCE = 'tracepoint:syscalls:sys_enter_read { printf("%d %s %d %s\\n", pid, comm, args->count, comm); @n[comm] = count(); }';
/** 10,000 records a second, one after the other. */
const STEADY = 'interval:us:100 { printf("%d %s %d %s\\n", pid, comm, nsecs % 100000, "/var/lib/data/file"); @n[comm] = count(); }';
const SECONDS = 4;
/** What starting takes, and compiling what is run often, is no part of what goes on for long. */
const WARM_MS = 3000;

/** A program as it is planned, and the machine it is for. */
async function planned(source) {
  const [{ parse }, { describeOutputs, outputList }] = await Promise.all(['bpftrace/parser.js', 'bpftrace/outputs.js'].map(load));
  const outputs = outputList(describeOutputs(parse(source).script, source, () => 'u64'));
  return { language: 'bpftrace', source, title: 'bench', origin: { kind: 'edited' }, attachPoints: [source.split(' ')[0]], outputs, answer: '@n' };
}

/** All that hears the events of a run; with `directory` a session is kept there too. */
async function listeners(program, directory) {
  const [{ Fold }, { Recorder }, { SessionWriter }] = await Promise.all(['views/fold.js', 'line/record.js', 'sessions/writer.js'].map(load));
  const fold = new Fold(program);
  const recorder = new Recorder({});
  const intent = { language: 'en' };
  recorder.take({ type: 'facts', facts: {} });
  recorder.take({ type: 'running', plan: { program, intent, tells: '', safety: {}, notes: [] } });
  const began = performance.now();
  const writer = directory === undefined ? undefined : new SessionWriter(directory, { startedAt: Date.now() }, recorder.brief());
  return {
    fold,
    recorder,
    take(events) {
      const at = (performance.now() - began) / 1000;
      for (const event of events) fold.add(event);
      recorder.take({ type: 'trace', at, events });
      writer?.add({ at, events });
      if (writer?.wantsCheckpoint) writer.checkpoint(() => ({ state: recorder.state(), brief: recorder.brief() }));
    },
  };
}

/** Runs the engine on a tracer, ours or bpftrace; what it came to. */
async function run(program, path, { snapshots, seconds, directory, args = [] } = {}) {
  const [{ bpftraceEngine }, { startTracer }] = await Promise.all(['engines/bpftrace/engine.js', 'system/tracer.js'].map(load));
  const all = await listeners(program, directory);
  const stop = new AbortController();
  const usage = { looks: 0, rows: 0, lost: 0 };
  let pid;
  let before;
  const launcher = {
    slowness: 1,
    startTracer: (options) => startTracer({ ...options, path, args: path === 'bpftrace' ? options.args : args, privilege: 'root' }),
  };
  const job = {
    program,
    facts: { bpftrace: { path, version: '0.17.0' }, privilege: 'root' },
    allowUnsafe: false,
    args: [],
    stop: stop.signal,
    kill: new AbortController().signal,
    launcher,
  };
  for await (const events of bpftraceEngine.run({ ...job, ...(snapshots === undefined ? {} : { snapshots }) })) {
    all.take(events);
    for (const event of events) {
      if (event.type === 'started') pid = event.pid;
      if (event.type === 'snapshot') usage.looks++;
      if (event.type === 'row') usage.rows++;
      if (event.type === 'lost') usage.lost += event.count;
      if (event.type !== 'attached' || seconds === undefined) continue;
      setTimeout(() => {
        before = { own: process.cpuUsage(), tracer: used(pid) };
        setTimeout(() => {
          const own = process.cpuUsage(before.own);
          const tracer = used(pid);
          const records = tracer.writes - before.tracer.writes;
          usage.own = (own.user + own.system) / records;
          usage.tracer = (tracer.microseconds - before.tracer.microseconds) / records;
          stop.abort('interrupted');
        }, seconds * 1000);
      }, WARM_MS);
    }
  }
  return { ...usage, ...all };
}

/** CPU time of a tracer, and how often it wrote: it writes each record by itself. */
function used(pid) {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return { microseconds: Number(nanoseconds) / 1000, writes: Number(/syscw: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))[1]) };
}

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function pipeline(add, median, canTrace) {
  const measured = (part, ...args) => measure([here, part, ...args.map(String)]);
  const rates = { own: [], floor: [] };
  for (let i = 0; i < 3; i++) {
    rates.floor.push((await measured('floor', 1_000_000)).rate);
    rates.own.push((await measured('flood', 1_000_000)).rate);
  }
  add('records through the pipeline, of one core', median(rates.own), 'records/s', 'lines split and parsed', median(rates.floor));
  // A goal is a ratio that is not to be passed: here the peer is what must be reached.
  add('the same: the goal is 150,000', 150_000, 'records/s', 'reached', median(rates.own), 1);
  const [one, five] = [await measured('flood', 1_000_000), await measured('flood', 5_000_000)];
  add('peak memory, 5 million records', five.peak, 'MB', '1 million', one.peak, 1.25);
  add('of 5 million records: missing', 5_000_000 - five.rows, 'records', 'all', 5_000_000, 0);
  const keys = await measured('keys');
  add('100,000 keys: a look decoded and folded', keys.took, 'ms', 'JSON.parse', keys.floor);
  if (!canTrace) return;
  const steady = { alone: [], tracer: [], own: [], looks: [], kept: [], lost: 0 };
  for (let i = 0; i < 3; i++) {
    const alone = await measured('alone');
    const plain = await measured('steady');
    const looked = await measured('steady', 1);
    const kept = await measured('kept');
    steady.alone.push(alone.tracer);
    steady.own.push(plain.own);
    steady.tracer.push(plain.tracer);
    steady.looks.push(looked.own);
    steady.kept.push(kept.own);
    steady.lost += plain.lost + looked.lost + kept.lost;
  }
  // Of each record, so that it does not matter how many the machine had time for.
  const alone = median(steady.alone);
  for (const [what, own] of [
    ['10,000 records/s, read and folded: bpftrace and we', steady.own],
    ['the same, its maps looked at each second', steady.looks],
    ['the same, kept as a session', steady.kept],
  ]) {
    add(what, alone + median(own), 'us/record', 'bpftrace alone', alone, 1.1);
  }
  add('10,000 records/s: bpftrace itself, where it prints to us', median(steady.tracer), 'us/record', 'to /dev/null', alone);
  add('10,000 records/s: lost', steady.lost, 'records', 'of', 9 * SECONDS * 10_000, 0);
}

/** One part in a process of its own, so that its memory and CPU time are its own; what it printed. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, BPFTRACE_MAP_KEYS_MAX: '100000' } });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.once('close', (status) => (status === 0 ? resolve(JSON.parse(text)) : reject(new Error(`${args.join(' ')}: ${text}`))));
  });
}

/** Prints as many records as bpftrace would of the program, as fast as they are read: what cannot be written waits. */
async function writeRecords(count) {
  const { ROW_TAG } = await load('engines/bpftrace/instrument.js');
  const write = (text) => new Promise((resolve) => process.stdout.write(text, resolve));
  await write(`{"type": "attached_probes", "data": {"probes": 2}}\n{"type": "value", "data": [${ROW_TAG - 1},"gpttrace-attached"]}\n`);
  const block = Array.from(
    { length: 1000 },
    (_, i) => `{"type": "value", "data": [${ROW_TAG},${1000 + (i % 500)},"process-${i % 40}",${i * 7},"process-${i % 400}"]}\n`,
  ).join('');
  for (let i = 0; i < count; i += 1000) await write(block);
  await write('\n\n{"type": "map", "data": {"@n": {"node": 5}}}\n');
}

const PARTS = {
  write: async (count) => writeRecords(Number(count)),
  async flood(count) {
    const before = process.cpuUsage();
    const { rows, fold } = await run(await planned(SOURCE), process.execPath, { args: [here, 'write', count] });
    const { user, system } = process.cpuUsage(before);
    if (fold.records !== Number(count) + 1) throw new Error(`${fold.records} records were folded`);
    return { rows, rate: (rows / (user + system)) * 1e6, peak: process.resourceUsage().maxRSS / 1024 };
  },
  async floor(count) {
    const child = spawn(process.execPath, [here, 'write', count], { stdio: ['ignore', 'pipe', 'inherit'] });
    const before = process.cpuUsage();
    let rest = '';
    let rows = 0;
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) if (line !== '' && JSON.parse(line).type === 'value') rows++;
    }
    const { user, system } = process.cpuUsage(before);
    return { rate: (rows / (user + system)) * 1e6 };
  },
  async keys() {
    const [{ Decoder }, { Looks }] = await Promise.all(['engines/bpftrace/decode.js', 'engines/bpftrace/looks.js'].map(load));
    const program = await planned(SOURCE.replace('@n[comm]', '@n[comm, tid]'));
    const maps = program.outputs.filter(({ shape }) => shape !== 'rows');
    const line = `{"type": "map", "data": {"@n": {${Array.from({ length: 100_000 }, (_, i) => `"process-${i % 400},${i}": ${i}`).join(', ')}}}}`;
    const all = await listeners(program);
    const took = [];
    const floor = [];
    for (let i = 0; i < 5; i++) {
      let at = performance.now();
      JSON.parse(line);
      floor.push(performance.now() - at);
      at = performance.now();
      all.take(new Decoder(new Map(), maps, 0, new Looks('signal', maps)).decodeAll(line));
      if (all.fold.datasets()[0]?.seen !== 100_000) throw new Error('keys are missing');
      took.push(performance.now() - at);
    }
    const middle = (values) => values.sort((a, b) => a - b)[2];
    return { took: middle(took), floor: middle(floor) };
  },
  async steady(snapshots) {
    const { own, tracer, lost, looks, rows } = await run(await planned(STEADY), 'bpftrace', {
      seconds: SECONDS,
      ...(snapshots === undefined ? {} : { snapshots: Number(snapshots) }),
    });
    return { own, tracer, lost, looks, rows };
  },
  /** Kept as a session. */
  async kept() {
    const directory = mkdtempSync(join(tmpdir(), 'gpttrace-bench-'));
    try {
      const { own, tracer, lost, rows } = await run(await planned(STEADY), 'bpftrace', { seconds: SECONDS, directory });
      return { own, tracer, lost, rows };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
  /** Its output thrown away. */
  async alone() {
    const { instrument } = await load('engines/bpftrace/instrument.js');
    const file = openSync('/dev/null', 'w');
    const child = spawn('bpftrace', ['-f', 'json', '-'], { stdio: ['pipe', file, 'ignore'], env: { ...process.env, BPFTRACE_PERF_RB_PAGES: '1024' } });
    child.stdin.end(instrument(STEADY, () => 'u64', true).source);
    await new Promise((resolve) => setTimeout(resolve, WARM_MS));
    const before = used(child.pid);
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
    const after = used(child.pid);
    child.kill('SIGINT');
    return { tracer: (after.microseconds - before.microseconds) / (after.writes - before.writes) };
  },
};

if (process.argv[1] === here) {
  const [, , part, ...args] = process.argv;
  const result = await PARTS[part](...args);
  if (result !== undefined) process.stdout.write(JSON.stringify(result));
  if (part !== 'write') process.exit(0);
}
