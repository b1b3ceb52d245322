/** By what means a question is answered: what was asked for, or whatever does at the least cost. Who asks what bpftrace answers pays for nothing else. */
import type { Machine } from '../check/machine.ts';
import type { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { BPFTRACE_CARRIES } from '../plan/c/rate.ts';
import { wantedMeasure } from '../plan/fill/measure.ts';
import type { Plan, Planned } from '../plan/plan.ts';
import { planTexts } from '../plan/texts.ts';
import type { Surroundings } from './events.ts';
import { asksWhatIs } from './means/state.ts';
import { offersOf } from './offers.ts';
import { planQuestion } from './plans.ts';

/** Where tools and C can be chosen unasked, and why bpftrace cannot be. */
export interface Means {
  /** Why nothing can be run by bpftrace here. */
  readonly lack?: Problem | undefined;
}

type Around = Pick<Surroundings, 'host' | 'schemas' | 'launcher' | 'sandbox' | 'rehearse' | 'willRun' | 'feedback'>;

/** A tool is taken unasked only where it is as good as named. */
const SURE = 0.8;
/** Where the question itself says that it is one for such a tool. */
const LIKELY = 0.5;
/** Instead of a program that is known and cannot be attached: questions about what happens reach 0.95 for tools that tell what there is. */
const CERTAIN = 1;

/** The plan for a question. `chosen` is the name of the program that was meant, where the person was asked. Throws a Problem where nothing here can run what answers. */
export async function planByMeans(request: Request, machine: Machine, around: Around, { lack }: Means, chosen?: string): Promise<Planned> {
  const { host } = around;
  if (request.as === 'tool') return (await import('./means/by-tool.ts')).planByTool(request, machine, around);
  const told = chosen === undefined ? await toldAtOnce(request, machine, around) : undefined;
  if (told !== undefined) return { kind: 'plan', plan: told };
  const feedback = await around.feedback?.read();
  const planned = await planQuestion(request, machine, host, { chosen, ...(feedback === undefined ? {} : { feedback }) });
  if (request.as === 'c') return (await import('./means/in-c.ts')).planInC(planned, request, machine, host, chosen);
  if (lack !== undefined) return withoutBpftrace(planned, request, machine, around, lack);
  if (planned.kind !== 'plan' || request.as !== undefined || !isOnlyHere(request, around)) return planned;
  return { kind: 'plan', plan: await inCWhereWorth(planned.plan, machine, around) };
}

/** The tool that tells what there is, where that is what is asked and one is as good as named. */
async function toldAtOnce(request: Request, machine: Machine, around: Around): Promise<Plan | undefined> {
  if (request.as !== undefined || request.planner === 'model' || !asksWhatIs(request) || !isOnlyHere(request, around)) return undefined;
  const { planByTool } = await import('./means/by-tool.ts');
  const tool = await planByTool(request, machine, around, { least: LIKELY, atOnce: true });
  if (tool.kind !== 'plan') return undefined;
  return { ...tool.plan, notes: [...tool.plan.notes, planTexts(tool.plan.intent.language).toldAtOnce()] };
}

/** Whether only this machine is meant, and all of it: what is not bpftrace's is not for guests, rehearsals and commands. */
function isOnlyHere({ command }: Request, { launcher, sandbox, rehearse }: Around): boolean {
  return launcher === undefined && sandbox === undefined && rehearse === undefined && command === undefined;
}

/** In C where so many rows would come that bpftrace loses some. Where this machine cannot do that now, the plan says what it takes. */
async function inCWhereWorth(plan: Plan, machine: Machine, { host, willRun }: Around): Promise<Plan> {
  if (!mayBeWorth(plan, machine)) return plan;
  const { lackOfCompiler, worthInC } = await import('./means/in-c.ts');
  const inC = worthInC(plan, machine);
  if (inC === undefined) return plan;
  const texts = planTexts(plan.intent.language);
  const lack = lackOfCompiler(host);
  if (lack !== undefined) return { ...plan, notes: [...plan.notes, texts.wouldCarry('compiler', lack.install)] };
  if (willRun !== false && machine.facts.privilege !== 'root') return { ...plan, notes: [...plan.notes, texts.wouldCarry('root')] };
  return { ...inC, notes: [...inC.notes, texts.carriedInC()] };
}

/** The tool that answers what no program does, or none that can be attached here; only where that is as sure as if it had been named. */
export async function toolInstead(planned: Planned, request: Request, machine: Machine, around: Around): Promise<Plan | undefined> {
  if (request.as !== undefined || !isOnlyHere(request, around)) return undefined;
  const isUnknown = planned.kind === 'nothing' && (planned.why === 'unknown' || planned.why === 'off-topic');
  if (!isUnknown && planned.kind !== 'unattachable') return undefined;
  const { planByTool } = await import('./means/by-tool.ts');
  const tool = await planByTool(request, machine, around, planned.kind === 'unattachable' ? { least: CERTAIN, atOnce: true } : { least: SURE });
  if (tool.kind !== 'plan') return undefined;
  const texts = planTexts(planned.language);
  const why = planned.kind === 'unattachable' ? texts.instead(planned.why) : texts.noProgram();
  return { ...tool.plan, notes: [...tool.plan.notes, why] };
}

/** What costs nothing to tell: whether a row is printed for each of very many events, and nothing in the question makes them few. */
function mayBeWorth({ program, intent, narrowed }: Plan, machine: Machine): boolean {
  if (narrowed || intent.conditions.length > 0 || intent.times !== undefined) return false;
  if (program.answer !== 'rows' && wantedMeasure(intent) !== 'each') return false;
  const offers = offersOf(machine);
  return program.attachPoints.some((point) => offers.rate(point) >= BPFTRACE_CARRIES);
}

/** What answers where there is no bpftrace: the same in C, or a tool. Throws the Problem that tells what is wrong with bpftrace where nothing does. */
async function withoutBpftrace(planned: Planned, request: Request, machine: Machine, around: Around, lack: Problem): Promise<Planned> {
  if (request.as === undefined && isOnlyHere(request, around)) {
    const { language } = planned.kind === 'plan' || planned.kind === 'unattachable' ? planned.plan.intent : planned;
    const told = (plan: Plan): Planned => ({ kind: 'plan', plan: { ...plan, notes: [...plan.notes, planTexts(language).instead(lack.message)] } });
    const { lackOfCompiler, saidInC, twinInC } = await import('./means/in-c.ts');
    const mayLoad = machine.facts.privilege === 'root' && lackOfCompiler(around.host) === undefined;
    const twin = mayLoad && (planned.kind === 'plan' || planned.kind === 'unattachable') ? twinInC(planned.plan, around.host) : undefined;
    const inC = twin ?? (mayLoad && planned.kind === 'plan' ? await saidInC(planned.plan, machine) : undefined);
    if (inC !== undefined) return told(inC);
    const { planByTool } = await import('./means/by-tool.ts');
    const tool = await planByTool(request, machine, around, { least: SURE });
    if (tool.kind === 'plan') return told(tool.plan);
  }
  throw lack;
}
