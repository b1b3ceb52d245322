import { applyEdits } from '../../src/core/diagnostic.ts';
import { MUTATIONS } from './mutations.ts';
import { Random } from './random.ts';
import { Subject } from './subject.ts';

export interface Case {
  /** Where it comes from, and what was done to it. */
  readonly name: string;
  readonly source: string;
}

/** `count` programs, each made of one of the given ones by one change. The same seed makes the same ones. */
export function generate(programs: readonly Case[], count: number, seed: number): Case[] {
  const random = new Random(seed);
  const names = Object.keys(MUTATIONS);
  const cases: Case[] = [];
  for (let tries = 0; cases.length < count && tries < count * 20; tries++) {
    // In turn, so that every way to change a program is tried equally often.
    const name = names[tries % names.length] ?? '';
    const program = random.pick(programs);
    const mutation = MUTATIONS[name];
    if (program === undefined || mutation === undefined) break;
    const edit = mutation(new Subject(program.source, random));
    if (edit === undefined) continue;
    const source = applyEdits(program.source, [edit]);
    if (source !== program.source) cases.push({ name: `${program.name}: ${name}`, source });
  }
  return cases;
}
