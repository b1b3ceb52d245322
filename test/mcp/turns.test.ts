import { expect, test } from 'vitest';
import { Turns } from '../../src/mcp/turns.ts';

const STAYS = new AbortController().signal;

/** Work that lasts until it is let go. */
function work(): { readonly begun: () => number; readonly go: () => void; readonly one: () => Promise<string> } {
  let begun = 0;
  const waiting: (() => void)[] = [];
  return {
    begun: () => begun,
    go: () => waiting.shift()?.(),
    one: () => {
      begun += 1;
      return new Promise((resolve) => waiting.push(() => resolve('done')));
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('three at a time, the others in their order', async () => {
  const turns = new Turns();
  const { begun, go, one } = work();
  const all = Array.from({ length: 5 }, () => turns.take(STAYS, one));
  await turn();
  expect(begun()).toBe(3);
  for (let at = 0; at < 5; at++) {
    go();
    await turn();
  }
  expect([begun(), await Promise.all(all)]).toEqual([5, ['done', 'done', 'done', 'done', 'done']]);
});

test('whoever gives up keeps no place: not of those that wait, and not of those that go', async () => {
  const turns = new Turns();
  const { begun, go, one } = work();
  const going = Array.from({ length: 3 }, () => turns.take(STAYS, one));
  const gone = new AbortController();
  const waiting = Array.from({ length: 40 }, () => turns.take(gone.signal, one).catch(String));
  await expect(turns.take(STAYS, one)).rejects.toThrow('40');
  gone.abort('enough');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['enough']));
  await expect(turns.take(gone.signal, one)).rejects.toBe('enough');
  const last = turns.take(STAYS, one);
  await turn();
  expect(begun()).toBe(3);
  for (let at = 0; at < 4; at++) {
    go();
    await turn();
  }
  expect([begun(), await last, await Promise.all(going)]).toEqual([4, 'done', ['done', 'done', 'done']]);
});

test('work that fails hands its place on', async () => {
  const turns = new Turns();
  for (let at = 0; at < 5; at++) await expect(turns.take(STAYS, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(STAYS, async () => 'done')).toBe('done');
});
