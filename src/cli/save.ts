import { accessSync, constants, existsSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { Plan } from '../ask.ts';
import { describeFileError } from '../core/file-error.ts';
import { flat } from '../core/flat.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { replaceWhole, writeWhole } from '../line/replace.ts';

/** The program as what is written into a file of this name. */
export async function fileOf(plan: Plan, path: string): Promise<string | Uint8Array> {
  if (plan.program.language === 'bpftrace') return programFile(plan);
  const { savedProgram } = await import('../line/saved.ts');
  return savedProgram(plan, path);
}

/** A bpftrace program as a file of its own: runnable with plain bpftrace, saying what it is. */
export function programFile(plan: Plan): string {
  const { intent, program } = plan;
  // A question may hold anything, a line break or the end of a comment among it.
  const safe = (text: string): string => flat(text).replaceAll('*/', '* /');
  const question = safe(intent.question);
  const by = program.origin.kind === 'model' ? `written by ${safe(program.origin.name)} for gpttrace` : 'written by gpttrace';
  const head =
    program.origin.kind === 'file'
      ? []
      : [`// ${question === '' ? safe(program.title) : question}`, `// ${safe(program.title)}; ${by}. Run it: ${runLine(plan)}`, ''];
  return [...head, program.source.trimEnd(), ''].join('\n');
}

function runLine(plan: Plan): string {
  return plan.followsCommand ? 'sudo bpftrace THIS_FILE PID, where PID is the process to follow' : 'sudo bpftrace THIS_FILE';
}

/**
 * Writes a file whole or not at all: into a draft beside it first, so that a full disk costs nothing. Refuses to replace a file that holds
 * something else unless `force` is set. Throws a Problem.
 */
export function saveFile(path: string, text: string | Uint8Array, force: boolean): void {
  if (isDirectory(path)) throw new Problem(messages.unwritable(path, 'it is a directory'));
  if (existsSync(path) && !force) {
    if (isSame(path, text)) return;
    throw new Problem(messages.exists(path));
  }
  try {
    // A link is followed: what it leads to is what is replaced.
    const target = existsSync(path) ? realpathSync(path) : path;
    const old = existsSync(target) ? statSync(target) : undefined;
    if (old === undefined || old.isFile()) replaceWhole(target, text, old?.mode ?? 0o644);
    else writeWhole(openSync(target, 'w'), text);
  } catch (error) {
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}

/**
 * Puts a changed text in the place of a file that held `before`: whole or not at all, its mode and owner kept. Throws a Problem, also where the file holds
 * something else by now.
 */
export function replaceFile(path: string, before: Buffer, text: string): void {
  try {
    const target = realpathSync(path);
    const old = statSync(target);
    // A directory that may be written would let a file be replaced that may not be.
    accessSync(target, constants.W_OK);
    if (!readFileSync(target).equals(before)) throw new Problem(messages.changedMeanwhile(path));
    replaceWhole(target, text, old.mode, old);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // What is wrong with it is told by writing it.
    return false;
  }
}

function isSame(path: string, text: string | Uint8Array): boolean {
  try {
    return statSync(path).isFile() && readFileSync(path).equals(Buffer.from(text));
  } catch {
    return false;
  }
}
