/** docs/DIALECTS.md as the table says it. */
import { BUILTINS } from '../../src/bpftrace/dialect/builtins.ts';
import { CONFIG_KEYS } from '../../src/bpftrace/dialect/config.ts';
import { CONVERSIONS } from '../../src/bpftrace/dialect/conversions.ts';
import { type Entry, existsIn, type Lifetime } from '../../src/bpftrace/dialect/entry.ts';
import { FEATURES, type Feature } from '../../src/bpftrace/dialect/features.ts';
import type { Func } from '../../src/bpftrace/dialect/function.ts';
import { FUNCTIONS } from '../../src/bpftrace/dialect/functions.ts';
import { LIMITS, type Limit } from '../../src/bpftrace/dialect/limits.ts';
import { PROBES } from '../../src/bpftrace/dialect/probes.ts';
import { VERSIONS } from '../../src/bpftrace/dialect/version.ts';

type Row = readonly string[];
type Change = Readonly<Record<string, unknown>> & { readonly in: string };

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

/** `(map, [top], [divisor])` */
function signature({ parameters, most }: Func['signatures'][number]): string {
  const shown = parameters.map(({ name, words, optional }) => {
    const text = words === undefined ? name : words.join('|');
    return optional === true ? `[${text}]` : text;
  });
  return `(${shown.join(', ')}${most === undefined ? '' : '...'})`;
}

/** What a change is in words, by the field that changes; what is not listed is not worth a line. */
const WORDS: Readonly<Record<string, (value: never) => string>> = {
  type: (value: string) => `is ${code(value)}`,
  result: (value: string) => (value === 'none' ? 'yields nothing' : `yields ${code(value)}`),
  probes: (value: readonly string[]) => `in ${value.join(', ')}`,
  needsCommand: () => '0 without -c, instead of an error',
  placement: (value: string) => (value === 'value' ? 'may stand in an expression' : ''),
  spelling: (value: string) => `written ${code(value)}`,
  aliases: (value: readonly string[]) => (value.length > 0 ? `also ${value.map(code).join(', ')}` : ''),
  form: (value: string) => code(value),
  wildcards: (value: boolean) => (value ? 'takes wildcards' : ''),
  default: (value: string) => `default ${code(value)}`,
  environment: (value: string) => code(value),
  value: (value: number) => String(value),
  ignored: () => 'taken, without effect',
  signatures: (value: Func['signatures']) => code(value.map(signature).join(' ')),
};

function changesOf(entry: { readonly changes?: readonly unknown[] }): string {
  return ((entry.changes ?? []) as readonly Change[])
    .map(({ in: version, ...change }) => {
      const said = Object.entries(change)
        .map(([field, value]) => (Object.hasOwn(WORDS, field) ? WORDS[field]?.(value as never) : ''))
        .filter((text) => text);
      return said.length > 0 ? `${version}: ${said.join(', ')}` : '';
    })
    .filter((text) => text !== '')
    .join('; ');
}

/** What is not the same in all versions, a row each, and a line with what is. */
function section<T extends Lifetime & { readonly doc?: string }>(title: string, entries: readonly Entry<T>[], show: (name: string) => string = code): string {
  const isSame = (entry: Entry<T>): boolean => entry.since === undefined && entry.until === undefined && changesOf(entry) === '';
  const differing = entries.filter((entry) => !isSame(entry));
  const rows = differing.map((entry) => [show(entry.name), entry.doc ?? '', entry.since ?? '', entry.until ?? '', changesOf(entry)]);
  const same = entries.filter(isSame).map(({ name }) => show(name));
  const rest = same.length > 0 ? `\n\nThe same in all: ${same.join(', ')}.` : '';
  return `## ${title}\n\n${table(['', 'what it is', 'since', 'gone since', 'changed'], rows)}${rest}`;
}

function features(): string {
  const rows = [...FEATURES]
    .map((feature: Feature) => feature)
    .filter(({ since, until }) => since !== undefined || until !== undefined)
    .map(({ doc, example, since, until }) => [doc, code(example), since ?? '', until ?? '']);
  return `## Syntax\n\n${table(['', 'for example', 'since', 'gone since'], rows)}`;
}

function limits(): string {
  const rows = LIMITS.map((limit: Entry<Limit>) => [limit.doc, String(limit.value), changesOf(limit)]);
  return `## Limits\n\n${table(['', '', 'changed'], rows)}`;
}

function conversions(): string {
  const letters = CONVERSIONS.filter(({ name }) => !/^(hh|h|ll|l|j|z|t)./.test(name));
  return section('Conversions of printf', letters, (name) => code(`%${name}`));
}

/** The whole page. */
export function dialectsPage(): string {
  const newest = VERSIONS.at(-1);
  const shown = FUNCTIONS.filter((entry) => newest !== undefined && (existsIn(entry, newest) || entry.until !== undefined));
  return `${[
    '# What differs between bpftrace versions',
    `gpttrace knows bpftrace ${VERSIONS[0]} to ${newest}: the table in \`src/bpftrace/dialect/\`, from which this page is made (\`npx vitest run --project unit test/bpftrace/dialects-page.test.ts -u\`).\n\`test/live/dialect.test.ts\` holds the table against the installed bpftrace.`,
    section('Probes', PROBES),
    section('Builtins', BUILTINS),
    section('Functions', shown, (name) => code(`${name}()`)),
    features(),
    conversions(),
    limits(),
    section('Settings', CONFIG_KEYS),
  ].join('\n\n')}\n`;
}
