/** The kernel's functions for BPF programs: signatures out of libbpf's header, and which of them this kernel has out of its BTF. */
import type { CTypes } from '../../../core/ctype.ts';
import { isDescribing } from '../../../kernel/kernel-types.ts';
import { type Host, textOf } from '../../../system/host.ts';
import { nearestNames } from '../../machine.ts';
import { clip } from '../lookups.ts';

const HEADERS = ['/usr/include/bpf/bpf_helper_defs.h', '/usr/local/include/bpf/bpf_helper_defs.h'];
/** A comment, then `static long (*bpf_map_update_elem)(void *map, ...) = (void *) 2;`; since libbpf 1.5 with `__attribute__` and `const`. */
const HELPER = /\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*static ([^;()]*?)\(\*\s*(?:const\s+)?(bpf_\w+)\)\(([^;]*)\)\s*=\s*\(void \*\)\s*\d+;/g;
/** Of what one does, so many lines: a model that knows the name has read the rest. */
const MOST_LINES = 12;

interface Helper {
  readonly name: string;
  readonly signature: string;
  readonly about: readonly string[];
}

export function describeHelperText(words: string, most: number, host: Host, types: CTypes | undefined): string {
  if (words.trim() === '') return 'say what to look for: the name of a helper, or a part of it';
  const text = HEADERS.map((path) => textOf(host, path)).find((one) => one !== undefined);
  if (text === undefined) return 'the signatures cannot be told: libbpf has no bpf_helper_defs.h here';
  const helpers = helpersIn(text);
  const here = helpersOf(types);
  const wanted = words
    .toLowerCase()
    .split(/[^a-z0-9_]+/)
    .filter((word) => word !== '' && word !== 'bpf_');
  const exact = helpers.filter(({ name }) => wanted.some((word) => name === word || name === `bpf_${word}`));
  const found = exact.length > 0 ? exact : helpers.filter(({ name }) => wanted.length > 0 && wanted.every((word) => name.includes(word.replace(/^bpf_/, ''))));
  if (found.length === 0) {
    const [word = ''] = wanted;
    const near = nearestNames(
      word.startsWith('bpf_') ? word : `bpf_${word}`,
      helpers.map(({ name }) => name),
    );
    return `there is no helper called ${JSON.stringify(words)}${near.length > 0 ? `; names like it: ${near.join(', ')}` : ''}`;
  }
  const whole = found.length <= 2;
  const told = found.slice(0, most).map(({ name, signature, about }) => {
    const absent = here !== undefined && !here.has(name) ? '  (not in this kernel)' : '';
    return [`${signature};${absent}`, ...(whole ? about.slice(0, MOST_LINES).map((line) => `  ${line}`) : [])].join('\n');
  });
  return clip([...told, ...(found.length > most ? [`and ${found.length - most} more`] : [])].join('\n'));
}

function helpersIn(text: string): Helper[] {
  return [...text.matchAll(HELPER)].map(([, comment = '', result = '', name = '', parameters = '']) => {
    const space = result.trimEnd().endsWith('*') ? '' : ' ';
    return {
      name,
      signature: `${result.trim()}${space}${name}(${parameters.replace(/\s+/g, ' ')})`,
      about: comment
        .split('\n')
        .map((line) => line.replace(/^\s*\*\s?/, '').trim())
        .filter((line) => line !== '' && line !== name),
    };
  });
}

/** Those of the kernel, by its `enum bpf_func_id`; undefined where it does not tell. */
function helpersOf(types: CTypes | undefined): ReadonlySet<string> | undefined {
  const answer = types !== undefined && isDescribing(types) ? types.describe('enum bpf_func_id', 0) : undefined;
  const found = answer !== undefined && 'found' in answer ? answer.found.definitions.find(({ kind }) => kind === 'enum') : undefined;
  if (found?.kind !== 'enum') return undefined;
  return new Set(found.enumerators.map(({ name }) => name.replace(/^BPF_FUNC_/, 'bpf_')));
}
