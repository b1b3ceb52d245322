import type { KernelFunctions } from '../../kernel/functions.ts';
import { suggest } from '../suggest.ts';

/** A program is checked again and again while it is repaired, and the names are those of 100,000 functions. */
const found = new WeakMap<KernelFunctions, Map<string, readonly string[]>>();

/** The kernel functions whose names are nearest to one that does not exist; none for a pattern. Those that begin otherwise and are of other length are not asked. */
export function nearFunctions(name: string, functions: KernelFunctions): readonly string[] {
  const known = found.get(functions) ?? new Map<string, readonly string[]>();
  found.set(functions, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const start = name.slice(0, 3);
  const isLike = (other: string): boolean => Math.abs(other.length - name.length) <= 3 && (other.startsWith(start) || other.endsWith(name.slice(-4)));
  const near = /[*?[]/.test(name) ? [] : suggest(name, (functions.list() ?? functions.names() ?? []).filter(isLike));
  known.set(name, near);
  return near;
}
