import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PROBE_KINDS } from '../core/facts.ts';
import type { SlowFacts } from './facts.ts';

/** Keeps the facts that cost time. A cache never fails: what cannot be read or written is found out again. */
export interface FactsCache {
  read(key: string): SlowFacts | undefined;
  write(key: string, facts: SlowFacts): void;
}

export const noCache: FactsCache = { read: () => undefined, write: () => {} };

/** One file, holding the facts of this boot and this bpftrace only. */
export function fileCache(path: string): FactsCache {
  return {
    read(key) {
      try {
        const kept = JSON.parse(readFileSync(path, 'utf8')) as { key?: string; facts?: SlowFacts };
        return kept.key === key && isWhole(kept.facts) ? kept.facts : undefined;
      } catch {
        return undefined;
      }
    },
    write(key, facts) {
      try {
        makeDirectories(dirname(path));
        // Renamed into place, so that two gpttraces starting at once never read half a file.
        const draft = `${path}.${process.pid}`;
        writeFileSync(draft, JSON.stringify({ key, facts }), { mode: 0o600 });
        renameSync(draft, path);
      } catch {
        // Without a cache the next start takes a little longer; nothing is lost.
      }
    },
  };
}

/** One by one: Node's own recursive mkdir never returns for a path below /proc (v20). */
export function makeDirectories(path: string): void {
  if (existsSync(path)) return;
  makeDirectories(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Whether what stands in the file is what is written to it: somebody may have edited it, or another version written it. */
function isWhole(facts: SlowFacts | undefined): facts is SlowFacts {
  const kinds = facts?.probeKinds;
  return typeof facts?.version === 'string' && PROBE_KINDS.every((kind) => typeof kinds?.[kind]?.verdict === 'string' && typeof kinds[kind].why === 'string');
}
