/** What a case needs of the machine for its behaviour to be judged, and whether this one has it. */
import type { KernelFacts } from '../core/facts.ts';
import { type Host, textOf } from '../system/host.ts';

/** Needs by name; beside them there is `tracepoint:CATEGORY:NAME`. */
export const NEEDS = ['kprobe', 'fentry', 'pmu', 'kvm', 'btrfs', 'xfs', 'zfs', 'md', 'swap', 'memcg', 'bash'] as const;
type Need = (typeof NEEDS)[number];

const TRACEPOINT = /^tracepoint:(\w+):(\w+)$/;

export function isNeed(text: string): boolean {
  return (NEEDS as readonly string[]).includes(text) || TRACEPOINT.test(text);
}

/** Whether a need is for a kind of probe only, so that a program which does without it can still be judged by what it does. */
export function isOfProbes(need: string): boolean {
  return need.split('|').every((one) => /^(?:kprobe|fentry|pmu)$/.test(one) || TRACEPOINT.test(one));
}

/** Whether a need is for a kind of probe, which a guest may have where this kernel does not. */
export function isKindOfProbe(need: string): boolean {
  return need.split('|').every((one) => one === 'kprobe' || one === 'fentry');
}

/** Those of the needs that the machine does not meet; `a|b` is met by either. */
export function missingNeeds(needs: readonly string[], facts: KernelFacts, host: Host): readonly string[] {
  return needs.filter((need) => !need.split('|').some((one) => has(one, facts, host)));
}

function has(need: string, facts: KernelFacts, host: Host): boolean {
  const [, category, name] = TRACEPOINT.exec(need) ?? [];
  if (category !== undefined) return facts.tracefs.path !== undefined && host.exists(`${facts.tracefs.path}/events/${category}/${name}/format`);
  const { kprobe, kfunc, hardware } = facts.probeKinds;
  const met: Readonly<Record<Need, () => boolean>> = {
    kprobe: () => kprobe.verdict === 'yes',
    fentry: () => kfunc.verdict === 'yes',
    pmu: () => hardware.verdict === 'yes',
    kvm: () => host.exists('/dev/kvm') && /^flags\b.*\b(?:vmx|svm)\b/m.test(textOf(host, '/proc/cpuinfo') ?? ''),
    btrfs: () => hasFileSystem('btrfs', host),
    xfs: () => hasFileSystem('xfs', host),
    zfs: () => host.exists('/sys/module/zfs'),
    md: () => host.exists('/proc/mdstat'),
    swap: () => host.exists('/proc/swaps'),
    memcg: () => hasMemoryController(host),
    bash: () => host.which('bash') !== undefined,
  };
  return (NEEDS as readonly string[]).includes(need) && met[need as Need]();
}

/** Built in or loaded, or a module that mounting would load; and what makes one. */
function hasFileSystem(name: string, host: Host): boolean {
  const loaded = new RegExp(`\\b${name}$`, 'm').test(textOf(host, '/proc/filesystems') ?? '');
  return (loaded || host.exists(`/lib/modules/${host.release}/kernel/fs/${name}`)) && host.which(`mkfs.${name}`) !== undefined;
}

/** A container sees the controllers of its host, mounted for reading only. */
function hasMemoryController(host: Host): boolean {
  if (host.uid !== 0) return false;
  const mounts = (textOf(host, '/proc/self/mounts') ?? '').split('\n').map((line) => line.split(' '));
  return mounts.some(([, place = '', type, options = '']) => {
    const words = options.split(',');
    if (!words.includes('rw')) return false;
    if (type === 'cgroup') return words.includes('memory');
    return type === 'cgroup2' && /\bmemory\b/.test(textOf(host, `${place}/cgroup.controllers`) ?? '');
  });
}
