import { expect, test } from 'vitest';
import { Talk } from '../../src/talk/talk.ts';

test('goes back as many questions as were asked, and not further', () => {
  const talk = new Talk<string>();
  expect([talk.undo(), talk.last]).toEqual([false, undefined]);
  for (const question of ['a', 'b', 'c']) talk.asked(question);
  expect([talk.last, talk.undo(), talk.last]).toEqual(['c', true, 'b']);
  expect([talk.undo(), talk.last, talk.undo(), talk.last, talk.undo()]).toEqual([true, 'a', true, undefined, false]);
});

test('what was gone back from is done again, until something else is asked', () => {
  const talk = new Talk<string>();
  for (const question of ['a', 'b', 'c']) talk.asked(question);
  expect([talk.redo(), talk.undone]).toEqual([false, undefined]);
  talk.undo();
  talk.undo();
  expect([talk.last, talk.undone, talk.redo(), talk.last, talk.redo(), talk.last, talk.redo()]).toEqual(['a', 'b', true, 'b', true, 'c', false]);
  talk.undo();
  talk.asked('d');
  expect([talk.redo(), talk.turns]).toEqual([false, ['a', 'b', 'd']]);
  talk.undo();
  talk.restart();
  expect([talk.redo(), talk.turns]).toEqual([false, []]);
});

test('is bounded', () => {
  const talk = new Talk<number>();
  for (let at = 0; at < 1000; at++) talk.asked(at);
  let steps = 0;
  while (talk.undo()) steps++;
  expect(steps).toBe(100);
});

test('a number asks what is offered, and only that', () => {
  const talk = new Talk<string>();
  expect(talk.offeredAs('1')).toBeUndefined();
  talk.offer(['first', 'second']);
  const typed = ['1', ' 2 ', '2.', '１', '0', '3', '-1', '1 2', 'one', '1e0', ''];
  expect(typed.map((text) => talk.offeredAs(text))).toEqual(['first', 'second', 'second', 'first', ...Array(7).fill(undefined)]);
  // What was offered after an answer is not offered after the one before it.
  talk.asked('a');
  talk.undo();
  expect(talk.offeredAs('1')).toBeUndefined();
});
