/** The best that a model came to before it gave up, kept as a file: `gpttrace fix`, `check` and `run` go on from there. */
import { readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flat } from '../../core/flat.ts';
import type { Language } from '../../core/program.ts';
import { makeDirectories } from '../../kernel/cache.ts';
import { stateDirectory } from '../../local.ts';
import type { Draft } from '../../plan/agent/events.ts';

const MOST_KEPT = 20;
const MOST_SLUG = 40;

/** The path of the file; undefined where it could not be written: what went wrong before is what the user is to hear of. */
export function keepDraft({ source, title, faults }: Draft, question: string, model: string, language: Language = 'bpftrace'): string | undefined {
  // A command line is no file that could be checked or run.
  if (language === 'tool') return undefined;
  const notes = [flat(question), `${flat(title)}; written by ${flat(model)}, never run.`, ...faults.map(({ message }) => `wrong with it: ${flat(message)}`)];
  return keep(`${notes.map((note) => `// ${note}`).join('\n')}\n\n${source.trimEnd()}\n`, `${slug(title)}${language === 'c' ? '.bpf.c' : '.bt'}`);
}

/** A program that was being edited when the terminal was closed. `name`: what its file was called. The path; undefined where it could not be written. */
export function keepEdited(source: string, name: string): string | undefined {
  return keep(source, `-edited-${name}`);
}

function keep(text: string, ending: string): string | undefined {
  const directory = join(stateDirectory(), 'drafts');
  const path = join(directory, `${new Date().toISOString().replace(/[:.]/g, '-')}${ending}`);
  try {
    makeDirectories(directory);
    // A question may say more than others are to know.
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    for (const old of readdirSync(directory).sort().slice(0, -MOST_KEPT)) unlinkSync(join(directory, old));
    return path;
  } catch {
    return undefined;
  }
}

function slug(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, MOST_SLUG);
  return words === '' ? '' : `-${words}`;
}
