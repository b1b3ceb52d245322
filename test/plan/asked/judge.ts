/** Questions as people type them, each with what a right program must watch and do, written down before any program was looked at. */

import { valueNumbers } from '../../../src/kernel/names.ts';
import { MachineIndex } from '../../../src/knowledge/machine.ts';
import { planEmbedded } from '../../../src/plan/embedded.ts';
import type { Planned } from '../../../src/plan/plan.ts';
import { planTexts } from '../../../src/plan/texts.ts';
import { recordedHost } from '../../../src/system/recorded.ts';
import { checker, hear, index, knowledge, machine, offers } from '../contract/hold.ts';
import { EVENTS } from './events.ts';

/** A case. Whatever is left out may be as it likes. */
export interface Asked {
  readonly lang: string;
  readonly q: string;
  /** Names of `EVENTS`, any of which will do (`disk|write`); behind `=`, a regular expression over attach points. */
  readonly event?: string;
  /** What the answer must be told by: names of keys or of columns. */
  readonly by?: readonly string[];
  readonly measure?: keyof typeof MEASURES;
  /** Regular expressions over the program's text. */
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly seconds?: number;
  readonly top?: number;
  /** What the program must hold, unless a note says that it was not applied. */
  readonly orTold?: string;
  /** Why no program is right: a refusal, or a question back. */
  readonly refuse?: string;
}

const MEASURES = { count: /\bcount\(\)/, sum: /\bsum\(/, avg: /\b(?:avg|stats)\(/, max: /\bmax\(/, hist: /\bl?hist\(/, rows: /\bprintf\(/ } as const;

/** Other names of the same key. */
const SAME_KEY: Readonly<Record<string, RegExp>> = {
  process: /process|program|comm|parent|sender|service/,
  file: /file|path/,
  address: /address|host|destination|remote|\bip\b|\bto\b/,
  function: /function|stack/,
  container: /container|cgroup/,
  errno: /errno|error|result/,
};

/** Where names of users and of disks mean numbers. */
const numbers = valueNumbers(
  recordedHost({
    files: {
      '/etc/passwd': 'root:x:0:0:::\nwww-data:x:33:33:::\npostgres:x:113:120:::\n',
      '/proc/partitions': '   8        0  1024 sda\n 259        0  1024 nvme0n1\n',
    },
  }),
);

/** The directories of that machine; whatever lies right in one of them is a file of it. */
const DIRECTORIES: ReadonlySet<string> = new Set(['/etc', '/var', '/var/log', '/var/run', '/home', '/srv', '/data', '/tmp', '/proc', '/dev', '/usr']);

function isDirectory(path: string): boolean | undefined {
  if (DIRECTORIES.has(path)) return true;
  return DIRECTORIES.has(path.slice(0, path.lastIndexOf('/'))) ? false : undefined;
}

let found: MachineIndex | undefined;

/** Plans as `src/line/plans.ts` does: the machine's own lists are looked at where the library does not answer. */
export async function planFor(question: string): Promise<Planned> {
  const intent = await hear(question, { isDirectory });
  const beside = { offers, fill: { seconds: 10, numbers } };
  let planned = planEmbedded(intent, knowledge.programs, index, checker, false, beside);
  if (planned.kind === 'unsure' || (planned.kind === 'nothing' && (planned.why === 'off-topic' || planned.why === 'unknown'))) {
    found ??= new MachineIndex({
      tracepoints: machine.tracepoints.list() ?? [],
      fields: (category, name) => machine.tracepoints.fields(category, name),
      tools: [],
    });
    planned = planEmbedded(intent, knowledge.programs, index, checker, false, { ...beside, machine: found });
  }
  if (planned.kind !== 'plan') return planned;
  const unapplied = intent.unapplied.map((words) => planTexts(intent.language).unapplied(words));
  return { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, ...unapplied] } };
}

/** What is wrong with what was planned; nothing where it is right. */
export function faultsOf(asked: Asked, planned: Planned): string[] {
  if (asked.refuse !== undefined) return planned.kind === 'plan' || planned.kind === 'unattachable' ? ['answered'] : [];
  if (planned.kind !== 'plan') return [planned.kind];
  const { program, notes } = planned.plan;
  const source = program.source.replaceAll(/\/\/.*$/gm, '');
  const faults: string[] = [];
  const points = program.attachPoints.join('\n');
  const isSeen = (asked.event ?? '')
    .split(/(?<!\([^)]*)\|/)
    .some((event) => (event.startsWith('=') ? new RegExp(event.slice(1), 'm') : EVENTS[event])?.test(points));
  if (!isSeen) faults.push(`watches ${program.attachPoints.filter((point) => !/^(?:BEGIN|END|interval)/.test(point)).join(' ')}`);
  const names = program.outputs.flatMap((output) =>
    output.shape === 'rows' ? output.columns.map(({ name }) => name) : output.map === program.answer ? output.keys.map(({ name }) => name) : [],
  );
  for (const key of asked.by ?? [])
    if (!names.some((name) => (SAME_KEY[key] ?? new RegExp(key)).test(name))) faults.push(`not by ${key} but by ${names.join(', ')}`);
  if (asked.measure !== undefined && !MEASURES[asked.measure].test(source)) faults.push(`no ${asked.measure}`);
  for (const pattern of asked.has ?? []) if (!new RegExp(pattern).test(source)) faults.push(`lacks ${pattern}`);
  for (const pattern of asked.lacks ?? []) if (new RegExp(pattern).test(source)) faults.push(`has ${pattern}`);
  if (asked.seconds !== undefined && program.seconds !== asked.seconds) faults.push(`${program.seconds} seconds`);
  if (asked.top !== undefined && program.top !== asked.top) faults.push(`top ${program.top}`);
  if (asked.orTold !== undefined && !new RegExp(asked.orTold).test(source) && notes.length === 0) faults.push(`neither ${asked.orTold} nor a note`);
  return faults;
}
