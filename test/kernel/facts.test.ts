import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KernelFacts } from '../../src/core/facts.ts';
import { fileCache } from '../../src/kernel/cache.ts';
import { gatherFacts, isSupported } from '../../src/kernel/facts.ts';
import { type Recording, recordedHost } from '../../src/system/recorded.ts';

const KPROBE = '/usr/bin/bpftrace -e kprobe:ksys_read,kprobe:vfs_read { } BEGIN { exit(); }';
const KFUNC = '/usr/bin/bpftrace -e kfunc:vfs_read { } BEGIN { exit(); }';
const MEMLOCK = "ERROR: Unknown error -1: couldn't set RLIMIT_MEMLOCK for bpftrace.\n";

/** A machine on which everything works. */
const GOOD: Required<Pick<Recording, 'files' | 'commands' | 'uid'>> = {
  uid: 0,
  files: {
    '/usr/bin/bpftrace': 'binary',
    '/proc/sys/kernel/random/boot_id': 'boot-1\n',
    '/proc/sys/kernel/perf_event_paranoid': '2\n',
    '/proc/self/status': 'Name:\tnode\nCapEff:\t000001ffffffffff\n',
    '/proc/filesystems': 'nodev\ttracefs\n\text4\n',
    '/sys/kernel/btf/vmlinux': '',
    '/sys/kernel/tracing/events/sched/sched_switch/format': '',
    '/sys/kernel/tracing/kprobe_events': '',
    '/sys/bus/event_source/devices/kprobe/type': '6',
    '/sys/bus/event_source/devices/uprobe/type': '7',
    '/sys/bus/event_source/devices/cpu/type': '4',
  },
  commands: {
    '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.17.0\n' },
    [KPROBE]: { stderr: MEMLOCK },
    [KFUNC]: {},
  },
};

interface Change {
  readonly uid?: number;
  readonly without?: readonly string[];
  readonly files?: Recording['files'];
  readonly commands?: Recording['commands'];
}

function machine({ uid = 0, without = [], files = {}, commands = {} }: Change): Recording {
  const kept = Object.entries(GOOD.files).filter(([path]) => !without.some((prefix) => path.startsWith(prefix)));
  return { uid, files: { ...Object.fromEntries(kept), ...files }, commands: { ...GOOD.commands, ...commands } };
}

const ROOTLESS: Change = { uid: 1000, without: ['/sys/kernel/tracing'], files: { '/proc/self/mounts': 'nodev /sys/kernel/tracing tracefs rw 0 0\n' } };

const MACHINES: readonly (Change & {
  readonly name: string;
  readonly expect: (facts: KernelFacts, said: string | undefined) => unknown;
  readonly is: unknown;
})[] = [
  {
    name: 'everything there',
    expect: (facts) => [facts.bpftrace, facts.privilege, facts.btf, facts.tracefs],
    is: [{ path: '/usr/bin/bpftrace', version: '0.17.0' }, 'root', true, { state: 'mounted', path: '/sys/kernel/tracing' }],
  },
  {
    name: 'everything attaches',
    expect: ({ probeKinds: k }) => [k.tracepoint.verdict, k.kprobe.verdict, k.kfunc.verdict, k.uprobe.verdict, k.hardware.verdict, k.profile.verdict],
    is: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
  },

  // bpftrace.
  {
    name: 'no bpftrace',
    without: ['/usr/bin/bpftrace'],
    expect: (facts, said) => [facts.bpftrace, said, facts.probeKinds.kprobe.verdict],
    is: [undefined, undefined, 'unknown'],
  },
  {
    name: 'an old bpftrace is told as it is',
    commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.9.4\n' } },
    expect: ({ bpftrace }) => bpftrace?.version,
    is: '0.9.4',
  },
  {
    name: 'a version of a distribution',
    commands: { '/usr/bin/bpftrace --version': { stdout: 'bpftrace v0.21.2-dirty\n' } },
    expect: ({ bpftrace }) => bpftrace?.version,
    is: '0.21.2',
  },
  {
    name: 'a bpftrace that crashes',
    commands: { '/usr/bin/bpftrace --version': { status: null, signal: 'SIGSEGV' } },
    expect: (facts, said) => [facts.bpftrace, said?.includes('SIGSEGV')],
    is: [undefined, true],
  },
  {
    name: 'a bpftrace that lacks a library',
    commands: { '/usr/bin/bpftrace --version': { status: 127, stderr: 'bpftrace: error while loading shared libraries: libbcc.so\nmore\n' } },
    expect: (facts, said) => [facts.bpftrace, said],
    is: [undefined, 'bpftrace: error while loading shared libraries: libbcc.so'],
  },
  {
    name: 'a bpftrace that says nothing',
    commands: { '/usr/bin/bpftrace --version': { status: 2 } },
    expect: (facts, said) => [facts.bpftrace, /2/.test(said ?? '')],
    is: [undefined, true],
  },

  // Probe kinds.
  { name: 'no BTF', without: ['/sys/kernel/btf'], expect: (facts) => [facts.btf, facts.probeKinds.kfunc.verdict], is: [false, 'no'] },
  {
    name: 'kprobes refused at the attachment',
    commands: { [KPROBE]: { status: 1, stderr: `${MEMLOCK}ERROR: Error attaching probe: 'kprobe:vfs_read'\n` } },
    expect: ({ probeKinds: { kprobe } }) => [kprobe.verdict, kprobe.why.includes('Error attaching probe')],
    is: ['no', true],
  },
  { name: 'kprobes refused without a word', commands: { [KPROBE]: { status: 255 } }, expect: ({ probeKinds: { kprobe } }) => kprobe.verdict, is: 'no' },
  {
    name: 'an attachment that took too long tells nothing',
    commands: { [KPROBE]: { status: null, failure: 'it took too long' } },
    expect: ({ probeKinds: { kprobe } }) => kprobe.verdict,
    is: 'unknown',
  },
  {
    name: 'a kernel without kprobes',
    without: ['/sys/bus/event_source/devices/kprobe', '/sys/kernel/tracing/kprobe_events'],
    expect: ({ probeKinds: { kprobe } }) => kprobe.verdict,
    is: 'no',
  },
  {
    name: 'a machine without processor counters',
    without: ['/sys/bus/event_source/devices/cpu'],
    expect: ({ probeKinds: { hardware } }) => hardware.verdict,
    is: 'no',
  },
  {
    name: 'counters of a hybrid processor',
    without: ['/sys/bus/event_source/devices/cpu'],
    files: { '/sys/bus/event_source/devices/cpu_core/type': '4' },
    expect: ({ probeKinds: { hardware } }) => hardware.verdict,
    is: 'yes',
  },
  {
    name: 'a kernel without perf events',
    without: ['/proc/sys/kernel/perf_event_paranoid'],
    expect: ({ probeKinds: k }) => [k.software.verdict, k.profile.verdict],
    is: ['no', 'no'],
  },

  // tracefs.
  {
    name: 'tracefs in debugfs',
    without: ['/sys/kernel/tracing'],
    files: { '/sys/kernel/debug/tracing/events/a/b/format': '' },
    expect: ({ tracefs }) => tracefs,
    is: { state: 'mounted', path: '/sys/kernel/debug/tracing' },
  },
  {
    name: 'tracefs not mounted',
    without: ['/sys/kernel/tracing'],
    expect: (facts) => [facts.tracefs, facts.probeKinds.tracepoint.verdict],
    is: [{ state: 'mountable' }, 'unknown'],
  },
  { name: 'tracefs not readable', ...ROOTLESS, expect: ({ tracefs }) => tracefs, is: { state: 'unreadable', path: '/sys/kernel/tracing' } },
  { name: 'no tracefs in the kernel', without: ['/sys/kernel/tracing', '/proc/filesystems'], expect: ({ tracefs }) => tracefs, is: { state: 'absent' } },
  {
    name: 'another mount is no tracefs',
    without: ['/sys/kernel/tracing'],
    files: { '/proc/self/mounts': 'tmpfs /sys/kernel/tracing tmpfs rw 0 0\n' },
    expect: ({ tracefs }) => tracefs,
    is: { state: 'mountable' },
  },

  // Privilege.
  { name: 'a user without sudo', ...ROOTLESS, expect: (facts) => [facts.privilege, facts.probeKinds.kprobe.verdict], is: ['none', 'unknown'] },
  {
    name: 'a user with sudo',
    ...ROOTLESS,
    files: { ...ROOTLESS.files, '/usr/bin/sudo': 'x' },
    commands: { '/usr/bin/sudo -n -l /usr/bin/bpftrace': { stdout: '/usr/bin/bpftrace\n' } },
    expect: ({ privilege }) => privilege,
    is: 'sudo',
  },
  {
    name: 'a user whose sudo wants a password',
    ...ROOTLESS,
    files: { ...ROOTLESS.files, '/usr/bin/sudo': 'x' },
    commands: { '/usr/bin/sudo -n -l /usr/bin/bpftrace': { status: 1, stderr: 'sudo: a password is required\n' } },
    expect: ({ privilege }) => privilege,
    is: 'sudo-password',
  },
  {
    name: 'a user with sudo but no bpftrace',
    ...ROOTLESS,
    without: ['/usr/bin/bpftrace', '/sys/kernel/tracing'],
    files: { '/usr/bin/sudo': 'x' },
    expect: ({ privilege }) => privilege,
    is: 'sudo-password',
  },
  {
    name: 'root of a container without capabilities',
    files: { '/proc/self/status': 'CapEff:\t00000000a80425fb\n', '/usr/bin/sudo': 'x' },
    commands: { '/usr/bin/sudo -n -l /usr/bin/bpftrace': {} },
    expect: ({ privilege }) => privilege,
    is: 'none',
  },
  { name: 'root with CAP_BPF only', files: { '/proc/self/status': 'CapEff:\t0000008000000000\n' }, expect: ({ privilege }) => privilege, is: 'root' },
  { name: 'root without /proc', without: ['/proc/self/status'], expect: ({ privilege }) => privilege, is: 'root' },
];

describe('gatherFacts', () => {
  it.each(MACHINES)('$name', async ({ expect: look, is, ...change }) => {
    const { facts, said } = await gatherFacts(recordedHost(machine(change)));
    expect(look(facts, said)).toEqual(is);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it('never claims a kind it could not try', async () => {
    const { facts } = await gatherFacts(recordedHost({ uid: 1000 }));
    for (const kind of ['tracepoint', 'kprobe', 'uprobe', 'usdt', 'rawtracepoint'] as const) expect(facts.probeKinds[kind].verdict).toBe('unknown');
    for (const { why } of Object.values(facts.probeKinds)) expect(why).not.toBe('');
  });
});

describe('the cache', () => {
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'gpttrace-facts-'));
  });
  afterAll(() => rmSync(place, { recursive: true }));

  async function twice(path: string, first: Change, second: Change) {
    await gatherFacts(recordedHost(machine(first)), fileCache(path));
    return gatherFacts(recordedHost(machine(second)), fileCache(path));
  }

  it('saves the attachments, and gives the same facts', async () => {
    const path = join(place, 'deep', 'er', 'same');
    const { facts } = await gatherFacts(recordedHost(machine({})), fileCache(path));
    // On the second host no command answers: what it says comes from the file.
    const again = await gatherFacts(recordedHost({ ...machine({}), commands: {} }), fileCache(path));
    expect(again.fromCache).toBe(true);
    expect(again.facts).toEqual(facts);
  });

  it.each<{ readonly name: string; readonly change: Change }>([
    { name: 'a new boot', change: { files: { '/proc/sys/kernel/random/boot_id': 'boot-2\n' } } },
    { name: 'another bpftrace at the same place', change: { files: { '/usr/bin/bpftrace': 'a newer binary' } } },
    { name: 'a bpftrace at another place', change: { without: ['/usr/bin/bpftrace'], files: { '/usr/local/bin/bpftrace': 'binary' } } },
    { name: 'another user', change: { uid: 1000 } },
    { name: 'tracefs mounted in the meantime', change: { without: ['/sys/kernel/tracing'] } },
  ])('holds no longer after $name', async ({ name, change }) => {
    expect((await twice(join(place, name), {}, change)).fromCache).toBe(false);
  });

  it('does not keep who may trace: sudo can be granted any time', async () => {
    const path = join(place, 'sudo');
    const granted = { ...ROOTLESS, files: { ...ROOTLESS.files, '/usr/bin/sudo': 'x' }, commands: { '/usr/bin/sudo -n -l /usr/bin/bpftrace': {} } };
    expect((await twice(path, ROOTLESS, granted)).facts.privilege).toBe('sudo');
  });

  it.each([
    { name: 'no JSON', text: '{"key": ' },
    { name: 'null', text: 'null' },
    { name: 'a list', text: '[]' },
    { name: 'facts of another shape', text: '{"key": "", "facts": {}}' },
    { name: 'nothing', text: '' },
  ])('that holds $name is found out again', async ({ name, text }) => {
    const path = join(place, `broken-${name}`);
    writeFileSync(path, text);
    const { facts, fromCache } = await gatherFacts(recordedHost(machine({})), fileCache(path));
    expect(fromCache).toBe(false);
    expect(facts.bpftrace?.version).toBe('0.17.0');
  });

  it('that cannot be written is done without', async () => {
    writeFileSync(join(place, 'file'), '');
    const { fromCache, facts } = await gatherFacts(recordedHost(machine({})), fileCache(join(place, 'file', 'facts')));
    expect(fromCache).toBe(false);
    expect(facts.privilege).toBe('root');
  });
});

describe('versions', () => {
  it.each([
    ['0.9.4', false],
    ['0.16.9', false],
    ['0.17', true],
    ['0.17.0', true],
    ['0.17.1', true],
    ['0.100.0', true],
    ['1.0.0', true],
    ['nonsense', false],
  ])('%s supported: %s', (version, supported) => expect(isSupported(version)).toBe(supported));
});
