/** What the makers of images share: commands, places, packages, and someone to tell how far it has got. */
import { basename } from 'node:path';
import type { Host } from '../system/host.ts';
import { openSuite, type Suite } from './apt.ts';
import type { BuildEvent } from './lab.ts';
import { findMirror } from './mirror.ts';
import type { Tools } from './needs.ts';
import type { LabPlaces } from './place.ts';

/** What the makers of images work with. */
export interface Workshop {
  readonly tools: Tools;
  readonly places: LabPlaces;
  readonly signal: AbortSignal;
  step(what: string): void;
  progress(done: number, total: number, unit: 'bytes' | 'steps'): void;
  /** A suite of Debian, its lists brought up to date once. */
  suite(name: string): Promise<Suite>;
  /** Fetches packages with all they need: where their files are, and what they are called. */
  fetch(
    suite: Suite,
    what: string,
    packages: readonly string[],
    provided?: readonly string[],
  ): Promise<{ readonly paths: readonly string[]; readonly names: readonly string[] }>;
}

/** What a workshop is opened with. */
export interface WorkshopSettings {
  readonly tools: Tools;
  readonly places: LabPlaces;
  readonly host: Host;
  readonly suites: Map<string, Promise<Suite>>;
  readonly tell: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** A workshop for one guest; `suites` are those that were opened for another. */
export function openWorkshop(guest: string, { tools, places, host, suites, tell, signal }: WorkshopSettings): Workshop {
  const step = (what: string): void => tell({ type: 'step', guest, what });
  const progress: Workshop['progress'] = (done, total, unit) => tell({ type: 'progress', done, total, unit });
  return {
    tools,
    places,
    signal,
    step,
    progress,
    suite(name) {
      const known = suites.get(name);
      if (known !== undefined) return known;
      step(`reading what Debian ${name} has`);
      const opened = findMirror(host).then((mirror) => openSuite(name, { tools, mirror, directory: places.packages, signal }));
      suites.set(name, opened);
      return opened;
    },
    async fetch(suite, what, packages, provided = []) {
      const archives = await suite.closure(packages, provided);
      const total = archives.reduce((sum, { bytes }) => sum + bytes, 0);
      step(`fetching ${what}`);
      progress(0, total, 'bytes');
      const paths = await suite.download(packages, archives, provided, (done) => progress(done, total, 'bytes'));
      return { paths, names: paths.map((path) => decodeURIComponent(basename(path))) };
    },
  };
}
