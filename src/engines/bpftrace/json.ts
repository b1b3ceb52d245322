/**
 * Reads the lines `bpftrace -f json` prints. They are JSON but for three things (seen in 0.17): a byte above 0x7f is printed as \uffffffXX, integers go
 * beyond what a JSON number holds in JavaScript, and a map's object can have one key twice (two addresses of one symbol), of which JSON.parse keeps the last.
 */

/** Numbers as they are where they are exact, as bigint where a double would round. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const BYTE_RUN = /\\\\|(?:\\uffffff[0-9a-f]{2})+/g;
const LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}/g;
const BIG = '\u0000big:';

/** The value of one line; undefined where it is no JSON. */
export function readJsonLine(line: string): JsonValue | undefined {
  let text = line;
  if (text.includes('\\uffffff')) text = text.replace(BYTE_RUN, (run) => (run === '\\\\' ? run : JSON.stringify(bytesOf(run)).slice(1, -1)));
  if (MAP_RECORD.test(text)) {
    const large = text.length > LARGE ? readLargeMap(text) : undefined;
    if (large !== undefined) return large;
    text = numberRepeatedKeys(text);
  }
  const long = /\d{16}/.test(text);
  // Every long integer outside a string is put in quotes for the parser and taken out of them again behind it.
  if (long) text = text.replace(LONG_INTEGER, (token) => (token.startsWith('"') ? token : `"${JSON.stringify(BIG).slice(1, -1)}${token}"`));
  try {
    return JSON.parse(text, long ? reviveBig : undefined) as JsonValue;
  } catch {
    return undefined;
  }
}

const MAP_RECORD = /^\{"type": "(?:map|stats|hist|lhist)"/;
const LARGE = 16 * 1024;
const NAME_END = '": ';

/**
 * A map of many keys and plain numbers, read as JSON.parse has it; undefined where that would lose something: it has one key twice, or an integer that is not safe. What
 * follows a name stands in the text as often as there are names, or more often where a name holds a quote.
 */
function readLargeMap(text: string): JsonValue | undefined {
  let record: { readonly data: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> };
  try {
    record = JSON.parse(text);
  } catch {
    return undefined;
  }
  const maps = Object.values(record.data);
  let names = 2 + maps.length;
  for (const map of maps) {
    if (typeof map !== 'object' || map === null || Array.isArray(map)) return undefined;
    for (const value of Object.values(map)) {
      if (!Number.isSafeInteger(value)) return undefined;
      names++;
    }
  }
  for (let at = text.indexOf(NAME_END); at !== -1; at = text.indexOf(NAME_END, at + NAME_END.length)) names--;
  return names === 0 ? record : undefined;
}

const STRING = /"((?:[^"\\]|\\.)*)"(: )?/g;
/** These stand in every entry and mean no repetition. */
const FIELDS: ReadonlySet<string> = new Set(['type', 'data', 'min', 'max', 'count', 'average', 'total']);
const NUMBER_MARK = '\\u0000#';

/** Makes the keys of a map's object different from each other; `withoutNumber` undoes it. */
function numberRepeatedKeys(text: string): string {
  const seen = new Set<string>();
  let repeated = 0;
  const numbered = text.replace(STRING, (whole, key: string, colon: string | undefined) => {
    if (colon === undefined || FIELDS.has(key)) return whole;
    if (!seen.has(key)) {
      seen.add(key);
      return whole;
    }
    repeated++;
    return `"${key}${NUMBER_MARK}${repeated}": `;
  });
  return repeated === 0 ? text : numbered;
}

export function withoutNumber(key: string): string {
  const at = key.lastIndexOf('\u0000#');
  return at === -1 ? key : key.slice(0, at);
}

function bytesOf(run: string): string {
  const bytes = run
    .split('\\uffffff')
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  return Buffer.from(bytes).toString('utf8');
}

function reviveBig(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(BIG)) return value;
  const integer = BigInt(value.slice(BIG.length));
  return integer >= Number.MIN_SAFE_INTEGER && integer <= Number.MAX_SAFE_INTEGER ? Number(integer) : integer;
}
