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
const MANUALS = '/usr/share/man/man8';
const MOST_MANUAL = 64 * 1024;
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
  return [...found.values()];
}

function summaryOf(command: string, host: Host): string | undefined {
  const page = `${MANUALS}/${command}.8`;
  const text = textOf(host, page) ?? unpacked(host.bytes(`${page}.gz`, 0, MOST_MANUAL));
  return text === undefined ? undefined : summaryIn(text);
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
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return undefined;
  }
}
