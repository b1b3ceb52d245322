/** The stacks of a run, or why it has none that a profile could be made of. */
import type { Stacks } from '../core/dataset.ts';
import type { Program } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isStack, stacksOf } from '../views/stacks.ts';

/** Of the first of its answers that has stacks to count. */
export function runStacks(record: RunRecord): Stacks | undefined {
  for (const dataset of record.datasets) {
    const stacks = dataset.shape === 'table' ? stacksOf(dataset) : undefined;
    if (stacks !== undefined && stacks.samples.length > 0) return stacks;
  }
  return undefined;
}

/** The same, of a run that was found fit. */
export function stacksToWrite(record: RunRecord): Stacks {
  const stacks = runStacks(record);
  if (stacks === undefined) throw new Error(`no stacks in ${record.program.title}`);
  return stacks;
}

/** Why a run cannot be written as a profile, as a sentence. */
export function whyNoProfile(record: RunRecord): string | undefined {
  if (runStacks(record) !== undefined) return undefined;
  return whyNeverProfile(record.program, record.language) ?? wordsIn(record.language).empty;
}

/** Why no run of a program will ever be one: told before it runs. */
export function whyNeverProfile(program: Program, language: string): string | undefined {
  const words = wordsIn(language);
  const outputs = program.outputs.flatMap((output) =>
    output.shape === 'rows'
      ? [{ rows: true, columns: output.columns, additive: false }]
      : [{ rows: false, columns: output.keys, additive: output.value.kind === 'count' }],
  );
  const withStacks = outputs.filter(({ columns }) => columns.some(isStack));
  if (withStacks.length === 0) return words.none;
  if (withStacks.every(({ rows }) => rows)) return words.rows;
  return withStacks.some(({ additive }) => additive) ? undefined : words.notAdditive;
}

function wordsIn(language: string): typeof EN {
  return language === 'zh' ? ZH : EN;
}

const EN = {
  none: 'it has no call stacks; ask for stacks ("profile user stacks", "off-CPU stacks"), or count by kstack or ustack in the program',
  rows: 'its stacks were printed one by one, with nothing that says how much each of them weighs; count them in a map: @[kstack] = count()',
  notAdditive: 'its stacks have averages or greatest values, which do not add up to a profile; count() and sum() do',
  empty: 'no stack was seen in it',
};
const ZH: typeof EN = {
  none: '其中没有调用栈;请提出关于调用栈的问题(如"采样用户态调用栈"),或在程序中按 kstack 或 ustack 计数',
  rows: '其中的调用栈是逐条打印的,没有各自的权重;请在映射表中计数:@[kstack] = count()',
  notAdditive: '其中的调用栈对应的是平均值或最大值,不能相加成剖析结果;count() 和 sum() 可以',
  empty: '其中没有看到任何调用栈',
};
