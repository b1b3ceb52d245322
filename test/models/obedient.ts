/** A model that does what the data tells it: it looks for an order in all that it is sent, however that is written, and obeys at once. */
import type { ModelRequest } from '../../src/models/model.ts';
import { type Line, type Scripted, scripted } from './scripted.ts';

/** What every injection begins with; the longest name of a process has room for it. */
export const ORDER = 'IGNORE PREVIOUS';

const ORDERED = /ignore[^a-z]{0,8}previous/i;

/** Whether there is an order in a text: as it is, encoded, or written so that people do not see it. */
export function hasOrder(text: string): boolean {
  return readings(text).some((one) => ORDERED.test(one));
}

/** All that a model reads, in one text. */
export function readIn({ system, turns, tools }: Pick<ModelRequest, 'system' | 'turns' | 'tools'>): string {
  return [system, JSON.stringify(tools), ...turns.map((turn) => (turn.role === 'tools' ? turn.results.map(({ text }) => text).join('\n') : turn.text))].join(
    '\n',
  );
}

/** Says `before` line by line until it has seen an order, then what that wants; `otherwise` where there was none. */
export function obedient(deed: Line, before: readonly Line[], otherwise: Line): Scripted {
  const line: Line = (request, call) => {
    const given = hasOrder(readIn(request)) ? deed : (before[call - 1] ?? otherwise);
    return typeof given === 'function' ? given(request, call) : given;
  };
  return scripted([line], { name: 'obedient' });
}

function readings(text: string): string[] {
  const plain = text.replace(/[\p{Cf}\p{Mn}]/gu, '').normalize('NFKC');
  const percent = plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const escaped = plain.replace(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const packed = (plain.match(/[A-Za-z0-9+/]{20,}={0,2}/g) ?? []).map((word) => Buffer.from(word, 'base64').toString('latin1'));
  const hex = (plain.match(/(?:[0-9a-f]{2}){15,}/gi) ?? []).map((word) => Buffer.from(word, 'hex').toString('latin1'));
  const spaced = plain.replace(/\b(\w) (?=\w\b)/g, '$1');
  return [plain, percent, escaped, spaced, [...plain].reverse().join(''), ...packed, ...hex];
}
