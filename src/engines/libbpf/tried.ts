import { createHash } from 'node:crypto';
import { type Trial, tryLoad } from './trial.ts';

const loaded = new Set<string>();

/** As `tryLoad`, once for each object: who proved a program has tried it, and running it then need not try again. */
export async function triedOnce(elf: Uint8Array, signal: AbortSignal): Promise<Trial> {
  const hash = createHash('sha256').update(elf).digest('hex');
  if (loaded.has(hash)) return { kind: 'loads' };
  const trial = await tryLoad(elf, { signal });
  if (trial.kind === 'loads') loaded.add(hash);
  return trial;
}
