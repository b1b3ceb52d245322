/** Which tracing tools are installed: bcc's, libbpf's, bpftrace's own, perf, ss, strace and bpftool. */
import { editDistance } from '../core/distance.ts';
import { type InstalledTool, installedTools } from '../knowledge/tools.ts';
import type { Host } from '../system/host.ts';
import { CATALOGUE, COMMANDS, OF_RUNTIMES } from './catalogue.ts';
import type { Tool, ToolKind } from './tool.ts';

/** All of them, each name once; those whose kind comes first in `PREFERENCE` first. */
export function findTools(host: Host): Tool[] {
  return [...installedTools(host).flatMap(known), ...programs(host)];
}

function known({ command, path, summary }: InstalledTool): Tool[] {
  const base = baseOf(command);
  if (!Object.hasOwn(CATALOGUE, base) && !OF_RUNTIMES.test(base)) return [];
  return [{ name: command, base, path, kind: kindOf(command, path), words: [], summary }];
}

/** What a tool is called wherever it comes from. */
export function baseOf(command: string): string {
  return command.replace(/^bpf-/, '').replace(/-bpfcc$|-perf$|\.bt$/, '');
}

function kindOf(command: string, path: string): ToolKind {
  if (command.endsWith('.bt')) return 'bpftrace';
  if (command.endsWith('-bpfcc') || path.startsWith('/usr/share/bcc/tools/')) return 'bcc';
  return command.endsWith('-perf') ? 'perf-tools' : 'libbpf';
}

function programs(host: Host): Tool[] {
  return (['perf', 'bpftool', 'ss', 'strace'] as const).flatMap((program) => {
    const path = host.which(program);
    if (path === undefined) return [];
    return COMMANDS[program].map(({ words, summary }): Tool => {
      const name = [program, ...words].join(' ');
      return { name, base: name, path, kind: program, words, summary };
    });
  });
}

export type Named = { readonly kind: 'tool'; readonly tool: Tool } | { readonly kind: 'unknown'; readonly near: readonly string[] };

const MOST_NEAR = 3;

/** The tool of a name: as it is typed, or as it is called wherever it comes from. Names that come near where there is none. */
export function toolNamed(name: string, tools: readonly Tool[]): Named {
  const asked = name.trim().replace(/\s+/g, ' ');
  const tool = tools.find((one) => one.name === asked) ?? preferred(tools.filter(({ base }) => base === asked));
  if (tool !== undefined) return { kind: 'tool', tool };
  const within = tools.filter((one) => one.name.startsWith(`${asked} `)).map((one) => one.name);
  if (within.length > 0) return { kind: 'unknown', near: within };
  const bound = asked.length >= 8 ? 3 : 2;
  const near = [...new Set(tools.flatMap((one) => [one.base, one.name]))]
    .map((word) => ({ word, distance: editDistance(asked.slice(0, 40), word, bound) }))
    .filter(({ distance }) => distance <= bound)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NEAR);
  return { kind: 'unknown', near: near.map(({ word }) => word) };
}

/** libbpf's need nothing but the kernel's BTF, bpftrace's that and a compiler of its own; bcc's compile C against the kernel's headers. */
const PREFERENCE: readonly ToolKind[] = ['libbpf', 'perf', 'ss', 'bpftool', 'strace', 'bcc', 'bpftrace', 'perf-tools'];

/** The one of several tools of a name that asks least of the machine. */
export function preferred(tools: readonly Tool[]): Tool | undefined {
  return [...tools].sort((a, b) => PREFERENCE.indexOf(a.kind) - PREFERENCE.indexOf(b.kind))[0];
}
