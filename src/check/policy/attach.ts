import type { AttachPoint } from '../../bpftrace/ast.ts';
import { functionName, isPattern } from '../attach-point.ts';
import type { Machine } from '../machine.ts';
import { patternOf } from '../pattern.ts';

/**
 * The places an attach point is attached to, as `category:name` or as function names; undefined where nobody can tell: the list that its pattern is held
 * against cannot be read, or its kind has no such places.
 */
export function attachedPlaces({ provider, parts }: AttachPoint, machine: Machine): readonly string[] | undefined {
  switch (provider) {
    case 'tracepoint':
      return matching(parts.join(':'), () => machine.tracepoints.list());
    case 'kprobe':
    case 'kretprobe':
    case 'kfunc':
    case 'kretfunc':
      return matching(functionName({ parts }), () => machine.functions?.list());
    case 'uprobe':
    case 'uretprobe': {
      const target = parts[0];
      const file = target === undefined || isPattern(target) ? undefined : machine.symbols?.find(target);
      return matching(functionName({ parts }), () => (file === undefined ? undefined : machine.symbols?.functions(file)));
    }
    default:
      return undefined;
  }
}

function matching(wanted: string, list: () => readonly string[] | undefined): readonly string[] | undefined {
  if (!isPattern(wanted)) return [wanted];
  const all = list();
  // An empty list is one that could not be read.
  if (all === undefined || all.length === 0) return undefined;
  const pattern = patternOf(wanted);
  return all.filter((name) => pattern.test(name));
}
