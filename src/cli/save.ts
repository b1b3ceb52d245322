import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from '../ask.ts';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** The program as a file of its own: runnable with plain bpftrace, saying what it is. */
export function programFile(plan: Plan): string {
  const { intent, program } = plan;
  // A question may hold anything, a line break or the end of a comment among it.
  const question = intent.question.replace(/\s+/g, ' ').replaceAll('*/', '* /');
  const head =
    program.origin.kind === 'file'
      ? []
      : [`// ${question === '' ? program.title : question}`, `// ${program.title}; written by gpttrace. Run it: ${runLine(plan)}`, ''];
  return [...head, program.source.trimEnd(), ''].join('\n');
}

function runLine(plan: Plan): string {
  return plan.followsCommand ? 'sudo bpftrace THIS_FILE PID, where PID is the process to follow' : 'sudo bpftrace THIS_FILE';
}

/**
 * Writes a file whole or not at all: into a draft beside it first, so that a full disk costs nothing. Refuses to replace a file that holds
 * something else unless `force` is set. Throws a Problem.
 */
export function saveFile(path: string, text: string, force: boolean): void {
  if (existsSync(path) && !force) {
    if (isSame(path, text)) return;
    throw new Problem(messages.exists(path));
  }
  const special = existsSync(path) && !statSync(path).isFile();
  const draft = special ? path : join(dirname(path), `.gpttrace-${process.pid}.draft`);
  try {
    const file = openSync(draft, 'w', 0o644);
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      // A file system may tell of a full disk only when it must really write.
      if (!special) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (!special) renameSync(draft, path);
  } catch (error) {
    if (!special) removeQuietly(draft);
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}

function isSame(path: string, text: string): boolean {
  try {
    return statSync(path).isFile() && readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
