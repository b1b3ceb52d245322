/** A command line of an installed tool while it is typed: held against what the tool understands, before anything is planned. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { SafetyClass } from '../../core/program.ts';
import type { GivenTool } from '../../core/request.ts';
import { localMachine } from '../../local.ts';
import { findTools } from '../../toolbox/find.ts';
import { learnSchema, noSchemas } from '../../toolbox/learn.ts';
import { planArguments } from '../../toolbox/plan.ts';
import { wordsOf } from '../model/tool-hand.ts';
import { unsafeDiagnostics } from '../proof/parts.ts';
import { toolOf } from './named.ts';

export interface HeldLine {
  /** The command as it would be started. */
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What it may do; none where it is wrong. */
  readonly safety: readonly SafetyClass[];
}

/** A tool with arguments that were typed in one line, taken apart as a shell would and in no other way. Throws a Problem for a quotation that does not end. */
export function toolWith(name: string, line: string): GivenTool {
  const args = wordsOf(line);
  if (args === undefined) throw new Problem(messages.openQuote());
  return { name, args };
}

/** What is wrong with it, and what it may do. Starts nothing but the tool's own help. Throws a Problem where there is no such tool. */
export async function holdLine(name: string, line: string, allowUnsafe: boolean): Promise<HeldLine> {
  const { host, schemas = noSchemas } = localMachine();
  const { tool, args = [] } = toolOf(toolWith(name, line), findTools(host), host);
  const planned = planArguments(tool, await learnSchema(tool, host, schemas), args);
  if (planned.kind === 'wrong') return { source: planned.source, diagnostics: planned.diagnostics, safety: [] };
  if (planned.kind === 'nothing') throw new Problem(messages.noToolFor());
  const { source, safety } = planned.plan;
  return { source, diagnostics: unsafeDiagnostics(safety, allowUnsafe), safety: safety.classes };
}
