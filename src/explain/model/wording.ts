/** Words around a number that say what it is: where they say something else than what was computed, the sentence is false though its number is right. */
import { allAmounts, amountsOf, type Computed } from './compute.ts';

const MAJORITY =
  /(?<!\p{L})(?:most of|majority|mostly|mainly|largely|primarily|bulk of|lion['’]s share|brunt|(?:almost|nearly|practically|virtually) (?:all|every\p{L}*)|(?:über)?wiegend|hauptsächlich|principalement|principalmente|в основном)(?!\p{L})|大部分|大多|多数|主要|绝大|ほとんど|大半|主に|대부분/iu;
const ALL =
  /(?<!\p{L})(?:exclusively|solely|entirely|wholly|all of (?:it|them|these|those)|ausschließlich|exclusivement|exclusivamente|исключительно)(?!\p{L})|全部[都由]|完全|すべて|全て/iu;

const ALMOST_ALL = /\b(?:almost|nearly|practically|virtually)\s+(?:exclusively|solely|entirely|wholly|all of (?:it|them|these|those))\b/giu;

/** Where something is said to be most of it, or all, a share says so. */
export function sharesHold(text: string, amounts: readonly Computed[]): boolean {
  const shares = amounts.flatMap(shareOf);
  return (
    (!MAJORITY.test(text) || shares.some((share) => share >= 50)) &&
    (!ALL.test(text.replace(ALMOST_ALL, ' ')) || shares.some((share) => share === 100)) &&
    (text.search(ALMOST_ALL) === -1 || shares.some((share) => share >= 90))
  );
}

/** In percent, what a number is of all that there is: said as such, or plain from it. */
function shareOf({ op, shown, rows, column, total }: Computed): number[] {
  if (op === 'share') return [Number.parseFloat(shown.replace('<', ''))];
  const sheet = rows[0]?.sheet;
  if (sheet === undefined || total || sheet.seen !== sheet.rows.length) return [];
  if (op === 'count') return column === undefined ? [(100 * rows.length) / sheet.rows.length] : [];
  if ((op !== 'value' && op !== 'sum') || column === undefined || sheet.columns[column]?.arithmetic !== 'adds') return [];
  const all = allAmounts(sheet, column);
  const own = amountsOf(sheet, rows, column);
  const sum = (amounts: readonly (number | bigint)[]): number => amounts.reduce<number>((total, amount) => total + Number(amount), 0);
  return all === undefined || own === undefined || sum(all) <= 0 ? [] : [(100 * sum(own)) / sum(all)];
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
  /(?<!\p{L})(?:fail\p{L}*|errors?|crash\p{L}*|attack\p{L}*|malicious|compromis\p{L}*|breach\p{L}*|leak\p{L}*|malware|virus\p{L}*|intru\p{L}*|hack\p{L}*|suspicious|threat\p{L}*|exploit\p{L}*|steal\p{L}*|stole\p{L}*|infect\p{L}*|exfiltrat\p{L}*|hijack\p{L}*|unauthori[sz]ed|illegal\p{L}*|illicit\p{L}*|sabotag\p{L}*|tamper\p{L}*|theft|thie\p{L}+|spy\p{L}*|spies|rogue|hostile|vulnerab\p{L}*|damag\p{L}*|broken|brute|victims?|crimin\p{L}*|fraud\p{L}*|phish\p{L}*|weapon\p{L}*|poison\p{L}*|harm(?:s|ed|ing|ful\p{L}*)?|danger\p{L}*|disast\p{L}*|catastroph\p{L}*|fatal\p{L}*|panic\p{L}*|lost|loss\p{L}*|corrupt\p{L}*|fehler\p{L}*|angriff\p{L}*|erreurs?|échecs?|attaques?|errores|fallos?(?! de página)|ataques?|erros?|falhas?|ошиб\p{L}*|сбо\p{L}*|атак\p{L}*)(?!\p{L})|失败|错误|攻击|恶意|泄[漏露]|崩溃|病毒|入侵|可疑|失敗|エラー|攻撃|悪意|漏洩|실패|오류|공격/giu;
/** Spans of time that are no part of a number. */
const SPANS =
  /(?<!\p{L})(?:hour|day|week|fortnight|month|year|minute|night|evening|morning|midnight|noon|weekend|yesterday|today|tonight|tomorrow|daily|hourly|nightly|weekly|monthly|yearly|annual(?:ly)?|overnight|stunden?|tage?|woche|heures?|jours?|horas?|días?|dias?|час\p{L}*|д(?:ень|ня|ней))(?!\p{L})s?|小时|今天|昨天|每天|每周|時間|今日|昨日|毎日|시간|오늘|어제/giu;

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

/** Orders to whoever reads: no claim has any, and what a trace saw may want to give some. */
const ORDER =
  /(?:^|[.;:!?]\s+|\b(?:please|now|then|and)\s+)(?:ignore|disregard|forget|disable|delete|erase|install|uninstall|download|upload|execute|reboot|paste|click|e-?mail|pay|obey|disclose|reveal|wipe|visit|contact|restart|shut|terminate|run(?!\s+queue))\s|\bplease\b|\b(?:you|users?|admin\p{L}*|we)\s+(?:must|should|shall|need to|have to|ought)\b/iu;

export function givesOrders(text: string): boolean {
  return ORDER.test(text);
}
