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
    hints: ['choose another place; nothing was run, nothing was written'],
  }),
  /** Told before anything runs, of what the program will never see. */
  reportUnfit: (path: string, format: string, why: string): Message => ({
    code: 'unfit-program',
    exit: Exit.file,
    message: `no ${format} can be made of this program for ${path}: ${why}`,
    hints: ['nothing was run, nothing was written'],
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
  noRun: (path: string, why: string): Message => ({
    code: 'no-run',
    exit: Exit.file,
    message: `${path} holds no run: ${why}`,
    hints: ['a run is what --export run.json or gpttrace export SESSION --as json has written'],
  }),
  unfitFormat: (format: string, why: string, others: readonly string[]): Message => ({
    code: 'unfit-format',
    exit: Exit.file,
    message: `this run cannot be written as ${format}: ${why}`,
    hints: others.length === 0 ? [] : [`it can be as ${others.join(', ')}`],
  }),
  wholeFormat: (format: string, single: readonly string[]): Message => ({
    code: 'whole-format',
    exit: Exit.usage,
    message: `--dataset chooses one table, and ${format} holds the whole run`,
    hints: [`one table is written as ${single.join(', ')}`],
  }),
  whichFormat: (names: readonly string[]): Message => ({
    code: 'which-format',
    exit: Exit.usage,
    message: 'it is not said in which form to write the run',
    hints: [`--as ${names.join(', --as ')}`, 'or -o FILE, whose ending tells it'],
  }),
  whichRun: (): Message => ({
    code: 'which-run',
    exit: Exit.usage,
    message: 'it is not said which run to write',
    hints: ['gpttrace export last --as html -o report.html', 'gpttrace sessions lists what is kept', 'gpttrace export --list shows the forms'],
  }),
  binaryOnTerminal: (format: string): Message => ({
    code: 'binary-on-terminal',
    exit: Exit.usage,
    message: `${format} is no text, and would be written to the terminal`,
    hints: ['-o FILE writes it to a file'],
  }),
} as const;
