import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { diagnoseProgram } from '../../src/debug/diagnose.ts';
import { WORDS } from '../../src/debug/words.ts';
import { machine } from '../check/linux-6.18.ts';

const FOLDERS = ['library', 'lessons'].map((name) => fileURLToPath(new URL(`../../${name}/`, import.meta.url)));

function programs(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.bt') && !/\.(?:start|slip-\d+)\.bt$/.test(name))
      .map((name) => `${folder}${name}`),
  );
}

it('finds nothing wrong with programs that are right', () => {
  const found = programs().flatMap((file) => {
    const { findings } = diagnoseProgram({ file, source: readFileSync(file, 'utf8'), language: 'en', machine, seconds: 5, given: 9, processRuns: () => true });
    return findings
      .filter(({ id, severity }) => severity !== 'note' && Object.hasOwn(WORDS, id))
      .map(({ id, from, says }) => `${file}:${from?.line}: ${id}: ${says}`);
  });
  expect(found).toEqual([]);
});
