/** Which tools every user may run. */
import type { KernelFacts } from '../../core/facts.ts';
import type { Tool, ToolPlan } from '../../toolbox/tool.ts';

/** They look at what is one's own, or at what everybody may see. */
const FOR_ALL = /^(?:ss|strace|perf (?:list|stat))$/;
/** Root sees no more with these. */
const THE_SAME = /^(?:perf list)$/;

export function needsRoot({ base }: Tool): boolean {
  return !FOR_ALL.test(base);
}

/** Whether it is started without sudo: where that shows the same, and where there is nothing else. */
export function startedAsUser({ tool, command }: ToolPlan, { privilege }: KernelFacts): boolean {
  if (needsRoot(tool)) return false;
  // Whose socket it is only root is told.
  const isSame = THE_SAME.test(tool.base) || (tool.base === 'ss' && !command.args.some((arg) => /^-[a-z]*p|^--processes$/.test(arg)));
  return isSame || privilege === 'none' || privilege === 'sudo-password';
}
