import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit } from '../core/exit.ts';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { isJudged, reportOf } from '../line/eval/report.ts';
import { type Case, type CaseResult, chooseCases, type OpenEval, openDryEval, openLiveEval } from '../line/eval/suites.ts';
import { caseLines, markdown, resultLine, scoreLines } from './eval-report.ts';
import { question } from './question.ts';
import { saveFile } from './save.ts';
import { type Interruption, listen } from './signals.ts';
import { canAsk, StatusLine, stdoutStyle, write } from './terminal.ts';

export interface EvalFlags {
  readonly yes?: boolean;
  readonly dry?: boolean;
  /** A snapshot of the machine that programs are planned for; nothing is run. */
  readonly facts?: string;
  readonly jobs?: number;
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
    if (!dry && !(await mayRun(cases, flags, interruption))) return interruption.exit() ?? Exit.notConsented;
    const open = dry ? await openDryEval(flags.facts) : await openLiveEval(cases, canAsk(), interruption, (note) => process.stderr.write(`${note}\n`));
    try {
      return await run(cases, open, flags, !dry, interruption);
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

async function run(cases: readonly Case[], open: OpenEval, flags: EvalFlags, ran: boolean, interruption: Interruption): Promise<Exit> {
  const style = stdoutStyle();
  const status = new StatusLine();
  const start = performance.now();
  const results: CaseResult[] = [];
  const progress = (): void => status.show(progressText(results, cases.length, style.unicode));
  progress();
  for await (const one of open.run(cases, flags.jobs ?? 1, interruption)) {
    results.push(one);
    status.clear();
    await write(process.stdout, `${resultLine(one, style)}\n`);
    progress();
  }
  status.clear();
  const order = new Map(cases.map((one, index) => [`${one.suite}\n${one.id}`, index]));
  const place = ({ suite, id }: CaseResult): number => order.get(`${suite}\n${id}`) ?? 0;
  results.sort((a, b) => place(a) - place(b));
  const report = reportOf(results, open.facts, { ran, complete: results.length === cases.length, seconds: (performance.now() - start) / 1000 });
  const all = flags.verbose === true || flags.show !== undefined;
  const told = results.filter((one) => one.verdict !== 'passed' || flags.show !== undefined);
  const lines = [...told.flatMap((one) => caseLines(one, all, style)), ...scoreLines(report, style)];
  await write(process.stdout, `\n${lines.join('\n')}\n`);
  if (flags.json !== undefined) saveFile(flags.json, `${JSON.stringify(report, null, 1)}\n`, true);
  if (flags.markdown !== undefined) saveFile(flags.markdown, `${markdown(report)}\n`, true);
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
