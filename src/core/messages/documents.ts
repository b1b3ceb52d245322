/** What is said of the user's own documents. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const documentsMessages = {
  indexNothing: (from: string, left: string): Message => ({
    code: 'index-nothing',
    exit: Exit.file,
    message: `there is no text to index in ${from}${left === '' ? '' : `; left out: ${left}`}`,
    hints: ['read are Markdown, plain text, reStructuredText, manual pages, HTML, .bt, .sh, .py, .c and .h files'],
  }),
  indexMissing: (from: string, why: string): Message => ({
    code: 'index-missing',
    exit: Exit.file,
    message: `cannot index ${from}: ${why}`,
    hints: ['give a file, a folder, or the address of a Git repository: https://HOST/NAME.git, git@HOST:NAME.git'],
  }),
  indexGone: (name: string, from: string, why: string): Message => ({
    code: 'index-gone',
    exit: Exit.file,
    message: `${from} cannot be read any more: ${why}; what was indexed of it is kept`,
    hints: [`gpttrace index remove ${name} removes it`],
  }),
  indexEmptied: (name: string, from: string): Message => ({
    code: 'index-gone',
    exit: Exit.file,
    message: `there is no text in ${from} any more; what was indexed of it is kept`,
    hints: [`gpttrace index remove ${name} removes it`],
  }),
  indexDamaged: (name: string, why: string): Message => ({
    code: 'index-damaged',
    exit: Exit.file,
    message: `the index ${name} is damaged, and cannot be made anew: ${why}`,
    hints: [`remove it, and add the source again: gpttrace index remove ${name}`],
  }),
  indexUnwritable: (folder: string, why: string): Message => ({
    code: 'index-unwritable',
    exit: Exit.file,
    message: `cannot write the index in ${folder}: ${why}; what was there before is still there`,
    hints: ['XDG_DATA_HOME=DIRECTORY keeps it elsewhere'],
  }),
  indexNoGit: (): Message => ({
    code: 'index-no-git',
    exit: Exit.notAble,
    message: 'repositories are copied with git, which is not installed',
    hints: ['install git, or give a folder that is on this machine'],
  }),
  /** `kept`: whether there is an earlier copy. */
  indexGitFailed: (address: string, said: string, kept: boolean): Message => ({
    code: 'index-git-failed',
    exit: Exit.notAble,
    message: `git cannot copy ${address}: ${said}${kept ? '; what was indexed of it is kept' : ''}`,
    hints: ['nobody is asked for a password here: where one is needed, set up a credential helper or an SSH key for git'],
  }),
  indexAddress: (address: string): Message => ({
    code: 'index-address',
    exit: Exit.usage,
    message: `${JSON.stringify(address)} is no address that a repository is copied from`,
    hints: ['https://HOST/NAME.git, git@HOST:NAME.git, ssh://HOST/NAME.git or file:///PATH'],
  }),
  indexPassword: (): Message => ({
    code: 'index-password',
    exit: Exit.usage,
    message: 'this address has a name or a password in it, which would be kept with the index and shown in the list of processes',
    hints: ['leave it out, and let a credential helper of git give it'],
  }),
  indexName: (name: string): Message => ({
    code: 'index-name',
    exit: Exit.usage,
    message: `${JSON.stringify(name)} cannot be the name of a source`,
    hints: ['a name is made of letters, digits, dots and dashes, and begins with a letter or a digit'],
  }),
  indexNameTaken: (name: string, from: string): Message => ({
    code: 'index-name',
    exit: Exit.usage,
    message: `${name} is the name of another source: ${from}`,
    hints: ['choose another one: --name NAME'],
  }),
  indexUnknown: (name: string, known: readonly string[]): Message => ({
    code: 'index-unknown',
    exit: Exit.usage,
    message: `there is no source called ${JSON.stringify(name)}`,
    hints: [known.length === 0 ? 'nothing is indexed' : `indexed are: ${known.join(', ')}`],
  }),
  indexNone: (): Message => ({
    code: 'index-none',
    exit: Exit.noProgram,
    message: 'nothing is indexed yet',
    hints: ['gpttrace index add PATH', 'gpttrace index add https://HOST/NAME.git'],
  }),
  indexNotFound: (words: string): Message => ({
    code: 'index-not-found',
    exit: Exit.noProgram,
    message: `no passage is about ${JSON.stringify(words)}`,
    hints: ['try other words, or a part of a name', 'gpttrace index list shows what is indexed'],
  }),
  noIndexCommand: (word: string, near: readonly string[]): Message => ({
    code: 'no-index-command',
    exit: Exit.usage,
    message: `the index has no command ${JSON.stringify(word)}`,
    hints: [...(near.length > 0 ? [`did you mean ${near.join(', ')}?`] : []), 'gpttrace index --help shows what there is'],
  }),
} as const;
