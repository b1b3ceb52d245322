import { describe, expect, it } from 'vitest';
import { explainingText, explanationLines } from '../../src/cli/explanation.ts';
import type { ExplainEvent } from '../../src/line/model/explain.ts';
import { style } from '../views/names.ts';

type Explained = Extract<ExplainEvent, { type: 'explanation' }>;

const EVENT: Explained = {
  type: 'explanation',
  of: 'result',
  model: 'x/y',
  lines: ['nginx opened 1,500 files'],
  next: ['what does nginx read?'],
  leftOut: 1,
  leftOutWhy: '1 claim was left out: its numbers could not be recomputed',
  spent: { attempts: 0, calls: 1, inputTokens: 1234, outputTokens: 56, seconds: 1.25, dollars: 0.0042 },
  language: 'en',
};

describe('explanationLines', () => {
  it('says whose words they are, what was left out and what it cost', () =>
    expect(explanationLines(EVENT, style(80))).toEqual([
      'x/y says, held against what is known here:',
      '  - nginx opened 1,500 files',
      'To ask next:',
      '  gpttrace "what does nginx read?"',
      '(1 claim was left out: its numbers could not be recomputed)',
      '(x/y: 1,234 tokens in, 56 out, 1.3 s, $0.0042)',
    ]));

  it('is one line where there is none', () => {
    const { leftOutWhy: _, ...event } = EVENT;
    const failed = { ...event, lines: [], next: [], leftOut: 0, spent: { ...EVENT.spent, calls: 0 }, failure: 'no key' };
    expect(explanationLines(failed, style(80))).toEqual(['no explanation by a model: no key']);
    expect(explanationLines({ ...failed, language: 'zh' }, style(80))).toEqual(['没有模型的解释：no key']);
  });

  it('lets nothing steer the terminal, and wraps', () => {
    const lines = explanationLines(
      { ...EVENT, model: 'x\u001b[31m', lines: [`\u001b]0;x\u0007${'word '.repeat(30)}`], next: ['\u202eabc'], failure: '\u001b[2J' },
      style(40),
    );
    expect(lines.join('\n').replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
    expect(lines.filter((line) => line.startsWith('    ')).length).toBeGreaterThan(2);
  });
});

it('says where the data goes', () => {
  expect(explainingText({ type: 'explaining', of: 'result', model: 'm', local: false })).toContain('not on this machine');
  expect(explainingText({ type: 'explaining', of: 'result', model: 'm', local: true })).not.toContain('not on this machine');
});
