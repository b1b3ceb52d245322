/** `gpttrace chat`, and `gpttrace` alone on a terminal: a talk, until whoever talks leaves it. */
import { createInterface } from 'node:readline';
import { isatty } from 'node:tty';
import type { Command } from 'commander';
import { Exit } from '../../core/exit.ts';
import { describeFileError } from '../../core/file-error.ts';
import { MAX_QUESTION } from '../../core/messages.ts';
import { TalkGround } from '../../line/talk/ground.ts';
import { TalkHistory } from '../../line/talk/history.ts';
import { localMachine } from '../../local.ts';
import { paint, wrapHanging } from '../../views/layout.ts';
import { localeLanguage } from '../locale.ts';
import type { AskFlags } from '../options.ts';
import { question } from '../question.ts';
import { outliveRuns } from '../signals.ts';
import { stderrStyle, write } from '../terminal.ts';
import { speakAs, spoken } from '../tongue.ts';
import { complete } from './complete.ts';
import { Conversation } from './conversation.ts';
import { Prompt } from './prompt.ts';
import { exampleLines } from './shown.ts';
import { chatWords } from './words.ts';

const PROMPT = 'gpttrace> ';

/** `commandLine` makes a command line as it is before anything was typed: what `/NAME` is looked up in. */
export async function chatCommand(flags: AskFlags, commandLine: () => Command): Promise<Exit> {
  outliveRuns();
  const ends = new Ends();
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const language = localeLanguage();
  const ground = new TalkGround(localMachine());
  // Without a terminal there is no screen to draw on, and nobody to be asked.
  const talk = new Conversation({
    ground,
    flags: isTerminal ? flags : { ...flags, plain: true },
    language,
    isTerminal,
    commandLine,
  });
  try {
    const exit = await (isTerminal ? atTerminal(talk, ground, ends, commandLine()) : fromInput(talk, ends));
    // The end of the input may be heard before its reason.
    return ends.exit ?? (isTerminal && !isatty(process.stdin.fd) ? Exit.hangup : exit);
  } finally {
    ends.dispose();
  }
}

/** What ends a talk from outside: the terminal is gone, nobody reads any more, or somebody said so. */
class Ends {
  readonly #stop = new AbortController();
  exit: Exit | undefined;
  readonly #terminate = (): void => this.#end(Exit.terminated);
  readonly #hangUp = (): void => this.#end(Exit.hangup);
  readonly #unread = (error: NodeJS.ErrnoException): void => {
    const { code } = error;
    // A disk that is full is neither gone nor closed.
    if (code !== 'EPIPE' && code !== 'EIO' && this.exit === undefined)
      process.stderr.write(spoken(`gpttrace: cannot write the answer: ${describeFileError(error)}\n`));
    this.#end(code === 'EPIPE' ? Exit.outputClosed : code === 'EIO' ? Exit.hangup : Exit.file);
  };
  /** Between two runs there is nothing to interrupt. */
  readonly #ignore = (): void => {};

  constructor() {
    process.on('SIGTERM', this.#terminate).on('SIGHUP', this.#hangUp).on('SIGINT', this.#ignore);
    // A terminal that is gone cannot be set back, either.
    if (process.stdin.isTTY === true) process.stdin.on('error', this.#hangUp);
    process.stdout.on('error', this.#unread);
    process.stderr.on('error', this.#unread);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  dispose(): void {
    process.off('SIGTERM', this.#terminate).off('SIGHUP', this.#hangUp).off('SIGINT', this.#ignore);
  }

  #end(exit: Exit): void {
    this.exit ??= exit;
    this.#stop.abort();
  }
}

async function atTerminal(talk: Conversation, ground: TalkGround, ends: Ends, program: Command): Promise<Exit> {
  const history = new TalkHistory();
  const words = chatWords(talk.language);
  let remembers = true;
  const prompt = new Prompt({
    input: process.stdin,
    output: process.stdout,
    history: () => (remembers ? history.entries() : []),
    complete: async (line) =>
      complete(line, {
        commands: () => commands,
        words: (typed) => wordsAfter(program, typed),
        processes: (start) => ground.processes(start),
        probes: (start) => ground.probes(start),
        questions: (start) => ground.questions(start),
      }),
    more: '        > ',
    tooLong: (length) => chatWords(talk.language).tooLong(length, MAX_QUESTION),
    most: MAX_QUESTION,
  });
  const [{ commandNames, wordsAfter }, { OWN_COMMANDS }] = await Promise.all([import('./command-line.ts'), import('./commands.ts')]);
  const commands = [...new Set([...OWN_COMMANDS, ...commandNames(program)])].map((name) => `/${name}`);
  await welcome(talk, history.entries().length === 0);
  let wantsToLeave = false;
  // Whoever presses Ctrl-C wants nothing that they have typed ahead.
  const forget = (): void => prompt.forget();
  process.on('SIGINT', forget);
  ends.signal.addEventListener('abort', () => process.off('SIGINT', forget));
  for (;;) {
    const said = await prompt.ask(PROMPT, ends.signal);
    if (said.kind === 'end') {
      if (!ends.signal.aborted) process.stdout.write('\n');
      return Exit.answered;
    }
    if (said.kind === 'cleared') {
      if (said.wasEmpty && wantsToLeave) return Exit.answered;
      wantsToLeave = said.wasEmpty;
      if (wantsToLeave) process.stdout.write(`${paint(words.pressAgain, 'dim', stderrStyle())}\n`);
      continue;
    }
    wantsToLeave = false;
    if (said.text === '') continue;
    const lost = remembers ? history.add(said.text) : undefined;
    if (lost !== undefined) {
      remembers = false;
      await write(process.stderr, `${words.history(lost)}\n`);
    }
    await speakAs([said.text]);
    const { exit, leaves } = await talk.say(said.text);
    if (leaves) return exit;
  }
}

/** Who is here for the first time sees what can be asked. */
async function welcome(talk: Conversation, isFirst: boolean): Promise<void> {
  const words = chatWords(talk.language);
  const style = stderrStyle();
  if (!isFirst) {
    await write(process.stderr, `${wrapHanging(words.welcomeBack, style.columns).join('\n')}\n`);
    return;
  }
  talk.offer(words.examples);
  await write(process.stderr, `${[...wrapHanging(words.welcome, style.columns), ...exampleLines(words.tryOne, words.examples, style)].join('\n')}\n`);
}

/** What is said by a script or a file: a line after the other. How the last of them ended that did not end well; else 0. */
async function fromInput(talk: Conversation, ends: Ends): Promise<Exit> {
  let worst: Exit = Exit.answered;
  for await (const text of entries(ends.signal)) {
    await speakAs([text]);
    const { exit, leaves } = await talk.say(text);
    if (exit !== Exit.answered) worst = exit;
    if (leaves || ends.signal.aborted) break;
  }
  return worst;
}

/** Lines of standard input; one that ends in a backslash goes on in the next. */
async function* entries(stop: AbortSignal): AsyncGenerator<string> {
  let before = '';
  for await (const line of process.stdin.isTTY === true ? typedLines(stop) : createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const goesOn = /(?:^|[^\\])\\$/.test(line);
    before += goesOn ? `${line.slice(0, -1).trimEnd()} ` : line;
    if (goesOn) continue;
    yield before;
    before = '';
  }
  if (before !== '') yield before;
}

/** At a terminal whose answers go elsewhere. */
async function* typedLines(stop: AbortSignal): AsyncGenerator<string> {
  for (;;) {
    const line = await question(PROMPT, stop, { answer: false });
    if (line === undefined) return;
    yield line;
  }
}
