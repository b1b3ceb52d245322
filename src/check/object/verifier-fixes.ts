/** Changes to a program's C that the verifier would take. */
import type { Fix, Span } from '../../core/diagnostic.ts';
import type { VerifierWord } from './verifier-words.ts';

const GIVES_NULL =
  /(\w+)\s*=\s*(?:\([^()]*\)\s*)?(?:bpf_(?:map_lookup\w*|ringbuf_reserve\w*|\w+_storage_get|get_\w*socket\w*|sk_\w+|task_from_\w+|cgroup_from_\w+))\s*\(/g;

const CURRENT_TASK = /\bbpf_get_current_task\s*\(\s*\)/g;

/** What of a program's C could be changed for what the verifier says of it. `span`: the line that it refuses. */
export function fixesFor(word: VerifierWord, source: string, span: Span | undefined): Fix[] {
  if (word.fix === 'licence') {
    const stated = /SEC\s*\(\s*"license"\s*\)\s*=\s*"([^"]*)"/.exec(source);
    if (stated === null) return [];
    const end = stated.index + stated[0].length - 1;
    return [{ title: 'state GPL as its licence', edits: [{ span: { start: end - (stated[1]?.length ?? 0), end }, text: 'GPL' }] }];
  }
  if (span === undefined) return [];
  const used = source.slice(span.start, span.end);
  switch (word.fix) {
    case 'null-check':
      return nullCheck(source, span, used);
    case 'bounds':
      return boundsCheck(source, span, used);
    case 'packet':
      return packetCheck(source, span, used);
    case 'current-task':
      return typedTask(source);
    default:
      return [];
  }
}

/** What is done with a packet that is too short to be looked at: nothing. */
const LEAVES: Readonly<Record<string, string>> = { xdp_md: 'XDP_PASS', __sk_buff: '0' };

/** Behind the statement that got the pointer to a header of a packet, where nothing compares it with the end. */
function packetCheck(source: string, span: Span, used: string): Fix[] {
  const before = source.slice(0, span.start);
  const [, type = '', context = ''] = [...before.matchAll(/\(\s*struct\s+(xdp_md|__sk_buff)\s*\*\s*(\w+)\s*\)/g)].at(-1) ?? [];
  for (const [, name = ''] of used.matchAll(/\b(\w+)->/g)) {
    const got = [...before.matchAll(new RegExp(`\\bstruct\\s+\\w+\\s*\\*\\s*${name}\\s*=[^;=][^;]*;`, 'g'))].at(-1);
    const end = got === undefined ? -1 : got.index + got[0].length;
    if (got === undefined || type === '' || name === context || new RegExp(`\\(\\s*${name}\\s*\\+\\s*1\\s*\\)`).test(source.slice(end, span.start))) continue;
    const text = `\n${indentOf(source, got.index)}if ((void *)(${name} + 1) > (void *)(long)${context}->data_end) return ${LEAVES[type]};`;
    return [{ title: `return where the packet ends before ${name} does`, edits: [{ span: { start: end, end }, text }], automatic: true }];
  }
  return [];
}

/** The kernel vouches for what the other helper returns. */
function typedTask(source: string): Fix[] {
  const edits = [...source.matchAll(CURRENT_TASK)].map(({ index, 0: text }) => ({
    span: { start: index, end: index + text.length },
    text: 'bpf_get_current_task_btf()',
  }));
  return edits.length === 1 ? [{ title: 'take the task as a pointer that may be read through', edits, automatic: true }] : [];
}

/** Behind the statement that got the pointer. Automatic where the refused line uses that very variable. */
function nullCheck(source: string, span: Span, used: string): Fix[] {
  const got = [...source.slice(0, span.start).matchAll(GIVES_NULL)].filter(([, name]) => new RegExp(`\\b${name}\\b`).test(used)).at(-1);
  const name = got?.[1];
  const end = got === undefined ? -1 : source.indexOf(';', got.index);
  if (got === undefined || name === undefined || end === -1 || end >= span.start) return [];
  const at = { start: end + 1, end: end + 1 };
  return [{ title: `return where ${name} is NULL`, edits: [{ span: at, text: `\n${indentOf(source, got.index)}if (!${name}) return 0;` }], automatic: true }];
}

/** Of an array with a size that stands in the source and an index that is one name. */
function boundsCheck(source: string, span: Span, used: string): Fix[] {
  for (const [, array = '', index = ''] of used.matchAll(/\b(\w+)\s*\[\s*([A-Za-z_]\w*)\s*\]/g)) {
    const size = new RegExp(`\\b${array}\\s*\\[\\s*(\\w+)\\s*\\]\\s*(?:=|;|SEC)`).exec(source)?.[1];
    if (size === undefined) continue;
    const start = { start: span.start, end: span.start };
    return [
      {
        title: `return where ${index} is not below ${size}`,
        edits: [{ span: start, text: `if (${index} >= ${size}) return 0;\n${indentOf(source, span.start)}` }],
      },
    ];
  }
  return [];
}

function indentOf(source: string, offset: number): string {
  return /^[ \t]*/.exec(source.slice(source.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}
