/** What a model claims of a result, held against the result: its numbers are computed here, its names must be those of the rows it speaks of. */
import { visibleText } from '../../models/quote.ts';
import { visible } from '../../views/values.ts';
import { PLACEHOLDER, type Redaction } from '../redact.ts';
import { type Asked, amountsOf, type Computed, compute } from './compute.ts';
import { namesFit, type Said, unknownName } from './names.ts';
import { hasNumberInWords, onlyAskedNumbers, tellsRate, unitAfter } from './numbers.ts';
import { inScriptOf } from './script.ts';
import { rowName, type Shown } from './shown.ts';

/** As the model gave it. */
export interface Claim {
  readonly text: string;
  readonly rows: readonly string[];
  readonly values: Readonly<Record<string, Asked>>;
  /** More is more. */
  readonly importance: number;
}

/** Why a claim is left out. */
export type Fault = 'form' | 'rows' | 'numbers' | 'names' | 'language';

export type Verdict = { readonly line: string } | { readonly fault: Fault };

export interface Ground {
  readonly shown: Shown;
  readonly question: string;
  readonly language: string;
  readonly redaction: Redaction;
}

const MOST_CHARACTERS = 500;
const SLOT = /\{\s*(\w{1,20})\s*\}/g;
/** Stand for the places of values in a text; the text itself has none of them (`visibleText`). */
const FIRST_PLACE = 0xe000;

interface Place {
  readonly at: number;
  readonly computed: Computed;
}

export function judge(claim: Claim, ground: Ground): Verdict {
  const { shown } = ground;
  const wording = plainWords(claim.text);
  if (wording === '' || wording.length > MOST_CHARACTERS) return { fault: 'form' };
  const claimed = claim.rows.length === 0 ? [] : shown.find(claim.rows);
  if (claimed === undefined) return { fault: 'rows' };

  const slots: Computed[] = [];
  let fault: Fault | undefined;
  let text = wording.replace(SLOT, (_, name: string) => {
    const asked = Object.hasOwn(claim.values, name) ? claim.values[name] : undefined;
    const computed = asked === undefined ? undefined : compute({ ...asked, rows: asked.rows.length > 0 ? asked.rows : claim.rows }, shown.find);
    if (computed === undefined) fault ??= 'rows';
    else slots.push(computed);
    return String.fromCharCode(FIRST_PLACE + slots.length - 1);
  });
  if (fault !== undefined) return { fault };
  // Nothing that can be held against the data: an opinion.
  if (!slots.some(isAmount)) return { fault: 'numbers' };
  if (/[{}]/.test(text) || slots.length > 20) return { fault: 'form' };
  if (!inScriptOf(text, ground.language)) return { fault: 'language' };

  const united = withoutUnits(text, slots);
  if (united === undefined) return { fault: 'numbers' };
  text = united;
  const places = slots.map((computed, index): Place => ({ at: text.indexOf(String.fromCharCode(FIRST_PLACE + index)), computed }));

  const cited = new Set([...claimed, ...slots.flatMap((slot) => [...slot.rows, ...slot.against])].map(rowName));
  const said = shown.saidIn(text, cited);
  if (said.strange) return { fault: 'names' };
  const rest = blank(text, said.names);
  const asked = ground.redaction.text(ground.question);
  const placeholder = (part: string): boolean => asked.includes(part) || shown.has(part, cited);
  if (unknownName(rest, { language: ground.language, words: shown.words, parts: shown.parts, placeholder }) !== undefined) return { fault: 'names' };
  if (!onlyAskedNumbers(rest.replace(PLACEHOLDER, ' '), ground.question) || hasNumberInWords(rest) || (tellsRate(rest) && !tellsRate(ground.question)))
    return { fault: 'numbers' };

  const amounts = places.filter(({ computed }) => isAmount(computed));
  const names = [...said.names, ...places.filter(({ computed }) => isName(computed)).map(({ at, computed }) => nameAt(at, computed))];
  if (
    !namesFit(
      names.sort((a, b) => a.at - b.at),
      amounts,
    )
  )
    return { fault: 'names' };
  if (!ranksHold(rest, amounts) || !sharesHold(rest, slots)) return { fault: 'numbers' };
  return { line: visible(filled(text, slots, said.names, ground.redaction)) };
}

/** On one line, without the marks of Markdown. */
function plainWords(text: string): string {
  return visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/^(?:[-*•]|#+)\s+/, '')
    .replace(/\*\*|__|`/g, '')
    .trim();
}

function isAmount(computed: Computed): boolean {
  return !isName(computed);
}

/** A value that names something: a process, a pid, a range. */
function isName({ op, rows, column }: Computed): boolean {
  return op === 'value' && (column === undefined || rows[0]?.sheet.columns[column]?.arithmetic === 'none');
}

function nameAt(at: number, { rows, column = 0 }: Computed): Said {
  const [row] = rows;
  const same = row?.sheet.rows[row.at]?.[column]?.shown;
  const all = row === undefined ? [] : row.sheet.rows.flatMap((cells, index) => (cells[column]?.shown === same ? [index] : []));
  return { at, length: 1, sheet: row?.sheet.id ?? '', column, rows: all, value: same ?? '' };
}

/** Leaves out the units that values have already; undefined where one has another, or where something beside a value makes another number of it. */
function withoutUnits(text: string, slots: readonly Computed[]): string | undefined {
  let result = text;
  for (const [index, slot] of slots.entries()) {
    const place = String.fromCharCode(FIRST_PLACE + index);
    const at = result.indexOf(place);
    const [before, after] = [result.slice(0, at), result.slice(at + 1)];
    if (/[\p{N}\p{Script=Latin}_.,+\u2212-]$/u.test(before) || /^(?:\p{N}|[.,'’_]\p{N}|[\ue000-\ue0ff])/u.test(after)) return undefined;
    // Thousands are set apart by these in one country or another.
    const next = /^[.,'’_ \u00a0\u202f]([\ue000-\ue0ff])/.exec(after)?.[1];
    if (next !== undefined && slot.family !== 'text' && slots[next.charCodeAt(0) - FIRST_PLACE]?.family !== 'text') return undefined;
    if (slot.family === 'text') continue;
    const unit = unitAfter(after, slot.family);
    if (unit === undefined) return undefined;
    const rest = after.slice(unit);
    if (/^(?:\p{Script=Latin}|[-–/]\p{Script=Latin})/u.test(rest) && !/^(?:x\b|-?fold\b)/.test(rest)) return undefined;
    result = before + place + rest;
  }
  return result;
}

function blank(text: string, names: readonly Said[]): string {
  let result = text;
  for (const { at, length } of names) result = result.slice(0, at) + '\u0002'.repeat(length) + result.slice(at + length);
  return result.replace(/[\ue000-\ue0ff]/g, '\u0001');
}

const GREATEST =
  /(?<!\p{L})(?:(?<!at )most(?! (?:likely|probably|recent|often|of))|largest|biggest|highest|greatest|busiest|heaviest|longest|slowest|leads?|leading|dominat\p{L}+|am meisten|größte\p{L}*|más|plus grand\p{L}*|наибол\p{L}*)(?!\p{L})|最多|最大|最高|最长|最長|最慢|最も(?:多|大|高|長|遅)|首位|第一/iu;
const LEAST =
  /(?<!\p{L})(?:(?<!at )least|fewest|smallest|lowest|shortest|fastest|quickest|lightest)(?!\p{L})|最少|最小|最低|最短|最快|最も(?:少|小|低|短|速)/iu;

/** Where something is said to be the most, it is. */
function ranksHold(text: string, amounts: readonly Place[]): boolean {
  const holds = (most: boolean): boolean =>
    amounts.some(({ computed: { rows, column, total, op } }) => {
      const sheet = rows[0]?.sheet;
      if (sheet === undefined || column === undefined || (total && op !== 'max' && op !== 'min')) return false;
      const all = amountsOf(
        sheet,
        sheet.rows.map((_, at) => ({ sheet, at })),
        column,
      );
      if (all === undefined) return false;
      const best = all.reduce((a, b) => (most ? (b > a ? b : a) : b < a ? b : a));
      return rows.some((row) => all[row.at] === best);
    });
  return (!GREATEST.test(text) || holds(true)) && (!LEAST.test(text) || holds(false));
}

const MAJORITY =
  /(?<!\p{L})(?:most of|majority|mostly|mainly|largely|primarily|bulk of|(?:über)?wiegend|hauptsächlich|principalement|principalmente|в основном)(?!\p{L})|大部分|大多|多数|主要|绝大|ほとんど|大半|主に/iu;
const ALL =
  /(?<!\p{L})(?:exclusively|solely|entirely|wholly|all of (?:it|them|these|those)|ausschließlich|exclusivement|exclusivamente|исключительно)(?!\p{L})|全部[都由]|完全|すべて|全て/iu;

/** Where something is said to be most of it, or all, a share says so. */
function sharesHold(text: string, slots: readonly Computed[]): boolean {
  const shares = slots.filter(({ op }) => op === 'share').map(({ shown }) => Number.parseFloat(shown.replace('<', '')));
  return (!MAJORITY.test(text) || shares.some((share) => share >= 50)) && (!ALL.test(text) || shares.some((share) => share === 100));
}

function filled(text: string, slots: readonly Computed[], names: readonly Said[], redaction: Redaction): string {
  let line = '';
  let words = '';
  // Values are put in as they are: what looks like a placeholder in them is none.
  const put = (value: string): void => {
    line += redaction.restore(words, asName) + value;
    words = '';
  };
  for (let at = 0; at < text.length; at++) {
    const name = names.find((one) => one.at === at);
    const slot = slots[text.charCodeAt(at) - FIRST_PLACE];
    const quoted = /["“‘「『]$/.test(words);
    if (name !== undefined) {
      put(quoted ? short(name.value) : asName(name.value));
      at += name.length - 1;
    } else if (slot !== undefined) {
      put(slot.family !== 'text' ? slot.shown : quoted ? short(slot.shown) : asName(slot.shown));
    } else {
      words += text[at];
    }
  }
  put('');
  return line;
}

const LONGEST_NAME = 160;

function short(value: string): string {
  return value.length > LONGEST_NAME ? `${value.slice(0, LONGEST_NAME)}…` : value;
}

/** A name of the machine's: where it could be read as more than a name, it stands in quotes. */
function asName(value: string): string {
  return /^[\p{L}_/.~[][\p{L}\p{N}_./:@[\]+-]*$/u.test(value) && value.length <= LONGEST_NAME ? value : `“${short(value)}”`;
}
