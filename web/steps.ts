/** What goes on before a program runs, in words: what a model does, what a trial in a guest and a rehearsal come to. */

import type { AskEvent } from '../src/line/events.ts';
import { group, secondsText } from '../src/views/values.ts';

export type StepEvent = Extract<AskEvent, { type: 'model' | 'sandbox' | 'rehearsal' | 'explaining' }>;
type Of<T extends StepEvent['type'], S extends string> = Extract<StepEvent, { type: T; stage: S }>;

/** `now` takes the place of what went on before; a line stays. What stands in them is shown through `visible()`. */
export interface Step {
  readonly now?: string;
  readonly line?: string;
}

const MOST_FAULTS = 3;

export function stepOf(event: StepEvent, language: string): Step {
  const words = language === 'zh' ? zh : en;
  switch (event.type) {
    case 'model':
      return modelStep(event, words);
    case 'explaining':
      return { now: words.explaining(event.model, event.local) };
    case 'sandbox':
      if (event.stage === 'opening') return { now: words.opening };
      if (event.stage === 'trying') return { now: words.trying(event.guest.name, event.workload) };
      return { line: event.stage === 'untried' ? words.untried(event.why) : [words.proven(event), event.sentence, ...event.notes].filter(Boolean).join(' · ') };
    case 'rehearsal':
      return event.stage === 'rehearsing' ? { now: words.rehearsing(event.workload) } : rehearsedStep(event, words);
  }
}

function modelStep(event: Extract<StepEvent, { type: 'model' }>, words: StepWords): Step {
  switch (event.stage) {
    case 'asking':
      return { now: words.asking(event.model, event.call, event.of) };
    case 'thinking':
      return { now: words.thinking };
    case 'writing':
      return {};
    case 'waiting':
      return { now: words.waiting(Math.ceil(event.seconds), event.why) };
    case 'tool': {
      const text = [Object.hasOwn(words.tools, event.tool) ? words.tools[event.tool] : event.tool, event.what].filter(Boolean).join(': ');
      // What leaves this machine on the way stays told.
      return event.tool === 'look_up' ? { line: text } : { now: text };
    }
    case 'drafted':
      return { line: words.drafted(event.title, event.attempt, event.of) };
    case 'mended':
      return { line: words.mended(event.mends.length) };
    case 'sent-back':
      return { line: words.sentBack([...event.faults.slice(0, MOST_FAULTS), ...(event.faults.length > MOST_FAULTS ? ['…'] : [])].join('; ')) };
    case 'spent': {
      const { calls, inputTokens, outputTokens, seconds, dollars } = event.spent;
      return { line: words.spent(calls, group(inputTokens + outputTokens), seconds.toFixed(1), dollars) };
    }
    case 'gave-up':
      return { line: [event.message, ...event.hints].join(' · ') };
  }
}

/** A silent one ends the run, and its end says it. */
function rehearsedStep({ guest, result }: Of<'rehearsal', 'rehearsed'>, words: StepWords): Step {
  const where = guest === undefined ? '' : ` (${guest.name})`;
  const left = result.kind === 'untried' || result.left.length === 0 ? '' : words.left(result.left.map((one) => `“${one}”`).join(', '));
  switch (result.kind) {
    case 'silent':
      return {};
    case 'untried':
      return { line: `${words.notRehearsed}${where}: ${words.whyNot[result.why]}${result.said === '' ? '' : `: ${result.said}`}` };
    case 'seen':
      return {
        line: `${words.rehearsed}${where}: ${words.saw(result.seen === undefined ? '' : group(result.seen), group(result.of), words.what(result.what))}${left}`,
      };
    case 'too few':
      return { line: `${words.rehearsed}${where}: ${words.sawFew(group(result.seen), group(result.of), words.what(result.what))}${left}` };
  }
}

const en = {
  asking: (model: string, call: number, of: number) => `asking ${model} (${call} of ${of})`,
  thinking: 'the model thinks',
  waiting: (seconds: number, why: string) => `waiting ${seconds} s: ${why}`,
  tools: {
    find_probes: 'looking up probes',
    describe_probe: 'looking at the probe',
    describe_type: 'looking at the type',
    find_examples: 'looking for programs',
    list_tools: 'looking for tools',
    check_program: 'checking',
    search_documents: 'searching the documents',
    look_up: 'looked up in the web',
  } as Readonly<Record<string, string>>,
  drafted: (title: string, attempt: number, of: number) => `drafted (${attempt} of ${of}): ${title}`,
  mended: (count: number) => `mended without asking it: ${count} ${count === 1 ? 'mistake' : 'mistakes'}`,
  sentBack: (faults: string) => `sent back: ${faults}`,
  spent: (calls: number, tokens: string, seconds: string, dollars: number | undefined) =>
    `${calls} ${calls === 1 ? 'call' : 'calls'}, ${tokens} tokens, ${seconds} s${(dollars ?? 0) > 0 ? `, $${Number(dollars?.toPrecision(2))}` : ''}`,
  explaining: (model: string, local: boolean) => `asking ${model}${local ? '' : ' (not on this machine)'} for an explanation`,
  opening: 'starting a guest to try it in',
  trying: (guest: string, workload: string) => `trying it in the guest ${guest}, next to ${workload}`,
  untried: (why: string) => `not tried: ${why}`,
  proven: ({ guest, workload, probes, records, lost, seconds }: Of<'sandbox', 'proven'>) =>
    `tried in the guest ${guest.name} (Linux ${guest.release}, bpftrace ${guest.bpftrace}), next to ${workload}: ${group(probes)} ${probes === 1 ? 'probe' : 'probes'} attached, ${group(records)} ${records === 1 ? 'record' : 'records'} in ${secondsText(seconds, 'en')}, ${lost === 0 ? 'none' : group(lost)} lost`,
  rehearsing: (workload: string) => `rehearsing, next to ${workload}`,
  rehearsed: 'rehearsed',
  notRehearsed: 'not rehearsed',
  whyNot: {
    'cut-short': 'it ended before the workload did',
    'no-workload': 'no built-in workload makes this happen',
    cannot: 'this machine cannot do the workload',
    'no-program': 'the program cannot be made without what the workload does not meet',
  },
  what: ({ en: what }: { readonly en: string; readonly zh: string }) => what,
  saw: (seen: string, of: string, what: string) => (seen === '' ? `saw the ${of} ${what}` : `saw ${seen} of ${of} ${what}`),
  sawFew: (seen: string, of: string, what: string) => `saw only ${seen} of ${of} ${what}: the answer may miss some, or tell them as somebody else's`,
  left: (words: string) => `; without ${words}, which the workload does not meet`,
};

type StepWords = typeof en;

const zh: StepWords = {
  asking: (model, call, of) => `正在询问 ${model}(第 ${call} 次,共 ${of} 次)`,
  thinking: '模型正在思考',
  waiting: (seconds, why) => `等待 ${seconds} 秒:${why}`,
  tools: {
    find_probes: '正在查找探针',
    describe_probe: '正在查看探针',
    describe_type: '正在查看类型',
    find_examples: '正在查找程序',
    list_tools: '正在查找工具',
    check_program: '正在检查',
    search_documents: '正在搜索文档',
    look_up: '已在网上查询',
  },
  drafted: (title, attempt, of) => `草稿(第 ${attempt} 次,共 ${of} 次):${title}`,
  mended: (count) => `未经询问即修正了 ${count} 处错误`,
  sentBack: (faults) => `退回:${faults}`,
  spent: (calls, tokens, seconds, dollars) =>
    `${calls} 次调用,${tokens} 个词元,${seconds} 秒${(dollars ?? 0) > 0 ? `,$${Number(dollars?.toPrecision(2))}` : ''}`,
  explaining: (model, local) => `正在请 ${model}${local ? '' : '(不在这台机器上)'} 解释`,
  opening: '正在启动客户机以试运行',
  trying: (guest, workload) => `正在客户机 ${guest} 中试运行,同时运行 ${workload}`,
  untried: (why) => `未试运行:${why}`,
  proven: ({ guest, workload, probes, records, lost, seconds }) =>
    `已在客户机 ${guest.name}(Linux ${guest.release},bpftrace ${guest.bpftrace})中试运行,同时运行 ${workload}:附着 ${group(probes)} 个探针,${secondsText(seconds, 'zh')}内 ${group(records)} 条记录,丢失 ${group(lost)}`,
  rehearsing: (workload) => `正在预演,同时运行 ${workload}`,
  rehearsed: '已预演',
  notRehearsed: '未预演',
  whyNot: {
    'cut-short': '程序在工作负载结束之前就结束了',
    'no-workload': '没有内置的工作负载能让它发生',
    cannot: '这台机器做不了这个工作负载',
    'no-program': '程序离不开工作负载不满足的条件',
  },
  what: ({ zh: what }) => what,
  saw: (seen, of, what) => (seen === '' ? `看到了 ${of} ${what}` : `${of} ${what}中看到了 ${seen}`),
  sawFew: (seen, of, what) => `${of} ${what}中只看到了 ${seen}:结果可能有遗漏,或算到了别的进程上`,
  left: (words) => `;没有应用 ${words},工作负载不满足它`,
};
