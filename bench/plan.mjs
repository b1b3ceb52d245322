/** What the embedded planner costs: a plan for every question of the suites, and its indices. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';
import { machineHere } from '../scripts/machine.mjs';

const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const timed = (action) => {
  const start = performance.now();
  action();
  return performance.now() - start;
};

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function planning(add, median) {
  const [{ planQuestion }, { realHost }, { MachineIndex }, { installedTools }, { loadKnowledge }] = await Promise.all(
    ['line/plans.js', 'system/real.js', 'knowledge/machine.js', 'knowledge/tools.js', 'knowledge/knowledge.js'].map(load),
  );
  const host = realHost();
  const machine = await machineHere();
  const peer = median(Array.from({ length: 7 }, () => timed(() => spawnSync('bpftrace', ['-d', join(root, 'library/file-opens.bt')]))));
  const questions = readdirSync(join(root, 'eval'))
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) =>
      readFileSync(join(root, 'eval', file), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line).request)
    .filter((request) => /[\p{L}\p{N}]/u.test(request));
  // The first of each language and kind reads a lexicon, and what the machine offers; warm is what comes after.
  for (const question of questions) await planQuestion({ question }, machine, host);
  const plans = [];
  for (const question of questions) {
    const start = performance.now();
    await planQuestion({ question }, machine, host);
    plans.push(performance.now() - start);
  }
  plans.sort((a, b) => a - b);
  add(`a plan, warm: median of ${plans.length} questions`, median(plans), 'ms', 'bpftrace -d', peer);
  add('a plan, warm: 99 of 100 questions', plans[Math.floor(plans.length * 0.99)], 'ms', 'bpftrace -d', peer);
  add('a plan, warm: the slowest', plans.at(-1), 'ms', 'bpftrace -d', peer);

  const tracepoints = machine.tracepoints.list() ?? [];
  const lists = { tracepoints, fields: machine.tracepoints.fields, tools: installedTools(host) };
  let index;
  const built = median(Array.from({ length: 5 }, () => timed(() => (index = new MachineIndex(lists)))));
  const listed = median(Array.from({ length: 5 }, () => timed(() => spawnSync('bpftrace', ['-lv', 'tracepoint:*']))));
  add('the index of what the machine offers, built', built, 'ms', 'bpftrace -lv tracepoint:*', listed);
  const words = loadKnowledge().index;
  const queries = questions.map((question) => words.tellingTokens({ topic: question, language: 'en', question, keys: [], conditions: [], unapplied: [] }));
  add('a question to that index', median(queries.map((query) => timed(() => index.find(query)))), 'ms', 'the index built', built);

  const inChild = (code) => Number(spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', code], { encoding: 'utf8' }).stdout);
  const heap = (code) => `gc(); const before = process.memoryUsage().heapUsed; ${code}; gc(); console.log((process.memoryUsage().heapUsed - before) / 1e6);`;
  const from = (path) => JSON.stringify(pathToFileURL(join(root, 'dist', path)).href);
  const source = readdirSync(join(root, 'library')).reduce((sum, file) => sum + statSync(join(root, 'library', file)).size, 0) / 1e6;
  const library = `const { loadKnowledge } = await import(${from('knowledge/knowledge.js')}); ${heap('globalThis.kept = loadKnowledge()')}`;
  add('memory: the library and its index', inChild(library), 'MB', 'the library in files', source);
  const offered = `const { MachineIndex } = await import(${from('knowledge/machine.js')}); const { realHost } = await import(${from('system/real.js')});
    const { tracefsTracepoints } = await import(${from('kernel/tracepoints.js')}); const all = tracefsTracepoints(realHost(), ${JSON.stringify(machine.facts.tracefs.path)});
    const lists = { tracepoints: all.list(), fields: all.fields, tools: [] }; for (const id of lists.tracepoints) all.fields(...id.split(':'));
    ${heap('globalThis.kept = new MachineIndex(lists)')}`;
  add('memory: the index of what the machine offers', inChild(offered), 'MB', 'the library in files', source);
  add('disk: the library with its index', statSync(join(root, 'dist/library.json')).size / 1e6, 'MB', 'the library in files', source);
}
