import type { Sink } from '../line/sink.ts';
import type { RunFlags } from './options.ts';

/** Who hears a run beside the screen, as the flags wish: what keeps, exports and writes it. Throws a Problem for what cannot be opened. */
export async function sinksOf(flags: RunFlags): Promise<readonly Sink[]> {
  const sinks: Sink[] = [];
  if (keepsSessions(flags)) {
    const [{ SessionSink }, { stateDirectory }] = await Promise.all([import('../line/sinks/session.ts'), import('../local.ts')]);
    sinks.push(new SessionSink(`${stateDirectory()}/sessions`));
  }
  return sinks;
}

/** Unless somebody does not want it: once, by a flag, or always. */
function keepsSessions({ keep }: RunFlags): boolean {
  return keep !== false && !/^(?:off|no|false|0)$/i.test(process.env.GPTTRACE_SESSIONS ?? '');
}
