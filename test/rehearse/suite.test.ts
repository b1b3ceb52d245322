import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { parseSuite } from '../../src/rehearse/suite.ts';

const GOOD = { id: 'a', lang: 'en', request: 'which files are opened', workload: 'gtw open 50', expect: { sees: ['needle'] } };

function problemOf(text: string): Problem {
  try {
    parseSuite(text, 'some.jsonl');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** Lines that are no case: what is said, and what to do. */
const BAD: readonly { readonly name: string; readonly line: string; readonly says: RegExp; readonly hint: RegExp }[] = [
  { name: 'no JSON', line: '{"id": ', says: /this is no JSON/, hint: /one JSON object on one line/ },
  { name: 'a list', line: '[]', says: /no object/, hint: /one JSON object/ },
  { name: 'null', line: 'null', says: /no object/, hint: /one JSON object/ },
  { name: 'no id', line: with_({ id: undefined }), says: /it has no id/, hint: /"id"/ },
  { name: 'an id that is a number', line: with_({ id: 3 }), says: /its id is no text/, hint: /"id"/ },
  { name: 'a blank request', line: with_({ request: ' ' }), says: /its request is no text/, hint: /"request"/ },
  { name: 'no language', line: with_({ lang: undefined }), says: /it has no lang/, hint: /"lang"/ },
  { name: 'a field misspelt', line: with_({ refuses: true }), says: /no field "refuses"/, hint: /did you mean refuse\?/ },
  { name: 'another one', line: with_({ need: ['pmu'] }), says: /no field "need"/, hint: /did you mean needs\?/ },
  { name: 'a workload that is a list', line: with_({ workload: ['gtw'] }), says: /workload is no text/, hint: /shell command/ },
  { name: 'no time', line: with_({ seconds: 0 }), says: /seconds is no time/, hint: /above 0/ },
  { name: 'a day', line: with_({ seconds: 86400 }), says: /seconds is no time/, hint: /600/ },
  { name: 'refuse that is a word', line: with_({ refuse: 'yes' }), says: /refuse is neither/, hint: /true/ },
  { name: 'refused and expecting', line: with_({ refuse: true }), says: /to be refused, and says/, hint: /leave out expect/ },
  { name: 'nothing expected', line: with_({ expect: {} }), says: /any program would pass/, hint: /refuse/ },
  { name: 'no expect', line: with_({ expect: undefined }), says: /any program would pass/, hint: /refuse/ },
  { name: 'expect that is a list', line: with_({ expect: ['a'] }), says: /expect is no object/, hint: /sees/ },
  { name: 'an unknown expectation', line: with_({ expect: { see: ['a'] } }), says: /expect\.see/, hint: /sees, hides/ },
  { name: 'a pattern that is no list', line: with_({ expect: { sees: 'a' } }), says: /expect\.sees is no list/, hint: /\[/ },
  { name: 'a pattern that cannot be read', line: with_({ expect: { sees: ['ok', '(a'] } }), says: /expect\.sees\[1\] cannot be read/, hint: /JavaScript/ },
  { name: 'an empty pattern', line: with_({ expect: { hides: [''] } }), says: /expect\.hides\[0\] is no regular expression/, hint: /not empty/ },
  { name: 'evidence of nothing', line: with_({ expect: { evidence: [{ min: 1 }] } }), says: /evidence\[0\]\.match/, hint: /string/ },
  { name: 'evidence without bounds', line: with_({ expect: { evidence: [{ match: '.' }] } }), says: /neither min nor max/, hint: /least/ },
  { name: 'evidence that cannot be', line: with_({ expect: { evidence: [{ match: '.', min: 3, max: 2 }] } }), says: /from 3 to 2/, hint: /exchange/ },
  { name: 'evidence below nothing', line: with_({ expect: { evidence: [{ match: '.', min: -1 }] } }), says: /min is no amount/, hint: /at least 0/ },
  { name: 'evidence with a stranger', line: with_({ expect: { evidence: [{ match: '.', mim: 1 }] } }), says: /evidence\[0\]\.mim/, hint: /match, min/ },
  { name: 'values that are a number', line: with_({ expect: { evidence: [{ match: '.', min: 1, values: 1 }] } }), says: /values is neither/, hint: /true/ },
  { name: 'a histogram of nothing', line: with_({ expect: { hist: [{}] } }), says: /hist\[0\] has no min/, hint: /samples/ },
  { name: 'an unknown need', line: with_({ needs: ['kprobe|ebpf'] }), says: /need "kprobe\|ebpf"/, hint: /kprobe, fentry/ },
  { name: 'needs in one text', line: with_({ needs: 'pmu' }), says: /needs is no list/, hint: /\[/ },
  { name: 'the id of another', line: JSON.stringify(GOOD), says: /"a" is that of line 1 too/, hint: /its own/ },
];

function with_(change: object): string {
  return JSON.stringify({ ...GOOD, id: 'b', ...change });
}

describe('parseSuite', () => {
  it.each(BAD)('tells file, line and what to do: $name', ({ line, says, hint }) => {
    const problem = problemOf(`${JSON.stringify(GOOD)}\n\n${line}\n`);
    expect(problem.message).toMatch(/^some\.jsonl:3: /);
    expect(problem.message).toMatch(says);
    expect(problem.hints.join()).toMatch(hint);
  });

  it('says that a file without a case is none', () => {
    expect(problemOf('\n \n').message).toBe('some.jsonl:1: there is no case in it');
  });

  it('gives a case with what it leaves out', () => {
    expect(parseSuite(`${JSON.stringify(GOOD)}\n`, 'some.jsonl')).toEqual([
      {
        ...GOOD,
        seconds: 4,
        expect: { sees: ['needle'], hides: [], evidence: [], hist: [], stacks: [], program: [] },
        needs: [],
        refuse: false,
        suite: 'some.jsonl',
      },
    ]);
  });

  it('takes everything there is', () => {
    const needs = ['kprobe|fentry', 'tracepoint:kvm:kvm_exit', 'memcg'];
    const expectation = {
      sees: ['\\b{pid}\\b'],
      hides: ['x'],
      evidence: [{ match: '{pid}', min: 1, max: 2, values: true }],
      hist: [{ min: 1 }, { match: 'a', min: 2 }],
      stacks: ['f'],
      program: ['kprobe'],
    };
    const line = { ...GOOD, seconds: 0.5, needs, expect: expectation, class: 'files', kind: 'count', note: 'for people' };
    expect(parseSuite(JSON.stringify(line), 's')).toMatchObject([{ seconds: 0.5, needs, expect: expectation, class: 'files', kind: 'count' }]);
    expect(parseSuite(JSON.stringify({ id: 'r', lang: 'zh', request: '重启', refuse: true }), 's')).toMatchObject([{ refuse: true, workload: '' }]);
  });
});
