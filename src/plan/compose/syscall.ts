/** Programs on a system call: on its way in, on its way out, or from the one to the other. */
import type { Intent } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { type Part, partsOf, read, telling } from './fields.ts';
import type { Offers } from './offers.ts';
import { latencyCell, pairOf } from './pair.ts';
import { type Amount, byParts, type Cell, cellOf, type Filter, type Label, OWN_TARGET, type Scene, SUBJECTS, WHO } from './scene.ts';
import { NEVER_RETURNS, REPLACES_MEMORY, RETURNS_BYTES, syscallsNamed } from './syscall-names.ts';
import { type Ask, FLOOD, tell } from './tell.ts';
import { sizeOf } from './units.ts';
import { amountOf, type Wish, wishOf } from './wish.ts';

/** Beside who called, what came of it and how long it took. */
const ARGUMENTS = 4;
const RETURN = 'args->ret';
/** Numbers beyond are the kernel's own codes for calls that it begins again: no program sees them. */
const FAILED = `${RETURN} < 0 && ${RETURN} > -512`;
const WORKED = `${RETURN} >= 0`;
const PATH_WHY = 'A path is read on the way out: on the way in its page may not have been touched yet, and BPF cannot fault it in.';
const EXEC_WHY = 'Texts are read at once: on the way out the program has been replaced, and its memory is gone.';

interface Call {
  readonly names: readonly string[];
  readonly label: Label;
  readonly id: string;
  readonly args: readonly Part[];
  readonly wish: Wish;
}

export function composeSyscall(name: string, ask: Ask): LibraryProgram | undefined {
  const { intent, offers } = ask;
  const names = syscallsNamed(name, (syscall) => offers.fields('syscalls', `sys_enter_${syscall}`) !== undefined);
  if (names.length === 0) return undefined;
  const args = sharedArguments(names, offers);
  const wish = wishOf(intent, args, [...Object.keys(SUBJECTS), 'errno', 'ret']);
  const outcome = wish.failed === undefined ? { en: '', zh: '' } : wish.failed ? { en: 'failed ', zh: '失败的 ' } : { en: 'successful ', zh: '成功的 ' };
  const call: Call = { names, label: { en: `${outcome.en}${name} calls`, zh: `${outcome.zh}${name} 系统调用` }, id: `syscall:${name}`, args, wish };
  const rate = names.reduce((sum, syscall) => sum + offers.rate(`tracepoint:syscalls:sys_enter_${syscall}`), 0);
  const returns = names.some((syscall) => !NEVER_RETURNS.has(syscall));
  if (!returns) return wish.measure === 'latency' ? undefined : tell(entry(call), wish, args, undefined, rate);
  if (wish.measure === 'each') {
    const flooded = rate >= FLOOD && !wish.few;
    if (!flooded) return tell(whole(call, telling(toldOf(args), ARGUMENTS, 2)).scene, wish, args);
  }
  return tellMany(call, intent, rate);
}

/** A call that creates something only where its flags say so has its mode beside them; of most calls that is left over from something else. */
function toldOf(args: readonly Part[]): Part[] {
  const hasFlags = args.some(({ name }) => name === 'flags');
  return args.filter(({ name, kind }) => kind !== 'pointer' && !(hasFlags && name === 'mode'));
}

/** What is counted or summed up over many calls. */
function tellMany(call: Call, intent: Intent, rate: number): LibraryProgram | undefined {
  const { wish, names, args } = call;
  const needed = argumentsFor(call, intent);
  const returnsBytes = names.every((name) => RETURNS_BYTES.has(name));
  const isBound = intent.conditions.some(({ value }) => value.what === 'size');
  const isExit = wish.failed !== undefined || (isBound && returnsBytes) || wish.keys.some((key) => key === 'errno' || key === 'ret');
  const isAmount = /^(?:sum|average|min|max|distribution)$/.test(wish.measure);
  const asked = amountOf(wish.named, wish);
  const bytes = isAmount && asked === undefined && !wish.ofTime && returnsBytes;
  if (bytes) {
    const amount: Part = { name: 'bytes', column: 'bytes', kind: 'number', raw: RETURN, format: '%d', unit: 'bytes' };
    const scene = needed.length > 0 ? whole(call, needed).scene : exit(call);
    const positive = { ...scene, only: `${RETURN} > 0` };
    return tell(needed.length > 0 ? positive : predicated(exit(call), `${RETURN} > 0`), { ...wish, named: [amount] }, []);
  }
  if (isAmount && asked !== undefined) {
    const keeps = isExit || needed.some(({ kind }) => kind === 'text');
    if (!keeps) return tell(entry(call), wish, args);
    const { scene } = whole(call, [...new Set([...needed, asked])]);
    return tell(scene, { ...wish, named: [{ ...asked, raw: `@${asked.name}[tid]` }] }, []);
  }
  if (isAmount || wish.measure === 'latency') {
    const { scene, latency } = whole(call, needed);
    return tell(scene, { ...wish, ofTime: true }, [], latency);
  }
  const byDefault = wish.failed === true ? ['process', 'errno'] : ['process'];
  const isPath = needed.some(({ kind }) => kind === 'text');
  const scene = (isExit && needed.length > 0) || isPath || wish.boundInTime ? whole(call, needed).scene : isExit ? exit(call) : entry(call);
  return tell(scene, wish, args, undefined, rate, byDefault);
}

/** The arguments that all calls have in common: those one probe for all of them may read. */
function sharedArguments(names: readonly string[], offers: Offers): Part[] {
  const [first = [], ...others] = names.map((name) => partsOf('syscalls', offers.fields('syscalls', `sys_enter_${name}`) ?? []));
  return first.filter((part) => others.every((list) => list.some((other) => other.name === part.name && other.kind === part.kind)));
}

/** Those that the question's keys and conditions are about. */
function argumentsFor({ args, wish, names }: Call, { conditions }: Intent): Part[] {
  const about = new Set(conditions.map(({ value }) => value.what));
  return args.filter(
    (part) =>
      wish.keys.includes(part.name) ||
      wish.keys.includes(part.column) ||
      (about.has('path') && /file$/.test(part.column)) ||
      (about.has('size') && part.unit === 'bytes' && !names.every((name) => RETURNS_BYTES.has(name))) ||
      (about.has('signal') && part.column === 'signal'),
  );
}

const ERRNO = `${RETURN} < 0 ? -${RETURN} : 0`;

function outcomeOf({ wish, names }: Call): Pick<Scene, 'by'> & { readonly only?: string; readonly filter: Filter } {
  const only = wish.failed === undefined ? {} : { only: wish.failed ? FAILED : WORKED };
  const outcome = wish.failed === undefined ? {} : { outcome: wish.failed };
  const size = names.every((name) => RETURNS_BYTES.has(name)) ? { size: RETURN } : {};
  return { ...only, by: { ret: RETURN, errno: wish.failed === true ? `-${RETURN}` : ERRNO }, filter: { ...outcome, ...size } };
}

function points(names: readonly string[], way: 'enter' | 'exit'): string[] {
  return names.map((name) => `tracepoint:syscalls:sys_${way}_${name}`);
}

function entry({ names, label, id, args }: Call): Scene {
  const size = sizeOf(args);
  const told = telling(
    args.filter(({ kind }) => kind !== 'pointer'),
    ARGUMENTS,
  );
  return {
    name: id,
    event: id,
    label,
    by: { ...byParts(args), ...SUBJECTS },
    target: OWN_TARGET,
    cells: [...WHO, ...told.map((part) => cellOf(part))],
    around: (statements) => [{ at: points(names, 'enter'), statements }],
    maps: [],
    filter: size === undefined ? {} : { size: read(size) },
  };
}

/** Where only what came of it matters, nothing has to be remembered. */
function exit(call: Call): Scene {
  const { only, by, filter } = outcomeOf(call);
  const scene: Scene = {
    filter,
    name: call.id,
    event: call.id,
    label: call.label,
    by: { ...by, ...SUBJECTS },
    target: OWN_TARGET,
    cells: [...WHO, ...RESULT],
    around: (statements) => [{ at: points(call.names, 'exit'), statements }],
    maps: [],
  };
  return only === undefined ? scene : predicated(scene, only);
}

function predicated(scene: Scene, predicate: string): Scene {
  return { ...scene, around: (statements) => scene.around(statements).map((clause) => ({ ...clause, predicate })) };
}

const RESULT: readonly Cell[] = [
  { column: { name: 'ret' }, format: 'ret=%d', read: `${RETURN} < 0 ? -1 : ${RETURN}` },
  { column: { name: 'errno' }, format: 'errno=%d', read: ERRNO },
];

function whole(call: Call, kept: readonly Part[]): { readonly scene: Scene; readonly latency: Amount } {
  const { names, label, id } = call;
  const returning = names.filter((name) => !NEVER_RETURNS.has(name));
  const replaces = names.some((name) => REPLACES_MEMORY.has(name));
  const hasText = kept.some(({ kind }) => kind === 'text');
  const pair = pairOf({
    enter: points(returning, 'enter'),
    exit: points(returning, 'exit'),
    id: ['tid'],
    kept,
    atOnce: ({ kind }) => replaces && kind === 'text',
    whyEnter: hasText && replaces ? EXEC_WHY : undefined,
    whyExit: hasText && !replaces ? PATH_WHY : undefined,
  });
  const { only, by, filter } = outcomeOf(call);
  const size = sizeOf(kept);
  const returnsNumber = names.some((name) => RETURNS_BYTES.has(name));
  const result = RESULT.map((cell) => (cell.column.name === 'ret' && returnsNumber ? { ...cell, column: { name: 'ret', unit: 'bytes' as const } } : cell));
  const scene: Scene = {
    name: id,
    event: id,
    label,
    by: { ...pair.by, ...by, ...SUBJECTS },
    target: OWN_TARGET,
    cells: [...WHO, ...pair.cells, ...result, latencyCell(pair.latency)],
    around: pair.around,
    maps: pair.maps,
    filter: { ...(size === undefined ? {} : { size: `@${size.name}[tid]` }), ...filter, time: pair.elapsed },
    ...(only === undefined ? {} : { only }),
  };
  return { scene, latency: pair.latency };
}
