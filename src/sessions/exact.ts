/** JSON in which integers beyond 2^53 stay what they are, `{"$bigint":"18446744073709551615"}`, and maps too, `{"$map":[[key,value]]}`. */

const BIGINT = '$bigint';
const MAP = '$map';

/** A value as JSON, without maps. Fast where no bigint is in it, which JSON.stringify refuses. */
export function exactJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return exactJsonWithMaps(value);
  }
}

/** The same, for what may hold a Map. */
export function exactJsonWithMaps(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? { [BIGINT]: item.toString() } : item instanceof Map ? { [MAP]: [...item] } : item,
  );
}

/** The value of such a text. Throws a SyntaxError for what is none. */
export function fromExactJson(text: string): unknown {
  if (!text.includes(`{"${BIGINT}":`) && !text.includes(`{"${MAP}":`)) return JSON.parse(text);
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if (BIGINT in item && typeof item[BIGINT] === 'string' && /^-?\d+$/.test(item[BIGINT])) return BigInt(item[BIGINT]);
    if (MAP in item && Array.isArray(item[MAP])) return new Map(item[MAP] as [unknown, unknown][]);
    return item;
  });
}
