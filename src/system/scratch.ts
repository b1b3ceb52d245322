/** Folders for files that are gone again when the work is done. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** A new folder whose name begins so, for its owner alone. Throws a Problem where none can be made: no room, no such place, no permission. */
export function scratchFolder(prefix: string, place: string = tmpdir()): string {
  try {
    return mkdtempSync(join(place, prefix));
  } catch (error) {
    throw new Problem(messages.noScratch(place, describeFileError(error)));
  }
}
