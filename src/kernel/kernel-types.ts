import type { CTypes } from '../core/ctype.ts';
import type { Host } from '../system/host.ts';
import { Btf } from './btf.ts';
import { btfTypes } from './btf-types.ts';

/** A kernel's BTF has some 5 MB. */
const LARGEST = 256 * 1024 * 1024;
const BTF_DIRECTORY = '/sys/kernel/btf';

/** The types of the running kernel. Undefined where it has no BTF, or one that cannot be read: nothing then is known about any name. */
export function kernelTypes(host: Host): CTypes | undefined {
  const vmlinux = read(host, host.env.BPFTRACE_BTF || `${BTF_DIRECTORY}/vmlinux`);
  return vmlinux === undefined ? undefined : btfTypes(vmlinux, () => readModules(host, vmlinux));
}

function readModules(host: Host, vmlinux: Btf): Btf[] {
  const names = (host.list(BTF_DIRECTORY) ?? []).filter((name) => name !== 'vmlinux');
  return names.map((name) => read(host, `${BTF_DIRECTORY}/${name}`, vmlinux)).filter((module) => module !== undefined);
}

function read(host: Host, path: string, base?: Btf): Btf | undefined {
  const bytes = host.bytes(path, 0, LARGEST);
  return bytes === undefined ? undefined : Btf.read(bytes, base);
}
