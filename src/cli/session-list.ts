import { Exit } from '../core/exit.ts';
import { type ListedSession, listSessions } from '../line/sessions.ts';
import { paint, type Style } from '../views/layout.ts';
import { group, secondsText, showAmount, visible } from '../views/values.ts';
import { inColumns } from './columns.ts';
import { stdoutStyle, write } from './terminal.ts';
import { spoken, tongue } from './tongue.ts';

export interface ListFlags {
  readonly top?: number;
  readonly json?: boolean;
}

/** `gpttrace sessions [WORD...]`: latest last, where the eye is. */
export async function sessionsCommand(words: readonly string[], { top, json }: ListFlags): Promise<Exit> {
  const all = listSessions();
  const found = all.filter((one) => words.every((word) => textOf(one).includes(word.toLowerCase())));
  const shown = top === undefined ? found : found.slice(-top);
  if (json === true) {
    for (const { id, summary, ...rest } of shown)
      await write(process.stdout, `${JSON.stringify({ type: 'session', id, ...rest, ...(summary === undefined ? {} : briefOf(summary)) })}\n`);
    return Exit.answered;
  }
  if (all.length === 0) {
    await write(process.stdout, spoken('No run is kept yet.\n'));
    return Exit.answered;
  }
  const lines = shown.length === 0 ? [spoken('No session has these words in it.')] : tableOf(shown, stdoutStyle());
  if (shown.length < found.length) lines.unshift(paint(spoken(`${group(found.length - shown.length)} earlier ones`), 'dim', stdoutStyle()));
  await write(process.stdout, `${lines.join('\n')}\n`);
  return Exit.answered;
}

function briefOf({ question, title, language, startedAt, reason, seconds, records, lost, events }: NonNullable<ListedSession['summary']>): object {
  return {
    ...(question === undefined ? {} : { question }),
    title,
    language,
    startedAt,
    ...(reason === undefined ? {} : { reason }),
    seconds,
    records,
    lost,
    events,
  };
}

function textOf({ id, summary, state, pinned }: ListedSession): string {
  return [id, summary?.question ?? '', summary?.title ?? '', state, stateText(state), pinned ? 'pinned' : ''].join('\n').toLowerCase();
}

function stateText(state: ListedSession['state']): string {
  return state === 'broken-off' ? 'broken off' : state;
}

/** On a narrower terminal the year makes room for what was asked. */
const WIDE = 110;

function tableOf(sessions: readonly ListedSession[], style: Style): string[] {
  const [took, records, size] = [spoken('took'), spoken('records'), spoken('size')];
  const head = ['id', spoken('when'), spoken('state'), took, records, size, spoken('question or program')];
  const rows = sessions.map(({ id, at, summary, state, bytes, pinned }) => [
    id,
    style.columns < WIDE ? whenText(at).slice(5) : whenText(at),
    `${spoken(stateText(state))}${pinned ? spoken(', pinned') : ''}`,
    summary === undefined ? '-' : secondsText(summary.seconds, tongue()),
    summary === undefined ? '-' : group(summary.records),
    showAmount(bytes, 'bytes'),
    visible(summary?.question ?? summary?.title ?? spoken('(cannot be read)')),
  ]);
  return inColumns(head, rows, style, new Set([took, records, size]));
}

/** 2026-11-29 14:03, on this machine's clock. */
export function whenText(milliseconds: number): string {
  const date = new Date(milliseconds);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
