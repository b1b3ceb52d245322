/** What a page wishes for, as the line takes it: a request, and what it is run among. */
import type { Intent } from '../core/intent.ts';
import { messages } from '../core/messages.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { Program } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import type { RehearsalWish, Surroundings } from '../line/events.ts';
import { validateQuestion } from '../line/question.ts';
import { refuseReach } from '../line/reach.ts';
import type { WithinGuest } from '../line/within.ts';
import type { Wish } from './wish.ts';

/** Who hears of a run beside its pages. */
export interface Heard {
  /** False where it is not kept as a session. */
  readonly keep?: boolean;
  /** Whether its metrics are pushed while it runs. */
  readonly otlp?: boolean;
  /** What numbers are called where it runs, where that is not this machine. */
  readonly names?: ValueNames;
}

export interface Wished {
  readonly request: Request;
  readonly around: Partial<Surroundings>;
  readonly heard: Heard;
  /** The guest that it runs in, by its name, and how it comes to run there. */
  readonly within?: Pick<WithinGuest, 'within'> & { readonly name: string };
}

/** What a question may build on. */
export interface Before {
  readonly intent: Intent;
  /** Of a program that was given there is nothing to change. */
  readonly program: Program;
}

/** What whoever started the server lets pages do. */
export interface Allowed {
  /** Whether commands are started, to be traced. */
  readonly commands: boolean;
}

type Here = () => Promise<Pick<Surroundings, 'host' | 'model'>>;

/** Throws a Problem for what is said of an answer, and is no question; for what does not go together; and for what this server does not do. */
export async function wishOf(wish: Wish, before: Before | undefined, here: Here, allowed: Allowed): Promise<Wished> {
  refuse(wish, allowed);
  const model = await modelOf(wish);
  const request = await asked(await requestOf(wish), before, async () => ({ ...(await here()), ...model }));
  const { explain, command, guest, sandbox = guest !== undefined, keep, otlp, within: name, workload } = wish;
  const inGuest = name === undefined ? undefined : await (await import('../line/within.ts')).withinGuest(name);
  const rehearse = inGuest === undefined ? rehearsalOf(wish) : undefined;
  const started = inGuest === undefined || workload === undefined ? {} : { command: inGuest.workload(workload) };
  const origin = request.intent === undefined ? undefined : before?.program.origin;
  return {
    request: { ...request, ...started },
    around: {
      ...model,
      ...(command === undefined && workload === undefined ? {} : { tellsPrinted: true }),
      ...(sandbox ? { sandbox: await guestOf(guest) } : {}),
      ...(rehearse === undefined ? {} : { rehearse }),
      ...(origin?.kind === 'library' ? { meant: meantOf(origin.name) } : {}),
      ...(explain === true ? { explain: true } : {}),
    },
    heard: defined({ keep, otlp, names: inGuest?.names }),
    ...(inGuest === undefined || name === undefined ? {} : { within: { name, within: inGuest.within } }),
  };
}

function refuse(wish: Wish, allowed: Allowed): void {
  const { question, source, tool, language = 'bpftrace', command, pid, planner, model, args, settings, within, workload } = wish;
  // What is too long to be read is no run, and is not kept as one.
  if (question !== undefined) validateQuestion(question);
  if (command !== undefined && !allowed.commands) throw new Problem(messages.noCommands());
  if (within !== undefined && command !== undefined && workload !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--workload', 'one thing runs beside the program'));
  if (command !== undefined && pid !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--pid', 'a command that is started has a pid of its own'));
  if (tool?.line !== undefined && question !== undefined) throw new Problem(messages.questionAndArguments());
  if (planner === 'embedded' && model !== undefined)
    throw new Problem(messages.conflictingOptions('--model', '--planner embedded', 'the embedded planner asks no model'));
  if (source !== undefined && language === 'c') refuseReach(source);
  if (language === 'c' && args !== undefined) throw new Problem(messages.noArguments(language));
  if (language !== 'c' && settings !== undefined) throw new Problem(messages.nothingToSet(language));
}

/** The model that is wished for, opened when it is asked for; nothing where the one in use is meant. Throws a Problem for one that is not offered. */
async function modelOf({ model, localOnly, maxCost }: Wish): Promise<Pick<Surroundings, 'model'>> {
  if (model === undefined && localOnly === undefined && maxCost === undefined) return {};
  if (model !== undefined) {
    // A page names no addresses and no recordings: those are files, and machines, of whoever started the server.
    const { usableModels } = await import('../line/model/usable.ts');
    if (!(await usableModels(process.env)).some(({ name }) => name === model)) throw new Problem(messages.modelNotOffered(model));
  }
  const wanted = defined({ model, localOnly, dollars: maxCost });
  return { model: async () => (await import('../line/model/open.ts')).openModel(wanted) };
}

/** Throws a Problem for a name that is no guest's. */
async function guestOf(name: string | undefined): Promise<NonNullable<Surroundings['sandbox']>> {
  return (await import('../line/guests.ts')).sandboxIn(name);
}

function rehearsalOf({ rehearse = false, workload, about }: Wish): RehearsalWish | undefined {
  if (!rehearse && workload === undefined && about === undefined) return undefined;
  return defined({ workload: workload?.split(/\s+/), question: about });
}

async function requestOf(wish: Wish): Promise<Request> {
  const { seconds, pid, comm, command, top, planner, model, as, args, settings } = wish;
  const plannedBy = planner ?? (model === undefined ? undefined : 'model');
  return { ...(await givenIn(wish)), ...defined({ seconds, pid, comm, command, top, planner: plannedBy, as, args, settings }) };
}

async function givenIn({ question, source, language = 'bpftrace', tool }: Wish): Promise<Request> {
  if (source !== undefined) return { program: { path: language === 'c' ? 'page.bpf.c' : 'page.bt', language, source } };
  if (tool === undefined) return { question: question ?? '' };
  const { name, line } = tool;
  // Who asks for no tool does not wait for them.
  const given = line === undefined ? { name } : (await import('../line/tools/held.ts')).toolWith(name, line);
  return { tool: given, ...defined({ question }) };
}

/** The question before with what was said of it, as in a talk: "only nginx", "by file instead". */
async function asked(request: Request, before: Before | undefined, here: Here): Promise<Request> {
  const { question } = request;
  if (question === undefined || request.tool !== undefined || before === undefined || before.program.origin.kind === 'file') return request;
  const { TalkGround } = await import('../line/talk/ground.ts');
  const around = await here();
  // Asked once more it is no change of itself.
  if (question.trim() === before.intent.question) return request;
  const language = /\p{Script=Han}/u.test(question) ? 'zh' : 'en';
  const meant = await new TalkGround(around).meant(question, before.intent);
  if (meant.kind === 'question') return meant.text === undefined ? request : { ...request, question: meant.text };
  // "why is my machine slow" asks anew; "why is that slow" is about the answer.
  if (meant.kind === 'saying' && meant.saying === 'why' && !pointsBack(question)) return request;
  if (meant.kind === 'saying') throw new Problem(messages.hasButton(meant.saying, language));
  if (meant.kind === 'unclear') {
    // What our rules do not understand a model may.
    if (request.planner === 'embedded' || (await around.model?.()) === undefined) throw new Problem(messages.unclearChange(question, language));
    return { ...request, planner: 'model' };
  }
  return { ...request, question: meant.intent.question, intent: meant.intent };
}

/** Whether it means nothing without the answer before. */
function pointsBack(question: string): boolean {
  return (
    /\b(?:it|its|this|that|these|those|they|them|there|so)\b|[这那它]/iu.test(question) ||
    /^\W*(?:but\s+)?(?:why|how come|为什么|为何|为啥)\W*$/iu.test(question)
  );
}

/** That it is this program of the library, where a question could mean several. */
export function meantOf(library: string): NonNullable<Surroundings['meant']> {
  return (choices) => choices.find(({ name }) => name === library);
}

/** Without what was not said. */
export function defined<T extends object>(wish: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
