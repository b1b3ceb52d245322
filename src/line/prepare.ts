import type { Machine } from '../check/check.ts';
import type { CTypes } from '../core/ctype.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { isSupported } from '../kernel/facts.ts';
import { installedHeaders } from '../kernel/headers.ts';
import { kernelFunctions } from '../kernel/kernel-functions.ts';
import { readBtfFiles, typesOf } from '../kernel/kernel-types.ts';
import { listedTracepoints, type Tracepoints, tracefsTracepoints, unknownTracepoints } from '../kernel/tracepoints.ts';
import { userSymbols } from '../kernel/user-symbols.ts';
import type { Host } from '../system/host.ts';
import { mountTracefs } from '../system/mount.ts';
import { authenticate } from '../system/privilege.ts';
import type { AskEvent, Surroundings } from './events.ts';

/** Makes sure that the machine can run a program, as far as that can be done without asking. The facts as they then are. */
export async function* prepare(facts: KernelFacts, said: string | undefined, around: Surroundings): AsyncGenerator<AskEvent, KernelFacts> {
  if (around.willRun === false) return facts;
  if (facts.bpftrace === undefined) {
    const path = around.host.which('bpftrace');
    throw new Problem(path === undefined ? messages.noBpftrace(installCommand(around.host)) : messages.brokenBpftrace(path, said ?? ''));
  }
  if (!isSupported(facts.bpftrace.version)) throw new Problem(messages.oldBpftrace(facts.bpftrace.version));
  if (facts.privilege === 'none') throw new Problem(messages.notRoot('absent'));
  let ready = facts;
  if (facts.privilege === 'sudo-password') {
    if (around.interactive !== true || !(await authenticate())) throw new Problem(messages.notRoot('refused'));
    ready = { ...facts, privilege: 'sudo' };
  }
  if (facts.tracefs.state === 'absent') throw new Problem(messages.noTracefs('absent'));
  if (facts.tracefs.state === 'mountable') {
    const path = around.host.uid === 0 ? await mountTracefs(around.host) : undefined;
    if (path === undefined) throw new Problem(messages.noTracefs('mountable'));
    yield { type: 'note', message: `tracefs was not mounted; it is now, at ${path}` };
    ready = { ...ready, tracefs: { state: 'mounted', path } };
  }
  return ready;
}

export function installCommand(host: Host): string | undefined {
  const sudo = host.uid === 0 ? '' : 'sudo ';
  const managers = [
    ['apt-get', 'apt-get install bpftrace'],
    ['dnf', 'dnf install bpftrace'],
    ['pacman', 'pacman -S bpftrace'],
    ['zypper', 'zypper install bpftrace'],
    ['apk', 'apk add bpftrace'],
  ] as const;
  const found = managers.find(([manager]) => host.which(manager) !== undefined);
  return found === undefined ? undefined : sudo + found[1];
}

/** The machine as the checker sees it. What it knows of functions, types and symbols is read when a rule asks. */
export async function machineOf(facts: KernelFacts, { host, lists }: Pick<Surroundings, 'host' | 'lists'>): Promise<Machine> {
  const tracepoints = await tracepointsOf(facts, host);
  let types: { readonly read: CTypes | undefined } | undefined;
  return {
    facts,
    tracepoints,
    functions: kernelFunctions(host, facts.tracefs.path, lists),
    symbols: userSymbols(host),
    headers: installedHeaders(host),
    get types() {
      types ??= { read: facts.btf ? typesOf(readBtfFiles(host)) : undefined };
      return types.read;
    },
  };
}

async function tracepointsOf(facts: KernelFacts, host: Host): Promise<Tracepoints> {
  const { path } = facts.tracefs;
  if (facts.tracefs.state === 'mounted' && path !== undefined) return tracefsTracepoints(host, path);
  if (facts.privilege !== 'sudo' || facts.bpftrace === undefined) return unknownTracepoints;
  return listedTracepoints(host, ['sudo', '-n', '--', facts.bpftrace.path]);
}
