/** `concepts.toml`, read strictly. */
import { Fields, isTable } from './fields.ts';
import type { Concept } from './lesson.ts';
import type { Mistake } from './mistake.ts';
import { tomlOf } from './toml.ts';

export const CONCEPTS_FILE = 'concepts.toml';

/** The concepts that could be read; what is wrong goes into `mistakes`. */
export function readConcepts(text: string, mistakes: Mistake[]): readonly Concept[] {
  const toml = tomlOf(text, CONCEPTS_FILE, mistakes);
  if (toml === undefined) return [];
  const concepts = Object.entries(toml).flatMap(([id, table]): Concept[] => {
    if (!isTable(table)) {
      mistakes.push({ file: CONCEPTS_FILE, why: `${id} is no table`, hint: `write [${id}] on a line of its own, and below it title.en, title.zh, needs` });
      return [];
    }
    const fields = new Fields(table, CONCEPTS_FILE, `[${id}]: `, mistakes);
    fields.only(['title', 'needs']);
    return [{ id, title: fields.said('title', true), needs: table.needs === undefined ? [] : fields.texts('needs') }];
  });
  const known = new Set(concepts.map(({ id }) => id));
  for (const { id, needs } of concepts)
    for (const need of needs)
      if (!known.has(need))
        mistakes.push({ file: CONCEPTS_FILE, why: `[${id}]: it needs ${JSON.stringify(need)}, which is no concept`, hint: 'name one that has a table here' });
  const cycle = cycleIn(concepts);
  if (cycle !== undefined)
    mistakes.push({ file: CONCEPTS_FILE, why: `these need one another: ${cycle.join(' -> ')}`, hint: 'one of them has to be understood without the others' });
  return concepts;
}

function cycleIn(concepts: readonly Concept[]): readonly string[] | undefined {
  const needs = new Map(concepts.map((one) => [one.id, one.needs]));
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const need of needs.get(id) ?? []) {
      const found = visit(need, [...way, id]);
      if (found !== undefined) return found;
    }
    done.add(id);
    return undefined;
  };
  for (const { id } of concepts) {
    const found = visit(id, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
