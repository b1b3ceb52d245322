import { installCommand } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import type { KernelFacts, Privilege } from '../core/facts.ts';
import { OLDEST_BPFTRACE } from '../core/messages.ts';
import { fileCache } from '../kernel/cache.ts';
import { gatherFacts, isSupported } from '../kernel/facts.ts';
import { tracefsTracepoints } from '../kernel/tracepoints.ts';
import type { Host } from '../system/host.ts';
import { realHost } from '../system/real.ts';
import { type Paint, paint } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { factsCachePath } from './ask.ts';
import { stdoutStyle } from './terminal.ts';

type Verdict = 'ok' | 'missing' | 'limited';

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  readonly says: string;
  /** The command that mends it. */
  readonly mend?: string;
}

/** `gpttrace doctor`: what this machine can do, what is missing, the command that mends each. Exit status 7 where nothing can be traced. */
export async function doctorCommand(json: boolean): Promise<Exit> {
  const host = realHost();
  const { facts, said } = await gatherFacts(host, fileCache(factsCachePath()));
  const findings = examine(facts, said, host);
  const able = findings.every((finding) => finding.verdict !== 'missing');
  if (json) process.stdout.write(`${JSON.stringify({ able, findings, facts })}\n`);
  else process.stdout.write(`${render(findings, able).join('\n')}\n`);
  return able ? Exit.answered : Exit.notAble;
}

function examine(facts: KernelFacts, said: string | undefined, host: Host): Finding[] {
  const { path } = facts.tracefs;
  const count = path === undefined || facts.tracefs.state !== 'mounted' ? undefined : tracefsTracepoints(host, path).list()?.length;
  const kinds = Object.entries(facts.probeKinds).map(([kind, found]): Finding => {
    const verdict = found.verdict === 'yes' ? 'ok' : 'limited';
    return { what: `${kind} probes`, verdict, says: `${found.verdict === 'unknown' ? 'cannot tell' : found.verdict}: ${found.why}` };
  });
  return [
    { what: 'kernel', verdict: 'ok', says: `${facts.release} on ${facts.arch}` },
    bpftraceFinding(facts, said, host),
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

function bpftraceFinding({ bpftrace }: KernelFacts, said: string | undefined, host: Host): Finding {
  const what = 'bpftrace';
  const install = installCommand(host);
  const mend = install === undefined ? {} : { mend: install };
  if (bpftrace === undefined) return { what, verdict: 'missing', says: said === undefined ? 'not installed' : `it does not run: ${said}`, ...mend };
  if (!isSupported(bpftrace.version))
    return { what, verdict: 'missing', says: `${bpftrace.version} is too old; ${OLDEST_BPFTRACE} or later is needed`, ...mend };
  return { what, verdict: 'ok', says: `${bpftrace.version} at ${bpftrace.path}` };
}

function privilegeFinding(privilege: Privilege, host: Host): Finding {
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

function tracefsFinding({ tracefs }: KernelFacts, count: number | undefined): Finding {
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

const MARKS: Readonly<Record<Verdict, readonly [string, Paint]>> = { ok: ['ok', 'green'], missing: ['missing', 'red'], limited: ['limited', 'yellow'] };

function render(findings: readonly Finding[], able: boolean): string[] {
  const style = stdoutStyle();
  const lines = findings.flatMap(({ what, verdict, says, mend }) => {
    const [mark, color] = MARKS[verdict];
    const line = `${paint(mark.padEnd(7), color, style)}  ${what.padEnd(20)}  ${visible(says)}`;
    return mend === undefined ? [line] : [line, `${' '.repeat(31)}mend: ${mend}`];
  });
  return [...lines, '', able ? 'This machine can be asked.' : 'This machine cannot be asked yet: mend what is missing.'];
}
