/** Every command line that the documents and the lessons tell is one that the program takes: no option is told that there is not, none is spelled otherwise. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';

const DOCUMENTS = ['README.md', ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))];
const LESSONS = readdirSync('lessons').flatMap((name) => (/^\d/.test(name) ? [`lessons/${name}/en.md`, `lessons/${name}/zh.md`] : []));

/** A line of its own that is typed: indented, behind a prompt, in a block of commands, or a cell of a table. */
const TYPED = /^(?:\$ | {4}(?:\$ )?|\| `)(?:sudo )?gpttrace ([^`]+)/;
const IN_BLOCK = /^(?:\$ )?(?:sudo )?gpttrace (.+)$/;
const BLOCK = /^ *```(\w*)/;
/** Where what is typed ends: what is said of it comes behind two blanks, and the shell goes on with what is its own. */
const BEHIND = / {2,}| [|>&;<]/;
/** Stands for something else: alternatives, and what may be left out. */
const FORM = /[[\]{}…]|\w\|\w|\.\.\./;
/** What another command says in its place. */
const SAID = /\$\([^)]*\)/g;

interface Line {
  readonly at: string;
  readonly words: readonly string[];
}

function linesOf(file: string): Line[] {
  let block: string | undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index): Line[] => {
      const fence = BLOCK.exec(line)?.[1];
      if (fence !== undefined) block = block === undefined ? fence : undefined;
      // Without a word of its own a block is what was printed.
      const typed = (block === undefined || block === '' ? TYPED : IN_BLOCK).exec(line.replace(SAID, '1'))?.[1]?.split(BEHIND)[0];
      if (typed === undefined || FORM.test(typed)) return [];
      const words = [...typed.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
      return [{ at: `${file}:${index + 1}: gpttrace ${typed}`, words }];
    });
}

/** Nothing is done, and nothing is written. */
function only(command: Command): Command {
  command
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .action(() => {});
  for (const one of command.commands) only(one);
  return command;
}

describe.each([
  ['documents', DOCUMENTS, 100],
  ['lessons', LESSONS, 20],
] as const)('the command lines of the %s', (_, files, least) => {
  const lines = files.flatMap(linesOf);

  it('are found', () => expect(lines.length).toBeGreaterThan(least));

  it.each(lines)('$at', async ({ words }) => {
    const refused = await only(buildProgram())
      .parseAsync([...words], { from: 'user' })
      .then(
        () => undefined,
        // A help, or a version, is shown by leaving.
        (error: unknown) => (error instanceof CommanderError && error.exitCode === 0 ? undefined : error),
      );
    expect(refused).toBeUndefined();
  });
});
