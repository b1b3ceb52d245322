/** The library as whoever serves it hands it on: what there is, and one program of it. */
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { localised } from '../knowledge/library.ts';

export interface LibraryEntry {
  readonly name: string;
  readonly title: string;
  readonly tells: string;
  /** A question that gets it. */
  readonly ask: string;
}

export interface Library {
  /** Every program, by name. */
  entries(): readonly LibraryEntry[];
  /** A program's text by its name; undefined where there is none of that name. No file is looked for. */
  source(name: string): string | undefined;
}

/** Read when it is first asked for. */
export function openLibrary(): Library {
  return {
    entries: () =>
      loadKnowledge().library.map(({ name, title, tells, questions }) => ({
        name,
        title: localised(title, 'en'),
        tells: localised(tells, 'en'),
        ask: questions.en?.[0] ?? '',
      })),
    source: (name) => loadKnowledge().library.find((program) => program.name === name)?.source,
  };
}
