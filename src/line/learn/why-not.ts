/** Why a program was not judged, or not taken, in the learner's language: sentences, none of them its fault. */
import { inChinese } from '../../core/chinese.ts';
import type { Message } from '../../core/problem.ts';
import type { Said } from '../../learn/lesson.ts';

function list(needs: readonly string[], or: string): string {
  return needs.map((need) => need.split('|').join(or)).join(', ');
}

/** The machine lacks what the exercise needs, whichever it is judged on. `guest`: the guest's name. */
export function lacks(needs: readonly string[], guest?: string): Said {
  return {
    en: `${guest === undefined ? 'This machine' : `The guest ${guest}`} has no ${list(needs, ' or ')}`,
    zh: `${guest === undefined ? '这台机器' : `虚拟机 ${guest} `}没有 ${list(needs, ' 或 ')}`,
  };
}

/** It lacks kinds of probes, and there is no guest that has them. */
export function noGuestFor(needs: readonly string[], message: Message): Said {
  const first = lacks(needs);
  const en = `${first.en}; such exercises are judged in a guest of the lab, a virtual machine with another kernel, and`;
  const zh = `${first.zh}；这样的练习要在实验室的虚拟机（另一个内核）里评判，`;
  // What is missing for building one, building says.
  if (/none has been built yet$/.test(message.message))
    return { en: `${en} none has been built yet: gpttrace lab build makes one, once.`, zh: `${zh}而虚拟机还没有建：gpttrace lab build 会建一个，只需一次。` };
  const more = ({ hints: [hint] }: Message, open: string, close: string): string => (hint === undefined ? '' : `${open}${hint}${close}`);
  const told = inChinese(message);
  return { en: `${en} that did not work: ${message.message}${more(message, ' (', ')')}.`, zh: `${zh}而这没有成功：${told.message}${more(told, '（', '）')}。` };
}

export const COMPILED_IN_GUEST: Said = {
  en: 'Programs in C are judged on this machine only, and not in a guest.',
  zh: '用 C 写的程序只在这台机器上评判，不在虚拟机里评判。',
};

export const BLIND: Said = {
  en: "gpttrace's own program saw nothing of the workload here.",
  zh: 'gpttrace 自己的程序在这里也没有看到工作负载做的事。',
};

export const NOT_ATTACHED: Said = { en: 'The tracer did not say that it attached.', zh: '跟踪器没有说它已经挂上。' };

/** What the workload said, or the tracer, is in nobody's language. */
export function asSaid(text: string): Said {
  return { en: text, zh: text };
}

export function workloadCannot(said: string): Said {
  return { en: `The workload cannot be done here${said}`, zh: `工作负载在这里做不了${said}` };
}

export function workloadFailed(
  { status, failure, late }: { readonly status: number | null; readonly failure?: string; readonly late: boolean },
  said: string,
): Said {
  return {
    en: `The workload failed, with ${failure ?? (late ? 'too much time' : `status ${status}`)}${said}`,
    zh: `工作负载失败了：${failure ?? (late ? '用的时间太长' : `状态 ${status}`)}${said}`,
  };
}
