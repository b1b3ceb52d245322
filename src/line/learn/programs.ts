/** What the checker and the compiler say of the programs in lessons: those to read, those in texts, solutions and slips. */
import type { Probe } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import { check, type Machine } from '../../check/check.ts';
import { type Diagnostic, positionAt } from '../../core/diagnostic.ts';
import { Problem } from '../../core/problem.ts';
import { slipIn } from '../../learn/code.ts';
import { type Block, LANGS, type Lesson, type ProgramFile } from '../../learn/lesson.ts';
import type { Mistake } from '../../learn/mistake.ts';
import type { Host } from '../../system/host.ts';
import { withNeeds } from '../eval/elsewhere.ts';
import { planFile } from '../plans.ts';

const LONGEST_RUN_SECONDS = 10;

export interface Look {
  readonly mistakes: readonly Mistake[];
  /** What could not be looked at here, and why. */
  readonly notes: readonly string[];
}

/** Holds every program of a lesson against a machine that has its probes. */
export async function lookAtPrograms(lesson: Lesson, here: Machine, host: Host): Promise<Look> {
  const machine = withNeeds(here, ['kprobe', 'fentry', 'pmu']);
  const mistakes: Mistake[] = [];
  const notes = new Set<string>();
  const inspect = async ({ language, source, name }: ProgramFile): Promise<readonly Diagnostic[]> => {
    if (language === 'bpftrace') return check(source, machine).diagnostics;
    try {
      const { compile } = await import('../../compiler/compile.ts');
      return (await compile(source, { host, file: name })).diagnostics;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      notes.add(`programs in C were not compiled: ${error.message}`);
      return [];
    }
  };
  const mustHold = async (program: ProgramFile, what: string, file: string, from = 0): Promise<void> => {
    const [first] = (await inspect(program)).filter(({ severity }) => severity === 'error');
    if (first === undefined) return;
    const line = first.span === undefined ? undefined : positionAt(program.source, first.span.start).line + from;
    mistakes.push({
      file,
      ...(line === undefined ? {} : { line }),
      why: `${what} is wrong: ${first.message}`,
      hint: first.hints[0] ?? 'gpttrace check says more of it',
    });
  };
  const at = (name: string): string => `${lesson.folder}/${name}`;
  await mustHold(lesson.read, 'the program to read', at(lesson.read.name));
  for (const exercise of lesson.exercises) {
    const { solution, slips } = exercise;
    await mustHold(solution, `the solution of ${exercise.id}`, at(solution.name));
    if (slipIn(exercise, solution) !== undefined)
      mistakes.push({
        file: at('lesson.toml'),
        why: `exercise "${exercise.id}": a slip's when matches the solution too`,
        hint: 'make it match what is wrong, and nothing else',
      });
    for (const [index, slip] of slips.entries()) {
      const told = slipIn(exercise, slip.program);
      if (told !== index)
        mistakes.push({
          file: at('lesson.toml'),
          why: `exercise "${exercise.id}": slip ${index + 1} is ${told === undefined ? 'not told by its when' : `told by the when of slip ${told + 1}`}`,
          hint:
            told === undefined
              ? `its when must match the text of ${slip.program.name} without comments`
              : 'put the one that says more first, or make the other match less',
        });
    }
  }
  for (const lang of LANGS) {
    for (const { blocks } of lesson.text[lang]) {
      for (const block of blocks) {
        if (block.kind !== 'code') continue;
        const file = at(`${lang}.md`);
        const program: ProgramFile = { name: `${lang}.md`, language: block.fence.startsWith('c') ? 'c' : 'bpftrace', source: block.code };
        const wrong = await fenceMistake(block, machine, inspect, program);
        if (wrong !== undefined) mistakes.push({ file, ...wrong });
        if (block.fence === 'bpftrace' || block.fence === 'bpftrace run' || block.fence === 'c') await mustHold(program, 'the program', file, block.line);
      }
    }
  }
  return { mistakes, notes: [...notes] };
}

async function fenceMistake(
  { fence, code, line }: Extract<Block, { kind: 'code' }>,
  machine: Machine,
  inspect: (program: ProgramFile) => Promise<readonly Diagnostic[]>,
  program: ProgramFile,
): Promise<Omit<Mistake, 'file'> | undefined> {
  if (fence === 'bpftrace wrong') {
    const found = (await inspect(program)).some(({ severity }) => severity !== 'note');
    return found ? undefined : { line, why: 'the checker finds no fault with a program that is to be wrong', hint: 'make it wrong, or call it `bpftrace`' };
  }
  if (fence === 'bpftrace run') {
    const { program: planned } = await planFile({ program: { path: '', source: code } }, machine);
    const ends = planned.seconds !== undefined ? planned.seconds <= LONGEST_RUN_SECONDS : parse(code).script.probes.some(endsSoon);
    return ends ? undefined : { line, why: 'it does not end by itself within ten seconds', hint: 'add interval:s:5 { exit(); }' };
  }
  if (fence === 'bpftrace fragment' && !isFragment(code))
    return { line, why: 'this is no part of a bpftrace program', hint: 'write probes, a predicate, or statements; … stands for what is left out' };
  return undefined;
}

/** A program that ends in BEGIN, or by a clock that does more than end it. */
function endsSoon({ attachPoints, body }: Probe): boolean {
  if (![...walk(body)].some((node) => node.kind === 'call' && node.name === 'exit')) return false;
  return attachPoints.some(
    ({ provider, parts }) => provider === 'BEGIN' || (provider === 'interval' && Number(parts[1]) <= (parts[0] === 's' ? LONGEST_RUN_SECONDS : 10_000)),
  );
}

const FRAMES: readonly ((code: string) => string)[] = [
  (code) => code,
  (code) => `BEGIN { ${code} }`,
  (code) => `BEGIN { ${code}; }`,
  (code) => `BEGIN { $x = ${code}; }`,
  (code) => `BEGIN ${code} { }`,
  (code) => `BEGIN ${code}`,
  (code) => `${code} { }`,
  (code) => `BEGIN /${code}/ { }`,
];

function isFragment(code: string): boolean {
  return /…|\.\.\./.test(code) || FRAMES.some((frame) => parse(frame(code)).diagnostics.length === 0);
}
