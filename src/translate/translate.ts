/**
 * A bpftrace program as a CO-RE program in C for libbpf that tells the same: its maps and rows by the conventions that `src/object` reads them by. What cannot be said
 * is told in one sentence. For 64-bit machines of little endian, which are what its rows are read on.
 */
import type { Call, Expression, Probe, Script } from '../bpftrace/ast.ts';
import { describeOutputs, type PrintStatement } from '../bpftrace/outputs.ts';
import { declaredIn } from '../bpftrace/types.ts';
import { walk } from '../bpftrace/visit.ts';
import { check, type Machine } from '../check/check.ts';
import { contextOf } from '../check/context.ts';
import type { CTypes } from '../core/ctype.ts';
import type { Span } from '../core/diagnostic.ts';
import type { Attachment, Output, Program, RowsOutput } from '../core/program.ts';
import { definitionOf, EMPTY_HIST, HIST, functionsOf as mapFunctionsOf, STATS } from './map-code.ts';
import { type MapPlan, mapPlans } from './maps.ts';
import { globalNames, tagNames } from './names.ts';
import { declared, namedParts, type Part, padded } from './parts.ts';
import { functionsOf } from './probes.ts';
import { entryOf, tableFunction } from './tables.ts';
import { partOf } from './type-parts.ts';
import { Unsaid } from './unsaid.ts';
import type { Assigned, RowPlan, Whole } from './whole.ts';

export type Translation =
  | {
      readonly ok: true;
      readonly source: string;
      readonly outputs: readonly Output[];
      /** The output that answers, by its name in C. */
      readonly answer?: string;
      readonly attach?: Attachment;
    }
  /** One sentence, and what of the program it is about. */
  | { readonly ok: false; readonly why: string; readonly span?: Span };

/** Text that is read for a row alone needs no room on the stack: paths are not cut at bpftrace's 64 bytes. */
const ROW_TEXT = 256;

/** Never throws. */
export function translate(
  program: Pick<Program, 'source' | 'outputs' | 'title'> & Partial<Pick<Program, 'answer' | 'declarations' | 'window'>>,
  machine: Machine,
): Translation {
  try {
    return translated(program, machine);
  } catch (error) {
    if (!(error instanceof Unsaid)) throw error;
    return { ok: false, why: error.message, ...(error.span === undefined ? {} : { span: error.span }) };
  }
}

function translated({ source, outputs, title, answer, declarations, window }: Parameters<typeof translate>[0], machine: Machine): Translation {
  const { parsed, diagnostics } = check(source, machine, true);
  const wrong = [...parsed.diagnostics, ...diagnostics].find(({ severity }) => severity === 'error');
  if (parsed.diagnostics.length > 0 && wrong !== undefined) return { ok: false, why: wrong.message, ...(wrong.span === undefined ? {} : { span: wrong.span }) };
  if (window !== undefined) throw new Unsaid('an answer that is shown at intervals cannot be given by a program in C yet');
  const { script } = parsed;
  const { typing } = contextOf(script, source, machine, true);
  const probes = script.probes.filter((probe) => isSaid(probe));
  for (const item of script.items)
    if (item.kind === 'subprogram' || item.kind === 'macro') throw new Unsaid('functions and macros cannot be said in C yet', item);
  const names = globalNames(machine.types);
  const prints = describeOutputs(script, source, declaredIn(declarations)).prints;
  const rows = rowPlans(probes, prints, outputs, { typing, script, names, types: machine.types });
  const maps = mapPlans(script, typing, outputs, names);
  const whole: Whole = { typing, machine, source, names, maps, rows, uses: new Set(), assigned: probes.flatMap(assignedIn) };
  const { structs, functions, hz } = functionsOf(probes, whole);
  if (functions.length === 0) throw new Unsaid('it has no probe that can be said in C');
  return {
    ok: true,
    source: textOf({ title, whole, structs, functions }),
    outputs: [...new Set(rows.values())].map(({ output }): Output => output).concat([...maps.values()].flatMap(outputOf)),
    ...answerOf(answer, rows, maps),
    ...(hz === undefined ? {} : { attach: { hz } }),
  };
}

function assignedIn(probe: Probe): Assigned[] {
  return [...walk(probe)].flatMap((node) => {
    if (node.kind === 'let' && node.value !== undefined) return [{ name: node.name, expression: node.value, probe }];
    if (node.kind !== 'assignment' || (node.target.kind !== 'map' && node.target.kind !== 'variable')) return [];
    return [{ name: node.target.name, expression: node.value, probe }];
  });
}

/** Headings, what is emptied at the end and a time limit are ours to care for; anything else at those times is said, or refused. */
function isSaid(probe: Probe): boolean {
  const providers = new Set(probe.attachPoints.map(({ provider }) => provider));
  if (providers.has('BEGIN')) {
    for (const statement of probe.body.statements) {
      const call = statement.kind === 'expression-statement' ? statement.expression : undefined;
      const isHeading = call?.kind === 'call' && call.name === 'printf' && call.args.every(({ kind }) => kind === 'string');
      if (!isHeading && entryOf(statement) === undefined) {
        throw new Unsaid('what is done at the begin (BEGIN) cannot be said in C yet, but for headings and names of numbers', statement);
      }
    }
    return false;
  }
  if (providers.has('END')) {
    for (const statement of probe.body.statements) {
      const call = statement.kind === 'expression-statement' ? statement.expression : undefined;
      if (call?.kind !== 'call' || !['clear', 'print', 'delete'].includes(call.name)) {
        throw new Unsaid('what is done at the end (END) cannot be said in C yet, but for printing and clearing maps', probe);
      }
    }
    return false;
  }
  const [only, ...others] = probe.body.statements;
  const isExit = others.length === 0 && only?.kind === 'expression-statement' && only.expression.kind === 'call' && only.expression.name === 'exit';
  return !(providers.has('interval') && isExit && probe.predicate === undefined);
}

function rowPlans(
  probes: readonly Probe[],
  prints: readonly PrintStatement[],
  outputs: readonly Output[],
  { typing, script, names, types }: Pick<Whole, 'typing' | 'names'> & { readonly script: Script; readonly types: CTypes | undefined },
): Map<Call, RowPlan> {
  const rows = new Map<Call, RowPlan>();
  // Tags of structures and names of variables are apart in C.
  const tags = tagNames(types);
  for (const probe of probes) {
    for (const node of walk(probe)) {
      if (node.kind !== 'call' || node.name !== 'printf') continue;
      const print = prints.find(({ call }) => call === node);
      if (print === undefined || print.form === 'text') throw new Unsaid('a printf that is no row of a table cannot be said in C yet', node);
      const named = outputs.find((one): one is RowsOutput => one.shape === 'rows' && one.statement === print.output.statement) ?? print.output;
      const parts = node.args.slice(1).map((argument, at) => rowPart(argument, print.conversions[at] ?? '', typing, script));
      const struct = tags.take('event', 'row');
      rows.set(node, {
        ring: names.take('events', 'rows'),
        struct,
        parts: namedParts(parts, named.columns),
        output: { ...named, statement: rows.size },
      });
    }
  }
  return rows;
}

function rowPart(argument: Expression, conversion: string, typing: Whole['typing'], script: Script): Part {
  const type = typing.typeOf(argument);
  // printf takes the sign from its format.
  if (/[di]$/.test(conversion) && (type.kind === 'integer' || type.kind === 'unknown'))
    return { how: 'number', signed: type.kind === 'unknown' || type.signed || type.size === 8 };
  const part = partOf(type, [argument], typing, script, 'a value that is printed');
  if (part.how !== 'text' || argument.kind !== 'call' || argument.name !== 'str') return part;
  return { how: 'text', size: argument.args.length > 1 ? padded(part.size) : ROW_TEXT };
}

function outputOf({ output, kind, c }: MapPlan): Output[] {
  if (output === undefined) return [];
  return [{ ...output, map: c, shape: kind === 'stats' ? 'stats' : kind === 'hist' || kind === 'lhist' ? 'histogram' : 'values' }];
}

function answerOf(answer: string | undefined, rows: ReadonlyMap<Call, RowPlan>, maps: ReadonlyMap<string, MapPlan>): { readonly answer?: string } {
  if (answer === undefined) return {};
  if (answer === 'rows' && rows.size > 0) return { answer };
  const map = maps.get(answer);
  return map === undefined ? {} : { answer: map.c };
}

const SAME = `// Whether two texts are the same, as far as to the end of either, or so many bytes.
static __always_inline bool is_same(const char *a, const char *b, int most)
{
  for (int i = 0; i < most; i++) {
    if (a[i] != b[i])
      return false;
    if (a[i] == 0)
      break;
  }
  return true;
}`;

const USDT = `// What a probe of a program is given at so many-th place.
static __always_inline __u64 given(struct pt_regs *ctx, __u64 at)
{
  long value = 0;

  bpf_usdt_arg(ctx, at, &value);
  return value;
}`;

const STACKS = `// Each stack that was met, once; what counts them holds its number.
struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 10240);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, 127 * sizeof(__u64));
} stack_traces SEC(".maps");`;

function textOf({
  title,
  whole,
  structs,
  functions,
}: { readonly title: string; readonly whole: Whole } & Pick<ReturnType<typeof functionsOf>, 'structs' | 'functions'>): string {
  const { uses } = whole;
  const maps = [...whole.maps.values()].filter(
    ({ c, verbs, output, table }) => verbs.size > 0 || output !== undefined || table !== undefined || functions.some((text) => text.includes(`&${c},`)),
  );
  const kinds = new Set(maps.map(({ kind }) => kind));
  const rows = [...new Set(whole.rows.values())];
  const mapTexts = maps.map((map) =>
    map.table === undefined ? { definition: definitionOf(map), functions: mapFunctionsOf(map) } : { definition: tableFunction(map, map.table), functions: [] },
  );
  const needsDropped = rows.length > 0 || mapTexts.some((map) => map.functions.some((text) => text.includes('&dropped')));
  const includes = [
    '#include "vmlinux.h"',
    '#include <bpf/bpf_helpers.h>',
    ...(uses.has('core') ? ['#include <bpf/bpf_core_read.h>'] : []),
    ...(uses.has('tracing') || uses.has('usdt') ? ['#include <bpf/bpf_tracing.h>'] : []),
    ...(uses.has('usdt') ? ['#include <bpf/usdt.bpf.h>'] : []),
  ];
  const sections: (string | undefined)[] = [
    [`// ${title.replace(/[\r\n]+/g, ' ')}: the bpftrace program of that name, in C.`, ...includes].join('\n'),
    'char LICENSE[] SEC("license") = "GPL";',
    ...structs,
    needsDropped ? '// What found no room in a full map or buffer.\n__u64 dropped = 0;' : undefined,
    ...rows.map(ringText),
    kinds.has('hist') ? HIST : undefined,
    kinds.has('stats') ? STATS : undefined,
    mapTexts.some((map) => map.functions.some((text) => text.includes('empty_hist'))) ? EMPTY_HIST : undefined,
    uses.has('stacks') ? STACKS : undefined,
    ...mapTexts.flatMap((map) => [map.definition, ...map.functions]),
    uses.has('same') ? SAME : undefined,
    uses.has('usdt') ? USDT : undefined,
    ...functions,
  ];
  return `${sections.filter((section) => section !== undefined).join('\n\n')}\n`;
}

function ringText({ struct, ring, parts }: RowPlan): string {
  return [
    `struct ${struct} {`,
    ...parts.map((part) => `  ${declared(part)};`),
    '};',
    '',
    'struct {',
    '  __uint(type, BPF_MAP_TYPE_RINGBUF);',
    '  __uint(max_entries, 1024 * 1024);',
    `  __type(value, struct ${struct});`,
    `} ${ring} SEC(".maps");`,
    '',
    `static __always_inline struct ${struct} *new_${struct}(void)`,
    '{',
    `  struct ${struct} *event = bpf_ringbuf_reserve(&${ring}, sizeof(*event), 0);`,
    '',
    '  if (!event)',
    '    __sync_fetch_and_add(&dropped, 1);',
    '  return event;',
    '}',
  ].join('\n');
}
