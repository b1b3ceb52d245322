/** A course as a whole, read and held together: every concept taught once, in an order in which it can be understood. Pure: whoever has the files calls it. */
import { plainText } from './inline.ts';
import { type Block, type Course, type Inline, LANGS, type Lang, type Lesson } from './lesson.ts';
import type { Mistake } from './mistake.ts';
import { CONCEPTS_FILE, readConcepts } from './read-concepts.ts';
import { type Files, LESSON_FILE, readLesson } from './read-lesson.ts';

/** What stands in the folder of a course: `concepts.toml`, and the folders of lessons by name. */
export interface CourseFiles {
  readonly concepts: string | undefined;
  readonly lessons: ReadonlyMap<string, Files>;
}

export interface ReadCourse {
  readonly course: Course;
  readonly mistakes: readonly Mistake[];
}

/** What could be read, and all that is wrong with it. Never throws. */
export function readCourse({ concepts, lessons: folders }: CourseFiles): ReadCourse {
  const mistakes: Mistake[] = [];
  if (concepts === undefined)
    mistakes.push({ file: CONCEPTS_FILE, why: 'it is not there', hint: 'write it (docs/LESSONS.md), or name the folder that has it' });
  const known = concepts === undefined ? [] : readConcepts(concepts, mistakes);
  const lessons = [...folders]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([folder, files]): readonly Lesson[] => {
      const lesson = readLesson(folder, files, mistakes);
      return lesson === undefined ? [] : [lesson];
    });
  const course = { concepts: known, lessons };
  mistakes.push(...mistakesOf(course, concepts !== undefined).map((one) => ({ ...one, minor: true as const })));
  return { course, mistakes };
}

/** The lesson of an id, of a number, or of its folder's name. */
export function lessonOf({ lessons }: Course, name: string): Lesson | undefined {
  const wanted = name.toLowerCase();
  return lessons.find(({ id, folder, number }) => id === wanted || folder === wanted || (/^\d{1,2}$/.test(wanted) && number === Number(wanted)));
}

/** The lessons that teach what must be known before one, in their order. */
export function lessonsBefore({ concepts, lessons }: Course, lesson: Lesson): readonly Lesson[] {
  const needed = new Set(concepts.filter(({ id }) => lesson.teaches.includes(id)).flatMap(({ needs }) => needs));
  return lessons.filter((other) => other !== lesson && other.teaches.some((id) => needed.has(id)));
}

function mistakesOf({ concepts, lessons }: Course, hasConcepts: boolean): readonly Mistake[] {
  const found: Mistake[] = [];
  const known = new Map(concepts.map((one) => [one.id, one]));
  const ids = new Set(lessons.map(({ id }) => id));
  const teacher = new Map<string, Lesson>();
  for (const lesson of lessons) {
    const toml = `${lesson.folder}/${LESSON_FILE}`;
    const same = lessons.find((other) => other !== lesson && (other.number === lesson.number || other.id === lesson.id));
    if (same !== undefined)
      found.push({ file: lesson.folder, why: `${same.folder} has the same ${same.id === lesson.id ? 'id' : 'number'}`, hint: 'give each its own' });
    for (const concept of lesson.teaches) {
      const other = teacher.get(concept);
      if (hasConcepts && !known.has(concept))
        found.push({ file: toml, why: `teaches: there is no concept ${JSON.stringify(concept)}`, hint: `it is to stand in ${CONCEPTS_FILE}` });
      if (other !== undefined && other !== lesson)
        found.push({ file: toml, why: `teaches: ${other.folder} teaches ${concept} already`, hint: 'a concept is taught by one lesson' });
      teacher.set(concept, other ?? lesson);
    }
    found.push(...textMistakes(lesson, ids));
  }
  for (const lesson of lessons) {
    for (const concept of lesson.teaches) {
      for (const need of known.get(concept)?.needs ?? []) {
        const before = teacher.get(need);
        if (before !== undefined && before.number > lesson.number)
          found.push({
            file: `${lesson.folder}/${LESSON_FILE}`,
            why: `teaches: ${concept} needs ${need}, which ${before.folder} teaches later`,
            hint: 'change the order of the lessons, or what the concept needs',
          });
      }
    }
  }
  if (lessons.length > 0)
    for (const { id } of concepts)
      if (!teacher.has(id)) found.push({ file: CONCEPTS_FILE, why: `[${id}]: no lesson teaches it`, hint: 'write one, or remove the concept' });
  return found;
}

interface Piece {
  readonly what: string;
  readonly line?: number;
}

function textMistakes(lesson: Lesson, ids: ReadonlySet<string>): readonly Mistake[] {
  const found: Mistake[] = [];
  for (const lang of LANGS) {
    const sections = lesson.text[lang];
    const file = `${lesson.folder}/${lang}.md`;
    if (sections.length === 0) continue;
    const reads = sections.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'read').length;
    if (reads !== 1)
      found.push({
        file,
        why: reads === 0 ? 'it never shows the program to read' : 'it shows the program to read twice',
        hint: 'write {{read}} alone on one line',
      });
    for (const { to } of linksIn(lesson, lang)) {
      if ('lesson' in to && !ids.has(to.lesson))
        found.push({ file, why: `there is no lesson ${JSON.stringify(to.lesson)}`, hint: 'a link is lesson:ID, the name of its folder without the number' });
      if ('url' in to && !/^https:\/\/\S+\.\S+/.test(to.url)) found.push({ file, why: `${to.url} is no address`, hint: 'write https://..., or lesson:ID' });
    }
  }
  const [en, zh] = LANGS.map((lang) => outline(lesson, lang)) as [readonly Piece[], readonly Piece[]];
  if (en.length === 0 || zh.length === 0) return found;
  const at = en.findIndex(({ what }, index) => what !== zh[index]?.what);
  const index = at === -1 && zh.length > en.length ? en.length : at;
  if (index !== -1) {
    const told = (piece: Piece | undefined): string => (piece === undefined ? 'nothing more' : (piece.what.split('\n')[0] ?? ''));
    const line = zh[index]?.line;
    found.push({
      file: `${lesson.folder}/zh.md`,
      ...(line === undefined ? {} : { line }),
      why: `${told(zh[index])} stands where en.md has ${told(en[index])}`,
      hint: 'both have the same headings and code blocks in the same order; only comments in code may differ',
    });
  }
  return found;
}

/** Headings and code in their order: what must be the same in both languages. */
function outline(lesson: Lesson, lang: Lang): readonly Piece[] {
  return lesson.text[lang].flatMap(({ heading, blocks }): readonly Piece[] => [
    ...(heading === undefined ? [] : [{ what: 'a heading' }]),
    ...blocks.flatMap((block): readonly Piece[] => {
      if (block.kind === 'read') return [{ what: '{{read}}' }];
      return block.kind === 'code' ? [{ what: `\`${block.fence}\`: ${bare(block)}`, line: block.line }] : [];
    }),
  ]);
}

/** Code without what may be said in the reader's language. */
function bare({ fence, code }: Extract<Block, { kind: 'code' }>): string {
  const comments = fence === 'output' ? /(?!)/g : fence === 'sh' ? /(?:^|\s)#.*$/gm : /\/\*[\s\S]*?\*\/|\/\/.*$/gm;
  return code
    .replaceAll(comments, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

function linksIn(lesson: Lesson, lang: Lang): readonly Extract<Inline, { kind: 'link' }>[] {
  return lesson.text[lang].flatMap(({ heading = [], blocks }) => [heading, ...blocks.flatMap(wordsOf)].flat()).filter((one) => one.kind === 'link');
}

/** The lines of words in a block. */
export function wordsOf(block: Block): readonly (readonly Inline[])[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.text];
    case 'list':
      return block.items;
    case 'table':
      return [block.header, ...block.rows].flat();
    default:
      return [];
  }
}

/** A lesson's text as plain words, by section: for a search, which code would lead astray, or for a model. */
export function plainSections(lesson: Lesson, lang: Lang, withCode = true): readonly { readonly heading: string; readonly text: string }[] {
  return lesson.text[lang].map(({ heading = [], blocks }) => ({
    heading: plainText(heading),
    text: blocks
      .filter(({ kind }) => withCode || (kind !== 'code' && kind !== 'read'))
      .map((block) => {
        if (block.kind === 'code') return block.code;
        if (block.kind === 'read') return lesson.read.source;
        if (block.kind === 'table') return [block.header, ...block.rows].map((row) => row.map(plainText).join(' | ')).join('\n');
        return wordsOf(block).map(plainText).join('\n');
      })
      .join('\n\n'),
  }));
}
