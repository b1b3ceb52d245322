import { spoken } from './tongue.ts';

/** What a model cost, for a person. */
export function costText(dollars: number | undefined): string {
  if (dollars === undefined) return spoken('cost unknown');
  return dollars === 0 ? spoken('free') : `$${dollars < 0.01 ? dollars.toFixed(4) : dollars.toFixed(2)}`;
}
