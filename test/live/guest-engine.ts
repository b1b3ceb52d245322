/** The engine of compiled programs in a guest: Node is on a disk of the lab's; the engine itself, koffi and libbpf are put beside it. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { EndReason, TraceEvent } from '../../src/core/events.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { type CpioEntry, writeCpio } from '../../src/lab/cpio.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import type { Guest } from '../../src/system/guest/guest.ts';
import { ROOT } from './helpers.ts';

const PLACE = '/run/lab/engine';
const START = ['engines/libbpf/index.js', 'engines/libbpf/trial-child.js'];
/** The distribution's, which the guest may not have. */
const LIBRARIES = ['libbpf.so.1', 'libelf.so.1', 'libz.so.1'].map((name) => `/usr/lib/x86_64-linux-gnu/${name}`);

/** Runs what stands on its first line of input, tells every event on a line, and stops when it is told to. */
const RUNNER = `import { readFileSync } from 'node:fs';
import { libbpfEngine } from './dist/engines/libbpf/index.js';
const stop = new AbortController();
process.on('SIGINT', () => stop.abort('command-ended'));
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const told = (_, value) => (typeof value === 'bigint' ? { bigint: String(value) } : value);
for await (const batch of libbpfEngine.run({ ...job, stop: stop.signal, kill: new AbortController().signal }))
  process.stdout.write(JSON.stringify(batch, told) + '\\n');
process.exit(0);
`;

/** Puts the engine into a guest. */
export async function installEngine(guest: Guest): Promise<void> {
  const entries: CpioEntry[] = [];
  const folders = new Set<string>();
  const add = (path: string, content: Uint8Array): void => {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
    entries.push({ path, kind: 'file', content: Buffer.from(content) });
  };
  for (const file of modules()) add(join('dist', file), readFileSync(join(ROOT, 'dist', file)));
  const require = createRequire(import.meta.url);
  const koffi = dirname(require.resolve('koffi'));
  for (const file of scriptsBelow(koffi)) add(join('node_modules/koffi', relative(koffi, file)), readFileSync(file));
  const native = join(koffi, '../@koromix/koffi-linux-x64');
  for (const file of ['package.json', 'index.js', 'linux_x64/koffi.node']) {
    add(join('node_modules/@koromix/koffi-linux-x64', file), readFileSync(join(native, file)));
  }
  for (const path of LIBRARIES) add(join('lib', path.split('/').at(-1) ?? ''), readFileSync(realpathSync(path)));
  add('package.json', Buffer.from('{ "type": "module" }\n'));
  add('run.js', Buffer.from(RUNNER));
  const archive = writeCpio([...[...folders].sort().map((path): CpioEntry => ({ path, kind: 'directory' })), ...entries]);
  await put(guest, `mkdir -p ${PLACE}\ncd ${PLACE}`, archive, 'gunzip | cpio -i -d 2>/dev/null');
}

/** An engine that runs what it is given in the guest. Its events are the very ones, but for what they are told through. */
export function engineIn({ guest }: OpenGuest): Engine {
  return {
    name: 'libbpf in a guest',
    async *run({ program, facts, allowUnsafe, args, stop, kill }) {
      const job = JSON.stringify({ program, facts, allowUnsafe, args });
      await put(guest, `mkdir -p ${PLACE}`, Buffer.from(job), `gunzip > ${PLACE}/job.json`);
      const child = guest.start(`export LD_LIBRARY_PATH=/tools/lib:${PLACE}/lib; exec /tools/node ${PLACE}/run.js ${PLACE}/job.json`);
      const said = text(child.stderr);
      stop.addEventListener('abort', () => child.signal('INT'));
      kill.addEventListener('abort', () => child.signal('KILL'));
      let ended = false;
      for await (const line of createInterface({ input: child.stdout })) {
        const batch = JSON.parse(line, revived) as readonly TraceEvent[];
        ended ||= batch.some(({ type }) => type === 'ended');
        yield batch;
      }
      const { status, failure } = await child.exited;
      const reason: EndReason = 'crashed';
      if (!ended) yield [{ type: 'ended', reason, seconds: 0, message: failure ?? `status ${status}: ${await said}` }];
    },
  };
}

async function put(guest: Guest, before: string, bytes: Uint8Array, unpack: string): Promise<void> {
  const lines = gzipSync(bytes).toString('base64').replace(/.{76}/g, '$&\n');
  const child = guest.start(`${before}\nbase64 -d <<'END' | ${unpack}\n${lines}\nEND\n`);
  child.stdout.resume();
  const said = text(child.stderr);
  const { status, failure } = await child.exited;
  if (status !== 0) throw new Error(`the guest did not take it: ${failure ?? (await said)}`);
}

function revived(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'bigint' in value ? BigInt(String(value.bigint)) : value;
}

/** What the engine is made of, below dist/. */
function modules(): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(join(ROOT, 'dist', file), 'utf8');
    for (const [, name = ''] of source.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.{1,2}\/[^'"]+\.js)['"]/g)) visit(join(dirname(file), name));
  };
  for (const file of START) visit(file);
  return [...found];
}

/** Without what it would be compiled from. */
function scriptsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && /\.c?js$|^package\.json$/.test(entry.name) ? [join(entry.parentPath, entry.name)] : [],
  );
}
