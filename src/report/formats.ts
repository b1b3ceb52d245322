/** The forms a run can be written in. A new one is an entry here; what writes it is imported when it is used. */
import { editDistance } from '../core/distance.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Format } from './format.ts';
import { whyNeverProfile, whyNoProfile } from './run-stacks.ts';

/** Whatever the run: it is written as it is, a silent one as such. */
const always = (): undefined => undefined;

export const FORMATS: readonly Format[] = [
  {
    name: 'html',
    extensions: ['.html', '.htm'],
    what: 'a page that holds everything: answer, charts, program, machine, cost',
    unfit: always,
    write: async (record) => (await import('./html.ts')).htmlReport(record),
  },
  {
    name: 'json',
    extensions: ['.json'],
    what: 'everything that is known of the run, as one JSON value',
    unfit: always,
    write: async (record) => (await import('./json.ts')).jsonReport(record),
  },
  {
    name: 'csv',
    extensions: ['.csv'],
    what: 'one table as comma-separated values, safe to open in a spreadsheet',
    unfit: always,
    single: true,
    write: async (record, choice) => (await import('./csv.ts')).csvReport(record, choice),
  },
  {
    name: 'csv-exact',
    extensions: [],
    what: 'the same without the guard against formulas, for programs',
    unfit: always,
    single: true,
    write: async (record, choice) => (await import('./csv.ts')).exactCsvReport(record, choice),
  },
  {
    name: 'parquet',
    extensions: ['.parquet', '.pq'],
    what: 'one table as Apache Parquet, for DuckDB, pandas and the like',
    unfit: always,
    single: true,
    write: async (record, choice) => (await import('./parquet.ts')).parquetReport(record, choice),
  },
  {
    name: 'flame-graph',
    extensions: ['.svg'],
    what: 'a flame graph that a browser can zoom and search',
    unfit: whyNoProfile,
    never: whyNeverProfile,
    write: async (record) => (await import('./flame-graph.ts')).flameGraphReport(record),
  },
  {
    name: 'folded',
    extensions: ['.folded', '.collapsed'],
    what: 'stacks as text, a line each, for flamegraph.pl and the like',
    unfit: whyNoProfile,
    never: whyNeverProfile,
    write: async (record) => (await import('./folded.ts')).foldedReport(record),
  },
  {
    name: 'speedscope',
    extensions: ['.speedscope.json'],
    what: 'a profile for speedscope.app',
    unfit: whyNoProfile,
    never: whyNeverProfile,
    write: async (record) => (await import('./speedscope.ts')).speedscopeReport(record),
  },
  {
    name: 'pprof',
    extensions: ['.pb.gz', '.pprof'],
    what: 'a profile for go tool pprof and services that take its form',
    unfit: whyNoProfile,
    never: whyNeverProfile,
    write: async (record) => (await import('./pprof.ts')).pprofReport(record),
  },
];

/** The form of that name. Throws a Problem that names the nearest. */
export function formatNamed(name: string, formats: readonly Format[] = FORMATS): Format {
  const format = formats.find((candidate) => candidate.name === name.toLowerCase());
  if (format !== undefined) return format;
  throw new Problem(messages.unknownFormat(name, nearest(name, formats), names(formats)));
}

/** The form a file of this name has: that with the longest ending that fits. Throws a Problem that says which endings there are. */
export function formatOfFile(path: string, formats: readonly Format[] = FORMATS): Format {
  const name = path.toLowerCase();
  const endings = formats.flatMap((format) => format.extensions.map((extension) => ({ format, extension })));
  const [longest] = endings.filter(({ extension }) => name.endsWith(extension)).sort((a, b) => b.extension.length - a.extension.length);
  if (longest !== undefined) return longest.format;
  const usual = formats.flatMap(({ extensions }) => extensions.slice(0, 1));
  throw new Problem(messages.unknownExtension(path, usual));
}

/** By name, or by the name of a file. */
export function formatFor(wish: string, formats: readonly Format[] = FORMATS): Format {
  return /[./]/.test(wish) ? formatOfFile(wish, formats) : formatNamed(wish, formats);
}

function names(formats: readonly Format[]): string[] {
  return formats.map((format) => format.name);
}

/** Mistyped, or known by the ending of its files. */
function nearest(wish: string, formats: readonly Format[]): string | undefined {
  const wanted = wish.toLowerCase();
  const byEnding = formats.find(({ extensions }) => extensions.some((extension) => extension.slice(1) === wanted));
  if (byEnding !== undefined) return byEnding.name;
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const near = names(formats).map((name) => ({ name, distance: editDistance(wanted, name, most) }));
  return near.filter(({ distance }) => distance <= most).sort((a, b) => a.distance - b.distance)[0]?.name;
}
