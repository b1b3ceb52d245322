/** JSON as small models write it: with text around it, raw line ends in strings, trailing commas, strings in Python's triple quotes. Pure; never throws. */

/** The value a text is; undefined where it is none, however generously it is read. */
export function parseLoosely(text: string): unknown {
  for (const attempt of [text, mended(text)]) {
    try {
      return JSON.parse(attempt) as unknown;
    } catch {
      // The next reading is more generous.
    }
  }
  return undefined;
}

/** What begins like an object and is none costs a look through all that follows; of more of them than this, it is no JSON. */
const MOST_FALSE_STARTS = 40;

/** Objects that stand in a text, outermost ones only, in order. */
export function objectsIn(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  const found: { readonly text: string; readonly start: number; readonly end: number }[] = [];
  let falseStarts = 0;
  for (let start = text.indexOf('{'); start !== -1 && falseStarts < MOST_FALSE_STARTS; ) {
    // Programs have braces too: an object has a key in quotes behind its first one, or nothing.
    const begins = /^\{\s*["'}]/.test(text.slice(start, start + 200));
    const end = begins ? endOf(text, start) : -1;
    if (begins && end === -1) falseStarts++;
    if (end !== -1) found.push({ text: text.slice(start, end), start, end });
    start = text.indexOf('{', end === -1 ? start + 1 : end);
  }
  return found;
}

/** Where the object that begins at `start` ends; -1 where it does not. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      at = endOfString(text, at);
      if (at === -1) return -1;
    } else if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** Of a string's closing quote; -1 where it has none. */
function endOfString(text: string, start: number): number {
  if (text.startsWith('"""', start)) {
    const end = text.indexOf('"""', start + 3);
    return end === -1 ? -1 : end + 2;
  }
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

const RAW: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function mended(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '"') {
      const end = endOfString(text, at);
      if (end === -1) return text;
      result += text.startsWith('"""', at) ? JSON.stringify(text.slice(at + 3, end - 2)) : stringOf(text.slice(at + 1, end));
      at = end;
    } else if (sign === ',' && /^\s*[}\]]/.test(text.slice(at + 1, at + 50))) {
      // A comma before a closing bracket separates nothing.
    } else result += sign;
  }
  return result;
}

/** A string's inside with what JSON allows only escaped, escaped; and with escapes that JSON has not, as the backslash they begin with. */
function stringOf(inside: string): string {
  const escaped = inside.replace(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])|\\|[\n\r\t]/g, (part) => RAW[part] ?? (part === '\\' ? '\\\\' : part));
  return `"${escaped}"`;
}
