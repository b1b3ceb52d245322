/** What is said to be the most or the least of something, held against what else there is. */
import { allAmounts, type Computed } from './compute.ts';

const GREATEST =
  /(?<!\p{L})(?:(?<!at )most(?! (?:likely|probably|recent|often|of))|maximum|peak|up to|largest|biggest|highest|greatest|busiest|heaviest|longest|slowest|leads?|leading|dominat\p{L}+|meisten|größte\p{L}*|höchste\p{L}*|längste\p{L}*|más|mayor|plus grand\p{L}*|maximum|maior|наибол\p{L}*|больше всего)(?!\p{L})|最多|最大|最高|最长|最長|最慢|最も(?:多|大|高|長|遅)|首位|第一|가장 (?:많|크|높|길)/iu;
const LEAST =
  /(?<!\p{L})(?:(?<!at )least|minimum|fewest|smallest|lowest|shortest|fastest|quickest|lightest|wenigsten|kleinste\p{L}*|kürzeste\p{L}*|schnellste\p{L}*|наимен\p{L}*)(?!\p{L})|最少|最小|最低|最短|最快|最も(?:少|小|低|短|速)|가장 (?:적|작|낮|짧)/iu;

function isExtreme(computed: Computed, most: boolean): boolean {
  const { rows, column, total, op } = computed;
  const sheet = rows[0]?.sheet;
  if (op === 'count' && !total) return hasMostEvents(computed, most);
  if (sheet === undefined || column === undefined || (total && op !== 'max' && op !== 'min' && sheet.rows.length > 1)) return false;
  const all = allAmounts(sheet, column);
  if (all === undefined) return false;
  const best = all.reduce((a, b) => (most ? (b > a ? b : a) : b < a ? b : a));
  return rows.some((row) => all[row.at] === best);
}

/** Of all that a column names, what has these events has more of them, or fewer, than each of the others. */
function hasMostEvents({ rows, column: counted }: Computed, most: boolean): boolean {
  const sheet = rows[0]?.sheet;
  if (sheet === undefined || !sheet.events || sheet.seen !== sheet.rows.length) return false;
  const own = new Set(rows.map((row) => row.at));
  const ranks = sheet.columns.flatMap((_, column) => {
    const groups = new Map<string, number[]>();
    for (const [at, row] of sheet.rows.entries()) groups.set(String(row[column]?.value), [...(groups.get(String(row[column]?.value)) ?? []), at]);
    const all = [...groups.values()];
    const mine = all.find((group) => group.length === own.size && group.every((at) => own.has(at)));
    const size = (group: readonly number[]): number =>
      counted === undefined ? group.length : new Set(group.map((at) => String(sheet.rows[at]?.[counted]?.value))).size;
    return mine === undefined ? [] : [all.every((group) => (most ? size(mine) >= size(group) : size(mine) <= size(group)))];
  });
  return ranks.length > 0 && ranks.every((isFirst) => isFirst);
}

/** Of a histogram, the slowest are in its last bucket, however many they are. */
const SLOWEST = /(?<!\p{L})(?:slowest|longest|längste\p{L}*)(?!\p{L})|最慢|最长|最長/giu;
const FASTEST = /(?<!\p{L})(?:fastest|quickest|shortest|kürzeste\p{L}*|schnellste\p{L}*)(?!\p{L})|最快|最短|最速/giu;

function isBucketAt({ rows }: Computed, end: 'first' | 'last'): boolean {
  return rows.some(({ sheet, at }) => sheet.columns[0]?.own === true && at === (end === 'first' ? 0 : sheet.rows.length - 1));
}

/** "The hungriest": of whatever it is the most, it is so of a number. */
const SUPERLATIVE =
  /(?<![\p{L}-])(?!(?:(?:lat|earli|near|clos|b|r|t|unr|inter|requ|dig|gu|manif|mod|hon|sugg|prot|cont|arr|inv|harv|for|att|det|div|qu|w|n|v|ch|cr|j|z|p)est)(?!\p{L}))\p{L}{1,}est(?!\p{L})/iu;

/** Where something is said to be the most or the least, it is. */
export function ranksHold(text: string, amounts: readonly Computed[]): boolean {
  if (SUPERLATIVE.test(text) && !amounts.some((amount) => isExtreme(amount, true) || isExtreme(amount, false) || amount.rows[0]?.sheet.columns[0]?.own))
    return false;
  let rest = text;
  if (amounts.some(({ rows }) => rows[0]?.sheet.columns[0]?.own === true)) {
    if (rest.search(SLOWEST) !== -1 && !amounts.some((amount) => isBucketAt(amount, 'last'))) return false;
    if (rest.search(FASTEST) !== -1 && !amounts.some((amount) => isBucketAt(amount, 'first'))) return false;
    rest = rest.replace(SLOWEST, ' ').replace(FASTEST, ' ');
  }
  return (
    (!GREATEST.test(rest) || amounts.some((amount) => isExtreme(amount, true))) && (!LEAST.test(rest) || amounts.some((amount) => isExtreme(amount, false)))
  );
}

/** Whether a text speaks of the most or the least, and this is it. */
export function isRanked(text: string, computed: Computed): boolean {
  return computed.rows.length === 1 && ((GREATEST.test(text) && isExtreme(computed, true)) || (LEAST.test(text) && isExtreme(computed, false)));
}

/** "Ranks second", "the runner-up": another place than the first. */
const PLACES: readonly (readonly [RegExp, number])[] = [
  [
    /(?<!\p{L})(?:(?:rank\p{L}*|com(?:es?|ing)|plac(?:es?|ed|ing)|finish\p{L}*|distant|clear|in)\s+second|runners?-up|second[- ](?:place|most|\p{L}+est))(?!\p{L})|第二|2番目/iu,
    2,
  ],
  [
    /(?<!\p{L})(?:(?:rank\p{L}*|com(?:es?|ing)|plac(?:es?|ed|ing)|finish\p{L}*|distant|clear|in)\s+third|third[- ](?:place|most|\p{L}+est))(?!\p{L})|第三|3番目/iu,
    3,
  ],
];

export function placesHold(text: string, amounts: readonly Computed[]): boolean {
  return PLACES.every(([pattern, place]) => !pattern.test(text) || amounts.some((amount) => placesOf(amount).includes(place)));
}

/** Where those stand, greatest first, that a number is of or held against. */
function placesOf({ rows, against, column }: Computed): number[] {
  const sheet = rows[0]?.sheet;
  const all = sheet === undefined || column === undefined ? undefined : allAmounts(sheet, column);
  if (all === undefined) return [];
  return [rows, against]
    .filter((side) => side.length === 1)
    .map(([row]) => {
      const own = all[row?.at ?? 0] ?? 0;
      return 1 + all.filter((amount) => amount > own).length;
    });
}
