/** What a frame of the live screen costs with ten thousand keys, and an event of a flood, beside the least that anybody would pay for it. */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';

const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
const KEYS = 10_000;
const FRAMES = 60;
const EVENTS = 1_000_000;
/** What a frame may take at sixty a second. */
const FRAME_MS = 16;
const SIZE = { columns: 200, rows: 50 };

/** Calls `add(what, value, unit, peer, peerValue, limit)` for each figure. */
export async function screen(add, median) {
  const [{ Watch }, { frameOf }, { difference }, { firstState }] = await Promise.all(
    ['screen/watch.js', 'screen/frame.js', 'screen/diff.js', 'screen/state.js'].map(load),
  );
  const nothing = openSync('/dev/null', 'w');
  const names = Object.fromEntries(['syscall', 'errno', 'signal', 'user', 'device', 'protocol', 'state'].map((kind) => [kind, () => undefined]));
  const text = (name) => ({ name, kind: 'process', type: 'string' });
  const number = (name) => ({ name, kind: 'count', type: 'integer' });
  const program = (outputs) => ({
    language: 'bpftrace',
    source: '',
    title: 'Reads by process',
    origin: { kind: 'edited' },
    attachPoints: ['a'],
    outputs,
    answer: '@',
  });
  const map = program([{ shape: 'values', map: '@', keys: [text('process'), number('pid')], value: number('reads') }]);

  const usual = { taken: [], drawn: [], again: [], floor: [] };
  for (const [order, times] of [
    [undefined, usual.drawn],
    [{ column: 0, isDescending: false }, usual.again],
  ]) {
    const watch = new Watch(map);
    watch.add({ type: 'attached', probes: 1 }, 0);
    const state = { ...firstState(), ...(order === undefined ? {} : { orders: { '@ table': order } }) };
    let before;
    for (let frame = 1; frame <= FRAMES; frame++) {
      // In no order: 7919 is prime, so that each key comes once.
      const entries = Array.from({ length: KEYS }, (_, at) => (at * 7919) % KEYS).map((key) => ({
        key: [`process-${key % 977}`, key],
        value: Math.round((frame * 1e7) / (key + 1) + Math.sin(frame * key) * frame),
      }));
      const snapshot = { type: 'snapshot', map: { type: 'map', map: '@', entries } };
      const start = performance.now();
      watch.add(snapshot, frame);
      const taken = performance.now();
      const { lines } = frameOf({
        title: map.title,
        look: watch.look(),
        vitals: watch.vitals(frame),
        state,
        names,
        style: { color: true, unicode: true },
        size: SIZE,
      });
      const bytes = difference(before, lines, SIZE);
      writeSync(nothing, bytes);
      times.push(performance.now() - taken);
      usual.taken.push(taken - start);
      before = lines;
      const from = performance.now();
      [...entries].sort((a, b) => b.value - a.value);
      writeSync(nothing, bytes);
      usual.floor.push(performance.now() - from);
    }
  }
  add(`screen: a frame of a table of ${KEYS} keys`, median(usual.drawn), 'ms', 'a frame at 60 a second', FRAME_MS, 1);
  add(`screen: the same by name, which is sorted anew`, median(usual.again), 'ms', 'sorting and writing alone', median(usual.floor));
  add(`screen: ${KEYS} keys that were counted taken in`, median(usual.taken), 'ms', 'sorting and writing alone', median(usual.floor));

  const rows = program([{ shape: 'rows', statement: 0, columns: [text('process'), number('bytes')] }]);
  const watch = new Watch(rows);
  watch.add({ type: 'attached', probes: 1 }, 0);
  const events = Array.from({ length: 1000 }, (_, index) => ({ type: 'row', statement: 0, values: [`process-${index}`, index] }));
  const start = performance.now();
  for (let at = 0; at < EVENTS; at++) watch.add(events[at % 1000], at / EVENTS);
  const taken = performance.now() - start;
  const lines = events.map(({ values }) => JSON.stringify({ type: 'map', data: values }));
  const from = performance.now();
  for (let at = 0; at < EVENTS; at++) JSON.parse(lines[at % 1000]);
  add(`screen: ${EVENTS / 1e6} million rows taken in`, taken, 'ms', 'JSON.parse of as many lines', performance.now() - from, 1);
}
