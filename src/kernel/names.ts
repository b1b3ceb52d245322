import { constants } from 'node:os';
import { lookup } from '../core/lookup.ts';
import { TCP_STATES, type ValueNames, type ValueNumbers } from '../core/names.ts';
import { type Host, textOf } from '../system/host.ts';
import { cgroupPaths, findCgroup } from './cgroups.ts';
import { containerName } from './container-names.ts';
import { CAPABILITIES, FAMILIES, SOFTIRQS } from './number-names.ts';
import { syscallNames } from './syscalls.ts';

/** IANA protocol numbers that sockets are made with. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'IP',
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
  132: 'SCTP',
  136: 'UDP-Lite',
  255: 'RAW',
  262: 'MPTCP',
};

/** EWOULDBLOCK and its like share a number with the name people use. */
const SECOND_NAMES: ReadonlySet<string> = new Set(['EWOULDBLOCK', 'EDEADLOCK', 'ENOTSUP', 'SIGIOT', 'SIGPOLL', 'SIGUNUSED']);

/** Names as this machine has them: its system call table, its users and its block devices, each read when first asked for. */
export function valueNames(host: Host): ValueNames {
  const syscalls = lazy(() => syscallNames(host.arch));
  const errnos = lazy(() => byNumber(constants.errno));
  const signals = lazy(() => byNumber(constants.signals));
  const users = lazy(() => userTable(textOf(host, '/etc/passwd') ?? ''));
  const devices = lazy(() => deviceTable(textOf(host, '/proc/partitions') ?? ''));
  const groups = lazy(() => userTable(textOf(host, '/etc/group') ?? ''));
  return {
    syscall: (number) => {
      const name = syscalls()[number];
      return name === '-' ? undefined : name;
    },
    errno: (number) => errnos().get(Math.abs(number)),
    signal: (number) => signals().get(number) ?? (number >= 34 && number <= 64 ? `SIGRTMIN+${number - 34}` : undefined),
    user: (uid) => users().get(uid),
    device: (dev) => devices().get(dev) ?? `${dev >>> 20}:${dev & 0xfffff}`,
    protocol: (number) => PROTOCOLS[number],
    state: (number) => TCP_STATES[number - 1],
    group: (gid) => groups().get(gid),
    container: containerNames(host),
    family: (number) => FAMILIES[number],
    capability: (number) => CAPABILITIES[number],
    softirq: (number) => SOFTIRQS[number],
  };
}

/** Milliseconds after which it is looked again for a control group that was not there: containers come while a program runs. */
const LOOK_AGAIN = 2000;

function containerNames(host: Host): (cgroup: number) => string | undefined {
  let paths: ReadonlyMap<number, string> = new Map();
  const names = new Map<number, string>();
  let looked = Number.NEGATIVE_INFINITY;
  return (cgroup) => {
    const known = names.get(cgroup);
    if (known !== undefined) return known;
    if (!paths.has(cgroup) && performance.now() - looked > LOOK_AGAIN) {
      paths = cgroupPaths(host);
      looked = performance.now();
    }
    const path = paths.get(cgroup);
    if (path === undefined) return undefined;
    const name = containerName(host, path);
    // One that has ended keeps its name for as long as this lives.
    names.set(cgroup, name);
    return name;
  };
}

function diskNumbers(devices: ReadonlyMap<string, number>, disk: string): readonly number[] | undefined {
  const names = [...devices.keys()];
  if (!devices.has(disk) || names.some((name) => partitionOf(disk, name))) return undefined;
  return names.filter((name) => name === disk || partitionOf(name, disk)).flatMap((name) => devices.get(name) ?? []);
}

/** sda1 of sda, nvme0n1p1 of nvme0n1. */
function partitionOf(name: string, disk: string): boolean {
  return name.startsWith(disk) && (/\d$/.test(disk) ? /^p\d+$/ : /^\d+$/).test(name.slice(disk.length));
}

/** The numbers that names stand for on this machine; the other way round from valueNames. */
export function valueNumbers(host: Host): ValueNumbers {
  const syscalls = lazy(() => syscallNames(host.arch));
  const users = lazy(() => new Map([...userTable(textOf(host, '/etc/passwd') ?? '')].map(([uid, name]) => [name, uid])));
  const devices = lazy(() => new Map([...deviceTable(textOf(host, '/proc/partitions') ?? '')].map(([dev, name]) => [name, dev])));
  return {
    syscall: (name) => {
      const number = syscalls().indexOf(name);
      return name === '-' || number < 0 ? undefined : number;
    },
    errno: (name) => lookup(constants.errno, name),
    signal: (name) => lookup(constants.signals, name),
    user: (name) => (/^\d+$/.test(name) ? Number(name) : users().get(name)),
    device: (name) => diskNumbers(devices(), name.replace(/^\/dev\//, '')),
    cgroup: (container) => findCgroup(host, container),
    inode: (path) => host.inode?.(path),
  };
}

function byNumber(names: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(names)
      .filter(([name]) => !SECOND_NAMES.has(name))
      .map(([name, number]) => [number, name]),
  );
}

function userTable(passwd: string): ReadonlyMap<number, string> {
  const lines = passwd.split('\n').map((line) => line.split(':'));
  return new Map(lines.filter((fields) => fields.length > 2).map((fields) => [Number(fields[2]), fields[0] ?? '']));
}

function deviceTable(partitions: string): ReadonlyMap<number, string> {
  const rows = [...partitions.matchAll(/^\s*(\d+)\s+(\d+)\s+\d+\s+(\S+)$/gm)];
  return new Map(rows.map(([, major, minor, name]) => [Number(major) * 2 ** 20 + Number(minor), name ?? '']));
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
