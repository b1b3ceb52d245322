/** Where sections begin in a text that is read as it stands: headings, functions, clauses. */
import type { Kind } from './kinds.ts';
import type { Heading, Line } from './lines.ts';

type Finder = (lines: readonly Line[]) => Heading[];

const FUNCTIONS: Readonly<Record<'shell' | 'python', RegExp>> = {
  shell: /^(?:function\s+)?([A-Za-z_][\w:-]*)\s*\(\)|^function\s+([A-Za-z_][\w:-]*)/,
  python: /^(?: {4})?(?:async\s+)?(?:def|class)\s+(\w+)/,
};
const C_FUNCTION = /^[A-Za-z_][\w\s*]*?\b([A-Za-z_]\w*)\s*\([^;]*$/;
const C_TYPE = /^(?:typedef\s+)?(?:struct|union|enum)\s+(\w+)\s*\{/;
const C_MACRO = /^#\s*define\s+(\w+)\(/;
const NO_FUNCTION = /^(?:if|for|while|switch|return|else|do|sizeof)$/;
const CLAUSE =
  /^(?:BEGIN|END|begin|end|config|(?:k|u)(?:ret)?probe|k(?:ret)?func|f(?:entry|exit)|(?:raw)?tracepoint|rt|t|k|kr|u|ur|usdt|U|profile|interval|software|hardware|s|h|p|i|w|watchpoint|asyncwatchpoint|iter)(?::\S*)?\s*(?:[,{/]|$)/;

const FINDERS: Partial<Readonly<Record<Kind, Finder>>> = {
  markdown,
  rst: underlined,
  text: plainText,
  shell: (lines) => functions(lines, FUNCTIONS.shell),
  python: (lines) => functions(lines, FUNCTIONS.python),
  c,
  bpftrace: clauses,
};

/** The sections of a text of this kind. */
export function headingsOf(lines: readonly Line[], kind: Kind): Heading[] {
  return FINDERS[kind]?.(lines) ?? [];
}

function markdown(lines: readonly Line[]): Heading[] {
  const found: Heading[] = [];
  let fence = '';
  for (const [index, { text }] of lines.entries()) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(text)?.[1];
    if (mark !== undefined && fence === '') fence = mark;
    else if (mark?.startsWith(fence)) fence = '';
    if (fence !== '' || mark !== undefined) continue;
    const heading = /^ {0,3}(#{1,6}|={1,6})\s+(.+?)(?:\s+#+)?$/.exec(text);
    if (heading !== null) found.push({ index, title: heading[2] ?? '', level: heading[1]?.length ?? 1 });
    const rule = /^ {0,3}(=+|-{2,})$/.exec(text)?.[1];
    const above = lines[index - 1]?.text ?? '';
    if (rule !== undefined && /^ {0,3}[^\s#>|-]/.test(above) && (lines[index - 2]?.text ?? '') === '')
      found.push({ index: index - 1, title: above.trim(), level: rule.startsWith('=') ? 1 : 2 });
  }
  return found;
}

/** A line of text, and under it one of a sign that repeats. Which sign is which level is as they come. */
function underlined(lines: readonly Line[]): Heading[] {
  const found: Heading[] = [];
  const signs: string[] = [];
  for (const [index, { text }] of lines.entries()) {
    const sign = /^([=\-~^"'`#*+.:_])\1{2,}$/.exec(text)?.[1];
    const above = lines[index - 1]?.text ?? '';
    if (sign === undefined || !/^\s?[\p{L}\p{N}`:(]/u.test(above) || text.length < above.trim().length * 0.8) continue;
    if (!signs.includes(sign)) signs.push(sign);
    const overline = lines[index - 2]?.text === text;
    found.push({ index: overline ? index - 2 : index - 1, title: above.trim(), level: signs.indexOf(sign) + 1 });
  }
  return found;
}

/** Underlined titles, and lines in capitals that stand by themselves. */
function plainText(lines: readonly Line[]): Heading[] {
  const found = underlined(lines);
  if (found.length > 0) return found;
  return lines.flatMap(({ text }, index) =>
    /^[A-Z0-9][A-Z0-9 ,/()_-]{3,70}$/.test(text) && /[A-Z]{3}/.test(text) && (lines[index - 1]?.text ?? '') === '' ? [{ index, title: text, level: 1 }] : [],
  );
}

function functions(lines: readonly Line[], pattern: RegExp): Heading[] {
  return lines.flatMap(({ text }, index) => {
    const match = pattern.exec(text);
    const title = match?.[1] ?? match?.[2];
    return title === undefined ? [] : [{ index: withComment(lines, index), title, level: text.startsWith(' ') ? 2 : 1 }];
  });
}

function c(lines: readonly Line[]): Heading[] {
  return lines.flatMap(({ text }, index) => {
    const name = C_TYPE.exec(text)?.[1] ?? C_MACRO.exec(text)?.[1] ?? cFunction(lines, index);
    return name === undefined ? [] : [{ index: withComment(lines, index), title: name, level: 1 }];
  });
}

/** A function's head may go over some lines; where no brace follows it is a declaration. */
function cFunction(lines: readonly Line[], index: number): string | undefined {
  const name = C_FUNCTION.exec(lines[index]?.text ?? '')?.[1];
  if (name === undefined || NO_FUNCTION.test(name)) return undefined;
  const head = lines.slice(index, index + 6).map((line) => line.text);
  const brace = head.findIndex((text) => text.includes('{'));
  return brace !== -1 && !head.slice(0, brace).some((text) => text.includes(';')) ? name : undefined;
}

function clauses(lines: readonly Line[]): Heading[] {
  let depth = 0;
  let open = false;
  const found: Heading[] = [];
  for (const [index, { text }] of lines.entries()) {
    // Attach points one below the other are one clause.
    if (depth === 0 && !open && CLAUSE.test(text)) {
      found.push({ index: withComment(lines, index), title: text.replace(/[,{/].*$/, '').trim(), level: 1 });
      open = true;
    }
    const code = text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*$/g, '');
    depth += code.split('{').length - code.split('}').length;
    if (depth === 0 && code.includes('}')) open = false;
  }
  return found;
}

/** A comment directly above belongs to what it stands above. */
function withComment(lines: readonly Line[], index: number): number {
  let first = index;
  while (
    first > 0 &&
    /^(?:\s*(?:\/\/|#(?!!)|\*|\/\*)|@\w)/.test(lines[first - 1]?.text ?? '') &&
    !/^#\s*(?:include|define|if|endif|else|pragma)/.test(lines[first - 1]?.text ?? '')
  )
    first--;
  return first;
}
