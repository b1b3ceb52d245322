/** A key from whoever has it, without showing it: never an argument, which every process on the machine can read. */
const MOST = 64 * 1024;
const [INTERRUPT, END, BACKSPACE, CLEAR, ESCAPE] = ['\u0003', '\u0004', '\u0008\u007f', '\u0015', '\u001b'];

/** A line from the terminal that is not shown; undefined where the user left it, or a signal ends everything. */
export async function askSecret(prompt: string, stop: AbortSignal): Promise<string | undefined> {
  if (stop.aborted) return undefined;
  const { stdin, stderr } = process;
  stderr.write(prompt);
  let leave: () => void = () => {};
  let read: (text: string) => void = () => {};
  try {
    return await new Promise((resolve) => {
      let typed = '';
      leave = () => resolve(undefined);
      read = (text) => {
        // What a terminal puts around what is pasted is no part of it.
        for (const char of text.split(`${ESCAPE}[200~`).join('').split(`${ESCAPE}[201~`).join('')) {
          if (char === '\r' || char === '\n') return resolve(typed);
          if (char === INTERRUPT || (char === END && typed === '')) return resolve(undefined);
          if (BACKSPACE?.includes(char)) typed = [...typed].slice(0, -1).join('');
          else if (char === CLEAR) typed = '';
          else if (typed.length < MOST) typed += char;
        }
      };
      stop.addEventListener('abort', leave);
      stdin.once('end', leave).once('error', leave);
      stdin.setRawMode(true);
      stdin.setEncoding('utf8').on('data', read).resume();
    });
  } finally {
    stop.removeEventListener('abort', leave);
    stdin.off('data', read).off('end', leave).off('error', leave).pause();
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone: there is nothing to put back into order.
    }
    stderr.write('\n');
  }
}

/** All of standard input, without the line's end behind it. */
export async function readSecret(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += piece;
    if (text.length > MOST) break;
  }
  return text.replace(/\r?\n$/, '');
}
