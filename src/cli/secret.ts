/** A key from whoever has it, without showing it: never an argument, which every process on the machine can read. */
const MOST = 64 * 1024;
const [INTERRUPT, END, BACKSPACE, CLEAR, ESCAPE] = ['\u0003', '\u0004', '\u0008\u007f', '\u0015', '\u001b'];

/** What came of asking: `left` where the user left it or a signal ends everything, `gone` where the terminal was closed. */
export type Asked = { readonly typed: string } | 'left' | 'gone';

/** A line from the terminal that is not shown. */
export async function askSecret(prompt: string, stop: AbortSignal): Promise<Asked> {
  if (stop.aborted) return 'left';
  const { stdin, stderr } = process;
  let leave: () => void = () => {};
  let lose: () => void = () => {};
  let read: (text: string) => void = () => {};
  try {
    return await new Promise((resolve) => {
      let typed = '';
      leave = () => resolve('left');
      // Ctrl-D comes as a character: input that ends is a terminal that is gone.
      lose = () => resolve('gone');
      read = (text) => {
        // What a terminal puts around what is pasted is no part of it.
        for (const char of text.split(`${ESCAPE}[200~`).join('').split(`${ESCAPE}[201~`).join('')) {
          if (char === '\r' || char === '\n') return resolve({ typed });
          if (char === INTERRUPT || (char === END && typed === '')) return resolve('left');
          if (BACKSPACE?.includes(char)) typed = [...typed].slice(0, -1).join('');
          else if (char === CLEAR) typed = '';
          else if (typed.length < MOST) typed += char;
        }
      };
      stop.addEventListener('abort', leave);
      stdin.once('end', lose).once('error', lose);
      // Before it asks: what is typed at once must not be shown either.
      stdin.setRawMode(true);
      stderr.write(prompt);
      stdin.setEncoding('utf8').on('data', read).resume();
    });
  } finally {
    stop.removeEventListener('abort', leave);
    stdin.off('data', read).off('end', lose).off('error', lose).pause();
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
