/** A compiled program held against what was asked: by where it attaches and what it delivers, for its text is not read. It says nothing where it cannot tell. */
import { parse } from '../../bpftrace/parser.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Intent, Measure } from '../../core/intent.ts';
import type { Column, Output } from '../../core/program.ts';
import { cutComm } from '../fill/text.ts';
import { type EventClasses, isOfEvent } from './events.ts';

export interface CompiledReading {
  readonly source: string;
  /** In bpftrace's words. */
  readonly attachPoints: readonly string[];
  readonly outputs: readonly Output[];
  /** Whether it has a constant for the one process it is narrowed to. */
  readonly takesPid: boolean;
}

export function holdCompiled(reading: CompiledReading, intent: Intent, classes: EventClasses): Diagnostic[] {
  if (reading.outputs.length === 0)
    return [
      wrong('tells-nothing', 'the program delivers nothing: it has no ring buffer, and no map that is shown', [
        'a row for each event goes into a ring buffer whose __type(value, ...) is its struct; what is counted into a hash map that is called by what it counts',
      ]),
    ];
  return [...heldEvent(reading, intent, classes), ...heldMeasure(reading, intent), ...heldKeys(reading, intent), ...heldFilter(reading, intent)];
}

function heldEvent({ attachPoints, source }: CompiledReading, intent: Intent, classes: EventClasses): Diagnostic[] {
  // What bpftrace has no word for may see anything.
  const points = attachPoints.flatMap((point) =>
    /^[a-z]+:[^\s{}]+$/.test(point) ? parse(`${point} { }`).script.probes.flatMap((probe) => probe.attachPoints) : [],
  );
  if (points.length < attachPoints.length || isOfEvent(points, intent, classes, /->\s*id\b/.test(source)) !== 'no') return [];
  const asked = intent.event === undefined ? classes.asked : intent.event.words.trim();
  return [wrong('asked-event', `the question is about “${asked}”, and no program sees that where it is attached`, [])];
}

function heldMeasure({ outputs }: CompiledReading, { measure }: Intent): Diagnostic[] {
  if (measure === undefined || SHOWN[measure.value]?.(outputs) !== false) return [];
  return [
    wrong(
      'asked-measure',
      `the question asks for ${measure.words.trim() === '' ? measure.value : `“${measure.words.trim()}”`}, which the program does not tell`,
      [HINTS[measure.value] ?? ''],
    ),
  ];
}

/** What each measure is seen in; of others nobody can tell by the outputs. */
const SHOWN: Partial<Readonly<Record<Measure, (outputs: readonly Output[]) => boolean>>> = {
  each: (outputs) => outputs.some(({ shape }) => shape === 'rows'),
  distribution: (outputs) => outputs.some(({ shape }) => shape === 'histogram'),
  stacks: (outputs) => outputs.some((output) => columnsOf(output).some(({ kind }) => kind === 'stack')),
};
const HINTS: Partial<Readonly<Record<Measure, string>>> = {
  each: 'deliver a row for each event in a ring buffer',
  distribution: 'count in a map whose value is struct hist { __u64 slots[64]; }',
  stacks: 'use a stack id of bpf_get_stackid, or the addresses of bpf_get_stack, as a part of the key',
};

/** Keys that columns of a kind show. */
const KIND_OF: Readonly<Record<string, readonly Column['kind'][]>> = {
  process: ['process', 'pid'],
  pid: ['pid'],
  tid: ['tid'],
  user: ['user'],
  cpu: ['cpu'],
  syscall: ['syscall'],
  file: ['file'],
  port: ['port'],
  address: ['address'],
  signal: ['signal'],
};

function heldKeys({ outputs }: CompiledReading, { keys }: Intent): Diagnostic[] {
  const shown = outputs.flatMap(columnsOf);
  return keys.flatMap(({ value, words }) => {
    const kinds = Object.hasOwn(KIND_OF, value) ? KIND_OF[value] : undefined;
    if (kinds === undefined || shown.some(({ kind, name }) => kinds.includes(kind) || name.includes(value))) return [];
    return [
      wrong('asked-key', `the question asks by ${value} (“${words.trim()}”), which the answer does not show`, ['make it a member of the key, or of the row']),
    ];
  });
}

function heldFilter({ source, takesPid }: CompiledReading, { filter, toward }: Intent): Diagnostic[] {
  if (filter === undefined) return [];
  const { pid, comm } = filter.value;
  const found: Diagnostic[] = [];
  if (pid !== undefined && !takesPid && !new RegExp(`\\b${pid}\\b`).test(source))
    found.push(
      wrong('asked-filter', `the question is about process ${pid} only, and the program about others`, [
        'declare const volatile __u32 target_pid = 0; and compare with it',
      ]),
    );
  // A name may be compared letter by letter; who is done something to is known by other means.
  if (comm !== undefined && toward !== true && !source.includes(`"${cutComm(comm)}"`))
    found.push({
      ...wrong('asked-filter', `the question is about ${comm} only, and its name is not in the program`, [
        `const volatile char target_comm[16] = "${cutComm(comm)}"; compared with what bpf_get_current_comm gives`,
      ]),
      severity: 'warning',
    });
  return found;
}

function columnsOf(output: Output): readonly Column[] {
  return output.shape === 'rows' ? output.columns : [...output.keys, output.value];
}

function wrong(code: string, message: string, hints: readonly string[]): Diagnostic {
  return { code, severity: 'error', message, hints: hints.filter((hint) => hint !== ''), fixes: [] };
}
