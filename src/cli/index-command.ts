import { editDistance } from '../core/distance.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type Found, openDocuments } from '../line/documents.ts';
import {
  addDocuments,
  describeLeft,
  type Embedder,
  type Listed,
  listDocuments,
  type ManageOptions,
  removeDocuments,
  type Updated,
  updateDocuments,
} from '../line/manage-documents.ts';
import { configuredEmbedder } from '../line/model/configured-embedder.ts';
import { cut, paint, type Style } from '../views/layout.ts';
import { group, visible, visibleLine } from '../views/values.ts';
import { agree } from './question.ts';
import { reportProblem } from './report.ts';
import { interruptible } from './signals.ts';
import { canAsk, StatusLine, stdoutStyle, write } from './terminal.ts';
import { betweenSpoken, spoken } from './tongue.ts';

export interface IndexFlags {
  readonly name?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly top?: number;
}

const STOPPED = 'stopped; the index is as it was before';
const MOST_FOUND = 5;
const MOST_LINES = 6;

/** `gpttrace index add PATH|GIT-URL`. */
export async function indexAddCommand(text: string, flags: IndexFlags): Promise<Exit> {
  return interruptible(STOPPED, async (signal) => {
    const shown = await managing(flags, signal);
    try {
      await tell(await addDocuments(text, flags.name, shown.options), flags, shown.clear);
    } finally {
      shown.clear();
    }
    return Exit.answered;
  });
}

/** `gpttrace index update [NAME...]`: one that cannot be read does not keep the others from being read. */
export async function indexUpdateCommand(named: readonly string[], flags: IndexFlags): Promise<Exit> {
  const names = named.length > 0 ? named : listDocuments().map(({ name }) => name);
  if (names.length === 0) throw new Problem(messages.indexNone());
  return interruptible(STOPPED, async (signal) => {
    let exit: Exit = Exit.answered;
    for (const name of names) {
      const shown = await managing(flags, signal);
      try {
        await tell(await updateDocuments(name, shown.options), flags, shown.clear);
      } catch (error) {
        if (!(error instanceof Problem) || names.length === 1) throw error;
        shown.clear();
        exit = reportProblem(error, flags.json ?? false);
      } finally {
        shown.clear();
      }
    }
    return exit;
  });
}

/** `gpttrace index list`. */
export async function indexListCommand(flags: IndexFlags): Promise<Exit> {
  const all = listDocuments();
  if (flags.json === true) await write(process.stdout, `${JSON.stringify(all.map(listedJson))}\n`);
  else if (all.length === 0) await write(process.stdout, spoken('Nothing is indexed yet: gpttrace index add PATH|GIT-URL\n'));
  else await write(process.stdout, `${all.map(listedLine).join('\n')}\n`);
  return Exit.answered;
}

/** `gpttrace index search WORDS`. */
export async function indexSearchCommand(words: string, flags: IndexFlags): Promise<Exit> {
  const note = (text: string): void => void process.stderr.write(spoken(`gpttrace: ${visible(text)}\n`));
  const documents = await openDocuments({ note, embedder: await embedderIfAny(note) });
  if (documents === undefined) throw new Problem(messages.indexNone());
  return interruptible(STOPPED, async (signal) => {
    const found = await documents.search(words, flags.top ?? MOST_FOUND, signal);
    if (found.length === 0) throw new Problem(messages.indexNotFound(words));
    const style = stdoutStyle();
    const text =
      flags.json === true ? found.map((one) => JSON.stringify({ type: 'passage', ...one })).join('\n') : found.map((one) => passage(one, style)).join('\n\n');
    await write(process.stdout, `${text}\n`);
    return Exit.answered;
  });
}

/** `gpttrace index remove NAME...`. */
export async function indexRemoveCommand(names: readonly string[], flags: IndexFlags): Promise<Exit> {
  return interruptible(STOPPED, async (signal) => {
    const known = listDocuments().map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    // Nothing is removed where one of the names is wrong.
    if (unknown !== undefined) throw new Problem(messages.indexUnknown(unknown, known));
    for (const name of names) await removeDocuments(name, { signal, waiting });
    await write(
      process.stdout,
      `${flags.json === true ? JSON.stringify({ removed: names }) : spoken(`removed from the index: ${names.map(visible).join(', ')}`)}\n`,
    );
    return Exit.answered;
  });
}

/** For `gpttrace index WORD`, where the word is none of these commands. */
export function noIndexCommand(word: string, commands: readonly string[]): Problem {
  return new Problem(
    messages.noIndexCommand(
      word,
      commands.filter((command) => editDistance(word, command, 2) <= 2),
    ),
  );
}

async function managing(flags: IndexFlags, signal: AbortSignal): Promise<{ readonly options: ManageOptions; readonly clear: () => void }> {
  const status = new StatusLine();
  const embedder = await configuredEmbedder();
  const options: ManageOptions = {
    signal,
    ...(embedder === undefined ? {} : { embedder }),
    waiting,
    event: (event) => status.show(spoken(event.type === 'reading' ? `reading ${visible(event.path)}` : `vectors: ${event.done} of ${event.total}`)),
    agree: async (passages: number, { name }: Embedder) => {
      status.clear();
      const what = `${group(passages)} ${passages === 1 ? 'passage goes' : 'passages go'} to ${visible(name)}, which makes vectors of them`;
      if (flags.yes === true) {
        process.stderr.write(`gpttrace: ${spoken(what)}\n`);
        return true;
      }
      return canAsk() && agree(spoken(`${what}. Send them? [y/N] `), signal);
    },
  };
  return { options, clear: () => status.clear() };
}

/** Words find something too where the model that is set cannot be used. */
async function embedderIfAny(note: (text: string) => void): Promise<Embedder | undefined> {
  try {
    return await configuredEmbedder();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    note(`found by their words only: ${error.message}`);
    return undefined;
  }
}

function waiting(pid: number): void {
  process.stderr.write(spoken(`gpttrace: waiting for another gpttrace that indexes (process ${pid})\n`));
}

async function tell(updated: Updated, flags: IndexFlags, clear: () => void): Promise<void> {
  clear();
  const { source, read, removed, rebuilt, withoutVectors } = updated;
  if (flags.json === true) {
    await write(
      process.stdout,
      `${JSON.stringify({ type: 'indexed', ...listedJson({ name: source.name, source }), read, removed, rebuilt, withoutVectors })}\n`,
    );
    return;
  }
  const changed = [`${group(read)} read`, ...(removed > 0 ? [`${group(removed)} gone`] : [])].map(spoken).join(betweenSpoken(', '));
  await write(process.stdout, `${visible(source.name)}: ${counted(source.files, 'file')}, ${counted(source.passages, 'passage')} (${changed})\n`);
  const left = describeLeft(source.left);
  const notes = [
    ...(rebuilt ? [`the index ${source.name} was damaged, or made by another version; it was made anew`] : []),
    ...(left === '' ? [] : [`left out: ${left}`]),
    ...(withoutVectors === undefined ? [] : [`found by their words only: ${withoutVectors}`]),
  ];
  for (const note of notes) process.stderr.write(spoken(`gpttrace: ${visible(note)}\n`));
}

function listedJson({ name, source, damaged }: Listed): object {
  const { from, kind, added, updated, files, passages, bytes, left, vectors } = source ?? {};
  return { name, from, kind, added, updated, files, passages, bytes, left, vectors, damaged };
}

function listedLine({ name, source, damaged }: Listed): string {
  const state = damaged === undefined ? '' : spoken(`  damaged: ${damaged}; gpttrace index update ${name}`);
  if (source === undefined) return `${visible(name)}${state}`;
  const { from, files, passages, updated, vectors } = source;
  const with_ = vectors === undefined ? '' : spoken(`, ${group(vectors.count)} with vectors of ${vectors.model}`);
  return `${visible(name)}  ${visible(from)}  ${counted(files, 'file')}, ${counted(passages, 'passage')}${visible(with_)}  ${updated.slice(0, 16).replace('T', ' ')}${state}`;
}

function passage({ source, title, text }: Found, style: Style): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shown = lines.slice(0, MOST_LINES).map((line) => `    ${cut(visibleLine(line), style.columns - 4, style)}`);
  return [
    paint(visible(source), 'bold', style) + (title === '' ? '' : `  ${visible(title)}`),
    ...shown,
    ...(lines.length > MOST_LINES ? ['    ...'] : []),
  ].join('\n');
}

function counted(count: number, what: string): string {
  return spoken(`${group(count)} ${what}${count === 1 ? '' : 's'}`);
}
