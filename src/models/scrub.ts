/** What a provider said of a failure, fit to be shown: one line, and no key in it. */

const HIDDEN = '[key]';
const MOST = 300;
/** Parts of a key that are shorter than this are taken for chance. */
const CHANCE = 8;

/** What keys and tokens look like, whoever's they are: by the prefixes of their makers, and masked in the middle. */
const LOOKS_SECRET: readonly RegExp[] = [
  /\bBearer\s+[^\s"',;]+/gi,
  /\b(?:sk|pk|rk|gsk|xai|nvapi|hf|r8|pplx|tgp|csk|fw)[-_][\w*.…•-]{4,}/g,
  /\bAIza[\w*.…•-]{4,}/g,
  /\beyJ[\w-]{8,}(?:\.[\w-]+)*/g,
];

/** The text without the key, without the parts of it that vendors show (`sk-...abcd`), and without what looks like anybody's. */
export function withoutKey(text: string, key: string | undefined): string {
  let clean = text;
  if (key !== undefined && key.length >= 4) {
    for (const form of new Set([key, encodeURIComponent(key), Buffer.from(key).toString('base64')])) clean = clean.replaceAll(form, HIDDEN);
  }
  for (const look of LOOKS_SECRET) clean = clean.replace(look, HIDDEN);
  if (key === undefined || key.length < CHANCE) return clean;
  return withoutParts(withoutMasked(clean, key), key);
}

/** What a model writes, without the key: a server that says back what it was sent may say it in there too. */
export interface Veil {
  /** What can be shown of what came until now. */
  push(text: string): string;
  /** What was held back, since the key might have begun there. */
  rest(): string;
  /** The same of what is whole: text, and JSON. */
  over<T>(value: T): T;
}

export function veil(key: string | undefined): Veil {
  // A short one is a word that stands for none: `ollama`, `none`.
  if (key === undefined || key.length < CHANCE) return { push: (text) => text, rest: () => '', over: (value) => value };
  let held = '';
  const rest = (): string => {
    const text = held;
    held = '';
    return text;
  };
  return {
    push(text) {
      const all = (held + text).replaceAll(key, HIDDEN);
      let begins = Math.min(key.length - 1, all.length);
      while (begins > 0 && !all.endsWith(key.slice(0, begins))) begins--;
      held = all.slice(all.length - begins);
      return all.slice(0, all.length - begins);
    },
    rest,
    over(value) {
      const all = JSON.stringify(value) ?? '';
      return all.includes(key) ? (JSON.parse(all.replaceAll(key, HIDDEN)) as typeof value) : value;
    },
  };
}

/** As one line that is short enough to be read. */
export function oneLine(text: string, key: string | undefined): string {
  // A page of HTML or a stream's rest is not looked through for ever.
  const line = withoutKey(text.slice(0, 4000), key)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line.length <= MOST ? line : `${line.slice(0, MOST - 1).trimEnd()}…`;
}

/** Words with dots, stars or an ellipsis in them that begin or end as the key does. */
function withoutMasked(text: string, key: string): string {
  return text.replace(/[^\s"'`,;:()<>[\]]+/g, (word) => {
    const [start = '', end = ''] = word.split(/(?:\*{2,}|\.{3,}|…|•{2,}|x{4,}|X{4,})+/, 2);
    if (start.length + end.length === word.length) return word;
    const tail = end.replace(/[.!?]+$/, '');
    return (start.length >= 2 && key.startsWith(start)) || (tail.length >= 2 && key.endsWith(tail)) ? HIDDEN : word;
  });
}

/** Any long enough piece of the key. */
function withoutParts(text: string, key: string): string {
  let clean = '';
  for (let at = 0; at < text.length; ) {
    let length = 0;
    if (key.includes(text.slice(at, at + CHANCE)) && at + CHANCE <= text.length) {
      length = CHANCE;
      while (at + length < text.length && key.includes(text.slice(at, at + length + 1))) length++;
    }
    clean += length > 0 ? HIDDEN : text.charAt(at);
    at += Math.max(length, 1);
  }
  return clean;
}
