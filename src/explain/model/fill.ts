/** A sentence with its places filled: numbers with their units, names as names, placeholders as what they stand for. */
import { heading, plural } from '../../views/words.ts';
import type { Redaction } from '../redact.ts';
import type { Computed } from './compute.ts';
import type { Said } from './names.ts';

/** Stand for the places of values in a text; the text itself has none of them (`visibleText`). */
export const FIRST_PLACE = 0xe000;

interface Reader {
  readonly redaction: Redaction;
  readonly language: string;
}

export function filled(text: string, slots: readonly Computed[], names: readonly Said[], { redaction, language }: Reader): string {
  let line = '';
  let words = '';
  // Values are put in as they are: what looks like a placeholder in them is none.
  const put = (value: string): void => {
    line += redaction.restore(words, asName) + value;
    words = '';
  };
  for (let at = 0; at < text.length; at++) {
    const name = names.find((one) => one.at === at);
    const slot = slots[text.charCodeAt(at) - FIRST_PLACE];
    const quoted = /["“‘「『]$/.test(words);
    if (name !== undefined) {
      put(quoted ? short(name.value) : asName(name.value));
      at += name.length - 1;
    } else if (slot !== undefined) {
      if (slot.family === 'text') put(quoted ? short(slot.shown) : asName(slot.shown));
      else if (slot.label === undefined) put(slot.shown);
      else {
        const { value, length } = labelled(slot, slot.label, words, text.slice(at + 1), language);
        put(value);
        at += length;
      }
    } else {
      words += text[at];
    }
  }
  put('');
  return line;
}

/** A number with what it is called, unless that stands beside it already: `length` is how much of what follows is that. */
function labelled(
  { op, shown }: Computed,
  label: string,
  before: string,
  after: string,
  language: string,
): { readonly value: string; readonly length: number } {
  const name = language === 'zh' && label === 'event' ? '事件' : heading(label, language);
  if (op !== 'count') return { value: before.trimEnd().toLowerCase().endsWith(name.toLowerCase()) ? shown : `${name} ${shown}`, length: 0 };
  const many = plural(2, name, language);
  const value = language === 'zh' ? `${shown} 个${name}` : `${shown} ${shown === '1' ? name : many}`;
  const lead = (language === 'zh' ? /^\s*[个次件种]?\s*(?:不同的)?/u : /^\s*(?:(?:different|distinct)\s+)?/iu).exec(after)?.[0].length ?? 0;
  const follows = after.slice(lead).toLowerCase();
  const said = [many, name].find((word) => follows.startsWith(word.toLowerCase()) && !/^\p{Script=Latin}/u.test(follows.slice(word.length)));
  return { value, length: said === undefined ? 0 : lead + said.length };
}

const LONGEST_NAME = 160;

function short(value: string): string {
  return value.length > LONGEST_NAME ? `${value.slice(0, LONGEST_NAME)}…` : value;
}

/** A name of the machine's: where it could be read as more than a name, it stands in quotes. */
function asName(value: string): string {
  return /^[\p{L}_/.~[][\p{L}\p{N}_./:@[\]+-]*$/u.test(value) && value.length <= LONGEST_NAME ? value : `“${short(value)}”`;
}
