import { createInterface } from 'node:readline/promises';

/** A line from the terminal; undefined where the user closed it, or a signal ends everything (Ctrl-C among them). */
export async function question(prompt: string, stop: AbortSignal): Promise<string | undefined> {
  if (stop.aborted) return undefined;
  // The terminal's own line editing is enough, and leaves it as it is should its window be closed.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  let give: () => void = () => {};
  try {
    return await new Promise((resolve) => {
      give = () => resolve(undefined);
      stop.addEventListener('abort', give);
      lines.once('close', give);
      void lines.question(prompt).then(resolve, give);
    });
  } finally {
    stop.removeEventListener('abort', give);
    lines.close();
    process.stdin.pause();
  }
}

/** Whether a yes comes from the terminal. */
export async function agree(prompt: string, stop: AbortSignal): Promise<boolean> {
  return /^(?:y|yes)$/i.test(((await question(prompt, stop)) ?? '').trim());
}
