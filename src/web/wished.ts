/** What a page wishes for, as the line takes it: a request, and what it is run among. */
import type { Intent } from '../core/intent.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Program } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import type { RehearsalWish, Surroundings } from '../line/events.ts';
import { validateQuestion } from '../line/question.ts';
import { refuseReach } from '../line/reach.ts';
import type { Wish } from './wish.ts';

/** Who hears of a run beside its pages. */
export interface Heard {
  /** False where it is not kept as a session. */
  readonly keep?: boolean;
  /** Whether its metrics are pushed while it runs. */
  readonly otlp?: boolean;
}

export interface Wished {
  readonly request: Request;
  readonly around: Partial<Surroundings>;
  readonly heard: Heard;
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
  const request = await asked(requestOf(wish), before, async () => ({ ...(await here()), ...model }));
  const { explain, command, guest, sandbox = guest !== undefined, keep, otlp } = wish;
  const rehearse = rehearsalOf(wish);
  const origin = request.intent === undefined ? undefined : before?.program.origin;
  return {
    request,
    around: {
      ...model,
      ...(command === undefined ? {} : { tellsPrinted: true }),
      ...(sandbox ? { sandbox: await guestOf(guest) } : {}),
      ...(rehearse === undefined ? {} : { rehearse }),
      ...(origin?.kind === 'library' ? { meant: (choices) => choices.find(({ name }) => name === origin.name) } : {}),
      ...(explain === true ? { explain: true } : {}),
    },
    heard: defined({ keep, otlp }),
  };
}

function refuse({ question, source, language = 'bpftrace', command, pid, planner, model, args, settings }: Wish, allowed: Allowed): void {
  // What is too long to be read is no run, and is not kept as one.
  if (question !== undefined) validateQuestion(question);
  if (command !== undefined && !allowed.commands) throw new Problem(messages.noCommands());
  if (command !== undefined && pid !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--pid', 'a command that is started has a pid of its own'));
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

function requestOf({ question = '', source, language = 'bpftrace', seconds, pid, comm, command, top, planner, model, as, args, settings }: Wish): Request {
  const given = source === undefined ? { question } : { program: { path: language === 'c' ? 'page.bpf.c' : 'page.bt', language, source } };
  const plannedBy = planner ?? (model === undefined ? undefined : 'model');
  return { ...given, ...defined({ seconds, pid, comm, command, top, planner: plannedBy, as, args, settings }) };
}

/** The question before with what was said of it, as in a talk: "only nginx", "by file instead". */
async function asked(request: Request, before: Before | undefined, here: Here): Promise<Request> {
  const { question } = request;
  if (question === undefined || before === undefined || before.program.origin.kind === 'file') return request;
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

/** Without what was not said. */
function defined<T extends object>(wish: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
