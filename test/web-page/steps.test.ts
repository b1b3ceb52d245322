/** What the page says of what goes on before a program runs. */
import { describe, expect, it } from 'vitest';
import { type StepEvent, stepOf } from '../../web/steps.ts';

const spent = { calls: 1, attempts: 1, inputTokens: 1200, outputTokens: 34, seconds: 4.25, dollars: 0.0123 };
const guest = { name: '6.12+0.23', release: '6.12.9', bpftrace: '0.23.2' };
const opens = { en: 'opens', zh: '次打开' };

const STEPS: readonly (readonly [event: StepEvent, en: string, zh: string])[] = [
  [{ type: 'model', stage: 'asking', model: 'llama', call: 2, of: 8 }, 'asking llama (2 of 8)', '正在询问 llama(第 2 次,共 8 次)'],
  [{ type: 'model', stage: 'waiting', seconds: 1.2, why: 'busy' }, 'waiting 2 s: busy', '等待 2 秒:busy'],
  [{ type: 'model', stage: 'tool', tool: 'find_probes', what: 'tcp' }, 'looking up probes: tcp', '正在查找探针: tcp'],
  [{ type: 'model', stage: 'tool', tool: 'rm', what: '' }, 'rm', 'rm'],
  [{ type: 'model', stage: 'mended', mends: [] }, 'mended without asking it: 0 mistakes', '未经询问即修正了 0 处错误'],
  [{ type: 'model', stage: 'sent-back', by: 'check', faults: ['a', 'b', 'c', 'd'] }, 'sent back: a; b; c; …', '退回:a; b; c; …'],
  [{ type: 'model', stage: 'spent', spent }, '1 call, 1,234 tokens, 4.3 s, $0.012', '1 次调用,1,234 个词元,4.3 秒,$0.012'],
  [{ type: 'sandbox', stage: 'untried', guest, why: 'it is too old' }, 'not tried: it is too old', '未试运行:it is too old'],
  [
    { type: 'rehearsal', stage: 'rehearsed', language: 'en', result: { kind: 'seen', seen: 40, of: 50, what: opens, left: ['nginx'] } },
    'rehearsed: saw 40 of 50 opens; without “nginx”, which the workload does not meet',
    '已预演: 50 次打开中看到了 40;没有应用 “nginx”,工作负载不满足它',
  ],
  [
    { type: 'rehearsal', stage: 'rehearsed', language: 'en', result: { kind: 'untried', why: 'no-workload', said: '' } },
    'not rehearsed: no built-in workload makes this happen',
    '未预演: 没有内置的工作负载能让它发生',
  ],
];

describe('what goes on before a program runs', () => {
  it.each(STEPS)('%j', (event, en, zh) => {
    expect([en, zh]).toEqual(['en', 'zh'].map((language) => stepOf(event, language)).map(({ now, line }) => line ?? now));
  });

  it('is nothing of a rehearsal that was silent, whose end says it, nor of each letter a model writes', () => {
    const silent = { type: 'rehearsal', stage: 'rehearsed', language: 'en', result: { kind: 'silent', of: 50, what: opens, left: [] } } as const;
    expect(stepOf(silent as StepEvent, 'en')).toEqual({});
    expect(stepOf({ type: 'model', stage: 'writing', text: 'x' }, 'en')).toEqual({});
  });
});
