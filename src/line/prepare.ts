import type { Machine } from '../check/check.ts';
import type { CTypes } from '../core/ctype.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Language } from '../core/program.ts';
import type { Request } from '../core/request.ts';
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

/** What the program will be written in that answers it, as far as that is known before there is a plan. */
export function languageOf({ program, tool, as }: Request): Language {
  if (tool !== undefined) return 'tool';
  if (program !== undefined) return program.language ?? 'bpftrace';
  return as ?? 'bpftrace';
}

/** Guests and rehearsals are made for bpftrace programs. Throws a Problem where one is wanted for another. */
export function refuseElsewhere(request: Request, { sandbox, rehearse, launcher }: Surroundings): void {
  const language = languageOf(request);
  if (language === 'bpftrace') return;
  if (launcher !== undefined) throw new Problem(messages.onlyHere(language, 'a guest'));
  if (sandbox !== undefined) throw new Problem(messages.onlyHere(language, '--sandbox'));
  if (rehearse !== undefined) throw new Problem(messages.onlyHere(language, '--rehearse'));
  if (request.command !== undefined) throw new Problem(messages.noCommandFor(language));
}

/** Why bpftrace cannot be run here, whoever runs it; undefined where it can. `said` is what it said instead of its version. */
export function lackOfBpftrace(
  { bpftrace }: KernelFacts,
  said: string | undefined,
  { host, willRun }: Pick<Surroundings, 'host' | 'willRun'>,
): Problem | undefined {
  if (willRun === false) return undefined;
  if (bpftrace === undefined) {
    const path = host.which('bpftrace');
    return new Problem(path === undefined ? messages.noBpftrace(installCommand(host)) : messages.brokenBpftrace(path, said ?? ''));
  }
  return isSupported(bpftrace.version) ? undefined : new Problem(messages.oldBpftrace(bpftrace.version));
}

/** Makes sure that the machine can run a program, as far as that can be done without asking. The facts as they then are. */
export async function* prepare(facts: KernelFacts, around: Surroundings, language: Language): AsyncGenerator<AskEvent, KernelFacts> {
  if (around.willRun === false) return facts;
  if (language === 'tool') {
    const ready = await asWhom(facts, around, false);
    // Not all of them trace; those that do and cannot say so themselves.
    return ready.privilege === 'root' && ready.tracefs.state === 'mountable' ? yield* withTracefs(ready, around) : ready;
  }
  if (language !== 'bpftrace') {
    // Loaded by this very process: sudo in front of another one is no help.
    if (facts.privilege !== 'root') throw new Problem(messages.compiledNeedsRoot(language));
    return yield* withTracefs(facts, around);
  }
  return yield* withTracefs(await asWhom(facts, around, true), around);
}

/** Where sudo wants a password, somebody may type it. Tools that need no root are started as who we are. */
async function asWhom(facts: KernelFacts, { interactive }: Surroundings, needsRoot: boolean): Promise<KernelFacts> {
  if (facts.privilege === 'none' && needsRoot) throw new Problem(messages.notRoot('absent'));
  if (facts.privilege !== 'sudo-password') return facts;
  if (interactive === true && (await authenticate())) return { ...facts, privilege: 'sudo' };
  if (needsRoot) throw new Problem(messages.notRoot('refused'));
  return { ...facts, privilege: 'none' };
}

async function* withTracefs(facts: KernelFacts, around: Surroundings): AsyncGenerator<AskEvent, KernelFacts> {
  if (facts.tracefs.state === 'absent') throw new Problem(messages.noTracefs('absent'));
  if (facts.tracefs.state !== 'mountable') return facts;
  const path = around.host.uid === 0 ? await mountTracefs(around.host) : undefined;
  if (path === undefined) throw new Problem(messages.noTracefs('mountable'));
  yield { type: 'note', message: `tracefs was not mounted; it is now, at ${path}` };
  return { ...facts, tracefs: { state: 'mounted', path } };
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
