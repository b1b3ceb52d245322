import { type Host, textOf } from '../system/host.ts';

/** What is looked through at most: a machine with more control groups than this is asked for a path. */
const MOST = 20_000;
/** The least of a container's id that stands for it, as docker and podman show it. */
const LEAST_ID = 4;

/** The directory of a cgroup: of a path (below the root of the hierarchy, or whole), or of the one whose name holds what a container's id begins with. */
export function findCgroup(host: Host, wanted: string): string | undefined {
  const root = rootOf(host);
  if (root === undefined) return undefined;
  if (wanted.startsWith('/')) return [`${root}${wanted}`, wanted].map((path) => path.replace(/\/+$/, '')).find((path) => host.exists(`${path}/cgroup.procs`));
  if (wanted.length < LEAST_ID) return undefined;
  const found: string[] = [];
  const todo = [root];
  for (let seen = 0; seen < MOST; seen++) {
    const path = todo.pop();
    if (path === undefined) break;
    for (const name of below(host, path)) {
      // docker-ID.scope, cri-containerd-ID.scope, libpod-ID, or the id alone.
      if (isNamed(name, wanted)) found.push(`${path}/${name}`);
      else todo.push(`${path}/${name}`);
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/** The control groups in a directory, without its files of settings. */
function below(host: Host, path: string): readonly string[] {
  return (host.list(path) ?? []).filter((name) => !/^(?:cgroup|cpu|cpuset|hugetlb|io|irq|memory|misc|pids|rdma|dmem)\./.test(name));
}

/** The path below the root of the hierarchy of each control group there is, by the number that programs see: that of its directory. Empty where that cannot be told. */
export function cgroupPaths(host: Host): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  const root = rootOf(host);
  if (root === undefined || host.inode === undefined) return paths;
  const todo = [root];
  for (let seen = 0; seen < MOST; seen++) {
    const path = todo.pop();
    if (path === undefined) break;
    const id = host.inode(path);
    if (id !== undefined) paths.set(id, path.slice(root.length) || '/');
    for (const name of below(host, path)) todo.push(`${path}/${name}`);
  }
  return paths;
}

function isNamed(name: string, wanted: string): boolean {
  return (
    name
      .replace(/\.(?:scope|service|slice)$/, '')
      .split('-')
      .some((part) => part.startsWith(wanted)) || name === wanted
  );
}

/** Where the unified hierarchy is mounted: the ids that programs see are of its directories. */
function rootOf(host: Host): string | undefined {
  const mounts = (textOf(host, '/proc/self/mountinfo') ?? '').split('\n');
  return mounts.find((line) => line.includes(' - cgroup2 '))?.split(' ')[4];
}
