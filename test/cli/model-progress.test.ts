/** What a person sees of a model at work, and of what it wrote. */
import { describe, expect, it } from 'vitest';
import { renderCard } from '../../src/cli/card.ts';
import { jsonLines } from '../../src/cli/json.ts';
import { modelProgress } from '../../src/cli/model-progress.ts';
import { plannerOf } from '../../src/cli/model-wish.ts';
import { parseDollars } from '../../src/cli/options.ts';
import type { ModelEvent } from '../../src/line/events.ts';
import type { Plan } from '../../src/plan/plan.ts';

const spent = { attempts: 1, calls: 2, inputTokens: 12_000, outputTokens: 345, seconds: 3.21 };
const told = (event: object, brief = false) => modelProgress({ type: 'model', ...event } as ModelEvent, brief);

describe('what goes on', () => {
  it.each([
    { event: { stage: 'asking', model: 'a\u001b[2Jb', call: 2, of: 20 }, now: 'asking a\\x1b[2Jb (2 of 20) …' },
    { event: { stage: 'thinking' }, now: 'it thinks …' },
    { event: { stage: 'writing', text: '\u001b[31m' } },
    { event: { stage: 'waiting', seconds: 2.2, why: 'too many requests\n' }, now: 'waiting 3 s: too many requests\\n …' },
    { event: { stage: 'tool', tool: 'find_probes', what: 'tcp \u001b]0;x\u0007' }, now: 'looking up probes: tcp \\x1b]0;x\\x07 …' },
    { event: { stage: 'tool', tool: 'constructor', what: '' }, now: 'constructor …' },
    { event: { stage: 'tool', tool: 'look_up', what: 'bpftrace kprobe' }, lines: ['looked up in the web: bpftrace kprobe'] },
    { event: { stage: 'drafted', attempt: 1, of: 5, title: 'T\u202ex', source: '' }, now: 'drafted: T\\u202ex …' },
    { event: { stage: 'mended', mends: [{}, {}] }, lines: ['mended: 2 mistakes'] },
    { event: { stage: 'sent-back', by: 'check', faults: ['no field\n  x', 'b', 'c', 'd', 'e'] }, lines: ['sent back: no field x; b; c; … and 2 more'] },
    { event: { stage: 'spent', spent }, lines: ['2 calls, 12,345 tokens, cost unknown, 3.2 s'] },
    { event: { stage: 'spent', spent: { ...spent, dollars: 0.0042 } }, lines: ['2 calls, 12,345 tokens, $0.0042, 3.2 s'] },
    { event: { stage: 'spent', spent: { ...spent, calls: 1, dollars: 1.234 } }, lines: ['1 call, 12,345 tokens, $1.23, 3.2 s'] },
    { event: { stage: 'spent', spent: { ...spent, dollars: 0 } }, lines: ['2 calls, 12,345 tokens, free, 3.2 s'] },
    { event: { stage: 'gave-up', message: 'no \u001b[1m', hints: ['a'], instead: 'nothing' }, lines: ['gpttrace: no \\x1b[1m', '  a'] },
    { event: { stage: 'gave-up', message: 'no', hints: [], instead: 'plan' }, lines: ['gpttrace: no', '  what there is without it:'] },
  ])('$event.stage $event.tool', ({ event, now, lines }) => {
    expect(told(event)).toEqual({ ...(now === undefined ? {} : { now }), ...(lines === undefined ? {} : { lines }) });
  });

  it('where there is no place for what goes on, only the beginning and waits are lines', () => {
    const asking = { stage: 'asking', model: 'ollama/x', of: 20 };
    expect(told({ ...asking, call: 1 }, true)).toEqual({ lines: ['asking ollama/x'] });
    expect(told({ ...asking, call: 2 }, true)).toEqual({});
    expect(told({ stage: 'waiting', seconds: 5, why: 'busy' }, true)).toEqual({ lines: ['waiting 5 s: busy'] });
  });
});

describe('the plan of what a model wrote', () => {
  const plan: Plan = {
    program: { language: 'bpftrace', source: 'BEGIN { }', title: 'T\u001b[2J', origin: { kind: 'model', name: 'a/b' }, attachPoints: [], outputs: [] },
    intent: { question: 'q', language: 'en', topic: '', keys: [], unapplied: [], conditions: [] },
    confidence: 0.8,
    tells: 'what\u001b[31m',
    safety: { classes: ['observe'], reasons: [] },
    notes: ['it cannot \u009b1m'],
    narrowed: false,
    followsCommand: false,
    written: { model: 'a/b', mended: 2, proven: ['checked', 'compiled'] },
  };
  const style = { columns: 120, color: false, unicode: true };

  it('says on the card who wrote it, in the language of the question, and nothing in it steers the terminal', () => {
    const card = renderCard(plan, [], style, true).join('\n');
    expect(card).toMatch(/from +written by a\/b, mended 2 mistakes, checked on this kernel, compiled$/m);
    expect(card).toContain('it cannot \\x9b1m');
    for (const control of ['\u001b', '\u009b']) expect(card).not.toContain(control);
    const zh = renderCard({ ...plan, intent: { ...plan.intent, language: 'zh' } }, [], style, false).join('\n');
    expect(zh).toMatch(/来源 +由 a\/b 编写,修正了 2 处错误,已按本机内核检查,已编译$/m);
  });

  it('and in JSON', () => {
    const [line = ''] = jsonLines({ type: 'plan', plan, diagnostics: [] }, undefined);
    expect(JSON.parse(line)).toMatchObject({
      origin: { kind: 'model', name: 'a/b' },
      written: { model: 'a/b', mended: 2, proven: ['checked', 'compiled'] },
      confidence: 0.8,
    });
    expect(JSON.parse(jsonLines({ type: 'model', stage: 'spent', spent }, undefined)[0] ?? '')).toEqual({ type: 'model', stage: 'spent', spent });
  });
});

describe('flags', () => {
  it.each([
    { flags: {}, planner: undefined },
    { flags: { model: 'ollama/x' }, planner: 'model' },
    { flags: { model: 'none' }, planner: undefined },
    { flags: { model: 'ollama/x', planner: 'auto' as const }, planner: 'auto' },
    { flags: { planner: 'embedded' as const }, planner: 'embedded' },
  ])('$flags', ({ flags, planner }) => {
    expect(plannerOf(flags).planner).toBe(planner);
  });

  it('a model that is named, and not to be asked, is a contradiction', () => {
    expect(() => plannerOf({ model: 'ollama/x', planner: 'embedded' })).toThrow('cannot be used together');
  });

  it.each(['', 'abc', '-1', '1e3', '0x10', '1,5', '9999999'])('%j is no amount of money', (text) => {
    expect(() => parseDollars(text)).toThrow('expected US dollars');
  });

  it.each([
    ['0.05', 0.05],
    ['$2', 2],
    ['.5', 0.5],
  ])('%s', (text, dollars) => {
    expect(parseDollars(text)).toBe(dollars);
  });
});
