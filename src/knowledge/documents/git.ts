/** What git is asked: which files of a checkout are its own, and a copy of somebody's repository. Nothing that a repository brings is ever run. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { JobFailure, runJob } from '../../system/job.ts';
import { realHost } from '../../system/real.ts';

/** A repository's own settings may name programs that git runs: hooks, monitors of its files, filters, transports. */
const NOTHING_RUN = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'filter.lfs.smudge=',
  '-c',
  'filter.lfs.process=',
  '-c',
  'filter.lfs.required=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'protocol.ext.allow=never',
];
/** Nobody is asked for a name or a password; what the user has set up answers, or nothing. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', GIT_SSH_COMMAND: 'ssh -oBatchMode=yes' };

const HOST = '[A-Za-z0-9][A-Za-z0-9.-]*';
/** The one protocol that an address may use, by the form of the address. */
const ADDRESSES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`^https://${HOST}(?::\d+)?/\S+$`), 'https'],
  [new RegExp(String.raw`^ssh://(?:[A-Za-z0-9._][A-Za-z0-9._-]*@)?${HOST}(?::\d+)?/\S+$`), 'ssh'],
  [new RegExp(String.raw`^[A-Za-z0-9._][A-Za-z0-9._-]*@${HOST}:[^\s-]\S*$`), 'ssh'],
  [/^file:\/\/\/\S+$/, 'file'],
];

/** Whether this is meant as the address of a repository, be it a good one. */
export function isAddress(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/|:)/.test(text) || /^[^\s/]+@[^\s/:]+:/.test(text);
}

/** The address with which a repository is fetched. Throws a Problem for one that is not followed: another protocol, or one with a password in it. */
export function checkedAddress(text: string): string {
  if (/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(text) || /^https?:\/\/[^/@]+@/i.test(text)) throw new Problem(messages.indexPassword());
  protocolOf(text);
  return text;
}

/** Makes a shallow copy of a repository: no history, no submodules, no hooks. */
export async function cloneRepository(address: string, folder: string, signal: AbortSignal): Promise<void> {
  await git(
    address,
    ['clone', '--quiet', '--depth', '1', '--single-branch', '--no-tags', '--no-recurse-submodules', '--template=', '--', address, folder],
    signal,
  );
}

/** Brings a copy up to date; files that are as they were are not touched. */
export async function pullRepository(address: string, folder: string, signal: AbortSignal): Promise<void> {
  await git(address, ['-C', folder, 'fetch', '--quiet', '--depth', '1', '--no-tags', '--no-recurse-submodules', '--', address, 'HEAD'], signal);
  await git(address, ['-C', folder, 'reset', '--quiet', '--hard', 'FETCH_HEAD'], signal);
}

/** The files below a folder that git tracks or does not ignore; undefined where the folder is in no checkout, or git is not there or does not tell. */
export async function listedByGit(folder: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  if (!inCheckout(folder)) return undefined;
  const command = realHost().which('git');
  if (command === undefined) return undefined;
  try {
    const listed = await runJob(command, [...NOTHING_RUN, '-C', folder, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'], {
      signal,
      env: QUIET,
    });
    return [...new Set(listed.split('\0').filter((path) => path !== ''))];
  } catch (error) {
    // A checkout of another user's, which git does not trust: its files are read as they lie there.
    if (error instanceof JobFailure) return undefined;
    throw error;
  }
}

async function git(address: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const command = realHost().which('git');
  if (command === undefined) throw new Problem(messages.indexNoGit());
  const agent = process.env.SSH_AUTH_SOCK;
  // A user's settings may have git use ssh for an https address, and the other way round.
  const allowed = protocolOf(address) === 'file' ? ['file'] : ['https', 'ssh'];
  const only = allowed.flatMap((protocol) => ['-c', `protocol.${protocol}.allow=always`]);
  try {
    await runJob(command, [...NOTHING_RUN, ...only, ...args], { signal, env: { ...QUIET, ...(agent === undefined ? {} : { SSH_AUTH_SOCK: agent }) } });
  } catch (error) {
    if (error instanceof JobFailure) throw new Problem(messages.indexGitFailed(address, lastLine(error.said), args[0] !== 'clone'));
    throw error;
  }
}

function protocolOf(address: string): string {
  const found = ADDRESSES.find(([pattern]) => pattern.test(address));
  if (found === undefined) throw new Problem(messages.indexAddress(address));
  return found[1];
}

/** Git says what went wrong first, and what to do about it after. */
function lastLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /^(?:fatal|error|remote):/.test(line)) ?? lines.at(-1) ?? said).replace(/^fatal: /, '').trim();
}

function inCheckout(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const above = dirname(folder);
  return above !== folder && inCheckout(above);
}
