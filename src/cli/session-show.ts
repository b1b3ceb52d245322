import type { Dataset } from '../core/dataset.ts';
import { Exit } from '../core/exit.ts';
import type { ValueNames } from '../core/names.ts';
import type { RunRecord } from '../core/run-record.ts';
import { namesOf } from '../line/names.ts';
import { type OpenedSession, openSession, recordJson, sessionEvents, sessionNamed, type TimedEvents } from '../line/sessions.ts';
import { renderHistogram } from '../views/histogram.ts';
import { paint, type Style, wrapHanging } from '../views/layout.ts';
import { renderTable } from '../views/table.ts';
import { group, secondsText, visible } from '../views/values.ts';
import { renderCard } from './card.ts';
import { jsonLines } from './json.ts';
import { whenText } from './session-list.ts';
import { stderrStyle, stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface ShowFlags {
  readonly top?: number;
  readonly events?: boolean;
  readonly json?: boolean;
}

/** Lines of text that are shown of those that the program printed. */
const MOST_TEXTS = 20;

/** `gpttrace sessions show SESSION` */
export async function sessionShowCommand(name: string, flags: ShowFlags): Promise<Exit> {
  if (flags.events === true) return showEvents(name, flags);
  const session = await openSession(name);
  await tellProblems(session.problems());
  if (flags.json === true) await write(process.stdout, recordJson(session.record));
  else await write(process.stdout, `${sessionLines(session, namesOf(session.record), stdoutStyle(), flags.top).join('\n')}\n`);
  return Exit.answered;
}

/** What cannot be read of a session is no reason not to show the rest. */
export async function tellProblems(problems: readonly string[]): Promise<void> {
  for (const problem of problems) await write(process.stderr, `${paint(spoken(`gpttrace: ${visible(problem)}`), 'yellow', stderrStyle())}\n`);
}

function sessionLines(session: OpenedSession, names: ValueNames, plain: Style, top: number | undefined): string[] {
  const { record, plan, id } = session;
  const style = { ...plain, language: record.language };
  const most = top ?? record.program.top;
  const texts = record.texts.slice(-MOST_TEXTS);
  return [
    paint([id, whenText(record.startedAt), endText(record)].join('   '), 'dim', style),
    ...(record.question === undefined ? [] : [paint(visible(record.question), 'bold', style)]),
    ...(record.command === undefined ? [] : [`$ ${visible(record.command)}`]),
    '',
    ...renderCard(plan, [], style, true),
    '',
    ...record.datasets.flatMap((dataset, at) => [
      ...(at > 0 || record.datasets.length > 1 ? [paint(visible(dataset.title), 'bold', style)] : []),
      ...drawn(dataset, names, style, most),
      '',
    ]),
    ...(texts.length === 0 ? [] : [...texts.flatMap((text) => text.split('\n').map(visible)), '']),
    ...(record.failure === undefined ? [] : wrapHanging(`bpftrace: ${visible(spoken(record.failure))}`, style.columns)),
    ...(record.sentence === '' ? [] : wrapHanging(visible(record.sentence), style.columns)),
    ...[...record.reasons, ...(record.remarks ?? [])].flatMap((reason) => wrapHanging(`  ${visible(reason)}`, style.columns)),
    ...keptText(session).map((line) => paint(line, 'dim', style)),
  ];
}

function drawn(dataset: Dataset, names: ValueNames, style: Style, top: number | undefined): string[] {
  return dataset.shape === 'table' ? renderTable(dataset, names, style, top) : renderHistogram(dataset, names, style, top);
}

const ENDS: Readonly<Record<NonNullable<RunRecord['reason']>, { readonly en: string; readonly zh: string }>> = {
  finished: { en: 'finished', zh: '正常结束' },
  interrupted: { en: 'ended by Ctrl-C', zh: '由 Ctrl-C 结束' },
  'command-ended': { en: 'ended with its command', zh: '随命令结束' },
  'output-closed': { en: 'ended as nobody read it any more', zh: '输出被关闭而结束' },
  deadline: { en: 'ended at its time limit', zh: '到时限结束' },
  overhead: { en: 'ended as it cost too much', zh: '因开销过大而结束' },
  rejected: { en: 'refused', zh: '被拒绝' },
  crashed: { en: 'bpftrace died', zh: 'bpftrace 崩溃' },
};

function endText({ state, reason, seconds, language }: RunRecord): string {
  const zh = language === 'zh';
  const how =
    state === 'running'
      ? zh
        ? '仍在运行'
        : 'still running'
      : state === 'broken-off' || reason === undefined
        ? zh
          ? '中途中断：gpttrace 或机器被终止，或磁盘已满'
          : 'broken off (gpttrace or the machine was killed, or the disk was full)'
        : ENDS[reason][zh ? 'zh' : 'en'];
  return zh ? `${how}(${secondsText(seconds, language)})` : `${how} after ${secondsText(seconds, language)}`;
}

function keptText({ kept, record }: OpenedSession): string[] {
  if (kept === undefined || kept.dropped === 0) return [];
  return record.language === 'zh'
    ? [`只保存了前 ${group(kept.count)} 个事件，其余 ${group(kept.dropped)} 个没有保存`]
    : [`only the first ${group(kept.count)} events are kept, ${group(kept.dropped)} more are not`];
}

/** Events can be read where nothing else of a session can. */
async function showEvents(name: string, flags: ShowFlags): Promise<Exit> {
  const session = await openSession(name).catch(() => undefined);
  // Where there is none of that name, that is what went wrong.
  const events = session === undefined ? sessionEvents(sessionNamed(name)) : session.events();
  let any = false;
  for await (const batches of events) {
    any = true;
    await write(process.stdout, batches.map((batch) => eventText(batch, session, flags.json === true)).join(''));
  }
  if (session !== undefined) await tellProblems(session.problems());
  return any ? Exit.answered : Exit.sawNothing;
}

function eventText({ at, events }: TimedEvents, session: OpenedSession | undefined, json: boolean): string {
  const lines = jsonLines({ type: 'trace', at, events }, session?.record.program);
  return lines.map((line) => (json ? `{"at":${at},${line.slice(1)}\n` : `${at.toFixed(6).padStart(12)}  ${visible(line)}\n`)).join('');
}
