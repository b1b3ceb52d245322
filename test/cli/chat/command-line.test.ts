import { Command } from 'commander';
import { expect, test } from 'vitest';
import { callCommand, commandNames, wordsAfter, wordsOf } from '../../../src/cli/chat/command-line.ts';
import { Problem } from '../../../src/core/problem.ts';

function program(called: string[]): Command {
  const root = new Command('gpttrace').exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  root
    .command('probes')
    .argument('<words...>')
    .option('-v, --verbose')
    .action((words: string[], flags: { verbose?: boolean }) => {
      called.push(`probes ${words.join('|')}${flags.verbose === true ? ' -v' : ''}`);
      process.exitCode = 7;
    });
  root
    .command('run')
    .argument('<file>')
    .argument('[args...]')
    .action(() => {
      called.push('run, by itself');
    });
  root
    .command('debug')
    .argument('<file>')
    .argument('[args...]')
    .option('-d, --duration <SECONDS>')
    .action((file: string) => {
      called.push(`debug ${file}`);
    });
  root.command('model').command('use').option('--json');
  root.command('chat');
  return root;
}

const CALL = { own: ['save', 'quit'], language: 'en', runFile: async () => 9 as const, ofAnswer: { debug: async () => 4 as const } };

async function wrong(call: Promise<unknown>): Promise<unknown> {
  const error = await call.catch((thrown: unknown) => thrown);
  return error instanceof Problem ? [error.code, error.message, ...error.hints] : error;
}

test('a command is called with its options; how it ended is not how the process ends', async () => {
  const called: string[] = [];
  expect(await callCommand(program(called), { ...CALL, name: 'probes', args: ['-v', 'file', 'opens'] })).toBe(7);
  expect([called, process.exitCode]).toEqual([['probes file|opens -v'], undefined]);
});

test('a file is run by the talk, which wants to know what comes of it', async () => {
  const called: string[] = [];
  expect(await callCommand(program(called), { ...CALL, name: 'run', args: ['a.bt'] })).toBe(9);
  expect(called).toEqual([]);
});

test('an option that is none, and an argument that is missing, are mistakes of usage', async () => {
  expect(await callCommand(program([]), { ...CALL, name: 'probes', args: ['--nope', 'x'] })).toBe(2);
  expect(await callCommand(program([]), { ...CALL, name: 'probes', args: [] })).toBe(2);
});

test('what is no command, and what cannot be used here', async () => {
  expect(await wrong(callCommand(program([]), { ...CALL, name: 'probse', args: [] }))).toEqual([
    'no-talk-command',
    'there is no /probse here',
    'did you mean /probes?',
    '/help lists what there is',
  ]);
  expect(await wrong(callCommand(program([]), { ...CALL, name: 'xyz', args: [] }))).toEqual([
    'no-talk-command',
    'there is no /xyz here',
    '/help lists what there is',
  ]);
  expect(await wrong(callCommand(program([]), { ...CALL, name: 'chat', args: [] }))).toEqual([
    'not-in-talk',
    'gpttrace chat cannot be used from within a conversation',
    'leave it (/quit), then: gpttrace chat',
  ]);
  expect(commandNames(program([]))).toEqual(['probes', 'run', 'debug', 'model']);
});

test('no command reads what is typed here as a file; what is behind -- is another program’s', async () => {
  const called: string[] = [];
  expect(await wrong(callCommand(program(called), { ...CALL, name: 'run', args: ['-'] }))).toEqual([
    'input-is-talk',
    'standard input is this conversation: /run cannot read from it',
    'name a file',
  ]);
  expect(await callCommand(program(called), { ...CALL, name: 'run', args: ['a.wasm', '--', '-'] })).toBe(9);
});

test('a command whose file is left out is about the last answer, with its options; with one it is what it always is', async () => {
  const called: string[] = [];
  const flags: object[] = [];
  const ofAnswer = {
    debug: async (given: object) => {
      flags.push(given);
      return 4 as const;
    },
  };
  expect(await callCommand(program(called), { ...CALL, ofAnswer, name: 'debug', args: ['--duration', '3'] })).toBe(4);
  expect([called, flags]).toEqual([[], [{ duration: '3' }]]);
  expect(await callCommand(program(called), { ...CALL, ofAnswer, name: 'debug', args: ['a.bt', '--duration', '3'] })).toBe(0);
  expect([called, flags.length]).toEqual([['debug a.bt'], 1]);
  expect(await callCommand(program(called), { ...CALL, ofAnswer, name: 'probes', args: [] })).toBe(2);
});

test.each<readonly [typed: readonly string[], words: readonly string[]]>([
  [['probes'], ['--verbose', '--help']],
  [['probes', '--verbose'], ['--help']],
  [
    ['debug', 'a.bt'],
    ['--duration', '--help'],
  ],
  [['model'], ['use', '--help']],
  [
    ['model', 'use'],
    ['--json', '--help'],
  ],
  [['chat'], []],
  [['nope'], []],
  [['nope', 'model'], []],
  [[], []],
])('what can follow /%j', (typed, words) => {
  expect(wordsAfter(program([]), typed)).toEqual(words);
});

test.each<readonly [line: string, words: readonly string[]]>([
  ['', []],
  ['a  b\tc', ['a', 'b', 'c']],
  [`'a b' "c d"e ''`, ['a b', 'c de', '']],
  [`it"'"s`, ["it's"]],
  ['$HOME `x` *', ['$HOME', '`x`', '*']],
])('words of %j', (line, words) => {
  expect(wordsOf(line)).toEqual(words);
});

test('a quote that is not closed', () => {
  expect(() => wordsOf('a "b c')).toThrow('a quote is not closed');
});
