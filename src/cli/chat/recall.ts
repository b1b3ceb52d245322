/** What was seen, said once more: whole, in another form, beside the answer before; and what was changed since. Runs nothing. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { namesOf } from '../../line/names.ts';
import { toldChange } from '../../line/talk/ground.ts';
import { formatNamed } from '../../report/formats.ts';
import { paintDiff, unifiedDiff } from '../../views/diff.ts';
import { renderHistogram } from '../../views/histogram.ts';
import { paint, type Style, wrapHanging } from '../../views/layout.ts';
import { renderStacks } from '../../views/stack-text.ts';
import { stacksOf } from '../../views/stacks.ts';
import { renderTable } from '../../views/table.ts';
import { visible, visibleLine } from '../../views/values.ts';
import { printRecord } from '../export.ts';
import { sessionDiffCommand } from '../session-diff.ts';
import { stdoutStyle, write } from '../terminal.ts';
import type { Asked } from './asked.ts';
import { programName, saveAsked } from './save.ts';
import type { Scene } from './scene.ts';

/** Rows where some more are wished for than are shown without. */
const MORE_ROWS = 50;

/** The last answer. `rows`: some more of it, or all. Throws a Problem where nothing was run. */
export async function answerAgain(scene: Scene, rows?: 'more' | 'all'): Promise<Exit> {
  const record = recordOf(scene);
  const style = { ...stdoutStyle(), language: record.language };
  const top = rows === undefined ? record.program.top : rows === 'all' ? Number.POSITIVE_INFINITY : Math.max(MORE_ROWS, (record.program.top ?? 0) * 2);
  const lines = [
    ...record.datasets.flatMap((dataset, at) => [
      ...(at > 0 || record.datasets.length > 1 ? [paint(visible(dataset.title), 'bold', style)] : []),
      ...drawn(dataset, record, style, top),
      '',
    ]),
    ...record.texts.flatMap((text) => text.split('\n').map(visible)),
    ...(record.sentence === '' ? record.reasons : [record.sentence]).flatMap((text) => wrapHanging(visible(text), style.columns)),
  ];
  await write(process.stdout, `${lines.join('\n')}\n`);
  return Exit.answered;
}

function drawn(dataset: RunRecord['datasets'][number], record: RunRecord, style: Style, top: number | undefined): string[] {
  const names = namesOf(record);
  if (dataset.shape === 'histogram') return renderHistogram(dataset, names, style, top);
  const stacks = stacksOf(dataset);
  return stacks === undefined ? renderTable(dataset, names, style, top) : renderStacks(stacks, names, style, top);
}

/** "as JSON": the last answer in that form; what nobody reads goes into a file. Throws a Problem where nothing was run, or it cannot be that. */
export async function answerAs(scene: Scene, form: string): Promise<Exit> {
  const record = recordOf(scene);
  const format = formatNamed(form === 'svg' ? 'flame-graph' : form);
  if (TEXTS.has(format.name)) {
    await printRecord(record, format);
    return Exit.answered;
  }
  const asked = scene.asked();
  const file = `${programName(asked.plan).replace(/\.[^/]*$/, '')}${format.extensions[0] ?? ''}`;
  await scene.note(scene.words.saved(await saveAsked(asked, file, scene.language)));
  return Exit.answered;
}

const TEXTS: ReadonlySet<string> = new Set(['json', 'csv', 'folded']);

/** "compare with before": the last answer beside the one before it. Throws a Problem where there are not two. */
export async function compareWithBefore(scene: Scene): Promise<Exit> {
  const runs = scene.talk.turns.filter(({ record }) => record !== undefined);
  const [before, after] = [runs.at(-2)?.session, runs.at(-1)?.session];
  if (before === undefined || after === undefined) throw new Problem(messages.nothingToCompare(runs.length < 2, scene.language));
  return sessionDiffCommand(before, after, {});
}

/** "what did you just change?": in the question, in words, and in the program, line by line. Throws a Problem where nothing was asked. */
export async function tellChanged(scene: Scene): Promise<Exit> {
  const { talk, language } = scene;
  // Gone back, what was gone back from is what it was before.
  const [before, now] = talk.undone === undefined ? [talk.turns.at(-2), scene.asked()] : [talk.undone, talk.last];
  if (before === undefined || now === undefined || (talk.undone === undefined && !now.isChange)) {
    await scene.note(now === undefined ? scene.words.backToNothing : scene.words.newQuestion(now.question));
    return Exit.answered;
  }
  const style = stdoutStyle();
  const told = before.intent === undefined || now.intent === undefined ? scene.words.backTo(now.question) : toldChange(before.intent, now.intent, language);
  const diff = paintDiff(
    unifiedDiff(textOf(before), textOf(now), programName(now.plan)).map((line) => visibleLine(line.replace(/\n$/, ''))),
    style,
  );
  const lines = [...wrapHanging(visible(told), style.columns), ...(diff.length === 0 ? wrapHanging(scene.words.sameProgram, style.columns) : diff)];
  await write(process.stdout, `${lines.join('\n')}\n`);
  return Exit.answered;
}

function textOf({ plan }: Asked): string {
  return `${plan.program.source.trimEnd()}\n`;
}

function recordOf(scene: Scene): RunRecord {
  const { record } = scene.asked();
  if (record === undefined) throw new Problem(messages.notRunYet(scene.language));
  return record;
}
