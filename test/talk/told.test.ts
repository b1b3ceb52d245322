import { expect, test } from 'vitest';
import type { Intent } from '../../src/core/intent.ts';
import { toldChange } from '../../src/talk/told.ts';

const BASE: Intent = {
  question: 'count opens by process',
  language: 'en',
  topic: 'opens by process',
  keys: [{ value: 'process', words: 'by process' }],
  conditions: [],
  unapplied: [],
  measure: { value: 'count', words: 'count' },
};

const NGINX = { value: { comm: 'nginx' }, words: 'only nginx' };

test.each<readonly [what: string, change: Partial<Intent>, en: string, zh: string]>([
  ['nothing', {}, 'again: count opens by process', '再来一次:count opens by process'],
  ['whom', { filter: NGINX }, 'now: only nginx', '现在:只看 nginx'],
  ['which process', { filter: { value: { pid: 7 }, words: 'pid 7' } }, 'now: only pid 7', '现在:只看 pid 7'],
  [
    'by what, for how long',
    { keys: [{ value: 'file', words: 'by file' }], topic: 'opens by file', seconds: { value: 30, words: 'for 30 s' } },
    'now: by file, for 30 s',
    '现在:按文件,持续 30 秒',
  ],
  [
    'how',
    { measure: { value: 'distribution', words: 'histogram' }, output: { value: 'histogram', words: 'histogram' } },
    'now: as a histogram',
    '现在:以直方图显示',
  ],
  [
    'by what it was already, in other words',
    { keys: [{ value: 'process', words: 'each process' }], topic: 'opens each process' },
    'now: by process',
    '现在:按进程',
  ],
  ['what it is about', { topic: 'writes' }, 'now: about writes', '现在:关于writes'],
  [
    'only some of it',
    { conditions: [{ value: { what: 'size', comparison: '>', bytes: 65536 }, words: 'over 64 KB ' }], top: { value: 3, words: 'top 3' } },
    'now: over 64 KB, the top 3',
    '现在:over 64 KB,前 3 名',
  ],
])('%s', (_what, change, en, zh) => {
  const now = { ...BASE, ...change };
  expect([toldChange(BASE, now, 'en'), toldChange(BASE, now, 'zh')]).toEqual([en, zh]);
});

test('that nobody is singled out any more is told', () => {
  const before: Intent = { ...BASE, filter: NGINX, conditions: [{ value: { what: 'cpu', cpu: 1 }, words: 'on cpu 1' }] };
  expect(toldChange(before, BASE, 'en')).toBe('now: all processes, without conditions');
});
