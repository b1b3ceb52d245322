/** Why a learner's program said nothing, or was not taken by the kernel: it runs once more beside the workload of its exercise, in a copy that counts (`gpttrace debug`). */

import type { Finding } from '../../debug/diagnosis.ts';
import { withNumber } from '../../learn/amounts.ts';
import type { Exercise, Lang, ProgramFile } from '../../learn/lesson.ts';
import { shellQuote } from '../../system/shell.ts';
import { diagnose } from '../debug.ts';
import type { GradeAround } from './grade.ts';

/** Workloads of exercises take a second or two. */
const MOST_SECONDS = 20;
const MOST_TOLD = 2;
const MOST_VALUES = 3;

/** Sentences, the likeliest reason first; none where nothing was found. */
export async function whySilent(
  { workload }: Pick<Exercise, 'workload'>,
  n: number,
  { name, source, language }: ProgramFile,
  lang: Lang,
  around: GradeAround,
): Promise<readonly string[]> {
  if (language !== 'bpftrace' || around.stop.aborted) return [];
  const { machine, host, commands, suite, elsewhere, stop, kill } = around;
  const path = commands.path(suite).map(shellQuote).join(':');
  const command = `PATH=${path}:"$PATH"; export PATH; cd ${shellQuote(commands.cwd)} && { ${withNumber(workload, n)}\n} > /dev/null 2>&1`;
  const { findings } = await diagnose({ program: { path: name, source, language }, language: lang, seconds: MOST_SECONDS, command, beside: false }, machine, {
    host,
    stop,
    kill,
    ...(elsewhere === undefined ? {} : { launcher: elsewhere.launcher }),
  });
  return findings
    .filter(({ severity }) => severity !== 'note')
    .slice(0, MOST_TOLD)
    .map((finding) => (/^never-fired(?:-try)?$/.test(finding.id) ? passedElsewhere(finding, lang) : finding))
    .map(({ says, tries: [first], seen = [] }) => {
      const values = seen.slice(0, MOST_VALUES).map(({ value, count }) => `${value} (${count})`);
      const met = values.length === 0 ? [] : [lang === 'zh' ? `遇到的是：${values.join('、')}。` : `There was: ${values.join(', ')}.`];
      return [ended(says, lang), ...(first === undefined ? [] : [ended(first, lang)]), ...met].join(lang === 'zh' ? '' : ' ');
    });
}

/** Beside the workload of an exercise it is not that nothing was done: it was done elsewhere. */
function passedElsewhere({ says, ...finding }: Finding, lang: Lang): Finding {
  const [head = says] = says.split(lang === 'zh' ? /[:：](?=本机)/ : /: (?=nothing)/);
  const why = lang === 'zh' ? '：工作负载做的事不经过这里' : ': what the workload does passes another place';
  return { ...finding, says: `${head}${why}`, tries: [] };
}

/** As a sentence: with its stop, and in English with its capital, unless it begins with a name. */
function ended(text: string, lang: Lang): string {
  const stop = /[.!?。！？]$/.test(text) ? '' : lang === 'zh' ? '。' : '.';
  const isWord = lang === 'en' && /^[a-z]+(?:[\s,]|$)/.test(text);
  return `${isWord ? text.charAt(0).toUpperCase() + text.slice(1) : text}${stop}`;
}
