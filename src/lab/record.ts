/** Writes down what a guest offers to a tracer, once, so that programs can be planned for it and checked without booting it. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileCache } from '../kernel/cache.ts';
import { gatherFacts } from '../kernel/facts.ts';
import type { Guest } from '../system/guest/guest.ts';
import { runJob } from '../system/job.ts';
import { tailOf } from '../system/tail.ts';
import { liveHost } from './host.ts';

/**
 * What of a guest is read when a program is planned or checked for it. Files of /proc and /sys tell no size before they are read, and an archive believes
 * sizes: so they are copied first.
 */
const COLLECT = `
exec 9>&1 1>&2
tree=/tmp/tree
mkdir -p $tree
copy() {
  for file in "$@"; do
    [ -e "$file" ] || continue
    mkdir -p "$tree\${file%/*}"
    cat "$file" > "$tree$file"
  done
}
copy /proc/sys/kernel/osrelease /proc/sys/kernel/random/boot_id /proc/sys/kernel/perf_event_paranoid /proc/version
copy /proc/kallsyms /proc/filesystems /proc/cpuinfo /proc/partitions /proc/self/mounts /proc/self/status /proc/config.gz
copy /sys/kernel/debug/kprobes/blacklist /sys/kernel/btf/* /etc/passwd /etc/group /etc/os-release
cd /sys/kernel/tracing
copy /sys/kernel/tracing/available_filter_functions /sys/kernel/tracing/available_events
for file in kprobe_events uprobe_events; do [ -e $file ] && : > $tree/sys/kernel/tracing/$file; done
# One process for the two thousand of them.
(cd $tree/sys/kernel/tracing; mkdir -p $(cd /sys/kernel/tracing; ls -d events/*/*/))
awk -v tree=$tree/sys/kernel/tracing/ 'FNR == 1 { close(out); out = tree FILENAME } { print > out }' events/*/*/format
for device in /sys/bus/event_source/devices/*; do mkdir -p $tree$device; copy $device/type; done
cp -a /bin /sbin /lib /lib64 $tree
mkdir -p $tree/usr/lib/x86_64-linux-gnu $tree/usr/lib64
cp -a /usr/bin /usr/sbin $tree/usr
cp -a /usr/lib64/. $tree/usr/lib64
cp -a /usr/lib/x86_64-linux-gnu/ld-* /usr/lib/x86_64-linux-gnu/libc.so* /usr/lib/x86_64-linux-gnu/libm.so* /usr/lib/x86_64-linux-gnu/libstdc++* $tree/usr/lib/x86_64-linux-gnu
tar -c -C $tree . >&9
rm -rf $tree
`;

/** The bytes of those files of the tree that answers hang on: every guest has the first, a kernel may lack the others. */
const SIZES = 'tree.json';
const NEEDED = ['proc/sys/kernel/osrelease', 'proc/sys/kernel/random/boot_id', 'proc/kallsyms'];
const WHERE_OFFERED = ['sys/kernel/tracing/available_filter_functions', 'sys/kernel/tracing/available_events', 'sys/kernel/btf/vmlinux'];

const MOST_SAID = 1000;

/** Copies the guest's files below `directory/tree`, and finds out its facts. Throws an Error where the guest fails. */
export async function record(guest: Guest, directory: string): Promise<void> {
  const tree = join(directory, 'tree');
  const draft = `${tree}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    await collect(guest, draft);
    rmSync(tree, { recursive: true, force: true });
    renameSync(draft, tree);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  writeFileSync(join(directory, SIZES), JSON.stringify(sizesIn(directory)));
  const { facts } = await gatherFacts(liveHost(directory, guest), fileCache(join(directory, 'facts.json')));
  if (facts.bpftrace === undefined) throw new Error('the guest has no bpftrace that runs');
}

/** Whether all is there that `record` wrote: what is checked against half of a list comes out wrong without a word. */
export function isRecorded(directory: string): boolean {
  try {
    return readFileSync(join(directory, SIZES), 'utf8') === JSON.stringify(sizesIn(directory));
  } catch {
    return false;
  }
}

function sizesIn(directory: string): number[] {
  return [...NEEDED, ...WHERE_OFFERED].map((path, index) => statSync(join(directory, 'tree', path), { throwIfNoEntry: index < NEEDED.length })?.size ?? -1);
}

async function collect(guest: Guest, into: string): Promise<void> {
  const { stdout, stderr, exited } = guest.start(COLLECT);
  const said = tailOf(stderr, MOST_SAID);
  const unpacked = runJob('tar', ['-x', '-C', into, '--no-same-owner'], { input: stdout }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const [{ status, failure }, refused] = await Promise.all([exited, unpacked]);
  // Where the guest went away, tar only says that its input ended early.
  if (failure !== undefined) throw new Error(failure);
  const why = status === 0 ? refused : said();
  if (why !== undefined) throw new Error(`the guest could not be written down: ${why.trim().split('\n').at(-1) ?? ''}`);
}
