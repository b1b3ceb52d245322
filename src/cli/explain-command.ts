import { existsSync, statSync } from 'node:fs';
import type { Diagnostic } from '../core/diagnostic.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import { type ExplainedFile, explainFile, explainGiven, explainRun, keptRun, recordIn, renderFindings, renderProgram } from '../line/explain-text.ts';
import { paint, type Style, wrapHanging } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import { frames, placed } from './diagnostics.ts';
import { localeLanguage } from './locale.ts';
import { type MachineFlags, whichMachine } from './machine.ts';
import { nameOf, readGiven, readProgramOrRun } from './program-file.ts';
import { stderrStyle, stdoutStyle, write } from './terminal.ts';

export interface ExplainFlags extends MachineFlags {
  readonly json?: boolean;
  readonly lang?: 'en' | 'zh';
  readonly bpftrace?: string;
}

/** `gpttrace explain FILE|SESSION`: a program line by line; of a run that is kept what stands out in it too. */
export async function explainCommand(what: string, flags: ExplainFlags): Promise<Exit> {
  if (!isFile(what)) {
    const { record, problems } = await keptRun(what).catch((error: unknown) => {
      // Whoever mistyped the name of a file has no session in mind.
      throw error instanceof Problem && error.code === 'unknown-session' ? new Problem(messages.nothingOfThatName(what, error.hints)) : error;
    });
    if (problems.length > 0) await write(process.stderr, `${problems.map(visible).join('\n')}\n`);
    return showRun(record, flags);
  }
  // A run written down is text, and larger than any program.
  const given = /\.json$/.test(what) ? undefined : readGiven(what);
  if (given !== undefined && given.language !== 'bpftrace') return showGiven(given, flags);
  const source = given?.source ?? readProgramOrRun(what);
  const record = await recordIn(source, nameOf(what));
  return record === undefined ? showProgram(what, source, flags) : showRun(record, flags);
}

/** What has the look of a path is one; so is what there is a file of. A session is named by its id, a part of it, or `last`. */
function isFile(what: string): boolean {
  if (what === '-' || /[/\\]/.test(what) || /\.(?:bt|json|c|o|wasm)$/.test(what)) return true;
  if (!existsSync(what)) return false;
  if (statSync(what).isDirectory()) throw new Problem(messages.unreadable(what, 'it is a directory; one program is explained at a time'));
  return true;
}

/** What is compiled is held against this machine only. */
async function showGiven(given: GivenProgram, flags: ExplainFlags): Promise<Exit> {
  const option = (['facts', 'guest', 'bpftrace'] as const).find((flag) => flags[flag] !== undefined);
  if (option !== undefined) throw new Problem(messages.bpftraceOption(given.language ?? 'bpftrace', `--${option}`));
  const language = flags.lang ?? localeLanguage();
  const { source, ...explained } = await explainGiven(given, language);
  return showExplained(given.path, source, explained, language, flags.json === true);
}

async function showProgram(file: string, source: string, flags: ExplainFlags): Promise<Exit> {
  const { bpftrace } = flags;
  const language = flags.lang ?? localeLanguage();
  const explained = await explainFile(source, { language, ...whichMachine(flags), ...(bpftrace === undefined ? {} : { bpftrace }) });
  return showExplained(file, source, explained, language, flags.json === true);
}

async function showExplained(file: string, source: string, { diagnostics, explanation, known }: ExplainedFile, language: string, json: boolean): Promise<Exit> {
  const worth = diagnostics.filter(({ severity }) => severity !== 'note');
  const wrong = worth.some(({ severity }) => severity === 'error');
  if (json) {
    const value = {
      type: 'explanation',
      of: 'program',
      file: nameOf(file),
      language,
      ...(known ?? {}),
      ...explanation,
      diagnostics: placed(diagnostics, source),
    };
    await write(process.stdout, `${JSON.stringify(value)}\n`);
    return wrong ? Exit.badProgram : Exit.answered;
  }
  if (worth.length > 0) await write(process.stderr, `${diagnosticLines(worth, source, nameOf(file)).join('\n')}\n`);
  const style: Style = { ...stdoutStyle(), language };
  const head = known === undefined ? [] : [paint(known.title, 'bold', style), ...wrapHanging(tellsText(known.tells, language), style.columns), ''];
  const lines = [...head, ...renderProgram(explanation, source, style)];
  if (lines.length > 0) await write(process.stdout, `${lines.join('\n')}\n`);
  return wrong ? Exit.badProgram : Exit.answered;
}

function diagnosticLines(diagnostics: readonly Diagnostic[], source: string, file: string): string[] {
  return frames(diagnostics, source, file, stderrStyle());
}

async function showRun(record: RunRecord, flags: ExplainFlags): Promise<Exit> {
  const language = flags.lang ?? record.language;
  const { findings, explanation } = await explainRun(record, language);
  const { id, question, program, sentence } = record;
  if (flags.json) {
    const value = {
      type: 'explanation',
      of: 'run',
      ...(id === undefined ? {} : { session: id }),
      language,
      title: program.title,
      sentence,
      findings,
      ...explanation,
    };
    await write(process.stdout, `${JSON.stringify(value)}\n`);
    return Exit.answered;
  }
  const style: Style = { ...stdoutStyle(), language };
  const asked = question === undefined ? [] : [visible(question)];
  // The sentence is in the language it was answered in.
  const head = [paint(visible(program.title), 'bold', style), ...asked, ...(sentence === '' ? [] : wrapHanging(sentence, style.columns))];
  const stands = renderFindings(findings, style);
  const none = stands.length > 0 ? stands : [language === 'zh' ? '没有特别值得注意的。' : 'Nothing stands out.'];
  await write(process.stdout, `${[...head, '', ...none, '', ...renderProgram(explanation, program.source, style)].join('\n')}\n`);
  return Exit.answered;
}

function tellsText(tells: string, language: string): string {
  return language === 'zh' ? `可以得知：${tells}。` : `Tells ${tells}.`;
}
