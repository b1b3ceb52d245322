/** What a model writes programs in C with. */
import type { Machine } from '../../../check/check.ts';
import { toolchainOf } from '../../../compiler/toolchain.ts';
import type { Intent } from '../../../core/intent.ts';
import { messages } from '../../../core/messages.ts';
import { Problem } from '../../../core/problem.ts';
import type { Request } from '../../../core/request.ts';
import { loadCLibrary } from '../../../knowledge/c/load.ts';
import type { Surroundings } from '../../events.ts';
import type { Hand } from '../hand.ts';
import type { Beside } from '../workshop.ts';
import { planOfCDraft } from './plan-of-draft.ts';
import { cBenchOf, cExamples } from './workshop.ts';

/** A program in C takes more room than one in bpftrace. */
const MOST_EXAMPLES = 2;

export function cHandFor(name: string, request: Request, intent: Intent, machine: Machine, around: Surroundings, beside: Beside): Hand {
  const { host } = around;
  const { missing, install } = toolchainOf(host);
  if (missing.length > 0) throw new Problem(messages.noToolchain(missing, install));
  const library = loadCLibrary();
  const { workshop, planOf } = cBenchOf(machine, host, intent, around, library, beside);
  return {
    language: 'c',
    workshop,
    examples: cExamples(intent, MOST_EXAMPLES, machine, library),
    planOf(draft) {
      const proven = planOf(draft.source);
      if (proven === undefined) throw new Error('a program that passed was not proven');
      return planOfCDraft(draft, proven, intent, request, host, name);
    },
  };
}
