/** How a line could go on: commands, files, probes, the names of processes, and the library's questions. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { visible } from '../../views/values.ts';

/** What there is to choose from. */
export interface Completions {
  readonly commands: () => readonly string[];
  /** What can follow a command that is typed so far: the commands below it, its options. */
  readonly words: (command: readonly string[]) => readonly string[];
  readonly processes: (start: string) => readonly string[];
  readonly probes: (start: string) => Promise<readonly string[]>;
  readonly questions: (start: string) => readonly string[];
}

const OF_FILES = /^\/(?:run|check|fix|fmt|explain|save|build|debug|index)\s/;
const OF_PROBES = /^\/probes\s/;

/** All that a line could be, and the part of it that they replace: what Tab asks for. */
export async function complete(line: string, from: Completions): Promise<[string[], string]> {
  const word = /\S*$/.exec(line)?.[0] ?? '';
  if (/^\/[\w-]*$/.test(line)) return [matching(from.commands(), line), line];
  if ((OF_PROBES.test(line) && !word.startsWith('-')) || /^[a-z]\w*:/.test(word)) return [[...(await from.probes(word))], word];
  const named = /^\/([a-z][\w-]*)\s/i.exec(line)?.[1];
  if (named === 'help')
    return [matching(from.commands(), word.startsWith('/') ? word : `/${word}`).map((name) => (word.startsWith('/') ? name : name.slice(1))), word];
  if (named !== undefined) {
    const before = line
      .slice(1, line.length - word.length)
      .split(/\s+/)
      .filter((one) => one !== '');
    const words = matching(from.words(before), word);
    const isFile = !word.startsWith('-') && OF_FILES.test(line);
    return [isFile ? [...words, ...files(word)] : words, word];
  }
  if (line.startsWith('/')) return [[], word];
  const questions = line.trim().length < 2 ? [] : from.questions(line);
  if (questions.length > 0) return [[...questions], line];
  return [word === '' ? [] : from.processes(word).filter((name) => visible(name) === name && !/\s/.test(name)), word];
}

function matching(names: readonly string[], start: string): string[] {
  return names.filter((name) => name.startsWith(start)).sort();
}

/** Names in the file system; a folder's ends in a slash, so that it can go on. */
function files(start: string): string[] {
  const folder = start.endsWith('/') ? start : dirname(start);
  const shown = start.endsWith('/') ? start : start.includes('/') ? `${dirname(start) === '/' ? '' : dirname(start)}/` : '';
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.') || start.slice(shown.length).startsWith('.'))
      .map((entry) => join(shown, entry.name) + (entry.isDirectory() ? '/' : ''))
      .map((name) => (start.startsWith('./') ? `./${name}` : name))
      .filter((name) => name.startsWith(start) && visible(name) === name)
      .sort();
  } catch {
    return [];
  }
}
