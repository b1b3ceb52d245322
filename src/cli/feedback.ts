import { editDistance } from '../core/distance.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { clearFeedback, type FeedbackRecord, feedbackNamed, judgeSession, listFeedback, removeFeedback } from '../line/manage-feedback.ts';
import { padEnd, type Style } from '../views/layout.ts';
import { group, visibleLine } from '../views/values.ts';
import { inColumns } from './columns.ts';
import { agree } from './question.ts';
import { whenText } from './session-list.ts';
import { interruptible } from './signals.ts';
import { canAsk, stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface FeedbackFlags {
  readonly json?: boolean;
  readonly top?: number;
  readonly yes?: boolean;
  /** Another question than was asked. */
  readonly for?: string;
}

/** `gpttrace feedback list [WORD...]`: latest last, where the eye is. */
export async function feedbackListCommand(words: readonly string[], { json, top }: FeedbackFlags): Promise<Exit> {
  const { records, damaged } = listFeedback();
  const found = records.filter((record) =>
    words.every((word) => `${record.question}\n${record.program}\n${record.kind}`.toLowerCase().includes(word.toLowerCase())),
  );
  const shown = top === undefined ? found : found.slice(-top);
  if (json === true) {
    await write(process.stdout, shown.map(jsonLine).join(''));
    return Exit.answered;
  }
  if (damaged > 0)
    process.stderr.write(
      spoken(`gpttrace: ${group(damaged)} ${damaged === 1 ? 'line' : 'lines'} of the file cannot be read, and ${damaged === 1 ? 'is' : 'are'} left out\n`),
    );
  const lines =
    records.length === 0
      ? [spoken('Nothing was said of an answer yet: gpttrace feedback good, or bad, says it of the last one.')]
      : shown.length === 0
        ? [spoken('None has these words in it.')]
        : tableOf(shown, stdoutStyle());
  await write(process.stdout, `${lines.join('\n')}\n`);
  return Exit.answered;
}

/** `gpttrace feedback show ID` */
export async function feedbackShowCommand(id: string, { json }: FeedbackFlags): Promise<Exit> {
  const record = feedbackNamed(id);
  await write(process.stdout, json === true ? jsonLine(record) : `${describe(record).join('\n')}\n`);
  return Exit.answered;
}

/** `gpttrace feedback remove ID...` */
export async function feedbackRemoveCommand(ids: readonly string[], { json }: FeedbackFlags): Promise<Exit> {
  const gone = removeFeedback(ids);
  await write(
    process.stdout,
    json === true ? gone.map(jsonLine).join('') : `${gone.map((record) => spoken(`removed ${record.id}: ${brief(record)}`)).join('\n')}\n`,
  );
  return Exit.answered;
}

/** `gpttrace feedback clear` */
export async function feedbackClearCommand({ yes }: FeedbackFlags): Promise<Exit> {
  const { records, damaged } = listFeedback();
  const count = records.length + damaged;
  if (count === 0) {
    await write(process.stdout, spoken('nothing to remove\n'));
    return Exit.answered;
  }
  return interruptible(spoken('nothing was removed'), async (signal) => {
    if (yes !== true) {
      if (!canAsk()) throw new Problem(messages.clearUnasked(count));
      if (!(await agree(spoken(`remove all feedback (${group(count)})? [y/N] `), signal))) return Exit.notConsented;
    }
    clearFeedback();
    await write(process.stdout, spoken(`removed all feedback (${group(count)})\n`));
    return Exit.answered;
  });
}

/** `gpttrace feedback good|bad [SESSION]` */
export async function feedbackJudgeCommand(session: string, kind: 'good' | 'bad', { json, for: question }: FeedbackFlags): Promise<Exit> {
  const record = await judgeSession(session, kind, question);
  await write(process.stdout, json === true ? jsonLine(record) : spoken(`kept ${record.id}: ${brief(record)}\n`));
  return Exit.answered;
}

/** The mistake of a word that is no command. */
export function noFeedbackCommand(word: string, names: readonly string[]): Problem {
  return new Problem(
    messages.noFeedbackCommand(
      word,
      names.find((name) => editDistance(word, name, 2) <= 2),
    ),
  );
}

function jsonLine(record: FeedbackRecord): string {
  return `${JSON.stringify({ type: 'feedback', ...record })}\n`;
}

function brief({ kind, question, program }: FeedbackRecord): string {
  return spoken(`${spoken(kind)}: ${visibleLine(program)} for “${visibleLine(question)}”`);
}

function describe({ id, at, kind, question, program, words, measure, keys, instead, source }: FeedbackRecord): string[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['id', id],
    ['when', whenText(Date.parse(at))],
    ['said', spoken(kind)],
    ['question', question],
    ['program', program],
    ['instead of', instead === undefined || instead.length === 0 ? undefined : instead.join(', ')],
    ['told by', [...words, ...keys.map((key) => spoken(`by ${key}`)), ...(measure === undefined ? [] : [measure])].join(', ')],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`${padEnd(spoken(name), 12)}${visibleLine(value)}`]));
  return source === undefined ? lines : [...lines, '', ...source.trimEnd().split('\n').map(visibleLine)];
}

function tableOf(records: readonly FeedbackRecord[], style: Style): string[] {
  const head = ['id', spoken('when'), spoken('said'), spoken('program'), spoken('question')];
  const rows = records.map(({ id, at, kind, program, question }) => [id, whenText(Date.parse(at)), spoken(kind), visibleLine(program), visibleLine(question)]);
  return inColumns(head, rows, style);
}
