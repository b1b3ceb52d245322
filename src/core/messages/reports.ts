/** What is said of runs written as files. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const reportsMessages = {
  unknownFormat: (name: string, nearest: string | undefined, known: readonly string[]): Message => ({
    code: 'unknown-format',
    exit: Exit.usage,
    message: `there is no form ${JSON.stringify(name)} to write a run in`,
    hints: [...(nearest === undefined ? [] : [`did you mean ${nearest}?`]), `there are: ${known.join(', ')}`],
  }),
  unknownExtension: (path: string, usual: readonly string[]): Message => ({
    code: 'unknown-extension',
    exit: Exit.usage,
    message: `the name ${JSON.stringify(path)} does not tell in which form to write it`,
    hints: [`names that do end in ${usual.join(', ')}`],
  }),
  unknownDataset: (name: string, known: readonly string[]): Message => ({
    code: 'unknown-dataset',
    exit: Exit.usage,
    message: `the run has no table ${JSON.stringify(name)}`,
    hints: [`it has: ${known.join(', ')}`],
  }),
} as const;
