/** `/NAME ARGUMENTS` in a talk: the command of that name, with everything it can do. */
import { type Command, CommanderError } from 'commander';
import { editDistance } from '../../core/distance.ts';
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { GrantFlags } from '../grants.ts';
import type { FileFlags } from '../request.ts';

/** They have the terminal, or the input, to themselves. */
const NOT_HERE: ReadonlySet<string> = new Set(['chat', 'serve', 'mcp', 'completion']);

/** So many letters may be wrong, and no more than every third. */
const NEAR = 2;

/** What runs a file, where the talk wants to know what comes of it. */
export type RunFile = (file: string, args: readonly string[], flags: FileFlags & GrantFlags) => Promise<Exit>;

/** The commands that can be used from a talk, as they are typed there. */
export function commandNames(program: Command): string[] {
  return program.commands.map((command) => command.name()).filter((name) => !NOT_HERE.has(name));
}

/** What can follow a command of that name, and the commands below it that are typed already: more commands, and long options. */
export function wordsAfter(program: Command, typed: readonly string[]): string[] {
  let command: Command = program;
  for (const [at, word] of typed.entries()) {
    const below = command.commands.find((one) => one.name() === word);
    if (below === undefined && at === 0) return [];
    command = below ?? command;
  }
  if (command === program || NOT_HERE.has(typed[0] ?? '')) return [];
  const options = command.options.flatMap(({ long, hidden }) => (long && !hidden && !typed.includes(long) ? [long] : []));
  return [...command.commands.map((one) => one.name()), ...options, '--help'];
}

export interface CommandCall {
  readonly name: string;
  readonly args: readonly string[];
  /** Names of the talk's own commands: one of them may have been meant. */
  readonly own: readonly string[];
  readonly language: string;
  readonly runFile: RunFile;
  /** What a command does where its file or question is left out: the same of the last answer. */
  readonly ofAnswer: Readonly<Record<string, (flags: object) => Promise<Exit>>>;
}

/** Runs a command of a command line nobody has used yet. Throws a Problem where there is none of that name, or it cannot be used here. */
export async function callCommand(program: Command, { name, args, own, language, runFile, ofAnswer }: CommandCall): Promise<Exit> {
  if (NOT_HERE.has(name)) throw new Problem(messages.notInTalk(name));
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) {
    const known = [...own, ...commandNames(program)];
    const meant = known.find((one) => one.startsWith(name) || editDistance(one, name, NEAR) <= Math.min(NEAR, name.length / 3));
    throw new Problem(messages.noTalkCommand(`/${name}`, meant === undefined ? undefined : `/${meant}`, language));
  }
  const ours = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (ours.includes('-')) throw new Problem(messages.inputIsTalk(`/${name}`, language));
  for (const one of [command, ...command.commands])
    one.showHelpAfterError(language === 'zh' ? `（/${name} --help 显示用法）` : `(/${name} --help shows how it is used)`);
  const ofLast = ofAnswer[name];
  if (ofLast !== undefined) mayBeAlone(command);
  try {
    return await callProgram(program, name === 'run' ? heard(command, runFile) : undefined, [name, ...args]);
  } catch (error) {
    if (!(error instanceof Alone) || ofLast === undefined) throw error;
    return ofLast(error.flags);
  }
}

/** A command was called with no more than options. */
class Alone extends Error {
  readonly flags: object;
  constructor(flags: object) {
    super('called without its argument');
    this.flags = flags;
  }
}

/** Lets a command be called without its arguments: that throws `Alone`, and else it does what it always does. */
function mayBeAlone(command: Command): void {
  for (const argument of command.registeredArguments) argument.argOptional();
  command.hook('preAction', (_, called) => {
    if (called.args.length === 0) throw new Alone(called.opts());
  });
}

/** Exit statuses are the process's own, until a talk goes on. */
async function callProgram(program: Command, outcome: { exit?: Exit } | undefined, argv: readonly string[]): Promise<Exit> {
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return outcome?.exit ?? ((process.exitCode ?? Exit.answered) as Exit);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.answered : Exit.usage;
    throw error;
  } finally {
    process.exitCode = before;
  }
}

function heard(command: Command, runFile: RunFile): { exit?: Exit } {
  const outcome: { exit?: Exit } = {};
  command.action(async (file: string, args: readonly string[], flags: FileFlags & GrantFlags) => {
    outcome.exit = await runFile(file, args, flags);
  });
  return outcome;
}

/** What stands in a line, one word each; what stands in quotes is one. Throws a Problem for a quote that is not closed. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of line) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new Problem(messages.openQuote());
  return word === undefined ? words : [...words, word];
}
