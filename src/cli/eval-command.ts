/** Declares `gpttrace eval`; what it does is imported when it is called. */
import type { Command } from 'commander';
import type { EvalFlags } from './eval.ts';
import { addModelChoice, factsOption, parsePattern, parsePositive, parseText } from './options.ts';

export function addEval(program: Command): void {
  const evaluation = program
    .command('eval')
    .description('run suites of questions with known answers, and judge each program by what it does')
    .argument('<SUITE.jsonl...>', 'suites, a case a line (docs/EVAL.md)')
    .option('-y, --yes', 'run workloads and tracers without asking')
    .option('--dry', 'run nothing: plan and check only, and judge programs by their text')
    .addOption(factsOption('plan for, running nothing,'))
    .option('--filter <REGEX>', 'only cases whose id, request, class, kind or language matches', parsePattern)
    .option('--lang <LANG>', 'only cases in this language, such as en', parseText)
    .option('--every <N>', 'only every Nth case: a sample', parsePositive)
    .option('--show <ID>', 'only this case, with its program and all its records', parseText)
    .option('-v, --verbose', 'show the program and all records of every case that was not passed')
    .option('-j, --jobs <N>', 'so many at a time; a tracer sees the workloads of the others, so only with --dry, or where that does no harm', parsePositive)
    .option('--tries <N>', 'try each case so often: how likely one of them passes (pass@k) is told too', parsePositive)
    .option('--json <FILE>', 'write the whole report')
    .option('--markdown <FILE>', 'write the scoreboard and every failure')
    .option('--force', 'overwrite files that exist');
  addModelChoice(evaluation, 'what the model may cost for all cases together').action(async (files: readonly string[], flags: EvalFlags) => {
    const { evalCommand } = await import('./eval.ts');
    process.exitCode = await evalCommand(files, flags);
  });
}
