/** Where an event is seen, and what is told of it there: put together, a program as the library's are. */
import type { Measure } from '../../core/intent.ts';
import type { LibraryProgram, NamedColumn, Target } from '../../knowledge/library.ts';
import { type Part, read } from './fields.ts';
import { type Clause, write } from './write.ts';

/** What an event is called in a title, as the plural of what one of it is: `openat calls`. */
export interface Label {
  readonly en: string;
  readonly zh: string;
}

/** A value in a row. */
export interface Cell {
  readonly column: NamedColumn;
  readonly format: string;
  readonly read: string;
}

export interface Scene {
  /** `tracepoint:sched:sched_process_exec`. */
  readonly name: string;
  /** The class of the event, as in the library. */
  readonly event: string;
  readonly label: Label;
  /** All it can be told apart by, as expressions that are valid where it is told. */
  readonly by: Readonly<Record<string, string>>;
  readonly target: Target | undefined;
  /** What a row has. */
  readonly cells: readonly Cell[];
  /** The program around the statements that tell. */
  readonly around: (statements: readonly string[]) => readonly Clause[];
  /** The maps it keeps for itself. */
  readonly maps: readonly string[];
  /** What must hold for an event to be told where it is told: those are not met by a probe's predicate. */
  readonly only?: string;
  /** What conditions on the event are told by, by their kind: expressions, sizes in bytes and times in nanoseconds. Of an outcome, which one all it tells had. */
  readonly filter?: Filter;
}

export type Filter = Readonly<Record<string, string | readonly string[] | boolean>>;

/** A number, and what it is called. */
export interface Amount {
  readonly column: NamedColumn;
  readonly read: string;
}

export const WHO: readonly Cell[] = [
  { column: { name: 'pid' }, format: '%-7d', read: 'pid' },
  { column: { name: 'process' }, format: '%-16s', read: 'comm' },
];

export const STACKS: Readonly<Record<string, string>> = { stack: 'kstack', 'kernel stack': 'kstack' };

/** What an event that happens in a process can be told apart by, whatever it is. */
export const SUBJECTS: Readonly<Record<string, string>> = {
  process: 'comm',
  pid: 'pid',
  tid: 'tid',
  user: 'uid',
  cpu: 'cpu',
  container: 'cgroup',
  cgroup: 'cgroup',
  ...STACKS,
  ustack: 'ustack',
  'user stack': 'ustack',
};

export const OWN_TARGET: Target = { pid: 'pid', comm: 'comm', tid: 'tid' };

/** What questions call what fields have more than one name for; a column that has the name itself comes first. */
const ALIASES: readonly (readonly [name: string, columns: readonly string[]])[] = [
  ['file', ['filename', 'pathname', 'path']],
  ['port', ['destination port', 'source port']],
  ['local port', ['source port']],
  ['address', ['destination address', 'source address']],
  ['state', ['new state']],
  ['directory', ['cgroup path']],
  // Devices of the network have names for numbers.
  ['device', ['interface', 'dev name', 'name']],
  ['interface', ['dev name', 'name']],
  ['function', ['function', 'call site', 'location']],
];

/** What parts are told apart by, under the kernel's names for them and under those of their columns. */
export function byParts(parts: readonly Part[], kept: (part: Part) => string | undefined = () => undefined): Record<string, string> {
  const by: Record<string, string> = {};
  for (const [name, columns] of ALIASES) {
    const part = parts.find(({ column }) => columns.includes(column));
    if (part !== undefined) by[name] = read(part, kept(part));
  }
  for (const part of parts) {
    by[part.name] = read(part, kept(part));
    by[part.column] = read(part, kept(part));
  }
  return by;
}

export function cellOf(part: Part, kept?: string): Cell {
  const { column, unit, format } = part;
  return { column: { name: column, ...(unit === undefined ? {} : { unit }) }, format, read: read(part, kept) };
}

const FUNCTIONS: Readonly<Record<string, string>> = { sum: 'sum', average: 'avg', min: 'min', max: 'max', distribution: 'hist', latency: 'hist' };
const SWAPPED: readonly Measure[] = ['count', 'sum', 'average', 'min', 'max', 'distribution'];

/** A row for each event. */
export function rows(scene: Scene): LibraryProgram {
  const format = scene.cells.map((cell) => cell.format).join(' ');
  const statement = `printf("${format}\\n", ${scene.cells.map((cell) => cell.read).join(', ')});`;
  const told = scene.cells.map(({ column }) => column.name).join(', ');
  return made(scene, statement, {
    title: { en: capital(scene.label.en), zh: scene.label.zh },
    tells: { en: `the ${scene.label.en} as they happen: ${told}`, zh: `逐条显示${scene.label.zh}：${told}` },
    measure: 'each',
    answer: 'rows',
    keys: [],
    value: { name: 'value' },
    columns: scene.cells.map(({ column }) => column),
    measures: [],
  });
}

/** How many events there were, or of the call stacks they come from. */
export function counted(scene: Scene, keys: readonly string[], measure: 'count' | 'stacks'): LibraryProgram {
  const map = free(scene, '@events');
  const { en, zh } = scene.label;
  const stacks = measure === 'stacks';
  return made(scene, `${map}${index(scene, keys)} = count();`, {
    title: stacks ? { en: `Call stacks of ${en}`, zh: `${zh}的调用栈` } : { en: `Number of ${en}`, zh: `${zh}的次数` },
    tells: stacks
      ? { en: `which code paths the ${en} come from, and how often`, zh: `${zh}来自哪些代码路径，各有多少次` }
      : { en: `how many ${en} there were${apart(keys).en}`, zh: `${apart(keys).zh}有多少次${zh}` },
    measure,
    answer: map,
    keys,
    value: { name: 'events' },
    columns: [],
    measures: [],
  });
}

const WORDS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  sum: ['Total', '总和'],
  average: ['Average', '平均值'],
  min: ['Least', '最小值'],
  max: ['Greatest', '最大值'],
  distribution: ['Distribution of the', '分布'],
};

/** A sum, a mean, a bound or a histogram of a number of the events. */
export function summed(scene: Scene, keys: readonly string[], measure: Measure, amount: Amount, map: string): LibraryProgram {
  const answer = free(scene, map);
  const { en, zh } = scene.label;
  const { name } = amount.column;
  const isLatency = measure === 'latency';
  const [word, wordZh] = WORDS[measure] ?? ['', ''];
  const prefix = { average: 'average ', min: 'least ', max: 'greatest ' }[measure as string] ?? '';
  const title = isLatency ? { en: `Latency of ${en}`, zh: `${zh}的延迟分布` } : { en: `${word} ${name} of ${en}`, zh: `${zh}的 ${name} ${wordZh}` };
  return made(scene, `${answer}${index(scene, keys)} = ${FUNCTIONS[measure] ?? 'hist'}(${amount.read});`, {
    title,
    tells: isLatency
      ? { en: `how long the ${en} take${apart(keys).en}`, zh: `${apart(keys).zh}${zh}耗时多久` }
      : { en: `the ${word.toLowerCase()} ${name} of the ${en}${apart(keys).en}`, zh: `${apart(keys).zh}${zh}的 ${name} ${wordZh}` },
    measure,
    answer,
    keys,
    value: { ...amount.column, name: `${prefix}${name}` },
    columns: [],
    measures: SWAPPED,
  });
}

type Told = Pick<LibraryProgram, 'title' | 'tells' | 'measure' | 'answer' | 'keys' | 'value' | 'columns' | 'measures'>;

function made(scene: Scene, statement: string, told: Told): LibraryProgram {
  const statements = scene.only === undefined ? [statement] : [`if (${scene.only}) {`, `  ${statement}`, '}'];
  const source = write(scene.around(statements), scene.maps);
  // Conditions that the program meets, or can be given.
  const program = {
    name: scene.name,
    source,
    questions: {},
    event: scene.event,
    by: scene.by,
    target: scene.target,
    variantOf: undefined,
    prefer: 0,
    onFunctions: /^k(?:ret)?(?:probe|func):/m.test(source),
    workload: undefined,
    filter: scene.filter ?? {},
    ...told,
  };
  return program;
}

/** The keys a scene has among those wanted; its own where it has none of them. */
export function keysOf(scene: Scene, wanted: readonly string[], otherwise: readonly string[]): readonly string[] {
  const there = wanted.filter((key) => Object.hasOwn(scene.by, key));
  return there.length > 0 ? there : otherwise.filter((key) => Object.hasOwn(scene.by, key));
}

function index(scene: Scene, keys: readonly string[]): string {
  return keys.length === 0 ? '' : `[${keys.map((key) => scene.by[key] ?? key).join(', ')}]`;
}

function free(scene: Scene, map: string): string {
  return scene.maps.includes(map) ? `${map}_told` : map;
}

function apart(keys: readonly string[]): Label {
  return keys.length === 0 ? { en: '', zh: '' } : { en: `, by ${keys.join(' and ')}`, zh: `按 ${keys.join('、')} ` };
}

function capital(text: string): string {
  return /^[a-z]+ /.test(text) && !/^[a-z]+\d/.test(text) && /^(?:failed|successful)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
