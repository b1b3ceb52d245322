/** What is said of runs that are kept. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

const LIST = 'gpttrace sessions lists what is kept';

export const sessionsMessages = {
  noSessions: (): Message => ({
    code: 'no-sessions',
    exit: Exit.file,
    message: 'no run is kept yet',
    hints: ['every run is kept from then on, unless it has --no-keep or GPTTRACE_SESSIONS is off'],
  }),
  /** `near`: ids that look like it. */
  unknownSession: (name: string, near: readonly string[]): Message => ({
    code: 'unknown-session',
    exit: Exit.file,
    message: `no session is named ${name}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : []), LIST],
  }),
  /** What was to be explained is neither; `hints` are those of a session that is not there. */
  nothingOfThatName: (name: string, hints: readonly string[]): Message => ({
    code: 'unknown-session',
    exit: Exit.file,
    message: `there is no file and no session called ${name}`,
    hints,
  }),
  ambiguousSession: (name: string, ids: readonly string[]): Message => ({
    code: 'ambiguous-session',
    exit: Exit.file,
    message: `${name} could be several sessions`,
    hints: [`one of ${ids.join(', ')}`],
  }),
  /** Nothing tells what was run. */
  unreadableSession: (id: string, why: readonly string[], events: boolean): Message => ({
    code: 'unreadable-session',
    exit: Exit.file,
    message: `session ${id} cannot be read: ${why.join('; ')}`,
    hints: events ? [`its events may be readable all the same: gpttrace sessions show ${id} --events`] : [`gpttrace sessions rm ${id} removes it`],
  }),
  sessionRuns: (id: string): Message => ({
    code: 'session-runs',
    exit: Exit.file,
    message: `session ${id} is still running; it was left as it is`,
    hints: ['end it first, with Ctrl-C where it runs'],
  }),
  /** Both sessions of a difference. */
  noStacks: (before: string, after: string): Message => ({
    code: 'no-stacks',
    exit: Exit.file,
    message: `${before} and ${after} have no stacks of the same kind, of which a flame graph could be drawn`,
    hints: ['a question such as "which kernel functions use the CPU, as a flame graph" traces stacks', 'without --output the difference is shown as tables'],
  }),
  removeWhat: (): Message => ({
    code: 'remove-what',
    exit: Exit.usage,
    message: 'nothing says which sessions are to be removed',
    hints: ['gpttrace sessions rm ID, --older-than 7d, or --all', LIST],
  }),
  removeUnasked: (what: string): Message => ({
    code: 'remove-unasked',
    exit: Exit.notConsented,
    message: `nobody can be asked whether ${what} may be removed; nothing was`,
    hints: ['--yes removes without asking'],
  }),
  unwritableSession: (id: string, why: string): Message => ({
    code: 'unwritable-session',
    exit: Exit.file,
    message: `session ${id} cannot be changed: ${why}`,
    hints: [],
  }),
} as const;
