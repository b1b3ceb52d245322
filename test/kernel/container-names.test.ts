import { describe, expect, it } from 'vitest';
import { containerName } from '../../src/kernel/container-names.ts';
import { valueNames } from '../../src/kernel/names.ts';
import { recordedHost } from '../../src/system/recorded.ts';

const ID = '0123456789ab'.padEnd(64, 'c');
const OTHER = 'fedcba987654'.padEnd(64, '0');
const UID = '0b5ddc4e-6a1d-4b8e-9d5c-5d2f7a1c9e10';
const host = recordedHost({
  files: {
    [`/var/lib/docker/containers/${ID}/config.v2.json`]: '{"Name":"/web"}',
    [`/var/lib/docker/containers/${OTHER}/config.v2.json`]: 'broken',
    '/var/lib/containers/storage/overlay-containers/containers.json': JSON.stringify([{ id: ID, names: ['db'] }]),
    [`/var/log/pods/shop_cart-7d4_${UID}/cart/0.log`]: '',
    [`/var/log/containers/cart-7d4_shop_cart-${ID}.log`]: '',
  },
});

describe('containerName', () => {
  it.each([
    ['docker under systemd', `/system.slice/docker-${ID}.scope`, 'web (docker 0123456789ab)'],
    ['docker without', `/docker/${ID}`, 'web (docker 0123456789ab)'],
    ['one whose state cannot be read', `/system.slice/docker-${OTHER}.scope`, 'docker fedcba987654'],
    ['podman', `/machine.slice/libpod-${ID}.scope/container`, 'db (podman 0123456789ab)'],
    ['podman of a user', `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${OTHER}.scope`, 'podman fedcba987654'],
    [
      'a pod whose name is known',
      `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope`,
      'shop/cart-7d4/cart',
    ],
    ['a pod with cgroupfs', `/kubepods/besteffort/pod${UID}/${ID}`, 'shop/cart-7d4/cart'],
    ['a pod alone', `/kubepods.slice/kubepods-pod${UID.replaceAll('-', '_')}.slice`, 'shop/cart-7d4 (pod)'],
    ['a pod nobody knows', `/kubepods/podaaaaaaaa-6a1d-4b8e-9d5c-5d2f7a1c9e10/${OTHER}`, 'pod aaaaaaaa/fedcba987654'],
    ['CRI-O', `/x.slice/crio-${OTHER}.scope`, 'cri-o fedcba987654'],
    ['lxc', '/lxc.payload.builder/init.scope', 'builder (lxc)'],
    ['a machine', '/machine.slice/machine-my\\x2dbox.scope', 'my-box (machine)'],
    ['a service', '/system.slice/nginx.service', 'nginx.service'],
    ['a session', '/user.slice/user-1000.slice/session-3.scope', 'session-3.scope (uid 1000)'],
    ['the root', '/', '/'],
    ['a slice', '/system.slice', '/system.slice'],
    ['a name that looks like an id and is too short', '/docker/0123456789ab', '/docker/0123456789ab'],
  ])('%s', (_, path, name) => expect(containerName(host, path)).toBe(name));
});

describe('control groups by their numbers', () => {
  const root = '/sys/fs/cgroup';
  const files = {
    '/proc/self/mountinfo': `30 24 0:26 / ${root} rw - cgroup2 cgroup2 rw\n`,
    [`${root}/cgroup.procs`]: '',
    [`${root}/system.slice/nginx.service/cgroup.procs`]: '1\n',
  };
  const inodes = { [root]: 1, [`${root}/system.slice`]: 40, [`${root}/system.slice/nginx.service`]: 41 };

  it.each([
    [1, '/'],
    [41, 'nginx.service'],
    [99, undefined],
  ])('%s is %s', (id, name) => expect(valueNames(recordedHost({ files, inodes })).container(id)).toBe(name));

  it('have no names where nothing tells their numbers', () => {
    expect(valueNames(recordedHost({ files })).container(1)).toBe(undefined);
    expect(valueNames(recordedHost({})).container(1)).toBe(undefined);
  });
});
