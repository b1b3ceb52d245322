/** A question answered by a program in C: the library's, which gives what its bpftrace twin would, or is found by its own questions. */
import type { Machine } from '../../check/machine.ts';
import { toolchainOf } from '../../compiler/toolchain.ts';
import type { Request } from '../../core/request.ts';
import { valueNumbers } from '../../kernel/names.ts';
import { loadCLibrary } from '../../knowledge/c/load.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { type AroundC, planC, planOneC, twinOf } from '../../plan/c/plan.ts';
import { worthC } from '../../plan/c/worth.ts';
import type { Plan, Planned } from '../../plan/plan.ts';
import type { Host } from '../../system/host.ts';
import { hear } from '../hear.ts';
import { offersOf } from '../offers.ts';
import { DEFAULT_SECONDS, missingProcess, timed } from '../plans.ts';

/** How sure a program in C must be where bpftrace's leave several readings open. */
const CLEAR = 0.8;

/** The plan in C. `planned` is what bpftrace would be given; `chosen` the program that was meant, where the person was asked. */
export async function planInC(planned: Planned, request: Request, machine: Machine, host: Host, chosen?: string): Promise<Planned> {
  const { intent, endless } = timed(await hear(request, machine, host), request);
  const of = planned.kind === 'plan' || planned.kind === 'unattachable' ? libraryProgramOf(planned.plan) : undefined;
  const around: AroundC = {
    numbers: valueNumbers(host),
    ...(of === undefined || !('plan' in planned) ? {} : { choice: { program: of, score: planned.plan.confidence } }),
    ...(chosen === undefined ? {} : { chosen }),
    ...(endless ? {} : { seconds: DEFAULT_SECONDS }),
  };
  const made = planC(intent, loadCLibrary(), around);
  const missing = missingProcess(intent, host);
  const own: Planned = made.kind === 'plan' && missing !== undefined ? { kind: 'plan', plan: { ...made.plan, notes: [...made.plan.notes, missing] } } : made;
  // Among few programs one is soon ahead: where bpftrace's many leave it open what is meant, more than that is wanted.
  if (planned.kind === 'unsure' && (own.kind !== 'plan' || own.plan.confidence < CLEAR)) return planned;
  if (planned.kind !== 'plan') return own;
  const meant = techniqueIn(request.question ?? '');
  if (meant !== undefined) {
    // Whoever says by what it is to be told wants that, not the same told otherwise.
    const { choice: _, ...open } = around;
    const named = planC(intent, loadCLibrary(), open);
    if (named.kind === 'plan' && isBy(meant, named.plan)) return named;
  }
  if (own.kind === 'plan' && (isAsGood(own.plan, planned.plan, of) || own.plan.program.origin.kind !== 'library' || own.plan.program.origin.name === chosen))
    return own;
  // Whatever else bpftrace would be given is said in C.
  const { translatedPlan } = await import('../../translate/plan.ts');
  const translated = translatedPlan(planned.plan, machine);
  if (!('why' in translated)) return { kind: 'plan', plan: translated };
  if (own.kind === 'plan') return own;
  return { kind: 'nothing', nearest: [], why: 'unknown', language: intent.language, notInC: { title: planned.plan.program.title, why: translated.why } };
}

/** What only programs in C are attached to, or what such a lesson is about, where the question names it. */
function techniqueIn(question: string): string | undefined {
  return /\b(xdp|tc|lsm|fentry)\b/i.exec(question)?.[1]?.toLowerCase();
}

function isBy(technique: string, { program: { source } }: Plan): boolean {
  return new RegExp(`\\bSEC\\("\\??${technique}\\b`).test(source);
}

/** Whether a program of the library's own is what bpftrace would be given, with all that was asked of it. */
function isAsGood(own: Plan, planned: Plan, of: LibraryProgram | undefined): boolean {
  const twin = of === undefined ? undefined : twinOf(of, loadCLibrary().programs);
  return own.program.origin.kind === 'library' && own.program.origin.name === twin?.name && own.notes.length <= planned.notes.length;
}

/** What bpftrace would be given, said in C; undefined where that cannot be. */
export async function saidInC(plan: Plan, machine: Machine): Promise<Plan | undefined> {
  const { translatedPlan } = await import('../../translate/plan.ts');
  const translated = translatedPlan(plan, machine);
  return 'why' in translated ? undefined : translated;
}

/** The program in C that gives the very answer of a bpftrace plan, where it grants as much; undefined where there is none. */
export function twinInC(plan: Plan, host: Host): Plan | undefined {
  const of = libraryProgramOf(plan);
  const twin = of === undefined ? undefined : twinOf(of, loadCLibrary().programs);
  if (twin === undefined || plan.followsCommand) return undefined;
  const { seconds } = plan.program;
  const inC = planOneC(twin, plan.intent, plan.confidence, { numbers: valueNumbers(host), ...(seconds === undefined ? {} : { seconds }) });
  return inC.notes.length <= plan.notes.length ? inC : undefined;
}

/** The plan in C of what bpftrace would lose a part of; undefined where it would not. */
export function worthInC(plan: Plan, machine: Machine): Plan | undefined {
  const of = libraryProgramOf(plan);
  return of === undefined ? undefined : worthC(plan, of, (point) => offersOf(machine).rate(point), loadCLibrary());
}

/** What is missing to compile C here; undefined where nothing is. */
export function lackOfCompiler(host: Host): { readonly install?: string } | undefined {
  const { missing, install } = toolchainOf(host);
  return missing.length === 0 ? undefined : install === undefined ? {} : { install };
}

function libraryProgramOf({ program: { origin } }: Plan): LibraryProgram | undefined {
  return origin.kind === 'library' ? loadKnowledge().library.find(({ name }) => name === origin.name) : undefined;
}
