import { describe, expect, it } from 'vitest';
import { valueNames, valueNumbers } from '../../src/kernel/names.ts';
import { processExists, processNames } from '../../src/kernel/processes.ts';
import { syscallNames } from '../../src/kernel/syscalls.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const host = recordedHost({
  files: {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nbroken line\nwww-data:x:33:33::/var/www:/bin/false\n',
    '/etc/group': 'root:x:0:\nsudo:x:27:ann\n',
    '/proc/partitions': 'major minor  #blocks  name\n\n   8        0  104857600 sda\n 259        3    1048576 nvme0n1p3\n',
    '/proc/1/comm': 'systemd\n',
    '/proc/7/comm': 'my app\n',
    '/proc/9/stat': '',
    '/proc/cmdline': 'quiet',
  },
});
const names = valueNames(host);

describe('valueNames', () => {
  it.each([
    [names.syscall(0), 'read'],
    [names.syscall(257), 'openat'],
    [names.syscall(334), 'rseq'],
    [names.syscall(400), undefined],
    [names.syscall(424), 'pidfd_send_signal'],
    [names.syscall(435), 'clone3'],
    [names.syscall(99999), undefined],
    [names.errno(2), 'ENOENT'],
    [names.errno(-2), 'ENOENT'],
    [names.errno(11), 'EAGAIN'],
    [names.errno(95), 'EOPNOTSUPP'],
    [names.errno(4000), undefined],
    [names.signal(9), 'SIGKILL'],
    [names.signal(6), 'SIGABRT'],
    [names.signal(34), 'SIGRTMIN+0'],
    [names.signal(0), undefined],
    [names.user(0), 'root'],
    [names.user(33), 'www-data'],
    [names.user(1234), undefined],
    [names.device(8 << 20), 'sda'],
    [names.device(259 * 2 ** 20 + 3), 'nvme0n1p3'],
    [names.device(7 << 20), '7:0'],
    [names.protocol(6), 'TCP'],
    [names.protocol(200), undefined],
    [names.state(1), 'ESTABLISHED'],
    [names.state(0), undefined],
    [names.state(99), undefined],
    [names.group(27), 'sudo'],
    [names.group(4242), undefined],
    [names.family(2), 'ipv4'],
    [names.family(999), undefined],
    [names.capability(21), 'CAP_SYS_ADMIN'],
    [names.capability(40), 'CAP_CHECKPOINT_RESTORE'],
    [names.capability(41), undefined],
    [names.softirq(3), 'net_rx'],
    [names.softirq(-1), undefined],
  ])('%s is %s', (found, expected) => expect(found).toBe(expected));

  it('does without the files it reads', () => {
    const bare = valueNames(recordedHost({ arch: 'mips' }));
    expect(bare.user(0)).toBeUndefined();
    expect(bare.syscall(0)).toBeUndefined();
    expect(bare.device(8 << 20)).toBe('8:0');
  });

  it('has another table on another processor', () => expect(valueNames(recordedHost({ arch: 'arm64' })).syscall(63)).toBe('read'));
});

describe('valueNumbers', () => {
  const disks = '   8        0  1 sda\n   8        1  1 sda1\n   8       16  1 sdaa\n 259        0  1 nvme0n1\n 259        3  1 nvme0n1p3\n';
  const ID = '0123456789abcdef0123456789abcdef';
  const numbers = valueNumbers(
    recordedHost({
      files: {
        '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/bin/false\n',
        '/proc/partitions': `major minor  #blocks  name\n\n${disks}`,
        '/proc/self/mountinfo': '30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n',
        [`/sys/fs/cgroup/system.slice/docker-${ID}.scope/cgroup.procs`]: '7\n',
        '/sys/fs/cgroup/system.slice/cgroup.procs': '1\n',
        '/sys/fs/cgroup/user.slice/user-1000.slice/cgroup.procs': '',
        '/sys/fs/cgroup/user.slice/user-1001.slice/cgroup.procs': '',
      },
    }),
  );
  const docker = `/sys/fs/cgroup/system.slice/docker-${ID}.scope`;

  it.each([
    [numbers.syscall('openat'), 257],
    [numbers.syscall('-'), undefined],
    [numbers.syscall('toString'), undefined],
    [numbers.errno('ENOENT'), 2],
    [numbers.errno('EWOULDBLOCK'), 11],
    [numbers.errno('constructor'), undefined],
    [numbers.signal('SIGTERM'), 15],
    [numbers.signal('SIGNONE'), undefined],
    [numbers.user('www-data'), 33],
    [numbers.user('1234'), 1234],
    [numbers.user('nobody'), undefined],
    [numbers.device('sda'), [8 << 20, (8 << 20) + 1]],
    [numbers.device('/dev/nvme0n1'), [259 * 2 ** 20, 259 * 2 ** 20 + 3]],
    [numbers.device('sda1'), undefined],
    [numbers.device('sdz'), undefined],
    [numbers.cgroup('/system.slice'), '/sys/fs/cgroup/system.slice'],
    [numbers.cgroup('/sys/fs/cgroup/system.slice/'), '/sys/fs/cgroup/system.slice'],
    [numbers.cgroup('/nothing.slice'), undefined],
    [numbers.cgroup(ID.slice(0, 12)), docker],
    [numbers.cgroup('012'), undefined],
    [numbers.cgroup('user-100'), undefined],
    [valueNumbers(recordedHost({})).cgroup('/system.slice'), undefined],
  ])('%s is %s', (found, expected) => expect(found).toEqual(expected));
});

/** A slip of one place in such a table would name every later call wrongly. */
describe('syscallNames', () => {
  it.each([
    ['x64', 59, 'execve'],
    ['x64', 231, 'exit_group'],
    ['x64', 332, 'statx'],
    ['x64', 425, 'io_uring_setup'],
    ['x64', 437, 'openat2'],
    ['x64', 451, 'cachestat'],
    ['x64', 462, 'mseal'],
    ['arm64', 56, 'openat'],
    ['arm64', 221, 'execve'],
    ['arm64', 291, 'statx'],
    ['arm64', 435, 'clone3'],
    ['arm64', 462, 'mseal'],
  ])('%s %d is %s', (arch, number, name) => expect(syscallNames(arch)[number]).toBe(name));
});

describe('processes', () => {
  it('are known by their names, blanks and all', () => expect([...processNames(host)].sort()).toEqual(['my app', 'systemd']));
  it('are there or not', () => {
    expect(processExists(host, 7)).toBe(true);
    expect(processExists(host, 70)).toBe(false);
  });
});
