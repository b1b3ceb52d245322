/**
 * Start-up of the ways in: until a client of MCP is answered, until the page is there, until the prompt of a conversation stands; each beside `node -e 0` and `gpttrace --version`, one after the
 * other in turns. By itself: node bench/starting.mjs [ROUNDS] [--json].
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, onPath, root } from '../scripts/ensure.mjs';
import * as table from './table.mjs';

const BIN = join(root, 'bin/gpttrace.js');
const INITIALIZE = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
};
const CHECK = { id: 2, method: 'tools/call', params: { name: 'check', arguments: { source: 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }' } } };
const GIVE_UP_MS = 30_000;

export async function starting(add, median, rounds = 9) {
  const state = mkdtempSync(join(tmpdir(), 'gt-starting-'));
  const env = { ...process.env, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state };
  const times = { node: [], version: [], initialize: [], check: [], page: [], prompt: [] };
  try {
    for (let i = 0; i < rounds; i++) {
      times.node.push(timed(() => spawnSync(process.execPath, ['-e', '0'])));
      times.version.push(timed(() => spawnSync(process.execPath, [BIN, '--version'], { env })));
      const answered = await mcp(env);
      times.initialize.push(answered.initialize);
      times.check.push(answered.check);
      times.page.push(await page(env));
      if (onPath('script')) times.prompt.push(await prompt(env));
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
  for (const [what, name] of [
    ['initialize', 'gpttrace mcp: initialize is answered'],
    ['check', 'gpttrace mcp: the first check is answered'],
    ['page', 'gpttrace serve: the page is there'],
    ['prompt', 'gpttrace chat: the prompt stands'],
  ]) {
    if (times[what].length === 0) {
      console.error(`skipped: ${name} (script is missing)`);
      continue;
    }
    add(name, median(times[what]), 'ms', 'node -e 0', median(times.node));
    add(`${name}`, median(times[what]), 'ms', 'gpttrace --version', median(times.version));
  }
}

/** A client that asks for both at once, as one does that knows what it wants. */
async function mcp(env) {
  const start = performance.now();
  const child = spawn(process.execPath, [BIN, 'mcp'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const say = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  say(INITIALIZE);
  const initialize = await when(child, /"id":1\b/, start);
  say({ method: 'notifications/initialized' });
  say(CHECK);
  const check = await when(child, /"id":2\b/, start);
  child.stdin.end();
  await ended(child);
  return { initialize, check };
}

/** Until whoever follows the link that is printed has the page. */
async function page(env) {
  const start = performance.now();
  const child = spawn(process.execPath, [BIN, 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise((resolve) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
        const found = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(text);
        if (found !== null && text.includes('\n', found.index)) resolve(found[0]);
      });
    child.once('exit', () => resolve(undefined));
  });
  let took = Number.NaN;
  if (url !== undefined) {
    const response = await fetch(url);
    await response.text();
    if (response.ok) took = performance.now() - start;
  }
  child.kill('SIGTERM');
  await ended(child);
  return took;
}

/** On a terminal of its own, which script(1) makes. */
async function prompt(env) {
  const start = performance.now();
  const command = `${process.execPath} ${BIN} chat`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...env, TERM: 'xterm' }, stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const took = await when(child, /gpttrace\S*\s*> ?/, start);
  child.stdin.write('\x04');
  setTimeout(() => end(child), 1000).unref();
  await ended(child);
  return took;
}

function when(child, pattern, start) {
  return new Promise((resolve) => {
    let text = '';
    const done = (value) => {
      clearTimeout(timer);
      child.stdout.off('data', read);
      resolve(value);
    };
    const read = (chunk) => {
      text += chunk;
      if (pattern.test(text)) done(performance.now() - start);
    };
    const timer = setTimeout(done, GIVE_UP_MS, Number.NaN);
    child.stdout.on('data', read);
    child.once('exit', () => done(Number.NaN));
  });
}

function ended(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', resolve);
  });
}

function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function timed(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureBuilt();
  const [rounds = '9'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  await starting(table.add, table.median, Number(rounds));
  table.report();
}
