import { fileURLToPath } from 'node:url';
import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addSetting, parsePercent } from '../../src/cli/options.ts';
import { requestToRun } from '../../src/cli/request.ts';

describe('a percentage', () => {
  it.each([
    ['2%', 0.02],
    ['2', 0.02],
    ['0.5 %', 0.005],
    ['.5', 0.005],
    ['100%', 1],
  ])('%s', (text, share) => expect(parsePercent(text)).toBeCloseTo(share, 10));
  it.each(['', '0', '0%', '101', '-1', '2%%', 'much', '1e1', '2,5'])('not %j', (text) => expect(() => parsePercent(text)).toThrow(InvalidArgumentError));
});

describe('settings of a program', () => {
  it('gather in their order', () => {
    expect(addSetting('hz=199', addSetting('interface=lo', undefined))).toEqual(['interface=lo', 'hz=199']);
  });
  it.each(['', 'hz', '=3', 'a b=1', '-x=1'])('not %j', (text) => expect(() => addSetting(text, undefined)).toThrow(InvalidArgumentError));
  it('are for programs in C and objects', () => {
    const library = fileURLToPath(new URL('../../library/', import.meta.url));
    expect(requestToRun(`${library}hello.bpf.c`, { set: ['a=1'] }).settings).toEqual(['a=1']);
    expect(() => requestToRun(`${library}cpu-samples.bt`, { set: ['a=1'] })).toThrow(/--set is for programs in C/);
  });
});
