/**
 * Writes down the machines of built guests as fixtures of the checker's tests, without booting any:
 *
 *   node scripts/lab-snapshots.mjs [GUEST...]
 *
 * test/fixtures/machines/KERNEL/ then has, of the snapshot that `gpttrace facts` would take there:
 *
 *   facts.json     its facts with each bpftrace, by the series of that
 *   lists.json.br  its tracepoints and functions
 *   types.br       its BTF and its modules': a line of JSON with the length of each, then they themselves. Of few kernels (TYPED), for it is large
 *
 * A kernel of another release than before replaces all that was known of it. The same guest gives the same bytes.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib';

const TYPED = ['5.10', '6.1', '7.2'];

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'dist'))) fail('there is no dist: npm run build');
const { guestText, parseGuest } = await import('../dist/lab/catalogue.js');
const { recordedGuest } = await import('../dist/lab/host.js');
const { listGuests } = await import('../dist/lab/list.js');
const { labDirectory, placesIn } = await import('../dist/lab/place.js');
const { fileCache } = await import('../dist/kernel/cache.js');
const { gatherFacts } = await import('../dist/kernel/facts.js');
const { takeSnapshot } = await import('../dist/kernel/snapshot.js');
const { machineOf } = await import('../dist/line/prepare.js');

const places = placesIn(labDirectory(process.env));
const named = process.argv.slice(2).map(parseGuest);
const guests = named.length > 0 ? named : listGuests(places).map(({ name }) => name);
if (guests.length === 0) fail('no guest has been built: gpttrace lab build KERNEL');
for (const guest of guests) await write(guest);

async function write(guest) {
  const directory = places.guest(guest);
  if (!existsSync(join(directory, 'tree'))) fail(`guest ${guestText(guest)} has not been built: gpttrace lab build ${guestText(guest)}`);
  const host = recordedGuest(directory);
  const { facts } = await gatherFacts(host, fileCache(join(directory, 'facts.json')));
  if (facts.bpftrace === undefined) fail(`guest ${guestText(guest)} was not written down whole: gpttrace lab rm it, and build it anew`);
  const { tracepoints } = await machineOf(facts, { host });
  const snapshot = takeSnapshot(host, facts, tracepoints, TYPED.includes(guest.kernel));

  const place = join(root, 'test/fixtures/machines', guest.kernel);
  const factsFile = join(place, 'facts.json');
  let known = existsSync(factsFile) ? JSON.parse(readFileSync(factsFile, 'utf8')) : {};
  if (Object.values(known).some(({ release }) => release !== facts.release)) {
    rmSync(place, { recursive: true });
    known = {};
  }
  mkdirSync(place, { recursive: true });
  const both = Object.entries({ ...known, [guest.bpftrace]: snapshot.facts }).sort(([a], [b]) => Number(a.slice(2)) - Number(b.slice(2)));
  writeFileSync(factsFile, `${JSON.stringify(Object.fromEntries(both), null, 2)}\n`);
  const functions = Object.fromEntries(Object.entries(snapshot.functions).map(([list, packed]) => [list, packed === null ? null : unpack(packed).toString()]));
  const { tracepoints: declared } = snapshot;
  writePacked(join(place, 'lists.json.br'), Buffer.from(JSON.stringify({ tracepoints: sorted(declared), functions })));
  if (snapshot.types !== null) {
    const sections = [snapshot.types.vmlinux, ...snapshot.types.modules].map(unpack);
    writePacked(join(place, 'types.br'), Buffer.concat([Buffer.from(`${JSON.stringify(sections.map(({ length }) => length))}\n`), ...sections]));
  }
  console.log(`${guestText(guest)}: ${facts.release}, bpftrace ${facts.bpftrace.version}`);
}

/** Tracefs lists its events in the order in which modules registered them. */
function sorted(tracepoints) {
  return tracepoints === null ? null : Object.fromEntries(Object.entries(tracepoints).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function unpack(packed) {
  return gunzipSync(Buffer.from(packed, 'base64'));
}

/** A file that holds these bytes already stays as it is: to pack them takes seconds. */
function writePacked(path, bytes) {
  if (existsSync(path) && brotliDecompressSync(readFileSync(path)).equals(bytes)) return;
  const { BROTLI_PARAM_LGWIN: window, BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_SIZE_HINT: size } = constants;
  const packed = brotliCompressSync(bytes, { params: { [window]: 24, [quality]: 11, [size]: bytes.length } });
  writeFileSync(path, packed);
  console.log(`${path}: ${packed.length} bytes`);
}

function fail(why) {
  console.error(`lab-snapshots: ${why}`);
  process.exit(1);
}
