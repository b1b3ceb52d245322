import type { Machine } from '../../check/machine.ts';
import { type CFunction, showCType } from '../../core/ctype.ts';
import type { FoundProbe } from './probe.ts';

/** The probe with what it hands to a program, as far as this machine tells: fields, parameters with their types, or how many arguments. */
export function withDetails(found: FoundProbe, machine: Machine): FoundProbe {
  const parts = found.probe.split(':').slice(1);
  const [first = '', second = ''] = parts;
  switch (found.kind) {
    case 'tracepoint': {
      const fields = machine.tracepoints.fields(first, second);
      return fields === undefined ? found : { ...found, arguments: fields.map(({ declaration }) => declaration) };
    }
    case 'kprobe':
    case 'kfunc':
    case 'kretprobe':
    case 'kretfunc': {
      const signature = machine.types?.function(parts.at(-1) ?? '');
      return signature === undefined ? found : { ...found, ...ofFunction(signature) };
    }
    case 'usdt': {
      const file = found.probe
        .replace(/^[^:]*:/, '')
        .replace(/:[^:]*:[^:]*$/, '')
        .replaceAll('"', '');
      const [provider, name] = found.probe.split(':').slice(-2);
      const probe = machine.symbols?.usdt(file)?.find((candidate) => candidate.provider === provider && candidate.name === name);
      return probe === undefined ? found : { ...found, arguments: Array.from({ length: probe.arguments }, (_, at) => `arg${at}`) };
    }
    default:
      return found;
  }
}

function ofFunction({ params, returns }: CFunction): Pick<FoundProbe, 'arguments' | 'returns'> {
  return { arguments: params.map(({ name, type }) => `${showCType(type)}${type.kind === 'pointer' ? '' : ' '}${name}`), returns: showCType(returns) };
}
