import type { ValueNames } from '../core/names.ts';
import type { Sink } from '../line/sink.ts';
import type { ReportWish } from '../line/sinks/report.ts';
import type { RunFlags } from './options.ts';
import { version } from './version.ts';

/** What the sinks need to know beside the flags. */
export interface SinkPlace {
  /** Whom a run is told to be over by. */
  readonly stop: AbortSignal;
  /** The names of the numbers of another machine than this. */
  readonly names?: ValueNames;
}

/** Who hears a run beside the screen, as the flags wish: what keeps, exports and writes it. Throws a Problem for what cannot be opened. */
export async function sinksOf(flags: RunFlags, place: SinkPlace): Promise<readonly Sink[]> {
  const { names } = place;
  const sinks: Sink[] = [];
  // First: what cannot be written is told before anything else is opened.
  const reports = reportsOf(flags);
  if (reports.length > 0) {
    const [{ ReportSink }, { localNames }] = await Promise.all([import('../line/sinks/report.ts'), import('../line/names.ts')]);
    const session = (): string | undefined => sinks.map((sink) => sink.kept?.()).find((id) => id !== undefined);
    sinks.push(new ReportSink(reports, { force: flags.force === true, names: names ?? localNames(), session }));
  }
  if (keepsSessions(flags)) {
    const [{ SessionSink }, { stateDirectory }] = await Promise.all([import('../line/sinks/session.ts'), import('../local.ts')]);
    sinks.push(new SessionSink(`${stateDirectory()}/sessions`, names));
  }
  if (isExported(flags)) sinks.push(await metricsSink(flags, place));
  return sinks;
}

function isExported({ otlp, prometheus }: RunFlags): boolean {
  return otlp !== undefined || prometheus !== undefined;
}

async function metricsSink({ otlp, otlpInterval, prometheus, maxSeries, linger }: RunFlags, { stop, names }: SinkPlace): Promise<Sink> {
  const { openMetrics } = await import('../line/sinks/metrics.ts');
  return openMetrics({
    version: version(),
    stop,
    ...(names === undefined ? {} : { names }),
    ...(otlp === undefined ? {} : { otlp }),
    ...(otlpInterval === undefined ? {} : { interval: otlpInterval }),
    ...(prometheus === undefined ? {} : { prometheus }),
    ...(maxSeries === undefined ? {} : { maxSeries }),
    ...(linger === undefined ? {} : { linger }),
  });
}

/** The files a run shall be written into, in the order of the help. */
function reportsOf({ html, csv, parquet, svg, export: files = [] }: RunFlags): ReportWish[] {
  const named = Object.entries({ html, csv, parquet, 'flame-graph': svg }).flatMap(([as, path]) => (path === undefined ? [] : [{ as, path }]));
  return [...named, ...files.map((path) => ({ path }))];
}

/** Unless somebody does not want it: once, by a flag, or always. */
export function keepsSessions({ keep }: Pick<RunFlags, 'keep'>): boolean {
  return keep !== false && !/^(?:off|no|false|0)$/i.test(process.env.GPTTRACE_SESSIONS ?? '');
}
