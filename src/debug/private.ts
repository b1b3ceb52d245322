/** A diagnosis for where it may be kept: what conditions met of other processes and their files is for the eyes of whoever asked. */
import type { Diagnosis, Finding } from './diagnosis.ts';

/** What is told of values that are not there then. */
const TOLD_BELOW: readonly (readonly [RegExp, string])[] = [
  [/\. What (.+) was instead is shown below, the most frequent first$/, '. What $1 was instead is only shown where it runs, and is not kept'],
  [/。下面是 (.+) 实际的取值,最多的在前$/, '。$1 实际的取值只在运行的地方显示,这里不保存'],
];

/** The same without what was seen, also where a finding names it. What the program itself names stays. */
export function withoutSeen(diagnosis: Diagnosis, source: string): Diagnosis {
  let named = false;
  const findings = diagnosis.findings.map(({ seen = [], ...finding }): Finding => {
    const values = seen.map(({ value }) => value).filter((value) => value !== '' && !source.includes(value));
    const hide = (text: string): string => values.reduce((left, value) => left.replaceAll(value, '…'), text);
    const { fix, ...plain } = finding;
    const names = fix?.edits.some(({ text }) => hide(text) !== text) === true;
    named ||= names;
    return {
      ...plain,
      says: TOLD_BELOW.reduce((left, [told, instead]) => left.replace(told, instead), hide(plain.says)),
      tries: plain.tries.map(hide),
      ...(fix === undefined || names ? {} : { fix }),
    };
  });
  const { repaired, ...rest } = diagnosis;
  return { ...rest, findings, ...(repaired === undefined || named ? {} : { repaired }) };
}
