/** The tracing tools that are installed on a machine, with what their manual pages say they are for. */
import { gunzipSync } from 'node:zlib';
import { type Host, textOf } from '../system/host.ts';

/** A tool of bcc, libbpf-tools, bpftrace or perf-tools. */
export interface InstalledTool {
  /** As it is typed: `opensnoop-bpfcc`. */
  readonly command: string;
  readonly path: string;
  /** The line behind NAME in its manual page; its own name where there is none. */
  readonly summary: string;
}

/** Where distributions put them: Debian names bcc's tools NAME-bpfcc, Fedora and others keep them in a folder; libbpf's are in a folder or begin with bpf-. */
const PLACES: readonly (readonly [string, RegExp])[] = [
  ['/usr/sbin', /-(?:bpfcc|perf)$|^bpf-|\.bt$/],
  ['/usr/bin', /-(?:bpfcc|perf)$/],
  ['/usr/share/bcc/tools', /^[a-z][\w-]*$/],
  ['/usr/share/bpftrace/tools', /\.bt$/],
  ['/usr/local/share/bpftrace/tools', /\.bt$/],
];
/** Debian's libbpf-tools have the names of bcc's without a suffix, among all other programs. */
const UNMARKED = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin'];
const ELF = '\x7fELF';
/** What no other program of such a name has in it: the loader, linked in or needed. */
const LOADER = 'libbpf';
/** The tools have 400 KB; those who link everything in have a few MB. */
const MOST_PROGRAM = 8 * 1024 * 1024;
/** Names that nothing but such a tool is known by, and those that end as theirs do. */
const OF_TOOLS =
  /^(?:bashreadline|capable|profile|hardirqs|softirqs|oomkill|readahead|memleak|cpufreq|numamove|bitesize|filelife|mdflush|solisten|syscount|javagc|biopattern|biostacks|futexctn)$|^[a-z0-9]+(?:snoop|lat|latency|dist|slower|stat|top|len|life|states|rtt|synbl|connect|accept|tracer|retrans|time)$/;
const MANUALS = '/usr/share/man/man';
const MOST_MANUAL = 64 * 1024;
const MOST_PAGE = 1024 * 1024;
const NOT_TOOLS: ReadonlySet<string> = new Set(['doc', 'lib', 'old']);

/** All of them, each command once. */
export function installedTools(host: Host): InstalledTool[] {
  const found = new Map<string, InstalledTool>();
  for (const [directory, pattern] of PLACES) {
    for (const command of host.list(directory) ?? []) {
      if (!pattern.test(command) || NOT_TOOLS.has(command) || found.has(command)) continue;
      found.set(command, { command, path: `${directory}/${command}`, summary: summaryOf(command, host) ?? command.replace(/-bpfcc$|-perf$|\.bt$/, '') });
    }
  }
  for (const directory of UNMARKED) {
    for (const command of host.list(directory) ?? []) {
      const path = `${directory}/${command}`;
      if (!OF_TOOLS.test(command) || found.has(command) || !isLibbpfTool(path, host)) continue;
      found.set(command, { command, path, summary: summaryOf(command, host) ?? summaryOf(`${command}-bpfcc`, host) ?? command });
    }
  }
  return [...found.values()];
}

function isLibbpfTool(path: string, host: Host): boolean {
  if (Buffer.from(host.bytes(path, 0, ELF.length) ?? []).toString('latin1') !== ELF) return false;
  return Buffer.from(host.bytes(path, 0, MOST_PROGRAM) ?? []).includes(LOADER);
}

function summaryOf(command: string, host: Host): string | undefined {
  const text = manualOf(command, 8, host) ?? manualOf(`${command}.bt`, 8, host);
  return text === undefined ? undefined : summaryIn(text);
}

/** The manual page of a command, as it is written: roff. */
export function manualOf(command: string, section: 1 | 8, host: Host): string | undefined {
  const page = `${MANUALS}${section}/${command}.${section}`;
  return textOf(host, page) ?? unpacked(host.bytes(`${page}.gz`, 0, MOST_MANUAL));
}

/** What a manual page says in its NAME section behind the dash: man-pages(7). */
export function summaryIn(page: string): string | undefined {
  const name = /^\.SH\s+"?NAME"?\s*\n(?:\.[^\n]*\n)*([^\n]+)/m.exec(page)?.[1];
  const said = name
    ?.replaceAll('\\-', '-')
    .split(/\s-+\s/)[1]
    ?.replace(/\\f[A-Z]/g, '')
    .trim();
  return said === undefined || said === '' ? undefined : said;
}

function unpacked(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_PAGE }).toString('utf8');
  } catch {
    return undefined;
  }
}
