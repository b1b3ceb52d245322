/** What is said of files. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const filesMessages = {
  unreadable: (path: string, why: string): Message => ({
    code: 'unreadable-file',
    exit: Exit.file,
    message: `cannot read ${path}: ${why}`,
    hints: why === 'it is a directory' ? ['name a file in it; gpttrace check and gpttrace fmt take directories, too'] : [],
  }),
  notText: (path: string): Message => ({
    code: 'unreadable-file',
    exit: Exit.file,
    message: `cannot read ${path}: it is no text, and neither a compiled BPF object nor a WebAssembly module`,
    hints: ['programs are text (FILE.bt, FILE.bpf.c); an object or a module that was built is taken by gpttrace check, explain and run'],
  }),
  unwritable: (path: string, why: string): Message => ({
    code: 'unwritable-file',
    exit: Exit.file,
    message: `cannot write ${path}: ${why}`,
    hints: ['nothing was run; what was in the file before is still there'],
  }),
  noScratch: (place: string, why: string): Message => ({
    code: 'no-work-folder',
    exit: Exit.file,
    message: `cannot make a folder for work files in ${place}: ${why}`,
    hints: ['make room there, or let TMPDIR name another place'],
  }),
  whereTo: (count: number): Message => ({
    code: 'where-to',
    exit: Exit.usage,
    message: `${count} programs cannot all go to standard output`,
    hints: ['--write changes the files', '--check only says which would change'],
  }),
  changedMeanwhile: (path: string): Message => ({
    code: 'file-changed',
    exit: Exit.file,
    message: `${path} was changed by somebody else in the meantime; it was left as it is`,
    hints: ['try again'],
  }),
  exists: (path: string): Message => ({
    code: 'file-exists',
    exit: Exit.file,
    message: `${path} exists and holds something else; it was left as it is`,
    hints: ['choose another name, or remove it first'],
  }),
} as const;
