/** What a model cost, for a person. */
export function costText(dollars: number | undefined): string {
  if (dollars === undefined) return 'cost unknown';
  return dollars === 0 ? 'free' : `$${dollars < 0.01 ? dollars.toFixed(4) : dollars.toFixed(2)}`;
}
