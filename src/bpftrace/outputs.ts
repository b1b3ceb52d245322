/**
 * What a program prints, read off its tree: each printf as typed columns, each map with its keys and its value, named after what they hold.
 */
import { lookup } from '../core/lookup.ts';
import type { Column, ColumnKind, MapOutput, Output, RowsOutput, Unit } from '../core/program.ts';
import type { Call, Expression, Probe, Script } from './ast.ts';
import { type ExpressionType, type FieldDeclaration, TypeInference, UNKNOWN } from './types.ts';
import { walk } from './visit.ts';

export interface PrintStatement {
  readonly output: RowsOutput;
  readonly call: Call;
  /**
   * How its records can be had: as tuples, whose values keep their types; as lines, whose values are what the conversions make of them (where a version of
   * bpftrace has no tuple for a value, or its type is not known here); or, where it prints a piece of a line, only as text.
   */
  readonly form: 'tuple' | 'line' | 'text';
  /** The conversions of its format, one for each argument. */
  readonly conversions: readonly string[];
}

export interface ProgramOutputs {
  readonly prints: readonly PrintStatement[];
  readonly maps: readonly MapOutput[];
}

/** Functions that make a map what it is. */
const SHAPES: Readonly<Record<string, MapOutput['shape']>> = { hist: 'histogram', lhist: 'histogram', tseries: 'histogram', stats: 'stats', avg: 'values' };
const AGGREGATIONS: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'min', 'max', 'stats', 'hist', 'lhist']);

/** Statements that print pieces of a line: beside one of these a printf is not a whole record. */
const PIECE_PRINTERS: ReadonlySet<string> = new Set(['time', 'join', 'cat', 'system', 'printf']);

export function describeOutputs(script: Script, source: string, declaration: FieldDeclaration): ProgramOutputs {
  const types = new TypeInference(script, declaration);
  const prints: PrintStatement[] = [];
  const maps = new Map<string, MapOutput>();
  const headings = headingsOf(script);
  const cleared = clearedUnseen(script);
  let statement = 0;
  for (const probe of script.probes) {
    const whole = printsWholeLines(probe);
    for (const node of walk(probe)) {
      if (node.kind === 'call' && node.name === 'printf') prints.push(describePrint(node, probe, types, statement++, whole));
      if (node.kind === 'map' && !maps.has(node.name)) maps.set(node.name, describeMap(node.name, node.keys, probe, types, source));
    }
  }
  return { prints: prints.map((print) => withHeadings(print, headings)), maps: [...maps.values()].filter((map) => !isHelperMap(map.map, types, cleared)) };
}

/** Every output of the program, typed rows before maps. */
export function outputList(outputs: ProgramOutputs): Output[] {
  return [...outputs.prints.filter((print) => print.form !== 'text').map((print) => print.output), ...outputs.maps];
}

/** The conversions of a printf format, such as `d`, `s`, `lld`; `%%` is none. */
export function conversions(format: string): string[] {
  return [...format.matchAll(/%[-+ 0#]*[0-9*]*(?:\.[0-9*]+)?((?:hh|h|ll|l|j|z|t)?[a-zA-Z])|%%/g)].map((match) => match[1]).filter((text) => text !== undefined);
}

function describePrint(call: Call, probe: Probe, types: TypeInference, statement: number, whole: boolean): PrintStatement {
  const [format, ...args] = call.args;
  const specifiers = format?.kind === 'string' ? conversions(format.value) : [];
  const names = new Set<string>();
  const printed = args.map((argument, index) => printedType(argument, types.typeOf(argument, probe), specifiers[index], probe));
  const isRecord = whole && args.length > 0 && specifiers.length === args.length && !isSpecial(probe);
  const form = !isRecord ? 'text' : printed.every((type) => type.tupleSafe) && !hasShiftedAddress(args, printed) ? 'tuple' : 'line';
  const columns = args.map((argument, index): Column => {
    const type = printed[index] ?? UNKNOWN;
    const column = columnFor(argument, form === 'line' ? convertedType(type, specifiers[index]) : type, specifiers[index]);
    return { ...column, name: unique(column.name, names) };
  });
  return { call, form, conversions: specifiers, output: { shape: 'rows', statement, columns } };
}

/** bpftrace 0.17 dies of a tuple (`Struct size mismatch`) in which an address stands behind a value of fewer than 64 bits: it counts the bytes between otherwise than LLVM. */
function hasShiftedAddress(args: readonly Expression[], printed: readonly ExpressionType[]): boolean {
  const narrow = args.findIndex((argument) => mayBeNarrow(argument));
  return narrow !== -1 && printed.some(({ type }, index) => type === 'address' && index > narrow);
}

function mayBeNarrow(expression: Expression): boolean {
  if (expression.kind === 'cast') return !/64|\blong\b|\*/.test(expression.type);
  return expression.kind === 'field' || expression.kind === 'index' || (expression.kind === 'call' && expression.name === 'bswap');
}

/** In a line, what the conversion makes of a value is its type. */
function convertedType(type: ExpressionType, conversion = ''): ExpressionType {
  if (type.type !== 'unknown') return type;
  return { type: /[diuoxXp]$/.test(conversion) ? 'integer' : 'string', tupleSafe: false };
}

/** A member of a kernel structure has no type here, nor has a function's argument, but the conversion tells: bpftrace would refuse one that does not fit. */
function printedType(argument: Expression, type: ExpressionType, conversion: string | undefined, probe: Probe): ExpressionType {
  const isField = argument.kind === 'field' && argument.object.kind === 'identifier' && argument.object.name === 'args';
  const isTracepoint = probe.attachPoints.some(({ provider }) => provider === 'tracepoint');
  const isMember = argument.kind === 'variable' || (argument.kind === 'field' && !(isField && isTracepoint));
  if (type.type !== 'unknown' || conversion === undefined || !isMember) return type;
  if (/[diuoxX]$/.test(conversion)) return { type: 'integer', tupleSafe: true };
  return conversion === 's' && argument.kind === 'field' ? { type: 'string', tupleSafe: true } : type;
}

/** Whether each printf of the probe prints a line of its own: none prints a piece that another one ends. */
function printsWholeLines(probe: Probe): boolean {
  for (const node of walk(probe)) {
    if (node.kind !== 'call' || !PIECE_PRINTERS.has(node.name)) continue;
    const format = node.args[0];
    if (node.name === 'join') continue;
    if (format?.kind !== 'string' || !format.value.endsWith('\n') || /\n./.test(format.value.slice(0, -1))) return false;
  }
  return true;
}

function isSpecial(probe: Probe): boolean {
  return probe.attachPoints.some((point) => point.provider === 'BEGIN' || point.provider === 'END');
}

/** A BEGIN that prints only words is the heading of a table, by the custom of bpftrace's own tools. */
function headingsOf(script: Script): readonly (readonly string[])[] {
  const headings: string[][] = [];
  for (const probe of script.probes) {
    if (!probe.attachPoints.every((point) => point.provider === 'BEGIN')) continue;
    for (const node of walk(probe)) {
      if (node.kind !== 'call' || node.name !== 'printf' || node.args.length < 3) continue;
      const words = node.args.slice(1).map((argument) => (argument.kind === 'string' ? argument.value.trim() : ''));
      if (words.every((word) => word !== '')) headings.push(words.map((word) => word.toLowerCase()));
    }
  }
  return headings;
}

function withHeadings(print: PrintStatement, headings: readonly (readonly string[])[]): PrintStatement {
  const { columns } = print.output;
  const heading = headings.find((words) => words.length === columns.length);
  if (heading === undefined) return print;
  const renamed = columns.map((column, index) => renameByHeading(column, heading[index] ?? column.name));
  return { ...print, output: { ...print.output, columns: renamed } };
}

/** A heading names the column and may tell its unit (LAT(us), BYTES). */
function renameByHeading(column: Column, heading: string): Column {
  const unit = /[(_ ](ns|us|ms|s)\)?$/.exec(heading)?.[1] ?? (/^bytes$/.test(heading) ? 'bytes' : undefined);
  const name = heading.replace(/[(_ ](ns|us|ms|s)\)?$/, '');
  return { ...column, name: name === 'comm' ? 'process' : name, ...(unit === undefined ? {} : { unit: unit as Unit }) };
}

/** Maps that only carry something from one probe to another: assigned plain values and deleted or cleared again, or counted up and cleared at the end. */
function isHelperMap(map: string, types: TypeInference, cleared: ReadonlySet<string>): boolean {
  if (cleared.has(map)) return true;
  const assigned = types.assignedTo(map);
  return assigned !== undefined && !(assigned.value.kind === 'call' && AGGREGATIONS.has(assigned.value.name)) && types.isRemoved(map);
}

/** What END clears and nothing prints is never seen. */
function clearedUnseen(script: Script): ReadonlySet<string> {
  const cleared = new Set<string>();
  const printed = new Set<string>();
  for (const probe of script.probes) {
    const isEnd = probe.attachPoints.every(({ provider }) => provider === 'END');
    for (const node of walk(probe)) {
      const map = node.kind === 'call' ? node.args[0] : undefined;
      if (node.kind !== 'call' || map?.kind !== 'map' || map.keys.length > 0) continue;
      if (node.name === 'clear' && isEnd) cleared.add(map.name);
      if (node.name === 'print') printed.add(map.name);
    }
  }
  return new Set([...cleared].filter((map) => !printed.has(map)));
}

function describeMap(map: string, keys: readonly Expression[], probe: Probe, types: TypeInference, source: string): MapOutput {
  const assigned = types.assignedTo(map);
  const call = assigned?.value.kind === 'call' ? assigned.value : undefined;
  const aggregation = call !== undefined && AGGREGATIONS.has(call.name) ? call.name : undefined;
  const shape = SHAPES[aggregation ?? ''] ?? 'values';
  const names = new Set<string>();
  const flat = keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key]));
  const keyColumns = flat.map((key): Column => {
    const column = columnFor(key, types.typeOf(key, probe));
    return { ...column, name: unique(column.name, names) };
  });
  return { shape, map, keys: keyColumns, value: valueColumn(map, aggregation, call, names, source) };
}

function valueColumn(map: string, aggregation: string | undefined, call: Call | undefined, names: Set<string>, source: string): Column {
  const bare = map.slice(1);
  const argument = call?.args[0];
  const measured = argument === undefined ? '' : source.slice(argument.span.start, argument.span.end);
  const unit = aggregation === 'count' ? undefined : (unitOf(bare) ?? unitOf(measured));
  const stem = bare.replace(/_(ns|us|ms|secs?|bytes)$/, '').replaceAll('_', ' ');
  const name = unique(stem === '' ? (aggregation ?? 'value') : stem, names);
  const kind = aggregation === 'count' || aggregation === 'sum' ? 'count' : 'plain';
  return { name, kind, type: 'integer', ...(unit === undefined ? {} : { unit }) };
}

/** A unit that a name ends in by custom: `@latency_us`, `@bytes`. A bare `@s` is any map. */
function unitOf(name: string): Unit | undefined {
  const match = /(?:^|[_ ])(ns|nsecs|us|usecs|ms|msecs|(?<=[_ ])s|secs|bytes)$/.exec(name)?.[1];
  return match === undefined ? undefined : UNIT_WORDS[match];
}
const UNIT_WORDS: Readonly<Record<string, Unit>> = { ns: 'ns', nsecs: 'ns', us: 'us', usecs: 'us', ms: 'ms', msecs: 'ms', s: 's', secs: 's', bytes: 'bytes' };

/** What an expression holds, by its spelling: `comm` is a process, `args->filename` a file. */
function columnFor(expression: Expression, type: ExpressionType, conversion?: string): Column {
  const name = spell(expression);
  const kind = lookup(KINDS, name) ?? 'plain';
  const shown = lookup(NAMES, name) ?? name.replaceAll('_', ' ');
  const integer = integerForm(type, conversion);
  return {
    name: shown,
    kind: type.type === 'stack' ? 'stack' : kind,
    type: type.type,
    ...(integer === undefined ? {} : { integer }),
    ...(type.stack === undefined ? {} : { stack: type.stack }),
  };
}

function integerForm(type: ExpressionType, conversion: string | undefined): Column['integer'] {
  if (type.type !== 'integer') return undefined;
  if (conversion !== undefined && /[xXp]$/.test(conversion)) return 'hexadecimal';
  if (conversion?.endsWith('o')) return 'octal';
  if (conversion?.endsWith('u')) return 'unsigned';
  return type.int32 ? 'int32' : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  comm: 'process',
  uid: 'user',
  gid: 'group',
  nsecs: 'time',
  filename: 'file',
  fname: 'file',
  pathname: 'file',
  ret: 'result',
  retval: 'result',
  kstack: 'stack',
  ustack: 'stack',
  id: 'syscall',
  sig: 'signal',
  daddr: 'address',
  dport: 'port',
  cgroup: 'cgroup',
  probe: 'probe',
  func: 'function',
  dev: 'device',
};
const KINDS: Readonly<Record<string, ColumnKind>> = {
  comm: 'process',
  pid: 'pid',
  tid: 'tid',
  uid: 'user',
  gid: 'group',
  cgroup: 'container',
  cpu: 'cpu',
  filename: 'file',
  fname: 'file',
  pathname: 'file',
  sig: 'signal',
  kstack: 'stack',
  ustack: 'stack',
  parent_pid: 'pid',
  child_pid: 'pid',
  parent_comm: 'process',
  child_comm: 'process',
  prev_comm: 'process',
  next_comm: 'process',
  ppid: 'ppid',
  dev: 'device',
};

/** The telling word of an expression: the field's name, the function's argument, the variable without its sigil. */
function spell(expression: Expression): string {
  switch (expression.kind) {
    case 'identifier':
      return expression.name;
    case 'field':
      return expression.name;
    case 'variable':
    case 'map':
      return expression.name.slice(1) || 'value';
    case 'call':
      return expression.args[0] === undefined || ['kstack', 'ustack'].includes(expression.name)
        ? expression.name
        : spell(expression.args[expression.args.length - 1] ?? expression.args[0]);
    case 'cast':
    case 'unary':
      return spell(expression.operand);
    case 'binary':
      return expression.left.kind === 'integer' ? spell(expression.right) : spell(expression.left);
    case 'index':
      return spell(expression.object);
    case 'comptime':
      return spell(expression.operand);
    default:
      return 'value';
  }
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name} ${n}`;
  taken.add(candidate);
  return candidate;
}
