/** Words around a number that say what it is: where they say something else than what was computed, the sentence is false though its number is right. */
import { amountsOf, type Computed } from './compute.ts';

const GREATEST =
  /(?<!\p{L})(?:(?<!at )most(?! (?:likely|probably|recent|often|of))|maximum|peak|up to|largest|biggest|highest|greatest|busiest|heaviest|longest|slowest|leads?|leading|dominat\p{L}+|meisten|größte\p{L}*|höchste\p{L}*|längste\p{L}*|más|mayor|plus grand\p{L}*|maximum|maior|наибол\p{L}*|больше всего)(?!\p{L})|最多|最大|最高|最长|最長|最慢|最も(?:多|大|高|長|遅)|首位|第一|가장 (?:많|크|높|길)/iu;
const LEAST =
  /(?<!\p{L})(?:(?<!at )least|minimum|fewest|smallest|lowest|shortest|fastest|quickest|lightest|wenigsten|kleinste\p{L}*|kürzeste\p{L}*|schnellste\p{L}*|наимен\p{L}*)(?!\p{L})|最少|最小|最低|最短|最快|最も(?:少|小|低|短|速)|가장 (?:적|작|낮|짧)/iu;

function isExtreme({ rows, column, total, op }: Computed, most: boolean): boolean {
  const sheet = rows[0]?.sheet;
  if (sheet === undefined || column === undefined || (total && op !== 'max' && op !== 'min' && sheet.rows.length > 1)) return false;
  const all = amountsOf(
    sheet,
    sheet.rows.map((_, at) => ({ sheet, at })),
    column,
  );
  if (all === undefined) return false;
  const best = all.reduce((a, b) => (most ? (b > a ? b : a) : b < a ? b : a));
  return rows.some((row) => all[row.at] === best);
}

/** Where something is said to be the most or the least, it is. */
export function ranksHold(text: string, amounts: readonly Computed[]): boolean {
  return (
    (!GREATEST.test(text) || amounts.some((amount) => isExtreme(amount, true))) && (!LEAST.test(text) || amounts.some((amount) => isExtreme(amount, false)))
  );
}

/** Whether a text speaks of the most or the least, and this is it. */
export function isRanked(text: string, computed: Computed): boolean {
  return computed.rows.length === 1 && ((GREATEST.test(text) && isExtreme(computed, true)) || (LEAST.test(text) && isExtreme(computed, false)));
}

const MAJORITY =
  /(?<!\p{L})(?:most of|majority|mostly|mainly|largely|primarily|bulk of|(?:über)?wiegend|hauptsächlich|principalement|principalmente|в основном)(?!\p{L})|大部分|大多|多数|主要|绝大|ほとんど|大半|主に|대부분/iu;
const ALL =
  /(?<!\p{L})(?:exclusively|solely|entirely|wholly|all of (?:it|them|these|those)|ausschließlich|exclusivement|exclusivamente|исключительно)(?!\p{L})|全部[都由]|完全|すべて|全て/iu;

/** Where something is said to be most of it, or all, a share says so. */
export function sharesHold(text: string, amounts: readonly Computed[]): boolean {
  const shares = amounts.filter(({ op }) => op === 'share').map(({ shown }) => Number.parseFloat(shown.replace('<', '')));
  return (!MAJORITY.test(text) || shares.some((share) => share >= 50)) && (!ALL.test(text) || shares.some((share) => share === 100));
}

const LESS = /(?<!\p{L})(?:fewer|less|smaller|lower|shorter|below|behind|weniger|kürzer|kleiner|moins|menos|menor|меньше)(?!\p{L})|少|低|小|短|적|작/iu;
const MORE =
  /(?<!\p{L})(?:more|larger|greater|higher|longer|ahead|above|than|gap|difference|mehr|größer|länger|plus|más|mais|больше)(?!\p{L})|多|高|大|长|長|差|より|차이|많/iu;
const AVERAGE =
  /(?<!\p{L})(?:average|averages|mean|on average|durchschnitt\p{L}*|mittel|moyenne|promedio|media|média|средн\p{L}*|each|per)(?!\p{L})|平均|每|평균/iu;
const TIMES = /^\s*(?:times|x|×|-?fold|mal|fois|veces|vezes|раз\p{L}*|倍|배)/iu;

/** What was computed is what the words around it say: `after` is the text behind the number. */
export function saysWhatItIs({ op, less }: Computed, after: string, text: string): boolean {
  switch (op) {
    case 'ratio':
      return TIMES.test(after) && !LESS.test(text);
    case 'difference':
      return less === true ? LESS.test(text) : MORE.test(text) && !LESS.test(text);
    case 'average':
      return AVERAGE.test(text);
    default:
      return true;
  }
}

/** Words for what is bad: only where the question or the result is about that. */
const GRAVE =
  /(?<!\p{L})(?:fail\p{L}*|errors?|crash\p{L}*|attack\p{L}*|malicious|compromis\p{L}*|breach\p{L}*|leak\p{L}*|malware|virus\p{L}*|intru\p{L}*|hack\p{L}*|suspicious|threat\p{L}*|exploit\p{L}*|steal\p{L}*|stole\p{L}*|infect\p{L}*|lost|loss\p{L}*|corrupt\p{L}*|fehler\p{L}*|angriff\p{L}*|erreurs?|échecs?|attaques?|errores|fallos?|ataques?|erros?|falhas?|ошиб\p{L}*|сбо\p{L}*|атак\p{L}*)(?!\p{L})|失败|错误|攻击|恶意|泄[漏露]|崩溃|病毒|入侵|可疑|失敗|エラー|攻撃|悪意|漏洩|실패|오류|공격/giu;
/** Spans of time that are no part of a number. */
const SPANS =
  /(?<!\p{L})(?:hour|day|week|month|year|minute|yesterday|today|daily|hourly|stunden?|tage?|woche|heures?|jours?|horas?|días?|dias?|час\p{L}*|д(?:ень|ня|ней))(?!\p{L})s?|小时|今天|昨天|每天|每周|時間|今日|昨日|毎日|시간|오늘|어제/giu;

export function onlyKnownMatters(text: string, about: string): boolean {
  const known = about.toLowerCase();
  const stem = (word: string): string => word.toLowerCase().slice(0, 4);
  return [GRAVE, SPANS].every((pattern) => (text.match(pattern) ?? []).every((word) => known.includes(stem(word))));
}

const OF_ALL =
  /(?<!\p{L})(?:all|total|overall|whole|entire|everything|gesamt\p{L}*|aller?|tout\p{L}*|tous|tod[oa]s?|вс[еёх]\p{L}*)(?!\p{L})|全|总|所有|すべて|合計|전체|모든/iu;

/** A share of everything, where the names could make it one of something less. */
export function saysOfAll(text: string): boolean {
  return OF_ALL.test(text);
}
