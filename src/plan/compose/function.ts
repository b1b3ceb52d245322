/** Programs on functions, of the kernel and of programs. */
import type { LibraryProgram } from '../../knowledge/library.ts';
import { type Access, parametersOf, resultOf } from './arguments.ts';
import { type Part, read, telling } from './fields.ts';
import { latencyCell, pairOf } from './pair.ts';
import { type Amount, byParts, cellOf, type Filter, OWN_TARGET, type Scene, SUBJECTS, WHO } from './scene.ts';
import { type Ask, FLOOD, tell } from './tell.ts';
import { sizeOf } from './units.ts';
import { userParts } from './user-prototypes.ts';
import { type Wish, wishOf } from './wish.ts';

const COLUMNS = 8;
const RESULT_WORDS = /\b(?:ret(?:urn(?:s|ed|ing)?|val)?(?: values?| codes?)?|results?|rückgabe\w*|retour\w*|retorn\w*|devuel\w*)\b|возвращ|返回|戻り値|반환/iu;

/** A function as a probe sees it. */
interface Place {
  readonly id: string;
  readonly name: string;
  readonly enter: string;
  readonly exit: string;
  readonly args: readonly Part[];
  readonly result: Part | undefined;
  /** Whether what it was called with can still be read when it returns. */
  readonly argsAtExit: boolean;
}

/** On a function of the kernel; undefined where it has none of that name. */
export function composeFunction(name: string, ask: Ask): LibraryProgram | undefined {
  const { offers } = ask;
  if (offers.isFunction(name) === 'no') return undefined;
  const prototype = offers.prototype(name);
  const access: Access = prototype !== undefined && offers.canAttach('kfunc', name) === 'yes' ? 'typed' : 'register';
  const [enter, exit] = access === 'typed' ? ['kfunc', 'kretfunc'] : ['kprobe', 'kretprobe'];
  const place: Place = {
    id: `function:${name}`,
    name,
    enter: `${enter}:${name}`,
    exit: `${exit}:${name}`,
    args: prototype === undefined ? UNTYPED : parametersOf(prototype, access),
    result: prototype === undefined ? UNTYPED_RESULT : resultOf(prototype, access),
    argsAtExit: access === 'typed',
  };
  return compose(place, ask);
}

/** What a kernel says nothing of: its first registers, as many as most functions have arguments. */
const UNTYPED: readonly Part[] = ['arg0', 'arg1', 'arg2'].map((name) => ({ name, column: name, kind: 'number', raw: name, format: '0x%lx' }));
const UNTYPED_RESULT: Part = { name: 'retval', column: 'retval', kind: 'number', raw: 'retval', format: '%ld' };

/** On a function of a program or library. Whether it has such a function is the checker's to say. */
export function composeUserFunction(binary: string, name: string, ask: Ask): LibraryProgram | undefined {
  const { args, result } = userParts(name);
  const at = `${binary}:${/^[\w.$@]+$/.test(name) ? name : `"${name}"`}`;
  const id = `user-function:${binary}:${name}`;
  return compose({ id, name, enter: `uprobe:${at}`, exit: `uretprobe:${at}`, args, result, argsAtExit: false }, ask);
}

function compose(place: Place, ask: Ask): LibraryProgram | undefined {
  const { intent, offers } = ask;
  const all = place.result === undefined ? place.args : [...place.args, place.result];
  const wish = wishOf(intent, all, Object.keys(SUBJECTS));
  const { question } = intent;
  const asksResult =
    RESULT_WORDS.test(question) || wish.failed !== undefined || wish.keys.includes('retval') || wish.named.some(({ name }) => name === 'retval');
  const isAmount = /^(?:sum|average|min|max|distribution)$/.test(wish.measure);
  const asked =
    wish.named.find(({ kind }) => kind === 'number') ??
    (asksResult && place.result?.kind === 'number' ? place.result : undefined) ??
    (wish.ofTime ? undefined : place.args.find(({ unit }) => unit === 'bytes'));
  const rate = offers.rate(place.enter);
  if (wish.measure === 'latency' || (isAmount && asked === undefined)) {
    const { scene, latency } = whole(place, wish, needed(place, wish));
    return tell(scene, { ...wish, ofTime: true }, [], latency);
  }
  if (isAmount && asked !== undefined) {
    const scene = asked.name === 'retval' ? exit(place, wish) : entry(place);
    return tell(scene, { ...wish, named: [asked] }, []);
  }
  if (wish.measure === 'each' && (asksResult || wish.ofTime) && (rate < FLOOD || wish.few))
    return tell(whole(place, wish, told(place)).scene, wish, [], undefined, rate);
  const scene = wish.boundInTime ? whole(place, wish, needed(place, wish)).scene : asksResult ? exit(place, wish) : entry(place);
  return tell(scene, wish, place.args, undefined, rate);
}

function told({ args }: Place): Part[] {
  return telling(args, COLUMNS - WHO.length - 2, 2);
}

function needed({ args }: Place, { keys }: Wish): Part[] {
  return args.filter(({ name, column }) => keys.includes(name) || keys.includes(column));
}

function sceneAt({ id, name }: Place): Pick<Scene, 'name' | 'event' | 'label' | 'target'> {
  return { name: id, event: id, label: { en: `${name}() calls`, zh: `${name}() 调用` }, target: OWN_TARGET };
}

function entry(place: Place): Scene {
  const size = sizeOf(place.args);
  const cells = [...WHO, ...telling(place.args, COLUMNS - WHO.length).map((part) => cellOf(part))];
  return {
    ...sceneAt(place),
    by: { ...byParts(place.args), ...SUBJECTS },
    cells,
    around: (statements) => [{ at: [place.enter], statements }],
    maps: [],
    filter: size === undefined ? {} : { size: read(size) },
  };
}

function resultScene({ result }: Place, { failed }: Wish): { readonly by: Record<string, string>; readonly only?: string; readonly filter: Filter } {
  if (result === undefined) return { by: {}, filter: {} };
  const value = read(result);
  const errno = result.kind === 'number' ? { errno: `${value} < 0 ? -${value} : 0` } : {};
  const isSigned = result.format.endsWith('d');
  const only = failed === undefined || !isSigned ? {} : { only: failed ? `${value} < 0` : `${value} >= 0` };
  return { by: { retval: value, ...errno }, ...only, filter: only.only === undefined || failed === undefined ? {} : { outcome: failed } };
}

function exit(place: Place, wish: Wish): Scene {
  const { by, only, filter } = resultScene(place, wish);
  const args = place.argsAtExit ? byParts(place.args) : {};
  return {
    ...sceneAt(place),
    by: { ...args, ...by, ...SUBJECTS },
    cells: [...WHO, ...(place.result === undefined ? [] : [cellOf(place.result)])],
    around: (statements) => [{ at: [place.exit], statements, predicate: only }],
    maps: [],
    filter,
  };
}

function whole(place: Place, wish: Wish, parts: readonly Part[]): { readonly scene: Scene; readonly latency: Amount } {
  const pair = pairOf({ enter: [place.enter], exit: [place.exit], id: ['tid'], kept: place.argsAtExit ? [] : parts });
  const { by, only, filter } = resultScene(place, wish);
  const args = place.argsAtExit ? parts.map((part) => cellOf(part)) : pair.cells;
  const scene: Scene = {
    ...sceneAt(place),
    by: { ...(place.argsAtExit ? byParts(place.args) : {}), ...pair.by, ...by, ...SUBJECTS },
    cells: [...WHO, ...args, ...(place.result === undefined ? [] : [cellOf(place.result)]), latencyCell(pair.latency)],
    around: pair.around,
    maps: pair.maps,
    filter: { ...filter, time: pair.elapsed },
    ...(only === undefined ? {} : { only }),
  };
  return { scene, latency: pair.latency };
}
