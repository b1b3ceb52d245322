/**
 * The names of C++ functions, where they are plain: bpftrace demangles what it resolves, so only few arrive mangled. Names in namespaces and classes, constructors,
 * destructors and the most usual operators are read; one with templates and what else makes the grammar long is left as it is (undefined), never guessed.
 * The grammar: Itanium C++ ABI, 5.1 ("External Names"). Parameters are left out: a stack tells the function.
 */
import { lookup } from '../../core/lookup.ts';

const OPERATORS: Readonly<Record<string, string>> = {
  nw: 'operator new',
  na: 'operator new[]',
  dl: 'operator delete',
  da: 'operator delete[]',
  aS: 'operator=',
  eq: 'operator==',
  ne: 'operator!=',
  lt: 'operator<',
  gt: 'operator>',
  pl: 'operator+',
  mi: 'operator-',
  ls: 'operator<<',
  rs: 'operator>>',
  cl: 'operator()',
  ix: 'operator[]',
  pt: 'operator->',
  de: 'operator*',
};

/** Without parameters; undefined where it is not one of the plain ones. */
export function demangleCpp(symbol: string): string | undefined {
  // What a compiler appends to parts of functions: `.isra.0`, `.cold`.
  const [, body = '', suffix = ''] = /^_Z([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+)*)$/.exec(symbol) ?? [];
  const name = body.startsWith('N') ? nested(body.slice(1)) : plain(body);
  return name === undefined ? undefined : suffix === '' ? name : `${name} [clone ${suffix}]`;
}

function plain(body: string): string | undefined {
  const isStandard = body.startsWith('St');
  const part = piece(isStandard ? body.slice(2) : body, []);
  if (part === undefined || part.rest.startsWith('I')) return undefined;
  return isStandard ? `std::${part.name}` : part.name;
}

function nested(text: string): string | undefined {
  let rest = text.replace(/^[rVK]*[RO]?/, '');
  const names: string[] = [];
  if (rest.startsWith('St')) {
    names.push('std');
    rest = rest.slice(2);
  }
  while (!rest.startsWith('E')) {
    const part = piece(rest, names);
    if (part === undefined) return undefined;
    names.push(part.name);
    ({ rest } = part);
  }
  return names.length < 2 ? undefined : names.join('::');
}

function piece(text: string, before: readonly string[]): { readonly name: string; readonly rest: string } | undefined {
  const digits = /^[1-9]\d*/.exec(text)?.[0];
  if (digits !== undefined) {
    const length = Number(digits);
    const name = text.slice(digits.length, digits.length + length);
    if (name.length < length) return undefined;
    return { name: name.startsWith('_GLOBAL__N') ? '(anonymous namespace)' : name, rest: text.slice(digits.length + length) };
  }
  const last = before.at(-1);
  if (last !== undefined && /^C[1-3]/.test(text)) return { name: last, rest: text.slice(2) };
  if (last !== undefined && /^D[0-2]/.test(text)) return { name: `~${last}`, rest: text.slice(2) };
  const operator = lookup(OPERATORS, text.slice(0, 2));
  return operator === undefined ? undefined : { name: operator, rest: text.slice(2) };
}
