/** What an intent wants of one event: how it is measured, of which field, and told apart by what. */
import type { Intent, Measure } from '../../core/intent.ts';
import type { Part } from './fields.ts';
import { amount } from './units.ts';

export interface Wish {
  readonly measure: Measure;
  /** Whether the question speaks of time: "average" is then that of how long it takes. */
  readonly ofTime: boolean;
  readonly keys: readonly string[];
  /** Parts that the question names, in its order. */
  readonly named: readonly Part[];
  readonly userStacks: boolean;
  /** Only what failed, only what worked, or whatever came of it. */
  readonly failed: boolean | undefined;
  /** Whether only what took long enough, or little enough, is meant. */
  readonly boundInTime: boolean;
  /** Whether few enough will be told that a row for each can be read. */
  readonly few: boolean;
}

const TIME =
  /\b(?:times?|latenc\w*|durations?|long|slow\w*|takes?|took|spent|dauer\w*|zeit\w*|lange?|temps|durées?|latence\w*|tiempos?|duraci\w+|latencia\w*|tempos?|dura[cç]\w+|latência\w*|tardan?|demora\w*)\b|врем|длительн|задержк|долго|耗时|时间|延迟|多久|時間|レイテンシ|遅延|시간|지연/iu;
const USER_STACK = /\buser(?:[- ]?(?:space|land|mode))?[- ]?(?:call[- ]?)?stacks?\b|\bustack\b|用户态?(?:调用)?栈/iu;
/** Said before what an answer is told apart by; between them other keys may stand. */
const BY =
  /(?:\b(?:by|per|each|nach|pro|je|par|por|cada)\s+|(?:^|[^\p{L}])(?:по|на)\s+|[按每各]\s*)(?:[\w'-]+\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|[和与、及])\s*)*$/u;
const BY_AFTER = /^\s*(?:ごと|毎|別|별|마다)/u;

export function wishOf(intent: Intent, parts: readonly Part[], subjects: readonly string[]): Wish {
  const { question } = intent;
  const named: Part[] = [];
  const keys = new Set(intent.keys.map(({ value }) => value));
  for (const { 0: word, index } of question.matchAll(/[A-Za-z_]\w*/g)) {
    const part = parts.find(({ name }) => name === word);
    if (part === undefined || isOfAnotherName(question, index, index + word.length)) continue;
    const isKey = BY.test(question.slice(0, index).toLowerCase()) || BY_AFTER.test(question.slice(index + word.length));
    // "by pid" is what the whole library is told apart by.
    if (isKey) keys.add(subjects.includes(word) ? word : part.column);
    else if (!named.includes(part)) named.push(part);
  }
  const outcome = intent.conditions.find(({ value }) => value.what === 'outcome')?.value;
  const hasErrno = intent.conditions.some(({ value }) => value.what === 'errno');
  return {
    measure: intent.measure?.value ?? 'each',
    ofTime: TIME.test(question) || intent.conditions.some(({ value }) => value.what === 'time'),
    keys: [...keys],
    named,
    userStacks: USER_STACK.test(question) || keys.has('ustack') || keys.has('user stack'),
    failed: outcome?.what === 'outcome' ? outcome.failed : hasErrno ? true : undefined,
    boundInTime: intent.conditions.some(({ value }) => value.what === 'time'),
    few: intent.filter !== undefined || intent.times !== undefined || intent.conditions.length > 0,
  };
}

/** Part of `sched:sched_switch`, of a path or of a number with a unit. */
function isOfAnotherName(question: string, start: number, end: number): boolean {
  return /[\w:/.-]/.test(question[start - 1] ?? ' ') || /^(?:[:/(]|\.\w)/.test(question.slice(end));
}

/** The number a sum or a distribution is of: the one that is named, or the one that says most about how much it was. */
export function amountOf(parts: readonly Part[], { named }: Wish): Part | undefined {
  const numbers = (list: readonly Part[]): readonly Part[] => list.filter(({ kind }) => kind === 'number');
  const asked = numbers(named).toSorted((a, b) => Number(b.name.includes('_')) - Number(a.name.includes('_')))[0];
  if (asked !== undefined) return asked;
  const best = numbers(parts).toSorted((a, b) => amount(b.name) - amount(a.name))[0];
  return best !== undefined && amount(best.name) > 0 ? best : undefined;
}
