/** Members of keys and rows. All numbers take eight bytes and all text a multiple of eight, so that no unset bytes lie between them. */
import type { Column, Unit } from '../core/program.ts';
import { meaningOfField } from '../object/column-kinds.ts';
import { identifier, Names } from './names.ts';
import { quoteText } from './quote.ts';

export type Part =
  | { readonly how: 'number'; readonly signed: boolean }
  | { readonly how: 'text'; readonly size: number }
  /** In the order of the network. */
  | { readonly how: 'address'; readonly size: 4 | 16 }
  /** The number of a stack in the map that holds them. */
  | { readonly how: 'stack' }
  /** Nanoseconds of the kernel's clock, shown as the time of day in this form. */
  | { readonly how: 'clock'; readonly format: string };

export interface NamedPart {
  readonly name: string;
  readonly part: Part;
}

/** As it is declared: `char process[16]`. */
export function declared({ name, part }: NamedPart): string {
  switch (part.how) {
    case 'number':
      return `${part.signed ? '__s64' : '__u64'} ${name}`;
    case 'text':
      return `char ${name}[${part.size}]`;
    case 'address':
      return `__u8 ${name}[${part.size}]`;
    case 'stack':
      return `__s64 ${name}`;
    case 'clock':
      return `__u64 ${name}${name === '' ? '' : ` __attribute__((btf_decl_tag(${quoteText(`clock:${part.format}`)})))`}`;
  }
}

export function padded(size: number): number {
  return Math.ceil(size / 8) * 8;
}

/** Names for the members of one structure: what reads the object tells addresses, stacks and units by them. */
export function namedParts(parts: readonly Part[], columns: readonly (Pick<Column, 'name'> & { readonly unit?: Unit })[]): NamedPart[] {
  const names = new Names();
  return parts.map((part, at) => {
    const { name: said = 'value', unit } = columns[at] ?? {};
    const name = identifier(said);
    if (part.how === 'address') return { part, name: names.take(...addressNames(name, part.size)) };
    if (part.how === 'stack') return { part, name: names.take('stack') };
    return { part, name: names.take(...(part.how === 'text' || part.how === 'clock' || isPlain(name, unit) ? [name] : [`${name}_value`])) };
  });
}

/** Whether nobody would take a number of that name for one of another unit. */
export function isPlain(name: string, unit: Unit | undefined): boolean {
  const meaning = meaningOfField(name, '__u64');
  return meaning.unit === undefined || unit !== undefined;
}

const OTHER_ADDRESSES = ['saddr', 'daddr', 'laddr', 'raddr'];

function addressNames(name: string, size: 4 | 16): string[] {
  const plain = `addr_v${size === 4 ? 4 : 6}`;
  if (/^(src|source|saddr|from)/.test(name)) return ['saddr', ...OTHER_ADDRESSES];
  if (/^(local|laddr)/.test(name)) return ['laddr', ...OTHER_ADDRESSES];
  if (/^(dst|dest|daddr|to)/.test(name)) return ['daddr', ...OTHER_ADDRESSES];
  if (/^(remote|raddr|peer)/.test(name)) return ['raddr', ...OTHER_ADDRESSES];
  return [plain, ...OTHER_ADDRESSES];
}
