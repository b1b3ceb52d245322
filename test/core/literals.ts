/** The texts that a source file holds: its literals, read without a parser of the language, which the tests would have no other use for. */

export interface Literal {
  /** As it stands between its quotes, escapes undone; `{}` for each value that is put into a template. */
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
  /** What stands before it, without the blanks: `said(`, `message: `. */
  readonly before: string;
  /** Where it stands in the file, its quotes included. */
  readonly start: number;
  readonly end: number;
}

/** After these a slash begins a pattern, and is no division. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+\n]|=>|\breturn)\s*$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' };

/** All string literals and templates of TypeScript, those within values of templates among them, in the order in which they end. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const add = (text: string, start: number): void => {
    found.push({ text, line: lineAt(start), before: source.slice(Math.max(0, start - 80), start).trimEnd(), start, end: at });
  };
  const escaped = (): string => {
    at++;
    const character = source[at] ?? '';
    at++;
    if (character === 'u' || character === 'x') {
      const code = /^(?:\{([\da-f]+)\}|([\da-f]{4})|([\da-f]{2}))/i.exec(source.slice(at));
      at += code?.[0].length ?? 0;
      return String.fromCodePoint(Number.parseInt(code?.[1] ?? code?.[2] ?? code?.[3] ?? '20', 16));
    }
    return character === '\n' ? '' : (ESCAPES[character] ?? character);
  };
  const quoted = (quote: string): void => {
    const start = at++;
    let text = '';
    while (at < source.length && source[at] !== quote) text += source[at] === '\\' ? escaped() : (source[at++] ?? '');
    at++;
    add(text, start);
  };
  const template = (): void => {
    const start = at++;
    let text = '';
    while (at < source.length && source[at] !== '`') {
      if (source[at] === '\\') text += escaped();
      else if (source.startsWith('${', at)) {
        at += 2;
        text += '{}';
        code('}');
        at++;
      } else text += source[at++] ?? '';
    }
    at++;
    add(text, start);
  };
  const pattern = (): void => {
    let inClass = false;
    at++;
    while (at < source.length && source[at] !== '\n' && (inClass || source[at] !== '/')) {
      if (source[at] === '\\') at++;
      else if (source[at] === '[') inClass = true;
      else if (source[at] === ']') inClass = false;
      at++;
    }
    at++;
  };
  const skipTo = (end: string): void => {
    const found = source.indexOf(end, at);
    at = found === -1 ? source.length : found + end.length;
  };
  const code = (end: string): void => {
    let depth = 0;
    while (at < source.length) {
      const character = source[at] ?? '';
      if (character === end && depth === 0) return;
      if (source.startsWith('//', at)) skipTo('\n');
      else if (source.startsWith('/*', at)) skipTo('*/');
      else if (character === "'" || character === '"') quoted(character);
      else if (character === '`') template();
      else if (character === '/' && BEFORE_PATTERN.test(source.slice(Math.max(0, at - 40), at))) pattern();
      else {
        if (character === '{') depth++;
        if (character === '}') depth--;
        at++;
      }
    }
  };
  code('');
  return found;
}
