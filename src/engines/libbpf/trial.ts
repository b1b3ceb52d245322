import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the kernel says of an object. */
export type Trial =
  | { readonly kind: 'loads' }
  /** `program`: the one it was refused for, where it was one. `log`: what the verifier wrote, or libbpf. */
  | { readonly kind: 'refused'; readonly program?: string; readonly log: string; readonly message: string; readonly errno: number }
  /** libbpf died of it, or came to no end. */
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'no-libbpf'; readonly message: string; readonly hints: readonly string[] };

export interface TrialOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds after which it is given up; the verifier takes seconds for the largest programs. */
  readonly timeout?: number;
}

const TIMEOUT_MS = 30_000;
/** As it was compiled: this file may be bundled, or TypeScript still. */
const CHILD: string = fileURLToPath(new URL('../../dist/engines/libbpf/trial-child.js', placeOf(import.meta.url)));

/** The sources and the build are as deep below the root as each other, and the bundle is one folder less deep. */
function placeOf(url: string): string {
  return /\/engines\/libbpf\/[^/]*$/.test(url) ? new URL('../x', url).href : url;
}

/** Loads an object in another process, so that what libbpf makes of bad bytes never befalls this one. Nothing is attached, and nothing stays. */
export function tryLoad(elf: Uint8Array, { signal, timeout = TIMEOUT_MS }: TrialOptions = {}): Promise<Trial> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve({ kind: 'crashed', message: 'it was stopped' });
    const child = fork(CHILD, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    let answer: Trial | undefined;
    let given: string | undefined;
    const giveUp = (why: string): void => {
      given ??= why;
      child.kill('SIGKILL');
    };
    const stop = (): void => giveUp('it was stopped');
    const timer = setTimeout(() => giveUp(`libbpf came to no end within ${timeout / 1000} s`), timeout);
    const finish = (trial: Trial): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(trial);
    };
    signal?.addEventListener('abort', stop);
    child.once('message', (message) => {
      answer = message as Trial;
    });
    child.once('error', (error) => finish({ kind: 'crashed', message: `no process could be started to try it in: ${error.message}` }));
    child.once('exit', (status, ended) => {
      const end = (): void => finish(answer ?? { kind: 'crashed', message: given ?? `libbpf died of it (${ended ?? `status ${status}`})` });
      // What it said last may be read after its end is known.
      if (answer === undefined && status === 0 && child.connected) child.once('disconnect', end);
      else end();
    });
    child.send({ elf: Buffer.from(elf).toString('base64') }, () => {});
  });
}
