import type { AskEvent } from '../ask.ts';
import { paint, type Style } from '../views/layout.ts';
import { group, visibleLine } from '../views/values.ts';

type Rehearsed = Extract<AskEvent, { type: 'rehearsal'; stage: 'rehearsed' }>;

/** What came of a rehearsal, as one line; nothing for a silent program, whose end says it. */
export function rehearsalLine({ guest, result, language }: Rehearsed, style: Style): string | undefined {
  if (result.kind === 'silent') return undefined;
  const texts = language === 'zh' ? zh : en;
  const place = guest === undefined ? '' : texts.place(guest.name);
  const left = result.kind === 'untried' || result.left.length === 0 ? '' : texts.left(result.left);
  const line = visibleLine(`${texts.head(result.kind === 'untried', place)}${texts.says(result)}${left}`);
  return result.kind === 'seen' ? line : paint(line, 'yellow', style);
}

interface Texts {
  place(guest: string): string;
  head(isUntried: boolean, place: string): string;
  says(result: Rehearsed['result']): string;
  left(words: readonly string[]): string;
}

const en: Texts = {
  place: (guest) => ` in the guest ${guest}`,
  head: (isUntried, place) => `${isUntried ? 'not rehearsed' : 'rehearsed'}${place}: `,
  says(result) {
    switch (result.kind) {
      case 'seen':
        return result.seen === undefined
          ? `saw the ${group(result.of)} ${result.what.en}`
          : `saw ${group(result.seen)} of ${group(result.of)} ${result.what.en}`;
      case 'too few':
        return `saw only ${group(result.seen)} of ${group(result.of)} ${result.what.en}: the answer may miss some, or tell them as somebody else's`;
      case 'untried':
        return {
          'cut-short': 'it ended before the workload did',
          'no-workload': `no built-in workload makes ${result.said || 'this'} happen`,
          cannot: `this machine cannot do the workload: ${result.said}`,
          'no-program': `the program cannot be made without what the workload does not meet${result.said === '' ? '' : `: ${result.said}`}`,
        }[result.why];
      case 'silent':
        return `saw none of ${group(result.of)} ${result.what.en}`;
    }
  },
  left: (words) => `; without ${words.map((one) => `“${one}”`).join(', ')}, which the workload does not meet`,
};

const zh: Texts = {
  place: (guest) => `（客户机 ${guest}）`,
  head: (isUntried, place) => `${isUntried ? '未预演' : '预演'}${place}:`,
  says(result) {
    switch (result.kind) {
      case 'seen':
        return result.seen === undefined
          ? `看到了 ${group(result.of)} ${result.what.zh}`
          : `${group(result.of)} ${result.what.zh}中看到了 ${group(result.seen)}`;
      case 'too few':
        return `${group(result.of)} ${result.what.zh}中只看到了 ${group(result.seen)}：结果可能有遗漏，或算到了别的进程上`;
      case 'untried':
        return {
          'cut-short': '程序在工作负载结束之前就结束了',
          'no-workload': `没有内置的工作负载能让 ${result.said || '它'} 发生`,
          cannot: `这台机器做不了这个工作负载：${result.said}`,
          'no-program': `程序离不开工作负载不满足的条件${result.said === '' ? '' : `:${result.said}`}`,
        }[result.why];
      case 'silent':
        return `${group(result.of)} ${result.what.zh}中一个也没有看到`;
    }
  },
  left: (words) => `；没有应用${words.map((one) => `“${one}”`).join('、')}，工作负载不满足它`,
};
