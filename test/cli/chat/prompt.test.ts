/** The prompt on a terminal that is written down. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Prompt, type Said } from '../../../src/cli/chat/prompt.ts';

interface Desk {
  readonly prompt: Prompt;
  readonly type: (text: string) => void;
  readonly close: () => void;
  readonly shown: () => string;
  readonly raw: boolean[];
}

function desk(history: readonly string[] = []): Desk {
  const input = Object.assign(new PassThrough(), {
    setRawMode: (raw: boolean) => {
      modes.push(raw);
    },
  });
  const modes: boolean[] = [];
  const output = Object.assign(new PassThrough(), { columns: 80 });
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const prompt = new Prompt({
    input,
    output,
    history: () => history,
    complete: async (line) => [['/probes', '/program'].filter((name) => name.startsWith(line)), line],
    more: '... ',
    tooLong: (length) => `too long: ${length}`,
    most: 40,
  });
  return { prompt, type: (text) => void input.write(text), close: () => void input.end(), shown: () => shown, raw: modes };
}

const never = new AbortController().signal;

async function says(text: string, history: readonly string[] = []): Promise<Said> {
  const { prompt, type } = desk(history);
  const said = prompt.ask('> ', never);
  type(text);
  return said;
}

describe('what is typed', () => {
  test.each<readonly [what: string, typed: string, said: Said]>([
    ['a line', 'which files\r', { kind: 'text', text: 'which files' }],
    ['nothing', '\r', { kind: 'text', text: '' }],
    ['a line that goes on in the next', 'which files\\\rare opened\r', { kind: 'text', text: 'which files are opened' }],
    ['two backslashes are no such line', 'a\\\\\r', { kind: 'text', text: 'a\\\\' }],
    ['a paste of several lines', '\u001b[200~which files\nare opened\n\u001b[201~\r', { kind: 'text', text: 'which files are opened' }],
    ['Chinese', '哪些文件\r', { kind: 'text', text: '哪些文件' }],
    ['the line before', '\u001b[A\r', { kind: 'text', text: 'earlier' }],
    ['Ctrl-C on a line', 'abc\u0003', { kind: 'cleared', wasEmpty: false }],
    ['Ctrl-C on an empty line', '\u0003', { kind: 'cleared', wasEmpty: true }],
    ['Ctrl-C in the middle of an entry', 'abc\\\r\u0003', { kind: 'cleared', wasEmpty: false }],
    ['Ctrl-D', '\u0004', { kind: 'end' }],
  ])('%s', async (_what, typed, said) => {
    expect(await says(typed, ['earlier', 'before that'])).toEqual(said);
  });
});

test('what is too long is refused in one message, and the line goes on', async () => {
  const { prompt, type, shown } = desk();
  const said = prompt.ask('> ', never);
  type(`ab\u001b[200~${'x\n'.repeat(500_000)}\u001b[201~`);
  type('c\r');
  expect(await said).toEqual({ kind: 'text', text: 'abc' });
  expect(shown().match(/too long: \d+/g)).toEqual(['too long: 1000002']);
});

test('Tab completes', async () => {
  const { prompt, type } = desk();
  const said = prompt.ask('> ', never);
  type('/prog\t');
  await new Promise((resolve) => setImmediate(resolve));
  type('\r');
  expect(await said).toEqual({ kind: 'text', text: '/program' });
});

test('what is typed ahead is for the next line', async () => {
  const { prompt, type } = desk();
  const first = prompt.ask('> ', never);
  type('one\rtwo\rthr');
  expect(await first).toEqual({ kind: 'text', text: 'one' });
  expect(await prompt.ask('> ', never)).toEqual({ kind: 'text', text: 'two' });
  const third = prompt.ask('> ', never);
  type('ee\r');
  expect(await third).toEqual({ kind: 'text', text: 'three' });
});

test('far too many lines at once are refused in one message, and Ctrl-C forgets what was typed ahead', async () => {
  const { prompt, type, shown } = desk();
  const said = prompt.ask('> ', never);
  for (let times = 0; times < 5; times++) type('which files\r'.repeat(1000));
  type('\u0003');
  expect(await said).toEqual({ kind: 'cleared', wasEmpty: true });
  expect(shown().match(/too long: \d+/g)).toEqual(['too long: 12000']);
  const next = prompt.ask('> ', never);
  type('one\rtwo\r');
  expect(await next).toEqual({ kind: 'text', text: 'one' });
  const two = prompt.ask('> ', never);
  expect(await two).toEqual({ kind: 'text', text: 'two' });
  const last = prompt.ask('> ', never);
  type('x\u0003y\r');
  expect(await last).toEqual({ kind: 'cleared', wasEmpty: false });
  const after = prompt.ask('> ', never);
  type('z\r');
  expect(await after).toEqual({ kind: 'text', text: 'z' });
});

test('the end of the input, and of everything', async () => {
  const one = desk();
  const said = one.prompt.ask('> ', never);
  one.close();
  expect(await said).toEqual({ kind: 'end' });
  expect(await one.prompt.ask('> ', never)).toEqual({ kind: 'end' });
  const other = desk();
  const stop = new AbortController();
  const waiting = other.prompt.ask('> ', stop.signal);
  stop.abort();
  expect(await waiting).toEqual({ kind: 'end' });
});

test('between two lines the terminal is as it was', async () => {
  const { prompt, type, shown, raw } = desk();
  for (const text of ['a\r', '\u0003', 'b\r']) {
    const said = prompt.ask('> ', never);
    type(text);
    await said;
    expect(raw.at(-1)).toBe(false);
    expect(shown().endsWith('\u001b[?2004l')).toBe(true);
  }
});

test('a terminal that becomes narrower while one types', async () => {
  const { prompt, type } = desk();
  const said = prompt.ask('> ', never);
  type('which files are');
  process.stdout.emit('resize');
  type(' opened\r');
  expect(await said).toEqual({ kind: 'text', text: 'which files are opened' });
});
