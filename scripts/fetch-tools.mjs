/**
 * Fetches the bpftrace packages of Debian's suites and unpacks their tools: `node scripts/fetch-tools.mjs DIRECTORY`. apt works with lists, sources and a
 * cache of its own inside the directory; those of the machine stay as they are, and nothing is installed. What is there already is not fetched again.
 * Prints a line for each suite: its name, the version of the package, the folder of its tools.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SUITES = ['bookworm', 'trixie', 'sid'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MINUTE = 60_000;

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write('usage: node scripts/fetch-tools.mjs DIRECTORY\n');
  process.exit(2);
}
for (const suite of SUITES) {
  const folder = resolve(directory, suite);
  const tools = join(folder, 'root/usr/sbin');
  if (!existsSync(tools)) fetchSuite(suite, folder);
  const file = readdirSync(folder).find((name) => name.endsWith('.deb')) ?? '';
  process.stdout.write(`${suite}\t${decodeURIComponent(file.split('_')[1] ?? '')}\t${tools}\n`);
}

function fetchSuite(suite, folder) {
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true });
  const sources = join(folder, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${suite} main\n`);
  const options = {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(folder, 'cache'),
    'APT::Get::List-Cleanup': '0',
    'APT::Sandbox::User': 'root',
    'Acquire::http::Timeout': '20',
    'Acquire::Retries': '1',
  };
  const flags = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: 2 * MINUTE });
  run('apt-get', ...flags, '-qq', 'update');
  run('apt-get', ...flags, '-qq', 'download', 'bpftrace');
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error(`no package of bpftrace in ${suite}`);
  run('dpkg-deb', '-x', file, join(folder, 'root'));
}
