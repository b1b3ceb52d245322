/**
 * A value of a TOML text changed where it stands: comments, order and what nobody knows are kept. It reads lines, not TOML: whoever uses it parses what comes out and
 * holds it against what was wanted (`changed` in settings-change.ts).
 */

/** Sets `key` of a table, or takes it out where there is no literal. A table that is not there is put at the end. */
export function setValue(text: string, table: readonly string[], key: string, literal: string | undefined): string {
  const lines = text.split('\n');
  const at = placeOf(lines, table, key);
  if (at.line !== undefined) {
    const [, head = '', comment = ''] = /^(\s*[^=]+?=\s*)(?:"(?:\\.|[^"\\])*"|'[^']*'|\{[^}]*\}|[^\s#"'{]+)(\s*#.*)?\s*$/.exec(lines[at.line] ?? '') ?? [];
    // A value of another form, or of several lines, is left as it is: the comparison afterwards tells that it was not changed.
    if (head === '') return text;
    lines.splice(at.line, 1, ...(literal === undefined ? [] : [`${head}${literal}${comment}`]));
    return lines.join('\n');
  }
  if (literal === undefined) return text;
  const added = `${bare(key)} = ${literal}`;
  if (at.end !== undefined) {
    lines.splice(at.end, 0, added);
    return lines.join('\n');
  }
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${before}${before === '' ? '' : '\n'}[${table.map(bare).join('.')}]\n${added}\n`;
}

/** The line, from 1, where a key of a table stands; of the table itself without a key; undefined where that cannot be told. */
export function lineOf(text: string, table: readonly string[], key?: string): number | undefined {
  const { line, start, header } = placeOf(text.split('\n'), table, key ?? '');
  const found = key === undefined ? header : (line ?? (start === undefined ? undefined : header));
  return found === undefined ? undefined : found + 1;
}

interface Place {
  /** Of the key. */
  readonly line?: number;
  /** The first line behind the header, and where something can be put in. */
  readonly start?: number;
  readonly end?: number;
  readonly header?: number;
}

function placeOf(lines: readonly string[], table: readonly string[], key: string): Place {
  const header = table.length === 0 ? -1 : lines.findIndex((line) => isHeader(line, table));
  if (header === -1 && table.length > 0) return {};
  const next = lines.findIndex((line, index) => index > header && /^\s*\[/.test(line));
  const bound = next === -1 ? lines.length : next;
  let end = bound;
  // In front of blank lines and of a comment on the next table.
  while (end > header + 1 && /^\s*(?:#.*)?$/.test(lines[end - 1] ?? '')) end--;
  // A file that has nothing but comments so far: behind them; but never between a table and the comment on it.
  if (end === 0 && next === -1) end = lines.at(-1) === '' ? bound - 1 : bound;
  const line = lines.findIndex((text, index) => index > header && index < bound && startsWithKey(text, key));
  return { start: header + 1, end, ...(header === -1 ? {} : { header }), ...(line === -1 ? {} : { line }) };
}

function isHeader(line: string, table: readonly string[]): boolean {
  const inside = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line)?.[1]?.trim();
  return inside !== undefined && (inside === table.map(bare).join('.') || inside === table.map(quoted).join('.') || inside === mixed(table));
}

/** `[models."a"]`, as a person may write it. */
function mixed(table: readonly string[]): string {
  return table.map((part, index) => (index === 0 ? bare(part) : quoted(part))).join('.');
}

function startsWithKey(line: string, key: string): boolean {
  const name = /^\s*((?:[A-Za-z0-9_-]+)|"(?:\\.|[^"\\])*"|'[^']*')\s*=/.exec(line)?.[1];
  return key !== '' && name !== undefined && [key, quoted(key), `'${key}'`].includes(name);
}

/** A key as TOML takes it. */
export function bare(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key);
}

/** A text as TOML takes it: JSON's escapes are all TOML's too. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F');
}
