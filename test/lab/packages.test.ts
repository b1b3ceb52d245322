import { describe, expect, it } from 'vitest';
import { outOfSpace, readMadison, readUris } from '../../src/lab/apt.ts';
import { comparePackageVersions, upstreamOf } from '../../src/lab/debian-version.ts';
import { loadOrder } from '../../src/lab/kernel-image.ts';
import { readTargets } from '../../src/lab/mirror.ts';
import { newestKernel, newestTracer } from '../../src/lab/packages.ts';

const MADISON = `
linux-image-6.1.0-47-cloud-amd64 |  6.1.170-3 | http://deb.debian.org/debian bookworm/main amd64 Packages
linux-image-6.1.0-50-cloud-amd64 |  6.1.176-1 | http://deb.debian.org/debian bookworm/main amd64 Packages
linux-image-6.1.0-9-cloud-amd64 |   6.1.27-1 | http://deb.debian.org/debian bookworm/main amd64 Packages
linux-image-6.1.0-51-cloud-amd64-unsigned | 6.1.180-1 | http://deb.debian.org/debian bookworm/main amd64 Packages
linux-image-6.1.0-52-amd64 | 6.1.181-1 | http://deb.debian.org/debian bookworm/main amd64 Packages
linux-image-6.12.107+deb13-cloud-amd64 | 6.12.107-1~bpo12+1 | http://deb.debian.org/debian bookworm-backports/main amd64 Packages
linux-image-cloud-amd64 |  6.1.176-1 | http://deb.debian.org/debian bookworm/main amd64 Packages
  bpftrace |   0.23.2-1 | http://deb.debian.org/debian trixie/main amd64 Packages
  bpftrace |   0.23.2-1 | http://deb.debian.org/debian trixie/main Sources
`;

describe('the package that a series is', () => {
  const candidates = readMadison(MADISON);

  it.each([
    ['7.2', undefined],
    ['6', undefined],
    ['6.1', 'linux-image-6.1.0-50-cloud-amd64'],
    ['6.12', 'linux-image-6.12.107+deb13-cloud-amd64'],
  ])('kernel %s: %s', (series, name) => {
    expect(newestKernel(series, candidates)?.name).toBe(name);
  });

  it.each([
    ['0.2', undefined],
    ['0.24', undefined],
    ['0.23', '0.23.2-1'],
  ])('bpftrace %s: %s', (series, version) => {
    expect(newestTracer(series, candidates)?.version).toBe(version);
  });

  it('is read from binary packages only', () => {
    expect(candidates.filter(({ name }) => name === 'bpftrace')).toHaveLength(1);
    expect(readMadison('N: Unable to locate package bpftrace\n')).toEqual([]);
  });
});

describe('versions of packages', () => {
  // The order of man 7 deb-version, each older than the next.
  const ORDERED = ['0.9', '1.0~rc1-1', '1.0-1', '1.0-1+b1', '1.0-1.1', '1.0a-1', '1.0+dfsg-1', '1.0.1-1', '1.2-1', '1.10-1~bpo12+1', '1.10-1', '1:0.1-1'];
  it.each(ORDERED.slice(1).map((newer, index) => [ORDERED[index] ?? '', newer]))('%s is older than %s', (older, newer) => {
    expect(comparePackageVersions(older, newer)).toBeLessThan(0);
    expect(comparePackageVersions(newer, older)).toBeGreaterThan(0);
    expect(comparePackageVersions(newer, newer)).toBe(0);
  });

  it('have the packager behind a dash and an epoch before a colon', () => {
    expect(upstreamOf('1:0.23.2-1+b2')).toBe('0.23.2');
    expect(upstreamOf('6.12.107')).toBe('6.12.107');
  });
});

describe('what apt says', () => {
  it('names files, with their sizes', () => {
    const said = `Reading package lists...\n'http://deb.debian.org/debian/pool/main/z/zlib/zlib1g_1.2_amd64.deb' zlib1g_1%3a1.2_amd64.deb 86684 MD5Sum:32\n'x' b_1_amd64.deb 5 \n`;
    expect(readUris(said)).toEqual([
      { file: 'zlib1g_1%3a1.2_amd64.deb', bytes: 86684 },
      { file: 'b_1_amd64.deb', bytes: 5 },
    ]);
  });

  it.each([
    ["E: You don't have enough free space in /x/archives/.", true],
    ['tar: ./usr/lib/libLLVM.so: Cannot write: No space left on device', true],
    ['tar: ./usr/lib/libLLVM.so: Wrote only 2560 of 10240 bytes', true],
    ['mkfs.ext4: Could not allocate block in ext2 filesystem while populating file system', true],
    ['E: Failed to fetch http://deb.debian.org/x  Temporary failure resolving', false],
  ])('%s: a full disk: %s', (said, full) => {
    expect(outOfSpace(said)).toBe(full);
  });

  it.each([
    ['', undefined],
    ['Ubuntu|Ubuntu|http://archive.ubuntu.com/ubuntu/', undefined],
    ['Debian|Debian-Security|http://security.debian.org/debian-security/', undefined],
    ['Debian|Debian-Security|http://m/debian-security/\nDebian|Debian|https://ftp.de.debian.org/debian/\n', 'https://ftp.de.debian.org/debian'],
    ['Debian|Debian|cdrom://disc/', undefined],
  ])('%j names the mirror %s', (said, mirror) => {
    expect(readTargets(said)).toBe(mirror);
  });
});

describe('the order in which modules are loaded', () => {
  const OLD = `kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko
kernel/drivers/virtio/virtio_mmio.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko
kernel/drivers/virtio/virtio_ring.ko:
`;
  it.each([
    ['what is in the kernel itself is no file', 'kernel/fs/ext4/ext4.ko.xz:\n', []],
    [
      'what others need goes first, and once',
      OLD,
      ['kernel/drivers/virtio/virtio_ring.ko', 'kernel/drivers/virtio/virtio.ko', 'kernel/drivers/virtio/virtio_mmio.ko', 'kernel/drivers/block/virtio_blk.ko'],
    ],
    ['a dash and compression change no name', 'kernel/x/virtio-blk.ko.xz:\n', ['kernel/x/virtio-blk.ko.xz']],
  ])('%s', (_, dependencies, order) => {
    expect(loadOrder(dependencies, ['virtio_mmio', 'virtio_blk'])).toEqual(order);
  });
});
