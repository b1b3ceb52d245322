/**
 * Runs an object as a process of its own: ours.mjs OBJECT PID HOW. Ends at SIGINT and prints what it had, and what that cost from when it was attached.
 * HOW: `engine` reads and decodes; `run` is a run as everybody has it, measured, folded and told over time; `kept` keeps it as a session, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/ensure.mjs';

const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const [, , path, pid, how] = process.argv;
const [{ engineOf }, { readObject }] = await Promise.all(['engines/index.js', 'object/read.js'].map(load));

const elf = readFileSync(path);
const { outputs } = readObject(elf).object.description;
const program = {
  language: 'object',
  source: '',
  binary: elf.toString('base64'),
  title: 'bench',
  origin: { kind: 'edited' },
  attachPoints: [],
  outputs,
  answer: 'rows',
  pid: Number(pid),
};
const stop = new AbortController();
const kill = new AbortController();
process.once('SIGINT', () => stop.abort('interrupted'));

const had = { records: 0, lost: 0, values: 0 };
let begun;
for await (const events of how === 'engine' ? engine() : run()) {
  for (const event of events) {
    if (event.type === 'row') {
      had.records++;
      had.values += event.values.length;
    } else if (event.type === 'attached') {
      begun = process.cpuUsage();
      console.log('attached');
    } else if (event.type === 'lost') had.lost += event.count;
    else if (event.type === 'ended' && event.message !== undefined) console.error(event.message);
  }
}
const { user, system } = process.cpuUsage(begun);
console.log(JSON.stringify({ ...had, cpu: (user + system) / 1e6 }));

async function* engine() {
  yield* (await engineOf('object')).run({ program, facts: {}, allowUnsafe: false, args: [], stop: stop.signal, kill: kill.signal });
}

async function* run() {
  const [{ runPlan }, { throughSinks }, { SessionSink }, { realHost }] = await Promise.all(
    ['line/run.js', 'line/sink.js', 'line/sinks/session.js', 'system/real.js'].map(load),
  );
  const safety = { classes: ['observe'], reasons: [] };
  const plan = { program, intent: { language: 'en' }, confidence: 1, tells: '', safety, notes: [], narrowed: true, followsCommand: false };
  const facts = { privilege: 'root', release: '' };
  // However much it costs: it is not to be slowed down.
  const around = { host: realHost(), decide: async () => ({ kind: 'run' }), maxOverhead: 1, snapshots: 1, stop: stop.signal, kill: kill.signal };
  async function* line() {
    yield { type: 'facts', facts };
    yield { type: 'running', plan };
    return yield* runPlan(plan, {}, facts, around, undefined);
  }
  const sinks = how === 'kept' ? [new SessionSink(join(process.env.XDG_STATE_HOME, 'sessions'))] : [];
  for await (const event of throughSinks(line(), {}, sinks)) if (event.type === 'trace') yield event.events;
}
