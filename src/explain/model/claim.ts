/** What a model claims of a result, held against the result: its numbers are computed here, its names must be those of the rows it speaks of. */
import { visibleText } from '../../models/quote.ts';
import { visible } from '../../views/values.ts';
import { PLACEHOLDER, type Redaction } from '../redact.ts';
import { HELD_AGAINST, numbersBelong } from './belonging.ts';
import { type Asked, type Computed, compute } from './compute.ts';
import { FIRST_PLACE, filled } from './fill.ts';
import { isAlias, isWordlike, type Said, unknownName } from './names.ts';
import { hasNumberInWords, onlyAskedNumbers, tellsRate, unitAfter } from './numbers.ts';
import { isRanked, placesHold, ranksHold } from './ranks.ts';
import { inScriptOf } from './script.ts';
import { rowName, type Shown } from './shown.ts';
import { isWord } from './vocabulary.ts';
import { givesOrders, onlyKnownMatters, saysOfAll, saysWhatItIs, sharesHold } from './wording.ts';

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
  if (givesOrders(text)) return { fault: 'form' };

  const united = withoutUnits(text, slots);
  if (united === undefined) return { fault: 'numbers' };
  text = united;
  const places = slots.map((computed, index): Place => ({ at: text.indexOf(String.fromCharCode(FIRST_PLACE + index)), computed }));

  const cited = new Set([...claimed, ...slots.flatMap((slot) => [...slot.rows, ...slot.against])].map(rowName));
  // What something is said to be behind is looked up by itself.
  for (const { at, sheet, rows } of shown.saidIn(text, shown.rows).names)
    if (HELD_AGAINST.test(text.slice(0, at))) for (const row of rows) cited.add(`${sheet}${row + 1}`);
  const said = shown.saidIn(text, cited);
  if (said.strange || !marksNames(claim.text, shown, cited)) return { fault: 'names' };
  const rest = blank(text, said.names);
  const asked = ground.redaction.text(ground.question);
  const placeholder = (part: string): boolean => asked.includes(part) || shown.has(part, cited);
  if (
    unknownName(rest, {
      language: ground.language,
      words: shown.words,
      parts: shown.parts,
      placeholder,
      alias: (word) => said.names.some(({ value }) => isAlias(word, value)),
    }) !== undefined
  )
    return { fault: 'names' };
  if (!onlyAskedNumbers(rest.replace(PLACEHOLDER, ' '), ground.question) || hasNumberInWords(rest) || (tellsRate(rest) && !tellsRate(ground.question)))
    return { fault: 'numbers' };

  const amounts = places.filter(({ computed }) => isAmount(computed));
  const names = [...said.names, ...places.filter(({ computed }) => isName(computed)).map(({ at, computed }) => nameAt(at, computed))];
  const figures = amounts.map(({ computed }) => computed);
  names.sort((a, b) => a.at - b.at);
  if (!numbersBelong(names, amounts, { text: rest, ranks: (computed) => isRanked(rest, computed) })) return { fault: 'names' };
  const columns = new Set(names.map(({ sheet, column }) => `${sheet}${column}`));
  const told =
    ranksHold(rest, figures) &&
    placesHold(rest, figures) &&
    sharesHold(rest, figures) &&
    onlyKnownMatters(rest, `${ground.question} ${shown.about}`) &&
    amounts.every(({ at, computed }) => saysWhatItIs(computed, text.slice(at + 1), rest)) &&
    (columns.size < 2 || saysOfAll(rest) || figures.every(({ op }) => op !== 'share'));
  if (!told) return { fault: 'numbers' };
  return { line: visible(filled(text, slots, said.names, ground)) };
}

/** On one line, without the marks of Markdown. */
function plainWords(text: string): string {
  return visibleText(text)
    .replace(/\s+/g, ' ')
    .replace(/^(?:[-*•]|#+)\s+/, '')
    .replace(/\*\*|__|`/g, '')
    .trim();
}

/** Between backticks stand names that the data has, or words that are no name of a program. */
function marksNames(text: string, shown: Shown, cited: ReadonlySet<string>): boolean {
  return [...text.matchAll(/`([^`{}]+)`/g)].every(([, marked = '']) => {
    const isNamed = shown.saidIn(marked, cited).names.some(({ length }) => length === marked.length);
    return isNamed || shown.words.has(marked.toLowerCase()) || (isWord(marked) && !isWordlike(marked));
  });
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
