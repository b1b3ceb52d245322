/** Program text as the library's authors write it. */

export interface Clause {
  readonly at: readonly string[];
  readonly predicate?: string | undefined;
  readonly statements: readonly string[];
  /** What a reader would wonder about. */
  readonly why?: string | undefined;
}

const WIDTH = 120;

/** The clauses, and an END that clears the maps which are no answer: bpftrace prints what is left of them. */
export function write(clauses: readonly Clause[], maps: readonly string[]): string {
  const end: readonly Clause[] = maps.length === 0 ? [] : [{ at: ['END'], statements: maps.map((map) => `clear(${map});`) }];
  return [...clauses, ...end].map(clause).join('\n');
}

function clause({ at, predicate, statements, why }: Clause): string {
  const head = at.join(', ').length <= WIDTH ? at.join(', ') : at.join(',\n');
  const lines = statements.flatMap((statement) => folded(`  ${statement}`));
  return `${why === undefined ? '' : `// ${why}\n`}${head}\n${predicate === undefined ? '' : `/${predicate}/\n`}{\n${lines.join('\n')}\n}\n`;
}

/** Breaks a long statement behind a comma of its arguments, never inside a text. */
function folded(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `;
  const pieces = line.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+,?\s*/g) ?? [line];
  const lines: string[] = [''];
  for (const piece of pieces) {
    const last = lines.length - 1;
    const current = lines[last] ?? '';
    if (current !== '' && (current + piece).trimEnd().length > WIDTH) lines.push(indent + piece);
    else lines[last] = current + piece;
  }
  return lines.map((text) => text.trimEnd());
}
