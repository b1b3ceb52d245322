/** What programs cannot tell because of what they keep: calls in flight, maps that are full, what is filtered out, when they look. */
import type { Binary, Expression, Probe } from '../../../bpftrace/ast.ts';
import { walk } from '../../../bpftrace/visit.ts';
import { type Both, listed } from '../tongue.ts';
import type { Limit, Seen } from './limit.ts';

/** Whether a probe does something only where a map has an entry already. */
function asksFor(probe: Probe): readonly string[] {
  const conditions = [probe.predicate?.condition, ...[...walk(probe.body)].flatMap((node) => (node.kind === 'if' ? [node.condition] : []))];
  return conditions.flatMap((condition) => (condition === undefined ? [] : maps(condition)));
}

function maps(condition: Expression): string[] {
  const found: string[] = [];
  const todo: Expression[] = [condition];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'binary' && (next.operator === '&&' || next.operator === '||')) todo.push(next.left, next.right);
    else {
      const asked = next.kind === 'binary' ? next.left : next;
      if (asked.kind === 'map' && asked.keys.length > 0) found.push(asked.name);
    }
  }
  return found;
}

const inFlight: Limit = ({ scene }) => {
  const filled = new Map<string, Set<Probe>>();
  for (const probe of scene.script.probes) {
    if (probe.attachPoints[0]?.provider === 'BEGIN') continue;
    for (const node of walk(probe))
      if (node.kind === 'assignment' && node.target.kind === 'map') filled.set(node.target.name, (filled.get(node.target.name) ?? new Set()).add(probe));
  }
  const carried = scene.script.probes.some((probe) => asksFor(probe).some((map) => [...(filled.get(map) ?? [])].some((other) => other !== probe)));
  return carried
    ? [['what had begun before the program was attached is not told, nor what has not ended when it stops', '程序挂载前已开始的、停止时尚未结束的都不会计入']]
    : [];
};

const fullMaps: Limit = ({ nodes, scene }) => {
  const declared = new Map(scene.script.items.flatMap((item) => (item.kind === 'map-declaration' ? [[item.name, item] as const] : [])));
  const keyed = [
    ...new Set(
      nodes.flatMap(({ node }) => (node.kind === 'map' && node.keys.length > 0 && !node.keys.every(isFew) && !scene.isTable(node.name) ? [node.name] : [])),
    ),
  ];
  const configured = scene.script.preamble.flatMap((item) => (item.kind === 'config' ? item.entries : [])).find(({ key }) => /max_map_keys$/i.test(key));
  const most = configured?.value.kind === 'integer' ? configured.value.text : '4096';
  const limits: Both[] = [];
  const plain = keyed.filter((name) => !declared.has(name));
  if (plain.length > 0) {
    const [en, zh] = [plain.length > 3 ? `each of ${plain.slice(0, 3).join(', ')}, …` : listed(plain, 'en'), plain.slice(0, 3).join('、')];
    limits.push([
      `${en} ${plain.length === 1 ? 'holds' : 'hold'} ${most} keys: what comes with new ones after those is not counted`,
      `${zh} 最多保存 ${most} 个键:之后的新键不计入`,
    ]);
  }
  for (const name of keyed) {
    const declaration = declared.get(name);
    if (declaration === undefined) continue;
    limits.push(
      /lru/.test(declaration.type)
        ? [
            `${name} holds ${declaration.size.text} keys: the ones not used for longest give way to new ones`,
            `${name} 最多保存 ${declaration.size.text} 个键:最久未用的会让位给新的`,
          ]
        : [
            `${name} holds ${declaration.size.text} keys: what comes with new ones after those is not counted`,
            `${name} 最多保存 ${declaration.size.text} 个键:之后的新键不计入`,
          ],
    );
  }
  return limits;
};

/** There are only so many processors. */
function isFew(key: Expression): boolean {
  return key.kind === 'integer' || (key.kind === 'identifier' && key.name === 'cpu');
}

/** Adding without one of the aggregating functions, which keep a number for each processor. */
const races: Limit = ({ nodes }) => {
  const raced = new Set<string>();
  for (const { node, probe } of nodes) {
    if (probe.attachPoints.every(({ provider }) => /^(?:BEGIN|END|interval)$/.test(provider))) continue;
    const target =
      node.kind === 'unary' && /^(?:\+\+|--)$/.test(node.operator)
        ? node.operand
        : node.kind === 'assignment' && /^[+-]=$/.test(node.operator)
          ? node.target
          : undefined;
    if (target?.kind !== 'map') continue;
    const alone = target.keys.some((key) => key.kind === 'identifier' && /^(?:tid|cpu)$/.test(key.name));
    if (!alone) raced.add(target.name);
  }
  if (raced.size === 0) return [];
  const names = [...raced].join(', ');
  return [
    [
      `where two processors add to ${names} at once, one of them can get lost; count() and sum() do not have that`,
      `两个处理器同时给 ${names} 加数时可能丢一次;count() 和 sum() 没有这个问题`,
    ],
  ];
};

const onlyOne: Limit = (seen) => {
  const limits: Both[] = [];
  for (const { operator, left, right } of comparisons(seen)) {
    const [name, value] = left.kind === 'identifier' ? [left.name, right] : right.kind === 'identifier' ? [right.name, left] : ['', right];
    if (operator !== '==' || (value.kind !== 'integer' && value.kind !== 'string' && value.kind !== 'positional')) continue;
    const text = seen.scene.code(value);
    if (name === 'pid') limits.push([`only process ${text} is looked at, not what it starts`, `只看进程 ${text},不含它启动的进程`]);
    if (name === 'comm')
      limits.push([`only threads called ${text} are looked at; a thread that renames itself drops out`, `只看名为 ${text} 的线程;改名的线程会漏掉`]);
    if (name === 'cgroup') limits.push(['only one control group is looked at, not those below it', '只看一个控制组,不含其下级']);
  }
  return limits;
};

const onlyOutcome: Limit = (seen) => {
  const said = new Set<string>();
  const limits: Both[] = [];
  const add = (key: string, both: Both): void => {
    if (!said.has(key)) limits.push(both);
    said.add(key);
  };
  for (const probe of seen.scene.script.probes) {
    if (probe.predicate === undefined) continue;
    for (const part of conjuncts(probe.predicate.condition)) {
      if (part.kind !== 'binary' || part.right.kind !== 'integer' || part.right.value !== 0n || !isResult(part.left)) continue;
      if (part.operator === '<') add('<', ['only calls that failed are told', '只报告失败的调用']);
      if (part.operator === '>=') add('>=', ['calls that failed are left out', '失败的调用不计入']);
      if (part.operator === '>') add('>', ['calls that failed or gave nothing (0) are left out', '失败或结果为 0 的调用不计入']);
    }
  }
  return limits;
};

function conjuncts(condition: Expression): Expression[] {
  const found: Expression[] = [];
  let rest = condition;
  while (rest.kind === 'binary' && rest.operator === '&&') {
    found.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...found.reverse()];
}

function isResult(expression: Expression): boolean {
  if (expression.kind === 'cast') return isResult(expression.operand);
  return (expression.kind === 'field' && expression.name === 'ret') || (expression.kind === 'identifier' && expression.name === 'retval');
}

function comparisons({ nodes }: Seen): Binary[] {
  return nodes.flatMap(({ node }) => (node.kind === 'binary' && /^[=!]=$/.test(node.operator) ? [node] : []));
}

const begunAnew: Limit = ({ nodes }) => {
  const cleared = [
    ...new Set(
      nodes.flatMap(({ node, probe }) =>
        node.kind === 'call' &&
        /^(?:clear|zero)$/.test(node.name) &&
        node.args[0]?.kind === 'map' &&
        !probe.attachPoints.every(({ provider }) => /^(?:BEGIN|END)$/.test(provider))
          ? [node.args[0].name]
          : [],
      ),
    ),
  ];
  return cleared.length === 0
    ? []
    : [
        [
          `${cleared.join(', ')} is begun anew again and again: what it holds at the end is of the last stretch only`,
          `${cleared.join('、')} 会反复重新开始:结束时只剩最后一段的内容`,
        ],
      ];
};

const shortTime: Limit = ({ scene }) => {
  const { seconds } = scene.program;
  return seconds === undefined ? [] : [[`it looks for ${seconds} s: what happens more seldom can be missed`, `只观察 ${seconds} 秒:更少发生的事情可能看不到`]];
};

export const KEPT: readonly Limit[] = [onlyOutcome, onlyOne, inFlight, fullMaps, begunAnew, races, shortTime];
