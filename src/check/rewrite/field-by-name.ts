import { editDistance } from '../../core/distance.ts';
import { lookup } from '../../core/lookup.ts';
import { BUILTIN_FIELDS, FORMER_FIELDS, SAME_THING } from '../tables/field-names.ts';
import { manualParameter } from '../tables/manual-parameters.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  skb: ['skbaddr'],
  sk: ['skaddr'],
  sock: ['skaddr', 'sk'],
  socket: ['skaddr'],
  skbuff: ['skbaddr'],
  sk_buff: ['skbaddr'],
};

/** The field of a tracepoint that is meant by a name: as the manual calls it, or by another word for the same thing. */
export function meantFieldOf(id: string, wanted: string, fields: readonly string[]): string | undefined {
  return manualParameter(id, wanted, fields) ?? meantName(wanted, fields);
}

/** The field that is meant by a name, among those there are; undefined where none is, or more than one may be. */
export function meantName(wanted: string, fields: readonly string[]): string | undefined {
  if (fields.includes(wanted)) return wanted;
  if (FORMER_FIELDS.has(wanted)) return undefined;
  const address = lookup(ADDRESSES, wanted)?.find((field) => fields.includes(field));
  if (address !== undefined) return address;
  for (const group of SAME_THING) {
    if (!group.includes(wanted)) continue;
    // The first of a group is the kernel's own word for it.
    const [own = ''] = group;
    if (fields.includes(own)) return own;
    const there = group.filter((name) => fields.includes(name));
    if (there.length === 1) return there[0];
  }
  // vcpu for vcpu_id.
  if (wanted.length > 2 && fields.includes(`${wanted}_id`)) return `${wanted}_id`;
  const extended = fields.filter((field) => field.length > 2 && wanted.startsWith(`${field}_`));
  if (extended.length === 1 && lookup(BUILTIN_FIELDS, wanted) === undefined) return extended[0];
  // Builtins are meant rather than a field that looks a little like them.
  if (lookup(BUILTIN_FIELDS, wanted) !== undefined) return undefined;
  const most = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0;
  const near = fields.filter((field) => editDistance(field, wanted, most) <= most);
  if (near.length === 1 && most > 0) return near[0];
  const plain = (name: string): string =>
    name
      .replace(/^_+|_+$/g, '')
      .replaceAll('_', '')
      .toLowerCase();
  const same = fields.filter((field) => plain(field) === plain(wanted));
  if (same.length === 1) return same[0];
  const number = ORDINALS.indexOf(/^(\w+?)_?(?:arg|argument|param|parameter)$/.exec(wanted)?.[1] ?? '');
  return number === -1 || fields[0] !== '__syscall_nr' ? undefined : fields[number + 1];
}
