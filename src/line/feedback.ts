/** What the person says of answers, kept and read again. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import type { Intent } from '../core/intent.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Program } from '../core/program.ts';
import type { FeedbackRecord, Opinion } from '../feedback/record.ts';
import type { Near, Plan, Planned } from '../plan/plan.ts';
import { makePlace, NoPlace } from '../sessions/place.ts';
import type { Feedback, Surroundings } from './events.ts';

const FILE = 'feedback.jsonl';

/** Where it is kept. */
export function feedbackFile(directory: string): string {
  return join(directory, FILE);
}

/** Whether the person wants nothing of it to be kept or used. */
export function isFeedbackOff({ GPTTRACE_FEEDBACK: wish = '' }: Readonly<Record<string, string | undefined>>): boolean {
  return /^(?:off|no|false|0)$/i.test(wish);
}

/** The feedback that is kept in a directory: who has given none pays for a look. Undefined where it is off. */
export function localFeedback(directory: string, env: Readonly<Record<string, string | undefined>>): Feedback | undefined {
  if (isFeedbackOff(env)) return undefined;
  const path = feedbackFile(directory);
  return {
    async read() {
      if (!isThere(path)) return [];
      try {
        return (await import('../feedback/store.ts')).readFeedback(path).records;
      } catch {
        // What cannot be read is as if it had never been said; gpttrace feedback says why.
        return [];
      }
    },
    async note(opinion) {
      try {
        await keep(directory, opinion);
      } catch {
        // Nobody waits for this to be kept.
      }
    },
  };
}

/** Keeps one opinion. Throws as the file system does, or a NoPlace where the directory is somebody else's. */
export async function keep(directory: string, opinion: Opinion): Promise<FeedbackRecord> {
  const { addFeedback } = await import('../feedback/store.ts');
  makePlace(directory);
  return addFeedback(feedbackFile(directory), opinion, Date.now());
}

/** What a person says of an answer. */
export interface Said {
  /** What was asked, understood: of a question that was changed, the changed one. */
  readonly intent: Intent;
  /** What answered it. Of one that was changed first, it is said of the program it was before, and the change is kept. */
  readonly program: Pick<Program, 'origin' | 'title' | 'source'>;
  readonly kind: 'good' | 'bad';
  /** As it was asked; the intent's own question without. */
  readonly question?: string;
}

/** Keeps a thumb up or down. Throws a Problem where nothing can be learnt from it, where feedback is off, and where it cannot be kept. */
export async function keepSaid(
  { intent, program, kind, question }: Said,
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FeedbackRecord> {
  if (isFeedbackOff(env)) throw new Problem(messages.feedbackOff());
  const name = await nameOf(program);
  const asked = question === undefined ? intent : { ...intent, question };
  if (name === undefined || asked.question === '') throw new Problem(messages.feedbackNothing(program.title));
  const edit = program.origin.kind === 'edited' && kind === 'good' ? { source: program.source } : {};
  const opinion = await opinionOf(asked, { kind, program: name, ...edit });
  try {
    return await keep(directory, opinion);
  } catch (error) {
    throw new Problem(messages.unreadableFeedback(feedbackFile(directory), error instanceof NoPlace ? error.message : describeFileError(error)));
  }
}

/** Keeps which of some programs was meant. */
export async function noteChoice(meant: Planned, chosen: Near, choices: readonly Near[], { feedback }: Pick<Surroundings, 'feedback'>): Promise<void> {
  if (feedback === undefined || (meant.kind !== 'plan' && meant.kind !== 'unattachable')) return;
  const instead = choices.map(({ name }) => name).filter((name) => name !== chosen.name);
  await feedback.note(await opinionOf(meant.plan.intent, { kind: 'chosen', program: chosen.name, instead }));
}

/** Keeps what was made of a program before it ran, where that program has a name to be known by. */
export async function noteEdit({ intent, program }: Plan, source: string, feedback: Feedback): Promise<void> {
  const name = await nameOf(program);
  if (name !== undefined && intent.question !== '') await feedback.note(await opinionOf(intent, { kind: 'edited', program: name, source }));
}

/** An opinion about a program for what an intent asks for. */
export async function opinionOf(intent: Intent, rest: Pick<Opinion, 'kind' | 'program' | 'instead' | 'source'>): Promise<Opinion> {
  const [{ askedOf }, { loadKnowledge }, { loadLexicon }] = await Promise.all([
    import('./plans.ts'),
    import('../knowledge/knowledge.ts'),
    import('../intent/lexicons.ts'),
  ]);
  await loadLexicon(intent.language);
  return { ...askedOf(intent, loadKnowledge().index), ...rest };
}

/** What a program is known by: a variant by the one it is a variant of. Undefined for what no question gets by itself. */
export async function nameOf({ origin }: Pick<Program, 'origin'>): Promise<string | undefined> {
  if (origin.kind === 'composed') return origin.name;
  const own = origin.kind === 'library' ? origin.name : origin.kind === 'edited' ? origin.of : undefined;
  if (own === undefined) return undefined;
  const { loadKnowledge } = await import('../knowledge/knowledge.ts');
  return loadKnowledge().library.find(({ name }) => name === own)?.variantOf ?? own;
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
