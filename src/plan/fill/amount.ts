import type { Condition } from '../../core/intent.ts';
import type { Test } from './condition.ts';
import { operand } from './joined.ts';
import { type Amount, inNanoseconds, type Meaning } from './meaning.ts';

/** Compares a size in bytes or a time. `told`: the expression that the front matter names, in bytes or nanoseconds. */
export function amountTest(condition: Extract<Condition, { what: 'size' | 'time' }>, meaning: Meaning, told: string | undefined): Test | undefined {
  const { comparison, what } = condition;
  const wanted = condition.what === 'size' ? condition.bytes : condition.ns;
  if (!Number.isFinite(wanted) || wanted < 0) return undefined;
  const amount = told === undefined ? theOne(meaning.amounts(what)) : { text: told, column: { name: what } };
  if (amount === undefined) return undefined;
  const { text, factor } = what === 'size' ? { text: amount.text, factor: 1 } : inNanoseconds(amount);
  const subject = operand(text);
  // What is told in whole units has lost the rest: at least 1.5 ms is at least 2 of them, more than 1.5 ms as well.
  const exact = wanted / factor;
  const whole = comparison === '>=' || comparison === '<' ? Math.ceil(exact) : Math.floor(exact);
  if (comparison === '==' && whole !== exact) return undefined;
  return { text: `${subject} ${comparison} ${whole}`, own: { subject: text, operator: comparison } };
}

/** Of several amounts the one that is called what it is; the only one else. */
function theOne(amounts: readonly Amount[]): Amount | undefined {
  return amounts.length === 1 ? amounts[0] : amounts.find(({ column }) => column.name === 'size' || column.name === 'latency');
}
