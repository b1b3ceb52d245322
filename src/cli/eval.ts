import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type EvalReport, isJudged, reportOf } from '../line/eval/report.ts';
import { type Case, type CaseResult, chooseCases, type OpenEval, openDryEval, openLiveEval, type RunOptions } from '../line/eval/suites.ts';
import { openPlanner, type PlannerFlags } from './eval-planner.ts';
import { caseLines, markdown, resultLine, scoreLines } from './eval-report.ts';
import { question } from './question.ts';
import { saveFile } from './save.ts';
import { type Interruption, listen } from './signals.ts';
import { canAsk, StatusLine, stdoutStyle, write } from './terminal.ts';

export interface EvalFlags extends PlannerFlags {
  readonly yes?: boolean;
  readonly dry?: boolean;
  /** A snapshot of the machine that programs are planned for; nothing is run. */
  readonly facts?: string;
  readonly jobs?: number;
  readonly tries?: number;
  readonly filter?: RegExp;
  readonly lang?: string;
  readonly every?: number;
  readonly show?: string;
  readonly verbose?: boolean;
  readonly json?: string;
  readonly markdown?: string;
  readonly force?: boolean;
}

/** `gpttrace eval SUITE.jsonl...`: runs questions with known answers, and tells which were answered rightly. */
export async function evalCommand(files: readonly string[], flags: EvalFlags): Promise<Exit> {
  const { filter, lang, every, show: id } = flags;
  const cases = chooseCases(files, {
    ...(filter === undefined ? {} : { filter }),
    ...(lang === undefined ? {} : { lang }),
    ...(every === undefined ? {} : { every }),
    ...(id === undefined ? {} : { id }),
  });
  for (const path of [flags.json, flags.markdown]) if (path !== undefined) readyToWrite(path, flags.force ?? false);
  const dry = flags.dry === true || flags.facts !== undefined;
  const interruption = listen();
  try {
    const planner = await openPlanner(flags, !dry, interruption);
    if (!dry && !(await mayRun(cases, flags, interruption))) return interruption.exit() ?? Exit.notConsented;
    const open = dry ? await openDryEval(flags.facts) : await openLiveEval(cases, canAsk(), interruption, (note) => process.stderr.write(`${note}\n`));
    try {
      const results: CaseResult[] = [];
      const start = performance.now();
      const report = (): EvalReport =>
        reportOf(results, open.facts, {
          ran: !dry,
          complete: results.length === cases.length * (flags.tries ?? 1),
          seconds: (performance.now() - start) / 1000,
          ...(planner === undefined ? {} : { model: planner.model }),
        });
      try {
        await run(
          cases,
          open,
          { jobs: flags.jobs ?? 1, tries: flags.tries ?? 1, ...(planner === undefined ? {} : { planner: planner.planner }) },
          results,
          interruption,
        );
      } finally {
        // Where it ends in the middle, what was judged until then is told first.
        if (results.length > 0) await show(report(), flags);
      }
      return exitOf(results, interruption);
    } finally {
      open.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

/** Not after twenty minutes should it be found out that the report has no place. */
function readyToWrite(path: string, force: boolean): void {
  if (existsSync(path) && !force) throw new Problem(messages.exists(path));
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}

/** Workloads and tracers act on this machine: somebody has to agree, once for all. */
async function mayRun(cases: readonly Case[], flags: EvalFlags, { stop }: Interruption): Promise<boolean> {
  if (flags.yes === true) return true;
  if (!canAsk()) throw new Problem(messages.evalNoConsent(cases.length));
  const answer = await question(`run ${cases.length} workloads and trace each on this machine? [y/N] `, stop);
  return /^(?:y|yes)$/i.test(answer?.trim() ?? '');
}

async function run(cases: readonly Case[], open: OpenEval, options: RunOptions, results: CaseResult[], interruption: Interruption): Promise<void> {
  const style = stdoutStyle();
  const status = new StatusLine();
  const all = cases.length * options.tries;
  const progress = (): void => status.show(progressText(results, all, style.unicode));
  progress();
  try {
    for await (const one of open.run(cases, options, interruption)) {
      results.push(one);
      status.clear();
      await write(process.stdout, `${resultLine(one, style)}\n`);
      progress();
    }
  } finally {
    status.clear();
    const order = new Map(cases.map((one, index) => [`${one.suite}\n${one.id}`, index]));
    const place = ({ suite, id }: CaseResult): number => order.get(`${suite}\n${id}`) ?? 0;
    results.sort((a, b) => place(a) - place(b));
  }
}

async function show(report: EvalReport, flags: EvalFlags): Promise<void> {
  const style = stdoutStyle();
  const all = flags.verbose === true || flags.show !== undefined;
  const told = report.cases.filter((one) => one.verdict !== 'passed' || flags.show !== undefined);
  const lines = [...told.flatMap((one) => caseLines(one, all, style)), ...scoreLines(report, style)];
  await write(process.stdout, `\n${lines.join('\n')}\n`);
  if (flags.json !== undefined) saveFile(flags.json, `${JSON.stringify(report, null, 1)}\n`, true);
  if (flags.markdown !== undefined) saveFile(flags.markdown, `${markdown(report)}\n`, true);
}

function exitOf(results: readonly CaseResult[], interruption: Interruption): Exit {
  if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
  if (results.some((one) => one.verdict !== 'passed' && one.verdict !== 'not-judged')) return Exit.evalFailed;
  return results.some(isJudged) ? Exit.answered : Exit.notAble;
}

const BAR = 20;

function progressText(results: readonly CaseResult[], of: number, unicode: boolean): string {
  const done = Math.round((BAR * results.length) / of);
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.'];
  const passed = results.filter(({ verdict }) => verdict === 'passed').length;
  return `${full.repeat(done)}${empty.repeat(BAR - done)} ${results.length} of ${of}, ${passed} passed   Ctrl-C ends it and shows the scoreboard`;
}
