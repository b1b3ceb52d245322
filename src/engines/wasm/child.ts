/**
 * A process of its own for a guest and its thread: whatever becomes of either, what they have opened goes with it, and libbpf dies of bad bytes here if anywhere.
 * This thread of it only hands on what is said.
 */
import { Worker } from 'node:worker_threads';
import { type Birth, type Said, type Thread, type Told, WORDS, Word } from './guest.ts';
import { besideThis } from './places.ts';

/** What a guest may take of the engine's own memory, beside its memory: tables and what is made of its code. */
const HEAP_MB = 512;

// A terminal's Ctrl-C reaches every process in front of it: who began this one tells it what to do about it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

process.once('message', ({ guest }: Birth) => {
  const words = new SharedArrayBuffer(4 * WORDS);
  const flags = new Int32Array(words);
  const set = (word: number, value: number): void => {
    Atomics.store(flags, word, value);
    Atomics.notify(flags, word);
  };
  const say = (said: Said): void => void process.send?.(said, () => {});
  const thread: Thread = { guest, words };
  // Descriptors that it opens past Node go with the process.
  const worker = new Worker(besideThis(import.meta.url, 'worker'), {
    workerData: thread,
    env: {},
    argv: [],
    execArgv: [],
    trackUnmanagedFds: false,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  worker.on('message', say);
  worker.on('error', (error) => say({ kind: 'failed', why: 'trapped', message: error.message }));
  worker.on('exit', () => process.send?.({ kind: 'gone' } satisfies Said, () => process.exit()));
  process.on('message', (told: Told) => {
    if (told.kind === 'stop') set(Word.stop, 1);
    else set(Word.verdict, told.may ? 1 : 2);
  });
  // Whoever began it is gone: nothing of it may stay attached, whatever the guest is about.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
});
