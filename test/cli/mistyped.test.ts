import { describe, expect, it } from 'vitest';
import { mistypedCommand } from '../../src/cli/mistyped.ts';

const commands = ['run', 'write', 'check', 'probes', 'type', 'facts', 'fix', 'fmt', 'explain', 'doctor', 'eval', 'lab', 'model', 'index', 'sessions', 'export'];

describe('a command that is none', () => {
  it.each([
    ['sesions', 'sessions'],
    ['session', 'sessions'],
    ['explian x.bt', 'explain x.bt'],
    ['sesions show last', 'sessions show last'],
    ['show last', 'sessions show last'],
    ['replay last-2', 'sessions replay last-2'],
    ['diff 2qk01v last', 'sessions diff 2qk01v last'],
    ['rm 2qk01v', 'sessions rm 2qk01v'],
  ])('%s is %s', (typed, meant) => expect(mistypedCommand(typed.split(' '), commands)).toBe(meant));

  it.each([
    'faults',
    'writes',
    'syscalls',
    'lag of the disk',
    'show page faults by process',
    'show signals',
    'list opens',
    'rum time by process',
    '统计每个进程的系统调用次数',
    'Sessions',
    'which files are opened',
  ])('%s is a question', (typed) => expect(mistypedCommand(typed.split(' '), commands)).toBe(undefined));
});
