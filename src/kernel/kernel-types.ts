import type { CTypes } from '../core/ctype.ts';
import type { TypeAnswer } from '../core/definition.ts';
import type { Host } from '../system/host.ts';
import { Btf } from './btf.ts';
import { describe } from './btf-describe.ts';
import { Sections } from './btf-sections.ts';
import { btfTypes } from './btf-types.ts';

/** A kernel's BTF has some 5 MB. */
const LARGEST = 256 * 1024 * 1024;
const BTF_DIRECTORY = '/sys/kernel/btf';

/** BTF sections as bytes: the kernel's, and its modules' when they are asked for. */
export interface BtfFiles {
  readonly vmlinux: Uint8Array;
  readonly modules: () => readonly Uint8Array[];
}

/** The running kernel's; undefined where it has no BTF. */
export function readBtfFiles(host: Host): BtfFiles | undefined {
  // The variable by which bpftrace is told to take another.
  const vmlinux = host.bytes(host.env.BPFTRACE_BTF || `${BTF_DIRECTORY}/vmlinux`, 0, LARGEST);
  if (vmlinux === undefined) return undefined;
  const modules = (): Uint8Array[] =>
    (host.list(BTF_DIRECTORY) ?? [])
      .filter((name) => name !== 'vmlinux')
      .map((name) => host.bytes(`${BTF_DIRECTORY}/${name}`, 0, LARGEST))
      .filter((bytes) => bytes !== undefined);
  return { vmlinux, modules };
}

export interface KernelTypes extends CTypes {
  /**
   * What `struct task_struct`, `task_struct`, `pid_t`, `vfs_read`, an enumerator or a path such as `task_struct->mm->pgd` stands for. Structs that are members
   * are shown in full down to `depth` levels, anonymous ones always. Undefined for what cannot be a name.
   */
  describe(query: string, depth: number): TypeAnswer | undefined;
}

export function isDescribing(types: CTypes): types is KernelTypes {
  return 'describe' in types;
}

/** The types in them. Undefined where the kernel's cannot be read: nothing then is known about any name. */
export function typesOf(files: BtfFiles | undefined): KernelTypes | undefined {
  const vmlinux = files === undefined ? undefined : Btf.read(files.vmlinux);
  if (files === undefined || vmlinux === undefined) return undefined;
  const modules = (): Btf[] =>
    files
      .modules()
      .map((bytes) => Btf.read(bytes, vmlinux))
      .filter((module) => module !== undefined);
  const sections = new Sections(vmlinux, modules);
  return Object.assign(btfTypes(sections), { describe: (query: string, depth: number) => describe(sections, query, depth) });
}
