/** The types that bpftrace knows by name (types.cpp, ident_to_builtin_type; 0.17's grammar has the integers alone). */
export const BUILTIN_TYPES: ReadonlySet<string> = new Set(
  (
    'bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 void min_t max_t sum_t count_t avg_t stats_t umin_t umax_t usum_t uavg_t ustats_t ' +
    'timestamp macaddr_t cgroup_path_t strerror_t username_t string buffer inet'
  ).split(' '),
);

/** Words that begin a C type of one or more words, and that bpftrace does not read (it takes one word, or `struct x`). */
const C_TYPE_WORDS: ReadonlySet<string> = new Set('unsigned signed const volatile long short int char double float static register'.split(' '));

/** C's names for what bpftrace calls `int32` and the like. */
const FIXED_WIDTH: ReadonlyMap<string, string> = new Map(
  [8, 16, 32, 64].flatMap((bits): [string, string][] => [
    [`u${bits}`, `uint${bits}`],
    [`__u${bits}`, `uint${bits}`],
    [`uint${bits}_t`, `uint${bits}`],
    [`s${bits}`, `int${bits}`],
    [`__s${bits}`, `int${bits}`],
    [`int${bits}_t`, `int${bits}`],
  ]),
);

const TYPEDEFS: ReadonlySet<string> = new Set('size_t ssize_t pid_t uid_t gid_t dev_t off_t loff_t umode_t sector_t bool void string var auto'.split(' '));

/** Whether `word`, in front of a name, declares it as C would. */
export function beginsCDeclaration(word: string): boolean {
  return (
    C_TYPE_WORDS.has(word) || FIXED_WIDTH.has(word) || BUILTIN_TYPES.has(word) || TYPEDEFS.has(word) || word === 'struct' || word === 'union' || word === 'enum'
  );
}

export function isCTypeWord(word: string): boolean {
  return C_TYPE_WORDS.has(word);
}

/** bpftrace's name for an integer type of C (LP64), such as `uint64` for `unsigned long`; undefined where it has none. */
export function integerType(words: readonly string[]): string | undefined {
  const telling = words.filter((word) => word !== 'const' && word !== 'volatile' && word !== 'static' && word !== 'register');
  const [only] = telling;
  if (telling.length === 1 && only !== undefined) {
    const fixed = FIXED_WIDTH.get(only);
    if (fixed !== undefined) return fixed;
    if (BUILTIN_TYPES.has(only)) return only;
    if (only === 'size_t') return 'uint64';
    if (only === 'ssize_t') return 'int64';
  }
  if (telling.length === 0 || !telling.every((word) => /^(unsigned|signed|long|short|int|char)$/.test(word))) return undefined;
  const bits = telling.includes('char') ? 8 : telling.includes('short') ? 16 : telling.includes('long') ? 64 : 32;
  return `${telling.includes('unsigned') ? 'u' : ''}int${bits}`;
}
