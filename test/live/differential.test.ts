/**
 * The checker and `bpftrace -d` give the same verdict: on the library, on the tools that come with bpftrace, on small programs for each rule, and on programs
 * that were changed in one place. What the kernel can attach does not matter here, for -d does not attach.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../src/check/check.ts';
import { readCorpus } from '../differential/corpus.ts';
import { type Disagreement, EXPLAINED, explanationOf } from '../differential/explained.ts';
import { type Case, generate } from '../differential/generate.ts';
import { ask } from '../differential/oracle.ts';
import type { Verdict } from '../differential/verdict.ts';
import { machineHere } from './pipeline.ts';

/** DIFFERENTIAL_GENERATED=3000 DIFFERENTIAL_SEED=7 tries far more: the whole corpus then, too. */
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 20_260);
const GENERATED = Number(process.env.DIFFERENTIAL_GENERATED ?? 160);
/** Of the small programs each third, for the time it takes. */
const EACH = process.env.DIFFERENTIAL_GENERATED === undefined ? 3 : 1;
const LEAST_AGREEMENT = 0.98;
/** What this kernel cannot attach is none of the language's concern. */
const ABOUT_ATTACHING: ReadonlySet<string> = new Set(['probe-kind-unavailable']);

/** But for a kfunc: bpftrace looks its function up, and in this kernel's list of what can be traced, before it looks at the rest. */
const LOOKED_UP = /ERROR: k(?:ret)?func(?::|\/kretfunc not available)/;

/** Another version than the installed one is asked for figures: what is explained is about 0.17. */
const OTHER = process.env.DIFFERENTIAL_VERSION;
const TOOLS = process.env.DIFFERENTIAL_TOOLS ?? '/usr/sbin';

const here = await machineHere();

function programs(directory: string): Case[] {
  try {
    const files = readdirSync(directory).filter((file) => file.endsWith('.bt'));
    return files.sort().map((file) => ({ name: file, source: readFileSync(join(directory, file), 'utf8') }));
  } catch {
    return [];
  }
}

function disagreements(cases: readonly Case[], verdicts: readonly Verdict[], machine: Machine): Disagreement[] {
  return cases.flatMap((program, at) => {
    const { diagnostics } = check(program.source, machine);
    const verdict = verdicts[at];
    const aside = LOOKED_UP.test(verdict?.says ?? '') ? new Set<string>() : ABOUT_ATTACHING;
    const codes = diagnostics.filter(({ severity, code }) => severity === 'error' && !aside.has(code)).map(({ code }) => code);
    return verdict === undefined || verdict.accepts === (codes.length === 0) ? [] : [{ program, verdict, codes }];
  });
}

function ofVersion(machine: Machine, version: string): Machine {
  const facts = { ...machine.facts, bpftrace: { path: 'bpftrace', version } };
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(machine), facts: { value: facts, enumerable: true } }) as Machine;
}

describe('the checker agrees with bpftrace', () => {
  it('on real programs, small ones, and ones changed in one place', { timeout: EACH === 1 ? 3_600_000 : 900_000 }, async ({ skip }) => {
    const cannot =
      'cannot' in here ? here.cannot : here.machine.facts.bpftrace?.version.startsWith('0.17') ? undefined : 'the verdicts are those of bpftrace 0.17';
    if (cannot !== undefined || 'cannot' in here) {
      console.log(`skipped: ${cannot}`);
      return skip(cannot);
    }
    const real = [...programs('library'), ...programs(TOOLS)];
    const corpus = readCorpus().filter((_, at) => at % EACH === 0);
    const first = [...real, ...corpus.map(({ source }) => ({ name: source, source }))];
    const firstVerdicts = await ask(first.map(({ source }) => source));
    const machine = OTHER === undefined ? here.machine : ofVersion(here.machine, OTHER);
    const surprises = corpus.filter(({ accepted }, at) => firstVerdicts[real.length + at]?.accepts !== accepted).map(({ source }) => source);
    if (OTHER === undefined) expect(surprises, 'bpftrace says of these what corpus.txt does not').toEqual([]);

    const good = real.filter((_, at) => firstVerdicts[at]?.accepts === true);
    const changed = generate(good, GENERATED, SEED);
    const cases = [...first, ...changed];
    const verdicts = [...firstVerdicts, ...(await ask(changed.map(({ source }) => source)))];
    const differing = disagreements(cases, verdicts, machine);
    const unexplained = differing.filter((disagreement) => explanationOf(disagreement, EXPLAINED) === undefined);
    const share = 1 - differing.length / cases.length;
    console.log(`${cases.length} programs, ${verdicts.filter(({ accepts }) => !accepts).length} refused by bpftrace, agreement ${(share * 100).toFixed(1)} %`);
    if (OTHER !== undefined) {
      for (const { program, verdict, codes } of differing)
        console.log(`${program.name}\n  bpftrace ${OTHER}: ${verdict.accepts ? 'accepts' : verdict.says}\n  gpttrace: ${codes.join(', ') || 'accepts'}`);
      return;
    }
    expect(
      unexplained.map(
        ({ program, verdict, codes }) =>
          `${program.name}\n  bpftrace: ${verdict.accepts ? 'accepts' : verdict.says}\n  gpttrace: ${codes.join(', ') || 'accepts'}\n${program.source}`,
      ),
      'disagreements that explained.ts is not about',
    ).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(400);
    expect(share).toBeGreaterThanOrEqual(LEAST_AGREEMENT);
  });
});
