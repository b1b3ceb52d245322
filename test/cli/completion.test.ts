import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';

/** As the command line has it, with the descriptions that are hardest to quote. */
function program(): Command {
  const root = new Command('gpttrace')
    .option('-y, --yes', "don't ask")
    .option('--comm <NAME>', 'only $HOME and `this`')
    .option('-s, --save <FILE>', 'a [file]: "x"');
  root.command('run').description("a user's program: check & run").option('--force', 'overwrite').argument('<FILE.bt>');
  const lab = root.command('lab').description('guests');
  lab.command('shell').description('a shell').argument('[guest]');
  lab.command('run').description("a user's program in a guest").option('--guest <NAME>', 'which').argument('<FILE.bt>');
  root.command('eval').description('suites').argument('<SUITE.jsonl...>');
  root.command('doctor').description('what is missing; $(reboot)');
  root
    .command('completion')
    .description('a script')
    .addArgument(new Argument('<SHELL>').choices(['bash', 'zsh', 'fish']));
  return root;
}

/** A shell warns of a language that is chosen and not installed. */
const env = { ...process.env, LC_ALL: 'C' };
const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

/** What bash offers for a line that ends where the cursor stands. */
function offered(words: readonly string[], where: string): string[] {
  const call = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _gpttrace; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const result = spawnSync('bash', ['--norc', '-c', `${completionScript('bash', program())}\n${call}`], { encoding: 'utf8', cwd: where, env });
  expect(result.stderr).toBe('');
  return result.stdout.split('\n').filter((line) => line !== '');
}

describe('completionScript', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s names every command and option', (shell) => {
    const script = completionScript(shell, program());
    for (const word of ['run', 'lab', 'shell', 'guest', '6.12+0.23', 'doctor', 'completion', 'yes', 'comm', 'save', 'force']) expect(script).toContain(word);
    expect(script).not.toMatch(/undefined|\[object/);
    expect(script.endsWith('\n')).toBe(true);
  });

  it.each(['bash', 'zsh', 'fish'])('for %s is one that %s can read', (shell) => {
    if (!has(shell)) return;
    const result = spawnSync(shell, ['-n'], { input: completionScript(shell, program()), encoding: 'utf8', env });
    expect(result.stderr).toBe('');
    expect(result.status).toBe(0);
  });

  describe.runIf(has('bash') && existsSync('/proc/self'))('in bash', () => {
    it.each([
      { line: ['gpttrace', 'do'], expect: ['doctor'] },
      { line: ['gpttrace', '--y'], expect: ['--yes'] },
      { line: ['gpttrace', 'run', '--f'], expect: ['--force'] },
      { line: ['gpttrace', 'completion', 'f'], expect: ['fish'] },
      { line: ['gpttrace', 'doctor', '--y'], expect: [] },
      { line: ['gpttrace', 'zzz'], expect: [] },
      { line: ['gpttrace', 'lab', 's'], expect: ['shell'] },
      { line: ['gpttrace', 'lab', 'run', '--g'], expect: ['--guest'] },
      { line: ['gpttrace', 'lab', 'shell', '6.12'], expect: ['6.12', '6.12+0.23'] },
      { line: ['gpttrace', 'lab', 'run', '--guest', '6.1+'], expect: ['6.1+0.17', '6.1+0.27'] },
      { line: ['gpttrace', '--pid', String(process.pid)], expect: [String(process.pid)] },
    ])('offers $expect for $line', ({ line, expect: expected }) => expect(offered(line, '/')).toEqual(expect.arrayContaining(expected)));

    it.each([[['gpttrace', 'doctor', '--y']], [['gpttrace', 'run', '--g']], [['gpttrace', 'lab', '--f']], [['gpttrace', 'lab', 'doc']]])(
      'offers nothing for %j',
      (line) => expect(offered(line, '/')).toEqual([]),
    );

    it('offers programs and directories to run', () => {
      const place = mkdtempSync(join(tmpdir(), 'gpttrace-complete-'));
      try {
        writeFileSync(join(place, 'mine.bt'), '');
        writeFileSync(join(place, 'mine.txt'), '');
        expect(offered(['gpttrace', 'run', 'mi'], place)).toEqual(['mine.bt']);
        expect(offered(['gpttrace', 'lab', 'run', 'mi'], place)).toEqual(['mine.bt']);
        writeFileSync(join(place, 'mine.jsonl'), '');
        expect(offered(['gpttrace', 'eval', 'mi'], place)).toEqual(['mine.jsonl']);
        rmSync(join(place, 'mine.jsonl'));
        expect(offered(['gpttrace', '--save', 'mi'], place).sort()).toEqual(['mine.bt', 'mine.txt']);
      } finally {
        rmSync(place, { recursive: true });
      }
    });
  });
});
