import type { Program, Safety, ToolCommand } from '../core/program.ts';

/** Whose tool it is: that tells how it is asked what it understands. */
export type ToolKind = 'bcc' | 'libbpf' | 'bpftrace' | 'perf-tools' | 'perf' | 'ss' | 'strace' | 'bpftool';

/** A tool that is installed. */
export interface Tool {
  /** As it is typed: `opensnoop-bpfcc`, `perf stat`, `bpftool prog show`. */
  readonly name: string;
  /** What it is called wherever it comes from: `opensnoop`. */
  readonly base: string;
  readonly path: string;
  readonly kind: ToolKind;
  /** The arguments its name is made of: `stat` of perf. They stand first. */
  readonly words: readonly string[];
  /** One line that says what it is for. */
  readonly summary: string;
}

/** A tool with its arguments, ready to be shown, agreed to and run. */
export interface ToolPlan {
  readonly tool: Tool;
  readonly command: ToolCommand;
  /** The command line as a person would type it. */
  readonly source: string;
  readonly title: string;
  readonly safety: Safety;
  /** Wishes that no option grants, and what the user should know before agreeing. */
  readonly notes: readonly string[];
  /** After so many seconds it has ended by itself, or is to be stopped; undefined for one that answers at once. */
  readonly seconds?: number;
  /** Whether its arguments make it end by itself. */
  readonly endsItself: boolean;
  /** The one process it is narrowed to. */
  readonly pid?: number;
  readonly top?: number;
  /** 0 to 1: how sure it is that this tool was meant; 1 where it was named. */
  readonly confidence: number;
}

/** The program of a plan, as the line runs it. Its outputs are found out when the tool prints. */
export function programOf(plan: ToolPlan): Program {
  return {
    language: 'tool',
    source: plan.source,
    command: plan.command,
    title: plan.title,
    origin: { kind: 'tool', name: plan.tool.name },
    attachPoints: [],
    outputs: [],
    endsItself: plan.endsItself,
    ...(plan.seconds === undefined ? {} : { seconds: plan.seconds }),
    ...(plan.pid === undefined ? {} : { pid: plan.pid }),
    ...(plan.top === undefined ? {} : { top: plan.top }),
  };
}

/** What a tool is for, without what it is made with. */
export function plainSummary(summary: string): string {
  return summary.replace(/\.* *Uses (?:Linux )?(?:eBPF|BCC|bpftrace)[^.]*\.?$/i, '').replace(/\.+$/, '');
}
