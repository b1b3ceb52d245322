import { readFileSync } from 'node:fs';

export interface CorpusEntry {
  readonly source: string;
  readonly accepted: boolean;
  /** Refused for what only the kernel's types and tracepoints can tell. */
  readonly needsKernel: boolean;
}

/** The small programs of corpus.txt. */
export function readCorpus(): CorpusEntry[] {
  const text = readFileSync(new URL('corpus.txt', import.meta.url), 'utf8');
  return [...text.matchAll(/^(ok|bad\*?) +(.*)$/gm)].map(([, verdict = '', source = '']) => ({
    source,
    accepted: verdict === 'ok',
    needsKernel: verdict === 'bad*',
  }));
}
