/** Scripted models of several kinds, as answers of the model server: each decides by the conversation alone, so that any number of questions may be asked at once. */
import type { Answer, Says, SeenCall, SeenRequest } from '../server-types.ts';
import type { Broken, Taught } from './written.ts';

/** The server knows the kinds by the names of its models. */
export const KINDS = ['good', 'erring', 'erring-harder', 'stubborn'] as const;
export type Kind = (typeof KINDS)[number];

/** Whose drafts are submitted: of the first model that has one for the request. */
const WHOSE: Readonly<Record<Exclude<Kind, 'good'>, readonly string[]>> = {
  erring: ['gpt-4', 'gpt-3.5', 'CodeLlama'],
  'erring-harder': ['CodeLlama', 'gpt-3.5', 'gpt-4'],
  stubborn: ['gpt-4', 'gpt-3.5', 'CodeLlama'],
};

/** The draft a kind submits first; undefined where no model failed at the request. */
export function draftOf(kind: Kind, { broken }: Taught): Broken | undefined {
  if (kind === 'good') return undefined;
  return WHOSE[kind].flatMap((model) => broken.filter((one) => one.model === model).slice(0, 1))[0];
}

/** Plays the kind whose name the model that is asked for has. */
export function answerAs(requests: readonly Taught[]): Answer {
  return (seen) => {
    const kind = KINDS.find((one) => one === seen.model);
    if (kind === undefined) return { misbehave: 'status', status: 404, message: `no such model: ${seen.model}` };
    const asked = requestIn(seen, requests);
    if (asked === undefined) return { calls: [{ name: 'decline', input: { why: 'off-topic', said: 'This is none of the questions that I was taught.' } }] };
    return next(kind, asked, seen);
  };
}

/** The longest of the requests that stand in what it was told first. */
function requestIn({ turns }: SeenRequest, requests: readonly Taught[]): Taught | undefined {
  const told = turns.find(({ role }) => role === 'user')?.text ?? '';
  return requests.filter(({ request }) => told.includes(request)).sort((a, b) => b.request.length - a.request.length)[0];
}

function next(kind: Kind, asked: Taught, seen: SeenRequest): Says {
  const made = seen.turns.flatMap(({ calls }) => calls);
  const draft = draftOf(kind, asked);
  if (draft === undefined) return careful(asked, made, seen);
  const isFirst = !made.some(({ name }) => name === 'submit_program');
  if (kind === 'stubborn' || isFirst) return submission(asked, draft.program);
  return competent(asked, made, seen);
}

/** Looks up what it needs, then submits. */
function careful(asked: Taught, made: readonly SeenCall[], seen: SeenRequest): Says {
  const { find, describe = [] } = asked.good;
  const did = (tool: string): boolean => made.some(({ name }) => name === tool);
  if (!did('find_probes')) return { calls: find.map((words) => ({ name: 'find_probes', input: { words } })) };
  if (!did('describe_probe') && describe.length > 0) return { calls: describe.map((probe) => ({ name: 'describe_probe', input: { probe } })) };
  return competent(asked, made, seen);
}

/** Submits a right program; stays with it against mere advice, and where it saw nothing; and says that there is none where it is refused all the same. */
function competent(asked: Taught, made: readonly SeenCall[], seen: SeenRequest): Says {
  const { program } = asked.good;
  const submitted = made.filter(({ name, input }) => name === 'submit_program' && sourceOf(input) === program).length;
  if (submitted === 0) return submission(asked, program);
  if (seen.tools.includes('keep_program')) return { calls: [{ name: 'keep_program', input: { said: 'Nothing of the kind happened while it ran.' } }] };
  if (submitted === 1) return submission(asked, program);
  return { calls: [{ name: 'decline', input: { why: 'impossible', said: 'What this needs cannot be attached on this machine.' } }] };
}

function submission({ good: { title, tells, columns, cannot_show = [], program } }: Taught, source: string): Says {
  // What its drafts print, nobody wrote down.
  const names = source === program ? { columns, cannot_show } : {};
  return { calls: [{ name: 'submit_program', input: { source, title, tells, ...names } }] };
}

function sourceOf(input: unknown): unknown {
  return input !== null && typeof input === 'object' && 'source' in input ? input.source : undefined;
}
