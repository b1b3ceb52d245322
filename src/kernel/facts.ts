/** Gathers what this machine offers to a tracer: asked of the machine itself, never concluded from a version number. */

import type { Finding, KernelFacts, ProbeKind, Verdict } from '../core/facts.ts';
import { lookup } from '../core/lookup.ts';
import { OLDEST_BPFTRACE } from '../core/messages.ts';
import { compareVersions } from '../core/version.ts';
import { type Host, textOf } from '../system/host.ts';
import { findPrivilege } from '../system/privilege.ts';
import { type FactsCache, noCache } from './cache.ts';

const TRACEFS_PLACES = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];
const PERF_DEVICES = '/sys/bus/event_source/devices';
const ATTACH_TIMEOUT = 5_000;
const FAILED_TRIAL = 'trying to attach one failed';
/** Of KernelFacts; part of the cache's key. */
const FORMAT = 1;

/** What costs time to find out, and stays true until the next boot or the next bpftrace. */
export interface SlowFacts {
  /** The version of bpftrace; its path is looked up at every start, for nobody's file may say what is run as root. */
  readonly version?: string;
  /** What `bpftrace --version` said where it was no version. */
  readonly said?: string;
  readonly probeKinds: KernelFacts['probeKinds'];
  /** An attachment could not be tried to its end. */
  readonly unsettled?: boolean;
}

export interface GatheredFacts {
  readonly facts: KernelFacts;
  readonly fromCache: boolean;
  /** What a bpftrace that tells no version said instead. */
  readonly said?: string;
}

/** Never throws: what cannot be found out is `unknown`, and what is missing is missing in the result. */
export async function gatherFacts(host: Host, cache: FactsCache = noCache): Promise<GatheredFacts> {
  const path = host.which('bpftrace');
  const bootId = textOf(host, '/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const tracefs = findTracefs(host);
  const key = [FORMAT, bootId, host.release, host.uid, tracefs.state, path ?? '', path === undefined ? '' : (host.stamp(path) ?? '')].join('|');
  const known = cache.read(key);
  const privilege = await findPrivilege(host, path);
  const slow = known ?? (await findSlowFacts(host, path, privilege === 'root', tracefs.path));
  // What failed may work the next time: a library installed in between, a machine less busy.
  if (known === undefined && slow.version !== undefined && !slow.unsettled) cache.write(key, slow);
  const facts: KernelFacts = {
    format: FORMAT,
    arch: host.arch,
    release: host.release,
    bootId,
    ...(slow.version === undefined || path === undefined ? {} : { bpftrace: { path, version: slow.version } }),
    privilege,
    btf: host.exists('/sys/kernel/btf/vmlinux'),
    tracefs,
    probeKinds: slow.probeKinds,
  };
  return { facts, fromCache: known !== undefined, ...(slow.said === undefined ? {} : { said: slow.said }) };
}

/** Whether a bpftrace of this version is one gpttrace can drive. */
export function isSupported(version: string): boolean {
  return compareVersions(version, OLDEST_BPFTRACE) >= 0;
}

function findTracefs(host: Host): KernelFacts['tracefs'] {
  for (const path of TRACEFS_PLACES) {
    if (host.list(`${path}/events`) !== undefined) return { state: 'mounted', path };
  }
  const mounts = textOf(host, '/proc/self/mounts') ?? '';
  const mounted = TRACEFS_PLACES.find((path) => mounts.split('\n').some((line) => line.split(' ')[1] === path && line.split(' ')[2] === 'tracefs'));
  if (mounted !== undefined) return { state: 'unreadable', path: mounted };
  return { state: /\btracefs$/m.test(textOf(host, '/proc/filesystems') ?? '') ? 'mountable' : 'absent' };
}

async function findSlowFacts(host: Host, path: string | undefined, root: boolean, tracefs: string | undefined): Promise<SlowFacts> {
  if (path === undefined) return { probeKinds: await findProbeKinds(host, undefined, root, tracefs) };
  const [version, probeKinds] = await Promise.all([host.run(path, ['--version']), findProbeKinds(host, path, root, tracefs)]);
  const match = /\bv?(\d+\.\d+(?:\.\d+)?)/.exec(version.stdout)?.[1];
  const unsettled = Object.values(probeKinds).some(({ why }) => why.startsWith(FAILED_TRIAL));
  if (match !== undefined) return { version: match, probeKinds, ...(unsettled ? { unsettled } : {}) };
  const said =
    (version.stderr || version.stdout || version.failure || `it ended by ${version.signal ?? `status ${version.status}`}`).trim().split('\n')[0] ?? '';
  return { said, probeKinds };
}

/**
 * Which probe kinds attach. A kind is `yes` or `no` on evidence: a kernel interface that is there or missing, or an attachment that was tried.
 * Where neither can be had (not root, no bpftrace) it is `unknown`.
 */
async function findProbeKinds(host: Host, path: string | undefined, root: boolean, tracefs: string | undefined): Promise<KernelFacts['probeKinds']> {
  const [kprobe, kfunc] = await Promise.all([kprobeFinding(host, path, root, tracefs), kfuncFinding(host, path, root)]);
  const perf = host.exists('/proc/sys/kernel/perf_event_paranoid');
  const uprobes = host.exists(`${PERF_DEVICES}/uprobe`) || (tracefs !== undefined && host.exists(`${tracefs}/uprobe_events`));
  const counters = (host.list(PERF_DEVICES) ?? []).filter((device) => /^(cpu|cpu_core|cpu_atom|armv8.*|.*pmu.*)$/.test(device));
  const clock = finding(perf ? 'yes' : 'no', perf ? 'the kernel has perf events' : 'the kernel has no perf events');
  const uprobe = finding(uprobes ? 'yes' : 'unknown', uprobes ? 'the kernel offers uprobes to perf' : 'no uprobe interface is in sight');
  return {
    tracepoint: finding(tracefs === undefined ? 'unknown' : 'yes', tracefs === undefined ? 'tracefs cannot be read' : `${tracefs}/events is there`),
    kprobe,
    kfunc,
    uprobe,
    usdt: uprobe,
    software: clock,
    profile: clock,
    interval: clock,
    hardware: counters.length === 0 ? finding('no', `no processor counters in ${PERF_DEVICES}`) : finding('yes', `processor counters: ${counters.join(', ')}`),
    rawtracepoint: finding('unknown', 'depends on the version of bpftrace'),
  };
}

async function kprobeFinding(host: Host, path: string | undefined, root: boolean, tracefs: string | undefined): Promise<Finding> {
  const offered = host.exists(`${PERF_DEVICES}/kprobe`) || (tracefs !== undefined && host.exists(`${tracefs}/kprobe_events`));
  if (!offered)
    return tracefs === undefined
      ? finding('unknown', 'tracefs cannot be read')
      : finding('no', 'the kernel has neither a kprobe perf device nor kprobe_events');
  // The interface being there does not mean that it may be used: a locked-down kernel refuses at the attachment.
  return tryAttach(host, path, root, 'kprobe:ksys_read,kprobe:vfs_read { } BEGIN { exit(); }');
}

async function kfuncFinding(host: Host, path: string | undefined, root: boolean): Promise<Finding> {
  if (!host.exists('/sys/kernel/btf/vmlinux')) return finding('no', 'the kernel has no BTF');
  return tryAttach(host, path, root, 'kfunc:vfs_read { } BEGIN { exit(); }');
}

async function tryAttach(host: Host, path: string | undefined, root: boolean, program: string): Promise<Finding> {
  if (path === undefined || !root) return finding('unknown', 'trying needs bpftrace, and root');
  const result = await host.run(path, ['-e', program], { timeout: ATTACH_TIMEOUT });
  if (result.failure !== undefined) return finding('unknown', `${FAILED_TRIAL}: ${result.failure}`);
  const said = result.stderr.split('\n').find((line) => /ERROR/.test(line) && !/RLIMIT_MEMLOCK/.test(line));
  if (result.status === 0 && said === undefined) return finding('yes', 'one was attached');
  return finding('no', `attaching one failed: ${(said ?? `status ${result.status}`).replace(/^.*ERROR: /, '')}`);
}

function finding(verdict: Verdict, why: string): Finding {
  return { verdict, why };
}

/** The kind of finding that decides about an attach point's provider; undefined for BEGIN, END and kinds that need nothing. */
export function kindOf(provider: string): ProbeKind | undefined {
  const kinds: Readonly<Record<string, ProbeKind>> = {
    tracepoint: 'tracepoint',
    kprobe: 'kprobe',
    kretprobe: 'kprobe',
    kfunc: 'kfunc',
    kretfunc: 'kfunc',
    uprobe: 'uprobe',
    uretprobe: 'uprobe',
    usdt: 'usdt',
    software: 'software',
    hardware: 'hardware',
    profile: 'profile',
    interval: 'interval',
    rawtracepoint: 'rawtracepoint',
  };
  return lookup(kinds, provider);
}
