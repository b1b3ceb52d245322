/** What is different between two runs, as lines and in a sentence. */
import type { Scalar } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Column } from '../core/program.ts';
import { type Bounds, boundsKey, endOf, reachText } from './buckets.ts';
import type { BucketChange, Change, Difference, GroupChange, HistogramDifference, RowChange, TableDifference } from './compare.ts';
import { cut, padEnd, padStart, paint, type Style, width } from './layout.ts';
import { group, showAmount, showBound, showValue } from './values.ts';
import { heading } from './words.ts';

interface Words {
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly samples: string;
  readonly half: string;
  readonly most: string;
  readonly nearlyAll: string;
  readonly isNew: string;
  readonly gone: string;
  readonly perSecond: string;
  readonly all: string;
  readonly more: (count: string) => string;
  readonly stands: (who: string, what: string, from: string, to: string, by: string) => string;
  readonly appeared: (who: string, what: string, to: string) => string;
  readonly vanished: (who: string, what: string, from: string) => string;
  readonly together: (what: string, from: string, to: string, by: string) => string;
  readonly newGone: (fresh: string, gone: string) => string;
  readonly slower: (who: string, what: string, from: string, to: string) => string;
  readonly same: string;
  readonly and: string;
  readonly stop: string;
}

const en: Words = {
  before: 'before',
  after: 'after',
  change: 'change',
  samples: 'samples',
  half: 'half below',
  most: '90% below',
  nearlyAll: '99% below',
  isNew: 'new',
  gone: 'gone',
  perSecond: '/s',
  all: 'all together',
  more: (count) => `and ${count} more`,
  stands: (who, what, from, to, by) => `most changed ${who}: ${what} went from ${from} to ${to} (${by})`,
  appeared: (who, what, to) => `most changed ${who}: it is new, ${what} ${to}`,
  vanished: (who, what, from) => `most changed ${who}: it is gone, ${what} was ${from}`,
  together: (what, from, to, by) => `${what} went from ${from} to ${to} (${by}) in all`,
  newGone: (fresh, gone) => `${fresh} new, ${gone} gone`,
  slower: (who, what, from, to) => `99% of ${what}${who === '' ? '' : ` of ${who}`} was ${from}, and is ${to}`,
  same: 'Nothing changed.',
  and: '; ',
  stop: '.',
};

const zh: Words = {
  before: '之前',
  after: '之后',
  change: '变化',
  samples: '样本数',
  half: '50% 低于',
  most: '90% 低于',
  nearlyAll: '99% 低于',
  isNew: '新增',
  gone: '消失',
  perSecond: '/秒',
  all: '合计',
  more: (count) => `另有 ${count} 项`,
  stands: (who, what, from, to, by) => `变化最大的是 ${who}:${what}从 ${from} 变为 ${to}(${by})`,
  appeared: (who, what, to) => `变化最大的是 ${who}:新出现,${what} ${to}`,
  vanished: (who, what, from) => `变化最大的是 ${who}:已消失,之前${what}为 ${from}`,
  together: (what, from, to, by) => `${what}合计从 ${from} 变为 ${to}(${by})`,
  newGone: (fresh, gone) => `新增 ${fresh} 项,消失 ${gone} 项`,
  slower: (who, what, from, to) => `${who === '' ? '' : `${who} 的`}${what}:99% 之前${from},现在${to}`,
  same: '没有变化。',
  and: ';',
  stop: '。',
};

const DEFAULT_TOP = 20;
const GAP = '  ';
const NARROWEST_KEY = 10;

function wordsOf(language: string | undefined): Words {
  return language === 'zh' ? zh : en;
}

/** One sentence that says what stands out, from the first of the differences. */
export function compareSentence(differences: readonly Difference[], names: ValueNames, language: string): string {
  const words = wordsOf(language);
  const [first] = differences;
  const parts = first === undefined ? [] : first.shape === 'table' ? tableParts(first, names, words, language) : histogramParts(first, names, words, language);
  if (parts.length === 0) return first === undefined ? '' : words.same;
  const text = parts.join(words.and) + words.stop;
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}

function tableParts(difference: TableDifference, names: ValueNames, words: Words, language: string): string[] {
  const { rows, keys, value, total } = difference;
  const shown = (number: number): string => amount(number, difference, words);
  const what = heading(value.name, language);
  const [row] = rows;
  if (row === undefined || rows.every(({ change }) => change === 0)) return [];
  const parts: string[] = [];
  if (total?.before !== undefined && total.after !== undefined) parts.push(words.together(what, shown(total.before), shown(total.after), share(total, words)));
  const who = keyText(row.key, keys, names);
  if (who !== '') {
    if (row.before === undefined) parts.push(words.appeared(who, what, shown(row.after ?? 0)));
    else if (row.after === undefined) parts.push(words.vanished(who, what, shown(row.before)));
    else parts.push(words.stands(who, what, shown(row.before), shown(row.after), share(row, words)));
  } else if (parts.length === 0) parts.push(words.together(what, shown(row.before ?? 0), shown(row.after ?? 0), share(row, words)));
  parts.push(...newGone(rows, words));
  return parts;
}

function histogramParts({ groups, keys, value, perSecond }: HistogramDifference, names: ValueNames, words: Words, language: string): string[] {
  const parts: string[] = [];
  const changed = groups.find(({ nearlyAll: { before, after } }) => before !== undefined && after !== undefined && boundsKey(before) !== boundsKey(after));
  if (changed !== undefined) {
    const { before, after } = changed.nearlyAll;
    parts.push(
      words.slower(keyText(changed.key, keys, names), heading(value.name, language), reachText(before, value, language), reachText(after, value, language)),
    );
  }
  const sum = (side: 'before' | 'after'): number => groups.reduce((total, { samples }) => total + (samples[side] ?? 0), 0);
  const [before, after] = [sum('before'), sum('after')];
  const shown = (number: number): string => `${plain(number)}${perSecond ? words.perSecond : ''}`;
  const all: Change = { before, after, change: after - before, ...(before === 0 ? {} : { ratio: after / before }) };
  if (before !== after) parts.push(words.together(words.samples, shown(before), shown(after), share(all, words)));
  return [
    ...parts,
    ...newGone(
      groups.map(({ samples }) => samples),
      words,
    ),
  ];
}

function newGone(changes: readonly { readonly before?: unknown; readonly after?: unknown }[], words: Words): string[] {
  const fresh = changes.filter(({ before }) => before === undefined).length;
  const gone = changes.filter(({ after }) => after === undefined).length;
  return fresh + gone > 0 ? [words.newGone(group(fresh), group(gone))] : [];
}

/** A difference as texts, for whatever draws tables. */
export interface DifferenceTexts {
  /** What the first column is called. */
  readonly keys: string;
  readonly columns: readonly string[];
  /** What changed most first. */
  readonly rows: readonly DifferenceRow[];
  /** All of it together, where that says something. */
  readonly all?: DifferenceRow;
}

export interface DifferenceRow {
  readonly key: string;
  readonly cells: readonly string[];
  /** Above 0 where there is more than before, or it takes longer. */
  readonly change: number;
}

export function differenceTexts(difference: Difference, names: ValueNames, style: Pick<Style, 'unicode' | 'language'>): DifferenceTexts {
  return difference.shape === 'table' ? tableTexts(difference, names, style.language) : histogramTexts(difference, names, style);
}

/** The same as lines. */
export function renderDifference(difference: Difference, names: ValueNames, style: Style, top: number = DEFAULT_TOP): string[] {
  const { keys, columns, rows, all } = differenceTexts(difference, names, style);
  const shown = rows.slice(0, top);
  return laid(keys, columns, all === undefined ? shown : [...shown, all], rows.length - shown.length, style);
}

function tableTexts(difference: TableDifference, names: ValueNames, language: string | undefined): DifferenceTexts {
  const words = wordsOf(language);
  const { rows, keys, value, perSecond, total } = difference;
  const rowOf = (key: string, change: Change): DifferenceRow => ({
    key,
    cells: [
      change.before === undefined ? '-' : amount(change.before, difference, words),
      change.after === undefined ? '-' : amount(change.after, difference, words),
      signed(change.change, (number) => amount(number, difference, words)),
      share(change, words),
    ],
    change: change.change,
  });
  return {
    keys: keyHeading(keys, language),
    columns: [`${heading(value.name, language)}${perSecond ? words.perSecond : ''}: ${words.before}`, words.after, words.change, ''],
    rows: rows.map((row: RowChange) => rowOf(keyText(row.key, keys, names), row)),
    ...(total === undefined || keys.length === 0 ? {} : { all: rowOf(words.all, total) }),
  };
}

function histogramTexts(
  { groups, keys, value, perSecond }: HistogramDifference,
  names: ValueNames,
  { unicode, language }: Pick<Style, 'unicode' | 'language'>,
): DifferenceTexts {
  const words = wordsOf(language);
  const bound = ({ before, after }: BucketChange): string => {
    const [from, to] = [boundText(before), boundText(after)];
    return from === to ? to : `${from} ${unicode ? '→' : '->'} ${to}`;
  };
  /** Under a head that says "below". */
  const boundText = (bucket: Bounds | undefined): string => {
    const end = bucket === undefined ? undefined : endOf(bucket);
    return end === undefined ? reachText(bucket, value, language) : showBound(end, value.unit);
  };
  const count = ({ before, after }: Change): string => {
    const text = (number: number | undefined): string => (number === undefined ? '-' : plain(number));
    return `${text(before)} ${unicode ? '→' : '->'} ${text(after)}`;
  };
  return {
    keys: keyHeading(keys, language),
    columns: [`${words.samples}${perSecond ? words.perSecond : ''}`, words.half, words.most, words.nearlyAll],
    rows: groups.map((one: GroupChange) => ({
      key: keyText(one.key, keys, names) || heading(value.name, language),
      cells: [count(one.samples), bound(one.half), bound(one.most), bound(one.nearlyAll)],
      change: one.nearlyAll.change,
    })),
  };
}

function laid(
  keyHead: string,
  head: readonly string[],
  rows: readonly { readonly key: string; readonly cells: readonly string[] }[],
  more: number,
  style: Style,
): string[] {
  const widths = head.map((text, at) => Math.max(width(text), ...rows.map(({ cells }) => width(cells[at] ?? ''))));
  const rest = style.columns - widths.reduce((sum, cells) => sum + cells + GAP.length, 0);
  const keyWidth = Math.min(Math.max(width(keyHead), ...rows.map(({ key }) => width(key))), Math.max(NARROWEST_KEY, rest));
  const line = (key: string, cells: readonly string[]): string =>
    [padEnd(cut(key, keyWidth, style), keyWidth), ...cells.map((text, at) => padStart(text, widths[at] ?? 0))].join(GAP).trimEnd();
  const lines = [paint(line(keyHead, head), 'bold', style), ...rows.map(({ key, cells }) => line(key, cells))];
  if (more > 0) lines.push(paint(wordsOf(style.language).more(group(more)), 'dim', style));
  return lines;
}

function keyHeading(keys: readonly Column[], language: string | undefined): string {
  return keys.map(({ name }) => heading(name, language)).join(', ');
}

function keyText(key: readonly Scalar[], keys: readonly Column[], names: ValueNames): string {
  const parts = keys.map((column, at) => showValue(key[at] ?? null, column, names));
  // A stack of no frames has no text.
  return parts.filter((part) => part !== '').join(', ');
}

function amount(number: number, { value, perSecond }: TableDifference, words: Words): string {
  const text = value.unit === undefined ? plain(number) : showAmount(number, value.unit);
  return perSecond ? `${text}${words.perSecond}` : text;
}

function plain(number: number): string {
  if (Number.isInteger(number) || Math.abs(number) >= 100) return group(Math.round(number));
  return number.toFixed(Math.abs(number) >= 10 ? 1 : 2);
}

function signed(number: number, text: (number: number) => string): string {
  return number < 0 ? `-${text(-number)}` : number > 0 ? `+${text(number)}` : '0';
}

/** +12%, x4.0, or that it is new or gone. */
function share({ before, after, ratio }: Change, words: Words): string {
  if (before === undefined) return words.isNew;
  if (after === undefined) return words.gone;
  if (ratio === undefined) return after === 0 ? '0%' : words.isNew;
  if (ratio >= 10) return `x${ratio >= 100 ? group(Math.round(ratio)) : ratio.toFixed(1)}`;
  const percent = (ratio - 1) * 100;
  return percent === 0 ? '0%' : `${percent > 0 ? '+' : '-'}${Math.abs(percent) < 10 ? Math.abs(percent).toFixed(1) : Math.round(Math.abs(percent))}%`;
}
