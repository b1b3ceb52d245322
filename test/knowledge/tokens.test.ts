import { describe, expect, it } from 'vitest';
import { en } from '../../src/intent/lexicon/en.ts';
import { TOOLS } from '../../src/intent/lexicon/tools.ts';
import { zh } from '../../src/intent/lexicon/zh.ts';
import { Tokenizer } from '../../src/knowledge/tokens.ts';

const english = new Tokenizer(en);
const chinese = new Tokenizer(zh);

describe('English', () => {
  it.each([
    ['', []],
    ['the of and', []],
    ['12 345', []],
    ['Show me which FILES are opened', ['file', 'open']],
    ['file, files; filenames!', ['file']],
    ['block devices', ['disk']],
    ['blocked', ['blocked']],
    ['block', ['disk']],
    ['i/o', ['io']],
    ['soft interrupts', ['softirq']],
    ['ＦＩＬＥ', ['file']],
    ['widgets', ['widget']],
  ])('%j: %j', (text, tokens) => expect(english.tokens(text)).toEqual(tokens));

  it('brings the forms of one word together', () => {
    for (const forms of [
      ['retransmits', 'retransmitted', 'retransmissions'],
      ['deletes', 'unlinked', 'removing'],
      ['cached', 'caching'],
      ['queries', 'query'],
    ]) {
      expect(new Set(forms.map((form) => english.tokens(form).join())).size, forms.join()).toBe(1);
    }
  });

  it('knows every tool, those too whose name stands among their own words', () => {
    for (const tool of Object.keys(TOOLS)) expect(english.tokens(tool).length, tool).toBeGreaterThan(0);
    expect(english.tokens('migrate')).toEqual(english.tokens('cpu migration'));
  });
  it('finds a phrase only where its words stand', () => expect(english.tokens('subsystem callsign')).not.toContain('syscall'));
});

describe('Chinese', () => {
  it.each([
    ['', []],
    ['的了吗', []],
    ['每个进程打开的文件', ['process', 'open', 'file']],
    ['硬盘', ['disk']],
    ['缺页中断', ['page', 'fault']],
    ['nginx 的系统调用', ['nginx', 'syscall']],
  ])('%s: %j', (text, tokens) => expect(chinese.tokens(text)).toEqual(tokens));

  it('takes what it does not know in pairs', () => expect(chinese.tokens('魑魅魍')).toEqual(['魑魅', '魅魍']));
});
