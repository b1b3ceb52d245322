/** A server of the page before a line of the bench's own, which gives rows of one kind. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';

export const TOKEN = 'a-token-of-the-bench-that-is-long-enough';
export const ROWS_A_SECOND = 10_000;
/** Rows that come together. */
export const TOGETHER = 100;

/** `line` takes the place of `ask`. */
export async function serveBench(line) {
  const [{ openServer }, { realHost }] = await Promise.all(['web/server.js', 'system/real.js'].map((path) => import(pathToFileURL(join(root, 'dist', path)))));
  const around = { host: realHost() };
  const rest = { version: 'bench', port: 0, readOnly: false, allowUnsafe: false, maxRuns: 2, tell: console.error };
  return openServer({ ...rest, token: TOKEN, line, around: async () => around });
}

/** A plan whose program gives such rows, for so long. */
export function benchPlan(seconds) {
  const columns = ['pid', 'process', 'file', 'latency'].map((name, at) => ({ name, kind: name, type: at % 3 === 0 ? 'integer' : 'string' }));
  const outputs = [{ shape: 'rows', statement: 0, columns }];
  const program = { language: 'bpftrace', title: 'bench', source: '', seconds, origin: { kind: 'edited' }, attachPoints: [], outputs };
  return { program, intent: { language: 'en', keys: [], conditions: [] }, tells: '', safety: { classes: ['observe'], reasons: [] }, notes: [] };
}

export function benchRow(i) {
  return {
    type: 'row',
    statement: 0,
    values: [1000 + ((i * 7919) % 500), `process-${(i * 31) % 40}`, `/var/lib/data/${(i * 104_729) % 5000}/file name`, (i * 17) % 9999],
  };
}
