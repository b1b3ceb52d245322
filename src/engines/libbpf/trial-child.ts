/**
 * A process of its own, in which an object is loaded and nothing attached (`trial.ts`): libbpf reads bytes that anybody may have written, and may die of it.
 */
import { libbpf } from './library.ts';
import { closeObject, loadObject } from './load.ts';
import { openObject } from './open.ts';
import type { Trial } from './trial.ts';

process.once('message', async (message: { readonly elf: string }) => {
  const trial = await tried(Buffer.from(message.elf, 'base64'));
  process.send?.(trial, () => process.disconnect());
});

async function tried(elf: Buffer): Promise<Trial> {
  const found = await libbpf();
  if (!found.ok) return { kind: 'no-libbpf', message: found.message.message, hints: found.message.hints };
  const opened = openObject(found.bpf, elf);
  if (!opened.ok) return refused(opened);
  const loaded = loadObject(opened.object);
  closeObject(opened.object);
  return loaded.ok ? { kind: 'loads' } : refused(loaded);
}

function refused({ program, log, message, errno }: { program?: string; log: string; message: string; errno: number }): Trial {
  return { kind: 'refused', ...(program === undefined ? {} : { program }), log, message, errno };
}
