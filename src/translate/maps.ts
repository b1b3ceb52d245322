/** The maps of a program, and the small functions that read and change them. */
import type { Expression, Script } from '../bpftrace/ast.ts';
import type { Typing } from '../bpftrace/typing/infer.ts';
import type { Type } from '../bpftrace/typing/type.ts';
import { walk } from '../bpftrace/visit.ts';
import type { MapOutput, Output } from '../core/program.ts';
import { OWN_MAPS } from '../object/map-values.ts';
import { identifier, type Names } from './names.ts';
import { declared, isPlain, type NamedPart, namedParts, type Part } from './parts.ts';
import { type TableEntry, tablesOf } from './tables.ts';
import { partOf } from './type-parts.ts';
import { Unsaid } from './unsaid.ts';

export type Verb = 'read' | 'write' | 'add' | 'record' | 'least' | 'most' | 'measure';

export interface MapPlan {
  readonly name: string;
  /** As it is called in C. */
  readonly c: string;
  readonly kind: 'value' | 'sum' | 'min' | 'max' | 'stats' | 'hist' | 'lhist';
  readonly keys: readonly NamedPart[];
  /** `__u64`, `struct reads_key`; undefined of a map without keys. */
  readonly keyType?: string;
  readonly value: Part;
  /** What it shows; undefined of one that only carries something from one probe to another. */
  readonly output?: MapOutput;
  /** Of one that is filled at the begin, and only read then. */
  readonly table?: readonly TableEntry[];
  /** Of a histogram of equal steps. */
  readonly steps?: Steps;
  /** What is done with it: each is a function of its own. */
  readonly verbs: Set<Verb>;
}

/** The bounds of lhist(), and of how many slots it is: one below, one above, the steps between them. */
export interface Steps {
  readonly min: bigint;
  readonly max: bigint;
  readonly step: bigint;
  readonly slots: number;
  /** The name of its structure, without `struct`. */
  readonly struct: string;
}

/** As many as bpftrace has. */
const MOST_STEPS = 1000;

const KINDS: Readonly<Record<string, MapPlan['kind']>> = {
  count: 'sum',
  sum: 'sum',
  min: 'min',
  max: 'max',
  avg: 'stats',
  stats: 'stats',
  hist: 'hist',
  lhist: 'lhist',
};
/** What the engine takes for a counter of lost events (engines/libbpf/loss.ts). */
const LOSS = /^(?:(?:events?|records?|ring|rb)_)?(?:dropped|drops|lost|losses|missed)(?:_(?:events?|records?|samples?|count|cnt))?$/;

export function mapPlans(script: Script, typing: Typing, outputs: readonly Output[], names: Names): Map<string, MapPlan> {
  const uses = new Map<string, Expression[][]>();
  for (const probe of script.probes) {
    if (probe.attachPoints.every(({ provider }) => provider === 'BEGIN' || provider === 'END')) continue;
    for (const node of walk(probe)) {
      if (node.kind !== 'map') continue;
      const keys = node.keys.flatMap((key) => (key.kind === 'tuple' ? key.items : [key]));
      uses.set(node.name, [...(uses.get(node.name) ?? []), keys]);
    }
  }
  const tables = tablesOf(script);
  return new Map(
    [...uses].map(([name, keys]) => {
      const plan = planOf(name, keys, script, typing, outputs, names);
      const table = tables.get(name);
      return [name, table === undefined ? plan : { ...plan, table }];
    }),
  );
}

function planOf(name: string, uses: readonly (readonly Expression[])[], script: Script, typing: Typing, outputs: readonly Output[], names: Names): MapPlan {
  const output = outputs.find((one): one is MapOutput => one.shape !== 'rows' && one.map === name);
  const type = typing.mapValue(name);
  if (type === undefined || type.kind === 'none') throw new Unsaid(`nothing is ever put into ${name}`);
  const kind = KINDS[type.kind] ?? 'value';
  const keyTypes = typing.mapKeys(name)?.types ?? [];
  const parts = keyTypes.map((key, at) =>
    partOf(
      key,
      uses.flatMap((keys) => keys[at] ?? []),
      typing,
      script,
      `a key of ${name}`,
    ),
  );
  const keys = namedParts(parts, output?.keys ?? []);
  const assigned = [...walk(script)].flatMap((node) =>
    node.kind === 'assignment' && node.target.kind === 'map' && node.target.name === name ? [node.value] : [],
  );
  const value = kind === 'value' ? partOf(type, assigned, typing, script, `what ${name} holds`) : numberOf(type, assigned, typing);
  const c = cName(name, kind, output, names);
  const [only, ...more] = keys;
  const keyType =
    only === undefined
      ? undefined
      : more.length === 0 && only.part.how === 'number'
        ? declared({ ...only, name: '' }).trim()
        : `struct ${names.take(`${c}_key`)}`;
  if (value.how === 'clock') throw new Unsaid('a time of day (strftime) that is kept in a map cannot be said in C yet');
  if (kind === 'min' && keyType === undefined) throw new Unsaid('the least of all values (min) without a key cannot be said in C yet');
  const steps = kind === 'lhist' ? stepsOf(name, assigned, names, c) : undefined;
  return {
    name,
    c,
    kind,
    keys,
    value,
    verbs: new Set(),
    ...(steps === undefined ? {} : { steps }),
    ...(output === undefined ? {} : { output }),
    ...(keyType === undefined ? {} : { keyType }),
  };
}

function stepsOf(name: string, assigned: readonly Expression[], names: Names, c: string): Steps {
  const calls = assigned.flatMap((value) => (value.kind === 'call' && value.name === 'lhist' ? [value] : []));
  const [given, ...others] = calls.map(({ args }) => args.slice(1).map(wholeNumber));
  const [call] = calls;
  const [min, max, step = 1n] = given ?? [];
  if (call === undefined || given === undefined || min === undefined || max === undefined || step <= 0n || max <= min)
    throw new Unsaid(`the steps of ${name} (lhist) are no numbers that are known before it runs`, call);
  if (others.some((other) => other.join() !== given.join())) throw new Unsaid(`${name} is filled in several steps (lhist), which cannot be said in C`, call);
  const between = (max - min) / step;
  if (between > MOST_STEPS) throw new Unsaid(`${name} has more steps (lhist) than can be told`, call);
  return { min, max, step, slots: Number(between) + 2, struct: names.take(`${c}_slots`) };
}

function wholeNumber(expression: Expression): bigint | undefined {
  if (expression.kind === 'integer') return expression.value;
  if (expression.kind !== 'unary' || expression.operator !== '-' || expression.operand.kind !== 'integer') return undefined;
  return -expression.operand.value;
}

function numberOf(type: Type, assigned: readonly Expression[], typing: Typing): Part {
  const isSigned = assigned.some((value) => {
    const measured = value.kind === 'call' ? value.args[0] : undefined;
    const of = measured === undefined ? undefined : typing.typeOf(measured);
    return of?.kind === 'integer' && of.signed;
  });
  return { how: 'number', signed: type.kind !== 'count' && isSigned };
}

/** A map that is shown must not be called like those that are not, or like one that counts what was lost; one that is not shown has to. */
function cName(name: string, kind: MapPlan['kind'], output: MapOutput | undefined, names: Names): string {
  const plain = identifier(name.slice(1) === '' ? (output?.value.name ?? 'value') : name.slice(1));
  if (output === undefined) return names.take(...(OWN_MAPS.test(plain) ? [plain] : []), `${plain}_pending`);
  const fits = (candidate: string): boolean =>
    !OWN_MAPS.test(candidate) && !LOSS.test(candidate) && (kind === 'hist' || kind === 'lhist' || isPlain(candidate, output.value.unit));
  return names.take(...[plain, `all_${plain}`, `${plain}_value`, 'by_key'].filter(fits));
}
