/** The library's words, turned round at build time: for each word where it stands, and how much it tells. */
import { lookup } from '../core/lookup.ts';
import { lexiconOf, writtenLexicons } from '../intent/lexicons.ts';
import type { LibraryProgram } from './library.ts';
import { Tokenizer } from './tokens.ts';

/**
 * The words of every program that is no variant, turned round: for each word, where it stands. What costs time to find out, ready to be kept in a file.
 * Words of the trade are English ones, whatever the language of a question: what is asked in one language finds what another asks too.
 */
export interface IndexData {
  readonly words: Readonly<Record<string, IndexedWord>>;
  /** A question of the library, plainly written, to its program: asked in the same words it gets that one. */
  readonly exact: Readonly<Record<string, number>>;
  /** Words of what happens, from the names of the event classes. */
  readonly events: readonly string[];
  /** For each program, the rare words that its name and its title share: what makes it this program and no other. */
  readonly own: readonly (readonly string[])[];
  /** For each program, the telling words of its title. */
  readonly titles: readonly (readonly string[])[];
  /** For each program, the weight of each of its phrases. */
  readonly phraseWeights: readonly (readonly number[])[];
}

export interface IndexedWord {
  /** Inverse document frequency, a program being a document: rarer words tell more. */
  readonly weight: number;
  /** Programs that use it anywhere, in the order of the index. */
  readonly programs: readonly number[];
  /** Program and phrase, in pairs one after the other. */
  readonly phrases: readonly number[];
}

/** A word that so few programs use makes each of them what it is. */
const RARE = 8;

/** What something happens to; what happens is another word. */
const THINGS: ReadonlySet<string> = new Set([
  'file',
  'process',
  'memory',
  'cpu',
  'kernel',
  'page',
  'tcp',
  'disk',
  'network',
  'directory',
  'path',
  'packet',
  'thread',
  'io',
]);

/** A variant answers the same question as its program; which of them runs is the kernel's matter. */
export function basePrograms(programs: readonly LibraryProgram[]): LibraryProgram[] {
  return programs.filter((program) => program.variantOf === undefined);
}

/** The words of the library's programs, by program and by phrase. */
export function indexLibrary(library: readonly LibraryProgram[]): IndexData {
  const programs = basePrograms(library);
  const languages = Object.values(writtenLexicons).filter(({ language }) => programs.some(({ questions }) => questions[language] !== undefined));
  const read = languages.map((lexicon) => ({ language: lexicon.language, tokenizer: new Tokenizer(lexicon), names: new Set(lexicon.knownNames) }));
  // The name of a process in an example is no part of the topic.
  const wordsOf = (text: string, { tokenizer, names }: (typeof read)[number]): string[] => tokenizer.tokens(text).filter((token) => !names.has(token));
  const phrases = programs.map(({ questions, title }) =>
    read.flatMap((reader) => [...(questions[reader.language] ?? []), title[reader.language] ?? ''].map((text) => wordsOf(text, reader))),
  );
  // Words of what it tells and of its columns count for the program, but no question is made of them.
  const more = programs.map((program) => [
    ...read.flatMap((reader) => wordsOf(program.tells[reader.language] ?? '', reader)),
    ...read
      .filter(({ language }) => language === 'en')
      .flatMap((reader) =>
        [program.name.replaceAll('-', ' '), program.event.replaceAll('-', ' '), ...program.columns.map(({ name }) => name)].flatMap((text) =>
          wordsOf(text, reader),
        ),
      ),
  ]);
  const bags = programs.map((_, at) => new Set([...(phrases[at] ?? []).flat(), ...(more[at] ?? [])]));
  const words: Record<string, { weight: number; programs: number[]; phrases: number[] }> = {};
  bags.forEach((bag, at) => {
    for (const word of bag) {
      const entry = lookup(words, word) ?? { weight: 0, programs: [], phrases: [] };
      words[word] = entry;
      entry.programs.push(at);
    }
  });
  for (const word of Object.values(words)) word.weight = Math.log(1 + programs.length / word.programs.length);
  phrases.forEach((own, at) => {
    own.forEach((phrase, number) => {
      for (const word of phrase) lookup(words, word)?.phrases.push(at, number);
    });
  });
  const phraseWeights = phrases.map((own) => own.map((phrase) => phrase.reduce((sum, word) => sum + (lookup(words, word)?.weight ?? 0), 0)));
  const exact = Object.fromEntries(
    programs.flatMap((program, at) => Object.values(program.questions).flatMap((own) => own.map((question) => [plain(question), at]))),
  );
  const english = new Tokenizer(lexiconOf('en'));
  const generic = new Set(lexiconOf('en').generic);
  const events = [...new Set(programs.flatMap(({ event }) => english.tokens(event.replaceAll('-', ' '))))].filter(
    (word) => !generic.has(word) && !THINGS.has(word),
  );
  const titles = programs.map(({ title }) => english.tokens(title.en ?? '').filter((word) => !generic.has(word)));
  const own = programs.map(({ name }, at) => {
    const named = new Set(english.tokens(name.replaceAll('-', ' ')));
    return (titles[at] ?? []).filter((word) => named.has(word) && (lookup(words, word)?.programs.length ?? 0) <= RARE);
  });
  return { words, phraseWeights, exact, events, own, titles };
}

/** Letters and digits only, in small letters. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9\u3400-\u9fff]+/g, ' ')
    .trim();
}
