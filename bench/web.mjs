/** What a page costs the server: rows a second that reach it, the CPU of a run of 10,000 rows a second with one that follows it and without, and how soon there is an address. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { root } from '../scripts/ensure.mjs';
import { benchPlan, benchRow, ROWS_A_SECOND, serveBench, TOGETHER, TOKEN } from './page-server.mjs';

const SECONDS = 4;
/** As many as are kept of a run. */
const KEPT = 30_000;
const TIMES = 3;

/** Adds its rows by `add`, as those of `run.mjs`. */
export async function web(add, median) {
  const plan = benchPlan(60);
  const together = (from) => ({ type: 'trace', at: from / ROWS_A_SECOND, events: Array.from({ length: TOGETHER }, (_, at) => benchRow(from + at)) });

  /** As many rows as the question says, at that pace or at once. */
  async function* line(request, around) {
    yield { type: 'plan', plan, diagnostics: [] };
    await around.decide(plan, []);
    yield { type: 'running', plan };
    const { count, paced } = JSON.parse(request.question);
    const start = performance.now();
    for (let from = 0; from < count; from += TOGETHER) {
      yield together(from);
      if (paced) while (performance.now() - start < (from / ROWS_A_SECOND) * 1000) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return 0;
  }

  const server = await serveBench(line);
  const api = async (path, body) => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(
      `http://127.0.0.1:${server.port}/api${path}`,
      body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
    );
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const begun = async (wish) => {
    const { id } = await api('/runs', { question: JSON.stringify(wish) });
    await until(async () => (await api(`/runs/${id}`)).phase === 'deciding');
    return id;
  };
  const url = (id) => `http://127.0.0.1:${server.port}/api/runs/${id}/events`;

  try {
    const sent = [];
    const bare = [];
    const texts = Array.from({ length: KEPT }, (_, i) => JSON.stringify({ cursor: i, at: i / ROWS_A_SECOND, event: benchRow(i) }));
    const floor = createServer((_, response) => {
      response.end(texts.join('\n'));
    });
    await new Promise((resolve) => floor.listen(0, '127.0.0.1', resolve));
    for (let i = 0; i < TIMES; i++) {
      const id = await begun({ count: KEPT, paced: false });
      await api(`/runs/${id}/decide`, { say: 'run' });
      await until(async () => (await api(`/runs/${id}`)).phase === 'ended');
      sent.push(perSecond(await read(url(id))));
      bare.push(perSecond(await read(`http://127.0.0.1:${floor.address().port}/`)));
    }
    floor.close();
    add('rows to a page, a tenth of a second together', median(sent), 'rows/s', 'as one body', median(bare));

    const followed = [];
    const alone = [];
    for (let i = 0; i < TIMES; i++) {
      alone.push((await cpu(false)).share);
      const { share, rows } = await cpu(true);
      if (rows !== ROWS_A_SECOND * SECONDS) throw new Error(`${rows} rows came`);
      followed.push(share);
    }
    add('CPU of a run of 10,000 rows/s that a page follows', median(followed), '% of one', 'nobody follows', median(alone));
  } finally {
    await server.close();
  }

  const own = [];
  const node = [];
  for (let i = 0; i < 9; i++) {
    own.push(await started([join(root, 'bin/gpttrace.js'), 'serve', '--port', '0', '--no-keep']));
    node.push(await started(['-e', 'console.log("#token="); setInterval(() => {}, 1000)']));
  }
  add('start-up: gpttrace serve to its address', median(own), 'ms', 'node -e', median(node));

  /** What this process, the server, used while a run went on, with a page that reads all of it or with none. */
  async function cpu(isFollowed) {
    const id = await begun({ count: ROWS_A_SECOND * SECONDS, paced: true });
    const reading = isFollowed ? read(url(id)) : undefined;
    await api(`/runs/${id}/decide`, { say: 'run' });
    const before = process.cpuUsage();
    const start = performance.now();
    await until(async () => (await api('/runs')).at(-1).phase === 'ended', 200);
    const { user, system } = process.cpuUsage(before);
    return { share: ((user + system) / 1000 / (performance.now() - start)) * 100, rows: (await reading)?.rows };
  }
}

function perSecond({ rows, ms }) {
  return (rows / ms) * 1000;
}

/** In a process of its own: how many rows came, and how long that took. */
function read(url) {
  const script = `
    const start = performance.now();
    const answer = await fetch(${JSON.stringify(url)}, { headers: { authorization: 'Bearer ${TOKEN}' } });
    let rows = 0, rest = '';
    for await (const piece of answer.body) {
      const lines = (rest + Buffer.from(piece).toString('latin1')).split('\\n');
      rest = lines.pop();
      for (const line of lines) rows += line.split('"type":"row"').length - 1;
    }
    rows += rest.split('"type":"row"').length - 1;
    console.log(JSON.stringify({ rows, ms: performance.now() - start }));`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    child.once('close', (status) => (status === 0 ? resolve(JSON.parse(text)) : reject(new Error(`the reader ended with ${status}`))));
  });
}

/** Milliseconds until it says that it is there. */
function started(args) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let took;
    child.stdout.on('data', (text) => {
      if (!String(text).includes('#token=')) return;
      took = performance.now() - start;
      child.kill('SIGTERM');
    });
    child.once('close', () => resolve(took ?? Number.NaN));
  });
}

async function until(holds, every = 5) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, every));
}
