/** What is said of what the person thought of answers. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

const LIST = 'gpttrace feedback list shows what is kept';

export const feedbackMessages = {
  feedbackOff: (): Message => ({
    code: 'feedback-off',
    exit: Exit.usage,
    message: 'feedback is off, so this was not kept',
    hints: ['GPTTRACE_FEEDBACK is what turned it off; without it feedback is kept on this machine, in a file of yours'],
  }),
  /** The program was a file, a tool or a model's: no question gets it by itself. */
  feedbackNothing: (title: string): Message => ({
    code: 'feedback-nothing',
    exit: Exit.usage,
    message: `nothing can be learnt from this: no question gets ${title === '' ? 'that program' : `“${title}”`} from the library`,
    hints: ['feedback is about a question and the program of the library that answered it'],
  }),
  unknownFeedback: (id: string): Message => ({
    code: 'unknown-feedback',
    exit: Exit.file,
    message: `there is no feedback with the id ${id.slice(0, 80)}`,
    hints: [LIST],
  }),
  ambiguousFeedback: (id: string, ids: readonly string[]): Message => ({
    code: 'ambiguous-feedback',
    exit: Exit.file,
    message: `${id} could be several`,
    hints: [`one of ${ids.join(', ')}`],
  }),
  unreadableFeedback: (path: string, why: string): Message => ({
    code: 'unreadable-feedback',
    exit: Exit.file,
    message: `${path} cannot be used: ${why}`,
    hints: ['questions are answered as if nothing had ever been said of an answer'],
  }),
  clearUnasked: (count: number): Message => ({
    code: 'clear-unasked',
    exit: Exit.notConsented,
    message: `nobody can be asked whether all feedback (${count}) may be removed; nothing was`,
    hints: ['--yes removes it without asking'],
  }),
  noFeedbackCommand: (word: string, meant: string | undefined): Message => ({
    code: 'no-such-command',
    exit: Exit.usage,
    message: `there is no gpttrace feedback ${word.slice(0, 80)}`,
    hints: [meant === undefined ? 'there are list, show, remove, clear, good and bad' : `did you mean gpttrace feedback ${meant}?`],
  }),
} as const;
