/** A conversation on a terminal, with real traces. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gpttraceCommand, gpttraceEnds, isThere, runs, scratchFile, strayEscapes, Terminal, until, whyNot } from './helpers.ts';

const cannot = whyNot('bpftrace', 'root', 'tracefs', 'terminal');
const PROMPT = 'gpttrace> ';

/** Waits until the prompt has come so often. */
async function prompts(terminal: Terminal, times: number): Promise<void> {
  await until(`prompt ${times} comes`, () => terminal.text.split(PROMPT).length > times || terminal.child.exitCode !== null).catch(() => {});
  if (terminal.text.split(PROMPT).length <= times) {
    terminal.killAll();
    expect.fail(`no prompt ${times}, but:\n${terminal.text}\n${terminal.stderr}`);
  }
}

async function shows(terminal: Terminal, pattern: RegExp): Promise<void> {
  await until(`it shows ${pattern}`, () => pattern.test(terminal.text) || terminal.child.exitCode !== null).catch(() => {});
  if (!pattern.test(terminal.text)) {
    terminal.killAll();
    expect.fail(`never showed ${pattern}, but:\n${terminal.text}\n${terminal.stderr}`);
  }
}

describe.skipIf(cannot)('a conversation', () => {
  it('asks, changes what was asked, stops a trace and goes on, explains, saves, goes back, and leaves', async () => {
    const state = scratchFile('state');
    const saved = scratchFile('saved.bt');
    const terminal = new Terminal(gpttraceCommand(), { rows: 50, env: { XDG_STATE_HOME: state, GPTTRACE_PLAIN: '1' } });
    await prompts(terminal, 1);
    expect(terminal.text).toMatch(/^ {2}1 {2}which files are being opened/m);
    terminal.type('1\r');
    await shows(terminal, /Run it\?.*: $/);
    terminal.type('y\r');
    await shows(terminal, /tracing: 0 of 10 s/);
    await runs(['cat', '/etc/hostname']);
    await shows(terminal, /cat +\/etc\/hostname/);
    // It ends the trace, whose answer is shown, and not the talk.
    terminal.type('\u0003');
    await prompts(terminal, 2);
    expect(terminal.text).toMatch(/In \d+\.\d s: /);
    expect(terminal.text).toMatch(/You could ask next:.*\n {2}1 {2}.*(?:\n.*)?costs/);

    terminal.type('only cat for 1 second\r');
    await shows(terminal, /now: only cat, for 1 s[\s\S]*Run it\?.*: $/);
    // Nothing of a paste agrees.
    terminal.type('\u001b[200~only dog\ny\n\u001b[201~');
    await shows(terminal, /several lines were pasted[\s\S]*Run it\?.*: $/);
    terminal.type('\u0003');
    await prompts(terminal, 3);
    terminal.type('show the program\r');
    await shows(terminal, /\d+ \| .*comm == "cat"/);
    terminal.type(`save it as ${saved}\r`);
    await prompts(terminal, 5);
    expect(readFileSync(saved, 'utf8')).toContain('comm == "cat"');
    terminal.type('undo\r');
    await shows(terminal, /back to: which files are being opened/);
    terminal.type('why\r');
    await prompts(terminal, 7);
    // What cannot be done ends a turn only.
    terminal.type('/nope\r');
    await shows(terminal, /there is no \/nope here/);
    terminal.type('/quit\r');
    expect(await terminal.over()).toBe('status 0');
    // Beside the prompt's own there is nothing that would steer the terminal.
    expect(strayEscapes(terminal.stdout).filter((sequence) => !/^.\[(?:\?2004[hl]|\d*[GJA-D])/.test(sequence))).toEqual([]);
    const history = join(state, 'gpttrace', 'history');
    expect(readFileSync(history, 'utf8').trim().split('\n').slice(0, 3)).toEqual(['1', 'only cat for 1 second', 'show the program']);
    expect(statSync(history).mode & 0o777).toBe(0o600);
  });

  it('a program that is edited runs as it was edited, again too; what was made of it is kept, and can be judged', async () => {
    const state = scratchFile('state');
    const env = { XDG_STATE_HOME: state, GPTTRACE_PLAIN: '1', EDITOR: "sed -i 's/@faults.comm./@faults[cpu]/'" };
    const terminal = new Terminal(gpttraceCommand('chat'), { rows: 50, env });
    await prompts(terminal, 1);
    terminal.type('count page faults by process for 1 second\r');
    await shows(terminal, /Run it\?.*: $/);
    terminal.type('e\r');
    await shows(terminal, /@faults\[cpu\][\s\S]*Run it\?.*: $/);
    terminal.type('y\r');
    await prompts(terminal, 2);
    terminal.type('good\r');
    await prompts(terminal, 3);
    terminal.type('again for 2 seconds\r');
    await shows(terminal, /now: for 2 s[\s\S]*@faults\[cpu\][\s\S]*interval:s:2[\s\S]*Run it\?.*: $/);
    terminal.type('n\r');
    await prompts(terminal, 4);
    terminal.type('only cat\r');
    await shows(terminal, /your edit is not in it[\s\S]*Run it\?.*: $/);
    terminal.type('\u0003');
    await prompts(terminal, 5);
    terminal.type('/quit\r');
    expect(await terminal.over()).toBe('status 0');
    const kept = readFileSync(join(state, 'gpttrace', 'feedback.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const source = expect.stringContaining('@faults[cpu]');
    expect(kept.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'edited', program: 'page-faults', source },
      { kind: 'good', program: 'page-faults', source },
    ]);
  });

  it('is left by Ctrl-D, by Ctrl-C twice, and by closing the window', async () => {
    const start = (): Terminal => new Terminal(gpttraceCommand('chat'), { env: { XDG_STATE_HOME: scratchFile('state') } });
    const [first, second, third] = [start(), start(), start()];
    await Promise.all([first, second, third].map((terminal) => prompts(terminal, 1)));
    first.type('\u0004');
    second.type('abc\u0003');
    await prompts(second, 2);
    second.type('\u0003');
    await prompts(second, 3);
    second.type('\u0003');
    third.close();
    expect(await first.over()).toBe('status 0');
    expect(await second.over()).toBe('status 0');
    expect(await third.over()).toMatch(/^(status 129|signal 1)$/);
  });
});

describe.skipIf(cannot)('a conversation from a script', () => {
  it('answers each line; what goes wrong ends that line only, and is the exit status', async () => {
    const saved = scratchFile('script.bt');
    const input = ['which files are opened for 1 second', 'only cat', `/save ${saved}`, '/nope', 'x'.repeat(3000), '/quit', 'never read'].join('\n');
    const { status, stdout, stderr } = await gpttraceEnds(['chat', '--yes', '--no-keep'], { input });
    expect(stdout).toMatch(/In 1\.\d s: |saw 0 events/);
    expect(stderr).toMatch(/now: only cat/);
    expect(stderr.match(/^gpttrace: .*/gm)?.filter((line) => !line.includes('no process is named'))).toEqual([
      'gpttrace: there is no /nope here',
      'gpttrace: the question has 3000 characters; at most 2000 are read',
    ]);
    expect([status, isThere(saved)]).toEqual([2, true]);
  });

  it('a change stays with what was asked, and says what of it cannot be done', async () => {
    const input = ['which files are opened for 1 second', 'as a histogram', 'only the slow ones', 'only nobody-there', 'only the nice'].join('\n');
    const { status, stdout, stderr } = await gpttraceEnds(['chat', '--dry-run'], { input });
    expect(stdout.match(/^Files opened/gm), stdout).toHaveLength(4);
    expect(stderr).toMatch(/^gpttrace: it is not clear what of the last question is to be changed: only the nice$/m);
    expect(status).toBe(2);
  });

  it('runs nothing that nobody has agreed to', async () => {
    const { status, stderr } = await gpttraceEnds(['chat'], { input: 'which files are opened for 1 second\n' });
    expect(status).toBe(5);
    expect(stderr).toMatch(/nothing was run: there is no terminal to ask on/);
  });

  it('without a terminal gpttrace alone shows its help', async () => {
    const { status, stderr } = await gpttraceEnds([], { input: 'which files are opened\n' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage: gpttrace/);
  });
});
