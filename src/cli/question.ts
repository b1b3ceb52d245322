import type { ReadStream } from 'node:tty';
import { isatty } from 'node:tty';
import { MAX_QUESTION } from '../core/messages.ts';
import { wrapHanging } from '../views/layout.ts';
import { Prompt } from './chat/prompt.ts';

/** What lies in wait is there at once; what comes later was typed with the question in sight. */
const TYPED_AHEAD_MS = 30;
const CTRL_C = '\u0003';
/** A path has 4,096 bytes at most. */
const MOST = Math.max(MAX_QUESTION, 4096);

/**
 * A line from the terminal; undefined where the user closed it, or a signal ends everything (Ctrl-C among them). `answer`: whether it agrees to something. Then
 * nothing answers by accident: what was typed before the question stood there, and what is pasted in several lines, is refused with a word.
 */
export async function question(prompt: string, stop: AbortSignal, { answer = true }: { readonly answer?: boolean } = {}): Promise<string | undefined> {
  if (stop.aborted) return undefined;
  const { stdin, stderr } = process;
  const words = /\p{Script=Han}/u.test(prompt) ? ZH : EN;
  // A terminal that is gone cannot be set back, either.
  stdin.on('error', ignore);
  const line = new Prompt({
    input: stdin,
    output: stderr,
    complete: async (typed) => [[], typed],
    history: () => [],
    more: '> ',
    tooLong: words.tooLong,
    most: MOST,
    ...(answer ? { severalLines: words.severalLines } : {}),
  });
  try {
    if (answer && (await dropTypedAhead(stdin))) stderr.write(`${wrapHanging(words.typedAhead, stderr.columns || 80).join('\n')}\n`);
    const said = await line.ask(prompt, stop);
    if (said.kind === 'text') return said.text;
    // It is a key like others here.
    if (said.kind === 'cleared') process.kill(process.pid, 'SIGINT');
    // The end of the input may be heard before its reason.
    else if (!stop.aborted && !isatty(stdin.fd)) process.kill(process.pid, 'SIGHUP');
    // After ^C, what comes next begins a line of its own.
    else if (stop.aborted) stderr.write('\n');
    return undefined;
  } finally {
    line.dispose();
    stdin.off('error', ignore);
  }
}

/** Whether a yes comes from the terminal. */
export async function agree(prompt: string, stop: AbortSignal): Promise<boolean> {
  return /^(?:y|yes)$/i.test(((await question(prompt, stop)) ?? '').trim());
}

/** Takes what was typed so far; whether that was more than blanks. */
async function dropTypedAhead(stdin: ReadStream): Promise<boolean> {
  let typed = '';
  const take = (chunk: Buffer | string): void => {
    typed += chunk.toString();
  };
  // Else the terminal keeps a line to itself until it ends.
  stdin.setRawMode(true);
  stdin.on('data', take).resume();
  await new Promise((resolve) => setTimeout(resolve, TYPED_AHEAD_MS));
  stdin.off('data', take).pause();
  stdin.setRawMode(false);
  if (typed.includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
  return /\S/.test(typed.replace(/\p{Cc}/gu, ''));
}

function ignore(): void {
  // A terminal that is gone is told by SIGHUP.
}

interface Words {
  readonly tooLong: (length: number) => string;
  readonly severalLines: string;
  readonly typedAhead: string;
}

const EN: Words = {
  tooLong: (length) => `that has ${length.toLocaleString('en-US')} characters, which is no answer`,
  severalLines: 'several lines were pasted: none of them was taken for an answer',
  typedAhead: '(what was typed before this question stood here is no answer to it)',
};

const ZH: Words = {
  tooLong: (length) => `共 ${length.toLocaleString('en-US')} 个字符，不是回答`,
  severalLines: '粘贴了多行：没有一行被当作回答',
  typedAhead: '（问题出现之前输入的内容不算回答）',
};
