/** What a front end needs of the machine it runs on, so that it need not know the rooms behind it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KernelFacts, Privilege } from './core/facts.ts';
import { OLDEST_BPFTRACE } from './core/messages.ts';
import { fileCache } from './kernel/cache.ts';
import { gatherFacts, isSupported } from './kernel/facts.ts';
import { fileLists } from './kernel/list-cache.ts';
import { tracefsTracepoints } from './kernel/tracepoints.ts';
import type { Surroundings } from './line/events.ts';
import { localFeedback } from './line/feedback.ts';
import type { Host } from './system/host.ts';
import { realHost } from './system/real.ts';
import { fileSchemas } from './toolbox/schema-cache.ts';

/** Where what costs time is kept. */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gpttrace');
}

/** Where it is kept what somebody may want to come back to. */
export function stateDirectory(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'gpttrace');
}

/** This machine, for `ask`. */
export function localMachine(): Pick<Required<Surroundings>, 'host' | 'cache' | 'lists' | 'schemas'> & Pick<Surroundings, 'feedback'> {
  const directory = cacheDirectory();
  const feedback = localFeedback(stateDirectory(), process.env);
  return {
    host: realHost(),
    cache: fileCache(join(directory, 'facts.json')),
    lists: fileLists(directory),
    schemas: fileSchemas(join(directory, 'tools')),
    ...(feedback === undefined ? {} : { feedback }),
  };
}

export type HealthVerdict = 'ok' | 'missing' | 'limited';

/** One thing that was looked at. */
export interface Health {
  readonly what: string;
  readonly verdict: HealthVerdict;
  readonly says: string;
  /** The command that mends it. */
  readonly mend?: string;
}

export interface Examination {
  /** Whether anything can be traced at all. */
  readonly able: boolean;
  readonly findings: readonly Health[];
  readonly facts: KernelFacts;
}

/** What this machine can do, what is missing, and the command that mends each. */
export async function examine(): Promise<Examination> {
  const { host, cache } = localMachine();
  // Who asks the doctor wants to know how it is now.
  const { facts, said } = await gatherFacts(host, { read: () => undefined, write: cache.write });
  const findings = [...(await examineFacts(facts, said, host)), await labFinding(host), ...(await modelFindings())];
  return { able: findings.every((finding) => finding.verdict !== 'missing'), findings, facts };
}

async function examineFacts(facts: KernelFacts, said: string | undefined, host: Host): Promise<Health[]> {
  const { path } = facts.tracefs;
  const count = path === undefined || facts.tracefs.state !== 'mounted' ? undefined : tracefsTracepoints(host, path).list()?.length;
  const kinds = Object.entries(facts.probeKinds).map(([kind, found]): Health => {
    const verdict = found.verdict === 'yes' ? 'ok' : 'limited';
    return { what: `${kind} probes`, verdict, says: `${found.verdict === 'unknown' ? 'cannot tell' : found.verdict}: ${found.why}` };
  });
  return [
    { what: 'kernel', verdict: 'ok', says: `${facts.release} on ${facts.arch}` },
    await bpftraceFinding(facts, said, host),
    privilegeFinding(facts.privilege, host),
    tracefsFinding(facts, count),
    {
      what: 'BTF',
      verdict: facts.btf ? 'ok' : 'limited',
      says: facts.btf
        ? 'the kernel describes its types'
        : 'the kernel does not describe its types: programs that read its structures need its headers installed',
    },
    ...kinds,
  ];
}

/** Without guests this machine can be asked all the same. */
async function labFinding(host: Host): Promise<Health> {
  const { labHealth } = await import('./lab/health.ts');
  const { ready, ...found } = labHealth(host);
  return { what: 'lab', verdict: ready ? 'ok' : 'limited', ...found };
}

/** Without a language model the embedded planner answers what it can. */
async function modelFindings(): Promise<Health[]> {
  const { modelHealth } = await import('./line/model/health.ts');
  return modelHealth(process.env).map(({ works, ...found }) => ({ what: 'model', verdict: works ? 'ok' : 'limited', ...found }));
}

async function bpftraceFinding({ bpftrace }: KernelFacts, said: string | undefined, host: Host): Promise<Health> {
  const what = 'bpftrace';
  const { installCommand } = await import('./line/prepare.ts');
  const install = installCommand(host);
  const mend = install === undefined ? {} : { mend: install };
  if (bpftrace === undefined) return { what, verdict: 'missing', says: said === undefined ? 'not installed' : `it does not run: ${said}`, ...mend };
  if (!isSupported(bpftrace.version))
    return { what, verdict: 'missing', says: `${bpftrace.version} is too old; ${OLDEST_BPFTRACE} or later is needed`, ...mend };
  return { what, verdict: 'ok', says: `${bpftrace.version} at ${bpftrace.path}` };
}

function privilegeFinding(privilege: Privilege, host: Host): Health {
  const what = 'privileges';
  switch (privilege) {
    case 'root':
      return { what, verdict: 'ok', says: 'root' };
    case 'sudo':
      return { what, verdict: 'ok', says: 'bpftrace runs through sudo, without a password' };
    case 'sudo-password':
      return { what, verdict: 'limited', says: 'bpftrace runs through sudo, which may ask for a password', mend: 'sudo -v' };
    case 'none':
      if (host.uid === 0)
        return {
          what,
          verdict: 'missing',
          says: 'root without the capability to load programs, as in a container: it needs CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON',
        };
      return { what, verdict: 'missing', says: 'not root, and there is no sudo', mend: 'su -c "apt-get install sudo"' };
  }
}

function tracefsFinding({ tracefs }: KernelFacts, count: number | undefined): Health {
  const what = 'tracefs';
  const mend = 'sudo mount -t tracefs nodev /sys/kernel/tracing';
  switch (tracefs.state) {
    case 'mounted':
      return { what, verdict: 'ok', says: `${tracefs.path}, ${count ?? 'some'} tracepoints` };
    case 'unreadable':
      return { what, verdict: 'limited', says: `${tracefs.path} is readable by root only: tracepoints are looked up through bpftrace` };
    case 'mountable':
      return { what, verdict: 'limited', says: 'not mounted; gpttrace mounts it when it runs as root', mend };
    case 'absent':
      return { what, verdict: 'missing', says: 'this kernel has none, so it has no tracepoints' };
  }
}
