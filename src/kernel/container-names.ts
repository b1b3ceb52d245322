/** The container, pod or service that a control group is of, from its path and from what runtimes write down. */
import { type Host, textOf } from '../system/host.ts';

/** As much of an id as docker and podman show. */
const SHORT = 12;
/** More directories than this of pods are not looked through. */
const MOST = 10_000;

const ID = '[0-9a-f]{64}';
/** Scopes and directories that runtimes make, by what stands before the id: docker, podman, containerd, CRI-O. */
const RUNTIMES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(?:^|/)docker[-/](${ID})(?:\\.scope)?(?=/|$)`), 'docker'],
  [new RegExp(`(?:^|/)libpod-(?:conmon-)?(${ID})(?:\\.scope)?(?=/|$)`), 'podman'],
  [new RegExp(`(?:^|/)cri-containerd-(${ID})\\.scope(?=/|$)`), 'containerd'],
  [new RegExp(`(?:^|/)crio-(?:conmon-)?(${ID})(?:\\.scope)?(?=/|$)`), 'cri-o'],
  [new RegExp(`(?:^|/)(?:kubepods|nerdctl|default|k8s\\.io)[^/]*/(?:.*/)?(${ID})(?=/|$)`), 'containerd'],
];
const POD = /(?:^|[-/])pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\.slice)?(?=\/|$)/;
const LXC = /(?:^|\/)(?:lxc\.payload\.|lxc\/)([^/]+)/;
const MACHINE = /(?:^|\/)machine-([^/]+)\.scope(?=\/|$)/;

/** A name for the control group of a path below the root of the hierarchy: `web (docker 0123456789ab)`, `default/shop-7d4 (pod)`, `nginx.service`. The path itself where nothing tells more. */
export function containerName(host: Host, path: string): string {
  const pod = podOf(host, path);
  const container = runtimeOf(host, path);
  if (pod !== undefined) return container === undefined ? `${pod} (pod)` : `${pod}/${container.name ?? container.short}`;
  if (container !== undefined)
    return container.name === undefined ? `${container.runtime} ${container.short}` : `${container.name} (${container.runtime} ${container.short})`;
  const lxc = LXC.exec(path)?.[1];
  if (lxc !== undefined) return `${lxc} (lxc)`;
  const machine = MACHINE.exec(path)?.[1];
  if (machine !== undefined) return `${unescaped(machine)} (machine)`;
  // Of systemd's units the last one is the one people know; what it is in is long and says nothing.
  const unit = path.split('/').findLast((part) => /\.(?:service|scope|socket|mount)$/.test(part));
  if (unit === undefined) return path;
  const user = /user-(\d+)\.slice/.exec(path)?.[1];
  return user === undefined ? unescaped(unit) : `${unescaped(unit)} (uid ${user})`;
}

interface Container {
  readonly runtime: string;
  readonly short: string;
  readonly name?: string;
}

function runtimeOf(host: Host, path: string): Container | undefined {
  for (const [pattern, runtime] of RUNTIMES) {
    const id = pattern.exec(path)?.[1];
    if (id === undefined) continue;
    const name = nameOf(host, runtime, id);
    return { runtime, short: id.slice(0, SHORT), ...(name === undefined ? {} : { name }) };
  }
  return undefined;
}

/** What the runtime itself calls it, where its state can be read. */
function nameOf(host: Host, runtime: string, id: string): string | undefined {
  if (runtime === 'docker') {
    const config = json(textOf(host, `/var/lib/docker/containers/${id}/config.v2.json`)) as { Name?: unknown } | undefined;
    return typeof config?.Name === 'string' ? config.Name.replace(/^\//, '') : undefined;
  }
  if (runtime === 'podman') {
    const known = json(textOf(host, '/var/lib/containers/storage/overlay-containers/containers.json'));
    const found = Array.isArray(known) ? (known as { id?: unknown; names?: unknown }[]).find((one) => one.id === id) : undefined;
    return Array.isArray(found?.names) && typeof found.names[0] === 'string' ? found.names[0] : undefined;
  }
  // Kubernetes: POD_NAMESPACE_CONTAINER-ID.log
  const log = (host.list('/var/log/containers') ?? []).slice(0, MOST).find((file) => file.endsWith(`-${id}.log`));
  return log === undefined ? undefined : /^[^_]+_[^_]+_(.+)-[0-9a-f]{64}\.log$/.exec(log)?.[1];
}

/** `namespace/name` of a pod, by its uid; the beginning of that where nothing tells its name. */
function podOf(host: Host, path: string): string | undefined {
  const written = POD.exec(path)?.[1];
  if (written === undefined) return undefined;
  const uid = written.replaceAll('_', '-');
  // Kubernetes: NAMESPACE_NAME_UID
  const directory = (host.list('/var/log/pods') ?? []).slice(0, MOST).find((name) => name.endsWith(`_${uid}`));
  const [namespace, name] = directory?.split('_') ?? [];
  return namespace === undefined || name === undefined ? `pod ${uid.slice(0, 8)}` : `${namespace}/${name}`;
}

/** systemd writes `-` in a name as `\x2d`. */
function unescaped(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
