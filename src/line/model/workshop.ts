/** The agent's workshop over a real machine: what it may look up, and everything a program is proven by before anybody is asked to run it. */
import type { ParseResult } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import { check, type Machine } from '../../check/check.ts';
import { assessUnsafe } from '../../check/policy/assess.ts';
import { repair } from '../../check/repair.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Intent } from '../../core/intent.ts';
import type { Request } from '../../core/request.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import type { Workshop } from '../../plan/agent/workshop.ts';
import { holdAgainst } from '../../plan/contract/contract.ts';
import { eventClasses } from '../../plan/contract/events.ts';
import type { Host } from '../../system/host.ts';
import type { Surroundings } from '../events.ts';
import { compile } from './compile.ts';
import { describeProbeText, describeTypeText, findExamplesText, findProbesText, listToolsText } from './lookups.ts';
import { samplerOf } from './sampler.ts';

/** What it may look up beside the machine: the user's documents, the web. */
export type Beside = Pick<Workshop, 'documents' | 'lookUp'>;

/** `intent` is what was asked: what the program is held against. */
export function workshopOf(machine: Machine, host: Host, request: Request, intent: Intent, around: Surroundings, beside: Beside = {}): Workshop {
  const { allowUnsafe = false, launcher, kill } = around;
  const { library, index } = loadKnowledge();
  const classes = eventClasses(index.match(intent), library);
  const sample = samplerOf(machine, around);
  return {
    findProbes: (words, most) => findProbesText(words, most, machine, host),
    describeProbe: (attachPoint) => describeProbeText(attachPoint, machine),
    describeType: (name) => describeTypeText(name, machine),
    findExamples: (words, most) => findExamplesText(words, most, machine),
    listTools: (words) => listToolsText(words, machine, host),
    check: (source) => check(source, machine, allowUnsafe),
    repair(source) {
      const { source: mended, changes, diagnostics } = repair(source, machine, { allowUnsafe });
      return {
        source: mended,
        diagnostics,
        mends: changes.map(({ what, why, changes: then }) => ({ what, why, ...(then === undefined ? {} : { changes: then }) })),
      };
    },
    contract: (parsed, source) => [
      ...holdAgainst(parsed.script, source, intent, classes).map((one) => asSure(one, intent)),
      ...followsCommand(parsed, request),
    ],
    forbidden(source) {
      if (allowUnsafe) return undefined;
      const { script } = check(source, machine, true).parsed;
      const reasons = new Set(assessUnsafe(script, source).map(({ why }) => why));
      if (reasons.size > 0) return `it does more than watch: ${[...reasons].join('; ')}`;
      return readsFiles(script) ? 'it reads files with cat(), and shows what is in them: that is no trace' : undefined;
    },
    load: (source, signal) => compile(source, machine, { allowUnsafe, signal, kill, ...(launcher === undefined ? {} : { launcher }) }),
    ...(sample === undefined ? {} : { sample }),
    ...beside,
  };
}

/** Which event a question is about is a guess where it does not call it by its name: a model that has read it otherwise is told so, and may insist. */
export function asSure(found: Diagnostic, { event }: Intent): Diagnostic {
  return found.code === 'asked-event' && event === undefined ? { ...found, severity: 'warning' } : found;
}

/** Whether anything in a question can be held against a program. */
export function canHold(intent: Intent): boolean {
  const { event, measure, filter, seconds, keys, topic } = intent;
  return [event, measure, filter, seconds].some((part) => part !== undefined) || keys.length > 0 || topic !== '';
}

/** What root may read, a person asks for by a program of their own: a model that was talked into something does not. */
function readsFiles(script: ParseResult['script']): boolean {
  return [...walk(script)].some((node) => node.kind === 'call' && node.name === 'cat');
}

/** A command that is started for the question has its pid as the program's first parameter. */
function followsCommand({ script }: ParseResult, { command }: Request): Diagnostic[] {
  if (command === undefined || usesParameter(script)) return [];
  return [
    {
      code: 'asked-command',
      severity: 'error',
      message: 'the question is about one command, whose process id is the parameter $1, and the program does not use $1',
      hints: ['compare pid with $1, and keep its children too where they count'],
      fixes: [],
    },
  ];
}

/** Whether a program takes the pid of a command. */
export function usesParameter(script: ParseResult['script']): boolean {
  return [...walk(script)].some((node) => node.kind === 'positional');
}
