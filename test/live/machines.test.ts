/** The kernels that the checker's tests are held against, beside the guests that they were written down in, where these have been built. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileCache } from '../../src/kernel/cache.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { type Snapshot, takeSnapshot } from '../../src/kernel/snapshot.ts';
import { guestText, parseGuest } from '../../src/lab/catalogue.ts';
import { recordedGuest } from '../../src/lab/host.ts';
import { labDirectory, placesIn } from '../../src/lab/place.ts';
import { machineOf } from '../../src/line/prepare.ts';
import { btfOf, factsOf, KERNELS, listsOf, tracersOf } from '../fixtures/machines.ts';

const places = placesIn(labDirectory(process.env));
const guests = KERNELS.flatMap((kernel) => tracersOf(kernel).map((bpftrace) => parseGuest(`${kernel}+${bpftrace}`)));

describe.each(guests)('the fixture of Linux $kernel with bpftrace $bpftrace', (guest) => {
  const directory = places.guest(guest);
  const host = existsSync(join(directory, 'tree')) ? recordedGuest(directory) : undefined;
  const release = factsOf(guest.kernel)[guest.bpftrace]?.release;
  const why =
    host === undefined
      ? `guest ${guestText(guest)} has not been built`
      : host.release === release
        ? undefined
        : `guest ${guestText(guest)} has Linux ${host.release}, the fixture ${release}: npm run lab:snapshots ${guestText(guest)}`;
  if (why !== undefined) console.log(`skipped: ${why}`);

  it.skipIf(host === undefined || why !== undefined)('is what the guest offers', async () => {
    if (host === undefined) return;
    const { facts } = await gatherFacts(host, fileCache(join(directory, 'facts.json')));
    const { tracepoints } = await machineOf(facts, { host });
    const snapshot = takeSnapshot(host, facts, tracepoints, true);
    expect(snapshot.facts).toEqual(factsOf(guest.kernel)[guest.bpftrace]);
    const lists = listsOf(guest.kernel);
    expect(snapshot.tracepoints).toEqual(lists.tracepoints);
    for (const list of ['known', 'traceable', 'blacklist'] as const) expect(linesOf(snapshot, list), list).toEqual(lists.functions[list]?.split('\n'));
    const btf = btfOf(guest.kernel);
    if (btf === undefined) return;
    const sections = [btf.vmlinux, ...btf.modules()].map((bytes) => Buffer.from(bytes));
    const own = snapshot.types === null ? [] : [snapshot.types.vmlinux, ...snapshot.types.modules].map(unpack);
    expect(own.map((bytes, i) => bytes.equals(sections[i] ?? Buffer.alloc(0)))).toEqual(sections.map(() => true));
  });
});

function linesOf({ functions }: Snapshot, list: keyof Snapshot['functions']): string[] | undefined {
  const packed = functions[list];
  return packed === null ? undefined : unpack(packed).toString().split('\n');
}

function unpack(packed: string): Buffer {
  return gunzipSync(Buffer.from(packed, 'base64'));
}
