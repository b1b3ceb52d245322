/** Which concepts a program in C holds: told by its sections, its maps and the helpers that it calls, so that it need not be compiled for that. */
import { codeOf } from '../code.ts';
import { placeConcepts } from './places.ts';

const SECTION = /\bSEC\s*\(\s*"([^"]+)"\s*\)/g;
const MAP_TYPE = /\b__uint\s*\(\s*type\s*,\s*BPF_MAP_TYPE_(\w+)\s*\)/g;
const HELPER = /\b(bpf_\w+)\s*\(/g;
/** Sections that hold no program. */
const DATA: ReadonlySet<string> = new Set(['license', 'version', '.maps', 'maps']);
const STREAMS: ReadonlySet<string> = new Set(['ringbuf', 'user_ringbuf', 'perf_event_array']);

export function sourceConcepts(text: string): ReadonlySet<string> {
  const source = codeOf({ language: 'c', source: text });
  const sections = [...source.matchAll(SECTION)].flatMap(([, section = '']) => (DATA.has(section) ? [] : [section]));
  const mapTypes = [...source.matchAll(MAP_TYPE)].map(([, type = '']) => type.toLowerCase());
  const helpers = [...source.matchAll(HELPER)].map(([, helper = '']) => helper);
  const found = new Set<string>(sections.length === 0 ? [] : ['kernel-programs', 'probe', 'attach-point', 'one-liner', 'c-program']);
  const add = (ids: readonly string[]): void => {
    for (const id of ids) found.add(id);
  };
  for (const section of sections) {
    const [kind = '', ...rest] = section.replace(/^\?/, '').split('/');
    add(placeConcepts(inBpftrace(kind, rest.join('/'))));
    if (/^u(?:ret)?probe|^usdt/.test(kind)) add(['c-uprobe']);
    if (kind === 'perf_event') add(['c-profile', 'sampling']);
    if (/^(?:fentry|fexit|tp_btf|lsm|iter)/.test(kind)) add(['co-re', 'btf']);
  }
  if (mapTypes.some((type) => !STREAMS.has(type))) add(['c-map']);
  if (mapTypes.some((type) => STREAMS.has(type)) || helpers.some((helper) => /^bpf_(?:ringbuf|perf_event_output)/.test(helper))) add(['ring-buffer']);
  if (hasCoreReads(source)) add(['co-re']);
  if (helpers.some((helper) => /^bpf_probe_read_(?:user|kernel)|^bpf_core_read/.test(helper))) add(['pointer']);
  if (helpers.some((helper) => /_str$/.test(helper))) add(['string']);
  if (helpers.some((helper) => /^bpf_get_stack/.test(helper))) add(['kernel-stack', 'user-stack']);
  if (helpers.some((helper) => /^bpf_ktime_get/.test(helper)) && mapTypes.some((type) => /hash/.test(type))) add(['pair', 'latency']);
  if (hasLoops(source)) add(['verifier']);
  return found;
}

function inBpftrace(kind: string, target: string): string {
  switch (kind) {
    case 'tp':
    case 'tracepoint':
      return `tracepoint:${target.replace('/', ':')}`;
    case 'raw_tp':
    case 'raw_tracepoint':
    case 'tp_btf':
      return `rawtracepoint:${target}`;
    case 'ksyscall':
    case 'kretsyscall':
      return `kprobe:__x64_sys_${target}`;
    default:
      return `${kind.replace(/[.+].*$/, '')}:${target}`;
  }
}

function hasCoreReads(source: string): boolean {
  return /\bBPF_CORE_READ\w*\s*\(|\bbpf_core_\w+\s*\(|preserve_access_index|\b(?:fentry|fexit|tp_btf|lsm|iter)\b/.test(source);
}

function hasLoops(source: string): boolean {
  return /\b(?:for|while)\s*\(|\bbpf_loop\s*\(|\bbpf_for\w*\s*\(/.test(source);
}
