/** A compiled program in words, told by what its object holds: no line of it is known, but all that it can do is. */
import type { BpfMap, BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import { lookup } from '../../core/lookup.ts';
import type { Safety } from '../../core/program.ts';
import type { ExplainedLine, ProgramExplanation } from '../lines/lines.ts';
import { type Both, pick, type Tongue, tongueOf } from '../lines/tongue.ts';
import { HELPERS, MAP_KINDS, PROGRAM_KINDS } from './words.ts';

const SAFETY: Readonly<Record<string, Both>> = {
  observe: ['it only watches', '它只观察'],
  'reads-user-data': ['it reads what programs were given as arguments or data', '它会读取程序的参数或数据内容'],
  costly: ['what it is attached to is hot: it slows the machine while it runs', '它挂载的位置触发频繁,运行期间会拖慢机器'],
  unsafe: ['it does more than watch, and is refused without --allow-unsafe', '它不只是观察;不加 --allow-unsafe 会被拒绝'],
};

/** `source`: the text beside which it is told; a program stands at the line of its section, or at the line that begins with its name. */
export function explainObject(object: BpfObject, safety: Safety, source: string, language: string): ProgramExplanation {
  const tongue = tongueOf(language);
  const lines = source.split('\n');
  const told = object.programs.map((program) => programLine(program, lines, tongue)).sort((a, b) => a.from - b.from);
  const shown = new Set(object.outputs.flatMap((output) => (output.shape === 'rows' ? [] : [output.map])));
  // What libbpf keeps to find the arguments of USDT probes is no part of the program.
  const own = object.maps.filter(({ name }) => !name.startsWith('__bpf_usdt_'));
  const maps = own.map((map) => ({
    name: map.name,
    role: isBuffer(map) || shown.has(map.name) ? ('result' as const) : ('carried' as const),
    holds: mapText(map, tongue),
  }));
  return { lines: told, maps, limits: limitsOf(object, tongue), facts: factsOf(object, safety, tongue) };
}

function programLine(program: BpfProgram, lines: readonly string[], tongue: Tongue): ExplainedLine {
  const at = lineOf(program, lines);
  const kind = lookup(PROGRAM_KINDS, /^\??usdt\b/.test(program.section) ? 'usdt' : program.type);
  const where = program.attachPoint === program.section && program.target === '' ? '' : program.attachPoint;
  const what = kind === undefined ? pick([`a BPF program of type ${program.type}`, `${program.type} 类型的 BPF 程序`], tongue) : pick(kind, tongue);
  const size = pick([`${program.instructions} instructions`, `${program.instructions} 条指令`], tongue);
  const unattached = program.autoAttach ? '' : pick(['; it does not attach by itself', ';它不会自行挂载'], tongue);
  const place = where === '' ? '' : pick([`, at ${where}`, `,位于 ${where}`], tongue);
  const returns = returnsText(program, tongue);
  return {
    kind: 'probe',
    from: at + 1,
    to: at + 1,
    code: program.name,
    text: pick(
      [`${program.name} is ${what}${place} (${size})${unattached}${returns}.`, `${program.name} 是${what}${place}(${size})${unattached}${returns}。`],
      tongue,
    ),
    depth: 0,
    names: [...program.helpers, ...program.kfuncs].map((name) => ({ name, means: helperText(name, program.kfuncs.includes(name), tongue) })),
  };
}

/** Lines between a section and the name of its function. */
const NEAR = 3;

/** Names are whatever an object says they are: never a pattern. */
function lineOf({ name, section }: BpfProgram, lines: readonly string[]): number {
  const isNamed = (line: string): boolean => line.startsWith(`${name}:`) || line.includes(` ${name}(`) || line.includes(`(${name},`);
  const sections = lines.flatMap((line, index) => (line.includes(`SEC("${section}")`) ? [index] : []));
  const below = sections.flatMap((from) => {
    const found = lines.slice(from, from + NEAR).findIndex(isNamed);
    return found === -1 ? [] : [from + found];
  });
  const own = below[0] ?? lines.findIndex(isNamed);
  return Math.max(0, own === -1 ? (sections[0] ?? 0) : own);
}

/** What becomes of what they see, where that is in their hands. */
function returnsText({ type, returns }: BpfProgram, tongue: Tongue): string {
  if (returns === undefined || !/^(?:xdp|lsm|sched_cls|sched_act|socket_filter)$/.test(type)) return '';
  return pick([`; it returns ${returns.join(' or ')}`, `;返回 ${returns.join(' 或 ')}`], tongue);
}

function helperText(name: string, isKfunc: boolean, tongue: Tongue): string {
  const known = lookup(HELPERS, name);
  if (known !== undefined) return pick(known, tongue);
  return isKfunc
    ? pick(['a function of the kernel that it calls', '它调用的内核函数'], tongue)
    : pick(['a helper of the kernel', '内核提供的辅助函数'], tongue);
}

function mapText({ type, keyType, valueType, keySize, valueSize, maxEntries, pinned }: BpfMap, tongue: Tongue): string {
  const kind = lookup(MAP_KINDS, type);
  const what = kind === undefined ? type : pick(kind, tongue);
  const value = valueType ?? (valueSize === 0 ? '' : pick([`${valueSize} bytes`, `${valueSize} 字节`], tongue));
  const key = keyType ?? (keySize === 0 ? '' : pick([`${keySize} bytes`, `${keySize} 字节`], tongue));
  const holds =
    value === ''
      ? ''
      : isBuffer({ type }) || key === ''
        ? pick([` of ${value}`, `,内容为 ${value}`], tongue)
        : pick([`, ${key} to ${value}`, `,${key} → ${value}`], tongue);
  const size =
    type === 'perf_event_array' || maxEntries === 0
      ? ''
      : type === 'ringbuf'
        ? pick([`, ${maxEntries} bytes`, `,${maxEntries} 字节`], tongue)
        : pick([`, at most ${maxEntries} ${maxEntries === 1 ? 'entry' : 'entries'}`, `,最多 ${maxEntries} 项`], tongue);
  return `${what}${holds}${size}${pinned ? pick(['; pinned: it stays after the run', ';已固定(pinned):运行结束后仍然存在'], tongue) : ''}`;
}

function isBuffer({ type }: Pick<BpfMap, 'type'>): boolean {
  return type === 'ringbuf' || type === 'perf_event_array';
}

function factsOf({ core, license }: BpfObject, { classes, reasons }: Safety, tongue: Tongue): string[] {
  const said = classes.flatMap((kind) => {
    const words = lookup(SAFETY, kind);
    const why = [...new Set(reasons.filter((reason) => reason.kind === kind).map((reason) => reason.why))];
    return words === undefined ? [] : [`${pick(words, tongue)}${why.length === 0 ? '' : pick([': ', ':'], tongue)}${why.join('; ')}`];
  });
  return [
    ...said,
    ...(core ? [pick(['it is adapted to the types of the kernel that it is loaded into (CO-RE)', '加载时会适配所在内核的类型(CO-RE)'], tongue)] : []),
    ...(license === '' ? [] : [pick([`its licence is ${license}`, `许可证:${license}`], tongue)]),
  ];
}

function limitsOf({ outputs, programs }: BpfObject, tongue: Tongue): string[] {
  const unattached = programs.filter(({ autoAttach }) => !autoAttach).map(({ name }) => name);
  return [
    ...(outputs.length === 0 ? [pick(['nothing of what it collects: it has no map that could be read', '它收集的内容:没有可读取的映射'], tongue)] : []),
    ...(unattached.length === 0
      ? []
      : [pick([`what ${unattached.join(', ')} would see: nobody attaches that by itself`, `${unattached.join('、')} 能看到的内容:它们不会自行挂载`], tongue)]),
  ];
}
