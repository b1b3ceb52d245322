import type { Frame } from '../core/dataset.ts';

/** Where a function is written, as far as a frame tells: of code that a runtime made, its name says so (`hot /srv/app.js:12`). */
export function frameDefinition({ name, kind }: Frame): { readonly name: string; readonly file?: string; readonly line?: number } {
  const [, bare, file, line] = (kind === 'jit' ? /^(.*?) ((?:node:|file:|\/|[A-Za-z]:\\|\[eval).*?)(?::(\d+))?$/s.exec(name) : null) ?? [];
  if (bare === undefined || file === undefined) return { name };
  return { name: bare, file, ...(line === undefined ? {} : { line: Number(line) }) };
}
