import { parse, TomlError } from 'smol-toml';
import type { Table } from './fields.ts';
import type { Mistake } from './mistake.ts';

/** A TOML file as a table; undefined where it is none, which is then among the mistakes. */
export function tomlOf(text: string, file: string, mistakes: Mistake[]): Table | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [said = ''] = error.message.split('\n');
    mistakes.push({
      file,
      line: error.line,
      why: `this is no TOML: ${said.replace(/^Invalid TOML document: /, '')}`,
      hint: 'strings stand between quotes; in "..." each \\ is written twice, in \'...\' once',
    });
    return undefined;
  }
}
