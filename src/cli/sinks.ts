import { readFileSync } from 'node:fs';
import type { ValueNames } from '../core/names.ts';
import type { Sink } from '../line/sink.ts';
import type { RunFlags } from './options.ts';

/** What the sinks need to know beside the flags. */
export interface SinkPlace {
  /** Whom a run is told to be over by. */
  readonly stop: AbortSignal;
  /** The names of the numbers of another machine than this. */
  readonly names?: ValueNames;
}

/** Who hears a run beside the screen, as the flags wish: what keeps, exports and writes it. Throws a Problem for what cannot be opened. */
export async function sinksOf(flags: RunFlags, place: SinkPlace): Promise<readonly Sink[]> {
  const sinks: Sink[] = [];
  if (keepsSessions(flags)) {
    const [{ SessionSink }, { stateDirectory }] = await Promise.all([import('../line/sinks/session.ts'), import('../local.ts')]);
    sinks.push(new SessionSink(`${stateDirectory()}/sessions`));
  }
  if (isExported(flags)) sinks.push(await metricsSink(flags, place));
  return sinks;
}

/** Seconds between two looks at what the program's maps hold, where somebody wants to know before it ends. */
export function looksOf(flags: RunFlags): number | undefined {
  return isExported(flags) ? 1 : undefined;
}

function isExported({ otlp, prometheus }: RunFlags): boolean {
  return otlp !== undefined || prometheus !== undefined;
}

async function metricsSink({ otlp, otlpInterval, prometheus, maxSeries, linger }: RunFlags, { stop, names }: SinkPlace): Promise<Sink> {
  const { openMetrics } = await import('../line/sinks/metrics.ts');
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return openMetrics({
    version,
    stop,
    ...(names === undefined ? {} : { names }),
    ...(otlp === undefined ? {} : { otlp }),
    ...(otlpInterval === undefined ? {} : { interval: otlpInterval }),
    ...(prometheus === undefined ? {} : { prometheus }),
    ...(maxSeries === undefined ? {} : { maxSeries }),
    ...(linger === undefined ? {} : { linger }),
  });
}

/** Unless somebody does not want it: once, by a flag, or always. */
function keepsSessions({ keep }: RunFlags): boolean {
  return keep !== false && !/^(?:off|no|false|0)$/i.test(process.env.GPTTRACE_SESSIONS ?? '');
}
