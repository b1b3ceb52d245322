/** The fields of a TOML table, each read strictly: what is wrong is noted with its place, and reading goes on. */

import { editDistance } from '../core/distance.ts';
import { isObject } from '../core/is-object.ts';
import { LANGS, type Said } from './lesson.ts';
import type { Mistake } from './mistake.ts';

export type Table = { readonly [field: string]: unknown };

export function isTable(value: unknown): value is Table {
  return isObject(value) && !(value instanceof Date);
}

const HAN = /\p{Script=Han}/u;

export class Fields {
  readonly #file: string;
  readonly #place: string;
  readonly #table: Table;
  readonly #mistakes: Mistake[];

  /** `place`: what the table is called, with what parts it from a field: `exercise "one-name": `. */
  constructor(table: Table, file: string, place: string, mistakes: Mistake[]) {
    this.#table = table;
    this.#file = file;
    this.#place = place;
    this.#mistakes = mistakes;
  }

  wrong(why: string, hint: string): void {
    this.#mistakes.push({ file: this.#file, why: `${this.#place}${why}`, hint });
  }

  /** A table within it. */
  within(table: Table, place: string): Fields {
    return new Fields(table, this.#file, this.#place + place, this.#mistakes);
  }

  /** No others may be there. */
  only(known: readonly string[]): void {
    for (const name of Object.keys(this.#table)) {
      if (known.includes(name)) continue;
      const meant = known.find((one) => editDistance(name, one, 2) <= 2);
      this.wrong(`nothing is known of ${name}`, meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`);
    }
  }

  get(name: string): unknown {
    return this.#table[name];
  }

  text(name: string): string {
    const value = this.#table[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.wrong(value === undefined ? `it has no ${name}` : `${name} is no text`, `write ${name} = "..."`);
    return '';
  }

  /** A text in both languages. `isName`: it may be the same in both, for it may be a name. */
  said(name: string, isName = false): Said {
    return this.saidOf(this.#table[name], name, isName);
  }

  saidOf(value: unknown, name: string, isName = false): Said {
    if (!isTable(value)) {
      this.wrong(value === undefined ? `it has no ${name}` : `${name} is not in both languages`, `write ${name}.en = "..." and ${name}.zh = "..."`);
      return { en: '', zh: '' };
    }
    const other = Object.keys(value).find((key) => !(LANGS as readonly string[]).includes(key));
    if (other !== undefined) this.wrong(`${name}.${other}: lessons are not written in that`, `write ${name}.en and ${name}.zh`);
    const [en, zh] = LANGS.map((lang) => {
      const text = value[lang];
      if (typeof text === 'string' && text.trim() !== '') return text.trim();
      this.wrong(text === undefined ? `${name} is not there in ${lang}` : `${name}.${lang} is no text`, `write ${name}.${lang} = "..."`);
      return '';
    }) as [string, string];
    if (HAN.test(en)) this.wrong(`${name}.en is Chinese`, 'exchange the two, or write it in English');
    // Where it is all code there is nothing to say in Chinese.
    const words = zh.replaceAll(/`[^`]*`/g, '');
    if (/[a-z]{2}/i.test(words) && !HAN.test(zh) && !(isName && zh === en)) this.wrong(`${name}.zh has no Chinese word`, 'write it in Chinese');
    return { en, zh };
  }

  texts(name: string): readonly string[] {
    const value = this.#table[name];
    if (Array.isArray(value) && value.every((one): one is string => typeof one === 'string' && one !== '')) return value;
    this.wrong(value === undefined ? `it has no ${name}` : `${name} is no list of texts`, `write ${name} = ["...", "..."]`);
    return [];
  }

  tables(name: string): readonly Table[] {
    const value = this.#table[name] ?? [];
    if (Array.isArray(value) && value.every(isTable)) return value;
    this.wrong(`${name} is no list of tables`, `write [[${name}]] above each`);
    return [];
  }

  number(name: string, least: number, most: number): number {
    const value = this.#table[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    this.wrong(value === undefined ? `it has no ${name}` : `${name} is no whole number from ${least} to ${most}`, `write ${name} = ${least}, or more`);
    return least;
  }
}
