/** Maps as C: their definitions, and a function for each thing that is done with one. */
import type { MapPlan, Steps, Verb } from './maps.ts';
import { declared } from './parts.ts';

const MOST_ENTRIES = 10240;
/** Of what is underway at once, which nobody reads: addresses of memory in use, for one. */
const MOST_UNDERWAY = 65536;
/** A histogram takes half a kilobyte. */
const MOST_HISTOGRAMS = 2048;

export function definitionOf(map: MapPlan): string {
  const { c, keyType, keys, output, name } = map;
  const lines: string[] = map.steps === undefined ? [] : [...stepsText(map, map.steps), ''];
  if (keyType?.startsWith('struct ')) lines.push(`${keyType} {`, ...keys.map((key) => `  ${declared(key)};`), '};', '');
  if (output === undefined) lines.push(`// ${name}: carries something from one event to another, and is not shown.`);
  lines.push(
    'struct {',
    `  __uint(type, BPF_MAP_TYPE_${keyType === undefined ? 'ARRAY' : 'HASH'});`,
    `  __uint(max_entries, ${keyType === undefined ? 1 : isHistogram(map) ? MOST_HISTOGRAMS : output === undefined ? MOST_UNDERWAY : MOST_ENTRIES});`,
    `  __type(key, ${keyType ?? '__u32'});`,
    `  __type(value, ${valueType(map)});`,
    map.steps === undefined ? `} ${c} SEC(".maps");` : `} ${c} SEC(".maps") __attribute__((btf_decl_tag("linear:${map.steps.min}:${map.steps.step}")));`,
  );
  return lines.join('\n');
}

function isHistogram({ kind }: MapPlan): boolean {
  return kind === 'hist' || kind === 'lhist';
}

/** A histogram of equal steps: its structure, and where in it a value counts. The verifier loses the bounds of what was divided. */
function stepsText({ name }: MapPlan, { min, max, step, slots, struct }: Steps): string[] {
  const above = min === 0n ? 'value' : min > 0n ? `(value - ${min})` : `(value + ${-min})`;
  return [
    `// ${name}: slots[0] counts what is below ${min}, slots[${slots - 1}] what is ${min + BigInt(slots - 2) * step} and above, each between them ${step === 1n ? 'one value' : `${step} values`}.`,
    `struct ${struct} {`,
    `  __u64 slots[${slots}];`,
    '};',
    '',
    `static __always_inline void add_to_${struct}(struct ${struct} *hist, __s64 value)`,
    '{',
    `  __u64 slot = value < ${min} ? 0 : value > ${max} ? ${slots - 1} : 1 + (__u64)${above}${step === 1n ? '' : ` / ${step}`};`,
    '',
    '  barrier_var(slot);',
    `  if (slot < ${slots})`,
    '    __sync_fetch_and_add(&hist->slots[slot], 1);',
    '}',
  ];
}

/** What fills a histogram, and what a new one begins as. */
function slotsOf({ c, steps }: MapPlan): { readonly type: string; readonly add: string; readonly empty: string } {
  return steps === undefined
    ? { type: 'struct hist', add: 'add_to_slot', empty: 'empty_hist' }
    : { type: `struct ${steps.struct}`, add: `add_to_${steps.struct}`, empty: `empty_${c}` };
}

/** `__u64`, `struct hist`, `char[64]`. */
export function valueType({ kind, value, steps }: MapPlan): string {
  if (steps !== undefined) return `struct ${steps.struct}`;
  if (kind === 'hist') return 'struct hist';
  if (kind === 'stats') return 'struct stats';
  return declared({ name: '', part: value })
    .replace(' ', '')
    .replace(/^(__\w+)$/, '$1');
}

/** Of a map whose values are numbers: their C type. */
export function numberType({ value }: MapPlan): string {
  return value.how === 'stack' || (value.how === 'number' && value.signed) ? '__s64' : '__u64';
}

export function verbName(map: MapPlan, verb: Verb): string {
  const { c } = map;
  return {
    read: `read_${c}`,
    write: `write_${c}`,
    add: `add_to_${c}`,
    record: `record_${c}`,
    least: `lower_${c}`,
    most: `raise_${c}`,
    measure: `measure_${c}`,
  }[verb];
}

/** In the order in which they are used most. */
export function functionsOf(map: MapPlan): string[] {
  return [...map.verbs].map((verb) => (map.keyType === undefined ? keyless(map, verb) : keyed(map, verb)));
}

const LOST = '__sync_fetch_and_add(&dropped, 1);';

function keyless(map: MapPlan, verb: Verb): string {
  const type = numberType(map);
  const name = verbName(map, verb);
  const found = `bpf_map_lookup_elem(&${map.c}, &first)`;
  const head = (returns: string, parameters: string): string[] => [`static __always_inline ${returns} ${name}(${parameters})`, '{', '  __u32 first = 0;'];
  switch (verb) {
    case 'read':
      return [...head(type, 'void'), `  ${type} *held = ${found};`, '', '  return held ? *held : 0;', '}'].join('\n');
    case 'write':
      return map.value.how === 'text' || map.value.how === 'address'
        ? [...head('void', 'const void *value'), '', `  bpf_map_update_elem(&${map.c}, &first, value, BPF_ANY);`, '}'].join('\n')
        : [...head('void', `${type} value`), '', `  bpf_map_update_elem(&${map.c}, &first, &value, BPF_ANY);`, '}'].join('\n');
    case 'add':
      return [...head('void', `${type} amount`), `  ${type} *sum = ${found};`, '', '  if (sum)', '    __sync_fetch_and_add(sum, amount);', '}'].join('\n');
    case 'record':
      return [...head('void', '__s64 value'), `  ${slotsOf(map).type} *hist = ${found};`, '', '  if (hist)', `    ${slotsOf(map).add}(hist, value);`, '}'].join(
        '\n',
      );
    case 'measure':
      return [...head('void', '__s64 value'), `  struct stats *stats = ${found};`, '', '  if (stats)', '    add_to_stats(stats, value);', '}'].join('\n');
    case 'most':
    case 'least':
      return [...head('void', `${type} value`), `  ${type} *held = ${found};`, '', ...extreme(verb)].join('\n');
  }
}

function keyed(map: MapPlan, verb: Verb): string {
  const type = numberType(map);
  const name = verbName(map, verb);
  const { c, keyType } = map;
  const found = `bpf_map_lookup_elem(&${c}, key)`;
  const head = (returns: string, more: string): string[] => [`static __always_inline ${returns} ${name}(const ${keyType} *key${more})`, '{'];
  const orNew = (variable: string, empty: string, then: string): string[] => [
    `  if (!${variable}) {`,
    `    bpf_map_update_elem(&${c}, key, &${empty}, BPF_NOEXIST);`,
    `    ${variable} = ${found};`,
    '  }',
    `  if (${variable})`,
    `    ${then}`,
    '  else',
    `    ${LOST}`,
    '}',
  ];
  switch (verb) {
    case 'read':
      return [...head(type, ''), `  ${type} *held = ${found};`, '', '  return held ? *held : 0;', '}'].join('\n');
    case 'write': {
      const isNumber = map.value.how === 'number' || map.value.how === 'stack';
      return [
        ...head('void', isNumber ? `, ${type} value` : ', const void *value'),
        `  if (bpf_map_update_elem(&${c}, key, ${isNumber ? '&value' : 'value'}, BPF_ANY))`,
        `    ${LOST}`,
        '}',
      ].join('\n');
    }
    case 'add':
      return [
        ...head('void', `, ${type} amount`),
        `  ${type} none = 0, *sum = ${found};`,
        '',
        ...orNew('sum', 'none', '__sync_fetch_and_add(sum, amount);'),
      ].join('\n');
    case 'record': {
      const { type: histogram, add, empty } = slotsOf(map);
      const begins = map.steps === undefined ? [] : [`static const ${histogram} ${empty};`, ''];
      return [...begins, ...head('void', ', __s64 value'), `  ${histogram} *hist = ${found};`, '', ...orNew('hist', empty, `${add}(hist, value);`)].join('\n');
    }
    case 'measure':
      return [
        ...head('void', ', __s64 value'),
        `  struct stats none = {}, *stats = ${found};`,
        '',
        ...orNew('stats', 'none', 'add_to_stats(stats, value);'),
      ].join('\n');
    case 'most':
    case 'least':
      return [
        ...head('void', `, ${type} value`),
        `  ${type} *held = ${found};`,
        '',
        '  if (!held) {',
        `    bpf_map_update_elem(&${c}, key, &value, BPF_NOEXIST);`,
        `    held = ${found};`,
        '  }',
        '  if (!held)',
        `    ${LOST}`,
        ...extreme(verb),
      ].join('\n');
  }
}

/** Looks again after it wrote: another processor may have written a lesser one meanwhile. */
function extreme(verb: 'most' | 'least'): string[] {
  return [`  for (int i = 0; held && i < 4 && value ${verb === 'most' ? '>' : '<'} *(volatile __typeof__(value) *)held; i++)`, '    *held = value;', '}'];
}

export const HIST: string = `// A histogram by powers of two: slots[i] counts what is from 2^i to 2^(i+1) - 1, slots[0] also what is less.
struct hist {
  __u64 slots[64];
};

static __always_inline void add_to_slot(struct hist *hist, __s64 signed_value)
{
  __u64 value = signed_value < 0 ? 0 : signed_value;
  __u32 slot = 0;

  for (int bits = 32; bits > 0; bits /= 2) {
    if (value >> bits) {
      value >>= bits;
      slot += bits;
    }
  }
  __sync_fetch_and_add(&hist->slots[slot & 63], 1);
}`;

/** What a histogram begins as: too large for the stack of a BPF program. */
export const EMPTY_HIST = `// What a histogram begins as: too large for the stack of a BPF program, which has 512 bytes.
static const struct hist empty_hist;`;

export const STATS = `// How many values there were, and what they come to together.
struct stats {
  __u64 count;
  __s64 total;
};

static __always_inline void add_to_stats(struct stats *stats, __s64 value)
{
  __sync_fetch_and_add(&stats->count, 1);
  __sync_fetch_and_add(&stats->total, value);
}`;
