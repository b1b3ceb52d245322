import type { Sink } from '../line/sink.ts';
import type { RunFlags } from './options.ts';

/** Who hears a run beside the screen, as the flags wish: what keeps, exports and writes it. Throws a Problem for what cannot be opened. */
export async function sinksOf(_flags: RunFlags): Promise<readonly Sink[]> {
  const sinks: Sink[] = [];
  return sinks;
}
