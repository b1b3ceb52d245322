/** HTML put together so that what is not written here is text: everything put into a template is escaped, unless it is markup itself. */
import { visible } from '../../views/values.ts';

/** Markup, as opposed to text. Only `html` and `raw` make it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Part = Markup | string | number | undefined | false | readonly Part[];

/** A template: what is put in is text, also within the quotes of an attribute. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    text += rendered(part) + (strings[index + 1] ?? '');
  });
  return new Markup(text);
}

/** What was written here as markup. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function rendered(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'object') return part.map(rendered).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** As text of HTML or SVG, or as the value of an attribute in quotes: control characters and what turns the direction of writing made visible. */
export function escaped(text: string): string {
  return visible(text)
    .replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"'`]/g, (char) => ENTITIES[char] ?? '');
}

/** Cells and names longer than this are cut: one of them shall not fill the page. */
const LONGEST = 2000;

export function bounded(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
