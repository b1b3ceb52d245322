/** What a guest of the lab costs: to be there, and to run a program in. The figures come in pairs, each measured in turns with its peer. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/ensure.mjs';

const ROUNDS = 5;
const TRACE = `-e 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }' -c 'cat /etc/passwd'`;

/** Calls `add(what, value, unit, peer, peerValue)` for each pair of medians; says why where there is no guest. */
export async function lab(add, median) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)));
  const [{ openGuest, readyGuest }, { builtGuest }, { startGuest }, { realHost }, { listGuests }, { labDirectory, placesIn }] = await Promise.all(
    ['lab/open.js', 'lab/built.js', 'system/guest/start.js', 'system/real.js', 'lab/list.js', 'lab/place.js'].map(load),
  );
  const built = listGuests(placesIn(labDirectory(process.env))).find(({ stale }) => stale === undefined);
  if (built === undefined) {
    console.error('skipped: the lab (no guest is built: gpttrace lab build)');
    return;
  }
  await readyGuest(built.name);
  const { settings } = builtGuest(built.name, realHost());
  const times = { boot: [], open: [], disposable: [], kept: [], here: [] };
  const clock = async (list, action) => {
    const start = performance.now();
    const result = await action();
    list.push(performance.now() - start);
    return result;
  };
  const trace = async (guest) => {
    const { status, stderr, failure } = await guest.run(`bpftrace ${TRACE} > /dev/null`);
    if (status !== 0) throw new Error(`the guest's run failed: ${failure ?? stderr}`);
  };
  const kept = await openGuest(built.name);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      (await clock(times.boot, () => startGuest(settings))).close();
      (await clock(times.open, () => openGuest(built.name))).close();
      await clock(times.disposable, async () => {
        const guest = await openGuest(built.name);
        await trace(guest.guest);
        guest.close();
      });
      await clock(times.kept, () => trace(kept.guest));
      await clock(times.here, () => Promise.resolve(spawnSync('sh', ['-c', `bpftrace ${TRACE}`], { stdio: 'ignore' })));
    }
  } finally {
    kept.close();
  }
  add('lab: a guest taken into use', median(times.open), 'ms', 'booting it', median(times.boot));
  add('lab: a run in a guest of its own', median(times.disposable), 'ms', 'in one that stays', median(times.kept));
  add('lab: a run in a guest that stays', median(times.kept), 'ms', `on this machine (${kept.guest.accelerator} there)`, median(times.here));
}
