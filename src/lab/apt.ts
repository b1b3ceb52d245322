/** apt, working with sources, lists and archives of its own: those of the machine stay as they are, and nothing is installed. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { JobFailure, runJob } from '../system/job.ts';
import type { Tools } from './needs.ts';

/** A package that a suite has. */
export interface Candidate {
  readonly name: string;
  readonly version: string;
}

/** A package file of a suite. */
export interface Archive {
  readonly file: string;
  readonly bytes: number;
}

/** A suite of Debian, such as `trixie`: its packages, as they are today. */
export interface Suite {
  readonly name: string;
  /** The versions there are of these packages. */
  versions(packages: readonly string[]): Promise<Candidate[]>;
  /** The names of packages that begin so. */
  names(prefix: string): Promise<string[]>;
  /** The files of these packages and of all they need. `provided` are packages that nobody needs here, `NAME` or `NAME (= VERSION)`. */
  closure(packages: readonly string[], provided?: readonly string[]): Promise<Archive[]>;
  /** Fetches them. apt checks signatures and checksums, and goes on where an earlier download broke off. The paths, in the order of the archives. */
  download(packages: readonly string[], archives: readonly Archive[], provided: readonly string[], tell: (bytes: number) => void): Promise<string[]>;
}

/** What apt needs for a suite. */
export interface SuiteSettings {
  readonly tools: Tools;
  readonly mirror: string;
  /** Where apt keeps what is its own. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** A suite with its lists brought up to date. Throws a Problem where the mirror cannot be reached. */
export async function openSuite(name: string, settings: SuiteSettings): Promise<Suite> {
  const { tools, mirror, signal } = settings;
  const directory = join(settings.directory, name);
  for (const part of ['lists/partial', 'cache/archives/partial', 'none/partial']) mkdirSync(join(directory, part), { recursive: true, mode: 0o755 });
  const config = join(directory, 'apt.conf');
  writeFileSync(join(directory, 'sources.list'), `deb [arch=amd64 signed-by=${tools.keyring}] ${mirror} ${name} main\n`);
  writeFileSync(config, configuration(directory));

  const run = async (command: string, args: readonly string[], status?: (line: string) => void): Promise<string> => {
    try {
      return await runJob(command, ['-c', config, ...args], { cwd: directory, signal, ...(status === undefined ? {} : { status }) });
    } catch (error) {
      throw error instanceof JobFailure && !outOfSpace(error.said) ? new Problem(messages.labPackages(mirror, name, complaint(error.said))) : error;
    }
  };
  const install = (packages: readonly string[], provided: readonly string[]): string[] => {
    const status = join(directory, provided.length === 0 ? 'status' : 'status.provided');
    writeFileSync(status, provided.length === 0 ? '' : statusOf(provided));
    return ['-o', `Dir::State::status=${status}`, '-y', '--no-install-recommends', 'install', ...packages];
  };

  await run(tools.aptGet, ['-qq', '-o', 'APT::Update::Error-Mode=any', 'update']);
  return {
    name,
    names: async (prefix) => (await run(tools.aptCache, ['pkgnames', prefix])).split('\n').filter((line) => line !== ''),
    versions: async (packages) => (packages.length === 0 ? [] : readMadison(await run(tools.aptCache, ['madison', ...packages]))),
    async closure(packages, provided = []) {
      // Of files that are there already apt says nothing; here it looks where there are none.
      const none = ['-o', `Dir::Cache::archives=${join(directory, 'none')}`, '-qq', '--print-uris'];
      return readUris(await run(tools.aptGet, [...none, ...install(packages, provided)]));
    },
    async download(packages, archives, provided, tell) {
      const place = join(directory, 'cache/archives');
      const present = archives.filter(({ file, bytes }) => sizeOf(join(place, file)) === bytes).reduce((sum, { bytes }) => sum + bytes, 0);
      const rest = archives.reduce((sum, { bytes }) => sum + bytes, 0) - present;
      const progress = (line: string): void => {
        const percent = /^dlstatus:[^:]*:([\d.]+):/.exec(line)?.[1];
        if (percent !== undefined) tell(present + Math.round((rest * Number(percent)) / 100));
      };
      await run(tools.aptGet, ['-qq', '-o', 'APT::Status-Fd=3', '--download-only', ...install(packages, provided)], progress);
      const missing = archives.find(({ file }) => !existsSync(join(place, file)));
      if (missing !== undefined) throw new Problem(messages.labPackages(mirror, name, `${missing.file} did not arrive`));
      return archives.map(({ file }) => join(place, file));
    },
  };
}

/** What a host's own configuration hooks to apt is about that host: no hook runs here. */
function configuration(directory: string): string {
  const settings = {
    'Dir::Etc::sourcelist': join(directory, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': join(directory, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::State::extended_states': join(directory, 'extended_states'),
    'Dir::Cache': join(directory, 'cache'),
    'Dir::Cache::archives': join(directory, 'cache/archives'),
    'Dir::Log': directory,
    'APT::Architecture': 'amd64',
    'APT::Sandbox::User': process.geteuid?.() === 0 ? 'root' : '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '30',
    'Acquire::https::Timeout': '30',
  };
  const hooks = ['APT::Update::Pre-Invoke', 'APT::Update::Post-Invoke', 'APT::Update::Post-Invoke-Success', 'DPkg::Pre-Invoke', 'DPkg::Post-Invoke'];
  const lines = [...hooks, 'DPkg::Pre-Install-Pkgs', 'APT::Architectures', 'APT::Default-Release'].map((name) => `#clear ${name};`);
  return `${[...lines, ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`)].join('\n')}\n`;
}

/** A machine on which one package is installed, and stands for all of these. */
function statusOf(provided: readonly string[]): string {
  return `Package: gpttrace-lab
Status: install ok installed
Version: 1
Architecture: all
Maintainer: none
Description: what a guest's kernel is told it has
Provides: ${provided.map((name) => (name.includes(' ') ? name : `${name} (= 9999)`)).join(', ')}
`;
}

/** `NAME | VERSION | SOURCE`, a line for each. */
export function readMadison(text: string): Candidate[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', version = '', source = ''] = line.split('|').map((part) => part.trim());
    return name === '' || version === '' || source.endsWith('Sources') ? [] : [{ name, version }];
  });
}

/** `'URI' FILE BYTES HASH`, a line for each. */
export function readUris(text: string): Archive[] {
  return [...text.matchAll(/^'[^']*' (\S+) (\d+)(?: \S*)?$/gm)].map(([, file = '', bytes]) => ({ file, bytes: Number(bytes) }));
}

/** Whether this says that a disk is full. */
export function outOfSpace(said: string): boolean {
  return /no space left|enough free space|could not allocate (?:block|inode)|disk quota exceeded|wrote only \d+ of \d+ bytes/i.test(said);
}

/** The one line that matters most of what apt says. */
function complaint(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const found = lines.find((line) => /^(?:E|Err): /.test(line)) ?? lines.find((line) => line.startsWith('W: ')) ?? lines.find((line) => line !== '');
  return (found ?? 'apt failed').replace(/^(?:E|W|Err): /, '').replace(/\s+/g, ' ');
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
