/** A directory of exchanges with a model. */
import { randomUUID } from 'node:crypto';
import { accessSync, constants, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { makeDirectories } from '../../kernel/cache.ts';
import type { ExchangeStore } from '../../models/exchange-file.ts';
import type { ChatModel } from '../../models/model.ts';
import { recorded } from '../../models/record.ts';
import { readRecording, replayed } from '../../models/replay.ts';
import { readText } from '../../system/real.ts';

/** A model that answers from a directory. Throws a Problem where nothing can be replayed from it. */
export function replayFrom(directory: string): ChatModel {
  const exchanges = readRecording(storeIn(directory));
  if (typeof exchanges === 'string') throw new Problem(messages.noRecording(directory, exchanges));
  return replayed(`replay:${directory}`, exchanges);
}

/** A model whose exchanges are written to a directory, which is made where there is none. Throws a Problem where it cannot be written. */
export function recordTo(directory: string, model: ChatModel, secrets: readonly string[]): ChatModel {
  // Before anything was spent on what cannot be kept.
  writing(directory, () => {
    makeDirectories(directory);
    readdirSync(directory);
    accessSync(directory, constants.W_OK);
  });
  return recorded(model, storeIn(directory), secrets);
}

function storeIn(directory: string): ExchangeStore {
  return {
    names() {
      try {
        return readdirSync(directory).sort();
      } catch (error) {
        throw new Problem(messages.noRecording(directory, describeFileError(error)));
      }
    },
    read(name) {
      const found = readText(join(directory, name));
      if ('text' in found) return found.text;
      throw new Problem(messages.unreadable(join(directory, name), found.why));
    },
    write(name, text) {
      const path = join(directory, name);
      const draft = join(directory, `.gpttrace-${randomUUID()}`);
      writing(path, () => {
        try {
          writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
          renameSync(draft, path);
        } finally {
          rmSync(draft, { force: true });
        }
      });
    },
    remove: (name) => writing(join(directory, name), () => rmSync(join(directory, name), { force: true })),
  };
}

function writing(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}
