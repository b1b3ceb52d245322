/** What each map of a program holds: by what keys, how it is put together, what becomes of it. */
import type { Expression, MapRef, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import type { MapOutput } from '../../core/program.ts';
import { fill, Phrases } from './phrase.ts';
import type { Scene } from './scene.ts';
import { type Both, listed, pick, spaced } from './tongue.ts';
import { AGGREGATE_HOLDS } from './vocabulary.ts';

export interface ToldMap {
  readonly name: string;
  /** `result`: seen at the end; `carried`: only from one probe to another; `table`: names looked up. */
  readonly role: 'result' | 'carried' | 'table';
  /** One sentence's end: "how often it happened, by process name; printed at the end". */
  readonly holds: string;
}

interface Use {
  readonly map: MapRef;
  readonly value: Expression;
  readonly operator: string;
  readonly probe: Probe | undefined;
}

/** Every map of the program, in the order in which they first stand in it. */
export function tellMaps(scene: Scene): ToldMap[] {
  const uses = new Map<string, Use[]>();
  const removed = new Set<string>();
  const emptied = new Set<string>();
  const printedAt = new Map<string, Set<string>>();
  const order = new Set<string>();
  for (const item of scene.script.items) {
    const probe = item.kind === 'probe' ? item : undefined;
    const isEnd = probe?.attachPoints.every(({ provider }) => provider === 'END') ?? false;
    for (const node of walk(item)) {
      if (node.kind === 'map') order.add(node.name);
      const assigned: Use | undefined =
        node.kind === 'assignment' && node.target.kind === 'map'
          ? { map: node.target, value: node.value, operator: node.operator, probe }
          : node.kind === 'unary' && /^(?:\+\+|--)$/.test(node.operator) && node.operand.kind === 'map'
            ? { map: node.operand, value: node, operator: node.operator, probe }
            : undefined;
      if (assigned !== undefined) uses.set(assigned.map.name, [...(uses.get(assigned.map.name) ?? []), assigned]);
      if (node.kind !== 'call') continue;
      for (const argument of node.args) {
        if (argument.kind !== 'map') continue;
        if (node.name === 'delete') removed.add(argument.name);
        if (node.name === 'clear' || node.name === 'zero') (isEnd ? removed : emptied).add(argument.name);
        if (node.name === 'print') printedAt.set(argument.name, (printedAt.get(argument.name) ?? new Set()).add(probe?.attachPoints[0]?.provider ?? ''));
      }
    }
  }
  return [...order].map((name) =>
    tellMap(name, uses.get(name) ?? [], { removed: removed.has(name), emptied: emptied.has(name), printed: printedAt.get(name) ?? new Set() }, scene),
  );
}

interface Fate {
  readonly removed: boolean;
  readonly emptied: boolean;
  readonly printed: ReadonlySet<string>;
}

function tellMap(name: string, uses: readonly Use[], fate: Fate, scene: Scene): ToldMap {
  const say = (both: Both): string => pick(both, scene.tongue);
  const [first] = uses;
  if (first === undefined) return { name, role: 'carried', holds: say(['nothing: it is read, but never filled', '没有内容:只被读取,从未写入']) };
  if (scene.isTable(name))
    return {
      name,
      role: 'table',
      holds: say([`names for numbers, filled in before the first event (${uses.length} of them)`, `编号对应的名称,在第一个事件之前填好(共 ${uses.length} 个)`]),
    };
  const phrases = new Phrases(scene, first.probe);
  const keyTexts = [...new Set(uses.map((use) => new Phrases(scene, use.probe).keys(use.map)))];
  const by: Both = first.map.keys.length === 0 ? ['', ''] : [`, by ${keyTexts.slice(0, 2).join(', or ')}`, `(按${keyTexts.slice(0, 2).join(',或')})`];
  const what = holdsOf(uses, phrases, name, scene);
  const isResult = !(fate.removed && fate.printed.size === 0);
  const becomes = becomesOf(fate, isResult, scene);
  return { name, role: isResult ? 'result' : 'carried', holds: say([`${what}${by[0]}; ${becomes}`, spaced(`${what}${by[1]};${becomes}`)]) };
}

function holdsOf(uses: readonly Use[], phrases: Phrases, map: string, scene: Scene): string {
  const say = (both: Both): string => pick(both, scene.tongue);
  const aggregated = uses.find(({ value }) => value.kind === 'call' && lookup(AGGREGATE_HOLDS, value.name) !== undefined);
  if (aggregated?.value.kind === 'call') {
    const [amount] = aggregated.value.args;
    const unit = unitText(
      scene.program.outputs?.find((output): output is MapOutput => output.shape !== 'rows' && output.map === map),
      scene,
    );
    const said = amount === undefined ? '' : new Phrases(scene, aggregated.probe).value(amount);
    return `${fill(say(AGGREGATE_HOLDS[aggregated.value.name] as Both), [said])}${unit}`;
  }
  const [first] = uses;
  if (first === undefined) return '';
  const constants = uses.every(({ value }) => value.kind === 'string');
  if (constants && uses.length > 1)
    return say([
      `one of the words ${listed([...new Set(uses.map(({ value }) => scene.code(value)))].slice(0, 6), 'en')}`,
      `以下词语之一:${listed([...new Set(uses.map(({ value }) => scene.code(value)))].slice(0, 6), 'zh')}`,
    ]);
  if (uses.every(({ operator }) => operator === '|=')) return say(['bits put together', '合并起来的位']);
  if (uses.every(({ value, operator }) => value.kind === 'integer' && operator === '='))
    return say(['a mark that something has happened', '表示某事已发生的标记']);
  if (uses.some(({ operator, value, map: target }) => operator !== '=' || (value.kind === 'binary' && scene.code(value.left) === scene.code(target))))
    return say(['a running count', '累计值']);
  const values = [
    ...new Set(
      uses.map(({ value, probe }) =>
        value.kind === 'identifier' && value.name === 'nsecs' ? say(['when it began', '开始的时间']) : new Phrases(scene, probe).value(value),
      ),
    ),
  ];
  return values.length > 2 ? say([`${phrases.value(first.value)}, or others like it`, `${phrases.value(first.value)}等`]) : values.join(say([', or ', ',或']));
}

function unitText(output: MapOutput | undefined, scene: Scene): string {
  const unit = output?.value.unit;
  if (unit === undefined) return '';
  return pick([` (in ${unit})`, `(单位 ${unit})`], scene.tongue);
}

function becomesOf({ removed, emptied, printed }: Fate, isResult: boolean, scene: Scene): string {
  const say = (both: Both): string => pick(both, scene.tongue);
  if (!isResult) return say(['carried from one probe to another, forgotten after use, never printed', '在探针之间传递,用后即删,不打印']);
  const own = printed.has('interval')
    ? say(['printed at every interval', '每个间隔打印一次'])
    : printed.size > 0
      ? say(['printed by the program itself', '由程序自己打印'])
      : undefined;
  if (emptied)
    return own === undefined
      ? say(['emptied from time to time; what is in it at the end is printed', '会被清空;结束时打印剩余内容'])
      : say([`${own}, then begun anew`, `${own},随后重新开始`]);
  if (own !== undefined) return removed ? own : say([`${own}, and at the end`, `${own},结束时再打印一次`]);
  return say(['printed at the end', '结束时打印']);
}
