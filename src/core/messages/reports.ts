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
  reportExists: (path: string): Message => ({
    code: 'file-exists',
    exit: Exit.file,
    message: `${path} exists; it was left as it is`,
    hints: ['choose another name, or overwrite it with --force'],
  }),
  /** Told before anything runs. */
  reportUnwritable: (path: string, why: string): Message => ({
    code: 'unwritable-file',
    exit: Exit.file,
    message: `cannot write ${path}: ${why}`,
    hints: ['nothing was run'],
  }),
  /** Told behind the answer. */
  reportFailed: (path: string, why: string): Message => ({
    code: 'report-failed',
    exit: Exit.file,
    message: `the answer is above, but ${path} could not be written: ${why}`,
    hints: [],
  }),
  reportTwice: (path: string): Message => ({
    code: 'report-twice',
    exit: Exit.usage,
    message: `two reports of one run cannot both be ${path}`,
    hints: ['give each a name of its own'],
  }),
  reportToStandardOutput: (): Message => ({
    code: 'report-standard-output',
    exit: Exit.usage,
    message: 'the answer is written to standard output, so that a report of it cannot be',
    hints: ['name a file', 'gpttrace export last --as csv writes a run that is over to standard output'],
  }),
} as const;
