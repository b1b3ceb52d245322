import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import type { RecordedNames, ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { RunRecord } from '../core/run-record.ts';
import { compareSessions, type SessionComparison } from '../line/compare.ts';
import { namesOf } from '../line/names.ts';
import { type OpenedSession, openSession } from '../line/sessions.ts';
import { compareSentence, renderDifference } from '../views/compare-text.ts';
import { padEnd, paint, type Style, width, wrapHanging } from '../views/layout.ts';
import { stringify } from '../views/plain.ts';
import { secondsText, visible } from '../views/values.ts';
import { whenText } from './session-list.ts';
import { tellProblems } from './session-show.ts';
import { stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

export interface DiffFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly top?: number;
  readonly json?: boolean;
}

/** `gpttrace sessions diff BEFORE AFTER` */
export async function sessionDiffCommand(nameBefore: string, nameAfter: string, flags: DiffFlags): Promise<Exit> {
  const before = await openSession(nameBefore);
  const after = await openSession(nameAfter);
  const { language } = after.record;
  if (flags.output !== undefined) return flameGraph(before, after, flags.output, flags.force ?? false);
  const comparison = await compareSessions(before, after, language);
  await tellProblems([...before.problems().map((said) => `${before.id}: ${said}`), ...after.problems().map((said) => `${after.id}: ${said}`)]);
  const names = namesOf({ ...after.record, ...bothNames(before.record.names, after.record.names) });
  const sentence = compareSentence(comparison.differences, names, language);
  const text =
    flags.json === true
      ? stringify({ type: 'difference', before: sideOf(before), after: sideOf(after), sentence, ...comparison })
      : lines(before, after, comparison, sentence, names, { ...stdoutStyle(), language }, flags.top).join('\n');
  await write(process.stdout, `${text}\n`);
  return comparison.differences.length === 0 ? Exit.sawNothing : Exit.answered;
}

/** What the numbers of both are called; where they differ, as in the later one. */
function bothNames(before: RecordedNames | undefined, after: RecordedNames | undefined): { names?: RecordedNames } {
  if (before === undefined || after === undefined) return after === undefined ? {} : { names: after };
  const kinds = new Set([...Object.keys(before), ...Object.keys(after)]) as ReadonlySet<keyof RecordedNames>;
  return { names: Object.fromEntries([...kinds].map((kind) => [kind, { ...before[kind], ...after[kind] }])) };
}

/** A picture of what changed in the stacks of two sessions. Throws a Problem where they have none. */
async function flameGraph(before: OpenedSession, after: OpenedSession, path: string, force: boolean): Promise<Exit> {
  const { flameDifference } = await import('../line/compare.ts');
  const picture = flameDifference(before, after);
  if (picture === undefined) throw new Problem(messages.noStacks(before.id, after.id));
  const { saveFile } = await import('./save.ts');
  saveFile(path, picture, force);
  await write(process.stderr, spoken(`${visible(path)} shows what changed from ${before.id} to ${after.id}\n`));
  return Exit.answered;
}

function sideOf({
  id,
  record,
}: OpenedSession): Pick<RunRecord, 'question' | 'startedAt' | 'state' | 'seconds' | 'records' | 'lost'> & { readonly id: string; readonly title: string } {
  const { question, startedAt, state, seconds, records, lost, program } = record;
  return { id, ...(question === undefined ? {} : { question }), title: program.title, startedAt, state, seconds, records, lost };
}

const WORDS = {
  en: {
    before: 'before',
    after: 'after',
    onlyBefore: (what: string) => `only before: ${what}`,
    onlyAfter: (what: string) => `only after: ${what}`,
    nothing: 'They have no table in common: there is nothing to compare.',
  },
  zh: {
    before: '之前',
    after: '之后',
    onlyBefore: (what: string) => `仅之前有：${what}`,
    onlyAfter: (what: string) => `仅之后有：${what}`,
    nothing: '两者没有相同的表，无法比较。',
  },
} as const;

function lines(
  before: OpenedSession,
  after: OpenedSession,
  comparison: SessionComparison,
  sentence: string,
  names: ValueNames,
  style: Style,
  top: number | undefined,
): string[] {
  const words = WORDS[style.language === 'zh' ? 'zh' : 'en'];
  const { differences, cautions, onlyBefore, onlyAfter } = comparison;
  const side = (name: string, { id, record }: OpenedSession): string =>
    `${name}  ${id}  ${whenText(record.startedAt)}  ${secondsText(record.seconds, record.language)}  ${visible(record.question ?? record.program.title)}`;
  const hanging = (text: string): string[] => wrapHanging(text, style.columns);
  return [
    ...[side(words.before, before), side(padEnd(words.after, width(words.before)), after)].flatMap(hanging).map((line) => paint(line, 'dim', style)),
    ...cautions.flatMap((caution) => hanging(visible(caution))).map((line) => paint(line, 'yellow', style)),
    '',
    ...differences.flatMap((difference) => [
      ...(differences.length > 1 ? [paint(visible(difference.title), 'bold', style)] : []),
      ...renderDifference(difference, names, style, top),
      '',
    ]),
    ...(differences.length === 0 ? [words.nothing] : hanging(sentence)),
    ...(onlyBefore.length === 0 ? [] : hanging(words.onlyBefore(onlyBefore.map(visible).join(', ')))),
    ...(onlyAfter.length === 0 ? [] : hanging(words.onlyAfter(onlyAfter.map(visible).join(', ')))),
  ];
}
