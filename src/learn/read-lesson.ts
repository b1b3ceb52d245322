/** A lesson's folder, read strictly: a field misspelt would teach nothing. */
import { Bad, expectationOf, needsOf } from '../rehearse/suite.ts';
import { sumOf } from './amounts.ts';
import { eventDemand } from './demand.ts';
import { Fields, isTable, type Table } from './fields.ts';
import { type Exercise, LANGS, type Lesson, type ProgramFile, type Said, type Section, type Slip, type WrittenExpectation } from './lesson.ts';
import { parseText } from './markdown.ts';
import type { Mistake } from './mistake.ts';
import { tomlOf } from './toml.ts';

export const LESSON_FILE = 'lesson.toml';
/** `04-filters`: its place in the course, and its id. */
export const FOLDER: RegExp = /^(\d{2})-([a-z][a-z0-9-]*)$/;

const FIELDS = ['title', 'goal', 'minutes', 'teaches', 'read', 'exercise'];
const EXERCISE_FIELDS = ['id', 'title', 'task', 'truth', 'start', 'solution', 'n', 'workload', 'needs', 'hints', 'expect', 'slip'];
/** Of a program that counts something else which happens as often beside the workload. */
const ANOTHER_EVENT: Said = {
  en: 'It listens to another event than the one that the task is about.',
  zh: '它听的是别的事件，不是题目要问的那个。',
};
const LEAST_HINTS = 2;
const MOST_MINUTES = 20;
const MOST_N = 100_000;

/** The names and texts of the files of a folder. */
export type Files = ReadonlyMap<string, string>;

/** What can be read of a lesson; what is wrong goes into `mistakes`. Undefined where it says too little of itself to be read on. */
export function readLesson(folder: string, files: Files, mistakes: Mistake[]): Lesson | undefined {
  const at = (name: string): string => `${folder}/${name}`;
  const [, number, id] = FOLDER.exec(folder) ?? [];
  if (number === undefined || id === undefined) {
    mistakes.push({ file: folder, why: 'the name is no place and no id', hint: 'name it like 04-filters: two digits, a dash, small letters' });
    return undefined;
  }
  const text = files.get(LESSON_FILE);
  if (text === undefined) {
    mistakes.push({ file: folder, why: `it has no ${LESSON_FILE}`, hint: 'write one (docs/LESSONS.md), or remove the folder' });
    return undefined;
  }
  const toml = tomlOf(text, at(LESSON_FILE), mistakes);
  if (toml === undefined) return undefined;
  const used = new Set<string>([LESSON_FILE, 'en.md', 'zh.md']);
  const program = (fields: Fields, name: string): ProgramFile => {
    const file = fields.text(name);
    used.add(file);
    const source = files.get(file);
    const language = file.endsWith('.bpf.c') ? 'c' : 'bpftrace';
    if (file !== '' && !/\.(?:bt|bpf\.c)$/.test(file)) fields.wrong(`${name} is neither a .bt nor a .bpf.c file`, 'its name says what it is written in');
    else if (file !== '' && source === undefined) fields.wrong(`${name}: there is no file ${file} in ${folder}`, 'write it, or mend the name');
    else if (source?.trim() === '') fields.wrong(`${name}: ${file} is empty`, 'write the program');
    return { name: file, language, source: source ?? '' };
  };
  const fields = new Fields(toml, at(LESSON_FILE), '', mistakes);
  fields.only(FIELDS);
  const lesson: Lesson = {
    id,
    number: Number(number),
    folder,
    title: fields.said('title', true),
    goal: fields.said('goal'),
    minutes: fields.number('minutes', 1, MOST_MINUTES),
    teaches: fields.texts('teaches'),
    read: program(fields, 'read'),
    exercises: fields.tables('exercise').map((table, index) => exerciseOf(table, new Fields(table, at(LESSON_FILE), placeOf(table, index), mistakes), program)),
    text: textsOf(folder, files, mistakes),
  };
  if (lesson.teaches.length === 0) fields.wrong('it teaches nothing', 'write teaches = ["..."], ids of concepts.toml');
  if (lesson.exercises.length === 0) fields.wrong('it has no exercise', 'write [[exercise]]: what nobody tries nobody has learnt');
  for (const double of doubles(lesson.exercises.map((one) => one.id)))
    fields.wrong(`two exercises have the id ${JSON.stringify(double)}`, 'give each one of its own');
  for (const name of files.keys())
    if (!used.has(name) && /\.(?:bt|c|md|toml)$/.test(name))
      mistakes.push({ file: at(name), why: 'nothing speaks of this file', hint: `name it in ${LESSON_FILE}, or remove it` });
  return lesson;
}

function placeOf(table: Table, index: number): string {
  return typeof table.id === 'string' ? `exercise ${JSON.stringify(table.id)}: ` : `exercise ${index + 1}: `;
}

function exerciseOf(table: Table, fields: Fields, program: (fields: Fields, name: string) => ProgramFile): Exercise {
  fields.only(EXERCISE_FIELDS);
  const id = fields.text('id');
  if (id !== '' && !/^[a-z][a-z0-9-]*$/.test(id)) fields.wrong('its id is no word', 'write it in small letters, with dashes');
  const n = rangeOf(fields);
  const hints = hintsOf(fields);
  const solution = program(fields, 'solution');
  const exercise: Exercise = {
    id,
    title: fields.said('title', true),
    task: fields.said('task'),
    truth: fields.said('truth'),
    start: program(fields, 'start'),
    solution,
    n,
    workload: fields.text('workload'),
    needs: reported(fields, () => needsOf(table.needs ?? []), []),
    hints,
    expect: expectOf(table.expect, fields, n),
    slips: fields.tables('slip').map((slip, index) => slipOf(slip, fields, index, program)),
    demands: solution.language === 'bpftrace' ? eventDemand([solution.source], ANOTHER_EVENT) : [],
  };
  if (exercise.start.source !== '' && exercise.start.source.trim() === exercise.solution.source.trim())
    fields.wrong('its start is its solution', 'leave a gap in the start: /* here */');
  if (exercise.start.language !== exercise.solution.language)
    fields.wrong('its start and its solution are in different languages', 'write both as .bt, or both as .bpf.c');
  if (exercise.workload !== '' && n[0] !== n[1] && !/\{[^{}]*n[^{}]*\}/.test(exercise.workload))
    fields.wrong('its workload does not depend on n', 'write {n} in it, so that no answer can be written down');
  return exercise;
}

function rangeOf(fields: Fields): readonly [number, number] {
  const value = fields.get('n');
  const isNumber = (one: unknown): one is number => typeof one === 'number' && Number.isInteger(one) && one >= 1 && one <= MOST_N;
  if (Array.isArray(value) && value.length === 2 && isNumber(value[0]) && isNumber(value[1]) && value[0] < value[1]) return [value[0], value[1]];
  fields.wrong(value === undefined ? 'it has no n' : 'n is no range', 'write n = [20, 60]: the least and the most, whole numbers');
  return [1, 2];
}

function hintsOf(fields: Fields): readonly Said[] {
  const value = fields.get('hints');
  if (!Array.isArray(value)) {
    fields.wrong(value === undefined ? 'it has no hints' : 'hints is no list', 'write hints = [{ en = "...", zh = "..." }, ...]');
    return [];
  }
  if (value.length < LEAST_HINTS)
    fields.wrong(`it has ${value.length === 1 ? 'one hint' : 'no hint'}`, 'write at least two, from a nudge to nearly the answer');
  return value.map((hint: unknown, index) => fields.saidOf(hint, `hints[${index}]`));
}

/** Held against the least and the greatest n, for a sum that is none would judge nothing. */
function expectOf(value: unknown, fields: Fields, n: readonly [number, number]): WrittenExpectation {
  const none: WrittenExpectation = { sees: [], hides: [], stacks: [], program: [], evidence: [], hist: [] };
  if (!isTable(value)) {
    fields.wrong(value === undefined ? 'it has no expect' : 'expect is no table', 'write [exercise.expect] below it');
    return none;
  }
  return reported(
    fields,
    () => {
      const [least] = n.map((number) => expectationOf(numbered(value, number)));
      if (least === undefined) return none;
      const isEmpty = [least.sees, least.evidence, least.hist, least.stacks].every((list) => list.length === 0);
      if (isEmpty) throw new Bad('it expects to see nothing', 'write sees, evidence, hist or stacks: a program that prints nothing must not pass');
      const written = <T>(list: unknown, index: number, name: string, read: T): T | string => {
        const one = Array.isArray(list) ? list[index] : undefined;
        return isTable(one) && typeof one[name] === 'string' ? one[name] : read;
      };
      return {
        ...least,
        evidence: least.evidence.map((one, index) => ({
          ...one,
          ...(one.min === undefined ? {} : { min: written(value.evidence, index, 'min', one.min) }),
          ...(one.max === undefined ? {} : { max: written(value.evidence, index, 'max', one.max) }),
        })),
        hist: least.hist.map((one, index) => ({ ...one, min: written(value.hist, index, 'min', one.min) })),
      };
    },
    none,
  );
}

/** The same with sums over n as numbers. Throws a Bad. */
function numbered(value: Table, n: number): Table {
  const amounts = (list: unknown, name: string): unknown =>
    Array.isArray(list)
      ? list.map((one: unknown, index) => {
          if (!isTable(one)) return one;
          const numbers = ['min', 'max'].flatMap((bound): [string, number][] => {
            const text = one[bound];
            if (typeof text !== 'string') return [];
            const number = sumOf(text, n);
            if (number === undefined)
              throw new Bad(`expect.${name}[${index}].${bound}: ${JSON.stringify(text)} is no sum over n`, 'write "n", "2n", "n+5" or "2n+1"');
            return [[bound, number]];
          });
          return { ...one, ...Object.fromEntries(numbers) };
        })
      : list;
  return {
    ...value,
    ...(value.evidence === undefined ? {} : { evidence: amounts(value.evidence, 'evidence') }),
    ...(value.hist === undefined ? {} : { hist: amounts(value.hist, 'hist') }),
  };
}

function slipOf(table: Table, exercise: Fields, index: number, program: (fields: Fields, name: string) => ProgramFile): Slip {
  const fields = exercise.within(table, `slip ${index + 1}: `);
  fields.only(['program', 'when', 'say']);
  const when = fields.text('when');
  try {
    new RegExp(when);
  } catch (error) {
    fields.wrong(`when cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'write a regular expression as JavaScript reads it');
  }
  return { program: program(fields, 'program'), when, say: fields.said('say') };
}

function reported<T>(fields: Fields, read: () => T, instead: T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    fields.wrong(error.message, error.hint);
    return instead;
  }
}

function textsOf(folder: string, files: Files, mistakes: Mistake[]): Lesson['text'] {
  const [en, zh] = LANGS.map((lang): readonly Section[] => {
    const file = `${folder}/${lang}.md`;
    const text = files.get(`${lang}.md`);
    if (text === undefined) {
      mistakes.push({ file: folder, why: `it has no ${lang}.md`, hint: 'a lesson has its text in both languages' });
      return [];
    }
    const read = parseText(text);
    mistakes.push(...read.mistakes.map((one) => ({ file, ...one })));
    return read.sections;
  });
  return { en: en ?? [], zh: zh ?? [] };
}

function doubles(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.filter((id, index) => id !== '' && ids.indexOf(id) !== index));
}
