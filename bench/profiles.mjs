/** What becomes of 100,000 different stacks: read, merged into a tree, drawn. Beside it, in the same run, what JSON.parse needs for the same stacks as text. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';

const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const STACKS = 100_000;
const DEPTH = 24;

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function profiles(add, median) {
  const [{ stacksOf }, { frameTree }, { flameSvg }] = await Promise.all(['views/stacks.js', 'views/frame-tree.js', 'views/flame-svg.js'].map(load));
  const rows = Array.from({ length: STACKS }, (_, at) => {
    const lines = Array.from(
      { length: DEPTH },
      (_, level) => `    ns${level}::function_${Math.floor(at / 3 ** (DEPTH - level - 12)) % 7}(int, char const*)+${(at * 31 + level) % 900}`,
    );
    return [`process-${at % 5}`, `\n${lines.reverse().join('\n')}\n`, 1 + (at % 9)];
  });
  const columns = [
    { name: 'process', kind: 'process', type: 'string' },
    { name: 'stack', kind: 'stack', type: 'stack', stack: 'user' },
    { name: 'samples', kind: 'count', type: 'integer' },
  ];
  const table = { shape: 'table', title: 'Stacks', columns, rows, seen: rows.length, amount: 2 };
  const text = JSON.stringify(rows);
  const time = (action) => {
    const start = performance.now();
    const made = action();
    return [made, performance.now() - start];
  };
  const peer = median(Array.from({ length: 3 }, () => time(() => JSON.parse(text))[1]));
  const [stacks, reading] = time(() => stacksOf(table));
  const [, merging] = time(() => frameTree(stacks));
  const [svg, drawing] = time(() => flameSvg(stacks, { title: 'Stacks', language: 'en' }));
  const what = `${STACKS.toLocaleString('en')} stacks of ${DEPTH} frames`;
  add(`${what}, read`, reading, 'ms', 'JSON.parse of them', peer);
  add(`${what}, merged into a tree`, merging, 'ms', 'JSON.parse of them', peer);
  add(`${what}, as a flame graph of ${(svg.length / 1e6).toFixed(1)} MB`, drawing, 'ms', 'JSON.parse of them', peer);
}
