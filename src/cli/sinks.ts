import type { ValueNames } from '../core/names.ts';
import type { Sink } from '../line/sink.ts';
import type { ReportWish } from '../line/sinks/report.ts';
import type { RunFlags } from './options.ts';

/** What the sinks need to know beside the flags. */
export interface SinkPlace {
  /** The names of the numbers of another machine than this. */
  readonly names?: ValueNames;
}

/** Who hears a run beside the screen, as the flags wish: what keeps, exports and writes it. Throws a Problem for what cannot be opened. */
export async function sinksOf(flags: RunFlags, { names }: SinkPlace): Promise<readonly Sink[]> {
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
    sinks.push(new SessionSink(`${stateDirectory()}/sessions`));
  }
  return sinks;
}

/** Seconds between two looks at what the program's maps hold, where somebody wants to know how they went. */
export function looksOf(flags: RunFlags): number | undefined {
  return reportsOf(flags).length > 0 ? 1 : undefined;
}

/** The files a run shall be written into, in the order of the help. */
function reportsOf({ html, csv, parquet, export: files = [] }: RunFlags): ReportWish[] {
  const named = Object.entries({ html, csv, parquet }).flatMap(([as, path]) => (path === undefined ? [] : [{ as, path }]));
  return [...named, ...files.map((path) => ({ path }))];
}

/** Unless somebody does not want it: once, by a flag, or always. */
function keepsSessions({ keep }: RunFlags): boolean {
  return keep !== false && !/^(?:off|no|false|0)$/i.test(process.env.GPTTRACE_SESSIONS ?? '');
}
