/** What somebody is doing, and why something is slow: asked back with what would tell, and nothing guessed. */
import { describe, expect, it } from 'vitest';
import { planEmbedded } from '../../src/plan/embedded.ts';
import { vagueQuestion } from '../../src/plan/vague.ts';
import { checker, hear, index, knowledge, offers } from './contract/hold.ts';

const isTopicWord = (word: string): boolean => index.isTopicWord(word, 'en') || index.isTopicWord(word, 'zh');
const OF_NGINX = 'syscalls-by-name';
const OF_MACHINE = 'cpu-samples';
const SLOW_NGINX = 'off-cpu-stacks';

describe('is asked back', () => {
  it.each<[string, string]>([
    ['what is nginx doing', OF_NGINX],
    ['What is nginx doing right now?', OF_NGINX],
    ["what's nginx up to", OF_NGINX],
    ['what is my nginx server doing all day', OF_NGINX],
    ['what is my computer doing', OF_MACHINE],
    ['what is this machine doing?', OF_MACHINE],
    ['what is going on', OF_MACHINE],
    ["what's going on here", OF_MACHINE],
    ['what is happening on this server', OF_MACHINE],
    ['why is nginx slow?', SLOW_NGINX],
    ['why is nginx so slow', SLOW_NGINX],
    ['nginx is slow', SLOW_NGINX],
    ['nginx feels sluggish', SLOW_NGINX],
    ['why does nginx hang', SLOW_NGINX],
    ['why is my computer slow', OF_MACHINE],
    ['everything is slow', OF_MACHINE],
    ['why is it slow', OF_MACHINE],
    ['why is this so slow today?', OF_MACHINE],
    ['what is slow', OF_MACHINE],
    ['nginx 在做什么', OF_NGINX],
    ['nginx 现在在干什么?', OF_NGINX],
    ['这台机器在做什么', OF_MACHINE],
    ['电脑在忙什么', OF_MACHINE],
    ['为什么 nginx 很慢', SLOW_NGINX],
    ['nginx 为什么这么慢?', SLOW_NGINX],
    ['nginx 很慢', SLOW_NGINX],
    ['为什么这么慢', OF_MACHINE],
    ['系统为什么这么卡', OF_MACHINE],
  ])('%s', async (question, first) => {
    const planned = planEmbedded(await hear(question), knowledge.programs, index, checker, false, { offers, fill: { seconds: 10 } });
    expect(planned.kind === 'unsure' ? planned.choices[0]?.name : planned.kind).toBe(first);
  });
});

describe('names something to look at', () => {
  it.each([
    'why is the disk slow',
    'why are file reads slow',
    'why is the network slow',
    'why are reads of nginx slow',
    'what is nginx writing',
    'what is nginx waiting for',
    'what are the kworkers doing',
    'what is btrfs doing right now',
    'who is doing all the file reading',
    'what files is nginx opening',
    'which system calls are slow',
    'are programs doing small reads',
    'disk latency',
    'what is love doing to me',
    'nginx reads are slow',
    'tcp is slow',
    '磁盘为什么这么慢',
    'btrfs 现在在做什么',
    '哪些系统调用很慢',
    'nginx 在读什么文件',
  ])('%s', async (question) => {
    expect(vagueQuestion(await hear(question), knowledge.programs, isTopicWord)).toBeUndefined();
  });
});

it('what is offered gets the program that it is offered for, of whom it was asked', async () => {
  for (const question of [
    'what is nginx doing',
    'nginx 在做什么',
    'why is nginx slow',
    '为什么 nginx 很慢',
    'what is going on',
    '电脑在忙什么',
    'why is it slow',
    '为什么这么慢',
  ]) {
    const choices = vagueQuestion(await hear(question), knowledge.programs, isTopicWord)?.choices ?? [];
    expect(choices).toHaveLength(4);
    for (const { name, ask } of choices) {
      const planned = planEmbedded(await hear(ask), knowledge.programs, index, checker, false, { offers, fill: { seconds: 10 } });
      const family = knowledge.programs.filter((one) => one.name === name || one.variantOf === name).map((one) => one.name);
      expect([ask, planned.kind === 'plan' && planned.plan.program.origin.kind === 'library' ? planned.plan.program.origin.name : planned.kind]).toEqual([
        ask,
        expect.toSatisfy((got: unknown) => typeof got === 'string' && family.includes(got)),
      ]);
    }
  }
});

it('a choice is planned, though none of its words was said', async () => {
  const planned = planEmbedded(await hear('what is nginx doing'), knowledge.programs, index, checker, false, {
    offers,
    fill: { seconds: 10 },
    chosen: 'off-cpu-time',
  });
  expect(planned.kind === 'plan' ? [planned.plan.program.origin, planned.plan.narrowed] : planned).toEqual([{ kind: 'library', name: 'off-cpu-time' }, true]);
});
