/** What a manual page says of a tool's options: roff of man(7), its OPTIONS and EXAMPLES. */
import { mergeOptions } from './argument.ts';
import { optionOf } from './help.ts';
import { emptySchema, type ToolExample, type ToolOption, type ToolSchema } from './schema.ts';

const MOST_LINES = 4000;

/** Reads a manual page. Pure and total. */
export function parseManual(page: string): ToolSchema {
  const sections = sectionsOf(page.split(/\r?\n/).slice(0, MOST_LINES));
  const name = plain(sections.get('NAME') ?? []).join(' ');
  return {
    ...emptySchema,
    summary: name.split(/\s-+\s/)[1]?.trim() ?? '',
    options: mergeOptions([...sections].filter(([title]) => /OPTIONS/.test(title)).flatMap(([, lines]) => optionsIn(lines))),
    examples: examplesIn(sections.get('EXAMPLES') ?? []),
  };
}

/** What the help text says, and what only the manual page does. */
export function joined(help: ToolSchema, manual: ToolSchema): ToolSchema {
  // An option that the help text of this version does not know is none; where there is no help, the page is all there is.
  const options = help.options.length === 0 ? manual.options : help.options.map((option) => told(option, manual));
  return {
    summary: help.summary === '' ? manual.summary : help.summary,
    options,
    positionals: help.positionals.length === 0 ? manual.positionals : help.positionals,
    examples: help.examples.length === 0 ? manual.examples : help.examples,
  };
}

function told(option: ToolOption, manual: ToolSchema): ToolOption {
  if (option.meaning !== '') return option;
  const page = manual.options.find(({ names }) => names.some((name) => option.names.includes(name)));
  return page === undefined ? option : { ...option, meaning: page.meaning };
}

function sectionsOf(lines: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of lines) {
    const [, title] = /^\.S[Hh]\s+"?([^"]+)"?\s*$/.exec(line) ?? [];
    if (title === undefined) current.push(line);
    else {
      current = sections.get(title.trim().toUpperCase()) ?? [];
      sections.set(title.trim().toUpperCase(), current);
    }
  }
  return sections;
}

/** `.TP`, a line of names, then lines of what they mean until the next; pages made by asciidoc have `.PP`, the names, `.RS 4`. */
function optionsIn(lines: readonly string[]): ToolOption[] {
  const found: ToolOption[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!/^\.(?:TP|PP|IP)\b/.test(lines[at] ?? '')) continue;
    const [signature = ''] = plain([lines[at + 1] ?? '']);
    if (!/^-/.test(signature)) continue;
    const said: string[] = [];
    for (let next = at + 2; next < lines.length && !/^\.(?:TP|PP|RE|SS)\b/.test(lines[next] ?? ''); next++) said.push(lines[next] ?? '');
    const option = optionOf(signature.replace(/(?<=^--?[\w-]+) +(?=-)/, ', '), firstSentences(plain(said).join(' ')));
    if (option !== undefined) found.push(option);
  }
  return found;
}

const MOST_SAID = 300;

function firstSentences(text: string): string {
  const clean = text.replace(/\s+/g, ' ').trim();
  return clean.length <= MOST_SAID ? clean : `${clean.slice(0, MOST_SAID).replace(/\s\S*$/, '')} …`;
}

function examplesIn(lines: readonly string[]): ToolExample[] {
  const found: ToolExample[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!/^\.TP\b/.test(lines[at] ?? '')) continue;
    const [says = ''] = plain([lines[at + 1] ?? '']);
    const command = lines.slice(at + 2, at + 5).find((line) => /^\.B\s/.test(line));
    const [, args] = /^\S+\s*(.*)$/.exec(plain([command ?? ''])[0] ?? '') ?? [];
    if (command !== undefined && args !== undefined) found.push({ args: args.trim(), says: says.replace(/:$/, '') });
  }
  return found;
}

/** Lines without their requests, fonts and escapes; those of a request that says nothing left out. */
function plain(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    if (/^[.'](?:\\"|$)/.test(line)) return [];
    const [, request, rest = ''] = /^[.'](\w+)\s*(.*)$/.exec(line) ?? [];
    if (request === undefined) return [unescaped(line)];
    if (!/^(?:B|I|BR|BI|IR|IB|RB|RI|SM|OP|OM)$/.test(request)) return [];
    const parts = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    // Requests of two letters change the font with every part, and put no blank between them.
    return [unescaped(parts.join(request.length === 2 && !request.startsWith('O') ? '' : ' '))];
  });
}

function unescaped(text: string): string {
  return text
    .replace(/\\f(?:\[[^\]]*\]|\(..|.)/g, '')
    .replace(/\\s[-+]?\d/g, '')
    .replace(/\\\((?:aq|cq|oq)/g, "'")
    .replace(/\\\((?:em|en|hy)/g, '-')
    .replace(/\\\(../g, '')
    .replace(/\\ /g, ' ')
    .replace(/\\[&%:,^|]/g, '')
    .replace(/\\([-.'"~`])/g, '$1')
    .replace(/\\e/g, '\\');
}
