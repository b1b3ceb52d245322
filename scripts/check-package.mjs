/** What npm would publish, unpacked somewhere else: it has all it needs, answers, and carries nothing it should not. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './ensure.mjs';

const scratch = process.argv[2];
mkdirSync(scratch, { recursive: true });
const [{ filename, files }] = JSON.parse(
  execFileSync('npm', ['pack', '--json', '--loglevel=error', '--ignore-scripts', '--pack-destination', scratch], { cwd: root, encoding: 'utf8' }),
);
const strange = files
  .map((file) => file.path)
  .filter((path) => !/^(bin|dist|lab|lessons|library|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path));
if (strange.length > 0) throw new Error(`the package carries ${strange.join(', ')}`);

const place = join(scratch, 'unpacked');
mkdirSync(place);
execFileSync('tar', ['-xzf', join(scratch, filename), '-C', place]);
const unpacked = join(place, 'package');
for (const needed of ['LICENSE', 'README.md', 'dist/library.json', 'dist/plan/prompts/system.md', 'dist/web/index.html', 'lessons/concepts.toml', 'library']) {
  if (!existsSync(join(unpacked, needed))) throw new Error(`the package lacks ${needed}`);
}
// Only what package.json calls a dependency may be imported at run time.
const { dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
for (const name of Object.keys(dependencies)) {
  const link = join(unpacked, 'node_modules', name);
  // A scoped name has a folder of its own.
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), link);
}

const run = (...args) => execFileSync(process.execPath, [join(unpacked, 'bin/gpttrace.js'), ...args], { encoding: 'utf8' });
const expected = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
if (!run('--version').includes(expected)) throw new Error('--version of the package does not say the version');
if (!run('write', 'count page faults by process').includes('page_fault')) throw new Error('the package does not write a program');
if (!run('--help').includes('QUESTION')) throw new Error('--help of the package does not help');
console.log(`${files.length} files, ${readdirSync(join(unpacked, 'library')).length} programs`);
