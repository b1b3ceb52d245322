/** One sentence that says what was seen, computed from the data. */
import type { Dataset, Histogram, Table } from '../core/dataset.ts';
import type { EndReason, Scalar } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import { meanShare, type Overhead } from '../core/overhead.ts';
import type { Column } from '../core/program.ts';
import { joinBuckets, quantileAt, reachText, samples } from '../views/buckets.ts';
import { percent } from '../views/table.ts';
import { totalOf } from '../views/total.ts';
import { group, secondsText, sharePercent, showAmount, showBound, showValue } from '../views/values.ts';
import { heading, plural } from '../views/words.ts';

export interface Seen {
  readonly datasets: readonly Dataset[];
  readonly seconds: number;
  readonly probes: number;
  readonly lost: number;
  readonly full: boolean;
  readonly records: number;
  readonly reason: EndReason;
  /** Seconds of the last interval, where the answer is of that alone. */
  readonly lastWindow?: number;
  /** What it cost, as last measured. */
  readonly overhead?: Overhead;
  /** The installed tool that looked. */
  readonly tool?: string;
}

interface Words {
  readonly lasted: (seconds: string) => string;
  readonly lastWindow: (seconds: string) => string;
  readonly and: string;
  readonly stop: string;
  readonly between: (low: string, high: string) => string;
  readonly language: string;
  readonly table: (total: string, value: string, groups: string, key: string) => string;
  readonly own: (amount: string) => string;
  readonly largest: (who: string, amount: string, share: string) => string;
  readonly of: (who: string, value: string, amount: string) => string;
  readonly single: (total: string, value: string) => string;
  readonly combinations: (keys: string, count: number) => string;
  readonly entries: (count: string, key: string) => string;
  readonly histogram: (count: string, value: string, half: string, most: string, slowest: string) => string;
  readonly rows: (count: string) => string;
  readonly mostly: (who: string, count: string, share: string) => string;
  readonly text: (count: string) => string;
  readonly lost: (count: string) => string;
  readonly full: string;
  readonly cut: (cost: string, limit: string) => string;
  readonly silent: (probes: number, seconds: string) => string;
  readonly said: (tool: string, seconds: string) => string;
}

const en: Words = {
  lasted: (seconds) => `In ${seconds}: `,
  lastWindow: (seconds) => `In the last interval of ${seconds}: `,
  and: '; ',
  stop: '.',
  between: (low, high) => `between ${low} and ${high}`,
  language: 'en',
  table: (total, value, groups, key) => `${total}${value === '' ? '' : ` ${value}`} across ${groups} ${key}`,
  own: (amount) => `${amount} of it by gpttrace itself`,
  largest: (who, amount, share) => `most by ${who}: ${amount}${share === '' ? '' : ` (${share})`}`,
  combinations: (keys, count) => `${count === 1 ? 'combination' : 'combinations'} of ${keys}`,
  of: (who, value, amount) => `, ${who}: ${value} ${amount}`,
  single: (total, value) => `${value}: ${total}`,
  entries: (count, key) => `${count} ${key}`,
  histogram: (count, value, half, most, slowest) => `${count} samples of ${value}; half ${half}, 99% ${most}, the greatest ${slowest}`,
  rows: (count) => (count === '1' ? '1 event' : `${count} events`),
  mostly: (who, count, share) => `most from ${who} (${count}, ${share})`,
  text: (count) => (count === '1' ? '1 line' : `${count} lines`),
  lost: (count) => `${count} events were lost because they came faster than they could be read, so true numbers are higher`,
  full: 'the map was full, so what came with new keys later is missing (BPFTRACE_MAP_KEYS_MAX makes it larger)',
  cut: (cost, limit) => `it was ended early, because it cost ${cost} of the machine's CPU time and may cost ${limit} (--max-overhead)`,
  silent: (probes, seconds) => `Attached ${probes} ${probes === 1 ? 'probe' : 'probes'}, saw 0 events in ${seconds}`,
  said: (tool, seconds) => `${tool} had nothing to show in ${seconds}`,
};

const zh: Words = {
  lasted: (seconds) => `${seconds} 内:`,
  lastWindow: (seconds) => `最后一个 ${seconds} 时段内:`,
  and: ';',
  stop: '。',
  between: (low, high) => `在 ${low} 到 ${high} 之间`,
  language: 'zh',
  table: (total, value, groups, key) => `${value}共 ${total},涉及 ${groups} 个${key}`,
  own: (amount) => `其中 gpttrace 自身 ${amount}`,
  largest: (who, amount, share) => `最多的是 ${who}:${amount}${share === '' ? '' : `(${share})`}`,
  combinations: (keys) => `组(${keys})`,
  of: (who, value, amount) => `,${who}:${value} ${amount}`,
  single: (total, value) => `${value}:${total}`,
  entries: (count, key) => `${count} 个${key}`,
  histogram: (count, value, half, most, slowest) => `${value}共 ${count} 个样本;一半${half},99% ${most},最大值${slowest}`,
  rows: (count) => `共 ${count} 个事件`,
  mostly: (who, count, share) => `最多来自 ${who}(${count},${share})`,
  text: (count) => `共 ${count} 行`,
  lost: (count) => `有 ${count} 个事件因来得太快而丢失,真实数字更高`,
  full: '映射表已满,之后出现的新键没有计入(可用 BPFTRACE_MAP_KEYS_MAX 调大)',
  cut: (cost, limit) => `提前结束:它占用了本机 CPU 时间的 ${cost},而上限是 ${limit}(--max-overhead)`,
  silent: (probes, seconds) => `已挂载 ${probes} 个探针,${seconds} 内没有看到任何事件`,
  said: (tool, seconds) => `${tool} 在 ${seconds} 内没有任何输出`,
};

/** What gpttrace and its tracer are called in what a trace sees. */
const OWN_NAMES: ReadonlySet<string> = new Set(['gpttrace', 'bpftrace']);

export function sentence(seen: Seen, names: ValueNames, language: string): string {
  const words = language === 'zh' ? zh : en;
  const seconds = secondsText(seen.seconds, language);
  const answer = seen.datasets[0];
  const cut =
    seen.reason === 'overhead' && seen.overhead !== undefined ? [words.cut(sharePercent(meanShare(seen.overhead)), sharePercent(seen.overhead.limit))] : [];
  if (seen.records === 0)
    return [seen.tool === undefined ? words.silent(seen.probes, seconds) : words.said(seen.tool, seconds), ...cut].join(words.and) + words.stop;
  const parts = [answer === undefined ? words.text(group(seen.records)) : describe(answer, names, words)];
  if (seen.lost > 0) parts.push(words.lost(group(seen.lost)));
  if (seen.full) parts.push(words.full);
  parts.push(...cut);
  const when = seen.lastWindow === undefined ? words.lasted(seconds) : words.lastWindow(secondsText(seen.lastWindow, language));
  return when + parts.join(words.and) + words.stop;
}

function describe(dataset: Dataset, names: ValueNames, words: Words): string {
  if (dataset.shape === 'histogram') return describeHistogram(dataset, words);
  if (dataset.amount !== undefined) return describeTable(dataset, dataset.amount, names, words);
  if (dataset.most === undefined) return words.rows(group(dataset.seen));
  const column = dataset.columns.find((candidate) => candidate.kind === 'process') ?? dataset.columns[0];
  const who = column === undefined ? '' : showValue(dataset.most.value, column, names);
  return [words.rows(group(dataset.seen)), words.mostly(who, group(dataset.most.count), percent(dataset.most.count, dataset.seen))].join(words.and);
}

function describeTable(table: Table, amount: number, names: ValueNames, words: Words): string {
  const value = table.columns[amount] as Column;
  const keys = table.columns.slice(0, amount).filter((column) => column.kind !== 'stack');
  // Who watches is seen too; what people want to know is who else.
  const rows = keys.length === amount || keys.length === 0 ? table.rows : mergeStacks(table, amount, keys);
  const first = rows.find((row) => !isOwn(row, table)) ?? rows[0] ?? [];
  const shown = (number: number | bigint): string => (value.unit === undefined ? group(number) : showAmount(Number(number), value.unit));
  const total = totalOf(table.rows, amount);
  if (amount === 0) return words.single(shown(total), heading(value.name, words.language));
  const who = keys.map((column) => called(showValue(first[table.columns.indexOf(column)] ?? null, column, names), column, words)).join(', ');
  const most = totalOf([first], amount);
  const additive = value.kind === 'count';
  // A process with ten stacks is one process.
  const count =
    keys.length === amount || keys.length === 0
      ? table.seen
      : new Set(table.rows.map((row) => keys.map((column) => String(row[table.columns.indexOf(column)])).join('\0'))).size;
  const groups = group(count);
  const keyWord = keyWords(keys, count, words);
  const head = additive
    ? words.table(shown(total), value.name === value.unit ? '' : counted(value, total, words), groups, keyWord)
    : words.entries(groups, keyWord);
  if (who === '' || (rows.length < 2 && additive)) return head;
  // What does not add up has told nothing yet but how many there are.
  if (rows.length < 2) return `${head}${words.of(who, heading(value.name, words.language), shown(most))}`;
  const parts = [head, words.largest(who, shown(most), additive ? percent(Number(most), Number(total)) : '')];
  const own = totalOf(
    table.rows.filter((row) => isOwn(row, table)),
    amount,
  );
  if (additive && own > 0) parts.push(words.own(shown(own)));
  return parts.join(words.and);
}

/** A number alone does not say of what it is: "cpu 1". */
function called(shown: string, column: Column, words: Words): string {
  if (!/^-?[\d,.]+$/.test(shown)) return shown;
  return `${heading(column.name, words.language)} ${shown}`;
}

/** What was counted, as it stands behind its number: a map of the user's own has no name for it. */
function counted({ name, unit }: Column, total: number | bigint, { language }: Words): string {
  if (language === 'zh' || unit !== undefined) return heading(name, language);
  const named = name === 'count' ? 'events' : heading(name, language);
  return Number(total) !== 1 ? named : named.replace(/(?<=s|x|ch|sh)es$|(?<!s)s$/, '');
}

/** What has many stacks has all that is on them: an entry for each of the other keys, the largest first. */
function mergeStacks(table: Table, amount: number, keys: readonly Column[]): readonly (readonly Scalar[])[] {
  if (table.columns[amount]?.kind !== 'count') return table.rows;
  const places = keys.map((column) => table.columns.indexOf(column));
  const merged = new Map<string, { row: Scalar[]; sum: number | bigint }>();
  for (const row of table.rows) {
    const id = places.map((at) => String(row[at])).join('\0');
    const known = merged.get(id);
    if (known === undefined) merged.set(id, { row: [...row], sum: totalOf([row], amount) });
    else known.sum = totalOf([[known.sum], [row[amount] ?? 0]], 0);
  }
  return [...merged.values()].sort((a, b) => Number(b.sum) - Number(a.sum)).map(({ row, sum }) => row.map((value, at) => (at === amount ? sum : value)));
}

/** Whether an entry is of the tracer's own making. */
function isOwn(row: readonly Scalar[], table: Table): boolean {
  const at = table.columns.findIndex((column) => column.kind === 'process');
  return at !== -1 && OWN_NAMES.has(String(row[at]));
}

function keyWords(keys: readonly Column[], count: number, words: Words): string {
  const names = keys.map((column) => heading(column.name, words.language));
  if (names.length > 1) return words.combinations(names.join(', '), count);
  return plural(count, names[0] ?? heading('stack', words.language), words.language);
}

function describeHistogram(histogram: Histogram, words: Words): string {
  const merged = joinBuckets(...histogram.groups.map(({ buckets }) => buckets));
  const count = histogram.groups.reduce((sum, one) => sum + samples(one), 0);
  const { unit } = histogram.value;
  const shown = (value: number | bigint): string => showBound(Number(value), unit);
  const reach = (share: number): string => reachText(merged[quantileAt(merged, share)], histogram.value, words.language);
  const last = merged.findLast((bucket) => bucket.count > 0);
  const between =
    last?.min !== undefined && last.max !== undefined
      ? words.between(shown(last.min), shown(Number(last.max) + 1))
      : reachText(last, histogram.value, words.language);
  const name = heading(histogram.value.name, words.language);
  return words.histogram(group(count), name, reach(0.5), reach(0.99), between);
}
