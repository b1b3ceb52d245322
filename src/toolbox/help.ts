/** What a tool says of itself with `--help`, as a schema: argparse of bcc, argp of libbpf-tools, the style of git of perf, and what ss and strace print. */
import { argumentOf, mergeOptions } from './argument.ts';
import { emptySchema, type Positional, type ToolExample, type ToolOption, type ToolSchema } from './schema.ts';

/** More than any tool says; the rest is not read. */
const MOST_LINES = 2000;
const TAB = 8;

/** Reads a help text, whoever wrote it. Pure and total: a text that is none gives an empty schema. */
export function parseHelp(text: string, words: readonly string[] = []): ToolSchema {
  const lines = text.split(/\r?\n/).slice(0, MOST_LINES).map(untabbed);
  const options: ToolOption[] = [];
  const positionals: Positional[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const head = /^ {0,12}(?=-[-\w?])/.exec(line);
    if (head !== null) {
      const { option, next } = readOption(lines, at, head[0].length);
      if (option !== undefined) options.push(option);
      at = Math.max(at, next - 1);
      continue;
    }
    if (/^positional arguments:/.test(line)) positionals.push(...describedPositionals(lines, at + 1));
  }
  const usage = usageOf(lines);
  return {
    ...emptySchema,
    summary: summaryOf(lines),
    options: mergeOptions(options),
    positionals: orderedPositionals(usage, positionals, words),
    examples: examplesOf(lines),
  };
}

function untabbed(line: string): string {
  let out = '';
  for (const char of line) out += char === '\t' ? ' '.repeat(TAB - (out.length % TAB)) : char;
  return out;
}

/** Names come first, with or without an argument; behind two blanks, or on the next line deeper in, what it means. */
function readOption(lines: readonly string[], at: number, indent: number): { readonly option: ToolOption | undefined; readonly next: number } {
  const line = (lines[at] ?? '').slice(indent);
  const gap = / {2,}/.exec(line);
  const signature = (gap === null ? line : line.slice(0, gap.index)).trim();
  const said = gap === null ? [] : [line.slice(gap.index).trim()];
  let next = at + 1;
  for (; next < lines.length; next++) {
    const more = lines[next] ?? '';
    const depth = more.search(/\S/);
    if (depth < 0 || depth <= indent + 4 || (/^\s*-[-\w]/.test(more) && depth < indent + 8)) break;
    said.push(more.trim());
  }
  return { option: optionOf(signature, said.join(' ')), next };
}

const NAME = /^(--?[\w?][\w-]*)(.*)$/;

/** `-p PID, --pid PID`, `-p, --pid=PID`, `-p, --pid <pid>`, `-s {a,b}, --sort {a,b}`, `--switch-output[=<size>]`. */
export function optionOf(signature: string, meaning: string): ToolOption | undefined {
  const names: string[] = [];
  let argument: string | undefined;
  let optional = false;
  for (const part of signature.split(/,\s*(?=-)/)) {
    const [, name, rest = ''] = NAME.exec(part.trim()) ?? [];
    if (name === undefined) return undefined;
    // The same letter twice or thrice is the option given as often; `-e trace=SET` of strace is one value of another option.
    if (/^-(\w)\1+$/.test(name) || /^ (?:-|[a-z-]+=)/.test(rest)) continue;
    if (!names.includes(name)) names.push(name);
    const shown = rest.trim();
    if (shown === '' || shown === ',') continue;
    optional = shown.startsWith('[');
    argument ??= shown
      .replace(/^\[?[= ]?/, '')
      .replace(/\]$/, '')
      .trim();
  }
  // `-qq` of strace is -q twice.
  if (names.length === 0 || (argument !== undefined && / {2}/.test(argument))) return undefined;
  const said = meaning.replace(/\s+/g, ' ').trim();
  return {
    names: names.sort((a, b) => Number(a.startsWith('--')) - Number(b.startsWith('--'))),
    meaning: said,
    ...(argument === undefined || argument === '' ? {} : { argument: argumentOf(argument, said, names) }),
    ...(optional ? { optional } : {}),
    ...(/may be repeated|multiple times|more than once/i.test(said) ? { repeatable: true } : {}),
  };
}

function summaryOf(lines: readonly string[]): string {
  const paragraphs = lines
    .join('\n')
    .split(/\n\s*\n|(?<=^\s*usage:[^\n]*)\n(?=[A-Z][a-z])/i)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '' && !/^(?:usage|options|positional|examples?|note)\b/i.test(paragraph) && /^[A-Z]/.test(paragraph));
  return (paragraphs[0] ?? '').split('\n')[0]?.trim() ?? '';
}

function describedPositionals(lines: readonly string[], from: number): Positional[] {
  const found: Positional[] = [];
  for (let at = from; at < lines.length && (lines[at] ?? '').trim() !== ''; at++) {
    const line = lines[at] ?? '';
    const [, name, meaning = ''] = /^ {2}(\S+)(?: {2,}(.*))?$/.exec(line) ?? [];
    const last = found.at(-1);
    if (name !== undefined) found.push(positionalOf(name, meaning.trim(), true));
    else if (last !== undefined) found[found.length - 1] = positionalOf(last.name, `${last.meaning} ${line.trim()}`.trim(), true);
  }
  return found;
}

function positionalOf(name: string, meaning: string, required: boolean, repeatable = false): Positional {
  return { ...argumentOf(name, meaning, []), meaning, required, ...(repeatable ? { repeatable } : {}) };
}

/** The lines behind each `usage:`, as one text each. */
function usageOf(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, first] = /^\s*usage:\s*(.*)$/i.exec(lines[at] ?? '') ?? [];
    if (first === undefined) continue;
    const all = [first];
    while ((lines[at + 1] ?? '').trim() !== '' && /^\s|^[[<]|\]$/.test(lines[at + 1] ?? '') && !/^\s*(?:or|usage):/i.test(lines[at + 1] ?? ''))
      all.push((lines[++at] ?? '').trim());
    found.push(all.join(' '));
  }
  return found;
}

const OF_OPTIONS = /^(?:options?|arg(?:s|uments)?)$/i;
const MOST_POSITIONALS = 6;

/** What stands in a usage line and is no option: `[interval] [count]`, `FUNCTION`, `probe [probe ...]`. */
function orderedPositionals(usage: readonly string[], described: readonly Positional[], words: readonly string[]): Positional[] {
  let best: Positional[] = [];
  for (const line of usage) {
    const tail = line
      // The name of the program, and of its command.
      .replace(/^\S+/, '')
      .replace(new RegExp(`^\\s+${words.join('\\s+')}`), '')
      // Options, each in its brackets; exclusive ones and such as have an argument, too.
      .replace(/\[\s*-[^\]]*\]/g, ' ')
      .replace(/\[<?options?>?(?:\.\.\.)?\]|\[OPTION\.\.\.\]/gi, ' ');
    const found: Positional[] = [];
    for (const [, bracketed, bare] of tail.matchAll(/\[\s*<?([A-Za-z_]\w*)>?[^\]]*\]|(?<![-\w=<[{|])<?([A-Za-z_]\w*)>?(?![-\w|}=])/g)) {
      const name = bracketed ?? bare ?? '';
      if (name === '' || OF_OPTIONS.test(name)) continue;
      const known = described.find((one) => one.name === name);
      if (found.some((one) => one.name === name)) {
        const last = found.at(-1);
        if (last?.name === name) found[found.length - 1] = { ...last, repeatable: true };
        continue;
      }
      found.push(positionalOf(name, known?.meaning ?? '', bracketed === undefined));
    }
    if (found.length > best.length && found.length <= MOST_POSITIONALS) best = found;
  }
  const rest = described.filter(({ name }) => !best.some((one) => one.name === name));
  return best.length === 0 ? [...described] : [...best, ...rest.filter(() => described.length > best.length)];
}

const MOST_EXAMPLES = 24;

/** `./opensnoop -p 181   # only trace PID 181`. */
function examplesOf(lines: readonly string[]): ToolExample[] {
  const found: ToolExample[] = [];
  for (const line of lines) {
    const [, args, says] = /^\s*(?:\.\/)?[a-z][\w.-]*((?: [^#]*)?)#\s+(.+)$/.exec(line) ?? [];
    if (args !== undefined && says !== undefined && found.length < MOST_EXAMPLES) found.push({ args: args.trim(), says: says.trim() });
  }
  return found;
}
