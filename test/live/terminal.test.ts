/** gpttrace in a terminal: the prompt, Ctrl-C, the window closed, colours, widths. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { fixture, gpttraceCommand, isThere, ROOT, runs, scratch, scratchFile, strayEscapes, Terminal, until, whyNot } from './helpers.ts';

const COUNT_FAULTS = 'count page faults by process';
const cannot = whyNot('bpftrace', 'root', 'tracefs', 'terminal');
const PROMPT = /Run it\?.*: $/;
/** The hints of the live screen. */
const LIVE = /q end +\/ filter/;

/** A live screen that gives back what it took: the cursor, wrapping, the other screen. */
const ORDERLY = /^\p{Cc}\[\?1049h\p{Cc}\[\?25l\p{Cc}\[\?7l\p{Cc}\[\?2004h[\s\S]*\p{Cc}\[\?2004l\p{Cc}\[\?7h\p{Cc}\[\?25h\p{Cc}\[\?1049l$/u;

type Options = ConstructorParameters<typeof Terminal>[1];

function inTerminal(args: readonly string[], options: Options = {}): Terminal {
  return new Terminal(gpttraceCommand(...args), options);
}

/** With a bpftrace that writes down what it is asked, and answers 17 page faults. */
function recorded(args: readonly string[], env: Readonly<Record<string, string>> = {}): { readonly terminal: Terminal; log(): string } {
  const log = scratchFile('log');
  const terminal = inTerminal(args, { first: fixture('records'), env: { BPFTRACE_TEST_LOG: log, XDG_CACHE_HOME: scratchFile('cache'), ...env } });
  return { terminal, log: () => (isThere(log) ? readFileSync(log, 'utf8') : '') };
}

async function sees(terminal: Terminal, pattern: RegExp): Promise<void> {
  let over = false;
  void terminal.ended.then(() => {
    over = true;
  });
  await until(`the terminal shows ${pattern}`, () => pattern.test(terminal.text) || over).catch(() => {});
  if (pattern.test(terminal.text)) return;
  terminal.killAll();
  expect.fail(`never showed ${pattern}, but:\n${terminal.text}\n${terminal.stderr}`);
}

/** What stood on the normal screen before and after the live one, and what drew that. */
function partsOf(shown: string): { readonly before: string; readonly screen: string; readonly after: string } {
  const [from, to] = [shown.indexOf('\u001b[?1049h'), shown.indexOf('\u001b[?1049l')];
  if (from === -1) return { before: shown, screen: '', after: '' };
  const rest = to === -1 ? shown.length : to + '\u001b[?1049l'.length;
  return { before: shown.slice(0, from), screen: shown.slice(from, rest), after: shown.slice(rest) };
}

/** How often the question was asked. */
function asked(terminal: Terminal): number {
  return terminal.text.match(/e edit.* s save: /g)?.length ?? 0;
}

/** A shell script that stands for an editor. */
function editor(command: string): string {
  const path = scratchFile('editor');
  writeFileSync(path, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  return path;
}

describe.skipIf(cannot)('the question whether to run it', () => {
  it('shows the card, and y runs it', async () => {
    const { terminal } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    expect(terminal.text).toMatch(/probes +\S*page_fault/);
    expect(terminal.text).toContain('@faults[comm] = count();');
    terminal.type('y\r');
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.text).toMatch(/gt-recorded +17/);
  });

  it.each([
    ['n', 'n\r'],
    ['nothing but Enter', '\r'],
    ['Ctrl-C', '\u0003'],
    ['end of input', '\u0004'],
  ])('%s does not', async (_what, keys) => {
    const { terminal, log } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.type(keys);
    expect(await terminal.over()).toBe('status 5');
    expect(log()).not.toContain('-f json');
  });

  it('closing the window does not', async () => {
    const { terminal, log } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.close();
    expect(await terminal.over()).toMatch(/^(status 5|status 129|signal 1)$/);
    expect(log()).not.toContain('-f json');
  });

  it('asks again after an answer it does not know', async () => {
    const { terminal } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.type('perhaps\r');
    await until('it asks again', () => asked(terminal) === 2);
    terminal.type('n\r');
    expect(await terminal.over()).toBe('status 5');
  });

  it.each([
    ['marked by the terminal', '\u001b[200~only nginx\ny\n\u001b[201~'],
    ['that no terminal has marked', 'only nginx\ry\r'],
  ])('a paste of several lines %s is refused with a word, and answers nothing', async (_what, pasted) => {
    const { terminal, log } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.type(pasted);
    await sees(terminal, /several lines were pasted[\s\S]*Run it\?.*: $/);
    terminal.type('\u0003');
    expect(await terminal.over()).toBe('status 5');
    expect(log()).not.toContain('-f json');
  });

  it('nor in a lesson', async () => {
    const terminal = inTerminal(['learn', '1'], { env: { XDG_STATE_HOME: scratchFile('state'), LANG: 'C.UTF-8' }, columns: 200, rows: 50 });
    await sees(terminal, /r run .*q quit/);
    terminal.type('r');
    await sees(terminal, /\[Y\/n\] $/);
    terminal.type('\u001b[200~first\n\ny\n\u001b[201~');
    await sees(terminal, /several lines were pasted[\s\S]*\[Y\/n\] $/);
    terminal.type('\u0003');
    expect(await terminal.over()).toMatch(/^status /);
    expect(terminal.text).not.toMatch(/Attached|In \d\.\d s/);
  });

  it('what was typed before it stood there is no answer', async () => {
    const { terminal, log } = recorded([COUNT_FAULTS]);
    terminal.type('y\r');
    await sees(terminal, /typed before this question[\s\S]*Run it\?.*: $/);
    terminal.type('n\r');
    expect(await terminal.over()).toBe('status 5');
    expect(log()).not.toContain('-f json');
  });

  it('e edits: the edited program is shown, and it is the one that runs', async () => {
    const terminal = inTerminal([COUNT_FAULTS, '--duration', '1'], { env: { EDITOR: editor(`sed -i 's/\\[comm\\]/["edited"]/' "$1"`) } });
    await sees(terminal, PROMPT);
    terminal.type('e\r');
    await until('it asks again', () => asked(terminal) === 2);
    expect(terminal.text).toContain('@faults["edited"] = count();');
    terminal.type('y\r');
    // Something must happen while it runs.
    while (terminal.child.exitCode === null && terminal.child.signalCode === null) await runs(['ls', '/']);
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.text).toMatch(/^edited +\d+/m);
  });

  it('e with a mistake: it is shown with a caret, and nothing runs', async () => {
    const { terminal, log } = recorded([COUNT_FAULTS], { EDITOR: editor(`sed -i 's/count()/count(/' "$1"`) });
    await sees(terminal, PROMPT);
    terminal.type('e\r');
    await sees(terminal, /error: .*\n.*\n +\| +\^/);
    // What was edited is not lost: it can be mended, or given up.
    await until('it asks again', () => asked(terminal) === 2 || terminal.child.exitCode !== null);
    terminal.type('n\r');
    expect(await terminal.over()).toMatch(/^status [45]$/);
    expect(log()).not.toContain('-f json');
  });

  it('e with an editor that is not there: says so, and asks again', async () => {
    const { terminal } = recorded([COUNT_FAULTS], { EDITOR: 'gt-no-such-editor' });
    await sees(terminal, PROMPT);
    terminal.type('e\r');
    await until('it asks again', () => asked(terminal) === 2);
    expect(terminal.text).toMatch(/gt-no-such-editor failed.*EDITOR/);
    terminal.type('n\r');
    expect(await terminal.over()).toBe('status 5');
  });

  it('s saves, and asks again', async () => {
    const file = scratchFile('saved.bt');
    const { terminal, log } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.type('s\r');
    await sees(terminal, /file: $/);
    terminal.type(`${file}\r`);
    await until('it asks again', () => asked(terminal) === 2);
    expect(readFileSync(file, 'utf8')).toContain('@faults[comm] = count();');
    terminal.type('n\r');
    expect(await terminal.over()).toBe('status 5');
    expect(log()).not.toContain('-f json');
  });

  it('s to where it cannot be written: says so, and asks again', async () => {
    const { terminal } = recorded([COUNT_FAULTS]);
    await sees(terminal, PROMPT);
    terminal.type('s\r');
    await sees(terminal, /file: $/);
    terminal.type('/dev/null/program.bt\r');
    await until('it asks again', () => asked(terminal) === 2);
    expect(terminal.text).toMatch(/cannot write \/dev\/null\/program\.bt/);
    terminal.type('n\r');
    expect(await terminal.over()).toBe('status 5');
  });
});

describe.skipIf(cannot)('a run in a terminal', () => {
  it('Ctrl-C once: the final answer', async () => {
    const terminal = inTerminal([COUNT_FAULTS, '--yes', '--duration', '0']);
    await sees(terminal, LIVE);
    await runs(['ls', '/']);
    terminal.type('\u0003');
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.text).toMatch(/^ls +\d+/m);
    // It may take two lines.
    expect(terminal.text).toMatch(/^In \d+\.\d s: [^\r\n]*(?:\r?\n {2}[^\r\n]*)*\.\r?$/m);
  });

  it('Ctrl-C twice: gone', async () => {
    const log = scratchFile('log');
    const env = { BPFTRACE_TEST_LOG: log, XDG_CACHE_HOME: scratchFile('cache') };
    const terminal = inTerminal([COUNT_FAULTS, '--yes', '--duration', '0'], { first: fixture('stubborn'), env });
    await sees(terminal, LIVE);
    terminal.type('\u0003');
    await until('the tracer was interrupted', () => isThere(log) && readFileSync(log, 'utf8').includes('INT'));
    terminal.type('\u0003');
    expect(await terminal.over()).toBe('status 130');
  });

  it('the window closed: the tracer ends', async () => {
    const terminal = inTerminal([COUNT_FAULTS, '--yes', '--duration', '0']);
    await sees(terminal, LIVE);
    await until('there is a tracer', () => terminal.tracer() !== undefined);
    terminal.close();
    expect(await terminal.over(), 'the status for a hangup').toMatch(/^(status 129|signal 1)$/);
  });

  it('paints, but not with NO_COLOR', async () => {
    const env = { XDG_CACHE_HOME: scratchFile('cache'), BPFTRACE_TEST_LOG: '/dev/null' };
    const painted = inTerminal([COUNT_FAULTS, '--yes'], { first: fixture('records'), env });
    expect(await painted.over()).toBe('status 0');
    expect(painted.stdout).toContain('\u001b[1m');
    for (const plain of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const terminal = inTerminal([COUNT_FAULTS, '--yes'], { first: fixture('records'), env: { ...env, ...plain } });
      expect(await terminal.over()).toBe('status 0');
      // All that is left is what clears the status line, and the live screen without its paints.
      const { before, screen, after } = partsOf(terminal.stdout);
      expect((before + after).replaceAll('\u001b[K', ''), JSON.stringify(plain)).not.toContain('\u001b');
      expect(screen).not.toMatch(/\[[0-9;]+m/);
      expect(screen === '', 'a dumb terminal has no live screen').toBe('TERM' in plain);
    }
  });

  it('an escape sequence in a file name never reaches it raw', async () => {
    const evil = '\u001b[2J\u001b]0;owned\u0007\u009b31mevil\r\u0008';
    const terminal = inTerminal(['which files are opened', '--yes', '-c', `cat "$EVIL"; cat "$EVIL" 2>/dev/null`], { env: { EVIL: evil } });
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.text).toMatch(/\\x1b\[2J/);
    // What the command itself prints is its own; of the rows nothing may be left.
    const rows = terminal.stdout.split('\n').filter((line) => !line.includes('No such file'));
    expect(strayEscapes(rows.join('\n'))).toEqual([]);
  });
});

describe.skipIf(cannot)('the live screen', () => {
  it('is left as it was found, and the last of it stays: q', async () => {
    const file = scratchFile('ticks.bt');
    writeFileSync(file, 'interval:ms:50 { @n++; printf("%s %d\\n", "tick", @n); }\n');
    const terminal = inTerminal(['run', file, '--yes', '--duration', '0']);
    await sees(terminal, LIVE);
    await sees(terminal, /tick +\d/);
    // Typed text goes to the filter, not to the keys.
    terminal.type('/no such q\r');
    await sees(terminal, /nothing matches the filter/);
    terminal.type('\u001b[Aq');
    expect(await terminal.over()).toBe('status 0');
    const { before, screen, after } = partsOf(terminal.stdout);
    expect(before).not.toContain('\u001b[?25l');
    expect(screen).toMatch(ORDERLY);
    expect(after).toMatch(/^tick +\d+/m);
    expect(strayEscapes(after)).toEqual([]);
  });

  it.each([
    ['SIGTERM', 'status 143'],
    ['SIGQUIT', 'signal 3'],
  ] as const)('is left by %s', async (signal, ended) => {
    const terminal = inTerminal([COUNT_FAULTS, '--yes', '--duration', '0']);
    await sees(terminal, LIVE);
    const own = (await runs(['pgrep', '-P', String(terminal.child.pid)])).stdout.trim();
    process.kill(Number(own), signal);
    expect(await terminal.over()).toBe(ended);
    expect(partsOf(terminal.stdout).screen).toMatch(ORDERLY);
  });

  it.each([
    ['--plain', ['--plain'], {}],
    ['GPTTRACE_PLAIN', [], { GPTTRACE_PLAIN: '1' }],
    ['continuous integration', [], { CI: 'true' }],
    ['a command, which has the terminal to itself', ['-c', 'true'], {}],
  ])('is not there for %s', async (_what, flags, env) => {
    const { terminal } = recorded([COUNT_FAULTS, '--yes', ...flags], env);
    expect(await terminal.over()).toBe('status 0');
    expect(terminal.stdout).not.toContain('\u001b[?');
  });
});

describe.skipIf(cannot)('widths', () => {
  const WIDE = [`${'long-name-'.repeat(5)}end.txt`, '很长的中文文件名'.repeat(2), `dir/${'x'.repeat(55)}`, '😀'.repeat(12)];

  /** The lines as they stood on the screen, without what was overwritten. */
  function screenLines(terminal: Terminal): string[] {
    return terminal.text.split('\n').flatMap((line) => line.split('\r'));
  }

  function tooWide(terminal: Terminal, columns: number): string[] {
    return screenLines(terminal).filter((line) => stringWidth(line) > columns);
  }

  for (const columns of [80, 200]) {
    it(`rows fit into ${columns} columns`, async () => {
      const directory = join(scratch, `wide-${columns}`);
      mkdirSync(join(directory, 'dir'), { recursive: true });
      for (const name of WIDE) writeFileSync(join(directory, name), '');
      const command = `cat ${WIDE.map((name) => `'${name}'`).join(' ')}`;
      const terminal = inTerminal(['which files are opened', '--yes', '-c', command], { columns, cwd: directory });
      expect(await terminal.over()).toBe('status 0');
      const rows = screenLines(terminal).filter((line) => /^ *\d+ +cat /.test(line));
      expect(rows.length, terminal.text).toBeGreaterThanOrEqual(WIDE.length);
      expect(tooWide(terminal, columns).filter((line) => /^ *\d+ +cat |^ *pid/.test(line))).toEqual([]);
    });

    it.each([
      ['a table', ['which files do processes fail to open', '--yes', '-c', `cat ${'/nonexistent-long-name'.repeat(3)} 2>/dev/null`], /^process +file/],
      ['a histogram', ['histogram of read sizes', '--yes', '-c', 'cat /etc/passwd >/dev/null'], /^size +count/],
    ])(`%s fits into ${columns} columns`, async (_what, args, heading) => {
      const terminal = inTerminal(args, { columns, cwd: ROOT });
      expect(await terminal.over()).toBe('status 0');
      const lines = screenLines(terminal);
      const body = lines.slice(lines.findIndex((line) => heading.test(line)));
      const drawn = body.slice(0, body.indexOf(''));
      expect(drawn.length, terminal.text).toBeGreaterThan(2);
      expect(drawn.filter((line) => stringWidth(line) > columns)).toEqual([]);
    });

    it.each([
      ['the sentence of an answer', [COUNT_FAULTS, '--yes', '-c', 'ls / >/dev/null; cat /dev/null; head -c1 /dev/null']],
      ['doctor', ['doctor']],
      ['help', ['--help']],
      ['a question without an answer', ['what is the capital of France']],
      ['the card', [COUNT_FAULTS, '--dry-run']],
      ['the card of a wide program', ['which files are opened', '--dry-run']],
      ['the explanation', [COUNT_FAULTS, '--dry-run', '--explain']],
    ])(`%s fits into ${columns} columns`, async (_what, args) => {
      const terminal = inTerminal(args, { columns, cwd: ROOT });
      await terminal.over();
      expect(terminal.text.length).toBeGreaterThan(100);
      // The program's own text is shown as it is.
      expect(tooWide(terminal, columns).filter((line) => !line.startsWith('  | '))).toEqual([]);
    });
  }
});
